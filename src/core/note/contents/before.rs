//! What stands before a unit, for whoever has to tell an answer from a question.

use crate::core::note::body::Unit;
use crate::core::recognise::is_question;

/// What stood before a unit in the questions' section.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before {
    /// The unit right before belongs to the section.
    pub any: bool,
    /// It asks.
    pub asks: bool,
    /// Something under the same heading asks.
    pub asked_here: bool,
    /// Something under the same heading asks with a question mark.
    pub marked_here: bool,
    /// Its table row.
    pub row: u32,
    heading: Option<usize>,
}

impl Before {
    /// Moves past `unit` and gives what stood before it.
    pub fn step(&mut self, unit: &Unit<'_>, inside: bool, asks: bool) -> Self {
        if self.heading != unit.heading {
            (self.asked_here, self.marked_here) = (false, false);
        }
        let before = *self;
        *self = Self {
            any: inside,
            asks,
            asked_here: before.asked_here || asks,
            marked_here: before.marked_here || asks && unit.lines.iter().any(|line| is_question(&line.text)),
            row: unit.row,
            heading: unit.heading,
        };
        before
    }
}
