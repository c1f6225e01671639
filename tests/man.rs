//! The manual pages: one for each command, read by the real `man`, and never written over somebody's file.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use common::transcript::shell;
use common::{Sandbox, cannot};

fn run(sandbox: &Sandbox, command: &str) -> (Option<i32>, String) {
    let seen = shell(&format!("exec 2>&1\n{command}"), &sandbox.work, &sandbox.home).output().expect("a run");
    (seen.status.code(), String::from_utf8(seen.stdout).expect("text"))
}

#[test]
fn every_command_has_a_page_and_a_second_run_changes_nothing() {
    let sandbox = Sandbox::new();
    let folder = sandbox.work.join("man1");
    std::fs::create_dir(&folder).expect("a folder");
    let (code, said) = run(&sandbox, "coffeechat man --into man1");
    let names = || -> Vec<String> {
        let entries = std::fs::read_dir(&folder).expect("the pages");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect();
        names.sort();
        names
    };
    let pages = names();
    assert_eq!((code, said), (Some(0), format!("Wrote {} pages into man1\n", pages.len())));
    for name in ["coffeechat.1", "coffeechat-lint.1", "coffeechat-cohort-sync.1", "coffeechat-hook-install.1"] {
        assert!(pages.iter().any(|page| page == name), "{name} in {pages:?}");
    }
    let printed = run(&sandbox, "coffeechat man cohort sync").1;
    let written = std::fs::read_to_string(folder.join("coffeechat-cohort-sync.1")).expect("a page");
    assert_eq!(printed, written, "printed as it is written");
    assert_eq!(run(&sandbox, "coffeechat man --into man1").0, Some(0));
    assert_eq!(names(), pages);
    // An older page of ours is replaced, and nothing else is.
    let page = folder.join("coffeechat.1");
    let now = std::fs::read_to_string(&page).expect("a page");
    std::fs::write(&page, format!("{now}.\\\" older\n")).expect("an older page");
    assert_eq!(run(&sandbox, "coffeechat man --into man1").0, Some(0));
    assert_eq!(std::fs::read_to_string(&page).expect("a page"), now);
    std::fs::write(&page, "My own page.\n").expect("somebody's file");
    let (code, said) = run(&sandbox, "coffeechat man --into man1");
    assert!(code == Some(2) && said.contains("is no page of coffeechat"), "{said}");
    assert_eq!(std::fs::read_to_string(&page).expect("a page"), "My own page.\n");
}

#[test]
fn the_real_man_reads_every_page_without_a_warning() {
    let sandbox = Sandbox::new();
    if run(&sandbox, "command -v man && command -v groff").0 != Some(0) {
        return cannot("man or groff is not installed");
    }
    let seen = run(
        &sandbox,
        "mkdir man1 && coffeechat man --into man1 > /dev/null && for page in man1/*; do LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l $page 2>&1 >/dev/null; done",
    );
    assert_eq!(seen, (Some(0), String::new()));
    let (_, page) = run(&sandbox, "MANWIDTH=80 man -E UTF-8 -l man1/coffeechat-lint.1 | col -bx");
    for part in [
        "NAME\n",
        "coffeechat-lint - Check notes",
        "EXAMPLES\n",
        "coffeechat lint --fix",
        "--unsafe-fixes",
        "EXIT STATUS\n",
    ] {
        assert!(page.contains(part), "{part:?} in {page}");
    }
}

#[test]
fn what_is_no_command_has_no_page() {
    let sandbox = Sandbox::new();
    let (code, said) = run(&sandbox, "coffeechat man cohort snyc");
    assert!(code == Some(2) && said.contains("there is no command `cohort snyc`"), "{said}");
    let (code, said) = run(&sandbox, "touch file && coffeechat man --into file/below");
    assert!(code == Some(2) && said.contains("file"), "{said}");
    let (code, said) = run(&sandbox, "coffeechat man --into share/man/man1 && ls share/man/man1/coffeechat.1");
    assert_eq!(code, Some(0), "a folder that is not there yet is made: {said}");
}
