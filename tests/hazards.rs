//! Hazards of `SECURITY.md` that belong to no command: what a journal names is not started, and nothing is written that was not asked for.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::bounded::{coffeechat, with};
use common::cannot;
use common::hostile::{CLASSMATE, Hostile, OUTSIDE, borrowed, damaged, make, programs};

/// The formats of `lint`.
const FORMATS: [&str; 10] =
    ["full", "concise", "narrated", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

/// A class whose journals name programs, and a folder with traps of their names.
fn named(root: &Path) -> (Hostile, PathBuf) {
    let mut class = Hostile::new(root);
    programs::add(&mut class);
    let traps = programs::traps(root, &class.canary);
    (class, traps)
}

/// The journal of the class with a working tree in which programs are named.
fn journal(class: &Hostile) -> PathBuf {
    let is_it = |name: &&std::ffi::OsString| name.to_string_lossy().ends_with("-programs");
    class.class.join(class.expected.keys().find(is_it).expect("the journal"))
}

#[test]
fn no_command_starts_what_a_journal_names() {
    let root = tempfile::tempdir().expect("a folder");
    let (class, traps) = named(root.path());
    let folder = journal(&class);
    // Staged and unstaged, so that whoever compares has to read through the filters.
    let note = std::fs::read_to_string(folder.join("networking/mei.md")).expect("the note");
    std::fs::write(folder.join("networking/bo.md"), note.replace("level: 1", "levle: 1")).expect("a note");
    let repository = git2::Repository::open(&folder).expect("the repository");
    let mut index = repository.index().expect("an index");
    index.add_path(Path::new("networking/bo.md")).and_then(|()| index.write()).expect("a staged note");
    let mut all: Vec<Vec<&str>> = vec![
        vec!["lint", "networking/mei.md"],
        vec!["lint", "-"],
        vec!["lint", "--staged"],
        vec!["lint", "--since", "HEAD"],
        vec!["lint", "--diff", "--unsafe-fixes"],
        vec!["lint", "--statistics"],
        vec!["lint", "--verbose"],
        vec!["status"],
        vec!["questions", "--level", "1"],
        vec!["explain", "missing-takeaway"],
        vec!["hook", "status"],
        vec!["adopt", "networking/mei.md"],
        vec!["outreach", "networking/bo.md"],
        vec!["mark", "networking/bo.md", "followed-up"],
        vec!["new", "--level", "1", "--contact", "Cy"],
        vec!["lint", "--fix", "--unsafe-fixes"],
    ];
    all.extend(FORMATS.map(|format| vec!["lint", "--staged", "--format", format]));
    all.extend(FORMATS.map(|format| vec!["lint", "--format", format]));
    for arguments in &all {
        let seen = coffeechat(&folder, Some(&traps), arguments);
        assert!(matches!(seen.code, 0..=2) && !seen.said().contains("Usage:"), "{arguments:?}: {}", seen.said());
        assert!(!class.canary.exists(), "{arguments:?} started a program");
    }
    let above = folder.parent().expect("the class");
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    for (arguments, word) in [(["cohort", "check", "."], name.as_str()), (["cohort", "compare", "."], "journals")] {
        let seen = coffeechat(above, Some(&traps), &arguments);
        assert!(matches!(seen.code, 0 | 2) && seen.text().contains(word), "{arguments:?}: {}", seen.said());
        assert!(!class.canary.exists(), "{arguments:?} started a program");
    }
    // A test of the test: the traps are traps.
    let seen = Command::new(traps.join("git")).status().expect("a trap");
    assert!(seen.success() && class.canary.exists());
}

/// What `strace` saw of a run: the calls that start a program or a process, or that would reach a network.
fn trace(folder: &Path, arguments: &[&str]) -> Option<Vec<String>> {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let seen = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=execve,execveat,fork,vfork,clone,clone3,socket,connect", "-o"])
        .arg(log.path())
        .arg(common::binary())
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("RAYON_NUM_THREADS", "2")
        .output();
    if !seen.is_ok_and(|seen| matches!(seen.status.code(), Some(0..=2))) {
        return None;
    }
    let text = std::fs::read_to_string(log.path()).expect("a trace");
    let lines = text.lines().filter(|line| line.contains('(') && !line.contains("CLONE_THREAD"));
    // A thread that ends with its process has begun no call that could be named.
    let is_call = |line: &&str| !line.contains(" resumed>") && !line.contains(" ???(");
    let lines: Vec<String> = lines.filter(is_call).map(str::to_owned).collect();
    (!lines.is_empty()).then_some(lines)
}

#[test]
fn a_run_is_one_process_that_connects_to_nobody() {
    let root = tempfile::tempdir().expect("a folder");
    let (class, _) = named(root.path());
    let folder = journal(&class);
    let above = folder.parent().expect("the class");
    for (folder, arguments) in [
        (folder.as_path(), vec!["lint"]),
        (&folder, vec!["lint", "--staged"]),
        (&folder, vec!["lint", "--since", "HEAD"]),
        (&folder, vec!["status"]),
        (above, vec!["cohort", "check", ".", "--due", "2026-11-29"]),
        (above, vec!["cohort", "compare", "."]),
    ] {
        let Some(calls) = trace(folder, &arguments) else { return cannot("strace is not there, or may not look") };
        assert!(calls.len() == 1 && calls[0].contains("execve("), "{arguments:?}: {calls:#?}");
    }
}

#[test]
fn files_of_gits_own_that_never_end_are_not_read() {
    let root = tempfile::tempdir().expect("a folder");
    let class = Hostile::new(root.path());
    let folder = class.classmate();
    make::sparse(&folder.join(".git/shallow"), 2 << 30);
    for (arguments, code) in [
        (vec!["lint"], 0),
        (vec!["status"], 0),
        (vec!["lint", "--staged"], 2),
        (vec!["lint", "--since", "HEAD"], 2),
        (vec!["hook", "status"], 2),
    ] {
        let seen = coffeechat(&folder, None, &arguments);
        assert_eq!(seen.code, code, "{arguments:?}: {}", seen.said());
        assert!(code == 0 || seen.said().contains("larger than Git ever makes it"), "{arguments:?}: {}", seen.said());
        seen.held_less_than(128 << 10);
    }
}

/// The same without anything that a shell usually sets, and the same bytes.
#[test]
fn nothing_of_the_surroundings_is_needed_and_nothing_is_left_in_them() {
    let root = tempfile::tempdir().expect("a folder");
    let mut class = Hostile::new(root.path());
    common::hostile::dates::add(&mut class);
    let place = root.path().canonicalize().expect("a real path");
    let (home, temporary) = (place.join("home"), place.join("temporary"));
    for folder in [&home, &temporary] {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    let before = make::pictured(&place);
    let fine = place.join("class/000-fine");
    let many: Vec<_> =
        ["HOME", "TMPDIR"].into_iter().zip([&home, &temporary].map(|path| path.display().to_string())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for (folder, arguments) in [
        (fine.as_path(), vec!["lint", "--format", "concise"]),
        (&fine, vec!["lint", "--format", "json"]),
        (&fine, vec!["status"]),
        (&place, vec!["cohort", "check", "class", "--due", "2026-11-29", "--format", "table"]),
        (&place, vec!["cohort", "check", "class", "--due", "2026-11-29", "--format", "json"]),
        (&place, vec!["cohort", "check", "class", "--due", "2026-11-29", "--format", "html"]),
        (&place, vec!["cohort", "compare", "class"]),
    ] {
        let usual = with(folder, None, &many, &arguments);
        let bare = Command::new(common::binary())
            .args(&arguments)
            .args(["--today", "2026-11-23"])
            .current_dir(folder)
            .env_clear()
            .env("TZ", "UTC")
            .output()
            .expect("a run");
        assert_eq!(bare.status.code(), Some(usual.code), "{arguments:?}: {}", String::from_utf8_lossy(&bare.stderr));
        let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('…', "...");
        assert_eq!(plain(&bare.stdout), plain(&usual.out), "{arguments:?}");
        assert_eq!(plain(&bare.stderr), plain(&usual.err), "{arguments:?}");
        let after = make::pictured(&place);
        let odd: Vec<_> = after.iter().filter(|(path, is)| before.get(*path) != Some(is)).collect();
        assert!(odd.is_empty() && before.len() == after.len(), "{arguments:?} wrote: {odd:?}");
    }
}

/// Links, borrowed objects and files that name other folders: no letter and no anonymous report has a word of what they lead to.
#[test]
fn no_letter_has_a_word_of_what_a_journal_points_at() {
    let root = tempfile::tempdir().expect("a folder");
    let mut class = Hostile::new(root.path());
    borrowed::add(&mut class);
    damaged::add(&mut class);
    let place = root.path().canonicalize().expect("a real path");
    let seen = coffeechat(&place, None, &["cohort", "check", "class", "--feedback", "letters"]);
    assert_eq!(seen.code, 2, "{}", seen.said());
    let mut letters = 0;
    for (path, _) in make::pictured(&place.join("letters")) {
        let text = std::fs::read_to_string(&path).expect("a letter");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(!text.contains(OUTSIDE) && !text.contains("root:x:0"), "{name}: {text}");
        assert!(!text.contains(CLASSMATE) || name.starts_with("001-classmate"), "{name}: {text}");
        letters += 1;
    }
    assert!(letters > 20, "{letters}");
    for format in ["table", "json", "jsonl", "markdown", "csv", "sarif", "html"] {
        let seen = coffeechat(&place, None, &["cohort", "check", "class", "--anonymous", "--format", format]);
        for word in [OUTSIDE, CLASSMATE, "root:x:0", "001-classmate"] {
            assert!(!seen.text().contains(word) && !seen.said().contains(word), "{format}: {word}");
        }
        let here = place.display().to_string();
        assert!(!seen.text().contains(&here) && !seen.said().contains(&here), "{format}: a path of this machine");
        for name in class.expected.keys().filter_map(|name| name.to_str()) {
            assert!(!seen.text().contains(name) && !seen.said().contains(name), "{format}: {name}");
        }
    }
}
