//! A journal that is written to, and pictures of it before and after.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

use super::Sandbox;
use super::transcript::shell;

/// How the name of a file begins that is still being written.
pub const TEMPORARY: &str = ".coffeechat-";

/// What stands in each file below a folder, and its mode.
pub type Picture = BTreeMap<PathBuf, (u32, Vec<u8>)>;

/// A note of a conversation that is over, with something to mend: its last heading.
pub fn talked(name: &str) -> String {
    format!(
        "---\nlevel: 1\ncontact: {name}\ndate: 2026-11-20\nstatus: followed-up\n---\n\n## Questions\n\n- How did you start?\n\n\
         ## Notes\n\nBy taking a clock apart.\n\n## Takeway\n\nTake one apart.\n"
    )
}

/// A note of a conversation that is planned, with so many bytes of its student's own behind it.
pub fn planned(name: &str, more: usize) -> String {
    let own = "She keeps a log of what surprised her.\n".repeat(more / 39);
    format!(
        "---\nlevel: 2\ncontact:\n  name: {name}\n  company: Remington Rand\ndate: 2026-11-27\nstatus: planned\n---\n\n\
         ## Why this person\n\nShe left teaching.\n\n## Outreach\n\n## Questions\n\n- What made you leave?\n\n## Mine\n\n{own}"
    )
}

/// A note as students write them without the tool.
pub fn free(name: &str) -> String {
    format!(
        "# Coffee chat with {name}\n\n**Date:** 2026-11-17\n\nWe talked about clocks.\n\nMy takeaway: take one apart.\n"
    )
}

/// A journal in a folder of its own.
pub struct Journal {
    sandbox: Sandbox,
}

/// How a run ended.
#[derive(Debug)]
pub struct Said {
    /// The exit code; -1 where it was killed.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Journal {
    /// With these files, given by their paths.
    pub fn new<'a>(files: impl IntoIterator<Item = (String, String)>, settings: impl Into<Option<&'a str>>) -> Self {
        let journal = Self { sandbox: Sandbox::new() };
        journal.write("coffeechat.toml", settings.into().unwrap_or_default());
        for (path, text) in files {
            journal.write(&path, &text);
        }
        journal
    }

    /// So many notes, each of a text that is made of a name.
    pub fn of(count: usize, text: impl Fn(&str) -> String) -> Self {
        Self::new((0..count).map(|at| (format!("networking/n{at}.md"), text(&format!("Ada {at}")))), None)
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        &self.sandbox.work
    }

    /// The path of a file of it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    /// What stands in a file.
    pub fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("a file of text")
    }

    /// A command for the shell, in the journal.
    pub fn shell(&self, command: &str) -> Command {
        let mut shell = shell(command, self.root(), &self.sandbox.home);
        shell.stdout(Stdio::piped()).stderr(Stdio::piped());
        shell
    }

    /// Runs a command for the shell to its end.
    pub fn run(&self, command: &str) -> Said {
        said(self.shell(command).spawn().expect("a shell"))
    }

    /// The picture of it: every file but those of Git.
    pub fn picture(&self) -> Picture {
        let mut picture = Picture::new();
        let entries = walkdir::WalkDir::new(self.root()).into_iter().filter_entry(|entry| entry.file_name() != ".git");
        for entry in entries.map(|entry| entry.expect("an entry")).filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(self.root()).expect("a file of it").to_path_buf();
            let mode = entry.metadata().expect("a file").permissions().mode() & 0o7777;
            picture.insert(path, (mode, std::fs::read(entry.path()).expect("a file")));
        }
        picture
    }

    /// Makes it again what it was. What was not there is taken away.
    pub fn restore(&self, picture: &Picture) {
        for path in self.picture().into_keys().filter(|path| !picture.contains_key(path)) {
            std::fs::remove_file(self.root().join(path)).expect("a file that goes");
        }
        let now = self.picture();
        for (path, file) in picture.iter().filter(|(path, file)| now.get(*path) != Some(*file)) {
            let path = self.root().join(path);
            std::fs::write(&path, &file.1).expect("a file");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(file.0)).expect("its mode");
        }
    }

    /// What is left of writes that did not end.
    pub fn left(&self) -> Vec<PathBuf> {
        let is_left =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY));
        self.picture().into_keys().filter(is_left).collect()
    }

    /// Whether a file can be made here that has no name yet: then nothing is left of one that is half written.
    pub fn has_unnamed_files(&self) -> bool {
        let mut options = std::fs::OpenOptions::new();
        #[cfg(target_os = "linux")]
        options.custom_flags(libc::O_TMPFILE);
        cfg!(target_os = "linux")
            && options.write(true).open(self.root()).is_ok()
            && Path::new("/proc/self/fd").exists()
    }
}

/// What a run said, once it ends.
pub fn said(child: Child) -> Said {
    let done = child.wait_with_output().expect("an end");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Said { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
}

/// What many kills came to.
#[derive(Debug, Default)]
pub struct Kills {
    /// Runs that were killed, and had not ended before.
    pub hits: usize,
    /// Runs after which something was as it is in the end.
    pub written: usize,
    /// Runs that left a temporary file.
    pub left: usize,
}

/// Runs `command` so many times from the same beginning, and kills it at uneven moments. After each, every file has to be the old
/// one or the new one, and a temporary file, where there is one, a new one that was whole before it had a name.
pub fn kill(journal: &Journal, command: &str, rounds: u32) -> Kills {
    let before = journal.picture();
    let start = Instant::now();
    let whole = journal.run(command);
    let mut long = start.elapsed();
    assert_eq!(whole.code, 0, "{command}: {}{}", whole.out, whole.err);
    let after = journal.picture();
    assert!(before != after, "{command} writes something");
    let is_kept = |(path, (mode, _)): (&PathBuf, &(u32, _))| after.get(path).is_some_and(|file| file.0 == *mode);
    assert!(before.iter().all(is_kept), "{command} takes nothing away, and no right");
    let is_whole_at_once = journal.has_unnamed_files();
    let mut kills = Kills::default();
    for round in 0..rounds {
        journal.restore(&before);
        let mut child = journal.shell(&format!("exec {command}")).spawn().expect("a run");
        std::thread::sleep(moment(long, round));
        let _ = child.kill();
        let is_hit = said(child).code == -1;
        kills.hits += usize::from(is_hit);
        // How long a run takes depends on what else the machine does.
        long = long.mul_f64(if is_hit { 1.02 } else { 0.9 });
        let (mut now, mut left) = (journal.picture(), 0);
        for path in journal.left() {
            let file = now.remove(&path).expect("a temporary file");
            assert!(!is_whole_at_once || after.values().any(|new| *new == file), "{command}: {path:?} is half a file");
            left += 1;
        }
        for (path, file) in &now {
            let is_one = [&before, &after].into_iter().any(|picture| picture.get(path) == Some(file));
            assert!(is_one, "{command}, killed in round {round}: {path:?} is neither as before nor as after");
        }
        assert!(before.keys().all(|path| now.contains_key(path)), "{command}, round {round}: a file is gone");
        kills.written += usize::from(now != before);
        kills.left += usize::from(left > 0);
    }
    journal.restore(&before);
    kills
}

/// A moment in a run of that length, or a little after it; uneven, and the same in every run of the test.
pub fn moment(long: Duration, round: u32) -> Duration {
    long.mul_f64((f64::from(round) * 0.618_034).fract() * 1.1)
}
