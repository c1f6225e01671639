//! How far a conversation is, and how far a journal. What is next stands in `week.rs`.

use super::diagnostic::{Diagnostic, Severity};
use super::journal::Facts;
use super::recognise::Group;

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
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Complete, Self::Open, Self::Closed, Self::NeedsWork];

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

/// The state of a journal: the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JournalState {
    /// It, its history or its last commit could not be read, or was refused. Of a class's journals only.
    Unreadable,
    /// One conversation at least was held and is written down.
    Done,
    /// None is, and a note has something wrong.
    NeedsWork,
    /// There are conversations still to be held, or only such as will not be.
    Open,
    /// There is no note.
    NotStarted,
}

impl JournalState {
    /// Every state, in the order in which they are decided.
    pub const ALL: [Self; 5] = [Self::Unreadable, Self::Done, Self::NeedsWork, Self::Open, Self::NotStarted];

    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Done => "done",
            Self::NeedsWork => "needs-work",
            Self::Open => "open",
            Self::NotStarted => "not-started",
        }
    }

    /// The state of a journal with notes in these states.
    pub fn of(notes: impl IntoIterator<Item = NoteState>) -> Self {
        let states = notes.into_iter().map(|note| match note {
            NoteState::Complete => Self::Done,
            NoteState::NeedsWork => Self::NeedsWork,
            NoteState::Open | NoteState::Closed => Self::Open,
        });
        states.min().unwrap_or(Self::NotStarted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_complete_note_makes_a_journal_done_and_one_that_needs_work_does_not_undo_it() {
        use NoteState::{Closed, Complete, NeedsWork, Open};
        for (notes, state) in [
            (&[][..], JournalState::NotStarted),
            (&[Closed], JournalState::Open),
            (&[Open, NeedsWork, Closed], JournalState::NeedsWork),
            (&[NeedsWork, Complete, Open], JournalState::Done),
        ] {
            assert_eq!(JournalState::of(notes.iter().copied()), state, "{notes:?}");
        }
    }
}
