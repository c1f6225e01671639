//! The message that asks for a conversation, drafted from what a note says. Its words are the activity's; what only the student can
//! say stays a blank.

use super::adopt::add_section;
use crate::core::activity::{Activity, Filling, Template};
use crate::core::fix::apply;
use crate::core::note::body::{LABEL, UnitKind};
use crate::core::note::fields::Reading;
use crate::core::note::front_matter::FrontMatter;
use crate::core::note::{Note, parse};
use crate::core::recognise::{NAMES, first_name, has_word, is_placeholder, is_question};
use crate::core::text::{LineIndex, Source, Span, line_end, one_line};

/// Why there is no draft, or no place for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The front matter cannot be read.
    Unreadable,
    /// The note does not say its level.
    NoLevel,
    /// The activity has no message for such a note.
    NoMessage,
    /// Something stands in the section already.
    Written(Span),
    /// Something stands in the front matter in its place.
    InFrontMatter(Span),
    /// The section cannot be added, or what is written there would be read as something else.
    NoPlace,
}

/// A message, and what it took from the student's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its text, without a line end behind it.
    pub text: String,
    /// The words from the section on why, where they are in it.
    pub why: Option<String>,
}

/// A note with its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The whole text.
    pub text: String,
    /// The message as it stands in it.
    pub message: Message,
    /// Where in the text it stands.
    pub span: Span,
}

/// The most questions that a message holds: it is an invitation, not the conversation.
const MOST_QUESTIONS: usize = 3;
/// The longest text, in characters, that is taken from a section.
const MOST_WORDS: usize = 400;
/// What a word processor puts before an item of a list; in a message it would stand in the middle of a sentence.
const BULLETS: [char; 6] = ['•', '◦', '▪', '‣', '·', ' '];
/// How many times a message offers at least; what is lacking stays a blank.
const TIMES: usize = 2;

/// What is taken from the student's own text; less of it where all of it would be read as something else.
#[derive(Debug, Clone, Copy)]
struct Takes {
    why: bool,
    questions: bool,
}

const ALL: Takes = Takes { why: true, questions: true };

/// The message for `note`, with these times.
///
/// # Errors
/// [`Refusal`] where the note does not say enough, or the activity has no message.
pub fn message(note: &Note<'_>, activity: &Activity, times: &[String]) -> Result<Message, Refusal> {
    composed(note, activity, times, ALL)
}

/// `note` with the message in its section, which is added where it is not there. All else stays byte for byte.
///
/// # Errors
/// [`Refusal`] as above, and where the section has words already, or no place for any.
pub fn drafted(note: &Note<'_>, activity: &Activity, times: &[String]) -> Result<Drafted, Refusal> {
    let set = activity.known.outreach;
    composed(note, activity, times, ALL)?;
    if let Some(given) = note.keys.given("outreach").filter(|given| has_word(given.value.of(&note.source.text))) {
        return Err(Refusal::InFrontMatter(given.span));
    }
    let mut inside = note.body.units.iter().filter(|unit| unit.within.has(set));
    if let Some(written) = inside.find(|unit| has_word(&unit.text()) && !activity.is_section_prompt(&unit.text())) {
        return Err(Refusal::Written(written.span));
    }
    if note.body.headings.iter().any(|heading| heading.names.has(set)) {
        return insert(note, activity, times);
    }
    let mut fix = add_section(note, activity, "outreach").ok_or(Refusal::NoPlace)?;
    let end = line_end(&note.source.text);
    fix.edits.iter_mut().for_each(|edit| edit.text = edit.text.replace('\n', end));
    let source = Source::new(note.source.label.clone(), apply(&note.source.text, &fix.edits));
    let draft = insert(&parse(&source, activity), activity, times)?;
    // A new heading may part what stood together.
    let after = Source::new(note.source.label.clone(), draft.text.clone());
    let is_fine =
        is_one_insertion(&note.source.text, &draft.text) && says_the_same(note, &parse(&after, activity), activity);
    if is_fine { Ok(draft) } else { Err(Refusal::NoPlace) }
}

/// Whether nothing stands between the words that `after` has more than `before`.
fn is_one_insertion(before: &str, after: &str) -> bool {
    let ahead = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let behind = before.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
    ahead + behind >= before.len()
}

/// Puts the message behind the heading and the prompt of its section: as much of it as leaves the rest of the note what it is.
fn insert(note: &Note<'_>, activity: &Activity, times: &[String]) -> Result<Drafted, Refusal> {
    let text = &note.source.text;
    let end = line_end(text);
    let mut headings = note.body.headings.iter().filter(|heading| heading.names.has(activity.known.outreach));
    let heading = headings
        .find(|heading| heading.level < LABEL)
        .or_else(|| note.body.headings.iter().find(|heading| heading.names.has(activity.known.outreach)));
    let heading = heading.filter(|_| note.body.swallowed_from.is_none() && end != "\r").ok_or(Refusal::NoPlace)?;
    let place = text[..heading.end].trim_end().len().max(heading.span.end);
    let rest = &text[place..];
    let is_last = rest.trim().is_empty();
    let gap = if is_last || rest.starts_with("\n\n") || rest.starts_with("\r\n\r\n") { "" } else { end };
    let less = [ALL, Takes { questions: false, ..ALL }, Takes { why: false, questions: false }];
    for takes in less {
        let message = composed(note, activity, times, takes)?;
        let added = message.text.replace('\n', end);
        let whole = format!("{}{end}{end}{added}{gap}{rest}", &text[..place]);
        let span = Span::new(place + 2 * end.len(), place + 2 * end.len() + added.len());
        let source = Source::new(note.source.label.clone(), whole);
        if is_the_same_but_for(span, note, &parse(&source, activity), activity) {
            return Ok(Drafted { text: source.text, message, span });
        }
    }
    Err(Refusal::NoPlace)
}

/// Whether every other section says something in both or in neither.
fn says_the_same(before: &Note<'_>, after: &Note<'_>, activity: &Activity) -> bool {
    let common = NAMES.sections.iter().map(|section| section.canonical.as_str());
    let mut keys = common.chain(activity.sections.iter().map(|section| section.key.as_str()));
    keys.all(|key| key == "outreach" || before.contents.has(key) == after.contents.has(key))
}

/// Whether `after` says what `before` did, and what stands in `span` belongs to the section alone.
fn is_the_same_but_for(span: Span, before: &Note<'_>, after: &Note<'_>, activity: &Activity) -> bool {
    let set = activity.known.outreach;
    let headings = |note: &Note<'_>| -> Vec<_> {
        note.body.headings.iter().map(|heading| (heading.level, heading.text.to_string(), heading.names)).collect()
    };
    let others = |note: &Note<'_>| -> Vec<_> {
        let units = note.body.units.iter().filter(|unit| !unit.within.has(set));
        units.map(|unit| (unit.text().into_owned(), unit.within)).collect()
    };
    let added: Vec<_> = after.body.units.iter().filter(|unit| span.contains(unit.span.start)).collect();
    // A backslash may stand before the first word; a comment around all of it may not.
    let is_read = added.first().is_some_and(|unit| unit.span.start <= span.start + 1);
    let is_inside = is_read && added.iter().all(|unit| unit.owner.has(set));
    is_inside
        && says_the_same(before, after, activity)
        && headings(before) == headings(after)
        && others(before) == others(after)
        && before.body.labels.len() == after.body.labels.len()
        && before.body.comments.len() == after.body.comments.len()
        && after.body.swallowed_from.is_none()
}

fn composed(note: &Note<'_>, activity: &Activity, times: &[String], takes: Takes) -> Result<Message, Refusal> {
    if !note.is_readable() {
        return Err(Refusal::Unreadable);
    }
    let level = activity.level_or_only(note.level.get().copied()).ok_or(Refusal::NoLevel)?;
    let people = note.contact.get().map_or(&[][..], Vec::as_slice);
    // Of several people each would get the others' company.
    let person = if let [person] = people { Some(person) } else { None };
    let said = |value: Option<&String>| value.map(|text| one_line(text)).filter(|text| !is_placeholder(text));
    let seniority = person.and_then(|person| person.seniority.as_deref());
    let channel = note.channel.get().copied();
    let template = activity.message(level, seniority, channel).ok_or(Refusal::NoMessage)?;

    let names: Option<Vec<&str>> = people.iter().map(|person| first_name(&person.name)).collect();
    let contact = names.filter(|names| !names.is_empty()).map(|names| one_line(&names.join(" & ")));
    let why = takes.why.then(|| why(note, activity)).flatten();
    let questions = if takes.questions { questions(note, activity) } else { Vec::new() };
    let blank = std::iter::repeat_n(&template.open_time, TIMES.saturating_sub(times.len()));
    let times: Vec<String> = times.iter().chain(blank).cloned().collect();
    let value = |name: &str| match name {
        "contact" => contact.clone().map(Filling::Words),
        "role" => said(person.and_then(|person| person.role.as_ref())).map(Filling::Words),
        "company" => said(person.and_then(|person| person.company.as_ref())).map(Filling::Words),
        "how" => said(person.and_then(|person| person.how.as_ref())).map(Filling::Words),
        "why" => why.clone().map(Filling::Words),
        "question" => questions.first().cloned().map(Filling::Words),
        "questions" => Some(Filling::List(questions.clone())),
        "times" => Some(Filling::List(times.clone())),
        _ => None,
    };
    let subject = template.subject.as_ref().filter(|_| channel == Some("email"));
    let parts = [subject, Some(&template.text)].into_iter().flatten().map(|template: &Template| template.fill(value));
    let text = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    let is_used = template.text.has("why");
    Ok(Message { text, why: why.filter(|_| is_used) })
}

/// What the student wrote on why it is this person, on one line: from the section, else from the front matter.
fn why(note: &Note<'_>, activity: &Activity) -> Option<String> {
    let set = activity.known.why;
    let units = note.body.units.iter().filter(|unit| unit.within.has(set) && unit.kind != UnitKind::Heading);
    let lines = units.flat_map(|unit| &unit.lines).map(|line| one_line(&line.text));
    let mut text: Vec<String> =
        lines.filter(|line| !is_placeholder(line) && !activity.is_own_text(line) && has_word(line)).collect();
    if text.is_empty()
        && let FrontMatter::Read { pairs, .. } = &note.front
    {
        let given = Reading::new(&note.source.text, pairs, &note.keys).section("why");
        text = given.iter().map(|(_, text)| one_line(text)).filter(|text| !is_placeholder(text)).collect();
    }
    let text = text.join(" ");
    let short = match text.char_indices().nth(MOST_WORDS) {
        Some((at, _)) => format!("{}…", text[..at].rsplit_once(' ').map_or(&text[..at], |(head, _)| head)),
        None => text,
    };
    (!short.is_empty()).then_some(short)
}

/// The first questions of the note that could be answered: the student's own before the suggested ones.
fn questions(note: &Note<'_>, activity: &Activity) -> Vec<String> {
    let set = activity.known.questions;
    let units =
        note.body.units.iter().filter(|unit| unit.within.has(set) && note.contents.questions.contains(&unit.span));
    let asked = units.filter_map(|unit| {
        let line = unit.lines.iter().find(|line| is_question(&line.text)).or(unit.lines.first())?;
        let text = one_line(line.text.trim_start_matches(BULLETS));
        Some(text).filter(|text| text.chars().count() <= MOST_WORDS && !text.contains("___"))
    });
    let (own, suggested): (Vec<String>, Vec<String>) = asked.partition(|text| !activity.is_own_text(text));
    own.into_iter().chain(suggested).take(MOST_QUESTIONS).collect()
}

/// The lines of `text` (from 1) within `span` that have a blank, each with how many.
pub fn blanks(text: &str, span: Span) -> Vec<(usize, usize)> {
    let index = LineIndex::new(text);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, _) in span.of(text).match_indices("___") {
        let line = index.line_of(span.start + at) + 1;
        match found.last_mut().filter(|(last, _)| *last == line) {
            Some((_, count)) => *count += 1,
            None => found.push((line, 1)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::BUILT_IN;
    use crate::core::note::message::Message as Written;
    use crate::core::recognise::message::{asks_for_a_job, times_offered};

    /// A note of every level, seniority and channel that has a message of its own, with and without details.
    fn notes() -> Vec<(std::sync::Arc<Activity>, String)> {
        let mut notes = Vec::new();
        for (name, _) in BUILT_IN {
            let activity = Activity::built_in(name).unwrap_or_else(|| panic!("{name} is built in"));
            for level in &activity.levels {
                for contact in [
                    "Ada Byron",
                    "{name: Ada Byron, role: tester, company: Example, seniority: junior, how: we met at a fair}",
                    "{name: my mentor, seniority: senior}",
                    "[Ada, Bo]",
                ] {
                    for channel in ["", "channel: email\n", "channel: direct-message\n", "channel: call\n"] {
                        for body in [
                            "",
                            "## Why this person\n\nShe changed careers at my age. I want to.\n\n## Questions\n\n- How did you start?\n- And then?\n",
                        ] {
                            let level = level.level;
                            notes.push((activity.clone(), format!("---\nlevel: {level}\ncontact: {contact}\n{channel}status: planned\n---\n\n# Talk\n\n{body}")));
                        }
                    }
                }
            }
        }
        notes
    }

    fn draft(text: &str, activity: &Activity, times: &[&str]) -> Drafted {
        let source = Source::new("n.md", text);
        let times: Vec<String> = times.iter().map(|time| (*time).to_owned()).collect();
        drafted(&parse(&source, activity), activity, &times).unwrap_or_else(|why| panic!("{why:?} for {text}"))
    }

    #[test]
    fn a_draft_is_not_yet_a_message_and_a_filled_one_is() {
        for (activity, text) in notes() {
            for times in [&[][..], &["Friday 27 November, 10:00", "Monday 30 November, 16:00"]] {
                let draft = draft(&text, &activity, times);
                let before = Source::new("n.md", text.clone());
                let before = parse(&before, &activity);
                let source = Source::new("n.md", draft.text.clone());
                let note = parse(&source, &activity);
                assert!(draft.message.text.contains("___") && !draft.message.text.contains(['{', '}', '!']), "{text}");
                assert!(!note.contents.has("outreach") && !note.contents.blanks.is_empty(), "{}", draft.text);
                for key in ["why", "questions", "notes", "takeaway", "follow-up"] {
                    assert_eq!(note.contents.has(key), before.contents.has(key), "{key} in {}", draft.text);
                }
                let filled = Source::new("n.md", draft.text.replace("___", "Zoe"));
                let note = parse(&filled, &activity);
                assert!(note.contents.has("outreach"), "{}", filled.text);
                let message = Written::of(&note, &activity).unwrap_or_else(|| panic!("no message: {}", filled.text));
                assert!(asks_for_a_job(&message.texts().join(" ")).is_none(), "{}", filled.text);
                let offered = times_offered(&message.texts());
                assert!(
                    !times.is_empty() && offered == 2
                        || times.is_empty() && offered < 2
                        || filled.text.matches('?').count() > 2,
                    "{offered} {}",
                    filled.text
                );
            }
        }
    }

    #[test]
    fn what_comes_with_every_draft_is_nobodys_words() {
        let text =
            "---\nlevel: 3\ncontact: Ada\nstatus: contacted\n---\n\n## Outreach\n\nThank you for reading this far.\n";
        let source = Source::new("n.md", text);
        let activity = Activity::built_in("networking").unwrap_or_else(|| panic!("it is built in"));
        assert!(!parse(&source, &activity).contents.has("outreach"));
    }

    #[test]
    fn nothing_of_the_students_text_opens_a_section_or_hides_one() {
        let hostile = [
            "Takeaway: all of it",
            "\\# Notes",
            "\\<!-- x",
            "\\`\\`\\` x",
            "`## Notes`",
            "**Notes**",
            "x --> y",
            "\\<pre>",
            "Date: 2026-01-01",
        ];
        let activity = Activity::built_in("networking").unwrap_or_else(|| panic!("it is built in"));
        for words in hostile {
            for end in ["\n", "\r\n"] {
                let text = format!("\u{feff}---\nlevel: 2\ncontact: {{name: Ada, role: \"<!-- # {}\"}}\nstatus: planned\n---\n\n## Why\n\nShe said: {words}\n\n## 2. My email:\n\n## Questions\n\n- {words}?\n- Why?\n\n## Notes\n", "x").replace('\n', end);
                let draft = draft(&text, &activity, &[]);
                let (head, tail) = (&draft.text[..draft.span.start], &draft.text[draft.span.end..]);
                let rest = format!("{}{}", head.trim_end_matches(['\r', '\n']), tail);
                assert!(rest == text || rest.replacen(end, "", 1).len() == text.len(), "{:?}", draft.text);
                assert!(
                    text.starts_with(head.trim_end_matches(['\r', '\n']))
                        && text.ends_with(tail.trim_start_matches(['\r', '\n']))
                );
                let source = Source::new("n.md", draft.text.clone());
                let before = Source::new("n.md", text.clone());
                let has = |source: &Source, key: &str| parse(source, &activity).contents.has(key);
                for key in ["notes", "takeaway", "why", "questions"] {
                    assert_eq!(has(&source, key), has(&before, key), "{key}: {}", source.text);
                }
                assert!(end == "\n" || !draft.text.replace("\r\n", "").contains('\n'), "{:?}", draft.text);
            }
        }
    }
}
