//! A report in, bytes out: one format a file. Pure, like the core; everything that other people wrote passes `safe`.
#![deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

pub mod closing;
pub mod concise;
pub mod diff;
pub mod frame;
pub mod full;
pub mod json;
pub mod rules;
pub mod safe;
pub mod settings;

/// What the terminal can show.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Colour.
    pub colour: bool,
    /// Drawing with more than ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}
