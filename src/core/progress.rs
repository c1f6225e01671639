//! How far a conversation is, and what is next.

use super::diagnostic::{Diagnostic, Severity};
use super::journal::Facts;
use super::note::recognise::Group;

/// The state of one note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteState {
    /// Held, and everything is written down.
    Complete,
    /// Still to be held.
    Open,
    /// Will not be held.
    Closed,
    /// Something is wrong.
    NeedsWork,
}

impl NoteState {
    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::NeedsWork => "needs-work",
        }
    }

    /// The state of a note with these findings. What is hidden from the reader is not known to be complete.
    pub fn of(facts: &Facts, found: &[Diagnostic]) -> Self {
        // What cannot be read is not known to be fine, also where a configuration keeps quiet about it.
        if !facts.is_known {
            return Self::NeedsWork;
        }
        if found.iter().any(|diagnostic| diagnostic.severity == Severity::Error || diagnostic.blocks) {
            return Self::NeedsWork;
        }
        match facts.status.map(|status| status.group) {
            None | Some(Group::Talked) => Self::Complete,
            Some(Group::Open) => Self::Open,
            Some(Group::Closed) => Self::Closed,
        }
    }
}
