//! The roster of a class: a CSV with one row a student.

use super::address::Address;

/// A roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// A row each, in the order of the file, also those that cannot be used.
    pub rows: Vec<Row>,
}

/// A row of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Who, as it is spelled there; never empty.
    pub student: String,
    /// Where the journal is; `Ok(None)` where the row names none, a sentence where what it names cannot be used.
    pub journal: Result<Option<Address>, String>,
    /// This student's own due date as it is written there; `None` where there is none.
    pub due: Option<String>,
    /// All columns but the journal's and the due date's, by their headings and in their order.
    pub columns: Vec<(String, String)>,
    /// Why the row cannot be used at all (such as another number of fields), with what to do.
    pub problem: Option<String>,
}
