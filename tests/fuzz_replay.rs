//! The targets of `fuzz/` without a fuzzer: what it grew and what it found is replayed, and for a bounded while each target is given
//! random changes of these inputs, the same ones in every run.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

#[path = "../fuzz/src/targets/mod.rs"]
mod targets;

use targets::{TARGETS, Target};

/// How many changed inputs a target is given; a debug build does them in a second or two.
const CHANGED: usize = 80;

/// Inputs that grow beyond this are cut: the tests of hostile notes look at the large ones.
const LONGEST: usize = 4096;

/// The inputs in a folder, by their names.
fn inputs(folder: &str, name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder).join(name);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        (path.display().to_string(), std::fs::read(&path).expect("an input"))
    };
    let mut inputs: Vec<_> = entries.map(read).collect();
    inputs.sort();
    inputs
}

/// Runs a target, and shows the bytes where it fails.
fn run(name: &str, target: Target, from: &str, bytes: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target(bytes))).is_err() {
        panic!("the target {name} fails for {from}: b\"{}\"", bytes.escape_ascii());
    }
}

/// A small generator of numbers (xorshift), so that every run changes the same bytes.
struct Numbers(u64);

impl Numbers {
    /// A number below `most`, and 0 where there is none.
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap_or_default()
    }

    /// A part of these bytes.
    fn part<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let from = self.below(bytes.len() + 1);
        let length = self.below((bytes.len() - from).min(64) + 1);
        &bytes[from..from + length]
    }

    /// One change: a byte, a part taken out, one doubled, or one of another input put in.
    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(bytes.len() + 1);
        match self.below(5) {
            0 => bytes.insert(at, u8::try_from(self.below(256)).unwrap_or_default()),
            1 => {
                let end = (at + self.below(16)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let part = self.part(bytes).to_vec();
                bytes.splice(at..at, part);
            }
            3 => {
                let marks = b"\n\r\t \"'<>&-=:#[]{}|*_`~;,\xc3\xef\0";
                bytes.insert(at, marks[self.below(marks.len())]);
            }
            _ => {
                let part = self.part(other).to_vec();
                bytes.splice(at..at, part);
            }
        }
        bytes.truncate(LONGEST);
    }
}

#[test]
fn every_input_that_was_grown_or_found_is_well() {
    for (name, target) in TARGETS {
        let corpus = inputs("corpus", name);
        assert!(!corpus.is_empty(), "{name} has inputs");
        target(b"");
        for (from, bytes) in corpus.iter().chain(&inputs("regressions", name)) {
            run(name, target, from, bytes);
        }
    }
}

#[test]
fn every_target_is_well_for_changed_inputs() {
    for (name, target) in TARGETS {
        let inputs = inputs("corpus", name);
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for _ in 0..CHANGED {
            let (from, bytes) = &inputs[numbers.below(inputs.len())];
            let mut bytes = bytes.clone();
            for _ in 0..=numbers.below(6) {
                let other = numbers.below(inputs.len());
                numbers.change(&mut bytes, &inputs[other].1);
            }
            run(name, target, &format!("a change of {from}"), &bytes);
        }
    }
}

#[test]
fn every_target_has_its_file_and_its_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (folder, ending) in [("fuzz_targets", ".rs"), ("corpus", "")] {
        let entries = std::fs::read_dir(root.join(folder)).expect("a folder");
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name().into_string();
        let mut names: Vec<String> = entries.map(|entry| name(entry).expect("a name").replace(ending, "")).collect();
        names.sort();
        assert_eq!(names, TARGETS.map(|(name, _)| name), "{folder}");
    }
}
