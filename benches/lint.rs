//! The size and the speed of the main job, against a floor in the same run.
//!
//! `cargo bench --bench lint` makes 20,000 invented notes of about 1.5 KB in 1,000 folders, then times `lint` over them in
//! turn with `rg -c ''`, which does nothing but read the same files. It prints the ratio of the medians and the peak memory.
//! Nothing is asserted: a figure is for people.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{median, note, run};

const FOLDERS: usize = 1_000;
const NOTES: usize = 20;
const RUNS: usize = 11;

fn main() {
    let journal = tempfile::tempdir().expect("a folder");
    let bytes = make(journal.path());
    println!("{} notes in {FOLDERS} folders, {:.1} MB", FOLDERS * NOTES, bytes as f64 / 1e6);

    let binary = env!("CARGO_BIN_EXE_coffeechat");
    let lint = |watch| {
        run(
            Command::new(binary)
                .args(["lint", "--format", "concise", "--today", "2026-11-23"])
                .current_dir(journal.path()),
            watch,
        )
    };
    let floor = || run(Command::new("rg").args(["-c", "", "--no-ignore"]).current_dir(journal.path()), false);
    // The first run of each fills the system's caches.
    let (_, memory) = lint(true);
    if floor().0.is_zero() {
        println!("rg is not installed: no floor to compare with");
        return;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(lint(false).0);
        theirs.push(floor().0);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("lint        {:6.0} ms, peak {memory} MB", ours.as_secs_f64() * 1e3);
    println!("rg -c ''    {:6.0} ms", theirs.as_secs_f64() * 1e3);
    println!("ratio       {:6.2}", ours.as_secs_f64() / theirs.as_secs_f64());

    let one = journal.path().join("networking/g0/n0.md");
    let single: Vec<_> = (0..101)
        .map(|_| run(Command::new(binary).arg("lint").arg(&one).current_dir(journal.path()), false).0)
        .collect();
    let nothing: Vec<_> = (0..101).map(|_| run(Command::new("true").current_dir(journal.path()), false).0).collect();
    println!(
        "one note    {:6.2} ms (starting any program: {:.2} ms)",
        median(single).as_secs_f64() * 1e3,
        median(nothing).as_secs_f64() * 1e3
    );
}

/// Notes that differ, most of them complete, some open, some with a mistake. Gives their size in bytes.
fn make(journal: &Path) -> usize {
    let mut bytes = 0;
    for folder in 0..FOLDERS {
        let place = journal.join(format!("networking/g{folder}"));
        std::fs::create_dir_all(&place).expect("a folder");
        for number in 0..NOTES {
            let text = note(folder * NOTES + number);
            bytes += text.len();
            std::fs::write(place.join(format!("n{number}.md")), text).expect("a note");
        }
    }
    std::fs::write(journal.join("coffeechat.toml"), "").expect("a configuration");
    bytes
}
