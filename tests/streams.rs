//! Where output goes: to a reader that leaves, to nobody, to the same bytes for any number of threads; and what a note may cost at most.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use common::bounded::{coffeechat, with};
use common::hostile::{Hostile, make};
use common::transcript::shell;
use common::{Sandbox, cannot};

/// The formats of `lint`.
const FORMATS: [&str; 10] =
    ["full", "concise", "narrated", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

/// So many notes with something to say of each.
fn notes(folder: &Path, count: usize) {
    let place = folder.join("networking");
    std::fs::create_dir_all(&place).expect("folders");
    for at in 0..count {
        let text = if at % 3 == 0 { make::unfinished("Mei") } else { make::note("Bo").replace("level: 1", "levle: 1") };
        std::fs::write(place.join(format!("{at:04}.md")), text).expect("a note");
    }
}

/// Runs a line of shell; what it says on both streams and its code.
fn said(folder: &Path, home: &Path, line: &str) -> (String, String, Option<i32>) {
    let seen = shell(line, folder, home).output().expect("a shell");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&seen.stdout), text(&seen.stderr), seen.status.code())
}

#[test]
fn a_reader_that_leaves_ends_a_run_quietly() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    let fields: String = (0..3).map(|at| format!("something-odd-{at}: x\n")).collect();
    let note = make::unfinished("Mei").replace("level: 1\n", &format!("levle: 1\n{fields}"));
    std::fs::create_dir_all(work.join("networking")).expect("a folder");
    for at in 0..320 {
        std::fs::write(work.join(format!("networking/{at}.md")), &note).expect("a note");
    }
    for at in 0..900 {
        std::fs::create_dir_all(work.join(format!("class/a-student-with-a-long-name-{at:04}"))).expect("a folder");
    }
    let formats = FORMATS.map(|format| format!("lint --format {format}"));
    let more = [
        "lint --diff",
        "lint --format json --output /dev/stdout",
        "cohort check class",
        "cohort check class --format json",
    ];
    for command in formats.iter().map(String::as_str).chain(more) {
        let size = said(&work, &home, &format!("coffeechat {command} --color never | wc -c")).0;
        assert!(
            size.trim().parse::<u64>().is_ok_and(|size| size > 1 << 16),
            "{command}: more than a pipe holds: {size}"
        );
        let (out, err, _) =
            said(&work, &home, &format!("{{ coffeechat {command}; echo \"ended with $?\" >&2; }} | head -c 1"));
        assert_eq!(out.len(), 1, "{command}");
        assert_eq!(err, "ended with 0\n", "{command}");
    }
}

#[test]
fn a_reader_that_leaves_keeps_nothing_from_being_done() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    // Nobody reads: the pipe is closed before anything is said.
    let closed = |command: &str| {
        said(
            &work,
            &home,
            &format!(
                "({{ sleep 0.3; {command}; echo \"$?\" > code; }} | true) && until test -s code; do sleep 0.1; done && cat code && rm code"
            ),
        )
    };
    let done = |command: &str| said(&work, &home, command).0;
    std::fs::create_dir_all(work.join("class/ada/networking")).expect("a folder");
    std::fs::write(work.join("class/ada/networking/a.md"), make::note("Mei")).expect("a note");
    assert_eq!(closed("coffeechat cohort check class --feedback letters").0, "0\n");
    assert_eq!(done("ls letters"), "ada.md\n");
    std::fs::write(work.join("letters/ada.md"), "mine").expect("a letter of somebody's own");
    assert_eq!(closed("coffeechat cohort check class --feedback letters").0, "2\n", "a letter was not written");

    done("git init -q mine");
    assert_eq!(closed("(cd mine && coffeechat new --level 1 --contact Ada --commit)").0, "0\n");
    assert_eq!(done("cd mine && git log --format=%s"), "Conversation with Ada\n");
    std::fs::write(work.join("free.md"), "# Talk with Bo\n").expect("a note");
    std::fs::write(work.join("more.md"), "# Talk with Cy\n").expect("a note");
    assert_eq!(closed("coffeechat adopt --write --level 1 free.md more.md").0, "0\n");
    assert_eq!(done("grep -lr '^level: 1' *.md"), "free.md\nmore.md\n");

    std::fs::write(work.join("class.csv"), "student,url\nada,file:///nowhere\n").expect("a roster");
    let (code, err, _) = closed("coffeechat cohort sync class.csv --into fetched --allow-local");
    assert_eq!(code, "2\n", "a row failed");
    assert!(err.contains("1 failed") && err.contains("--only-failed"), "what is left to do is said: {err}");
    assert_eq!(done("ls -A fetched/.coffeechat"), "lock\nseen.jsonl\n");
}

#[test]
fn without_a_place_to_write_to_a_run_ends_quietly_and_says_what_it_can() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    notes(&work, 2);
    for command in ["lint", "lint --format json", "status", "rules", "--help", "--version", "cohort check ."] {
        let (out, err, code) = said(&work, &home, &format!("coffeechat {command} >&-"));
        assert!(out.is_empty() && !err.contains("panic") && code != Some(101), "{command}: {err}");
        let (_, _, code) = said(&work, &home, &format!("coffeechat {command} >&- 2>&- <&-"));
        assert!(matches!(code, Some(0..=2)), "{command}: {code:?}");
    }
    let (_, _, code) = said(&work, &home, "coffeechat lint missing.md >&- 2>&-");
    assert_eq!(code, Some(2), "what could not be checked is still said by the code");
    if !Path::new("/dev/full").exists() {
        return cannot("there is no /dev/full");
    }
    for command in ["lint", "status", "questions", "rules", "schema note", "cohort check .", "cohort compare ."] {
        let (_, err, code) = said(&work, &home, &format!("coffeechat {command} > /dev/full"));
        assert!(code == Some(2) && !err.is_empty(), "{command}: {code:?} {err}");
    }
}

#[test]
fn threads_change_no_byte_of_any_format() {
    let root = tempfile::tempdir().expect("a folder");
    notes(root.path(), 200);
    for format in FORMATS {
        for more in [&[][..], &["--diff"]] {
            let arguments = [&["lint", "--format", format, "--verbose"], more].concat();
            let [one, eight] =
                ["1", "8"].map(|count| with(root.path(), None, &[("RAYON_NUM_THREADS", count)], &arguments));
            assert!(one.out == eight.out && one.err == eight.err && one.code == eight.code, "{arguments:?}");
        }
    }
}

/// The notes of a hostile class that are too much for a reader, one by one: each is read in a moment, or said to be too large.
#[test]
fn each_hostile_note_is_judged_in_a_moment_and_in_little_memory() {
    let root = tempfile::tempdir().expect("a folder");
    let class = Hostile::new(root.path());
    let folder = class.class.join("large/networking");
    for (name, text) in common::hostile::large::texts() {
        make::overwrite(&folder.join(format!("{name}.md")), text.as_bytes());
    }
    make::sparse(&folder.join("sparse-200-mb.md"), 200 << 20);
    make::sparse(&folder.join("sparse-8-gb.md"), 8 << 30);
    make::overwrite(&folder.join("one-line-of-64-mb.md"), &vec![b'x'; 64 << 20]);
    let names: Vec<_> = make::pictured(&folder).into_keys().collect();
    assert!(names.len() > 10, "{names:?}");
    // A debug build on a busy machine takes ten times as long.
    let most = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });
    for path in names {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let start = Instant::now();
        let seen = coffeechat(&folder, None, &["lint", "--format", "json", path.to_str().expect("a path")]);
        assert!(start.elapsed() < most, "{name}: {:?}", start.elapsed());
        seen.held_less_than(64 << 10);
        let report = seen.json();
        let found = report["notes"][0]["diagnostics"].to_string();
        let is_fine = matches!(name.as_str(), "brackets" | "quotes");
        assert_eq!(seen.code, i32::from(!is_fine), "{name}: {found}");
        let is_large = name.starts_with("sparse") || name.starts_with("one-line") || name == "two-mib";
        assert_eq!(found.contains("larger than 1 MiB"), is_large, "{name}: {found}");
    }
    let folder = folder.parent().expect("the journal");
    let whole = coffeechat(folder, None, &["lint", "--format", "json"]);
    whole.held_less_than(96 << 10);
    assert_eq!(whole.code, 1);
}

#[test]
fn what_comes_from_standard_input_without_an_end_is_bounded() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    let start = Instant::now();
    let (out, err, code) = said(&work, &home, "ulimit -v 2000000; coffeechat lint - < /dev/zero");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(matches!(code, Some(1 | 2)) && format!("{out}{err}").contains("larger than 1 MiB"), "{code:?} {out}{err}");
}

/// The day of a note counts as ahead only where it has begun nowhere.
#[test]
fn a_day_is_in_the_future_when_it_is_so_in_every_zone() {
    let root = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(root.path().join("networking")).expect("a folder");
    let day = |shift: &str| {
        let said = Command::new("date").args(["-u", "-d", shift, "+%Y-%m-%d"]).output();
        said.ok()
            .filter(|said| said.status.success())
            .map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned())
    };
    // The last day that it is anywhere, and the one behind it; anew where it turns meanwhile.
    let days = || Some([day("now + 14 hours")?, day("now + 38 hours")?]);
    for _ in 0..3 {
        let Some([latest, ahead]) = days() else { return cannot("`date` does not reckon") };
        let judged = [&latest, &ahead].map(|day| {
            let note = make::note("Mei").replace("2026-11-19", day);
            std::fs::write(root.path().join("networking/n.md"), note).expect("a note");
            ["<-12>12", "UTC", "<+14>-14"].map(|zone| {
                let variables = [("TZ", zone), ("COFFEECHAT_TODAY", "")];
                with(root.path(), None, &variables, &["lint", "--format", "json"]).text().contains("date-in-future")
            })
        });
        if days() == Some([latest, ahead]) {
            assert_eq!(judged, [[false; 3], [true; 3]]);
            return;
        }
    }
    panic!("the day turned three times");
}
