//! What may stand where somebody writes: keys, values, suggested questions, headings of sections that are not there yet.

use jiff::civil::Date;

use super::lines::{Line, of_front_matter, value_of};
use crate::core::activity::{Activity, Sections};
use crate::core::note::Note;
use crate::core::note::body::LABEL;
use crate::core::note::yaml;
use crate::core::recognise::{NAMES, fold};
use crate::core::schema::{OF_A_SECTION, about};
use crate::core::text::Span;

/// What kind of thing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A key of the front matter.
    Key,
    /// A value of a few that are known.
    Value,
    /// Somebody the journal knows.
    Contact,
    /// A suggested question.
    Question,
    /// A heading.
    Heading,
}

/// Something to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub kind: Kind,
    /// How it is called in a list.
    pub label: String,
    /// What it means, in one line.
    pub detail: String,
    /// What is written; `___` is a blank of a question.
    pub text: String,
    /// What that takes the place of, within one line.
    pub span: Span,
}

/// What is known besides the note.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// The assignment.
    pub activity: &'k Activity,
    /// The people of the journal's other notes.
    pub contacts: &'k [String],
    /// Today.
    pub today: Date,
}

/// What may stand at byte `offset`, in the order in which it is offered.
pub fn at(note: &Note<'_>, offset: usize, known: Known<'_>) -> Vec<Offer> {
    let text = note.source.text.as_str();
    let front = of_front_matter(text);
    match front.iter().position(|line| (line.span.start..=line.span.end).contains(&offset)) {
        Some(at) => in_front_matter(text, &front, at, offset, known),
        None if front.last().is_some_and(|last| offset <= last.span.end) => Vec::new(),
        None => in_body(note, &front, offset, known.activity),
    }
}

fn in_front_matter(text: &str, front: &[Line<'_>], at: usize, offset: usize, known: Known<'_>) -> Vec<Offer> {
    let line = &front[at];
    let outer = outer(front, at);
    let in_contact = outer.is_some_and(|outer| outer.field(known.activity.field_names()) == Some("contact"));
    if outer.is_some() && !in_contact || Span::new(line.span.start, offset).of(text).contains(" #") {
        return Vec::new();
    }
    let fields: &[String] = if in_contact { &NAMES.contact.keys } else { known.activity.field_names() };
    match line.value(text) {
        Some(value) if line.colon.is_some_and(|colon| offset > colon) => {
            // Right behind the colon a space is wanted first.
            let is_close = value.start == offset && text[..offset].ends_with(':');
            let value = if offset < value.start { Span::new(offset, offset) } else { value };
            let span = Span::new(value.start, value.end.max(offset));
            let mut offers = line.field(fields).map_or_else(Vec::new, |field| values(field, span, known));
            if is_close {
                offers.iter_mut().for_each(|offer| offer.text.insert(0, ' '));
            }
            offers
        }
        value => {
            let start = (line.span.start + line.indent).min(offset);
            let span = Span::new(start, (start + line.key.len()).max(offset));
            let beside = |other: &&Line<'_>| other.span != line.span && (other.indent > 0) == in_contact;
            let there: Vec<&str> = front.iter().filter(beside).filter_map(|line| line.field(fields)).collect();
            keys(fields, &there, in_contact, value.is_none(), span, known.activity)
        }
    }
}

/// The line that a line stands below, further in.
fn outer<'f, 't>(front: &'f [Line<'t>], at: usize) -> Option<&'f Line<'t>> {
    let indent = front[at].indent;
    front[..at].iter().rev().find(|line| line.indent < indent && !line.key.is_empty()).filter(|_| indent > 0)
}

fn keys(
    fields: &[String],
    there: &[&str],
    in_contact: bool,
    is_new: bool,
    span: Span,
    activity: &Activity,
) -> Vec<Offer> {
    let is_wanted = |field: &&String| {
        let goes_without_saying = field.as_str() == "level" && activity.only_level().is_some();
        !goes_without_saying && !there.contains(&field.as_str())
    };
    let offer = |field: &String| {
        let what = match about(field) {
            "" if !in_contact => OF_A_SECTION,
            what => what,
        };
        let behind = if is_new { ": " } else { "" };
        Offer { kind: Kind::Key, label: field.clone(), detail: what.to_owned(), text: format!("{field}{behind}"), span }
    };
    fields.iter().filter(is_wanted).map(offer).collect()
}

fn values(field: &str, span: Span, known: Known<'_>) -> Vec<Offer> {
    let offer = |kind: Kind, label: &str, detail: &str| Offer {
        kind,
        label: label.to_owned(),
        detail: detail.to_owned(),
        text: label.to_owned(),
        span,
    };
    let value = |label: &str, detail: &str| offer(Kind::Value, label, detail);
    match field {
        "level" => {
            let level = |level: &crate::core::activity::Level| {
                value(&level.level.to_string(), &format!("{}: {}", level.name, level.meaning))
            };
            known.activity.levels.iter().map(level).collect()
        }
        "status" => NAMES.statuses.iter().map(|status| value(&status.canonical, &status.meaning)).collect(),
        "channel" => NAMES.channels.iter().map(|channel| value(&channel.canonical, "")).collect(),
        "seniority" => NAMES.contact.seniorities.iter().map(|seniority| value(seniority, "")).collect(),
        "date" => vec![value(&known.today.to_string(), "today")],
        "contact" | "name" => {
            let contact = |name: &String| Offer { text: yaml::scalar(name), ..offer(Kind::Contact, name, "") };
            known.contacts.iter().map(contact).collect()
        }
        _ => Vec::new(),
    }
}

fn in_body(note: &Note<'_>, front: &[Line<'_>], offset: usize, activity: &Activity) -> Vec<Offer> {
    let text = note.source.text.as_str();
    if note.body.is_aside(offset) || note.body.swallowed_from.is_some_and(|from| from.start < offset) {
        return Vec::new();
    }
    let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at);
    let line = Span::new(start, end);
    let written = line.of(text);
    // A note that is half written may have a level that nobody could read yet.
    let level = note.level.get().copied();
    let stated =
        || value_of(front, "level", text, activity).and_then(|value| activity.level(value)).map(|level| level.level);
    let level = activity.level_or_only(level.or_else(stated));
    if written.trim_start().starts_with('#') {
        return headings(note, line, level, activity);
    }
    let is_blank = written.trim().is_empty();
    let mut offers = match section_at(note, offset).has(activity.known.questions) {
        true => questions(note, line, level, activity),
        false => Vec::new(),
    };
    if is_blank {
        offers.extend(headings(note, line, level, activity));
    }
    offers
}

/// The sections that a byte of the body lies in.
fn section_at(note: &Note<'_>, offset: usize) -> Sections {
    let mut above = note.body.headings.iter().filter(|heading| heading.span.end < offset && offset <= heading.end);
    above.rfind(|heading| !heading.names.is_none()).map_or(Sections::NONE, |heading| heading.names)
}

/// The suggested questions that are not there yet, as items of a list.
fn questions(note: &Note<'_>, line: Span, level: Option<i64>, activity: &Activity) -> Vec<Offer> {
    let written = line.of(&note.source.text);
    let rest = written.trim_start();
    let mark = ["- ", "* ", "+ "].iter().find_map(|mark| rest.strip_prefix(mark)).or_else(|| behind_number(rest));
    let (from, before) = match (rest.trim_end(), mark) {
        ("", _) => (line.start, "- "),
        ("-" | "*" | "+", _) => (line.end, if rest.len() > 1 { "" } else { " " }),
        (_, Some(item)) => (line.end - item.len(), ""),
        _ => return Vec::new(),
    };
    let there: Vec<String> = note
        .body
        .units
        .iter()
        .filter(|unit| unit.within.has(activity.known.questions) && !(line.start..=line.end).contains(&unit.span.start))
        .map(|unit| fold(&unit.text()))
        .collect();
    let is_there = |text: &str| {
        // With its blank filled it is the same question.
        let around =
            text.split_once("___").map(|(first, _)| (fold(first), fold(text.rsplit("___").next().unwrap_or_default())));
        match around {
            None => there.contains(&fold(text)),
            Some((first, last)) => there.iter().any(|written| written.starts_with(&first) && written.ends_with(&last)),
        }
    };
    let people = note.contact.get().map(Vec::as_slice).unwrap_or_default();
    let seniority = people.first().and_then(|person| person.seniority.as_deref()).map(str::to_lowercase);
    let fits = |prompt: &&crate::core::activity::Prompt| {
        level.is_none_or(|level| activity.questions(level, seniority.as_deref()).any(|one| one.text == prompt.text))
    };
    let wanted = activity.prompts.iter().filter(fits).filter(|prompt| !is_there(&prompt.text));
    let offer = |prompt: &crate::core::activity::Prompt| Offer {
        kind: Kind::Question,
        label: prompt.text.clone(),
        detail: prompt.topic.clone(),
        text: format!("{before}{}", prompt.text),
        span: Span::new(from, line.end),
    };
    wanted.map(offer).collect()
}

/// What stands behind `1. `.
fn behind_number(item: &str) -> Option<&str> {
    let rest = item.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == item.len() { None } else { rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")) }
}

/// The headings of the sections that are not there yet.
fn headings(note: &Note<'_>, line: Span, level: Option<i64>, activity: &Activity) -> Vec<Offer> {
    let others =
        || note.body.headings.iter().filter(|heading| heading.span.start < line.start || heading.span.start > line.end);
    let depth =
        others().filter(|heading| !heading.names.is_none() && heading.level < LABEL).map(|heading| heading.level).min();
    let hashes = "#".repeat(usize::from(depth.unwrap_or(2).max(2)));
    let is_for = |levels: &[i64]| levels.is_empty() || level.is_none_or(|level| levels.contains(&level));
    let absent = activity.sections.iter().enumerate().filter(|(at, section)| {
        is_for(&section.levels) && !others().any(|heading| heading.names.has(Sections::one(*at)))
    });
    let offer = |(_, section): (usize, &crate::core::activity::Section)| {
        let heading = format!("{hashes} {}", section.heading);
        let detail =
            section.why.clone().unwrap_or_else(|| section.prompt.lines().next().unwrap_or_default().to_owned());
        Offer { kind: Kind::Heading, label: heading.clone(), detail, text: heading, span: line }
    };
    absent.map(offer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::diagnostic::Edit;
    use crate::core::fix::apply;
    use crate::core::note::parse;
    use crate::core::text::Source;
    use jiff::civil::date;

    /// What is offered where `|` stands, and the text without it.
    fn offered(text: &str) -> (String, Vec<Offer>) {
        let offset = text.find('|').expect("a cursor");
        let source = Source::new("n.md", text.replacen('|', "", 1));
        let contacts = ["Ada Lovelace".to_owned(), "no".to_owned()];
        let known = Known { activity: &DEFAULT, contacts: &contacts, today: date(2026, 11, 23) };
        let offers = at(&parse(&source, &DEFAULT), offset, known);
        for offer in &offers {
            assert!(offer.span.start <= offset && offset <= offer.span.end, "{offer:?} is where somebody writes");
            assert!(!offer.span.of(&source.text).contains('\n'), "{offer:?} is within a line");
        }
        (source.text, offers)
    }

    fn labels(text: &str) -> Vec<String> {
        offered(text).1.into_iter().map(|offer| offer.label).collect()
    }

    /// The text with the offer of that name taken.
    fn taken(text: &str, label: &str) -> String {
        let (text, offers) = offered(text);
        let offer = offers.iter().find(|offer| offer.label == label).unwrap_or_else(|| panic!("{label} in {offers:?}"));
        apply(&text, [&Edit::replace(offer.span, offer.text.clone())])
    }

    #[test]
    fn values_are_offered_behind_their_keys() {
        let statuses: Vec<&str> = NAMES.statuses.iter().map(|status| status.canonical.as_str()).collect();
        for line in ["status: |", "status: pla|nned", "status:|", "status: |   # how far", "Status: |"] {
            assert_eq!(labels(&format!("---\nlevel: 1\n{line}\n---\n")), statuses, "{line}");
        }
        assert_eq!(taken("---\nstatus:|\n---\n", "talked"), "---\nstatus: talked\n---\n");
        assert_eq!(taken("---\nstatus: pla|nned   # x\n---\n", "talked"), "---\nstatus: talked   # x\n---\n");
        assert_eq!(taken("---\r\nstatus: |\r\n", "talked"), "---\r\nstatus: talked\r\n");
        assert_eq!(labels("---\ndate: |\n---\n"), ["2026-11-23"]);
        assert_eq!(taken("---\ncontact: A|\n---\n", "no"), "---\ncontact: \"no\"\n---\n");
        assert_eq!(labels("---\ncontact:\n  name: |\n---\n"), ["Ada Lovelace", "no"]);
        assert_eq!(labels("---\ncontact:\n  - name: Ada\n    seniority: |\n---\n"), NAMES.contact.seniorities);
        for nothing in ["---\nmood: |\n---\n", "---\nstatus: planned # |\n---\n", "---\nother:\n  status: |\n---\n"] {
            assert!(labels(nothing).is_empty(), "{nothing}");
        }
        let levels: Vec<String> = DEFAULT.levels.iter().map(|level| level.level.to_string()).collect();
        assert_eq!(labels("---\nlevel: |\n---\n"), levels);
    }

    #[test]
    fn keys_that_are_not_there_are_offered() {
        let keys = labels("---\nlevel: 1\nst|\ncontact: Ada\n---\n");
        assert!(keys.contains(&"status".to_owned()) && !keys.contains(&"level".to_owned()), "{keys:?}");
        assert!(super::super::section_keys(&DEFAULT).all(|key| keys.iter().any(|offered| offered == key)), "{keys:?}");
        assert_eq!(taken("---\nlevel: 1\nst|\n---\n", "status"), "---\nlevel: 1\nstatus: \n---\n");
        assert_eq!(taken("---\nst|at: planned\n---\n", "status"), "---\nstatus: planned\n---\n");
        let inside = labels("---\ncontact:\n  name: Ada\n  |\nstatus: planned\n---\n");
        assert!(inside.contains(&"role".to_owned()) && !inside.contains(&"name".to_owned()), "{inside:?}");
        assert!(labels("|---\nlevel: 1\n---\n").is_empty() && labels("---\nlevel: 1\n--|-\n").is_empty());
    }

    #[test]
    fn questions_are_offered_in_their_section_and_only_new_ones() {
        let note = |level: i64, body: &str| format!("---\nlevel: {level}\ncontact: Ada\n---\n\n{body}");
        let all = labels(&note(1, "## Questions\n\n- |\n"));
        let first: Vec<&str> = DEFAULT.questions(1, None).map(|prompt| prompt.text.as_str()).collect();
        assert_eq!(all, first);
        let told = all[0].clone();
        let rest = labels(&note(1, &format!("## Questions\n\n- {told}\n- |\n")));
        assert_eq!(rest, all[1..]);
        let blank = DEFAULT.prompts.iter().find(|prompt| prompt.text.contains("___")).expect("a blank");
        let level = blank.audience[0].level;
        let filled = blank.text.replace("___", "music");
        assert!(!labels(&note(level, &format!("## Questions\n\n- {filled}\n- |\n"))).contains(&blank.text));
        assert_eq!(taken(&note(1, "## Questions\n|\n"), &told), note(1, &format!("## Questions\n- {told}\n")));
        assert_eq!(taken(&note(1, "## Questions\n-|\n"), &told), note(1, &format!("## Questions\n- {told}\n")));
        assert_eq!(taken(&note(1, "## Questions\n1. Ho|w\n"), &told), note(1, &format!("## Questions\n1. {told}\n")));
        for nothing in [
            "## Notes\n\n- |\n",
            "## Questions\n\nHow |\n",
            "## Questions\n\n```\n- |\n```\n",
            "## Questions\n<!--\n- |\n-->\n",
        ] {
            assert!(labels(&note(1, nothing)).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn headings_of_absent_sections_are_offered() {
        let note = |level: i64, body: &str| format!("---\nlevel: {level}\ncontact: Ada\n---\n\n{body}");
        let first = labels(&note(1, "## Questions\n- x?\n\n## |\n"));
        assert!(first.contains(&"## Notes".to_owned()) && !first.contains(&"## Questions".to_owned()), "{first:?}");
        let second = labels(&note(2, "#|\n"));
        assert!(second.len() > labels(&note(1, "#|\n")).len(), "{second:?}");
        assert_eq!(
            taken(&note(1, "### Questions\n- x?\n\n#### Tak|\n"), "### Takeaway"),
            note(1, "### Questions\n- x?\n\n### Takeaway\n")
        );
        assert!(labels(&note(1, "She said |\n")).is_empty());
    }
}
