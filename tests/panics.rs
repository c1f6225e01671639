//! A panic of our own is one file's or one journal's failure: it is called an internal error, the rest is there, and what the panic said
//! reaches nobody's terminal.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::Path;

use common::bounded::{Seen, with};
use common::hostile::make;
use common::{cannot, tame};

/// Where in the sources the tests have it panic.
const PLACE: &str = "nternal error (src/io/panics.rs:";

/// A class of three plain folders with a complete note each.
fn class() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for name in ["ada", "bo", "cy"] {
        let folder = root.path().join("class").join(name).join("networking");
        std::fs::create_dir_all(&folder).expect("folders");
        std::fs::write(folder.join("n.md"), make::note("Mei")).expect("a note");
    }
    root
}

/// A run that panics at `at`; `None` where the build cannot be made to. Nothing of the panic's own words is in it.
fn run(folder: &Path, at: &str, arguments: &[&str]) -> Option<Seen> {
    if !cfg!(debug_assertions) || common::another_binary().is_some() {
        cannot("only the binary that was built with the tests can be made to panic, and only in a debug build");
        return None;
    }
    let seen = with(folder, None, &[("COFFEECHAT_PANIC_AT", at), ("RUST_BACKTRACE", "1")], arguments);
    assert_eq!(seen.code, 2, "{arguments:?}: {}", seen.said());
    for text in [seen.text(), seen.said()] {
        tame(&format!("{arguments:?}"), text);
        for word in ["panicked", "provoked", "RUST_BACKTRACE", "stack backtrace"] {
            assert!(!text.contains(word), "{arguments:?}: {text}");
        }
    }
    Some(seen)
}

#[test]
fn a_panic_in_one_journal_is_the_row_of_that_journal() {
    let root = class();
    for format in ["table", "json", "jsonl", "csv", "markdown", "sarif"] {
        let Some(seen) = run(root.path(), "bo", &["cohort", "check", "class", "--format", format]) else { return };
        let both = format!("{}{}", seen.text(), seen.said());
        let both = both.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(both.contains(PLACE) && both.contains("Please report it"), "{format}: {both}");
        if format == "json" {
            let report = seen.json();
            let states: Vec<_> = (0..3).filter_map(|at| report["students"][at]["state"].as_str()).collect();
            assert_eq!(states, ["done", "unreadable", "done"]);
            assert_eq!(report["partial"], true);
        }
    }
}

#[test]
fn a_panic_in_a_note_is_the_failure_of_that_note_and_of_its_journal() {
    let root = class();
    for (folder, inside) in [("class/bo", "networking/n.md"), (".", "class/bo/networking/n.md")] {
        let folder = root.path().join(folder);
        let Some(seen) = run(&folder, inside, &["lint", ".", "--format", "json"]) else { return };
        let report = seen.json();
        let failure = &report["failures"][0];
        assert_eq!(failure["path"], inside);
        assert!(failure["message"].as_str().is_some_and(|text| text.contains(PLACE)), "{report}");
        assert_eq!(report["notes"].as_array().map(Vec::len), Some(if folder.ends_with("bo") { 0 } else { 2 }));
    }
}

#[test]
fn a_panic_leaves_the_other_journals_to_be_compared() {
    let root = class();
    let Some(seen) = run(root.path(), "bo", &["cohort", "compare", "class"]) else { return };
    assert!(seen.said().starts_with(&format!("bo: I{PLACE}")), "{}", seen.said());
    assert!(
        seen.text().contains("ada") && seen.text().contains("cy") && !seen.text().contains("│ bo"),
        "{}",
        seen.text()
    );
}

#[test]
fn a_panic_leaves_the_other_journals_to_be_fetched() {
    let root = class();
    for name in ["ada", "bo", "cy"] {
        make::committed(&root.path().join("served").join(name), true, &[("networking/n.md", &make::note("Mei"))]);
    }
    let served = root.path().join("served").display().to_string();
    let rows: String = ["ada", "bo", "cy"].iter().map(|name| format!("{name},{served}/{name}\n")).collect();
    std::fs::write(root.path().join("class.csv"), format!("student,url\n{rows}")).expect("a roster");
    let arguments = ["cohort", "sync", "class.csv", "--into", "fetched", "--allow-local"];
    let Some(seen) = run(root.path(), "bo", &arguments) else { return };
    let lines: Vec<&str> = seen.text().lines().collect();
    assert!(lines.len() == 3 && lines[0] == "cloned     ada: 1 commit" && lines[2] == "cloned     cy: 1 commit");
    assert!(lines[1].starts_with(&format!("failed     bo: I{PLACE}")), "{}", lines[1]);
    let again = with(root.path(), None, &[], &[&arguments[..], &["--only-failed"]].concat());
    assert_eq!(again.text(), "cloned     bo: 1 commit\n", "{}", again.said());
}

#[test]
fn a_panic_anywhere_else_is_one_sentence() {
    let root = class();
    for command in [vec!["lint"], vec!["cohort", "check", "class"], vec!["rules"]] {
        let Some(seen) = run(root.path(), "run", &command) else { return };
        assert!(seen.text().is_empty());
        assert!(seen.said().starts_with(&format!("coffeechat: i{PLACE}")), "{}", seen.said());
        assert!(seen.said().ends_with("Please report it, with the command that led to it.\n"), "{}", seen.said());
    }
}
