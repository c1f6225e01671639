//! What a template leaves for somebody to replace: whole values, and blanks inside a text.

use super::{FOLDED, NAMES, fold, has_word, is_in};

/// Whether `text`, taken whole, is what a template leaves for somebody to replace, or holds no word at all.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    // Templates leave short words, or something in brackets; most lines are neither.
    let marked = text.starts_with(|c: char| !c.is_alphanumeric() || matches!(c, 'l' | 'L')) || text.ends_with("here");
    let has_many_words = || memchr::memchr_iter(b' ', text.as_bytes()).count() >= MAX_WORDS;
    if !marked && (text.len() > MAX_STUB || has_many_words()) {
        return false;
    }
    let number = text.trim_end_matches(['.', ')']);
    if !has_word(text) || number.len() < text.len() && number.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let bare = text.trim_matches(['*', '_', '"', '`', '“', '”']).trim().trim_end_matches([':', '.', '…']).trim();
    let in_brackets = bare.starts_with(['[', '<', '(', '{', '$']);
    if !in_brackets && bare.len() > MAX_STUB && !bare.starts_with(['l', 'L']) && !bare.ends_with("here") {
        return false;
    }
    let first_or_last = |inner: &str| {
        let inner = fold(inner);
        let mut words = inner.split(' ');
        let first = words.next().unwrap_or_default();
        // A sentence in brackets is somebody's, unless it says what to put there.
        if words.clone().count() >= MAX_STUB_WORDS && !is_in(&NAMES.placeholders.fill_here, first) {
            return false;
        }
        let last = words.next_back().unwrap_or(first);
        is_in(&FOLDED.bracketed, &inner) || is_in(&FOLDED.bracketed, first) || is_in(&FOLDED.bracketed, last)
    };
    if let Some(inner) = enclosed(bare, "[", "]").or_else(|| enclosed(bare, "<", ">")) {
        let inner = enclosed(inner, "[", "]").unwrap_or(inner);
        if !inner.contains([']', '>']) && (!has_word(inner) || first_or_last(inner)) {
            return true;
        }
    }
    if let Some(inner) = enclosed(bare, "(", ")") {
        let inner = fold(inner);
        if inner.split(' ').all(|word| is_in(&FOLDED.bracketed, word)) {
            return true;
        }
    }
    if enclosed(bare, "{", "}").is_some() || enclosed(bare, "<%", "%>").is_some() || enclosed(bare, "${", "}").is_some()
    {
        return true;
    }
    let folded = fold(bare);
    if let Some((first, rest)) = folded.split_once(' ')
        && is_in(&NAMES.placeholders.fill_here, first)
        && is_what_goes_here(rest)
    {
        return true;
    }
    if is_in(&FOLDED.placeholder_words, &folded)
        || FOLDED.placeholder_beginnings.iter().any(|beginning| folded.starts_with(beginning.as_str()))
    {
        return true;
    }
    match folded.rsplit_once(' ') {
        Some((word, number)) => number.bytes().all(|b| b.is_ascii_digit()) && is_in(&FOLDED.numbered, word),
        None => false,
    }
}

/// From how many words on, behind the first, a text in brackets is a sentence.
const MAX_STUB_WORDS: usize = 5;

/// `here`, or `your takeaway here`: what a template asks for. `to the people here` is somebody's own sentence.
fn is_what_goes_here(folded: &str) -> bool {
    let what = folded.strip_suffix("here").map(str::trim_end);
    what.is_some_and(|what| what.is_empty() || what.split(' ').any(|word| is_in(&FOLDED.bracketed, word)))
}

/// The longest placeholder, in bytes, that stands without brackets.
const MAX_STUB: usize = 40;
/// The most words that such a placeholder has.
const MAX_WORDS: usize = 4;

/// Whether a blank that somebody should fill stands inside `text`: `___`, `[Insert …]`, `{name}`.
pub fn blank_in(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some(found) = text[at..].find("___").map(|found| found + at) {
        let end = found + text[found..].bytes().take_while(|&b| b == b'_').count();
        let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !joined(text[..found].chars().next_back()) && !joined(text[end..].chars().next()) {
            return Some((found, end));
        }
        at = end;
    }
    text.match_indices(['[', '{', '<']).find_map(|(found, open)| {
        let close = match open {
            "[" => b']',
            "{" => b'}',
            _ => b'>',
        };
        let inside = text[found..].bytes().take(MAX_BLANK).position(|byte| byte == close)?;
        let end = found + inside + 1;
        let end = end + text[end..].bytes().take_while(|&b| b == b'}').count();
        let blank = &text[found..end];
        let is_blank = !text[end..].starts_with('(') && has_word(blank) && is_placeholder(blank);
        is_blank.then_some((found, end))
    })
}

/// The longest `[Insert …]` in bytes; what is longer is text in brackets.
const MAX_BLANK: usize = 80;

fn enclosed<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}
