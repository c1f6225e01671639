//! What students write in the place of a heading: a name and a colon, a bold line, `##Notes`.

use super::Line;
use crate::core::note::recognise::has_word;

/// How far into a line, in bytes, a name's colon is looked for.
const MAX_NAME: usize = 64;

/// A line that begins with a name: `Name: rest`, `**Name**`.
pub struct Label<'l> {
    /// The name, without Markdown.
    pub name: &'l str,
    /// Whether a colon stands behind it.
    pub colon: bool,
    /// Where, in bytes of the line, the text behind it begins, if there is any.
    pub rest: Option<usize>,
}

impl<'l> Label<'l> {
    /// The label that `line` begins with.
    pub fn of(line: &'l Line<'_>) -> Option<Self> {
        let text: &str = &line.text;
        let is_strong = line.strong >= text.trim_end().len();
        if !is_strong && text.len() > MAX_NAME && !text.as_bytes()[..MAX_NAME].iter().any(|&b| b == b':' || b >= 0x80) {
            return None;
        }
        // `name:: value` is how Obsidian and Logseq write a field.
        let colon = text.char_indices().take(64).find(|(_, c)| matches!(c, ':' | '：'));
        if let Some((at, c)) = colon {
            let name = text[..at].trim_matches(['*', '_', ' ']);
            let behind = at + c.len_utf8();
            let rest =
                behind + text[behind..].len() - text[behind..].trim_start_matches([':', '*', '_', ' ', '\t']).len();
            if has_word(name) && name.split_whitespace().count() <= 8 {
                return Some(Self { name, colon: true, rest: has_word(&text[rest..]).then_some(rest) });
            }
        }
        let name = text.trim();
        (name.len() <= 80 && has_word(name))
            .then_some(Self { name, colon: false, rest: None })
            .filter(|_| is_strong || name.split_whitespace().count() <= 4)
    }
}

/// `##Notes`, or `\\## Notes` as some exports write it: its level and its name.
pub fn unspaced_heading(text: &str) -> Option<(u8, &str)> {
    let name = text.trim_start_matches('#');
    let level = text.len() - name.len();
    (1..=6).contains(&level).then(|| (u8::try_from(level).unwrap_or(6), name.trim()))
}
