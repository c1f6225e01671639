//! Words as they are compared, and their fingerprints.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{GRAM, WINDOW};
use crate::core::cohort::told::Told;

/// A word as it is compared, and where it stands.
pub struct Word {
    /// A hash of its letters, without case and accents.
    pub folded: u64,
    /// Where it stands.
    pub bytes: Range<usize>,
    /// A hash of the run of [`GRAM`] words that begins here; `None` where something was left out in it, or the text ends.
    pub gram: Option<u64>,
    /// Whether something was left out right before it.
    pub begins: bool,
    /// Whether it is part of what many have.
    pub is_common: bool,
}

/// The words of what is told, each with whether the one before it is its neighbour; at most so many.
pub fn words(told: &Told, most: usize) -> Vec<Word> {
    let mut found = spans(&told.text, most);
    let mut breaks = told.breaks.iter().peekable();
    for word in &mut found {
        while breaks.next_if(|&&at| at <= word.bytes.start).is_some() {
            word.begins = true;
        }
    }
    for run in found.chunk_by_mut(|_, next| !next.begins) {
        for from in 0..(run.len() + 1).saturating_sub(GRAM) {
            let mut hasher = DefaultHasher::new();
            run[from..from + GRAM].iter().for_each(|word| word.folded.hash(&mut hasher));
            run[from].gram = Some(hasher.finish());
        }
    }
    found
}

/// Whether there are more than so many words.
pub fn has_more(told: &Told, most: usize) -> bool {
    // A word takes one byte at least.
    told.text.len() > most && spans(&told.text, most.saturating_add(1)).len() > most
}

/// Where the first `most` words of a text end, and how many there are behind them.
pub fn first(text: &str, most: usize) -> (usize, usize) {
    let words = spans(text, usize::MAX);
    let more = words.len().saturating_sub(most);
    (words.get(most.max(1) - 1).filter(|_| more > 0).map_or(text.len(), |word| word.bytes.end), more)
}

/// Words without case, accents and punctuation. Scripts that are written without spaces are taken sign by sign.
fn spans(text: &str, most: usize) -> Vec<Word> {
    let mut words = Vec::new();
    if most == 0 {
        return words;
    }
    let mut open: Option<(usize, usize, String)> = None;
    let mut close = |open: &mut Option<(usize, usize, String)>| {
        if let Some((from, to, letters)) = open.take() {
            let mut hasher = DefaultHasher::new();
            match letters.is_ascii() {
                true => letters.to_ascii_lowercase().hash(&mut hasher),
                false => {
                    let plain = letters.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)).collect::<String>();
                    plain.hash(&mut hasher);
                }
            }
            let folded = hasher.finish();
            words.push(Word { folded, bytes: from..to, gram: None, begins: false, is_common: false });
        }
        words.len() < most
    };
    for (at, c) in text.char_indices() {
        let is_sign = matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{eff}' | '\u{20000}'..='\u{3ffff}');
        let is_letter = c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '’') && open.is_some();
        if (is_sign || !is_letter) && !close(&mut open) {
            return words;
        }
        if is_letter {
            let end = at + c.len_utf8();
            match &mut open {
                Some((_, to, letters)) => {
                    *to = end;
                    if !matches!(c, '\'' | '’') {
                        letters.push(c);
                    }
                }
                None => open = Some((at, end, c.to_string())),
            }
        }
    }
    close(&mut open);
    words
}

/// The smallest hash of each window and where its run begins, each once. No run goes over something that was left out, or has words
/// that are common.
pub fn fingerprints(words: &[Word]) -> Vec<(u64, usize)> {
    let mut kept = Vec::new();
    let mut from = 0;
    for run in words.chunk_by(|word, next| !next.begins && word.is_common == next.is_common) {
        if run.first().is_some_and(|word| !word.is_common) {
            winnow(run, from, &mut kept);
        }
        from += run.len();
    }
    kept
}

fn winnow(words: &[Word], start: usize, kept: &mut Vec<(u64, usize)>) {
    let runs = (words.len() + 1).saturating_sub(GRAM);
    let hashes: Vec<u64> = words[..runs].iter().filter_map(|word| word.gram).collect();
    for from in 0..(hashes.len() + 1).saturating_sub(WINDOW).max(usize::from(!hashes.is_empty())) {
        let window = &hashes[from..(from + WINDOW).min(hashes.len())];
        // The last of equals, so that a word that is repeated for ever does not give a fingerprint a place.
        let smallest = window.iter().enumerate().min_by_key(|(at, hash)| (**hash, usize::MAX - at));
        if let Some((at, hash)) = smallest
            && kept.last() != Some(&(*hash, start + from + at))
        {
            kept.push((*hash, start + from + at));
        }
    }
}
