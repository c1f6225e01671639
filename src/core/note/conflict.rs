//! The markers that Git leaves in a text whose two versions do not fit together.

use super::Note;
use crate::core::text::{Span, lines};

/// The first marker outside code, and the last one where both stand there.
pub fn conflict(note: &Note<'_>) -> Option<(Span, Option<Span>)> {
    let text = &note.source.text;
    let has = |marker: &str| memchr::memmem::find(text.as_bytes(), marker.as_bytes()).is_some();
    if !has(OPENING) && !has(CLOSING) {
        return None;
    }
    let is_marker = |line: &str| line.starts_with(OPENING) || line.starts_with(CLOSING);
    let markers: Vec<(Span, &str)> =
        lines(text).filter(|(span, line)| is_marker(line) && !note.body.is_code(span.start)).collect();
    // Seven `>` may also be a quotation of a quotation. Alone they are a marker only with a branch or a commit behind them.
    let opens = markers.iter().any(|(_, line)| line.starts_with(OPENING));
    let mut markers = markers.iter().filter(|(span, line)| opens || is_left_over(line) && !is_quoted(*span, text));
    let (first, _) = markers.next()?;
    Some((*first, markers.map(|(span, _)| *span).next()))
}

const OPENING: &str = "<<<<<<< ";
const CLOSING: &str = ">>>>>>> ";

/// Whether Git may have written a closing marker: `main`, `1a2b3c4 (Add a note)` or `Stashed changes` stands behind it.
fn is_left_over(line: &str) -> bool {
    let name = line.trim_start_matches(CLOSING).trim();
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let is_commit = first.len() >= 7 && first.bytes().all(|byte| byte.is_ascii_hexdigit());
    rest.is_empty() || is_commit && rest.starts_with('(') || matches!(name, "Stashed changes" | "Updated upstream")
}

/// Whether the line above or below is a quotation, too.
fn is_quoted(line: Span, text: &str) -> bool {
    let above = text[..line.start].lines().next_back().unwrap_or_default();
    let below = text[line.end..].lines().nth(1).unwrap_or_default();
    above.starts_with('>') || below.starts_with('>')
}
