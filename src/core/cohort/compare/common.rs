//! What so many have that it may have been given to all, such as a template. It is told apart, and is no part of other passages.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::runs::Run;
use super::words::Word;
use super::{GRAM, SHORTEST, Text};

/// Marks the words of runs that as many students have as `is_common` says, where they are enough for a passage, and gives the passages
/// that texts share in this way.
pub fn mark(texts: &[Text], words: &mut [Vec<Word>], is_common: impl Fn(usize) -> bool) -> Vec<Run> {
    // How many students have a run, and the last of them; texts of one student stand one behind the other.
    let mut students: HashMap<u64, (usize, usize)> = HashMap::new();
    for (text, words) in texts.iter().zip(&*words) {
        for gram in words.iter().filter_map(|word| word.gram) {
            let (count, last) = students.entry(gram).or_insert((1, text.student));
            *count += usize::from(*last != text.student);
            *last = text.student;
        }
    }
    students.retain(|_, (count, _)| is_common(*count));
    let mut runs: Vec<Run> = Vec::new();
    let mut first: HashMap<u64, (usize, Range<usize>)> = HashMap::new();
    for (at, words) in words.iter_mut().enumerate() {
        let is_shared = |word: &Word| word.gram.is_some_and(|gram| students.contains_key(&gram));
        let starts: Vec<usize> =
            words.iter().enumerate().filter(|(_, word)| is_shared(word)).map(|(at, _)| at).collect();
        for from in starts {
            words[from..from + GRAM].iter_mut().for_each(|word| word.is_common = true);
        }
        for passage in passages(words) {
            let here = (at, passage.clone());
            let mut known = HashSet::new();
            for gram in words[passage].iter().filter_map(|word| word.gram) {
                if !students.contains_key(&gram) {
                    continue;
                }
                let there = first.entry(gram).or_insert_with(|| here.clone());
                if *there != here && known.insert((there.0, there.1.start)) {
                    runs.push(Run { sides: [there.clone(), here.clone()], count: there.1.len().min(here.1.len()) });
                }
            }
        }
    }
    runs
}

/// The passages of a text that are common; marks on words that are too few for one are taken away.
fn passages(words: &mut [Word]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for part in words.chunk_by_mut(|word, next| word.is_common == next.is_common && !next.begins) {
        let passage = from..from + part.len();
        from = passage.end;
        if part.first().is_some_and(|word| word.is_common) {
            match part.len() >= SHORTEST {
                true => found.push(passage),
                false => part.iter_mut().for_each(|word| word.is_common = false),
            }
        }
    }
    found
}
