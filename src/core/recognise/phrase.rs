//! Whether a folded text has the words of a phrase, and where: whole words only, but in scripts that put no space between them.

/// Whether a script puts no space between words: kana, Han, Hangul (which joins endings to them).
pub fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether folded `text` has the words of `phrase` one behind the other.
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    if phrase.starts_with(is_spaceless) {
        return text.contains(phrase);
    }
    text.match_indices(phrase).any(|(at, _)| {
        let end = at + phrase.len();
        (at == 0 || text[..at].ends_with(' ')) && (end == text.len() || text[end..].starts_with(' '))
    })
}

/// Whether folded `text` begins with the words of `phrase`.
pub fn starts_with(text: &str, phrase: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ') || phrase.starts_with(is_spaceless);
    text.strip_prefix(phrase).is_some_and(ends)
}

/// Whether folded `text` ends with the words of `phrase`.
pub fn ends_with(text: &str, phrase: &str) -> bool {
    text.strip_suffix(phrase).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}
