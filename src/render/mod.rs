//! A report in, bytes out: one format a file. Pure, like the core; everything that other people wrote passes `safe`.
#![deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

pub mod called;
pub mod closing;
pub mod cohort;
pub mod concise;
pub mod diff;
pub mod editor;
pub mod fingerprint;
pub mod frame;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod narrated;
pub mod page;
pub mod rules;
pub mod safe;
pub mod sarif;
pub mod schema;
pub mod settings;
pub mod statistics;
pub mod status;

use std::borrow::Cow;

pub use self::called::Called;

/// What the terminal can show, and what is typed at it.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Colour.
    pub colour: bool,
    /// Drawing with more than ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
    /// What brings the tool there, for lines that say what to type.
    pub called: Called,
}

impl Style {
    /// Our own words for this terminal. They hold one sign beyond ASCII; what a note says is shown as it is.
    pub fn words(self, text: &str) -> Cow<'_, str> {
        match !self.unicode && text.contains('…') {
            true => Cow::Owned(text.replace('…', "...")),
            false => Cow::Borrowed(text),
        }
    }
}
