//! A class on this machine: journals that are served, a roster that names them, and where they are fetched to.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

/// A folder of a test's own, with the journals of students in `served`.
pub struct Place {
    /// Goes when the test ends.
    pub root: tempfile::TempDir,
}

/// How a run ended.
pub struct Said {
    /// The exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Place {
    /// An empty one.
    pub fn new() -> Self {
        let place = Self { root: tempfile::tempdir().expect("a folder") };
        fs::create_dir_all(place.path("served")).expect("a folder");
        fs::create_dir_all(place.path("home")).expect("a folder");
        place
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().canonicalize().expect("a real path").join(name)
    }

    /// A program with nothing of the user's.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.path("")).stdin(Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let settings =
            [("GIT_CONFIG_NOSYSTEM", "1"), ("TZ", "UTC"), ("GIT_AUTHOR_NAME", "Ada"), ("GIT_COMMITTER_NAME", "Ada")];
        let mail = [("GIT_AUTHOR_EMAIL", "a@example.org"), ("GIT_COMMITTER_EMAIL", "a@example.org")];
        command.envs(settings).envs(mail).env("HOME", self.path("home"));
        command
    }

    /// Runs Git in the journal of a student.
    pub fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let done = self.command("git").arg("-C").arg(self.path(folder)).args(arguments).output().expect("git");
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    /// A journal with so many commits.
    pub fn journal(&self, name: &str, commits: usize) {
        fs::create_dir_all(self.path("served").join(name)).expect("a folder");
        self.git(&format!("served/{name}"), &["init", "-q", "-b", "trunk"]);
        for count in 0..commits {
            self.commit(name, "networking.md", &format!("# Talk {count}\n"));
        }
    }

    /// One more commit in the journal of a student.
    pub fn commit(&self, name: &str, file: &str, text: &str) {
        fs::write(self.path("served").join(name).join(file), text).expect("a file");
        self.git(&format!("served/{name}"), &["add", "-A"]);
        self.git(&format!("served/{name}"), &["commit", "-qm", "Write"]);
    }

    /// What HEAD of a student's journal is.
    pub fn head(&self, name: &str) -> String {
        self.git(&format!("served/{name}"), &["rev-parse", "HEAD"])
    }

    /// Writes the roster: who, and where.
    pub fn roster(&self, rows: &[(&str, &str)]) {
        let rows: String = rows.iter().map(|(student, url)| format!("{student},{url}\n")).collect();
        fs::write(self.path("class.csv"), format!("student,url\n{rows}")).expect("a roster");
    }

    /// The binary.
    pub fn coffeechat(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(super::binary());
        command.args(["--color", "never"]).args(arguments);
        command
    }

    /// Runs the binary.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let done = self.coffeechat(arguments).output().expect("coffeechat");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: done.status.code(), out: text(&done.stdout), err: text(&done.stderr) }
    }

    /// Fetches the class.
    pub fn sync(&self, more: &[&str]) -> Said {
        self.run(&[&["cohort", "sync", "class.csv", "--into", "class"], more].concat())
    }

    /// The names in the folder of the class, without the hash of an address, and without ours.
    pub fn folders(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("class")).expect("the class");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name != ".coffeechat").collect();
        names.sort();
        names.iter().map(|name| name.rsplit_once('-').map_or(name.clone(), |(name, _)| name.to_owned())).collect()
    }

    /// The folder of a student.
    pub fn folder(&self, student: &str) -> PathBuf {
        let entries = fs::read_dir(self.path("class")).expect("the class").map(|entry| entry.expect("an entry").path());
        let is_it = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(student));
        entries.into_iter().find(is_it).expect("the student's folder")
    }

    /// What was seen when.
    pub fn ledger(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.path("class/.coffeechat/seen.jsonl")).expect("a ledger");
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}
