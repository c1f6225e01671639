//! What the system does not let us read is a failure, said by name, and the rest is checked.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::bounded::coffeechat;
use common::cannot;
use common::hostile::make;

/// A user that owns nothing. Root may read everything, so a test that root runs borrows this one.
const NOBODY: u32 = 65_534;

fn may(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
}

/// A folder that every user may enter, with the binary in it, and the place of a journal.
fn anybody() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let sandbox = tempfile::tempdir().expect("a folder");
    may(sandbox.path(), 0o755);
    let binary = sandbox.path().join("coffeechat");
    // By another process: a test that starts a program at this moment would hold our own copy open for writing, so that it could not run.
    let copied = Command::new("cp").arg(common::binary()).arg(&binary).status().expect("cp");
    assert!(copied.success(), "the binary, where anybody may run it");
    let journal = sandbox.path().join("journal");
    (sandbox, binary, journal)
}

#[test]
fn a_file_and_a_folder_without_permission_are_named_and_the_others_are_checked() {
    let (_sandbox, binary, journal) = anybody();
    std::fs::create_dir_all(journal.join("networking/locked")).expect("folders");
    let note = "---\nlevel: 1\ncontact: Ada\nstatus: planned\n---\n";
    for name in ["a.md", "b.md", "locked/c.md"] {
        std::fs::write(journal.join("networking").join(name), note).expect("a note");
    }
    may(&journal.join("networking/b.md"), 0o000);
    may(&journal.join("networking/locked"), 0o000);

    let mut command = Command::new(&binary);
    command.args(["lint", "--format", "concise", "--today", "2026-11-23"]).current_dir(&journal).env_clear();
    let is_root = std::fs::read(journal.join("networking/b.md")).is_ok();
    if is_root {
        command.uid(NOBODY).gid(NOBODY);
    }
    let seen = command.output().expect("a run");
    may(&journal.join("networking/locked"), 0o755);

    let (out, err) = (String::from_utf8_lossy(&seen.stdout), String::from_utf8_lossy(&seen.stderr));
    assert_eq!(seen.status.code(), Some(2), "{out}{err}");
    assert!(out.starts_with("1 note: 1 open; nothing to mend."), "{out}");
    assert!(err.contains("coffeechat: networking/b.md: cannot be read: permission denied"), "{err}");
    assert!(err.contains("coffeechat: networking/locked: cannot be read: permission denied"), "{err}");
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said_and_nothing_is_left_behind() {
    let (_sandbox, binary, journal) = anybody();
    std::fs::create_dir_all(journal.join("networking")).expect("folders");
    may(&journal.join("networking"), 0o555);
    may(&journal, 0o555);

    let mut command = Command::new(&binary);
    command
        .args(["new", "--level", "1", "--contact", "Ada", "--today", "2026-11-23"])
        .current_dir(&journal)
        .env_clear();
    if std::fs::write(journal.join("probe"), "").is_ok() {
        std::fs::remove_file(journal.join("probe")).expect("the probe");
        command.uid(NOBODY).gid(NOBODY);
    }
    let seen = command.output().expect("a run");
    let left = std::fs::read_dir(journal.join("networking")).expect("the folder").count();
    may(&journal, 0o755);
    may(&journal.join("networking"), 0o755);

    let err = String::from_utf8_lossy(&seen.stderr);
    assert_eq!(seen.status.code(), Some(2), "{err}");
    assert!(err.contains("cannot be written: permission denied"), "{err}");
    assert_eq!(left, 0);
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_one_before() {
    let (_sandbox, binary, journal) = anybody();
    std::fs::create_dir_all(&journal).expect("a folder");
    std::fs::write(journal.join("report.txt"), "before").expect("a report");
    may(&journal.join("report.txt"), 0o444);
    may(&journal, 0o555);

    let run = |name: &str| {
        let mut command = Command::new(&binary);
        command.args(["lint", "--today", "2026-11-23", "--output", name]).current_dir(&journal).env_clear();
        if std::fs::write(journal.join("probe"), "").is_ok() {
            std::fs::remove_file(journal.join("probe")).expect("the probe");
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().expect("a run")
    };
    let (old, new) = (run("report.txt"), run("new.txt"));
    may(&journal, 0o755);

    for (seen, why) in [(old, "the file may only be read"), (new, "permission denied")] {
        let err = String::from_utf8_lossy(&seen.stderr);
        assert_eq!(seen.status.code(), Some(2), "{err}");
        assert!(err.contains(&format!("the report could not be written: {why}")), "{err}");
    }
    assert_eq!(std::fs::read_to_string(journal.join("report.txt")).expect("the report"), "before");
    assert_eq!(std::fs::read_dir(&journal).expect("the folder").count(), 1);
}

/// A class of plain folders in which a note, or a folder of notes, cannot be read: it might be the one that counts.
#[test]
fn a_class_in_which_something_cannot_be_read_says_so_of_that_row() {
    let (_sandbox, binary, class) = anybody();
    let talked = "---\nlevel: 1\ncontact: Ada\ndate: 2026-11-18\nstatus: talked\n---\n## Questions\n- How did you begin?\n\n\
                  ## Notes\nShe keeps a log of what surprised her.\n\n## Takeaway\nKeep a log.\n";
    for name in ["fine/networking/a.md", "file/networking/a.md", "folder/networking/a.md", "done/networking/b.md"] {
        let path = class.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, talked).expect("a note");
    }
    std::fs::write(class.join("done/networking/a.md"), "---\nlevel: 1\ncontact: Bo\nstatus: planned\n---\n")
        .expect("a note");
    let locked = ["file/networking/a.md", "folder/networking", "done/networking/a.md"].map(|name| class.join(name));
    locked.iter().for_each(|path| may(path, 0o000));
    let is_root = std::fs::read(&locked[0]).is_ok();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&binary);
        command.args(arguments).arg(&class).args(["--today", "2026-11-23"]).current_dir(&class).env_clear();
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().expect("a run")
    };
    let (checked, compared) = (run(&["cohort", "check", "--format", "json"]), run(&["cohort", "compare"]));
    let letters = run(&["cohort", "check", "--format", "csv", "--points", "10"]);
    may(&locked[1], 0o755);

    assert_eq!(checked.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let states: Vec<_> =
        report["students"].as_array().expect("rows").iter().map(|row| (&row["student"], &row["state"])).collect();
    let expected = [("done", "done"), ("file", "unreadable"), ("fine", "done"), ("folder", "unreadable")];
    assert_eq!(
        states,
        expected
            .map(|(name, state)| (serde_json::Value::from(name), serde_json::Value::from(state)))
            .iter()
            .map(|(a, b)| (a, b))
            .collect::<Vec<_>>()
    );
    assert_eq!(report["failures"].as_array().map(Vec::len), Some(3), "{report}");
    let csv = String::from_utf8_lossy(&letters.stdout).into_owned();
    let row = |name: &str| csv.lines().find(|line| line.starts_with(&format!("{name},"))).expect("a row").to_owned();
    assert!(row("fine").ends_with(",10,10"), "{csv}");
    assert!(row("file").ends_with(",,10"), "what is not known has no points: {csv}");
    assert_eq!(compared.status.code(), Some(2));
    let said = String::from_utf8_lossy(&compared.stderr);
    for name in [
        "file/networking/a.md: cannot be read",
        "folder/networking: cannot be read",
        "done/networking/a.md: cannot be read",
    ] {
        assert!(said.lines().any(|line| line.starts_with(name)), "{name} in {said}");
    }
}

/// Git looks into no repository of somebody else; it is named, with the one line that allows it.
#[test]
fn a_repository_of_somebody_else_is_named_with_what_to_type() {
    let root = tempfile::tempdir().expect("a folder");
    let folder = root.path().join("class/bo");
    make::committed(&folder, false, &[("networking/n.md", &make::note("Mei"))]);
    make::committed(&root.path().join("class/cy"), false, &[("networking/n.md", &make::note("Mei"))]);
    for path in [folder.clone(), folder.join(".git")] {
        if std::os::unix::fs::chown(path, Some(12_345), Some(12_345)).is_err() {
            return cannot("only root can give a folder away");
        }
    }
    for arguments in [vec!["lint", "--staged"], vec!["lint", "--since", "HEAD"], vec!["hook", "install"]] {
        let seen = coffeechat(&folder, None, &arguments);
        assert_eq!(seen.code, 2, "{arguments:?}");
        assert!(seen.said().contains("git config --global --add safe.directory "), "{arguments:?}: {}", seen.said());
    }
    let seen = coffeechat(root.path(), None, &["cohort", "check", "class", "--format", "json"]);
    let report = seen.json();
    assert_eq!(
        (seen.code, &report["students"][0]["state"], &report["students"][1]["state"]),
        (2, &"unreadable".into(), &"done".into())
    );
    assert!(
        report["students"][0]["reason"].as_str().is_some_and(|reason| reason.contains("--add safe.directory ")),
        "{report}"
    );
}
