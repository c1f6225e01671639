//! Which runs of words texts share: an index of their fingerprints, and what stands around two places that have the same one.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{Word, fingerprints};
use super::{SHORTEST, Text};

/// The most places of one fingerprint that are kept of one student, who may repeat themselves for ever.
const MOST_OF_ONE: usize = 8;
/// With how many places of a fingerprint each is compared. Where more have it, they are compared in a chain.
const NEXT: usize = 24;
/// The most runs that are kept. A class of thousands has a few hundred.
const MOST_RUNS: usize = 300_000;

/// Over how many words that differ two runs are one passage: a word was changed, or left out.
const GAP: usize = 3;

/// Words that two texts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Each text, by its place among all, and which of its words.
    pub sides: [(usize, Range<usize>); 2],
    /// How many words are the same.
    pub count: usize,
}

/// A place: the text, and the word at which a fingerprint begins.
type Place = (usize, usize);

/// All fingerprints of a class.
pub struct Index {
    /// In the order of each text.
    prints: Vec<Vec<(u64, usize)>>,
    /// Where each of them stands, in the order of the texts.
    places: HashMap<u64, Vec<Place>>,
}

impl Index {
    /// Of the words of each text.
    pub fn of(texts: &[Text], words: &[Vec<Word>]) -> Self {
        let mut prints: Vec<Vec<(u64, usize)>> = words.iter().map(|words| fingerprints(words)).collect();
        let mut places: HashMap<u64, Vec<Place>> = HashMap::new();
        for (at, prints) in prints.iter_mut().enumerate() {
            let is_theirs = |place: &&Place| texts[place.0].student == texts[at].student;
            prints.retain(|&(hash, from)| {
                let places = places.entry(hash).or_default();
                let is_new = places.iter().rev().take_while(is_theirs).count() < MOST_OF_ONE;
                if is_new {
                    places.push((at, from));
                }
                is_new
            });
        }
        Self { prints, places }
    }

    /// The runs that texts of two students share, as long as they are, and whether there were more than are kept.
    pub fn runs(&self, texts: &[Text], words: &[Vec<Word>]) -> (Vec<Run>, bool) {
        let mut all: Vec<Run> = Vec::new();
        for a in 0..self.prints.len() {
            let mut runs = self.runs_of(a, texts, words);
            runs.sort_by_key(|run| (run.sides[1].0, run.sides[0].1.start, run.sides[1].1.start));
            for run in runs {
                if let Some(last) = all.last_mut().filter(|last| goes_on(last, &run, words)) {
                    last.sides[0].1.end = run.sides[0].1.end;
                    last.sides[1].1.end = run.sides[1].1.end;
                    last.count += run.count;
                } else if all.len() == MOST_RUNS {
                    return (all, true);
                } else {
                    all.push(run);
                }
            }
        }
        (all, false)
    }

    /// The runs that a text shares with those behind it.
    fn runs_of(&self, a: usize, texts: &[Text], words: &[Vec<Word>]) -> Vec<Run> {
        let mut runs = Vec::new();
        // How far each text is known to share words with this one, by how much further on they stand there.
        let mut known: HashMap<(usize, isize), usize> = HashMap::new();
        for &(hash, from_a) in &self.prints[a] {
            let Some(places) = self.places.get(&hash).filter(|places| places.len() > 1) else { continue };
            let behind = &places[places.partition_point(|&(at, _)| at <= a)..];
            let others = behind.iter().filter(|(b, _)| texts[*b].student != texts[a].student);
            for &(b, from_b) in others.take(NEXT) {
                let end = known.entry((b, from_b.cast_signed() - from_a.cast_signed())).or_default();
                if from_a < *end {
                    continue;
                }
                let Some((before, after)) = longest(&words[a], from_a, &words[b], from_b) else { continue };
                *end = from_a + after;
                if before + after >= SHORTEST {
                    let sides = [(a, from_a - before..from_a + after), (b, from_b - before..from_b + after)];
                    runs.push(Run { sides, count: before + after });
                }
            }
        }
        runs
    }
}

/// Whether a run goes on where another one ends, but for a few words. What was left out or is common parts them.
fn goes_on(last: &Run, next: &Run, words: &[Vec<Word>]) -> bool {
    last.sides.iter().zip(&next.sides).all(|((text, before), (there, behind))| {
        let is_near = text == there && before.end <= behind.start && behind.start - before.end <= GAP;
        let between = || words[*text][before.end..=behind.start].iter();
        is_near && !between().any(|word| word.begins || word.is_common)
    })
}

/// How many words before two places, and from there on, are equal; `None` where the words there differ, whatever their hash.
fn longest(a: &[Word], from_a: usize, b: &[Word], from_b: usize) -> Option<(usize, usize)> {
    let is_same = |at: usize, there: usize| {
        let pair = a.get(at).zip(b.get(there));
        pair.is_some_and(|(a, b)| a.folded == b.folded && !a.is_common && !b.is_common)
    };
    let begins = |at: usize, there: usize| a[at].begins || b[there].begins;
    let goes_on = |by: &usize| is_same(from_a + by, from_b + by) && (*by == 0 || !begins(from_a + by, from_b + by));
    let after = (0..).take_while(goes_on).count();
    let goes_back = |by: &usize| !begins(from_a - by + 1, from_b - by + 1) && is_same(from_a - by, from_b - by);
    let before = (1..=from_a.min(from_b)).take_while(goes_back).count();
    (after > 0).then_some((before, after))
}
