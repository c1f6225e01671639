//! Moving a note on: its status and its day are written in their places, and every other byte stays.

use jiff::civil::Date;

use crate::core::activity::Activity;
use crate::core::diagnostic::Edit;
use crate::core::fix::apply;
use crate::core::note::conflict::conflict;
use crate::core::note::conversations::second;
use crate::core::note::fields::{At, Field, Match, Problem};
use crate::core::note::front_matter::FrontMatter;
use crate::core::note::yaml::{Kind, Node};
use crate::core::note::{Note, parse};
use crate::core::text::{Source, Span};

/// Why a note is not moved on, and what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What was seen.
    pub why: String,
    /// What to do.
    pub help: String,
}

fn refuse<T>(why: impl Into<String>, help: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { why: why.into(), help: help.into() })
}

/// One line of the front matter that is another one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: &'static str,
    /// What stood there; `None` where there was no such line, or nothing in it.
    pub before: Option<String>,
    /// What stands there now.
    pub after: String,
}

/// A note that was moved on, not yet written anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The whole text.
    pub text: String,
    /// What is new in it; empty where it said all of that already.
    pub changes: Vec<Change>,
}

/// Writes `status`, in canonical spelling, and `date` where one is given into the front matter of `note`.
///
/// # Errors
/// A [`Refusal`] where it is not plain what the front matter says, or where a value is not on one line.
pub fn mark(note: &Note<'_>, activity: &Activity, status: &str, date: Option<Date>) -> Result<Marked, Refusal> {
    let pairs = understood(note, activity)?;
    let mut lines = Lines::of(note, pairs);
    let mut changes = Vec::new();
    if note.status.get().is_none_or(|now| now.canonical != status) {
        changes.push(lines.set("status", &note.status, status)?);
    }
    if let Some(date) = date
        && note.date.get().is_none_or(|now| now.date != date)
    {
        changes.push(lines.set("date", &note.date, &date.to_string())?);
    }
    let edits = lines.into_edits();
    let marked = Marked { text: apply(&note.source.text, &edits), changes };
    let wanted = (status, date);
    if !marked.changes.is_empty() && !holds(note, pairs, activity, &marked.text, wanted) {
        return refuse(
            "has its fields in a shape in which the status cannot be changed without touching anything else",
            format!("Write it by hand, on a line of its own between the two lines of `---`: status: {status}"),
        );
    }
    Ok(marked)
}

/// The keys and values of a front matter that says one thing.
fn understood<'n>(note: &'n Note<'_>, activity: &Activity) -> Result<&'n [(Node, Node)], Refusal> {
    if conflict(note).is_some() {
        return refuse(
            "holds two versions of itself, with the markers of a merge conflict that Git left around them",
            "Keep the lines you want, delete every line that begins with <<<<<<<, ======= or >>>>>>>, and run the command again.",
        );
    }
    let pairs = match &note.front {
        FrontMatter::Read { pairs, .. } => pairs.as_slice(),
        FrontMatter::None => {
            return refuse(
                "has no front matter, the lines between `---` at the top, so there is no status to change",
                "Give it some first: coffeechat adopt --write and the name of the file",
            );
        }
        FrontMatter::Unclosed { .. } | FrontMatter::Invalid { .. } => {
            return refuse(
                "has front matter that cannot be read, so its status cannot be found",
                "coffeechat lint says where, and what to write.",
            );
        }
    };
    if let Some((_, _, what)) = second(note, activity) {
        return refuse(
            format!("holds more than one conversation ({what}), and nobody can tell which one moves on"),
            "Move the second one into a file of its own: coffeechat new makes one.",
        );
    }
    for field in ["status", "date"] {
        let gives = |matched| matches!(matched, Match::Exact | Match::NearMiss);
        let keys = note.keys.list.iter().filter(|key| !key.in_contact && key.field.as_deref() == Some(field));
        if keys.filter(|key| gives(key.matched)).count() > 1 {
            return refuse(
                format!("has its {field} twice, and programs differ on which of the two counts"),
                "Delete the line that is wrong, and run the command again.",
            );
        }
    }
    Ok(pairs)
}

/// The lines of a front matter while values are put into them.
struct Lines<'t> {
    text: &'t str,
    /// Where lines that were not there go.
    place: usize,
    /// What stands before each key.
    indent: &'t str,
    /// How a line of the block ends.
    end: &'static str,
    new: String,
    edits: Vec<Edit>,
}

impl<'t> Lines<'t> {
    fn of(note: &'t Note<'_>, pairs: &[(Node, Node)]) -> Self {
        let text = note.source.text.as_str();
        let place = note.place_for_fields().start;
        let line =
            pairs.first().map_or("", |(key, _)| text[..key.span.start].rsplit(['\n', '\r']).next().unwrap_or(""));
        let end = ["\r\n", "\r"].into_iter().find(|end| text[..place].ends_with(end)).unwrap_or("\n");
        let indent = if line.chars().all(|c| c == ' ') { line } else { "" };
        Self { text, place, indent, end, new: String::new(), edits: Vec::new() }
    }

    fn into_edits(mut self) -> Vec<Edit> {
        self.edits.sort_by_key(|edit| edit.span.start);
        if !self.new.is_empty() {
            self.edits.push(Edit::insert(self.place, self.new));
        }
        self.edits
    }

    /// Puts `value` into the line of a field, or makes that line.
    fn set<T>(&mut self, name: &'static str, field: &Field<T>, value: &str) -> Result<Change, Refusal> {
        let mut change = Change { field: name, before: None, after: value.to_owned() };
        let Some(at) = field.at() else {
            self.new.push_str(&format!("{}{name}: {value}{}", self.indent, self.end));
            return Ok(change);
        };
        let other_shape = || {
            refuse(
                format!("gives its {name} in a shape that is not one value on one line"),
                format!("Write it on one line, and run the command again, for example: {name}: {value}"),
            )
        };
        if matches!(field, Field::Invalid(Problem::Shape, _)) || !is_on_one_line(self.text, at) {
            return other_shape();
        }
        let edit = if at.value == at.key {
            match behind_colon(self.text, at.key, value) {
                Some(edit) => edit,
                None => return other_shape(),
            }
        } else {
            change.before = Some(at.raw.clone());
            Edit::replace(at.value, in_its_quotes(&at.raw, value))
        };
        self.edits.push(edit);
        Ok(change)
    }
}

fn is_on_one_line(text: &str, at: &At) -> bool {
    let whole = Span::new(at.key.start, at.value.end);
    !whole.of(text).contains(['\n', '\r']) && !at.raw.starts_with(['|', '>'])
}

/// A key with nothing behind its colon gets a value there; what else stands on the line stays where it is.
fn behind_colon(text: &str, key: Span, value: &str) -> Option<Edit> {
    let rest = &text[key.end..];
    let colon = rest.trim_start_matches([' ', '\t']);
    let behind = colon.strip_prefix(':')?;
    let start = text.len() - behind.len();
    let (at, before) = match behind.starts_with([' ', '\t']) {
        true => (start + 1, ""),
        false => (start, " "),
    };
    let is_set_off = text[at..].is_empty() || text[at..].starts_with([' ', '\t', '\n', '\r']);
    Some(Edit::insert(at, format!("{before}{value}{}", if is_set_off { "" } else { " " })))
}

/// `value` in the quotes that `raw` has.
fn in_its_quotes(raw: &str, value: &str) -> String {
    let quote = ['"', '\''].into_iter().find(|&quote| raw.len() > 1 && raw.starts_with(quote) && raw.ends_with(quote));
    quote.map_or_else(|| value.to_owned(), |quote| format!("{quote}{value}{quote}"))
}

/// Whether `after`, read again, says what is wanted and in everything else what the note said before.
fn holds(
    note: &Note<'_>,
    before: &[(Node, Node)],
    activity: &Activity,
    after: &str,
    (status, date): (&str, Option<Date>),
) -> bool {
    let source = Source::new(note.source.label.clone(), after);
    let again = parse(&source, activity);
    let FrontMatter::Read { pairs: now, .. } = &again.front else { return false };
    let is_set = |field: Option<&At>, key: &Node| field.is_some_and(|at| at.key == key.span);
    let kept = |note: &Note<'_>, pairs: &[(Node, Node)]| -> Vec<(Node, Node)> {
        let is_new = |key: &Node| is_set(note.status.at(), key) || date.is_some() && is_set(note.date.at(), key);
        let others = pairs.iter().filter(|(key, _)| !is_new(key));
        others.map(|(key, value)| (without_place(key), without_place(value))).collect()
    };
    again.status.get().is_some_and(|now| now.canonical == status)
        && date.is_none_or(|date| again.date.get().is_some_and(|now| now.date == date))
        && kept(note, before) == kept(&again, now)
        && note.source.text[note.place_for_fields().start..] == after[again.place_for_fields().start..]
}

/// A key or value as it reads, wherever it stands.
fn without_place(node: &Node) -> Node {
    let kind = match &node.kind {
        Kind::List(items) => Kind::List(items.iter().map(without_place).collect()),
        Kind::Map(pairs) => {
            Kind::Map(pairs.iter().map(|(key, value)| (without_place(key), without_place(value))).collect())
        }
        scalar => scalar.clone(),
    };
    Node { span: Span::default(), kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use jiff::civil::date;

    fn marked(text: &str) -> Result<String, Refusal> {
        let source = Source::new("n.md", text);
        let day = Some(date(2026, 11, 26));
        mark(&parse(&source, &DEFAULT), &DEFAULT, "scheduled", day).map(|marked| marked.text)
    }

    #[test]
    fn each_shape_of_a_line_keeps_its_shape() {
        for (before, after) in [
            ("status: planned\ndate: soon\n", "status: scheduled\ndate: 2026-11-26\n"),
            ("Status:   \"idea\" # x\n", "Status:   \"scheduled\" # x\ndate: 2026-11-26\n"),
            ("state: done\nwhen: '2026-11-20'\n", "state: scheduled\nwhen: '2026-11-26'\n"),
            ("status:\ndate: # x\n", "status: scheduled\ndate: 2026-11-26 # x\n"),
            ("status: ~\ndate: \"\"\n", "status: scheduled\ndate: \"2026-11-26\"\n"),
            ("status: …\ndate: YYYY-MM-DD\n", "status: scheduled\ndate: 2026-11-26\n"),
            ("{status: planned, date: }\n", "{status: scheduled, date: 2026-11-26 }\n"),
            ("  level: 1\n", "  level: 1\n  status: scheduled\n  date: 2026-11-26\n"),
            ("level: 1\r\n", "level: 1\r\nstatus: scheduled\r\ndate: 2026-11-26\r\n"),
            ("notes: |\n  a\n", "notes: |\n  a\nstatus: scheduled\ndate: 2026-11-26\n"),
            ("date: 2026-11-26\nstatus: booked\n", "date: 2026-11-26\nstatus: booked\n"),
        ] {
            let note = |block: &str| format!("---\n{block}---\n\nbody\n");
            assert_eq!(marked(&note(before)), Ok(note(after)));
        }
    }

    #[test]
    fn what_is_not_plain_is_refused() {
        for block in
            ["{level: 1}\n", "status: |\n  planned\n", "status: [a, b]\n", "status:\n  planned\n", "date: x\nDate: y\n"]
        {
            assert!(marked(&format!("---\n{block}---\n")).is_err(), "{block}");
        }
    }
}
