//! What `cohort sync` saw and when: `DIR/.coffeechat/seen.jsonl`, one line a journal and run. History can be forged with a date; this
//! record cannot.

use jiff::Timestamp;

/// A line of the ledger: one look at one journal that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When, by the clock of this machine.
    pub at: Timestamp,
    /// The folder below the class's.
    pub folder: String,
    /// Who, as the roster spells it.
    pub student: String,
    /// Where it comes from, without any token.
    pub url: String,
    /// The commit that HEAD named; `None` where the journal was empty.
    pub head: Option<String>,
    /// The commits that no earlier look of this folder had.
    pub new: Vec<String>,
}

/// All looks, in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The looks.
    pub looks: Vec<Look>,
}
