//! The name of a note's file.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The longest file name that is made, in bytes, its ending included.
pub const MAX_NAME: usize = 80;

/// The name of a note's file, without a folder: `2026-11-26-grace-hopper.md`. `prefix` stands before the date (a gist has
/// no folders), `number` behind the name from the second one on. At most [`MAX_NAME`] bytes.
pub fn file_name(prefix: &str, date: Date, contact: &str, number: usize) -> String {
    let tail = if number > 1 { format!("-{number}.md") } else { ".md".to_owned() };
    let head = format!("{prefix}{date}-");
    let room = MAX_NAME.saturating_sub(head.len() + tail.len());
    format!("{head}{}{tail}", slug(contact, room))
}

/// Letters and digits of every script, lower case, NFC, hyphens between words; at most `room` bytes; never empty.
pub fn slug(text: &str, room: usize) -> String {
    let mut slug = String::new();
    let lower: String = text.to_lowercase().nfc().collect();
    for letter in lower.graphemes(true) {
        let kept: String =
            letter.chars().filter(|&c| c.is_alphanumeric() || is_combining_mark(c) && !slug.is_empty()).collect();
        if kept.is_empty() {
            if !slug.ends_with('-') && !slug.is_empty() && !matches!(letter, "'" | "’") {
                slug.push('-');
            }
        } else if slug.len() + kept.len() > room {
            break;
        } else {
            slug.push_str(&kept);
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "contact".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn named(name: &str) -> String {
        file_name("", date(2026, 11, 26), name, 1)
    }

    #[test]
    fn names_become_clean_file_names() {
        assert_eq!(named("Grace Hopper"), "2026-11-26-grace-hopper.md");
        assert_eq!(named("O'Neil, Zoë"), "2026-11-26-oneil-zoë.md");
        assert_eq!(named("魚 さん"), "2026-11-26-魚-さん.md");
        assert_eq!(named("../../etc/passwd"), "2026-11-26-etc-passwd.md");
        assert_eq!(named("\u{1b}[31mCON"), "2026-11-26-31mcon.md");
        assert_eq!(named("🦀"), "2026-11-26-contact.md");
        assert_eq!(named("Zoe\u{308}"), named("Zoë"), "NFC");
        assert_eq!(file_name("networking-", date(2026, 1, 2), "Ada", 2), "networking-2026-01-02-ada-2.md");
        for long in ["a".repeat(500), "魚".repeat(500), "e\u{301}".repeat(500)] {
            assert!(named(&long).len() <= MAX_NAME);
            assert!(file_name("networking-", date(2026, 1, 2), &long, 12).len() <= MAX_NAME);
        }
    }
}
