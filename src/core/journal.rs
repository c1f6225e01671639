//! What is known of a whole journal: where it lies, and what each note says of itself.
//!
//! Small on purpose: a journal of twenty thousand notes keeps one [`Facts`] a note, not its text.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::note::Note;
use super::note::body::UnitKind;
use super::note::fields::{Contact, Reading};
use super::note::front_matter::FrontMatter;
use super::note::suppression::Suppression;
use super::note::tick::boxed;
use super::recognise::{StatusName, has_word, is_question};
use super::text::{LineIndex, Span, one_line};
use crate::core::activity::Activity;

/// What is known of a journal beside its notes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether it is a clone of a gist, which has no folders.
    pub is_gist: bool,
    /// Whether it has a remote: what is in it is or will be read elsewhere.
    pub has_remote: bool,
    /// The names of all files at the root of a gist.
    pub files: Vec<String>,
}

/// What is kept of a note once its own rules have run.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Its path as seen from the journal's root, `/` between folders; empty for a text without one.
    pub path: String,
    /// Its level.
    pub level: Option<i64>,
    /// The people, as written.
    pub people: Vec<String>,
    /// The people in one spelling and order, for comparison; `None` where there are none.
    pub who: Option<String>,
    /// The day.
    pub date: Option<Date>,
    /// Where the conversation stands.
    pub status: Option<&'static StatusName>,
    /// Whether front matter and status were read, so that every rule had its say: without that it is not known how far the note
    /// is.
    pub is_known: bool,
    /// The place that tells the note from others: its contact, else its first line.
    pub top: Span,
    /// A number that two notes share if they say the same in the student's words; `None` where that is next to nothing.
    pub words: Option<u64>,
    /// Whether it says what was taken away, and nothing yet of what came of that: a box that is not ticked is still to be done.
    pub awaits_follow_up: bool,
    /// Whether it reads as if the conversation was held, whatever its status says.
    pub is_told: bool,
    /// The lines, from 1, in which a blank of its questions or its message is still to be filled.
    pub blanks: Vec<usize>,
    /// What it silences.
    pub suppressions: Vec<Suppression>,
}

/// A name in the form in which two spellings of it are one: in lower case, composed, with single spaces.
pub fn same_name(name: &str) -> String {
    let name = one_line(name);
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfc().flat_map(char::to_lowercase).collect() }
}

/// Fewer words than these are the same by chance.
const FEW_WORDS: usize = 8;

impl Facts {
    /// Of a note at `path`.
    pub fn of(note: &Note<'_>, path: &str, activity: &Activity) -> Self {
        let people = note.contact.get().map(Vec::as_slice).unwrap_or_default();
        Self {
            path: path.to_owned(),
            level: activity.level_or_only(note.level.get().copied()),
            people: people.iter().map(|person| person.name.clone()).collect(),
            who: who(people),
            date: note.date.get().map(|day| day.date),
            status: note.status.get().copied(),
            is_known: matches!(note.front, FrontMatter::Read { .. }) && !note.has_unknown_status(),
            top: note.contact.at().map_or_else(|| note.first_line(), |at| at.value),
            words: words_of(note, activity),
            awaits_follow_up: note.contents.has("takeaway")
                && (!note.contents.has("follow-up") || has_open_box(note, activity)),
            is_told: is_told(note, activity),
            blanks: lines_of(&note.contents.blanks, &note.source.text),
            suppressions: Suppression::all_of(note),
        }
    }
}

/// Whether a box for what follows is not ticked yet.
fn has_open_box(note: &Note<'_>, activity: &Activity) -> bool {
    let text = &note.source.text;
    let line_of = |at: usize| {
        let start = text[..at].rfind(['\n', '\r']).map_or(0, |before| before + 1);
        text[start..].lines().next().unwrap_or_default()
    };
    let units = note.body.units.iter().filter(|unit| unit.within.has(activity.known.follow_up));
    let mut lines = units.flat_map(|unit| &unit.lines).map(|line| line_of(line.span.start));
    lines.any(|line| boxed(line).is_some_and(|(is_ticked, _)| !is_ticked))
}

/// Whether a note holds everything that is written afterwards, in the student's words.
pub fn is_told(note: &Note<'_>, activity: &Activity) -> bool {
    let afterwards = activity.told_afterwards();
    !afterwards.is_empty() && afterwards.iter().all(|key| note.contents.has(key))
}

fn lines_of(spans: &[Span], text: &str) -> Vec<usize> {
    if spans.is_empty() {
        return Vec::new();
    }
    let index = LineIndex::new(text);
    let mut lines: Vec<usize> = spans.iter().map(|span| index.line_of(span.start) + 1).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

fn who(people: &[Contact]) -> Option<String> {
    let mut names: Vec<String> = people.iter().map(|person| same_name(&person.name)).collect();
    names.sort();
    (!names.is_empty()).then(|| names.join("\n"))
}

/// A fingerprint (FNV-1a over letters and digits, lower case) of what was said: neither prompts and questions, which
/// many notes share, nor what stands before the conversation.
fn words_of(note: &Note<'_>, activity: &Activity) -> Option<u64> {
    // Where nothing is told yet there are only prompts, and these are the same for everybody.
    if !activity.told_afterwards().iter().any(|key| note.contents.has(key)) {
        return None;
    }
    let known = activity.known;
    let elsewhere = known.outreach.and(known.why);
    let mut words = Words::default();
    let given = Reading::new(&note.source.text, note.front.pairs(), &note.keys);
    for (_, text) in activity.told_afterwards().iter().flat_map(|key| given.section(key)) {
        words.take(text);
    }
    for unit in &note.body.units {
        if unit.within.has(elsewhere) || matches!(unit.kind, UnitKind::Heading | UnitKind::HeadCell) {
            continue;
        }
        for line in &unit.lines {
            // A line that is nothing but a link says what it leads to, such as an earlier note.
            let is_link = line.outside_links.as_ref().is_some_and(|outside| !has_word(outside));
            if !line.is_field && !is_link {
                words.take(&line.text);
            }
        }
    }
    (words.count >= FEW_WORDS).then_some(words.hash)
}

/// A fingerprint that grows with each text, and how many words it has seen, up to [`FEW_WORDS`].
struct Words {
    hash: u64,
    count: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self { hash: 0xcbf2_9ce4_8422_2325, count: 0 }
    }
}

impl Words {
    /// Takes in what a text says; a question says nothing.
    fn take(&mut self, text: &str) {
        if is_question(text) {
            return;
        }
        let mut take = |letter: u32| self.hash = (self.hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3);
        if text.is_ascii() {
            let letters = text.bytes().map(|byte| LETTERS[usize::from(byte)]);
            letters.filter(|letter| *letter != 0).for_each(|letter| take(u32::from(letter)));
        } else {
            let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            letters.for_each(|letter| take(u32::from(letter)));
        }
        if self.count < FEW_WORDS {
            self.count += text.split_whitespace().count();
        }
    }
}

/// What a byte of ASCII says, in lower case; 0 for what is neither letter nor digit.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        letters[byte as usize] = if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { 0 };
        byte += 1;
    }
    letters
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;

    fn words(text: &str) -> Option<u64> {
        let source = Source::new("note.md", text);
        Facts::of(&parse(&source, &DEFAULT), "note.md", &DEFAULT).words
    }

    #[test]
    fn what_front_matter_tells_counts_as_words() {
        let note = |contact: &str, notes: &str| {
            words(&format!(
                "---\nlevel: 1\ncontact: {contact}\nquestions: How did you start with {contact}?\nnotes: {notes}\ntakeaway: build something small\n---\n"
            ))
        };
        let told = "she began with evening classes and built a game with two friends";
        assert!(note("Ada", told).is_some());
        assert_eq!(note("Ada", told), note("Grace", told));
        assert_ne!(note("Ada", told), note("Grace", "she wrote compilers for the navy, and taught them for years"));
        assert_eq!(note("Ada", "TBD"), None, "next to nothing is the same by chance");
    }

    #[test]
    fn a_box_that_is_not_ticked_is_still_to_be_done() {
        let waits = |below: &str| {
            let text =
                format!("---\nlevel: 1\ncontact: Ada\nstatus: talked\n---\n\n## Takeaway\n\nBuild something.\n{below}");
            let source = Source::new("note.md", text);
            Facts::of(&parse(&source, &DEFAULT), "note.md", &DEFAULT).awaits_follow_up
        };
        for below in
            ["", "\n- [ ] Follow up: ask her\n", "\n## Next steps\n\n- [x] write\n- [ ] ask\n", "\n- [ ] ask her\n"]
        {
            assert!(waits(below), "{below:?}");
        }
        for below in
            ["\n- [x] Follow up: ask her\n", "\n## Next steps\n\n- [x] write\n", "\n## Follow-up\n\nI wrote to her.\n"]
        {
            assert!(!waits(below), "{below:?}");
        }
    }
}
