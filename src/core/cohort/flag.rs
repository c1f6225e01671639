//! What an instructor should know of a journal.

/// Something about a journal that an instructor should know. None of them is a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// There are notes on the disk that are not committed, or differ from what is.
    UncommittedNotes,
    /// The journal has settings of its own, which are not obeyed here.
    OwnConfiguration,
    /// The student has switched rules off, which are run all the same.
    SwitchedOffRules,
    /// There is no repository, and so no history: nothing says when a note was complete.
    NoHistory,
    /// The history is cut off: what came before is not known.
    ShallowHistory,
    /// Commits that `cohort sync` has seen are gone from the history.
    RewrittenHistory,
    /// The history is longer than what is looked at.
    LongHistory,
    /// A commit is older than its parent by its date.
    DatesOutOfOrder,
    /// A commit's date was still to come when it was seen, or today.
    DateInFuture,
    /// A commit's date is older than Git.
    DateBeforeGit,
    /// A note was complete once and is not any more.
    NoLongerComplete,
    /// A part of the journal was not looked at: a link, a submodule, a file that is too large, or one note too many.
    PartlyRead,
    /// The last sync could not fetch the journal, so that it may be older than the student's own.
    LastFetchFailed,
    /// The commit that counts was written before the due moment, by its own dates, and made anew later.
    WrittenEarlier,
    /// A commit is dated before a sync that did not have it, and was first fetched after the due moment.
    FetchedLate,
    /// The roster names the same journal for another student, too.
    SharedJournal,
    /// The student's own due date in the roster cannot be read, so that the class's is taken.
    DueUnread,
}

impl Flag {
    /// Every flag, in the order in which they are told.
    pub const ALL: [Self; 17] = [
        Self::UncommittedNotes,
        Self::OwnConfiguration,
        Self::SwitchedOffRules,
        Self::NoHistory,
        Self::ShallowHistory,
        Self::RewrittenHistory,
        Self::LongHistory,
        Self::DatesOutOfOrder,
        Self::DateInFuture,
        Self::DateBeforeGit,
        Self::NoLongerComplete,
        Self::PartlyRead,
        Self::LastFetchFailed,
        Self::WrittenEarlier,
        Self::FetchedLate,
        Self::SharedJournal,
        Self::DueUnread,
    ];

    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::UncommittedNotes => "uncommitted-notes",
            Self::OwnConfiguration => "own-configuration",
            Self::SwitchedOffRules => "switched-off-rules",
            Self::NoHistory => "no-history",
            Self::ShallowHistory => "shallow-history",
            Self::RewrittenHistory => "rewritten-history",
            Self::LongHistory => "long-history",
            Self::DatesOutOfOrder => "dates-out-of-order",
            Self::DateInFuture => "date-in-future",
            Self::DateBeforeGit => "date-before-git",
            Self::NoLongerComplete => "no-longer-complete",
            Self::PartlyRead => "partly-read",
            Self::LastFetchFailed => "last-fetch-failed",
            Self::WrittenEarlier => "written-earlier",
            Self::FetchedLate => "fetched-late",
            Self::SharedJournal => "shared-journal",
            Self::DueUnread => "due-unread",
        }
    }
}
