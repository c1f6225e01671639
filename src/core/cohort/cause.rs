//! Whose it is to mend, where a journal is not known: a student is asked for nothing that is not theirs to do.

/// Why a journal, or its latest commit, is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The roster names no journal, and no folder is called like the student.
    NoJournal,
    /// The roster, or the folders beside it, are to be corrected.
    Roster,
    /// It was not fetched yet, or could not be: the server, the connection or this machine.
    Fetching,
    /// The server knows no such journal, or lets nobody in.
    Access,
    /// What was fetched, or lies there, cannot be read.
    Journal,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 5] = [Self::NoJournal, Self::Roster, Self::Fetching, Self::Access, Self::Journal];

    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoJournal => "no-journal",
            Self::Roster => "roster",
            Self::Fetching => "fetching",
            Self::Access => "access",
            Self::Journal => "journal",
        }
    }
}
