//! From runs that two texts share to passages as people read them: what overlaps is told once, and what the same texts share stands
//! together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::runs::Run;
use super::words::Word;
use super::{Passage, Text};

/// A part of a text that it shares with others.
struct Part {
    text: usize,
    words: Range<usize>,
    /// The most words that it shares with one other.
    most: usize,
}

/// The passages that the runs are of, those with most words first.
pub fn of(runs: &[Run], texts: &[Text], words: &[Vec<Word>]) -> Vec<Passage> {
    let (parts, of_side) = parts(runs);
    let mut heads: Vec<usize> = (0..parts.len()).collect();
    for at in 0..runs.len() {
        let (a, b) = (head(&mut heads, of_side[2 * at]), head(&mut heads, of_side[2 * at + 1]));
        heads[a.max(b)] = a.min(b);
    }
    let mut together: BTreeMap<usize, Vec<&Part>> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        together.entry(head(&mut heads, at)).or_default().push(part);
    }
    let mut all: Vec<Vec<&Part>> = together.into_values().map(|parts| one_a_student(parts, texts)).collect();
    all.retain(|parts| parts.len() > 1);
    all.sort_by_key(|parts| {
        let most = parts.iter().map(|part| part.most).max();
        (Reverse(most), Reverse(parts.len()), parts[0].text, parts[0].words.start)
    });
    let kept = without_repeats(all);
    kept.into_iter().map(|parts| passage(&parts, words)).collect()
}

/// The parts of all texts, and which of them each side of each run is in. Runs that are the same words but for a few are in one part.
fn parts(runs: &[Run]) -> (Vec<Part>, Vec<usize>) {
    let side = |at: usize| &runs[at / 2].sides[at % 2];
    let mut sides: Vec<usize> = (0..2 * runs.len()).collect();
    sides.sort_by_key(|&at| (side(at).0, side(at).1.start, Reverse(side(at).1.end), at));
    let mut parts: Vec<Part> = Vec::new();
    let mut of_side = vec![0; sides.len()];
    for at in sides {
        let (text, words) = side(at);
        match parts.last_mut() {
            Some(part) if part.text == *text && is_much(&part.words, words) => {
                part.words.end = part.words.end.max(words.end);
                part.most = part.most.max(runs[at / 2].count);
            }
            _ => parts.push(Part { text: *text, words: words.clone(), most: runs[at / 2].count }),
        }
        of_side[at] = parts.len() - 1;
    }
    (parts, of_side)
}

/// Whether two ranges share half of the longer one.
fn is_much(a: &Range<usize>, b: &Range<usize>) -> bool {
    shared(a, b) * 2 >= a.len().max(b.len())
}

fn shared(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The first of all that belong together with `at`.
fn head(heads: &mut [usize], mut at: usize) -> usize {
    while heads[at] != at {
        heads[at] = heads[heads[at]];
        at = heads[at];
    }
    at
}

/// The longest part of each student, in the order of the texts: whoever repeats it is not two.
fn one_a_student<'p>(mut parts: Vec<&'p Part>, texts: &[Text]) -> Vec<&'p Part> {
    let mut longest: HashMap<usize, &Part> = HashMap::new();
    parts.sort_by_key(|part| (part.text, part.words.start));
    for part in parts {
        let known = longest.entry(texts[part.text].student).or_insert(part);
        if part.most > known.most {
            *known = part;
        }
    }
    let mut kept: Vec<&Part> = longest.into_values().collect();
    kept.sort_by_key(|part| (part.text, part.words.start));
    kept
}

/// Without what another passage, told before, says of the same texts.
fn without_repeats(all: Vec<Vec<&Part>>) -> Vec<Vec<&Part>> {
    let mut kept: Vec<Vec<&Part>> = Vec::new();
    let mut told: HashMap<usize, Vec<usize>> = HashMap::new();
    for parts in all {
        let is_in = |part: &Part, at: &usize| {
            let mut there = kept[*at].iter().filter(|known| known.text == part.text);
            there.any(|known| shared(&known.words, &part.words) * 2 > part.words.len())
        };
        let mut known = told.get(&parts[0].text).into_iter().flatten();
        if known.any(|at| parts.iter().all(|part| is_in(part, at))) {
            continue;
        }
        parts.iter().for_each(|part| told.entry(part.text).or_default().push(kept.len()));
        kept.push(parts);
    }
    kept
}

fn passage(parts: &[&Part], words: &[Vec<Word>]) -> Passage {
    let lengths = || parts.iter().map(|part| part.most);
    let bytes = |part: &&Part| {
        let run = &words[part.text][part.words.clone()];
        let range = run.first().zip(run.last()).map_or(0..0, |(first, last)| first.bytes.start..last.bytes.end);
        (part.text, range)
    };
    Passage {
        words: (lengths().min().unwrap_or_default(), lengths().max().unwrap_or_default()),
        places: parts.iter().map(bytes).collect(),
    }
}

/// Passages by the texts that share them: in each the order of the first text, and first those that share most.
pub fn grouped(passages: Vec<Passage>) -> Vec<Vec<Passage>> {
    let mut groups: BTreeMap<Vec<usize>, Vec<Passage>> = BTreeMap::new();
    for passage in passages {
        let texts = passage.places.iter().map(|(at, _)| *at).collect();
        groups.entry(texts).or_default().push(passage);
    }
    let mut groups: Vec<Vec<Passage>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|passage| passage.places.first().map(|(_, bytes)| bytes.start));
    }
    let words = |group: &Vec<Passage>| group.iter().map(|passage| passage.words.1).sum::<usize>();
    groups.sort_by_key(|group| Reverse(words(group)));
    groups
}
