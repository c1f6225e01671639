//! Which words are the scaffold's own, told by comparison with what the activity's file says.

use rustc_hash::FxHashSet as HashSet;

use super::Activity;
use crate::core::recognise::fold;

impl Activity {
    /// Whether `text` is nothing but the scaffold's own prompts, or a suggested question, whatever is folded away.
    pub fn is_own_text(&self, text: &str) -> bool {
        if !begins_with_one_of(text, &[&self.own_openers, &self.question_openers]) {
            return false;
        }
        let folded = fold(text);
        self.questions.contains_key(&folded) || self.is_prompt(text, &folded)
    }

    /// Whether `text` is a prompt of a section (not a suggested question).
    pub fn is_section_prompt(&self, text: &str) -> bool {
        if !begins_with_one_of(text, &[&self.own_openers]) {
            return false;
        }
        let folded = fold(text);
        !self.questions.contains_key(&folded) && self.is_prompt(text, &folded)
    }

    /// Whether `text` is nothing but sentences that a drafted message came with, the same for everybody.
    pub fn is_message_text(&self, text: &str) -> bool {
        let is_ours = |sentence: String| sentence.is_empty() || self.message_words.contains(&sentence);
        begins_with_one_of(text, &[&self.message_openers]) && sentences(text).map(fold).all(is_ours)
    }

    fn is_prompt(&self, text: &str, folded: &str) -> bool {
        if self.own_words.contains(folded) {
            return true;
        }
        // One sentence was compared just now; several may each be ours.
        let is_ours = |sentence: String| sentence.is_empty() || self.own_words.contains(&sentence);
        !folded.is_empty() && sentences(text).nth(1).is_some() && sentences(text).map(fold).all(is_ours)
    }

    /// Whether `text` is a suggested question in which a blank is still to be filled.
    pub fn is_unfilled_question(&self, text: &str) -> bool {
        text.contains("___") && self.questions.get(&fold(text)) == Some(&true)
    }
}

/// The sentences of a text, and its lines.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '?', '!', ':', '\n']).map(str::trim)
}

/// The longest word, in bytes, that is compared without being copied.
const LONGEST_WORD: usize = 32;

/// The first words of folded texts.
pub fn openers<'t>(texts: impl Iterator<Item = &'t String>) -> HashSet<String> {
    texts.filter_map(|text| text.split(' ').next().map(str::to_owned)).collect()
}

/// Whether the first word of `text` begins a text of ours; it spares most lines the comparison.
fn begins_with_one_of(text: &str, openers: &[&HashSet<String>]) -> bool {
    let begins = |word: &str| openers.iter().any(|openers| openers.contains(word));
    // Plain words need no folding, and most are plain.
    let bytes = text.as_bytes();
    if let Some(from) = bytes.iter().position(u8::is_ascii_alphanumeric).filter(|&from| bytes[..from].is_ascii()) {
        let end = bytes[from..].iter().position(|byte| !byte.is_ascii_alphanumeric());
        let end = end.map_or(bytes.len(), |length| from + length);
        if bytes.get(end).is_none_or(|byte| byte.is_ascii() && *byte != b'\'') {
            let mut word = [0; LONGEST_WORD];
            if let Some(word) = word.get_mut(..end - from) {
                word.copy_from_slice(&bytes[from..end]);
                word.make_ascii_lowercase();
                return std::str::from_utf8(word).is_ok_and(begins);
            }
        }
    }
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = start.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').next().unwrap_or_default();
    begins(&fold(first))
}
