//! What an existing text lacks of a note: front matter read from what it says, a field, a section.

use jiff::civil::Date;

use super::section_text;
use crate::core::activity::{Activity, Sections};
use crate::core::diagnostic::{Edit, Fix};
use crate::core::note::body::LABEL;
use crate::core::note::fields::Field;
use crate::core::note::front_matter::FrontMatter;
use crate::core::note::{Note, dates, yaml};
use crate::core::recognise::{Group, NAMES, channel, status};
use crate::core::text::{Span, line_end, one_line};

/// The fields of a note that is adopted, each as front matter writes it; `None` is left to be filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Adoption {
    /// The level's number.
    pub level: Option<String>,
    /// With whom, as a YAML scalar.
    pub contact: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// In canonical spelling; one that nothing says is left out.
    pub channel: Option<String>,
    /// In canonical spelling.
    pub status: Option<String>,
}

/// One line of the front matter that an adoption makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The key.
    pub key: &'static str,
    /// The whole line, without a line end.
    pub text: String,
    /// Whether its value is left to be filled.
    pub is_open: bool,
}

impl Adoption {
    /// What the note says in its body.
    pub fn read(note: &Note<'_>, activity: &Activity, today: Date) -> Self {
        let [level, contact, date, channel] =
            ["level", "contact", "date", "channel"].map(|field| said(note, activity, field));
        let mut adoption = Self { level, contact, date, channel, status: None };
        adoption.status = adoption.how_far(note, activity, today);
        adoption
    }

    /// How far the conversation is: what the note says itself, else what follows from its words and its day. Notes that no heading calls
    /// so may be thoughts before a talk as well as words from one: then it is not known, and neither is it on a day that came and left
    /// nothing.
    pub fn how_far(&self, note: &Note<'_>, activity: &Activity, today: Date) -> Option<String> {
        if note.said_in_body("status").is_some() {
            return said(note, activity, "status");
        }
        let day = self.date.as_ref().and_then(|date| date.parse::<Date>().ok());
        let day = day.or_else(|| note.date.get().map(|day| day.date));
        let is_told = activity.told_afterwards().iter().any(|key| key != "notes" && note.contents.has(key));
        let has_heading = note.contents.get("notes").is_some_and(|notes| notes.heading.or(notes.at_key).is_some());
        let is_to_come = day.is_some_and(|day| day > today);
        let status = match note.contents.has("notes") {
            _ if is_told && !is_to_come => "talked",
            true if day.map_or(has_heading, |day| day <= today) => "talked",
            false if day.is_none_or(|day| day >= today) => "planned",
            _ => return None,
        };
        Some(status.to_owned())
    }

    /// The line of every field. `…` stands where nothing is known, with a comment on what may stand there; a plan needs no day, and what
    /// may be one is asked for it later.
    pub fn lines(&self, activity: &Activity) -> Vec<Line> {
        let levels: Vec<_> = activity.levels.iter().map(|level| format!("{} {}", level.level, level.name)).collect();
        let line = |key: &'static str, value: &Option<String>, hint: String| Line {
            key,
            text: value.as_ref().map_or_else(|| format!("{key}: …{hint}"), |value| format!("{key}: {value}")),
            is_open: value.is_none(),
        };
        let statuses = NAMES.statuses.iter().filter(|status| status.group != Group::Closed);
        let statuses: Vec<&str> = statuses.map(|status| status.canonical.as_str()).collect();
        let mut lines = vec![
            line("level", &self.level, format!("   # {}", levels.join(", "))),
            line("contact", &self.contact, String::new()),
            line("date", &self.date, "   # year-month-day".to_owned()),
            line("channel", &self.channel, String::new()),
            line("status", &self.status, format!("   # {}", statuses.join(", "))),
        ];
        if activity.only_level().is_some() {
            lines.retain(|line| line.key != "level");
        }
        let needs_day = self.status.as_deref().is_some_and(|status| status != "planned");
        lines.retain(|line| !line.is_open || line.key != "channel" && (line.key != "date" || needs_day));
        lines
    }

    /// The whole block with its two lines of `---`, without a line end behind it.
    pub fn block(&self, activity: &Activity) -> String {
        let lines: Vec<String> = self.lines(activity).into_iter().map(|line| line.text).collect();
        format!("---\n{}\n---", lines.join("\n"))
    }

    /// The edits that give a note this front matter: a whole block at its top, or the lines that its block lacks, and values for
    /// those that still hold a placeholder. None where nothing is lacking, or where the front matter that is there cannot be read.
    pub fn edits(&self, note: &Note<'_>, activity: &Activity) -> Vec<Edit> {
        let closer = match &note.front {
            FrontMatter::None => return vec![on_top(note, &self.block(activity))],
            FrontMatter::Read { closer, .. } => closer,
            FrontMatter::Unclosed { .. } | FrontMatter::Invalid { .. } => return Vec::new(),
        };
        let is_absent = |key: &str| match key {
            "level" => note.level.at().is_none(),
            "contact" => note.contact.at().is_none(),
            "date" => note.date.at().is_none(),
            "channel" => note.channel.at().is_none(),
            _ => note.status.at().is_none(),
        };
        let mut edits: Vec<Edit> = [
            placeholder(&note.level).zip(self.level.as_ref()),
            placeholder(&note.contact).zip(self.contact.as_ref()),
            placeholder(&note.date).zip(self.date.as_ref()),
            placeholder(&note.channel).zip(self.channel.as_ref()),
            placeholder(&note.status).zip(self.status.as_ref()),
        ]
        .into_iter()
        .flatten()
        .map(|(span, value)| Edit::replace(span, value))
        .collect();
        edits.sort_by_key(|edit| edit.span.start);
        // A note that says with whom and how far it is, is one already; a plan needs no day, and without a status it is one that was held.
        let has_contact = note.contact.at().is_some();
        let is_a_note = has_contact && note.status.at().is_some();
        let is_optional = |line: &Line| line.is_open && (is_a_note || has_contact && line.key == "status");
        let lacking = self.lines(activity).into_iter().filter(|line| is_absent(line.key) && !is_optional(line));
        let lines: String = lacking.map(|line| format!("{}\n", line.text)).collect();
        if !lines.is_empty() {
            edits.push(Edit::insert(closer.start, lines));
        }
        edits
    }
}

/// Where a value stands that a template, or an earlier adoption, left to be filled.
fn placeholder<T>(field: &Field<T>) -> Option<Span> {
    match field {
        Field::Placeholder(at) if at.value != at.key && !at.raw.contains(['\n', ':']) => Some(at.value),
        _ => None,
    }
}

/// Puts `block`, two lines of `---` and what is between them, at the top of a text.
fn on_top(note: &Note<'_>, block: &str) -> Edit {
    let text = note.source.text.as_str();
    let top = text.len() - text.trim_start_matches('\u{feff}').len();
    let gap = if text[top..].starts_with(['\n', '\r']) || text[top..].is_empty() { "" } else { "\n" };
    Edit::insert(top, format!("{block}\n{gap}"))
}

/// What the body says of a field, as front matter writes it; `None` where it says nothing, or nothing that can be read
/// without doubt.
pub fn said(note: &Note<'_>, activity: &Activity, field: &str) -> Option<String> {
    let (_, value) = note.said_in_body(field)?;
    match field {
        "level" => activity.level(&value).map(|level| level.level.to_string()),
        "contact" => Some(one_line(&value)).filter(|name| !name.is_empty()).map(|name| yaml::scalar(&name)),
        "date" => dates::read(&value).ok().map(|day| day.date.to_string()),
        "channel" => channel(&value).map(str::to_owned),
        "status" => status(&value).map(|status| status.canonical.clone()),
        _ => None,
    }
}

/// How to put into the front matter what the body says of a field that is absent there, empty or a placeholder.
pub fn lift<T>(note: &Note<'_>, activity: &Activity, name: &str, field: &Field<T>) -> Option<Fix> {
    let value = said(note, activity, name)?;
    let text = note.source.text.as_str();
    let edit = match field {
        Field::Absent => match note.place_for_fields() {
            closer if closer.is_empty() => return None,
            closer => Edit::insert(closer.start, format!("{name}: {value}\n")),
        },
        // A key with nothing behind its colon: what is there of the line may be blank or a comment.
        Field::Empty(at) if at.value == at.key => {
            let behind = text[at.key.end..].strip_prefix(':')?;
            let start = at.key.end + 1;
            let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
            let ends = behind[blanks..].is_empty() || behind[blanks..].starts_with(['\n', '\r']);
            Edit::replace(
                Span::new(start, start + blanks),
                if ends { format!(" {value}") } else { format!(" {value} ") },
            )
        }
        field => Edit::replace(placeholder(field)?, value),
    };
    Some(Fix::needs_a_look(format!("Take the {name} from the text"), vec![edit]))
}

/// What in a text keeps a new heading from being one, where it is not closed.
const SWALLOWS: [&str; 6] = ["<pre", "<script", "<style", "<textarea", "<?", "<!["];

/// Where the last section of `set` ends, behind its last word; `None` where no heading names it.
pub fn end_of_section(note: &Note<'_>, set: Sections) -> Option<usize> {
    let heading = note.body.headings.iter().rev().find(|heading| heading.names.has(set) && heading.level < LABEL)?;
    let end = note.source.text[..heading.end].trim_end().len().max(heading.span.end);
    (note.body.swallowed_from.is_none()).then_some(end)
}

/// How to add a section that is not there: its heading and prompt, behind the section that comes before it in the activity,
/// before the one that comes behind it, or at the end. `None` where the activity has no such section, or where what is open
/// in the text would swallow it.
pub fn add_section(note: &Note<'_>, activity: &Activity, key: &str) -> Option<Fix> {
    let text = note.source.text.as_str();
    let at = activity.sections.iter().position(|section| section.key == key)?;
    let lower = text.to_ascii_lowercase();
    // Not every reader of Markdown takes a lone carriage return for a line end.
    if note.body.swallowed_from.is_some()
        || line_end(text) == "\r"
        || SWALLOWS.iter().any(|opening| lower.contains(opening))
    {
        return None;
    }
    let section = &activity.sections[at];
    let title = format!("Add the section `{}`", section.heading);
    let heading_of = |at: usize| {
        let headings = note.body.headings.iter();
        let mut named = headings.filter(|heading| heading.names.has(Sections::one(at)) && heading.level < LABEL);
        // In a quotation or a list it is part of something else.
        named
            .find(|heading| text[..heading.span.start].is_empty() || text[..heading.span.start].ends_with(['\n', '\r']))
    };
    let hashes = |level: u8| "#".repeat(usize::from(level.max(2)));
    let before = (0..at).rev().find_map(heading_of);
    let behind = (at + 1..activity.sections.len()).find_map(heading_of);
    let (place, level) = match (before, behind) {
        (Some(heading), _) => (text[..heading.end].trim_end().len().max(heading.span.end), heading.level),
        (None, Some(heading)) => {
            let added = section_text(section, &hashes(heading.level), &[], &[]);
            // A byte order mark stays in front of everything.
            let top = text.len() - text.trim_start_matches('\u{feff}').len();
            let place = heading.span.start.max(top);
            return Some(Fix::safe(title, vec![Edit::insert(place, format!("{added}\n\n"))]));
        }
        (None, None) => (text.trim_end().len(), 2),
    };
    let added = section_text(section, &hashes(level), &[], &[]);
    let rest = &text[place..];
    let is_last = rest.trim().is_empty();
    let gap = if is_last || rest.starts_with("\n\n") || rest.starts_with("\r\n\r\n") { "" } else { "\n" };
    Some(Fix::safe(title, vec![Edit::insert(place, format!("\n\n{added}{gap}"))]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;
    use jiff::civil::date;

    fn block(text: &str) -> String {
        let source = Source::new("n.md", text);
        Adoption::read(&parse(&source, &DEFAULT), &DEFAULT, date(2026, 11, 23)).block(&DEFAULT)
    }

    fn status(text: &str) -> String {
        let block = block(text);
        let line = block.lines().find_map(|line| line.strip_prefix("status: "));
        line.and_then(|rest| rest.split(' ').next()).unwrap_or_default().to_owned()
    }

    #[test]
    fn what_is_written_afterwards_says_that_it_was_held() {
        for (text, expected) in [
            ("# Nia\n\n## 📝 What he said\nBy reading.\nBy doing.\n", "talked"),
            ("# Nia\n\n## Takeaway\nBuild something small.\n", "talked"),
            ("# Nia\nDate: 2026-11-20\n\nShe began with evening classes.\n", "talked"),
            ("# Nia\nDate: 2026-11-23\n\n## Notes\nBy reading.\n", "talked"),
            ("# Nia\n\n## Questions\n- How did you start?\n", "planned"),
            ("# Nia\nDate: 2026-11-25\n\n## Questions\n- How did you start?\n", "planned"),
            ("", "planned"),
            ("# Nia\n\nI would like to hear how she began.\n", "…"),
            ("# Nia\nDate: 2026-11-25\n\n## Background\nShe works on maps.\n", "…"),
            ("# Nia\nDate: 2026-11-25\n\n## Notes\nShe works on maps.\n\n## Takeaway\nAsk her.\n", "…"),
            ("# Nia\nDate: 2026-11-20\n\n## Questions\n- How did you start?\n", "…"),
        ] {
            assert_eq!(status(text), expected, "{text}");
        }
    }

    #[test]
    fn what_the_text_says_itself_is_kept() {
        for line in ["—", "–––", "***", "_____", "- - -", ""] {
            let text = format!(
                "{line}\nlevel: II\ncontact: Bo\ndate: 2026-11-02\nchannel: zoom\nstatus: done\n{line}\n\n# Bo\n"
            );
            let kept = "---\nlevel: 2\ncontact: Bo\ndate: 2026-11-02\nchannel: video\nstatus: talked\n---";
            assert_eq!(block(&text), kept, "{text}");
        }
        assert_eq!(status("# Bo\n\n**Status:** scheduled\n\n## Notes\nShe works on maps.\n"), "scheduled");
        assert_eq!(status("# Bo\n\nStatus: to be seen\n\n## Notes\nShe works on maps.\n"), "…");
    }

    #[test]
    fn a_note_without_a_status_keeps_to_what_it_asks_for() {
        let source = Source::new("n.md", "---\nlevel: 1\ncontact: Bo\n---\n\nShe works on maps.\n");
        let note = parse(&source, &DEFAULT);
        let adoption = Adoption::read(&note, &DEFAULT, date(2026, 11, 23));
        assert_eq!((adoption.status.as_deref(), adoption.edits(&note, &DEFAULT).len()), (None, 0));
    }
}
