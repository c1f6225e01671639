//! What a commit hook costs, against what Git itself takes to say which files are staged.
//!
//! `cargo bench --bench staged` stages one note in repositories of several sizes, and times `lint --staged` in turn with
//! `git diff --cached --name-only`. It prints the ratio of the medians. Nothing is asserted: a figure is for people.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{median, note, run};

const RUNS: usize = 201;

fn main() {
    println!("                                          lint --staged   git diff --cached   ratio");
    measure("10 notes", 10, 0, false);
    measure("10 notes, 10,000 other files", 10, 10_000, false);
    measure("10 notes, 10,000 other files, packed", 10, 10_000, true);
    measure("10,000 notes", 10_000, 0, false);
    measure("10,000 notes, packed", 10_000, 0, true);
}

/// One repository: `notes` and `others` are committed, and one note more is staged.
fn measure(name: &str, notes: usize, others: usize, packed: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let fill = |kind: &str, ending: &str, count: usize| {
        for number in 0..count {
            let place = root.join(format!("{kind}/g{}", number / 100));
            std::fs::create_dir_all(&place).expect("a folder");
            std::fs::write(place.join(format!("n{number}.{ending}")), note(number)).expect("a file");
        }
    };
    fill("networking", "md", notes);
    fill("src", "txt", others);
    git(root, &["init", "-q", "."]);
    git(root, &["add", "."]);
    git(root, &["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "start"]);
    if packed {
        git(root, &["gc", "-q"]);
    }
    std::fs::write(root.join("networking/new.md"), note(1_000_001)).expect("a note");
    git(root, &["add", "."]);

    let ours = || {
        let mut lint = Command::new(env!("CARGO_BIN_EXE_coffeechat"));
        run(lint.args(["lint", "--staged", "--today", "2026-11-23"]).current_dir(root), false).0
    };
    let theirs = || run(Command::new("git").args(["diff", "--cached", "--name-only"]).current_dir(root), false).0;
    ours();
    theirs();
    let runs = if notes > 1_000 { RUNS / 10 } else { RUNS };
    let (times, floors): (Vec<_>, Vec<_>) = (0..runs).map(|_| (ours(), theirs())).unzip();
    let (time, floor) = (median(times).as_secs_f64() * 1e3, median(floors).as_secs_f64() * 1e3);
    println!("{name:<40}  {time:10.2} ms  {floor:15.2} ms  {:6.2}", time / floor);
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git").args(arguments).current_dir(folder).status().expect("git");
    assert!(status.success(), "git {arguments:?}");
}
