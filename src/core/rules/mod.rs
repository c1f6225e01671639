//! The rules: one file a rule, named after it, and the table of all of them.
//!
//! A rule says what it saw. It does not set its severity, print, or know of files, formats and other rules.

use super::diagnostic::{Diagnostic, Safety, Severity};
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

mod context;

pub use self::context::{JournalContext, NoteContext};

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
    /// What the note silences, once everything else was said: `core/lint.rs` asks.
    Silenced,
}

impl Rule {
    /// A finding of this rule at `span`; the rest of the message is added to it.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.name, self.severity, span, message)
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
