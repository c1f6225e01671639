//! Tells a finding from others, from one run to the next: by the rule, the words of the line, and which of several on equal lines it
//! is. The number of the line is no part of it, so that a line added above changes nothing.

use std::collections::HashMap;

use crate::core::report::NoteReport;
use crate::core::text::LineIndex;

/// One for each finding of a note, in their order; 32 hexadecimal digits, and the same for any folder or day.
pub fn of_findings(note: &NoteReport) -> Vec<String> {
    let text = note.source.as_ref().map_or("", |source| source.text.as_str());
    let index = LineIndex::new(text);
    let mut seen: HashMap<u128, u64> = HashMap::new();
    // A line may be as long as the file, and have very many findings.
    let mut known: HashMap<(&str, usize), u128> = HashMap::new();
    let mut fingerprint = |rule: &'static str, start: usize| {
        let line = index.line_of(start.min(text.len()));
        let hash = *known.entry((rule, line)).or_insert_with(|| {
            let range = index.start_of(line, text)..index.start_of(line + 1, text);
            of(&[rule, text.get(range).unwrap_or_default().trim()])
        });
        let count = seen.entry(hash).or_default();
        *count += 1;
        hex(and(hash, &count.to_string()))
    };
    note.found.iter().map(|found| fingerprint(found.rule, found.span.start)).collect()
}

/// One for these words in this order.
pub fn of_words(words: &[&str]) -> String {
    hex(of(words))
}

fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}

/// FNV-1a with 128 bits: the same on every machine and in every version, which the standard library does not promise of its own.
fn of(words: &[&str]) -> u128 {
    words.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, word| and(hash, word))
}

/// The hash of what `hash` is of, and a further word.
fn and(hash: u128, word: &str) -> u128 {
    // A byte that is in no text ends each word, so that `ab`, `c` is not `a`, `bc`.
    let bytes = word.bytes().chain([0xff]);
    bytes.fold(hash, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b))
}
