//! Fields to text: the scaffold of a note, its file name, what an existing text lacks of one, and moving one on.

use jiff::civil::Date;

use super::activity::{Activity, Prompt, Section};
use super::note::fields::Contact;
use super::note::yaml;
use super::text::one_line;

mod adopt;
pub mod earlier;
mod mark;
mod name;
pub mod outreach;

pub use self::adopt::{Adoption, add_section, end_of_section, lift};
pub use self::mark::{Change, Marked, Refusal, mark};
pub use self::name::{MAX_NAME, file_name, slug};

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
    /// The line that leads to an earlier note with the same contact.
    pub earlier: Option<String>,
}

/// The text of a new note.
pub fn scaffold(draft: &Draft<'_>, activity: &Activity) -> String {
    let mut text = front_matter(draft, activity);
    let title = activity.heading.replace("{contact}", &one_line(&draft.contact.name));
    text.push_str(&format!("\n# {title}\n"));
    text.extend(draft.earlier.iter().map(|link| format!("\n{link}\n")));
    for section in &activity.sections {
        if !section.scaffold || !section.levels.is_empty() && !section.levels.contains(&draft.level) {
            continue;
        }
        let (questions, suggested) = match section.key.as_str() {
            "questions" => (&draft.questions[..], &draft.suggested[..]),
            _ => (&[][..], &[][..]),
        };
        text.push_str(&format!("\n{}\n", section_text(section, "##", questions, suggested)));
        if text.ends_with("-->\n") {
            // Room to write.
            text.push('\n');
        }
    }
    format!("{}\n", text.trim_end_matches('\n'))
}

/// A section as a scaffold has it, without a line end behind it: its heading, its prompt and what is `suggested` as a comment,
/// the questions that were picked, or blank bullets.
fn section_text(section: &Section, hashes: &str, picked: &[String], suggested: &[&Prompt]) -> String {
    let mut text = format!("{hashes} {}\n\n<!--\n{}\n", section.heading, section.prompt.trim());
    if !suggested.is_empty() {
        text.push('\n');
        text.extend(suggested.iter().map(|prompt| format!("- {}\n", prompt.text)));
    }
    text.push_str("-->\n\n");
    match picked.is_empty() {
        true => text.push_str(&"- \n".repeat(section.bullets)),
        false => text.extend(picked.iter().map(|question| format!("- {}\n", one_line(question)))),
    }
    text.trim_end_matches('\n').to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::journal::Facts;
    use crate::core::note::parse;
    use crate::core::text::Source;
    use jiff::civil::date;

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
                earlier: None,
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
                    earlier: Some("[Earlier conversation with Ada, 18 November 2026](2026-11-18-ada.md)".to_owned()),
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
                let note = parse(&source, &DEFAULT);
                assert!(!note.contents.has("questions"));
                assert!(Facts::of(&note, "n.md", &DEFAULT).words.is_none());
            }
        }
    }
}
