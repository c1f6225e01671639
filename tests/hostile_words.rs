//! Names and values of notes that would steer a terminal, a log or a page, through every command that repeats them: no control character
//! but a line end, a tab and our own colour, and no line that begins a command to the reader of a log.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use common::bounded::coffeechat;
use common::hostile::Hostile;
use common::hostile::names::{self, NAMES};
use common::tame;

/// The formats of `lint`.
const FORMATS: [&str; 10] =
    ["full", "concise", "narrated", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"];

/// A note that says a hostile word wherever a note says something, and has much to mend close to it.
fn note(word: &str) -> String {
    let line = word.replace(['\n', '\r'], " ");
    format!(
        "---\nlevle: 1\n{line}\n---\n\n{line}\n  {line}\n## Takeway\n{line}\n\n---\ncontact: {line}\nlevel: {line}\n\
         status: {line}\n::error::k: {line}\n---\n"
    ) + &format!(
        "## Qestions\n- {word}\n{word}\n  {line}\n\t{line}\n## {line}\n## Takeway\n{word}\n\n## Outreach\n{word}\n"
    )
}

/// As [`note`], but with front matter that can be read.
fn readable(word: &str) -> String {
    let quoted = serde_json::to_string(&word.replace('\u{9b}', "?")).expect("a text");
    format!(
        "---\nlevle: 1\ncontact: {quoted}\nlevel: {quoted}\nstatus: talkd\nchannel: {quoted}\ndate: {quoted}\n{quoted}: {quoted}\n\
         status: talked\n---\n::error::a\n## Takeway\n  ::error::b\n## Qestions\n##vso[task.b]x\n- {word}\n\t##[group]y\n## Ntes\n{word}\n\
         <<<<<<< {word}\n\n## Outreach\n{word}\nI would love a job at your company.\n"
    )
}

/// A journal with notes of these names that say these words.
fn journal(folder: &Path) {
    let place = folder.join("networking");
    std::fs::create_dir_all(&place).expect("folders");
    for (at, name) in NAMES.iter().enumerate() {
        let word = String::from_utf8_lossy(name).into_owned();
        let safe: Vec<u8> = name.iter().map(|byte| if *byte == b'/' { b'_' } else { *byte }).collect();
        let path = place.join(OsString::from_vec([&safe[..], b".md"].concat()));
        std::fs::write(path, if at % 2 == 0 { note(&word) } else { readable(&word) }).expect("a note");
        std::fs::write(place.join(format!("r{at}.md")), readable(&word)).expect("a note");
        std::fs::write(place.join(format!("n{at}.md")), note(&word)).expect("a note");
    }
}

/// Holds both streams of a run. Lines of `github` are commands, each of our own making.
fn harmless(folder: &Path, arguments: &[&str]) {
    let seen = coffeechat(folder, None, arguments);
    let what = format!("{arguments:?}");
    assert!(matches!(seen.code, 0..=2) && !seen.said().contains("Usage:"), "{what}: {}", seen.said());
    tame(&what, seen.said());
    let is_github = arguments.contains(&"github");
    let ours = ["error", "warning", "notice"].map(|kind| format!("::{kind} file="));
    let without = |line: &str| ours.iter().find_map(|start| line.strip_prefix(start)).map(str::to_owned);
    let line = |line: &str| without(line).filter(|_| is_github).unwrap_or_else(|| line.to_owned());
    let plain: String = seen.text().lines().map(|text| line(text) + "\n").collect();
    tame(&what, &plain);
}

#[test]
fn nothing_steers_in_any_format_of_lint() {
    let root = tempfile::tempdir().expect("a folder");
    journal(root.path());
    for format in FORMATS {
        for more in [&[][..], &["--diff", "--unsafe-fixes"], &["--statistics"], &["--verbose"]] {
            if more.contains(&"--statistics") && !["full", "concise", "json"].contains(&format) {
                continue;
            }
            harmless(root.path(), &[&["lint", "--format", format], more].concat());
        }
    }
    harmless(root.path(), &["lint", "--fix", "--unsafe-fixes"]);
    harmless(root.path(), &["lint", "--diff", "--unsafe-fixes"]);
}

#[test]
fn nothing_steers_in_what_students_are_shown() {
    let root = tempfile::tempdir().expect("a folder");
    journal(root.path());
    for arguments in [vec!["status"], vec!["status", "--format", "json"], vec!["questions", "--level", "1"]] {
        harmless(root.path(), &arguments);
    }
    for entry in std::fs::read_dir(root.path().join("networking")).expect("the notes") {
        let name = entry.expect("an entry").file_name();
        // Those whose front matter can be read have more to say.
        let Some(name) = name.to_str().filter(|name| !name.starts_with('n')) else { continue };
        let path = format!("networking/{name}");
        for command in ["adopt", "outreach"] {
            harmless(root.path(), &[command, "--", &path]);
        }
        harmless(root.path(), &["mark", "--", &path, "declined"]);
    }
    for name in NAMES {
        let name = String::from_utf8_lossy(name).into_owned();
        harmless(root.path(), &["new", "--level", "1", &format!("--contact={name}")]);
        harmless(root.path(), &["explain", "--", &name]);
        harmless(root.path(), &["lint", "--", &name]);
        harmless(root.path(), &["mark", "--", &name, "talked"]);
    }
}

#[test]
fn nothing_steers_in_what_instructors_are_shown() {
    let root = tempfile::tempdir().expect("a folder");
    let mut class = Hostile::new(root.path());
    names::add(&mut class);
    journal(&class.class.join("\u{1b}[31mdisk"));
    let place = root.path().canonicalize().expect("a real path");
    harmless(&place, &["cohort", "compare", "class"]);
    harmless(&place, &["cohort", "check", "class", "--feedback", "letters"]);
    let mut letters = 0;
    for entry in std::fs::read_dir(place.join("letters")).expect("the letters") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().into_string().expect("a name that is text");
        assert!(!name.chars().any(common::steers) && !name.starts_with('-'), "{name:?}");
        tame(&name, &std::fs::read_to_string(entry.path()).expect("a letter"));
        letters += 1;
    }
    assert!(letters > NAMES.len(), "{letters}");
    let mut roster = csv::Writer::from_path(place.join("class.csv")).expect("a roster");
    roster.write_record(["student", "url", "::error::x\u{1b}[31m"]).expect("headings");
    for name in NAMES {
        let name = String::from_utf8_lossy(name).into_owned();
        for url in
            [&name, &format!("ext::{name}"), &format!("https://{name}@example.invalid:1x/{name}"), &format!("/{name}")]
        {
            roster.write_record([&name, url, &name]).expect("a row");
        }
    }
    roster.flush().expect("a roster");
    harmless(&place, &["cohort", "sync", "class.csv", "--into", "fetched"]);
    harmless(&place, &["cohort", "sync", "class.csv", "--into", "fetched", "--allow-local"]);
    for format in ["table", "json", "jsonl", "markdown", "csv", "sarif", "html"] {
        harmless(&place, &["cohort", "check", "class", "--roster", "class.csv", "--format", format]);
        harmless(&place, &["cohort", "check", "class", "--anonymous", "--format", format]);
    }
}
