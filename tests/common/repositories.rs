//! Repositories that are made by a student's commands, and how they are read.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use coffeechat::io::git::history::{History, Limits};
use coffeechat::io::git::snapshot::Snapshot;

use super::Sandbox;
use super::transcript::shell;

/// A place for repositories, with a shell that plays the student.
pub struct Place {
    sandbox: Sandbox,
}

impl Place {
    /// With one journal, `ada`, of two commits.
    pub fn new() -> Self {
        let place = Self { sandbox: Sandbox::new() };
        place.run("git init -q -b main ada && cd ada && mkdir networking && echo one > networking/a.md && git add . && git commit -qm one");
        place.run("cd ada && echo two > networking/a.md && echo b > b.md && git add . && git commit -qm two");
        place
    }

    /// Runs a command of the student, which must succeed; what it said.
    pub fn run(&self, command: &str) -> String {
        let command = format!("exec 2>&1\nset -e\n{command}");
        let output = shell(&command, &self.sandbox.work, &self.sandbox.home).output().expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{command}\n{said}");
        said
    }

    /// Where a repository lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.sandbox.work.join(name)
    }

    /// A journal that can be read.
    pub fn open(&self, name: &str) -> Snapshot {
        Snapshot::open(&self.path(name)).expect("a snapshot")
    }

    /// What is said of a journal that is refused; in a moment, and never with what stands elsewhere.
    pub fn refused(&self, name: &str) -> String {
        let begun = Instant::now();
        let said = Snapshot::open(&self.path(name)).err().expect("a refusal");
        assert!(begun.elapsed() < Duration::from_secs(3), "{said}");
        assert!(!said.contains("SECRET"), "{said}");
        assert!(said.starts_with(char::is_uppercase) && said.len() > 40, "a sentence: {said}");
        said
    }
}

/// The files of a journal.
pub fn paths(snapshot: &Snapshot) -> Vec<String> {
    snapshot.files.iter().map(|file| file.path.display().to_string()).collect()
}

/// Every file may be a note.
pub fn all(_: &Path) -> bool {
    true
}

/// The whole history of a journal.
pub fn history(snapshot: &Snapshot) -> History {
    snapshot.history(&all, Limits::default()).expect("a history")
}

/// The versions as `path: text @ commits`.
pub fn versions(snapshot: &Snapshot, history: &History) -> Vec<String> {
    let told = history.versions.iter().map(|version| {
        let text = snapshot.read(version.id, "x").expect("a text").text;
        format!("{}: {} @ {:?}", version.path.display(), text.trim(), version.commits)
    });
    told.collect()
}
