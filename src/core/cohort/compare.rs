//! Passages that several students share, by winnowing.
//!
//! Every run of [`GRAM`] words is hashed, and of each window of [`WINDOW`] hashes in a row the smallest is kept, the last of equals: Schleimer,
//! Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003. So a shared run of `GRAM + WINDOW - 1` words
//! is always found, one shorter than `GRAM` never, and moving it about changes nothing. What is found is then compared word by word and made
//! as long as it is, over a word or two that were changed: no passage is told for its hash alone. As in the paper, what very many share is
//! taken for something that was given to all; it is told once, and apart.
//!
//! Kept libraries compare two files of source code, or estimate how alike whole documents are; neither gives the passages of a class.

use std::collections::HashSet;
use std::ops::Range;

use self::runs::Index;
use super::told::Told;

mod common;
mod passages;
mod runs;
mod words;

pub use self::words::first as first_words;

/// How many words a run has that is hashed: the shortest that can be told.
pub const GRAM: usize = 8;
/// How many hashes are in a window.
pub const WINDOW: usize = 5;
/// The shortest passage that is told, in words. A run of this length is never missed where few share it; what more than two dozen have is
/// compared with the next ones only.
pub const SHORTEST: usize = GRAM + WINDOW - 1;
/// From how many students on a passage may be something that was given to all; it is, where more than a third of them have it.
pub const MANY: usize = 5;

/// The most words of one student that are looked at, some thirty pages, and of a class.
const MOST_OF_ONE: usize = 10_000;
const MOST_IN_ALL: usize = 5_000_000;

/// A text of a student's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Whose, by a number: texts of one student are not compared with each other. They stand one behind the other.
    pub student: usize,
    /// The words.
    pub told: Told,
}

/// A passage that stands in texts of several students.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// How many words are shared: the fewest that one of the places has with another, and the most.
    pub words: (usize, usize),
    /// Where it stands: the place of a text among all, and the bytes of it; one place a student, in the order of the texts.
    pub places: Vec<(usize, Range<usize>)>,
}

/// What texts share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared {
    /// Passages by the texts that share them, in the order of the first one's words; those that share most come first.
    pub alike: Vec<Vec<Passage>>,
    /// Passages that very many have, the longest first.
    pub common: Vec<Passage>,
    /// Whether there was more than could be looked at.
    pub is_cut: bool,
}

/// The passages that texts of different students share, among as many students as were looked at.
pub fn shared(texts: &[Text], students: usize) -> Shared {
    let (mut words, mut is_cut) = (Vec::with_capacity(texts.len()), false);
    for texts in texts.chunk_by(|a, b| a.student == b.student) {
        let mut left = MOST_OF_ONE.min(MOST_IN_ALL / students.max(1));
        for text in texts {
            is_cut |= words::has_more(&text.told, left);
            words.push(words::words(&text.told, left));
            left -= words.last().map_or(0, Vec::len);
        }
    }
    let is_common = |count: usize| count >= MANY && count * 3 > students;
    let common = common::mark(texts, &mut words, is_common);
    let (runs, has_more) = Index::of(texts, &words).runs(texts, &words);
    let covers = |passage: &Passage| passage.places.iter().map(|(at, _)| texts[*at].student).collect::<HashSet<_>>();
    let common = passages::of(&common, texts, &words).into_iter().filter(|passage| is_common(covers(passage).len()));
    Shared {
        alike: passages::grouped(passages::of(&runs, texts, &words)),
        common: common.collect(),
        is_cut: is_cut || has_more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: &str =
        "She told me that a queue is a promise and that every promise wants somebody who keeps it in the end";

    fn texts(all: &[(usize, &str)]) -> Vec<Text> {
        all.iter().map(|&(student, text)| Text { student, told: Told::whole(text) }).collect()
    }

    /// How many words each passage has, and what they are in each place.
    fn told(all: &[(usize, &str)]) -> Vec<(usize, Vec<String>)> {
        let texts = texts(all);
        let words = |(at, range): &(usize, Range<usize>)| texts[*at].told.text[range.clone()].to_owned();
        let found = shared(&texts, all.len()).alike.into_iter().flatten();
        found.map(|passage| (passage.words.1, passage.places.iter().map(words).collect())).collect()
    }

    /// Words that no other call gives.
    fn own(seed: usize, count: usize) -> String {
        (0..count).map(|at| format!("own{seed}x{at}")).collect::<Vec<_>>().join(" ")
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
    fn words_around_a_quotation_are_no_neighbours() {
        let parted = ODD.replacen(" and that", " “as she said” and that", 1);
        assert_eq!(told(&[(0, ODD), (1, &parted)]).len(), 1, "nine words before it, twelve behind it");
        assert_eq!(told(&[(0, &parted), (1, &parted)])[0].0, 12);
        assert_eq!(told(&[(0, &format!("\"{ODD}\"")), (1, &format!("„{ODD}“"))]), []);
    }

    #[test]
    fn one_student_is_not_compared_with_themselves_and_several_share_one_passage() {
        assert_eq!(told(&[(0, ODD), (0, ODD)]), []);
        let found = told(&[(0, ODD), (1, ODD), (0, ODD), (2, ODD)]);
        assert_eq!(found.iter().map(|(words, places)| (*words, places.len())).collect::<Vec<_>>(), [(21, 3)]);
    }

    #[test]
    fn what_overlaps_is_told_once_and_what_two_texts_share_stands_together() {
        // Three that differ in a word each: every pair shares other runs.
        let words: Vec<String> = (0..60).map(|at| format!("w{at}")).collect();
        let with = |at: usize| {
            let mut words = words.clone();
            words[at] = "changed".to_owned();
            words.join(" ")
        };
        let found = told(&[(0, &with(14)), (1, &with(30)), (2, &with(44))]);
        assert!(found.len() == 1 && found[0].1.len() == 3, "{found:#?}");
        assert!(found[0].0 == 58 && found[0].1[0].ends_with("w59"), "all but two words are the same: {found:#?}");
        let (first, second) = (own(1, 20), own(2, 30));
        let texts = texts(&[(0, &format!("{first} a {second}")), (1, &format!("{second} b {first}"))]);
        let found = shared(&texts, 2).alike;
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2]);
        assert_eq!(found[0][0].words, (20, 20), "in the order of the first text");
    }

    #[test]
    fn what_very_many_share_is_told_apart_and_hides_nothing() {
        let given = own(0, 40);
        let note = |seed: usize| format!("{} {given} {}", own(seed, 30), own(seed + 100, 30));
        let mut all: Vec<String> = (1..=30).map(note).collect();
        all[7] = format!("{given} {ODD}");
        all[19] = format!("{given} {ODD}");
        let all: Vec<(usize, &str)> = all.iter().map(String::as_str).enumerate().collect();
        let found = shared(&texts(&all), 30);
        let common: Vec<_> = found.common.iter().map(|passage| (passage.words, passage.places.len())).collect();
        assert_eq!(common, [((40, 40), 30)]);
        let alike: Vec<_> =
            found.alike.iter().flatten().map(|passage| (passage.words.1, passage.places[1].0)).collect();
        assert_eq!(alike, [(21, 19)]);
    }

    #[test]
    fn accents_and_scripts_are_compared_too() {
        let plain = "Cafe und Ubung am Abend mit Freunden aus der alten Zeit in Gottingen und Munchen";
        let accents = "Café und Übung am Abend mit Freunden aus der alten Zeit in Göttingen und München";
        assert_eq!(told(&[(0, plain), (1, accents)])[0].0, 15);
        let signs = "我从她那里学到了排队的意义以及如何遵守承诺";
        assert_eq!(told(&[(0, signs), (1, &format!("今天{signs}。谢谢"))])[0].0, signs.chars().count());
        assert_eq!(first_words("one, two: three", 2), (8, 1));
        assert_eq!(first_words("我从 她", 2), ("我从".len(), 1));
        assert_eq!(first_words("one", 2), (3, 0));
    }

    #[test]
    fn texts_that_repeat_themselves_take_no_time_to_speak_of() {
        let same = "word ".repeat(200_000);
        let found = told(&[(0, &same), (1, &same), (2, &same)]);
        assert!(!found.is_empty() && found.len() < 100, "{}", found.len());
        assert_eq!(told(&[(0, ""), (1, "a"), (2, "'"), (3, "\u{301}")]), []);
    }

    #[test]
    fn three_hundred_that_were_made_from_one_text_are_told_in_few_passages() {
        let given: Vec<String> = (0..200).map(|at| format!("w{at}")).collect();
        let note = |seed: usize| {
            let mut words = given.clone();
            for by in 0..4 {
                words[(seed * 37 + by * 53) % 200] = format!("own{seed}");
            }
            words.join(" ")
        };
        for (all, given_to) in [(300, 300), (300, 90), (30, 9)] {
            let notes: Vec<String> =
                (0..all).map(|seed| if seed < given_to { note(seed) } else { own(seed, 200) }).collect();
            let texts = texts(&notes.iter().map(String::as_str).enumerate().collect::<Vec<_>>());
            let found = shared(&texts, all);
            let count = found.alike.iter().flatten().count();
            assert!(count < 40 && count + found.common.len() > 0 && !found.is_cut, "{given_to} of {all}: {count}");
        }
    }
}
