//! What a commit hook costs: one note is staged in repositories of several sizes, and `lint --staged` is timed against what Git itself takes
//! to say which files are staged.

use std::path::Path;
use std::process::Command;

use super::common::{Row, coffeechat, note, row, run};

const RUNS: usize = 201;

pub fn measure(tell: &dyn Fn(&Row)) {
    tell(&commit("10 notes", 10, 0, false));
    tell(&commit("10 notes, 10,000 other files", 10, 10_000, false));
    tell(&commit("10 notes, 10,000 other files, packed", 10, 10_000, true));
    tell(&commit("10,000 notes", 10_000, 0, false));
    tell(&commit("10,000 notes, packed", 10_000, 0, true));
}

/// One repository: `notes` and `others` are committed, and one note more is staged.
fn commit(what: &str, notes: usize, others: usize, packed: bool) -> Row {
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
    // Git packs in the background after a commit, which would be timed with what follows.
    let quiet = ["-c", "gc.auto=0", "-c", "maintenance.auto=false"];
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    git(root, &[&quiet[..], &who, &["commit", "-qm", "start"]].concat());
    if packed {
        git(root, &["gc", "-q"]);
    }
    std::fs::write(root.join("networking/new.md"), note(1_000_001)).expect("a note");
    git(root, &["add", "."]);

    let ours = |watch| run(coffeechat(root).args(["lint", "--staged", "--today", "2026-11-23"]), watch);
    let theirs = || run(Command::new("git").args(["diff", "--cached", "--name-only"]).current_dir(root), false).0;
    let runs = if notes > 1_000 { RUNS / 10 } else { RUNS };
    row(&format!("lint --staged, {what}"), runs, &ours, Some(("git diff --cached", &theirs)))
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git").args(arguments).current_dir(folder).status().expect("git");
    assert!(status.success(), "git {arguments:?}");
}
