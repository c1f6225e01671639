//! Places as an editor counts them: lines from zero, columns in units of UTF-8 or UTF-16. A place that is not in the text becomes the
//! nearest one that is.

use gen_lsp_types::{Position, Range, TextEdit};

use crate::core::diagnostic::Edit;
use crate::core::text::{LineIndex, Span};

/// In what an editor counts columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Halves of a surrogate pair count one by one.
    Utf16,
}

/// Turns places of one text into bytes and back.
pub struct Positions<'t> {
    text: &'t str,
    index: LineIndex,
    encoding: Encoding,
}

impl<'t> Positions<'t> {
    /// Reads `text` once.
    pub fn new(text: &'t str, encoding: Encoding) -> Self {
        Self { text, index: LineIndex::new(text), encoding }
    }

    /// Where line `line` begins. An editor that keeps a byte order mark counts it.
    fn start(&self, line: usize) -> usize {
        if line == 0 { 0 } else { self.index.start_of(line, self.text) }
    }

    /// The line without its end.
    fn line(&self, line: usize) -> (usize, &'t str) {
        let start = self.start(line);
        let end = if line + 1 < self.index.len() { self.start(line + 1) } else { self.text.len() };
        (start, Span::new(start, end).of(self.text).trim_end_matches(['\n', '\r']))
    }

    /// The byte at a place.
    pub fn offset(&self, at: Position) -> usize {
        let line = usize::try_from(at.line).unwrap_or(usize::MAX);
        if line >= self.index.len() {
            return self.text.len();
        }
        let (start, text) = self.line(line);
        let wanted = usize::try_from(at.character).unwrap_or(usize::MAX);
        let inside = match self.encoding {
            Encoding::Utf8 => whole(text, wanted),
            // Most lines are ASCII up to there.
            Encoding::Utf16 if text.len() <= wanted || text.as_bytes()[..wanted].is_ascii() => {
                if text.is_ascii() {
                    text.len().min(wanted)
                } else {
                    units(text, wanted)
                }
            }
            Encoding::Utf16 => units(text, wanted),
        };
        start + inside
    }

    /// The place of a byte; one within a line end is the end of the line.
    pub fn position(&self, offset: usize) -> Position {
        let number = self.index.line_of(offset);
        let (start, line) = self.line(number);
        let before = &line[..whole(line, offset.saturating_sub(start))];
        let column = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 if before.is_ascii() => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        Position { line: small(number), character: small(column) }
    }

    /// The bytes of a range; one that is backwards is turned.
    pub fn span(&self, range: Range) -> Span {
        let (one, other) = (self.offset(range.start), self.offset(range.end));
        Span::new(one.min(other), one.max(other))
    }

    /// The range of some bytes.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// An edit as an editor takes it.
    pub fn edit(&self, edit: &Edit) -> TextEdit {
        TextEdit { range: self.range(edit.span), new_text: edit.text.clone() }
    }
}

/// The first `wanted` bytes, without half a character.
fn whole(text: &str, wanted: usize) -> usize {
    (0..=wanted.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The bytes of the first `wanted` units of UTF-16, without half a character.
fn units(text: &str, wanted: usize) -> usize {
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        seen += c.len_utf16();
        if seen > wanted {
            return at;
        }
    }
    text.len()
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "ab\r\n👩x魚\rlast";

    fn place(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn every_place_is_found_again_in_both_encodings() {
        for text in [TEXT, "", "\n", "\u{feff}---\na", "x\u{301}\n👩\u{200d}💻\n"] {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let positions = Positions::new(text, encoding);
                let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
                for at in ends.filter(|at| !text[..*at].ends_with('\r') || !text[*at..].starts_with('\n')) {
                    assert_eq!(positions.offset(positions.position(at)), at, "{text:?} {encoding:?}");
                }
            }
        }
    }

    #[test]
    fn columns_are_counted_in_the_units_that_were_agreed() {
        let at = TEXT.find('x').unwrap_or_default();
        assert_eq!(Positions::new(TEXT, Encoding::Utf16).position(at), place(1, 2));
        assert_eq!(Positions::new(TEXT, Encoding::Utf8).position(at), place(1, 4));
        assert_eq!(Positions::new(TEXT, Encoding::Utf16).position(at + 1), place(1, 3));
        assert_eq!(Positions::new(TEXT, Encoding::Utf16).position(3), place(0, 2), "between the halves of a line end");
    }

    #[test]
    fn a_place_that_is_not_there_becomes_the_nearest_one() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let positions = Positions::new(TEXT, encoding);
            assert_eq!(positions.offset(place(0, 99)), 2);
            assert_eq!(positions.offset(place(1, 1)), 4, "not into the middle of a character");
            assert_eq!(positions.offset(place(99, 0)), TEXT.len());
            assert_eq!(positions.offset(place(u32::MAX, u32::MAX)), TEXT.len());
            let backwards = Range { start: place(2, 3), end: place(0, 1) };
            assert_eq!(positions.span(backwards), Span::new(1, TEXT.len() - 1));
        }
    }
}
