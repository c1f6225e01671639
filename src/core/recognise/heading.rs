//! What a heading says of a conversation: with whom it was, or only that there was one.

use super::{FOLDED, NAMES, fold, fold_heading, has_word, is_date_noise, is_placeholder, month};

/// The name that a heading such as `Coffee chat with Ada (2 May)` puts behind its *with*, as written.
pub fn name_in_heading(heading: &str) -> Option<&str> {
    let heading = heading.trim();
    if heading.len() > MAX_HEADING {
        return None;
    }
    for (at, _) in heading.match_indices(' ') {
        let word = fold(heading[..at].rsplit(' ').next().unwrap_or_default());
        let may_end = !word.is_empty() && FOLDED.with.iter().any(|opener| opener.ends_with(&word));
        if may_end && FOLDED.with.contains(&fold_heading(&heading[..at])) {
            let rest = heading[at..].trim();
            let end = rest
                .find([',', '(', ':', '|', '–', '—', '/', '['])
                .or_else(|| rest.find(" - "))
                .or_else(|| before_day(rest))
                .unwrap_or(rest.len());
            // `Notes from the talk with Ada` has its name behind the second one.
            let name = rest[..end].trim();
            let name = name.rsplit_once(" with ").map_or(name, |(_, name)| name);
            return Some(name).filter(|name| has_word(name) && !is_placeholder(name));
        }
    }
    None
}

/// Where a word such as `on` or `am` begins that leads to a day; a name may have one in it that does not.
fn before_day(text: &str) -> Option<usize> {
    let leads = |word: &str, rest: &str| {
        let is_on = word == "on";
        NAMES.prose.before_days.iter().any(|known| known == word)
            && (is_on || rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    text.match_indices(' ')
        .map(|(at, _)| at)
        .find(|&at| text[at + 1..].split_once(' ').is_some_and(|(word, rest)| leads(word, rest.trim_start())))
}

/// The name in a title such as `Coffee chat - Ada` or `Networking: Ada Lovelace (2 May)`, as written. In doubt there is none: only
/// one to three words with a capital letter each are a name, and none that names a section, a week or the like.
pub fn name_in_title(title: &str) -> Option<&str> {
    let title = title.trim();
    if title.len() > MAX_HEADING {
        return None;
    }
    let separators = [": ", " - ", " – ", " — ", " | "].into_iter();
    let (at, width) = separators.filter_map(|mark| Some((title.find(mark)?, mark.len()))).min()?;
    if !FOLDED.titles.contains(&fold_heading(&title[..at])) {
        return None;
    }
    let rest = title[at + width..].trim();
    let end = rest.find([',', '(', ':', '|', '–', '—', '/', '[']).or_else(|| rest.find(" - "));
    let name = rest[..end.unwrap_or(rest.len())].trim();
    is_name(name).then_some(name)
}

/// Whether a text is one to three words with a capital letter each, as a name is, and none that names a section, a week or the like.
pub fn is_name(text: &str) -> bool {
    let is_part = |word: &str| {
        let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’');
        word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
            && word.chars().all(is_letter)
            && !FOLDED.not_names.contains(&fold(word))
            && month(&fold(word)).is_none()
            && !is_date_noise(&fold(word))
    };
    let words = text.split_whitespace().count();
    (1..=3).contains(&words) && text.split_whitespace().all(is_part) && !is_placeholder(text)
}

/// A longer heading, in bytes, is a paragraph that somebody put a `#` before.
const MAX_HEADING: usize = 200;

/// Whether every word of `text` is one that names an occasion (`Call`, `Coffee chat`), or there is no word.
pub fn is_occasion(text: &str) -> bool {
    let folded = fold(text);
    folded.is_empty() || FOLDED.occasions.contains(&folded)
}
