//! A class of journals: what is known of each student's, as plain data. Everything that a report of a class shows stands here, and
//! nothing else does: a report that was read back from a file is the same value as one that was just made.
//!
//! No text of a note is kept: places are counted when a note is looked at, so that a class takes little memory.

use jiff::Timestamp;

use super::diagnostic::{Safety, Severity};
use super::draft::slug;
use super::progress::{JournalState, NoteState};
use super::week::StepKind;

pub mod address;
pub mod anonymous;
pub mod baseline;
mod cause;
pub mod compare;
pub mod due;
pub mod fetching;
mod flag;
pub mod ledger;
pub mod merge;
mod note;
mod quotation;
pub mod roster;
pub mod shard;
pub mod timing;
pub mod told;

pub use self::cause::Cause;
pub use self::flag::Flag;

/// A class that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Class {
    /// The name of the activity.
    pub activity: String,
    /// The moment by which a note was to be complete, grace included, and how people write it, with its offset.
    pub due: Option<Due>,
    /// A row each, in the order of the roster, else by name.
    pub students: Vec<Student>,
    /// What could not be checked or used. Its student has a row all the same.
    pub failures: Vec<Failure>,
    /// Which part of the class this is, where it is one.
    pub shard: Option<shard::Shard>,
    /// What became of the class since a former report, where there is one to compare with.
    pub changes: Option<baseline::Changes>,
}

/// A moment by which something was to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The moment.
    pub at: Timestamp,
    /// The same with the offset of the instructor's zone, `2026-11-29T23:59:59+01:00`.
    pub text: String,
    /// The moment as it was given, where grace was added to it.
    pub before_grace: Option<Timestamp>,
}

/// A student, and how far the journal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Student {
    /// Who, as the roster spells it; without a roster the folder's name.
    pub student: String,
    /// Where the journal lies, below the folder that was checked, `/` between folders.
    pub path: Option<String>,
    /// Its bytes, where `path` does not say them all.
    pub path_bytes: Option<Vec<u8>>,
    /// Where it comes from, without any token.
    pub url: Option<String>,
    /// How far it is.
    pub state: JournalState,
    /// Why it is unreadable, or what else the state comes from; a sentence.
    pub reason: Option<String>,
    /// Whose it is to mend, where the journal, or its latest commit, is not known.
    pub cause: Option<Cause>,
    /// Whether a note was complete in time; `None` where that is not known.
    pub on_time: Option<bool>,
    /// The first moment at which a note was complete.
    pub completed_at: Option<Timestamp>,
    /// What these two rest on.
    pub evidence: Evidence,
    /// When that note was written by its commit's author date, where that was in time and the commit was made anew later.
    pub written_at: Option<Timestamp>,
    /// This student's own moment, where the roster grants an extension.
    pub due: Option<Due>,
    /// The latest commit.
    pub head: Option<Commit>,
    /// The commit at the due moment.
    pub head_at_due: Option<Commit>,
    /// What an instructor should know, in the order of [`Flag`].
    pub flags: Vec<Flag>,
    /// The rules that the student's own configuration or notes switch off; they were run all the same.
    pub switched_off: Vec<String>,
    /// The levels with a complete note, in rising order.
    pub levels_done: Vec<i64>,
    /// What is next; `None` where the journal could not be read.
    pub step: Option<StepKind>,
    /// The same as a sentence for the student, which may name a contact or a path; `None` where nothing is left to do.
    pub next: Option<String>,
    /// The notes, by path.
    pub notes: Vec<Note>,
    /// The roster's columns but for the journal's address and the student's due date, by their headings and in their order.
    pub columns: Vec<(String, String)>,
}

/// What a moment rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Evidence {
    /// When `cohort sync` saw the commit first.
    FirstSeen,
    /// The date that the commit gives itself.
    CommitterDate,
    /// Nothing.
    #[default]
    None,
}

impl Evidence {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::FirstSeen, Self::CommitterDate, Self::None];

    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstSeen => "first-seen",
            Self::CommitterDate => "committer-date",
            Self::None => "none",
        }
    }
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name, in hexadecimal digits.
    pub id: String,
    /// Its committer date, which anybody can set.
    pub committed_at: Timestamp,
    /// When `cohort sync` saw it first.
    pub first_seen_at: Option<Timestamp>,
}

/// A note of a student's, and what was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it lies in the journal, `/` between folders; `None` in an anonymous report.
    pub path: Option<String>,
    /// Its bytes, where `path` does not say them all.
    pub path_bytes: Option<Vec<u8>>,
    /// How far it is.
    pub state: NoteState,
    /// Its level.
    pub level: Option<i64>,
    /// With whom; several people are joined by a comma. A third party: shown in `json` and in the student's own feedback only.
    pub contact: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// In canonical spelling.
    pub status: Option<String>,
    /// What was found, in the order of the text.
    pub found: Vec<Finding>,
}

/// A finding, with its place counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: String,
    /// `error`, `warning` or `advice`.
    pub severity: Severity,
    /// What was seen.
    pub message: String,
    /// Why it matters and what to type.
    pub help: String,
    /// Where.
    pub place: Place,
    /// How it can be mended.
    pub fix: Option<Fix>,
}

/// How a finding can be mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does.
    pub title: String,
    /// `safe` or `unsafe`.
    pub safety: Safety,
    /// What is put where.
    pub edits: Vec<(Place, String)>,
}

/// From where to where in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The beginning.
    pub start: Point,
    /// The first character behind it.
    pub end: Point,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Point {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// From 0, in bytes.
    pub offset: usize,
}

/// Something that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The line of the roster, from 1.
    pub line: Option<usize>,
    /// The folder or file.
    pub path: Option<String>,
    /// Why, and what to do.
    pub message: String,
}

/// How many students are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// All.
    pub students: usize,
    /// With a complete note.
    pub done: usize,
    /// With conversations still to be held, or only such as will not be.
    pub open: usize,
    /// With a note that needs work.
    pub needs_work: usize,
    /// Without a note.
    pub not_started: usize,
    /// Whose journal could not be read.
    pub unreadable: usize,
}

impl Due {
    /// The moment as it was given, which is the one that students were told.
    pub fn told(&self) -> Timestamp {
        self.before_grace.unwrap_or(self.at)
    }
}

/// Why a repository has no note: there is nothing in it at all.
pub const NO_COMMIT: &str = "The repository has no commit yet.";

/// Bytes as hexadecimal digits, two for each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A student's name as a part of a file's or a folder's name, at most `room` bytes.
pub fn slug_of(student: &str, room: usize) -> String {
    match student.chars().any(char::is_alphanumeric) {
        true => slug(student, room),
        false => "student".to_owned(),
    }
}

impl Class {
    /// Whether something could not be checked.
    pub fn is_partial(&self) -> bool {
        !self.failures.is_empty() || self.students.iter().any(|student| student.state == JournalState::Unreadable)
    }

    /// Counts the students.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { students: self.students.len(), ..Totals::default() };
        for student in &self.students {
            *match student.state {
                JournalState::Done => &mut totals.done,
                JournalState::Open => &mut totals.open,
                JournalState::NeedsWork => &mut totals.needs_work,
                JournalState::NotStarted => &mut totals.not_started,
                JournalState::Unreadable => &mut totals.unreadable,
            } += 1;
        }
        totals
    }
}

impl Student {
    /// A row of which nothing but its name is known yet.
    pub fn new(student: impl Into<String>, state: JournalState, reason: Option<String>) -> Self {
        Self {
            student: student.into(),
            path: None,
            path_bytes: None,
            url: None,
            state,
            reason,
            cause: None,
            on_time: None,
            completed_at: None,
            evidence: Evidence::None,
            written_at: None,
            due: None,
            head: None,
            head_at_due: None,
            flags: Vec::new(),
            switched_off: Vec::new(),
            levels_done: Vec::new(),
            step: None,
            next: None,
            notes: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// How many findings of that severity its notes have.
    pub fn count(&self, severity: Severity) -> usize {
        self.notes.iter().flat_map(|note| &note.found).filter(|found| found.severity == severity).count()
    }
}
