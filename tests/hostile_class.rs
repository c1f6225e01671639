//! `cohort check` over a class in which everything is wrong that can be: one bad journal is one bad row, nothing is started, followed or
//! changed, and nothing that steers a reader comes through.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use coffeechat::io::git::history::Limits;
use coffeechat::io::git::snapshot::{Snapshot, kind};
use common::bounded::{Seen, coffeechat};
use common::hostile::{CLASSMATE, Hostile, OUTSIDE, make, programs, row};
use common::tame;
use serde_json::Value;

/// The most memory that a check may hold, in KiB. It is a debug build's, and far below the smallest of the objects that grow.
const MOST: u64 = 192 << 10;

/// The formats that there are, by the tool's own word.
fn formats(class: &Path, programs: &Path) -> Vec<String> {
    let seen = check(class, programs, &["--format", "none of them"]);
    let list = seen.said().split_once("[possible values: ").and_then(|(_, rest)| rest.split_once(']'));
    let formats: Vec<String> = list.expect("a list of them").0.split(", ").map(str::to_owned).collect();
    assert!(formats.len() >= 3, "{formats:?}");
    formats
}

/// The one place that knows how a class is checked.
fn check(class: &Path, programs: &Path, more: &[&str]) -> Seen {
    let mut arguments = vec!["cohort", "check", class.to_str().expect("a path"), "--due", "2026-11-29"];
    arguments.extend(more);
    coffeechat(class.parent().expect("a folder"), Some(programs), &arguments)
}

/// The rows of a JSON report, by the bytes of their folders' names.
fn rows(report: &Value) -> BTreeMap<Vec<u8>, Value> {
    use base64::Engine;
    let row = |row: &Value| {
        let name = match row["path_bytes"].as_str() {
            Some(bytes) => base64::engine::general_purpose::STANDARD.decode(bytes).expect("base64"),
            // A link has no place of its own.
            None => row["path"].as_str().or(row["student"].as_str()).unwrap_or_default().as_bytes().to_vec(),
        };
        (name, row.clone())
    };
    report["students"].as_array().expect("rows").iter().map(row).collect()
}

/// What a row has that its journal should not bring about; empty where it is as it should be.
fn objections(class: &Hostile, report: &Value) -> Vec<String> {
    let rows = rows(report);
    let mut found = Vec::new();
    for (name, expected) in &class.expected {
        let shown = name.to_string_lossy();
        let Some(row) = rows.get(name.as_bytes()) else {
            found.push(format!("{shown}: no row"));
            continue;
        };
        let state = row["state"].as_str().unwrap_or("none");
        let reason = row["reason"].as_str().unwrap_or_default();
        let flags: Vec<&str> = row["flags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let is_known = expected.state.split('|').any(|word| word == state);
        let is_said = expected.reason.split('|').any(|word| reason.to_lowercase().contains(&word.to_lowercase()));
        if !is_known || !is_said {
            found.push(format!("{shown}: {state} ({reason}), not {} ({})", expected.state, expected.reason));
        }
        let is_advice = ["Clone ", "git ", "Put ", "Look ", "Ask "].iter().any(|word| reason.contains(word));
        if state == "unreadable" && !is_advice {
            found.push(format!("{shown}: {state} ({reason}), and nothing of what to do"));
        }
        if let Some(flag) = expected.flags.split_whitespace().find(|flag| !flags.contains(flag)) {
            found.push(format!("{shown}: lacks the flag {flag}, has {flags:?}"));
        }
    }
    let surprises = rows.keys().filter(|name| !class.is_expected(name));
    found.extend(surprises.map(|name| format!("{}: an unexpected row", String::from_utf8_lossy(name))));
    found
}

#[test]
fn a_hostile_class_is_checked_to_its_end() {
    let root = tempfile::tempdir().expect("a folder");
    let class = Hostile::all(root.path());
    let programs = programs::traps(root.path(), &class.canary);
    let before = make::pictured(&class.class);

    let seen = check(&class.class, &programs, &["--format", "json"]);
    assert_eq!(seen.code, 2, "{}", seen.said());
    let report = seen.json();
    assert_eq!(report["partial"], true);
    let found = objections(&class, &report);
    assert!(found.is_empty(), "{} of {} rows:\n{}", found.len(), class.expected.len(), found.join("\n"));
    for (name, row) in rows(&report) {
        let has_theirs = row.to_string().contains(CLASSMATE);
        assert_eq!(has_theirs, name == b"001-classmate", "{}: {row}", String::from_utf8_lossy(&name));
    }
    seen.held_less_than(MOST);

    for format in formats(&class.class, &programs) {
        let format = format.as_str();
        let one = check(&class.class, &programs, &["--format", format, "--jobs", "1"]);
        let eight = check(&class.class, &programs, &["--format", format, "--jobs", "8"]);
        assert_eq!(one.code, 2, "{format}: {}", one.said());
        assert!(one.out == eight.out && one.err == eight.err, "{format}: the same with one thread and with eight");
        eight.held_less_than(MOST);
        for text in [one.text(), one.said()] {
            tame(format, text);
            for word in [OUTSIDE, "root:x:0", "Wandering", "<script>alert(1)", "<img src=x"] {
                let is_page = format == "html";
                assert!(!text.contains(word) || word.starts_with('<') && !is_page, "{format}: {word} is in it");
            }
            assert!(format == "json" || format == "jsonl" || !text.contains(CLASSMATE), "{format}: a contact's name");
        }
    }
    assert!(!class.canary.exists(), "no program was started");
    let after = make::pictured(&class.class);
    let changed: Vec<_> =
        before.iter().filter(|(path, was)| after.get(*path) != Some(was)).map(|(path, _)| path).collect();
    assert!(changed.is_empty() && before.len() == after.len(), "changed: {changed:?}");
}

/// A test of the test: a row that is missing, or says something else, is seen.
#[test]
fn an_odd_row_is_seen() {
    let root = tempfile::tempdir().expect("a folder");
    let mut class = Hostile::new(root.path());
    let folder = class.next("lost", row("unreadable", "HEAD", "partly-read"));
    make::pipe(&folder.join("networking/note.md"));
    let report = serde_json::json!({"students": [
        {"path": "000-fine", "state": "done", "reason": null, "flags": []},
        {"path": "001-classmate", "state": "unreadable", "reason": null, "flags": []},
        {"path": "004-lost", "state": "unreadable", "reason": "Ask for something else.", "flags": []},
        {"path": "stranger", "state": "done", "reason": null, "flags": []},
    ]});
    let found = objections(&class, &report);
    assert_eq!(found.len(), 6, "{found:#?}");
}

/// A test of the generator: what grows is as large as it says, by another reader's word.
#[test]
fn an_object_of_zeros_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let repository = make::repository(folder.path(), true);
    let id = common::hostile::zeros::object(&repository, "blob", 1_000_003);
    git2::opts::strict_hash_verification(false);
    let read = repository.odb().and_then(|odb| odb.read(id).map(|object| object.data().to_vec()));
    git2::opts::strict_hash_verification(true);
    assert_eq!(read.expect("an object"), vec![0; 1_000_003]);
}

/// The repositories alone, without the check around them: what has to be refused is, and nothing else but what is damaged.
#[test]
fn the_repositories_of_a_hostile_class_are_read_or_refused() {
    let root = tempfile::tempdir().expect("a folder");
    let class = Hostile::all(root.path());
    let mut found = Vec::new();
    for (name, expected) in &class.expected {
        let (folder, shown) = (class.class.join(name), name.to_string_lossy());
        let start = std::time::Instant::now();
        let read = match kind(&folder) {
            Ok(None) => continue,
            Ok(Some(_)) => Snapshot::open(&folder).and_then(|snapshot| {
                let history = snapshot.history(&|path| path.starts_with("networking"), Limits::default());
                snapshot.uncommitted(&|path| path.starts_with("networking"));
                history.map(|_| ())
            }),
            Err(why) => Err(why),
        };
        let is_known = match &read {
            // One whose note alone is damaged has a history.
            Ok(()) => expected.state != "unreadable" || shown.contains("-note-"),
            Err(why) => {
                let is_said = expected.reason.split('|').any(|word| why.to_lowercase().contains(&word.to_lowercase()));
                expected.state.contains("unreadable") && is_said && !why.contains(OUTSIDE)
            }
        };
        if !is_known {
            found.push(format!("{}: {read:?}, not {} ({})", name.to_string_lossy(), expected.state, expected.reason));
        }
        if start.elapsed().as_secs() > 5 {
            found.push(format!("{}: took {:?}", name.to_string_lossy(), start.elapsed()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(!class.canary.exists(), "no program was started");
}

/// Histories that would take all day, within the limits as they are, behind a last commit that is small and in order.
#[test]
fn a_history_without_an_end_is_looked_at_for_a_while() {
    let root = tempfile::tempdir().expect("a folder");
    let mut class = Hostile::new(root.path());
    let programs = programs::traps(root.path(), &class.canary);
    let planned = make::note("Mei").replace("talked", "planned");
    let behind_head = |repository: &git2::Repository, tree: git2::Oid| {
        make::raw_commit(repository, tree);
        let tree = make::tree(repository, &[("networking/mei.md", &planned)]);
        make::commit(repository, tree, make::NOON);
    };

    // Ten entries in each of nine levels.
    let folder = class.next("bomb", row("open", "", "long-history"));
    let repository = make::repository(&folder, true);
    let mut id = repository.blob(make::unfinished("Mei").as_bytes()).expect("a blob");
    for level in 0..9 {
        let (mode, end) = if level == 0 { ("100644", ".md") } else { ("40000", "") };
        let names: Vec<String> = (0..10).map(|n| format!("d{n}{end}")).collect();
        let entries: Vec<_> = names.iter().map(|name| (mode, name.as_bytes(), id)).collect();
        id = make::raw_tree(&repository, &entries);
    }
    behind_head(&repository, id);

    // One text as long as a note may be, not complete, under a thousand names in each of two places.
    let folder = class.next("one-text", row("open", "", ""));
    let repository = make::repository(&folder, true);
    let text = format!("{}{}", make::unfinished("Mei"), "word of mine here\n".repeat(57_000));
    let id = repository.blob(text.as_bytes()).expect("a blob");
    let names: Vec<String> = (0..1_000).map(|n| format!("{n:04}.md")).collect();
    let entries: Vec<_> = names.iter().map(|name| ("100644", name.as_bytes(), id)).collect();
    let inner = make::raw_tree(&repository, &entries);
    let tree = make::raw_tree(&repository, &[("40000", b"networking", inner), ("40000", b"other", inner)]);
    behind_head(&repository, tree);

    let seen = check(&class.class, &programs, &["--format", "json"]);
    let found = objections(&class, &seen.json());
    assert!(found.is_empty(), "{}", found.join("\n"));
    seen.held_less_than(MOST);
}
