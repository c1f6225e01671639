//! Files that are no notes, or have odd names, or lie where no path reaches: each is said for what it is, and the others are done.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use common::bounded::{Seen, coffeechat};
use common::cannot;
use common::hostile::make;

/// A journal with one note that is fine.
fn journal() -> (tempfile::TempDir, PathBuf) {
    let root = tempfile::tempdir().expect("a folder");
    let place = root.path().join("networking");
    make::overwrite(&place.join("mei.md"), make::note("Mei").as_bytes());
    (root, place)
}

fn run(root: &tempfile::TempDir, arguments: &[&str]) -> Seen {
    coffeechat(root.path(), None, arguments)
}

/// What `concise` says of a note; without the closing lines.
fn lines(seen: &Seen) -> Vec<String> {
    seen.text().lines().filter(|line| line.contains(".md:")).map(str::to_owned).collect()
}

#[test]
fn what_is_no_file_is_passed_over_in_a_walk_and_refused_by_name_and_never_waited_for() {
    let (root, place) = journal();
    let _socket = std::os::unix::net::UnixListener::bind(place.join("socket.md")).expect("a socket");
    make::pipe(&place.join("pipe.md"));
    std::fs::create_dir(place.join("folder.md")).expect("a folder");
    let seen = run(&root, &["lint", "--verbose"]);
    assert_eq!(seen.code, 0, "{}", seen.said());
    for name in ["socket.md", "pipe.md"] {
        let told = seen.said().lines().find(|line| line.contains(name)).unwrap_or_default();
        assert!(told.contains("not a regular file"), "{name}: {}", seen.said());
    }
    let odd = ["networking/socket.md", "networking/pipe.md", "/dev/zero", "/dev/null"];
    for name in odd {
        for command in [
            vec!["lint", name],
            vec!["mark", name, "talked"],
            vec!["adopt", name],
            vec!["outreach", name],
            vec!["lint", "--activity", name],
            vec!["cohort", "check", ".", "--roster", name],
            vec!["cohort", "check", ".", "--baseline", name],
            vec!["cohort", "check", ".", "--anonymous", "--key", name],
            vec!["cohort", "merge", name],
            vec!["cohort", "sync", name, "--into", "class"],
        ] {
            let seen = run(&root, &command);
            assert!(seen.code == 2 && !seen.said().is_empty(), "{command:?}: {} {}", seen.code, seen.said());
            seen.held_less_than(64 << 10);
        }
    }
}

#[test]
fn a_fix_never_touches_what_is_no_text() {
    let (root, place) = journal();
    let texts: [(&str, &[u8]); 3] = [
        ("latin.md", b"---\nlevle: 1\ncontact: Caf\xe9\nstatus: talked\n---\n"),
        ("wide.md", b"\xff\xfe-\0-\0-\0\n\0l\0e\0v\0l\0e\0:\0 \x001\0\n\0"),
        ("nul.md", b"---\nlevle: 1\ncontact: \0\nstatus: talked\n---\n"),
    ];
    for (name, bytes) in texts {
        std::fs::write(place.join(name), bytes).expect("a note");
    }
    let seen = run(&root, &["lint", "--fix", "--unsafe-fixes"]);
    assert_eq!(seen.code, 1, "{}", seen.said());
    for (name, bytes) in texts {
        assert_eq!(std::fs::read(place.join(name)).expect("the note"), bytes, "{name}");
    }
}

#[test]
fn a_place_is_the_same_whatever_ends_a_line() {
    let (root, place) = journal();
    let text = "---\nlevel: 1\ncontact: Ada\nstatus: planned\nchannel: 魚\n---\n";
    let ends = [("unix", "\n"), ("windows", "\r\n"), ("old", "\r")];
    for (name, end) in ends {
        std::fs::write(place.join(format!("{name}.md")), format!("\u{feff}{}", text.replace('\n', end)))
            .expect("a note");
    }
    let seen = run(&root, &["lint", "--format", "concise", "--only", "invalid-channel"]);
    let mut expected = ends.map(|(name, _)| {
        format!("networking/{name}.md:5:10: warning: `魚` is not a channel that is known [invalid-channel]")
    });
    expected.sort();
    assert_eq!(lines(&seen), expected);
}

#[test]
fn names_that_differ_by_case_alone_are_told() {
    let (root, place) = journal();
    std::fs::write(place.join("Mei.md"), make::note("Bo")).expect("a note");
    let count = std::fs::read_dir(&place).expect("the notes").count();
    if count < 2 {
        return cannot("the file system does not tell case apart");
    }
    let seen = run(&root, &["lint", "--format", "concise", "--only", "unportable-name"]);
    assert!(
        !lines(&seen).is_empty() && lines(&seen).iter().all(|line| line.contains(": warning: ")),
        "{}",
        seen.text()
    );
}

#[test]
fn a_name_like_an_option_is_a_name_behind_two_hyphens() {
    let (root, place) = journal();
    let names = ["-rf.md", "--fix.md", "--help"];
    for name in names {
        make::overwrite(&root.path().join(name), make::note("Bo").as_bytes());
    }
    for name in names {
        for command in [vec!["lint", "--", name], vec!["adopt", "--", name], vec!["mark", "--", name, "followed-up"]] {
            let seen = run(&root, &command);
            assert!(seen.code == 0 && !seen.text().contains("Usage:"), "{command:?}: {}{}", seen.text(), seen.said());
        }
        let text = std::fs::read_to_string(root.path().join(name)).expect("the note");
        assert!(text.contains("status: followed-up"), "{name}: {text}");
    }
    assert_eq!(std::fs::read(place.join("mei.md")).expect("the other"), make::note("Mei").as_bytes());
}

#[test]
fn a_path_that_is_too_long_is_named_and_the_rest_is_checked() {
    let (root, place) = journal();
    // Longer than a path may be, from the inside out.
    let part: PathBuf = vec!["d".repeat(50); 40].iter().collect();
    make::overwrite(&root.path().join("0").join(&part).join("n.md"), b"x");
    for at in 1..3 {
        let outer = root.path().join(at.to_string()).join(&part);
        std::fs::create_dir_all(&outer).expect("folders");
        std::fs::rename(root.path().join((at - 1).to_string()), outer.join("deep")).expect("a move");
    }
    std::fs::rename(root.path().join("2"), place.join("deep")).expect("a move");
    let seen = run(&root, &["lint"]);
    assert_eq!(seen.code, 2, "{}", seen.said());
    assert!(seen.said().to_lowercase().contains("file name too long"), "{}", seen.said());
    assert!(seen.text().contains("1 note: 1 complete"), "{}", seen.text());
    let class = root.path().join("class");
    std::fs::create_dir_all(class.join("ada")).expect("a folder");
    std::fs::rename(&place, class.join("ada/networking")).expect("a move");
    let seen = run(&root, &["cohort", "check", "class", "--format", "json"]);
    let report = seen.json();
    assert!(seen.code == 2 && report["students"][0]["state"] == "done" && report["partial"] == true, "{report}");
    let failure = &report["failures"][0];
    assert!(failure["message"].as_str().is_some_and(|message| message.contains("file name too long")), "{failure}");
    let place = format!("ada/networking/deep/{}/", "d".repeat(50));
    assert!(failure["path"].as_str().is_some_and(|path| path.starts_with(&place)), "{failure}");
    let table = run(&root, &["cohort", "check", "class"]);
    let told = format!("{}{}", table.text(), table.said());
    assert!(told.contains("file name too long"), "{told}");
}

#[test]
fn nothing_to_check_is_said_on_standard_error() {
    let root = tempfile::tempdir().expect("a folder");
    for arguments in [
        vec!["lint"],
        vec!["lint", "--format", "concise"],
        vec!["cohort", "check", "."],
        vec!["cohort", "check", ".", "--format", "csv"],
        vec!["cohort", "compare", "."],
    ] {
        let seen = run(&root, &arguments);
        assert!(!seen.said().trim().is_empty(), "{arguments:?}: {}", seen.text());
        assert!(matches!(seen.code, 0 | 2), "{arguments:?}: {}", seen.code);
    }
    for format in ["full", "concise", "narrated", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"] {
        let seen = run(&root, &["lint", "--format", format]);
        assert_eq!(seen.said(), "There is no note here yet. Start one: coffeechat new\n", "{format}");
    }
}

#[test]
fn a_report_takes_the_place_of_the_last_one_at_once() {
    let (root, _) = journal();
    let report = root.path().join("report.json");
    let inode = |path: &Path| path.metadata().expect("a report").ino();
    let write = || run(&root, &["lint", "--format", "json", "--output", "report.json"]).code;
    assert_eq!(write(), 0);
    // Kept by a second name, so that the number is not given out again.
    std::fs::hard_link(&report, root.path().join("kept")).expect("a second name");
    std::fs::remove_file(&report).expect("the first one");
    std::fs::copy(root.path().join("kept"), &report).expect("a report");
    let (before, kept) = (inode(&report), std::fs::File::open(&report).expect("a report"));
    assert_eq!(write(), 0);
    assert_ne!(before, inode(&report), "a new file under the old name");
    assert!(kept.metadata().expect("the old one").len() > 0, "and the old one was not written into");
}

#[test]
fn a_name_in_a_command_to_github_is_escaped() {
    let (root, place) = journal();
    make::overwrite(&place.join("a: b, c%.md"), make::unfinished("Bo").as_bytes());
    let seen = run(&root, &["lint", "--format", "github"]);
    assert!(
        seen.text().lines().any(|line| line.starts_with("::error file=networking/a%3A b%2C c%25.md,line=")),
        "{}",
        seen.text()
    );
}

/// Twenty thousand files beside the notes are no reason to wait.
#[test]
fn a_folder_with_very_many_files_is_walked() {
    let (root, place) = journal();
    let journal = root.path().join("class/ada");
    std::fs::create_dir_all(root.path().join("class")).expect("a folder");
    std::fs::rename(&place, root.path().join("kept")).expect("a move");
    std::fs::create_dir_all(&journal).expect("a folder");
    std::fs::rename(root.path().join("kept"), journal.join("networking")).expect("a move");
    for at in 0..20_000 {
        std::fs::write(journal.join(format!("{at}.txt")), "").expect("a file");
    }
    let seen = run(&root, &["cohort", "check", "class", "--format", "json"]);
    assert_eq!(seen.json()["students"][0]["state"], "done");
    seen.held_less_than(96 << 10);
}

/// What a fix would make larger than a note may be stays as it is, byte for byte, and the others are mended.
#[test]
fn a_fix_that_would_make_a_note_too_large_is_not_made() {
    let (root, place) = journal();
    let mut text = make::unfinished("Bo");
    let room = (1 << 20) - 11 - text.len();
    text.push_str(&"word \n".repeat(room / 6 + 1)[..room]);
    std::fs::write(place.join("large.md"), &text).expect("a note");
    std::fs::write(place.join("small.md"), make::note("Cy").replace("level: 1", "levle: 1")).expect("a note");
    let seen = run(&root, &["lint", "--fix", "--unsafe-fixes"]);
    assert_eq!(seen.code, 2, "{}", seen.said());
    assert!(seen.said().contains("networking/large.md: is left as it is"), "{}", seen.said());
    assert!(std::fs::read(place.join("large.md")).expect("the note") == text.as_bytes(), "not a byte is another one");
    assert!(std::fs::read_to_string(place.join("small.md")).expect("the other").contains("\nlevel: 1\n"));
}
