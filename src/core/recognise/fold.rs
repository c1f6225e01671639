//! The form in which names are compared.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which names are compared: lower case, without accents, apostrophes, emoji and punctuation, one
/// space between words.
pub fn fold(text: &str) -> String {
    folded(text).into_owned()
}

/// [`fold`], without a copy of what is in that form already, as keys and values of front matter mostly are.
pub fn folded(text: &str) -> Cow<'_, str> {
    let is_folded = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if text.as_bytes().iter().all(is_folded) { Cow::Borrowed(text) } else { Cow::Owned(fold_all(text)) }
}

fn fold_all(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text.as_bytes());
    }
    let mut out = String::with_capacity(text.len());
    text.nfkd().filter(|&c| !is_combining_mark(c)).for_each(|c| push_folded(&mut out, c));
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// The same for the most frequent case, byte by byte: every line of every note passes here.
fn fold_ascii(text: &[u8]) -> String {
    let mut out = Vec::with_capacity(text.len() + 4);
    for &byte in text {
        if byte.is_ascii_alphanumeric() {
            out.push(byte.to_ascii_lowercase());
        } else if byte == b'&' {
            if !out.is_empty() && !out.ends_with(b" ") {
                out.push(b' ');
            }
            out.extend_from_slice(b"and ");
        } else if byte != b'\'' && !out.is_empty() && !out.ends_with(b" ") {
            out.push(b' ');
        }
    }
    if out.ends_with(b" ") {
        out.pop();
    }
    String::from_utf8(out).unwrap_or_default()
}

fn push_folded(out: &mut String, c: char) {
    // The Turkish dotless i is written `I` in capitals, so both are one letter here.
    let c = if c == 'ı' { 'i' } else { c };
    if c.is_alphanumeric() {
        out.extend(c.to_lowercase());
    } else if c == '&' {
        let gap = if out.is_empty() || out.ends_with(' ') { "" } else { " " };
        out.push_str(gap);
        out.push_str("and ");
    } else if !matches!(c, '\'' | '’' | '‘' | 'ʼ' | '\u{200d}') && !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// A heading in the form in which it is compared: [`fold`]ed, without numbering and without a suffix in brackets.
pub fn fold_heading(text: &str) -> String {
    let mut text = text.trim().trim_end_matches('#').trim_end();
    // `{#anchor}` of some dialects, and Roman numbering.
    if let Some(at) = text.rfind('{').filter(|&at| at > 0 && text.ends_with('}')) {
        text = text[..at].trim_end();
    }
    if let Some(rest) = text
        .get(2..)
        .filter(|_| text.starts_with(|c: char| c.is_ascii_alphabetic()) && text[1..].starts_with([')', '.']))
    {
        text = rest.trim_start();
    }
    let roman = text.trim_start_matches(['I', 'V', 'X']);
    if let (Some(rest), true) = (roman.strip_prefix(['.', ')']), roman.len() < text.len()) {
        text = rest.trim_start();
    }
    if let Some(at) = text.rfind(['(', '[']).filter(|&at| at > 0 && text.trim_end_matches(':').ends_with([')', ']'])) {
        text = text[..at].trim_end();
    }
    let folded = fold(text);
    let numbering = folded
        .split(' ')
        .take_while(|word| word.bytes().all(|b| b.is_ascii_digit()))
        .map(|word| word.len() + 1)
        .sum::<usize>();
    match folded.get(numbering..) {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => folded,
    }
}
