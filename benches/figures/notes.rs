//! What the main job costs: 20,000 invented notes of about 1.5 KB in 1,000 folders, against `rg -c ''`, which does nothing but read the
//! same files, and against another linter of Markdown with one rule, where that is installed; and a note alone, against any program.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::common::{Row, coffeechat, note, read_all, row, run};

const FOLDERS: usize = 1_000;
const NOTES: usize = 20;
const RUNS: usize = 11;

pub fn measure(tell: &dyn Fn(&Row)) {
    let journal = tempfile::tempdir().expect("a folder");
    let root = journal.path();
    let bytes = make(root);
    let what = format!("lint, {} notes of {:.1} MB", FOLDERS * NOTES, bytes as f64 / 1e6);
    let lint = |watch| run(coffeechat(root).args(["lint", "--format", "concise", "--today", "2026-11-23"]), watch);
    tell(&row(&what, RUNS, &lint, Some(("rg -c ''", &|| read_all(root)))));
    tell(&row("the same", 3, &lint, Some(("rumdl, one rule", &|| other_linter(root)))));

    let one = |watch| run(coffeechat(root).args(["lint", "networking/g0/n0.md", "--today", "2026-11-23"]), watch);
    let nothing = || run(Command::new("true").current_dir(root), false).0;
    tell(&row("lint, one note", 101, &one, Some(("true", &nothing))));
}

/// The rule of rumdl that asks for headings, and nothing else of it. Zero where it is not installed.
fn other_linter(root: &Path) -> Duration {
    let settings = root.join("rumdl.toml");
    let rule = "[global]\nenable = [\"MD043\"]\n[MD043]\nheadings = [\"*\", \"## Questions\", \"## Notes\", \"*\"]\n";
    std::fs::write(&settings, rule).expect("its settings");
    let mut linter = Command::new("rumdl");
    run(linter.args(["check", "--no-cache", "--config"]).arg(settings).arg(".").current_dir(root), false).0
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
