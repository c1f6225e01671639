//! Fields to text: the scaffold of a note, its file name, and front matter for a text that has none.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::activity::{Activity, Prompt};
use super::note::fields::Contact;
use super::note::{Note, dates, yaml};

/// The longest file name that is made, in bytes, its ending included.
pub const MAX_NAME: usize = 80;

/// What a new note is made from.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The level's number.
    pub level: i64,
    /// With whom.
    pub contact: Contact,
    /// The day.
    pub date: Date,
    /// By which medium, in canonical spelling.
    pub channel: Option<String>,
    /// In canonical spelling.
    pub status: &'a str,
    /// The questions that the student wrote or picked.
    pub questions: Vec<String>,
    /// The questions that stand as suggestions in a comment.
    pub suggested: Vec<&'a Prompt>,
}

/// The text of a new note.
pub fn scaffold(draft: &Draft<'_>, activity: &Activity) -> String {
    let mut text = front_matter(draft, activity);
    let title = activity.heading.replace("{contact}", &one_line(&draft.contact.name));
    text.push_str(&format!("\n# {title}\n"));
    for section in &activity.sections {
        if !section.scaffold || !section.levels.is_empty() && !section.levels.contains(&draft.level) {
            continue;
        }
        let is_questions = section.key == "questions";
        text.push_str(&format!("\n## {}\n\n<!--\n{}\n", section.heading, section.prompt.trim()));
        if is_questions && !draft.suggested.is_empty() {
            text.push('\n');
            for prompt in &draft.suggested {
                text.push_str(&format!("- {}\n", prompt.text));
            }
        }
        text.push_str("-->\n\n");
        let questions = draft.questions.iter().filter(|_| is_questions);
        let mut bullets = 0;
        for question in questions {
            text.push_str(&format!("- {}\n", one_line(question)));
            bullets += 1;
        }
        if bullets == 0 {
            text.push_str(&"- \n".repeat(section.bullets));
        }
    }
    while text.ends_with("\n\n") {
        text.pop();
    }
    text
}

fn front_matter(draft: &Draft<'_>, activity: &Activity) -> String {
    let contact = &draft.contact;
    let details = [
        ("role", &contact.role),
        ("company", &contact.company),
        ("seniority", &contact.seniority),
        ("how", &contact.how),
    ];
    // Where there is one level only, it goes without saying.
    let mut lines = match activity.only_level() {
        Some(_) => Vec::new(),
        None => vec![format!("level: {}", draft.level)],
    };
    if details.iter().all(|(_, value)| value.is_none()) {
        lines.push(format!("contact: {}", yaml::scalar(&contact.name)));
    } else {
        lines.push("contact:".to_owned());
        lines.push(format!("  name: {}", yaml::scalar(&contact.name)));
        let given = details.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
        lines.extend(given.map(|(key, value)| format!("  {key}: {}", yaml::scalar(value))));
    }
    lines.push(format!("date: {}", draft.date));
    lines.extend(draft.channel.as_ref().map(|channel| format!("channel: {channel}")));
    lines.push(format!("status: {}", draft.status));
    format!("---\n{}\n---\n", lines.join("\n"))
}

/// `text` on one line, without characters that steer a terminal or reorder text, and without the opening of a comment: it
/// stands in a heading, a list item or a field.
pub fn one_line(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let clean: String = text.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
    clean.replace("<!--", "< !--").split_whitespace().collect::<Vec<_>>().join(" ")
}

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

/// Front matter for a note that has none, filled from what its body says. `…` stands where it says nothing.
pub fn front_matter_from_body(note: &Note<'_>, activity: &Activity) -> String {
    let said = |field: &str| note.said_in_body(field).map(|(_, value)| value);
    let level = said("level").and_then(|text| activity.level(&text).map(|level| level.level.to_string()));
    let contact = said("contact").map(|name| yaml::scalar(&one_line(&name)));
    let date = said("date").and_then(|text| dates::read(&text).ok()).map(|day| day.date.to_string());
    let levels: Vec<_> = activity.levels.iter().map(|level| format!("{} {}", level.level, level.name)).collect();
    let level = level.unwrap_or_else(|| format!("…   # {}", levels.join(", ")));
    let level = if activity.only_level().is_some() { String::new() } else { format!("level: {level}\n") };
    let is_told = activity.told_afterwards().iter().any(|key| key != "notes" && note.contents.has(key));
    let status = if is_told { "talked" } else { "planned" };
    let dots = || "…".to_owned();
    format!(
        "---\n{level}contact: {}\ndate: {}\nstatus: {status}\n---",
        contact.unwrap_or_else(dots),
        date.unwrap_or_else(|| "…   # year-month-day".to_owned())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;
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

    #[test]
    fn what_was_given_is_read_back_whatever_it_is() {
        for name in [
            "Ada",
            "Ada: mentor",
            "- x",
            "@ada",
            "no",
            "\"q\"",
            "a # b",
            "[Ada]x",
            "Zoë 🦀",
            "C:\\x",
            "'a",
            "2026-01-01",
        ] {
            let draft = Draft {
                level: 2,
                contact: Contact { name: name.to_owned(), role: Some("what: ever".to_owned()), ..Contact::default() },
                date: date(2026, 11, 26),
                channel: Some("call".to_owned()),
                status: "planned",
                questions: Vec::new(),
                suggested: Vec::new(),
            };
            let source = Source::new("n.md", scaffold(&draft, &DEFAULT));
            let note = parse(&source, &DEFAULT);
            assert_eq!(note.contact.get().map(|people| people[0].clone()), Some(draft.contact), "{}", source.text);
            assert_eq!(note.level.get(), Some(&2), "{}", source.text);
            assert_eq!(note.date.get().map(|day| day.date), Some(draft.date));
        }
    }

    #[test]
    fn nothing_in_a_scaffold_counts_as_written() {
        for level in [1, 2, 3] {
            let suggested: Vec<_> = DEFAULT.questions(level, None).collect();
            for suggested in [suggested, Vec::new()] {
                let draft = Draft {
                    level,
                    contact: Contact { name: "Ada".to_owned(), ..Contact::default() },
                    date: date(2026, 11, 26),
                    channel: None,
                    status: "talked",
                    questions: Vec::new(),
                    suggested,
                };
                let text = scaffold(&draft, &DEFAULT);
                let uncommented = text.replace("<!--\n", "").replace("-->\n", "");
                for text in [&text, &uncommented] {
                    let source = Source::new("n.md", text.clone());
                    let note = parse(&source, &DEFAULT);
                    for key in ["notes", "takeaway", "why", "outreach"] {
                        assert!(!note.contents.has(key), "{key} in:\n{text}");
                    }
                }
                let source = Source::new("n.md", text);
                assert!(!parse(&source, &DEFAULT).contents.has("questions"));
            }
        }
    }
}
