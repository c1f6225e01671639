//! Passages that several students share, by winnowing.
//!
//! Every run of [`GRAM`] words is hashed, and of each window of [`WINDOW`] hashes in a row the smallest is kept, the last of equals: Schleimer,
//! Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003. So a shared run of `GRAM + WINDOW - 1` words
//! is always found, one shorter than `GRAM` never, and moving it about changes nothing. What is found is then compared word by word and made
//! as long as it is: no passage is told for its hash alone.
//!
//! Kept libraries compare two files of source code, or estimate how alike whole documents are; neither gives the passages of a class.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many words a run has that is hashed: the shortest that can be told.
pub const GRAM: usize = 8;
/// How many hashes are in a window.
pub const WINDOW: usize = 5;
/// The shortest passage that is told, in words; a run of this length is never missed.
pub const SHORTEST: usize = GRAM + WINDOW - 1;
/// The most words of one text that are looked at.
const MOST_WORDS: usize = 20_000;
/// The most places of one fingerprint in one text that are looked at: a text may repeat itself for ever.
const MOST_IN_ONE: usize = 4;
/// The most places of one fingerprint that are compared; more are a text that everybody was given.
const MOST_PLACES: usize = 64;

/// A text of a student's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Whose, by a number: texts of one student are not compared with each other.
    pub student: usize,
    /// The words.
    pub text: String,
}

/// A passage that stands in texts of several students.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// How many words it has.
    pub words: usize,
    /// Where it stands: the place of a text among all, and the bytes of it; one place a student, in the order of the texts.
    pub places: Vec<(usize, Range<usize>)>,
}

/// A word as it is compared, and where it stands.
struct Word {
    folded: u64,
    bytes: Range<usize>,
}

/// Words of one text that another one has as well, and how much further on they stand there.
type Run = (Range<usize>, isize);

/// The passages that texts of different students share, the longest first.
pub fn shared(texts: &[Text]) -> Vec<Passage> {
    let words: Vec<Vec<Word>> = texts.iter().map(|text| words(&text.text)).collect();
    let mut index: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        for (hash, from) in fingerprints(words) {
            let places = index.entry(hash).or_default();
            if places.iter().rev().take_while(|(text, _)| *text == at).count() < MOST_IN_ONE {
                places.push((at, from));
            }
        }
    }
    let mut groups: BTreeMap<Vec<u64>, BTreeSet<(usize, usize)>> = BTreeMap::new();
    // Of two texts the words that are in a passage already: each pair of places is looked at once.
    let mut covered: HashMap<(usize, usize), Vec<Run>> = HashMap::new();
    let mut hashes: Vec<(&u64, &Vec<(usize, usize)>)> = index.iter().filter(|(_, places)| places.len() > 1).collect();
    hashes.sort_by_key(|(_, places)| places.first().copied());
    for (_, places) in hashes {
        let places = &places[..places.len().min(MOST_PLACES)];
        for (i, &(a, from_a)) in places.iter().enumerate() {
            for &(b, from_b) in &places[i + 1..] {
                if texts[a].student == texts[b].student {
                    continue;
                }
                let shift = from_b.cast_signed() - from_a.cast_signed();
                let known = covered.entry((a, b)).or_default();
                if known.iter().any(|(range, by)| *by == shift && range.contains(&from_a)) {
                    continue;
                }
                let Some((in_a, in_b)) = longest(&words[a], from_a, &words[b], from_b) else { continue };
                known.push((in_a.clone(), shift));
                if in_a.len() >= SHORTEST {
                    let key: Vec<u64> = words[a][in_a.clone()].iter().map(|word| word.folded).collect();
                    groups.entry(key).or_default().extend([(a, in_a.start), (b, in_b.start)]);
                }
            }
        }
    }
    let mut passages: Vec<Passage> =
        groups.into_iter().map(|(key, places)| passage(key.len(), &places, texts, &words)).collect();
    passages.sort_by(|a, b| {
        b.words.cmp(&a.words).then_with(|| a.places.first().map(first).cmp(&b.places.first().map(first)))
    });
    passages
}

fn first(place: &(usize, Range<usize>)) -> (usize, usize) {
    (place.0, place.1.start)
}

/// One place a student: whoever repeats it is not two.
fn passage(length: usize, places: &BTreeSet<(usize, usize)>, texts: &[Text], words: &[Vec<Word>]) -> Passage {
    let mut seen = BTreeSet::new();
    let kept = places.iter().filter(|(at, _)| seen.insert(texts[*at].student));
    let bytes = |&(at, from): &(usize, usize)| {
        let run = &words[at][from..from + length];
        let range = run.first().zip(run.last()).map_or(0..0, |(first, last)| first.bytes.start..last.bytes.end);
        (at, range)
    };
    Passage { words: length, places: kept.map(bytes).collect() }
}

/// The longest run that is equal around two places; `None` where the words there differ, whatever their hash.
fn longest(a: &[Word], from_a: usize, b: &[Word], from_b: usize) -> Option<(Range<usize>, Range<usize>)> {
    let is_same = |at: (usize, usize)| a.get(at.0).zip(b.get(at.1)).is_some_and(|(a, b)| a.folded == b.folded);
    let after = (0..).take_while(|&by| is_same((from_a + by, from_b + by))).count();
    let before = (1..=from_a.min(from_b)).take_while(|&by| is_same((from_a - by, from_b - by))).count();
    (after > 0).then(|| (from_a - before..from_a + after, from_b - before..from_b + after))
}

/// The smallest hash of each window and where its run begins, each once.
fn fingerprints(words: &[Word]) -> Vec<(u64, usize)> {
    let hashes: Vec<u64> = words
        .windows(GRAM)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            run.iter().for_each(|word| word.folded.hash(&mut hasher));
            hasher.finish()
        })
        .collect();
    let mut kept: Vec<(u64, usize)> = Vec::new();
    for from in 0..(hashes.len() + 1).saturating_sub(WINDOW).max(usize::from(!hashes.is_empty())) {
        let window = &hashes[from..(from + WINDOW).min(hashes.len())];
        // The last of equals, so that a word that is repeated for ever does not give a fingerprint a place.
        let smallest = window.iter().enumerate().min_by_key(|(at, hash)| (**hash, usize::MAX - at));
        if let Some((at, hash)) = smallest
            && kept.last() != Some(&(*hash, from + at))
        {
            kept.push((*hash, from + at));
        }
    }
    kept
}

/// Words without case, accents and punctuation. Scripts that are written without spaces are taken sign by sign.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut open: Option<(usize, usize, String)> = None;
    let mut close = |open: &mut Option<(usize, usize, String)>| {
        if let Some((from, to, letters)) = open.take() {
            let folded: String = letters.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)).collect();
            let mut hasher = DefaultHasher::new();
            folded.hash(&mut hasher);
            words.push(Word { folded: hasher.finish(), bytes: from..to });
        }
        words.len() < MOST_WORDS
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

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: &str =
        "She told me that a queue is a promise and that every promise wants somebody who keeps it in the end";

    fn texts(all: &[(usize, &str)]) -> Vec<Text> {
        all.iter().map(|&(student, text)| Text { student, text: text.to_owned() }).collect()
    }

    fn told(all: &[(usize, &str)]) -> Vec<(usize, Vec<String>)> {
        let texts = texts(all);
        let words = |(at, range): &(usize, Range<usize>)| texts[*at].text[range.clone()].to_owned();
        shared(&texts).iter().map(|passage| (passage.words, passage.places.iter().map(words).collect())).collect()
    }

    #[test]
    fn a_shared_passage_is_found_whole_wherever_it_stands() {
        let other = format!("Before it there was tea. {}! And behind it cake.", ODD.to_uppercase().replace(' ', ",\n"));
        let found =
            told(&[(0, ODD), (1, &other), (2, "Nothing of the kind was ever said to me by anybody in that house")]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].1[0].as_str()), (21, ODD));
        assert!(found[0].1[1].starts_with("SHE,\nTOLD") && found[0].1[1].ends_with("END"), "{found:?}");
    }

    #[test]
    fn a_run_of_the_shortest_length_is_never_missed_and_a_shorter_one_never_told() {
        let words: Vec<&str> = ODD.split(' ').collect();
        for length in 1..=words.len() {
            for shift in 0..6 {
                let around: String = (0..shift).map(|n| format!("left{n} ")).collect();
                let other = format!("{around}{} right of it stands something else", words[..length].join(" "));
                let found = told(&[(0, ODD), (1, &other)]);
                assert_eq!(
                    found.len(),
                    usize::from(length >= SHORTEST),
                    "{length} words, {shift} before them: {found:?}"
                );
            }
        }
    }

    #[test]
    fn one_student_is_not_compared_with_themselves_and_several_share_one_passage() {
        assert_eq!(told(&[(0, ODD), (0, ODD)]), []);
        let found = told(&[(0, ODD), (1, ODD), (0, ODD), (2, ODD)]);
        assert_eq!(found.iter().map(|(words, places)| (*words, places.len())).collect::<Vec<_>>(), [(21, 3)]);
    }

    #[test]
    fn accents_and_scripts_are_compared_too() {
        let plain = "Cafe und Ubung am Abend mit Freunden aus der alten Zeit in Gottingen und Munchen";
        let accents = "Café und Übung am Abend mit Freunden aus der alten Zeit in Göttingen und München";
        assert_eq!(told(&[(0, plain), (1, accents)])[0].0, 15);
        let signs = "我从她那里学到了排队的意义以及如何遵守承诺";
        assert_eq!(told(&[(0, signs), (1, &format!("今天{signs}。谢谢"))])[0].0, signs.chars().count());
    }

    #[test]
    fn texts_that_repeat_themselves_take_no_time_to_speak_of() {
        let same = "word ".repeat(200_000);
        let found = told(&[(0, &same), (1, &same), (2, &same)]);
        assert!(!found.is_empty() && found.len() < 100, "{}", found.len());
        assert_eq!(shared(&texts(&[(0, ""), (1, "a"), (2, "'"), (3, "\u{301}")])), []);
    }
}
