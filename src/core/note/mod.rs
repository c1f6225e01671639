//! What a note is: front matter and body of one file, every part with its byte span.
//!
//! [`parse`] never fails. What could not be read is part of the [`Note`], and the rules say it.

pub mod body;
pub mod conflict;
pub mod contents;
pub mod conversations;
pub mod dates;
pub mod fields;
pub mod front_matter;
pub mod message;
pub mod place;
pub mod suppression;
pub mod tick;
pub mod yaml;

use self::body::Body;
use self::contents::Contents;
use self::fields::{Contact, Field, Keys, Reading};
use self::front_matter::{FrontMatter, Split};
use super::activity::Activity;
use super::recognise::{self, Group, StatusName, name_in_heading, name_in_title};
use super::text::{Source, Span};

/// One file, read as a note.
#[derive(Debug)]
pub struct Note<'a> {
    /// The text and its name.
    pub source: &'a Source,
    /// What stands at the top.
    pub front: FrontMatter,
    /// The keys of the front matter, told apart.
    pub keys: Keys,
    /// The level, as the number that the activity gives it.
    pub level: Field<i64>,
    /// The people.
    pub contact: Field<Vec<Contact>>,
    /// The day.
    pub date: Field<dates::Day>,
    /// Where the conversation stands.
    pub status: Field<&'static StatusName>,
    /// By which medium.
    pub channel: Field<&'static str>,
    /// Headings and units of the body.
    pub body: Body<'a>,
    /// What each section says.
    pub contents: Contents,
}

/// Reads `source` as a note of `activity`.
pub fn parse<'a>(source: &'a Source, activity: &Activity) -> Note<'a> {
    Top::read(source, activity).note(activity)
}

/// The front matter of a note whose body is not read yet.
#[derive(Debug)]
pub struct Top<'a> {
    source: &'a Source,
    split: Split,
    front: FrontMatter,
    keys: Keys,
}

impl<'a> Top<'a> {
    /// Reads what stands at the top of `source`.
    pub fn read(source: &'a Source, activity: &Activity) -> Self {
        Self::of(source, front_matter::split(&source.text), activity)
    }

    /// The same where the front matter is found already.
    fn of(source: &'a Source, split: Split, activity: &Activity) -> Self {
        let front = front_matter::read(&source.text, split);
        let keys = Keys::of(front.pairs(), activity);
        Self { source, split, front, keys }
    }

    fn reading(&self) -> Reading<'_> {
        Reading::new(&self.source.text, self.front.pairs(), &self.keys)
    }

    /// See [`declares_itself`].
    fn declares_itself(&self) -> bool {
        declares(&self.front, &self.keys, self.source)
    }

    /// Whether it states that the conversation was not held: it is still to come, or will not be. Then the note is not complete,
    /// whatever its body says.
    pub fn states_not_held(&self) -> bool {
        self.reading().status().get().is_some_and(|status| status.group != Group::Talked)
    }

    /// Reads the body, too.
    pub fn note(self, activity: &Activity) -> Note<'a> {
        let text = &self.source.text;
        let read = self.reading();
        // A byte order mark belongs to no line.
        let mark = text.len() - text.trim_start_matches('\u{feff}').len();
        let body = body::read(text, self.split.body().max(mark), activity);
        let contact = read.contact();
        let contents = Contents::of(&body, &read, &contact, activity);
        Note {
            level: read.level(activity),
            date: read.date(),
            status: read.status(),
            channel: read.channel(),
            contact,
            source: self.source,
            front: self.front,
            keys: self.keys,
            body,
            contents,
        }
    }
}

impl Note<'_> {
    /// Whether the file could be read, and its front matter with it; without that nothing is *missing*.
    pub fn is_readable(&self) -> bool {
        self.source.damage.is_none() && matches!(self.front, FrontMatter::Read { .. } | FrontMatter::None)
    }

    /// Whether a status is given that nobody knows: what is required of the note is then unknown too.
    pub fn has_unknown_status(&self) -> bool {
        matches!(self.status, Field::Invalid(..) | Field::Placeholder(_))
    }

    /// Where a missing line of the front matter should go: its closing line, or the top of the file.
    pub fn place_for_fields(&self) -> Span {
        match &self.front {
            FrontMatter::Read { closer, .. } => *closer,
            FrontMatter::Invalid { block, .. } => *block,
            FrontMatter::Unclosed { opener, .. } => *opener,
            FrontMatter::None => self.first_line(),
        }
    }

    /// The first line that says anything; empty in an empty file.
    pub fn first_line(&self) -> Span {
        super::text::lines(&self.source.text)
            .find(|(_, line)| !line.trim_matches('\u{feff}').trim().is_empty())
            .map_or(Span::default(), |(span, line)| {
                Span::new(span.end - line.trim_start_matches('\u{feff}').trim_start().len(), span.end)
            })
    }

    /// Where a missing section should go: the last line that says anything.
    pub fn last_line(&self) -> Span {
        let text = self.source.text.trim_end();
        let start = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        Span::new(start, text.len())
    }

    /// What the body says of a field, and where: a label (`**Date:** …`), or for the contact a heading (`Call with Ada`).
    pub fn said_in_body(&self, field: &str) -> Option<(Span, String)> {
        let labelled = self
            .body
            .labels
            .iter()
            .find(|label| label.field == field && !recognise::is_placeholder(&label.value))
            .map(|label| (label.span, label.value.trim().to_owned()));
        labelled.or_else(|| self.said_below_label(field)).or_else(|| match field {
            "contact" => {
                let named = self.titles().find_map(|(span, text)| Some((span, name_in_heading(text)?.to_owned())));
                // Without a *with* only the title itself is heard.
                named.or_else(|| {
                    self.titles().next().and_then(|(span, text)| Some((span, name_in_title(text)?.to_owned())))
                })
            }
            "date" => {
                self.titles().find_map(|(span, text)| Some((span, day_in(text)?))).or_else(|| self.day_on_a_line())
            }
            _ => None,
        })
    }

    /// The first headings, and the first line where it is one in all but its mark.
    fn titles(&self) -> impl Iterator<Item = (Span, &str)> {
        let first = self.body.units.first().filter(|unit| unit.depth == 0).and_then(|unit| unit.lines.first());
        let first = first.filter(|line| line.text.split_whitespace().count() <= MAX_TITLE);
        let headings = self.body.headings.iter().take(HEAD).map(|heading| (heading.span, &*heading.text));
        headings.chain(first.map(|line| (line.span, &*line.text)))
    }

    /// A list item that names a field, and the value one level below it.
    fn said_below_label(&self, field: &str) -> Option<(Span, String)> {
        let pairs = self.body.units.windows(2).take(2 * HEAD);
        let mut named = pairs.filter(|pair| pair[1].depth > pair[0].depth && pair[0].depth > 0);
        let pair = named.find(|pair| recognise::field_label(pair[0].text().trim_end_matches(':')) == Some(field))?;
        let value = pair[1].text().trim().to_owned();
        (!recognise::is_placeholder(&value)).then_some((pair[1].span, value))
    }

    /// A line near the top that is a day and nothing else.
    fn day_on_a_line(&self) -> Option<(Span, String)> {
        let lines = self.body.units.iter().take(HEAD).flat_map(|unit| &unit.lines);
        let day = lines.take(HEAD).find(|line| dates::read(&line.text).is_ok())?;
        Some((day.span, day.text.trim().to_owned()))
    }
}

/// A day that is part of a title: `Coffee with Ada (17 September 2026)`.
fn day_in(title: &str) -> Option<String> {
    let parts = || {
        let parts = title.split(['(', ')', '[', ']', ':', '|', '–', '—']);
        parts.flat_map(|part| part.split(" - ")).flat_map(behind_a_name)
    };
    let smaller = parts().flat_map(|part| part.split(", "));
    parts().chain(smaller).map(str::trim).find(|part| dates::read(part).is_ok()).map(str::to_owned)
}

/// A part of a title whole, and what stands behind each word that may lead to a day.
fn behind_a_name(part: &str) -> impl Iterator<Item = &str> {
    let leads = |word: &str| recognise::NAMES.prose.before_days.iter().any(|known| known == word);
    let behind = part.match_indices(' ').filter_map(move |(at, _)| {
        let (word, rest) = part[at + 1..].split_once(' ')?;
        leads(word).then_some(rest)
    });
    std::iter::once(part).chain(behind)
}

/// The most words of a line that is a title although nothing marks it as one.
const MAX_TITLE: usize = 8;

/// How far down, in headings and in units of text, a day that nothing labels is looked for.
const HEAD: usize = 8;

/// Whether the front matter says that this file is a note: it has the key `level` or `contact` itself, or a near miss
/// of one of them and another key of the activity.
pub fn declares_itself(note: &Note<'_>) -> bool {
    declares(&note.front, &note.keys, note.source)
}

fn declares(front: &FrontMatter, keys: &Keys, source: &Source) -> bool {
    match front {
        FrontMatter::Read { .. } => keys.declare_a_note(),
        FrontMatter::None => false,
        FrontMatter::Unclosed { .. } | FrontMatter::Invalid { .. } => head_declares_a_note(&source.text),
    }
}

/// The same for a text whose front matter cannot be read: a line of it begins with `level:` or `contact:`.
pub fn head_declares_a_note(text: &str) -> bool {
    let mut lines = super::text::lines(text).map(|(_, line)| line.trim_start_matches('\u{feff}').trim_end());
    let opens = lines.by_ref().find(|line| !line.is_empty()) == Some("---");
    opens
        && lines
            .take_while(|line| *line != "---")
            .take(200)
            .any(|line| line.starts_with("level:") || line.starts_with("contact:"))
}

#[cfg(test)]
mod tests;
