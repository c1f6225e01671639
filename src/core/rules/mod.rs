//! The rules: one file a rule, named after it, and the table of all of them.
//!
//! A rule says what it saw. It does not set its severity, print, or know of files, formats and other rules.

use super::activity::Activity;
use super::calendar::Today;
use super::diagnostic::{Diagnostic, Fix, Label, Safety, Severity};
use super::draft;
use super::journal::{JournalContext, Suppression, Surroundings};
use super::note::contents::{Content, Lack};
use super::note::fields::Field;
use super::note::recognise::NAMES;
use super::note::{Note, front_matter::FrontMatter};
use super::text::Span;

pub mod accidental_heading;
pub mod asks_for_a_job;
pub mod asks_second_person;
pub mod date_in_future;
pub mod date_style;
pub mod duplicate_field;
pub mod duplicate_note;
pub mod duplicate_section;
pub mod exposed_contact_details;
pub mod exposed_secret;
pub mod file_name_date;
pub mod gist_folder;
pub mod gist_title;
pub mod hidden_sections;
pub mod invalid_channel;
pub mod invalid_date;
pub mod invalid_front_matter;
pub mod invalid_level;
pub mod invalid_status;
pub mod merge_conflict;
pub mod missing_contact;
pub mod missing_date;
pub mod missing_front_matter;
pub mod missing_level;
pub mod missing_notes;
pub mod missing_questions;
pub mod missing_section;
pub mod missing_takeaway;
pub mod missing_why;
pub mod misspelled_section;
pub mod no_follow_up;
pub mod one_time_offered;
pub mod only_suggested_questions;
pub mod several_conversations;
pub mod stale_status;
pub mod unclosed_front_matter;
pub mod unfilled_blank;
pub mod unknown_field;
pub mod unportable_name;
pub mod unreadable_file;
pub mod unused_suppression;

/// Every rule, in the order in which documentation lists them.
pub static RULES: [&Rule; 41] = [
    &unreadable_file::RULE,
    &missing_front_matter::RULE,
    &unclosed_front_matter::RULE,
    &invalid_front_matter::RULE,
    &merge_conflict::RULE,
    &duplicate_field::RULE,
    &unknown_field::RULE,
    &missing_level::RULE,
    &missing_contact::RULE,
    &missing_date::RULE,
    &invalid_level::RULE,
    &invalid_date::RULE,
    &date_style::RULE,
    &invalid_status::RULE,
    &invalid_channel::RULE,
    &date_in_future::RULE,
    &stale_status::RULE,
    &asks_second_person::RULE,
    &missing_questions::RULE,
    &missing_notes::RULE,
    &missing_takeaway::RULE,
    &missing_section::RULE,
    &unfilled_blank::RULE,
    &misspelled_section::RULE,
    &hidden_sections::RULE,
    &accidental_heading::RULE,
    &duplicate_section::RULE,
    &no_follow_up::RULE,
    &only_suggested_questions::RULE,
    &missing_why::RULE,
    &one_time_offered::RULE,
    &asks_for_a_job::RULE,
    &several_conversations::RULE,
    &duplicate_note::RULE,
    &file_name_date::RULE,
    &unportable_name::RULE,
    &gist_folder::RULE,
    &gist_title::RULE,
    &exposed_contact_details::RULE,
    &exposed_secret::RULE,
    &unused_suppression::RULE,
];

/// A rule. `docs` is what `explain` prints, and its fences are the rule's tests.
#[derive(Debug)]
pub struct Rule {
    /// Its name: words, not a number. A contract.
    pub name: &'static str,
    /// One line on what it sees.
    pub summary: &'static str,
    /// How much it matters when neither configuration nor activity says otherwise.
    pub severity: Severity,
    /// Whether its findings can be mended by the tool.
    pub fix: FixKind,
    /// The version that brought it.
    pub since: &'static str,
    /// Markdown: what it looks for, why it matters, how to answer it, with examples.
    pub docs: &'static str,
    /// How it looks.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// One note.
    Note(fn(&mut NoteContext<'_>)),
    /// All notes of a journal, once each of them was looked at.
    Journal(fn(&mut JournalContext<'_>)),
    /// A name in a suppression that silenced nothing, once everything else was looked at.
    Unused(fn(&Suppression) -> Diagnostic),
}

impl Rule {
    /// A finding of this rule at `span`; the rest of the message is added to it.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule: self.name,
            severity: self.severity,
            message: clipped(message.into()),
            span,
            label: String::new(),
            labels: Vec::new(),
            why: String::new(),
            help: String::new(),
            field: None,
            fix: None,
            blocks: false,
        }
    }
}

/// Whether a rule's findings can be mended by the tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// By hand only.
    None,
    /// See [`Safety::Safe`].
    Safe,
    /// See [`Safety::Unsafe`].
    Unsafe,
}

impl FixKind {
    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => Safety::Safe.name(),
            Self::Unsafe => Safety::Unsafe.name(),
        }
    }
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// What a rule may look at, and where it reports.
pub struct NoteContext<'a> {
    /// The note.
    pub note: &'a Note<'a>,
    /// Its path as seen from the journal's root, `/` between folders.
    pub path: &'a str,
    /// What is known of the journal it lies in.
    pub surroundings: &'a Surroundings,
    /// The assignment.
    pub activity: &'a Activity,
    /// The day of the run.
    pub today: Today,
    /// The rule that runs.
    pub rule: &'static Rule,
    /// What was found so far.
    pub found: Vec<Diagnostic>,
}

impl<'a> NoteContext<'a> {
    /// Reports at `span`; the rest of the message is added to what this returns.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(self.rule.finding(span, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Whether the note's level and status ask for `field`. Never where front matter could not be read.
    pub fn requires(&self, field: &str) -> bool {
        if !self.note.is_readable() {
            return false;
        }
        // Without front matter there is no status either; only what is written afterwards, under its heading, tells of a talk.
        let contents = &self.note.contents;
        let told =
            |key: &str| contents.get(key).is_some_and(|content| content.lack.is_none() && content.heading.is_some());
        if self.note.front == FrontMatter::None && !self.activity.told_afterwards().iter().any(|key| told(key)) {
            return false;
        }
        let level = self.note.level.get().copied();
        let asks = |status: Option<&str>| self.activity.requires(field, level, status).is_some();
        if self.note.has_unknown_status() {
            // That is a mistake of its own; only what every status asks for is asked for.
            return asks(None) && NAMES.statuses.iter().all(|status| asks(Some(&status.canonical)));
        }
        asks(self.note.status.get().map(|status| status.canonical.as_str()))
    }

    /// The note's status in words, for titles: `the status is \`talked\``.
    pub fn status_in_words(&self) -> String {
        match self.note.status.get() {
            Some(status) => format!("the status is `{}`", status.canonical),
            None => "no status says that it is still to come".to_owned(),
        }
    }

    /// Whether a front-matter field is asked for and absent, empty or a placeholder.
    pub fn lacks<T>(&self, name: &str, field: &Field<T>) -> bool {
        let has = matches!(field, Field::Invalid(..) | Field::Read(..));
        !has && self.note.front != FrontMatter::None && self.requires(name)
    }

    /// Reports a front-matter field that it [`Self::lacks`]. `lines` are what to paste, one of them where there
    /// are several.
    pub fn missing_field<T>(&mut self, name: &'static str, field: &Field<T>, why: &str, lines: &str) {
        let fix = draft::lift(self.note, self.activity, name, field);
        let (add, paste) = match lines.contains('\n') {
            true => ("Add the line that fits between the two `---` at the top", format!(":\n\n{lines}")),
            false => ("Add this line between the two `---` at the top", format!(": `{lines}`")),
        };
        let said = self.note.said_in_body(name);
        let place = self.note.place_for_fields();
        let found = match field {
            Field::Absent => match said {
                Some((span, value)) => {
                    let found =
                        self.report(span, format!("The {name} stands in the text, but not in the front matter"));
                    found.label(format!("`{value}` is read here"));
                    found.help(format!("{add}{paste}"));
                    found
                }
                None => {
                    let found = self.report(place, format!("The {name} is missing"));
                    found.label(format!("a line `{name}: …` goes above this one"));
                    found.help(format!("{add}{paste}"));
                    found
                }
            },
            Field::Empty(at) => {
                let found = self.report(at.value, format!("The {name} has no value yet"));
                found.label("nothing behind the colon");
                found.help(format!("Complete the line{paste}"));
                found
            }
            Field::Placeholder(at) => {
                let found = self.report(at.value, format!("The {name} still says `{}`", at.raw));
                found.label("a placeholder");
                found.help(format!("Replace it, for example{paste}"));
                found
            }
            Field::Invalid(..) | Field::Read(..) => return,
        };
        found.why(why);
        found.field(name);
        found.fix = fix;
    }

    /// What is known of a section that is asked for and says nothing.
    pub fn lacking(&self, key: &str) -> Option<(&'a Content, Lack)> {
        if !self.requires(key) || self.hides(key) {
            return None;
        }
        let content = self.note.contents.get(key)?;
        Some((content, content.lack?))
    }

    /// Whether an unclosed comment or fence may have swallowed the section.
    pub fn hides(&self, key: &str) -> bool {
        let no_heading = self.note.contents.get(key).is_none_or(|content| content.heading.is_none());
        no_heading && hidden_sections::swallowed(self.note, self.activity).iter().any(|(hidden, _)| hidden == key)
    }

    /// Reports a section that says nothing: no section, empty, or the scaffold's own text.
    pub fn missing_section(&mut self, key: &str, why: &str) {
        let Some((content, lack)) = self.lacking(key) else { return };
        let written = self.activity.heading_of(key).to_owned();
        let heading = content.title.clone().unwrap_or_else(|| written.clone());
        let status = self.status_in_words();
        let end = self.note.last_line();
        let at = content.heading.unwrap_or(end);
        let write = match content.heading {
            Some(_) => "Write it below this heading, in your own words. A few words are enough.".to_owned(),
            None => format!("Write it in your own words, here or under `## {written}`. A few words are enough."),
        };
        let text = |span: Span| span.of(&self.note.source.text).trim().lines().next().unwrap_or_default().to_owned();
        let (span, saw, label, help) = match lack {
            Lack::NoSection => (
                end,
                match written.eq_ignore_ascii_case(key) {
                    true => format!("There is no section for {key}"),
                    false => format!("There is no section `{written}`"),
                },
                format!("a section `## {written}` can go below this line"),
                format!("Add this line and write below it:\n\n## {written}"),
            ),
            Lack::Empty => {
                (at, format!("The section `{heading}` is empty"), "nothing below this heading yet".to_owned(), write)
            }
            Lack::OwnText(span) => (
                span,
                format!("The section `{heading}` still has the text it came with"),
                "this is the prompt, not yet your words".to_owned(),
                write,
            ),
            Lack::Placeholder(span) => {
                (span, format!("The section `{heading}` says only `{}`", text(span)), "a placeholder".to_owned(), write)
            }
            Lack::OnlyLink(span) => (
                span,
                format!("The section `{heading}` holds only a link or a picture"),
                "no words beside it".to_owned(),
                "Keep it, and add one sentence below it: what it means to you.".to_owned(),
            ),
            Lack::OnlyLabel(span) => (
                span,
                format!("The section `{heading}` has a label and nothing behind it"),
                "nothing behind the colon".to_owned(),
                write,
            ),
            Lack::InComment(span) => (
                span,
                format!("Your words for `{heading}` stand inside a comment"),
                "between `<!--` and `-->` nobody sees them".to_owned(),
                "Move them below the line with `-->`, or delete the lines `<!--` and `-->`.".to_owned(),
            ),
            Lack::Blank(span) => (
                span,
                format!("Under `{heading}` a blank is still to be filled"),
                "this blank".to_owned(),
                "Replace the blank with your own words.".to_owned(),
            ),
            Lack::OnlyQuestions(span) => (
                span,
                format!("The section `{heading}` repeats the questions"),
                "a question, and no answer below it".to_owned(),
                "Write what was said, below the questions or below this heading.".to_owned(),
            ),
        };
        let fix = if lack == Lack::NoSection { draft::add_section(self.note, self.activity, key) } else { None };
        let found = self.report(span, format!("{saw}, and {status}"));
        found.label(label).help(help);
        found.why(why);
        found.field(key);
        found.fix = fix;
    }
}

/// The longest part of a message, in characters: a value that was found may be as long as the file.
const MAX_WORDS: usize = 1_000;

fn clipped(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(MAX_WORDS) {
        text.truncate(at);
        text.push('…');
    }
    text
}

impl Diagnostic {
    /// A few words to stand at the place.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.label = clipped(text.into());
        self
    }

    /// Another place, with a few words.
    pub fn and(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// One sentence on why it matters.
    pub fn why(&mut self, text: impl Into<String>) -> &mut Self {
        self.why = clipped(text.into());
        self
    }

    /// The next thing to type.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = clipped(text.into());
        self
    }

    /// The note needs work because of it, whatever its severity.
    pub fn blocks(&mut self) -> &mut Self {
        self.blocks = true;
        self
    }

    /// How to mend it.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// The field whose absence this is about.
    pub fn field(&mut self, name: impl Into<String>) -> &mut Self {
        self.field = Some(name.into());
        self
    }
}
