//! A part of a class, for work on several machines.

use std::ops::Range;

/// The I-th of N parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    of: usize,
}

impl Shard {
    /// The `index`-th of `of` parts; `None` where there is no such part.
    pub fn new(index: usize, of: usize) -> Option<Self> {
        (1..=of).contains(&index).then_some(Self { index, of })
    }

    /// Which, from 1.
    pub fn index(self) -> usize {
        self.index
    }

    /// Of how many.
    pub fn of(self) -> usize {
        self.of
    }

    /// Reads `2/4`.
    ///
    /// # Errors
    /// A sentence, where it names no part.
    pub fn parse(text: &str) -> Result<Self, String> {
        let part = text.split_once('/').and_then(|(index, of)| Self::new(index.parse().ok()?, of.parse().ok()?));
        part.ok_or_else(|| {
            format!("`{text}` names no part. Write the second of four parts as 2/4; the first one is 1/4.")
        })
    }

    /// Which of `count` rows belong to it. The parts lie one behind the other, so that their reports joined are the whole.
    pub fn range(self, count: usize) -> Range<usize> {
        let bound = |part: usize| (count as u128 * part as u128 / self.of as u128) as usize;
        bound(self.index - 1)..bound(self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_whole() {
        for (count, of) in [(0, 1), (1, 3), (7, 3), (300, 7), (3, 8)] {
            let parts = (1..=of).map(|index| Shard::parse(&format!("{index}/{of}")).expect("a part"));
            let rows: Vec<usize> = parts.flat_map(|part| part.range(count)).collect();
            assert_eq!(rows, (0..count).collect::<Vec<_>>());
        }
        let huge = Shard::parse(&format!("1/{}", usize::MAX)).expect("a part");
        assert_eq!(huge.range(5), 0..0);
    }

    #[test]
    fn what_is_no_part_is_said() {
        for text in ["", "0/3", "4/3", "1", "1/0", "-1/3", "a/b", "1/3/5"] {
            assert!(Shard::parse(text).is_err(), "{text}");
        }
    }
}
