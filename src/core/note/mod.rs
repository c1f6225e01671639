//! What a note is: front matter and body of one file, every part with its byte span.
//!
//! [`parse`] never fails. What could not be read is part of the [`Note`], and the rules say it.

pub mod body;
pub mod contents;
pub mod dates;
pub mod fields;
pub mod front_matter;
pub mod message;
pub mod recognise;
pub mod yaml;

use self::body::Body;
use self::contents::Contents;
use self::fields::{Contact, Field, Keys};
use self::front_matter::FrontMatter;
use self::recognise::{StatusName, name_in_heading};
use super::activity::Activity;
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
    let text = &source.text;
    let split = front_matter::split(text);
    let front = front_matter::read(text, split);
    let pairs = match &front {
        FrontMatter::Read { pairs, .. } => pairs.as_slice(),
        _ => &[],
    };
    let keys = Keys::of(pairs, activity);
    let read = fields::Reading::new(text, pairs, &keys);
    let body = body::read(text, split.body(), activity);
    let contact = read.contact();
    let contents = Contents::of(&body, &read, &contact, activity);
    Note {
        level: read.level(activity),
        date: read.date(),
        status: read.status(),
        channel: read.channel(),
        contact,
        source,
        front,
        keys,
        body,
        contents,
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
        if labelled.is_some() || field != "contact" {
            return labelled;
        }
        self.body.headings.iter().find_map(|heading| {
            let name = name_in_heading(&heading.text)?;
            Some((heading.span, name.to_owned()))
        })
    }
}

/// Whether the front matter says that this file is a note: it has the key `level` or `contact` itself, or a near miss
/// of one of them and another key of the activity.
pub fn declares_itself(note: &Note<'_>) -> bool {
    match &note.front {
        FrontMatter::Read { .. } => note.keys.declare_a_note(),
        FrontMatter::None => false,
        FrontMatter::Unclosed { .. } | FrontMatter::Invalid { .. } => head_declares_a_note(&note.source.text),
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
