//! A text with a name, byte spans in it, and lines and columns for people. Knows nothing of notes.

use std::ops::Range;

/// A half-open range of bytes in a [`Source`]; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`; an inverted pair gives the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The same span, `by` bytes further on.
    pub fn shift(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether byte `at` lies in it.
    pub fn contains(self, at: usize) -> bool {
        (self.start..self.end).contains(&at)
    }

    /// The text it covers, or nothing where it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// Why the bytes of a file could not become a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The byte at `offset` begins no UTF-8 character.
    NotUtf8 {
        /// Bytes from the start of the file.
        offset: usize,
        /// The byte itself.
        byte: u8,
        /// Its line, counted from 1.
        line: usize,
    },
    /// It has the byte order mark, or the zero bytes, of UTF-16.
    Utf16,
    /// A zero byte at `offset`.
    Nul {
        /// Bytes from the start of the file.
        offset: usize,
        /// Its line, counted from 1.
        line: usize,
    },
    /// It has more than [`MAX_BYTES`] bytes and was not read.
    TooLarge {
        /// The size the system states, in bytes.
        bytes: u64,
    },
}

/// The largest file that is read: 1 MiB. A note is a few kilobytes.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// How much of a damaged file is kept, to see whether it says that it is a note: 64 KiB.
pub const HEAD_BYTES: usize = 64 * 1024;

/// A text and the name under which people know it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// How messages call it, usually a path.
    pub label: String,
    /// The text as it stands in the file, byte order mark and line ends included. Empty if damaged.
    pub text: String,
    /// What kept the bytes from being a text.
    pub damage: Option<Damage>,
    /// The beginning of what is damaged, as far as it can be read, where it looks like front matter; else empty.
    pub head: String,
}

impl Source {
    /// A source from text that is already at hand.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), ..Self::default() }
    }

    /// A source from the bytes of a file. Never fails: what is no text becomes [`Source::damage`].
    pub fn from_bytes(label: impl Into<String>, bytes: Vec<u8>) -> Self {
        let label = label.into();
        if bytes.len() as u64 > MAX_BYTES {
            return Self::too_large(label, bytes.len() as u64).beginning_with(&bytes);
        }
        match decode(bytes) {
            Ok(text) => Self::new(label, text),
            Err((damage, bytes)) => Self { label, damage: Some(damage), ..Self::default() }.beginning_with(&bytes),
        }
    }

    /// The same with the beginning of what is damaged.
    pub fn beginning_with(mut self, bytes: &[u8]) -> Self {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]).replace('\0', "");
        let is_marked = head.trim_start_matches('\u{feff}').trim_start().starts_with("---");
        self.head = if is_marked { head } else { String::new() };
        self
    }

    /// A source for a file of `bytes` bytes that nobody should read.
    pub fn too_large(label: impl Into<String>, bytes: u64) -> Self {
        Self { label: label.into(), damage: Some(Damage::TooLarge { bytes }), ..Self::default() }
    }
}

/// The text that bytes are, or what keeps them from being one, and the bytes again.
fn decode(bytes: Vec<u8>) -> Result<String, (Damage, Vec<u8>)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || zeros_alternate(&bytes) {
        return Err((Damage::Utf16, bytes));
    }
    let nul = memchr::memchr(0, &bytes);
    match String::from_utf8(bytes) {
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let byte = bytes.get(offset).copied().unwrap_or_default();
            Err((Damage::NotUtf8 { offset, byte, line: line_at(&bytes, offset) }, bytes))
        }
        Ok(text) => match nul {
            Some(offset) => Err((Damage::Nul { offset, line: line_at(text.as_bytes(), offset) }, text.into_bytes())),
            None => Ok(text),
        },
    }
}

/// UTF-16 without a byte order mark: every second byte of the first few is zero.
fn zeros_alternate(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    head.len() >= 4 && (zeros(0) * 2 == head.len() || zeros(1) * 2 == head.len())
}

fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + line_starts(&bytes[..offset.min(bytes.len())]).count()
}

/// Offsets at which a line begins, the first line left out. LF, CRLF and a lone CR end a line.
fn line_starts(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    bytes.iter().enumerate().filter_map(|(at, &byte)| match byte {
        b'\n' => Some(at + 1),
        b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
        _ => None,
    })
}

/// A place for people: both counted from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column in characters (Unicode scalar values).
    pub column: usize,
}

/// Turns byte offsets of one text into lines and columns.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        // A byte order mark stands before the first line.
        let mut starts = vec![if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }];
        starts.extend(line_starts(text.as_bytes()));
        Self { starts }
    }

    /// The zero-based number of the line on which byte `offset` lies.
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Where line `line` (from zero) begins; the end of the text where there is no such line.
    pub fn start_of(&self, line: usize, text: &str) -> usize {
        self.starts.get(line).copied().unwrap_or(text.len())
    }

    /// How many lines there are; an empty text has one.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: even an empty text has a line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Line and column of byte `offset`, a byte order mark not counted as a column.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line_of(offset);
        let before = text.get(self.starts[line]..offset.min(text.len())).unwrap_or("");
        Position { line: line + 1, column: before.chars().count() + 1 }
    }
}

/// Whether a character moves a cursor, changes colours, or reorders text.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Whether a character is seen by nobody: those of no width, without the joiner that holds an emoji together, and the byte order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{2028}' | '\u{2029}' | '\u{206a}'
            ..='\u{206f}' | '\u{3164}'
    ) || matches!(c, '\u{200b}' | '\u{200c}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The line end that `text` uses most; `\n` where it has none.
pub fn line_end(text: &str) -> &'static str {
    if !text.contains('\r') {
        return "\n";
    }
    let crlf = text.matches("\r\n").count();
    let cr = text.matches('\r').count() - crlf;
    let lf = text.matches('\n').count() - crlf;
    if crlf >= lf && crlf >= cr {
        "\r\n"
    } else if lf >= cr {
        "\n"
    } else {
        "\r"
    }
}

/// The lines of `text` with their spans, line ends left out; LF, CRLF and a lone CR end a line.
pub fn lines(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    let mut open = true;
    std::iter::from_fn(move || {
        if !open {
            return None;
        }
        let rest = &text[at..];
        let start = at;
        let end = match memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
            None => {
                open = false;
                if rest.is_empty() && start > 0 {
                    return None;
                }
                text.len()
            }
            Some(length) => {
                let width = if rest[length..].starts_with("\r\n") { 2 } else { 1 };
                at = start + length + width;
                start + length
            }
        };
        Some((Span::new(start, end), &text[start..end]))
    })
}

/// `text` on one line, without characters that steer a terminal, reorder text or are seen by nobody, and without the opening of a
/// comment: it stands in a heading, a list item or a field.
pub fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .filter_map(|c| match c {
            // Persian is written with it.
            '\u{200c}' => Some(c),
            // Places between words; the others stand within one.
            '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => Some(' '),
            c if steers(c) => Some(' '),
            c if is_invisible(c) => None,
            c => Some(c),
        })
        .collect();
    clean.replace("<!--", "< !--").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_not_seen_stands_in_a_line() {
        for (text, line) in [
            ("Ada\u{61c}\u{202e} Byron\u{1b}[31m", "Ada Byron [31m"),
            ("A\u{ad}da By\u{2060}ron\u{e0041}", "Ada Byron"),
            ("Ada\u{200b}Byron\u{feff}\n<!-- x", "Ada Byron < !-- x"),
            ("\u{646}\u{200c}\u{647}", "\u{646}\u{200c}\u{647}"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
        ] {
            assert_eq!(one_line(text), line);
        }
    }

    #[test]
    fn lines_end_at_every_kind_of_line_end() {
        let text = "a\r\nb\rc\nd";
        let got: Vec<_> = lines(text).map(|(span, line)| (span.start, line)).collect();
        assert_eq!(got, [(0, "a"), (3, "b"), (5, "c"), (7, "d")]);
        assert_eq!(lines("").count(), 1);
        assert_eq!(lines("a\n").count(), 1);
    }

    #[test]
    fn columns_count_characters_and_not_the_byte_order_mark() {
        let text = "\u{feff}---\r\n魚: x";
        let index = LineIndex::new(text);
        assert_eq!([0, 3].map(|at| index.position(text, at)), [Position { line: 1, column: 1 }; 2]);
        assert_eq!((index.start_of(0, text), index.line_of(0)), (3, 0));
        let x = text.find('x').unwrap_or_default();
        assert_eq!(index.position(text, x), Position { line: 2, column: 4 });
    }

    #[test]
    fn damage_is_named() {
        let damage = |bytes: &[u8]| Source::from_bytes("n", bytes.to_vec()).damage;
        assert_eq!(damage(b"ok"), None);
        assert_eq!(damage(b"\xff\xfea\0"), Some(Damage::Utf16));
        assert_eq!(damage(b"a\0b\0c\0"), Some(Damage::Utf16));
        assert_eq!(damage(b"a\nb\0"), Some(Damage::Nul { offset: 3, line: 2 }));
        assert_eq!(damage(b"a\ncaf\xe9"), Some(Damage::NotUtf8 { offset: 5, byte: 0xe9, line: 2 }));
    }
}
