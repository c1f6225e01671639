//! A text that is open in the editor, as it stands there now.

use std::time::Duration;

use gen_lsp_types::TextDocumentContentChangeEvent as Change;
use gen_lsp_types::Uri;

use super::place::{Address, Located};
use super::positions::{Encoding, Positions};
use crate::core::diagnostic::Diagnostic;
use crate::core::journal::Facts;
use crate::core::text::Source;

/// What a document is to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// It may be a note, in this place of a journal; without a place it has no file yet.
    Note(Option<Located>),
    /// The settings of the journal whose root this is.
    Settings(std::path::PathBuf),
    /// Nothing of ours.
    Other,
}

/// An open document.
#[derive(Debug)]
pub struct Document {
    /// As the editor names it.
    pub uri: Uri,
    /// Where it lies.
    pub address: Address,
    /// What it is.
    pub kind: Kind,
    /// The editor's number for this state of it.
    pub version: i32,
    /// The text.
    pub text: String,
    /// When it is to be looked at; `None` where what was seen is what stands there.
    pub due: Option<Duration>,
    /// What was seen last, where it is a note.
    pub seen: Option<Seen>,
    /// Why we failed at looking at it, where we did: what is not checked is not fine.
    pub failed: Option<String>,
}

/// What one look at a note gave.
#[derive(Debug)]
pub struct Seen {
    /// The text that was looked at.
    pub source: Source,
    /// What is kept of it for the journal.
    pub facts: Facts,
    /// What its own rules say, unsettled.
    pub found: Vec<Diagnostic>,
    /// What the journal's rules say of it, unsettled.
    pub around: Vec<Diagnostic>,
    /// What is told of it, in the order of the text.
    pub told: Vec<Diagnostic>,
}

impl Document {
    /// One that was opened just now.
    pub fn new(uri: Uri, version: i32, text: String) -> Self {
        let address = Address::of(&uri.0);
        Self { uri, address, kind: Kind::Other, version, text, due: None, seen: None, failed: None }
    }

    /// Makes the changes, one after the other: each counts in the text that the one before left.
    pub fn change(&mut self, changes: Vec<Change>, encoding: Encoding) {
        for change in changes {
            match change {
                Change::TextDocumentContentChangePartial(part) => {
                    let span = Positions::new(&self.text, encoding).span(part.range);
                    self.text.replace_range(span.start..span.end, &part.text);
                }
                Change::TextDocumentContentChangeWholeDocument(whole) => self.text = whole.text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn changed(text: &str, changes: serde_json::Value) -> String {
        let mut document = Document::new(Uri("file:///a.md".to_owned()), 1, text.to_owned());
        document.change(serde_json::from_value(changes).expect("changes"), Encoding::Utf16);
        document.text
    }

    #[test]
    fn each_change_counts_in_what_the_one_before_left() {
        let range = |a: u32, b: u32, c: u32, d: u32| json!({"start": {"line": a, "character": b}, "end": {"line": c, "character": d}});
        let changes = json!([
            {"range": range(0, 1, 0, 1), "text": "👩\n"},
            {"range": range(1, 0, 1, 1), "text": ""},
            {"range": range(0, 1, 0, 3), "text": "A"},
        ]);
        assert_eq!(changed("ab\r\nc", changes), "aA\n\r\nc");
        assert_eq!(changed("ab", json!([{"text": "new"}])), "new");
        assert_eq!(changed("ab", json!([{"range": range(9, 9, 0, 1), "text": "x"}])), "ax");
    }
}
