//! Fetching a journal with the installed `git`: into a folder of our own making, over the one kind of way that its address names,
//! without ever asking anybody for anything.
//!
//! A journal is not cloned but made empty and fetched into, so that the first time and every later one are the same few steps, and
//! nothing of the server's choosing (a default branch, a template, a submodule) takes part in them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::git;
use super::run::{Bounds, Ended, run};
use crate::core::cohort::fetching::meaning;
use crate::error::{Error, Result, plain};
use crate::io::files;

/// Settings that hold whatever the user's own say: no program of anybody's, no work behind our back, packs rather than loose files.
const SETTINGS: [&str; 19] = [
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "core.bigFileThreshold=8m",
    "credential.interactive=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "fetch.unpackLimit=1",
    "transfer.unpackLimit=1",
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
    "fetch.writeCommitGraph=false",
    "fetch.prune=false",
    "pack.threads=1",
    "init.defaultRefFormat=files",
    "init.defaultObjectFormat=sha1",
    "merge.autoStash=false",
    "merge.verifySignatures=false",
    "advice.diverging=false",
];

/// What the working files of a fetched journal are never put through: programs, and changes of their bytes.
const ATTRIBUTES: &str = "* -filter -text -ident -eol -working-tree-encoding\n";

/// The most commits of one journal that are listed.
const MOST_COMMITS: usize = 50_000;

/// A journal that is fetched.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    /// What Git is given: an address, or the whole path of a folder.
    pub url: &'s str,
    /// The one kind of way that may be taken to it: `https`, `ssh`, `file`, `http` or `git`.
    pub transport: &'static str,
}

/// What keeps every fetch within its bounds.
#[derive(Debug)]
pub struct Fetcher<'f> {
    /// A folder of ours that no repository is in; programs are started there.
    pub workplace: PathBuf,
    /// How long one journal may take.
    pub timeout: Duration,
    /// How many bytes one journal may take on the disk.
    pub most: u64,
    /// Set when everything is to stop.
    pub stop: &'f AtomicBool,
    /// How the user connects by SSH, with the order never to ask.
    ssh: Option<String>,
}

/// Why a journal was not fetched.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// A sentence on why, and what to do.
    Because(String),
    /// Everything was stopped.
    Stopped,
}

type Step<T> = std::result::Result<T, Failure>;

/// A journal on the disk that is fetched into.
#[derive(Debug)]
pub struct Clone<'f> {
    fetcher: &'f Fetcher<'f>,
    git_dir: PathBuf,
    /// The folder with the files, where there is one.
    work_tree: Option<PathBuf>,
    transport: &'static str,
    deadline: Instant,
}

impl<'f> Fetcher<'f> {
    /// For programs that are started in `workplace`.
    ///
    /// # Errors
    /// Where there is no `git`, or one that is too old.
    pub fn new(workplace: PathBuf, timeout: Duration, most: u64, stop: &'f AtomicBool) -> Result<Self> {
        let usage = |message: String| Error::Usage {
            message,
            help:
                "Install Git 2.36 or later from https://git-scm.com, and try again. `git --version` says what is there."
                    .to_owned(),
        };
        let told = git().arg("--version").output();
        let told = told.map_err(|error| usage(format!("`git` cannot be started: {}", plain(&error))))?;
        let told = String::from_utf8_lossy(&told.stdout).trim().to_owned();
        let numbers = told.rsplit(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit())).unwrap_or_default();
        let mut parts = numbers.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
        let version = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if version < (2, 36) {
            return Err(usage(format!("`git` is too old for this, or is none: it says \"{told}\"")));
        }
        Ok(Self { workplace, timeout, most, stop, ssh: ssh() })
    }

    /// Makes an empty journal in `folder`, which is not there yet; `with_files` says whether it has a working tree.
    ///
    /// # Errors
    /// Where Git cannot make it.
    pub fn make(&'f self, folder: &Path, with_files: bool, source: Source) -> Step<Clone<'f>> {
        let clone = self.at(folder, with_files, source);
        let kind: &[&str] = if with_files { &[] } else { &["--bare"] };
        let mut init = self.command(source.transport);
        init.args(["init", "--quiet", "--template=", "--initial-branch=main"]).args(kind).arg("--").arg(folder);
        clone.expect(&mut init)?;
        clone.expect(clone.git().args(["config", "remote.origin.url", source.url]))?;
        clone.expect(clone.git().args(["config", "core.symlinks", "false"]))?;
        if with_files {
            let info = clone.git_dir.join("info");
            let written =
                std::fs::create_dir_all(&info).and_then(|()| std::fs::write(info.join("attributes"), ATTRIBUTES));
            written.map_err(|error| Failure::Because(format!("Its folder cannot be written: {}.", plain(&error))))?;
        }
        Ok(clone)
    }

    /// The journal in `folder`, which was made by [`Fetcher::make`] at some time.
    ///
    /// # Errors
    /// Where what is there is no such journal.
    pub fn open(&'f self, folder: &Path, source: Source) -> Step<Clone<'f>> {
        let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|data| data.is_dir());
        let with_files = folder.join(".git").symlink_metadata().is_ok();
        let clone = self.at(folder, with_files, source);
        if !is_folder(folder) || !is_folder(&clone.git_dir.join("objects")) || !is_folder(&clone.git_dir) {
            let why = "The folder is there, but is not as it was made. It was left alone. Give it another name, and it \
                       is fetched anew.";
            return Err(Failure::Because(why.to_owned()));
        }
        Ok(clone)
    }

    /// Whether everything is to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(std::sync::atomic::Ordering::Relaxed)
    }

    fn at(&'f self, folder: &Path, with_files: bool, source: Source) -> Clone<'f> {
        let (git_dir, work_tree) = match with_files {
            true => (folder.join(".git"), Some(folder.to_path_buf())),
            false => (folder.to_path_buf(), None),
        };
        let deadline = Instant::now() + self.timeout;
        Clone { fetcher: self, git_dir, work_tree, transport: source.transport, deadline }
    }

    fn command(&self, transport: &str) -> Command {
        let mut git = git();
        git.current_dir(&self.workplace)
            .env("GIT_ALLOW_PROTOCOL", transport)
            // Set and empty, it keeps Git from asking by a window as well.
            .env("GIT_ASKPASS", "")
            .env("SSH_ASKPASS_REQUIRE", "never")
            .env("GCM_INTERACTIVE", "never")
            .env("GIT_LFS_SKIP_SMUDGE", "1");
        if let Some(ssh) = &self.ssh {
            git.env("GIT_SSH_COMMAND", ssh);
        }
        for setting in SETTINGS {
            git.args(["-c", setting]);
        }
        git
    }
}

impl Clone<'_> {
    /// Fetches what HEAD names over there; `None` where the journal has no commit yet.
    ///
    /// # Errors
    /// Why it could not be fetched.
    pub fn fetch(&self, url: &str) -> Step<Option<String>> {
        match self.fetch_name(url, "HEAD")? {
            Ok(()) => self.id(self.target()).map(Some),
            Err(said) if said.contains("couldn't find remote ref HEAD") => self.fetch_branch(url),
            Err(said) => Err(Failure::Because(meaning(&said))),
        }
    }

    /// HEAD over there names a branch that is not there: `main`, `master` or the only one is meant.
    fn fetch_branch(&self, url: &str) -> Step<Option<String>> {
        let listed = self.expect(self.git().args(["ls-remote", "--quiet", "--heads", "--", url]))?;
        let names: Vec<&str> = listed.lines().filter_map(|line| line.split_once('\t')).map(|(_, name)| name).collect();
        let usual = ["refs/heads/main", "refs/heads/master"];
        let found = usual.into_iter().find(|name| names.contains(name));
        let name = match (found, names.as_slice()) {
            (Some(name), _) => name,
            (None, []) => return Ok(None),
            (None, [only]) => only,
            (None, _) => {
                let why = "The journal has several branches, and none of them is the main one. Ask the student to choose \
                           one in its settings.";
                return Err(Failure::Because(why.to_owned()));
            }
        };
        match self.fetch_name(url, name)? {
            Ok(()) => self.id(self.target()).map(Some),
            Err(said) => Err(Failure::Because(meaning(&said))),
        }
    }

    /// What Git said where it could not.
    fn fetch_name(&self, url: &str, name: &str) -> Step<std::result::Result<(), String>> {
        let mut git = self.git();
        let flags = ["--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--update-shallow"];
        git.arg("fetch").args(flags).args(["--", url, &format!("+{name}:{}", self.target())]);
        match self.run(&mut git)? {
            Ended::Well(_) => Ok(Ok(())),
            Ended::Badly(said) => Ok(Err(said)),
            other => Err(self.cut_off(&other)),
        }
    }

    /// The name that what was fetched has here.
    fn target(&self) -> &'static str {
        match self.work_tree {
            None => "refs/heads/main",
            Some(_) => "refs/remotes/origin/main",
        }
    }

    fn id(&self, name: &str) -> Step<String> {
        let id = self.expect(self.git().args(["rev-parse", "--verify", "--quiet", "--end-of-options", name]))?;
        Ok(id.trim().to_owned())
    }

    /// All commits of what was fetched, latest first, 50,000 at most.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn commits(&self) -> Step<Vec<String>> {
        let most = format!("--max-count={MOST_COMMITS}");
        let listed = self.expect(self.git().args(["rev-list", &most, self.target(), "--"]))?;
        Ok(listed.lines().map(str::to_owned).collect())
    }

    /// Brings the files, where there are any, to what was fetched. `is_new` where none were there before. What somebody changed here is
    /// never touched: then nothing is.
    ///
    /// # Errors
    /// Why the files are as they were.
    pub fn bring_files(&self, is_new: bool) -> Step<()> {
        if self.work_tree.is_none() {
            return Ok(());
        }
        let mut git = self.git();
        match is_new {
            true => git.args(["reset", "--hard", "--quiet", self.target(), "--"]),
            false => git.args(["merge", "--ff-only", "--no-overwrite-ignore", "--no-stat", "--quiet", self.target()]),
        };
        match self.run(&mut git)? {
            Ended::Well(_) => Ok(()),
            Ended::Badly(said) => Err(Failure::Because(files_meaning(&said))),
            other => Err(self.cut_off(&other)),
        }
    }

    /// Takes away what a fetch left that was killed. Only where nobody but us works: beside files there may be somebody.
    pub fn sweep(&self) {
        if self.work_tree.is_some() {
            return;
        }
        for folder in ["", "refs/heads", "objects/pack"] {
            let folder = self.git_dir.join(folder);
            for name in files::names(&folder) {
                if name.ends_with(".lock") || name.starts_with("tmp_") {
                    let _ = std::fs::remove_file(folder.join(name));
                }
            }
        }
    }

    fn git(&self) -> Command {
        let mut git = self.fetcher.command(self.transport);
        let named = |option: &str, path: &Path| {
            let mut argument = std::ffi::OsString::from(option);
            argument.push(path);
            argument
        };
        git.arg(named("--git-dir=", &self.git_dir));
        if let Some(folder) = &self.work_tree {
            git.arg(named("--work-tree=", folder)).current_dir(folder);
        }
        git
    }

    fn run(&self, command: &mut Command) -> Step<Ended> {
        let room = self.work_tree.as_deref().unwrap_or(&self.git_dir);
        let bounds = Bounds { deadline: self.deadline, stop: self.fetcher.stop, room: Some((room, self.fetcher.most)) };
        let unstarted =
            |why: String| Failure::Because(format!("Git could not be started: {why}. Run the command again."));
        run(command, bounds).map_err(unstarted)
    }

    fn expect(&self, command: &mut Command) -> Step<String> {
        match self.run(command)? {
            Ended::Well(printed) => Ok(printed),
            Ended::Badly(said) => Err(Failure::Because(meaning(&said))),
            other => Err(self.cut_off(&other)),
        }
    }

    fn cut_off(&self, ended: &Ended) -> Failure {
        let Fetcher { timeout, most, .. } = self.fetcher;
        match ended {
            Ended::TooLate => Failure::Because(format!(
                "Nothing came of it in {} seconds. Try again later, or give it longer: --timeout 5m",
                timeout.as_secs_f32()
            )),
            Ended::TooMuch => Failure::Because(format!(
                "It is larger than {} MB, which a journal hardly is. Look at it in your browser; if it is right, allow \
                 more: --max-size {}",
                most >> 20,
                (most >> 20) * 10
            )),
            _ => Failure::Stopped,
        }
    }
}

/// What it means that Git does not bring the files of a folder up to date.
fn files_meaning(said: &str) -> String {
    let lower = said.to_lowercase();
    let sentence = if lower.contains("not possible to fast-forward") || lower.contains("diverging") {
        "The journal here and the one of the student have parted: one of them was rewritten, or has commits that the \
         other has not. The folder was left as it is. Give it another name, and the journal is fetched anew."
    } else if lower.contains("would be overwritten") || lower.contains("unmerged") {
        "Files in this folder were changed here, and the student has changed them as well. They were left as they are. \
         Commit or move your changes, and run the command again."
    } else if lower.contains(".lock") {
        "Another Git works in this folder, or was stopped in the middle. If none does, remove the file index.lock in \
         its .git folder."
    } else {
        return meaning(said);
    };
    sentence.to_owned()
}

/// How to connect by SSH without asking: the user's own way, with that order added, where it is `ssh` itself. `None` leaves theirs as it
/// is.
fn ssh() -> Option<String> {
    let own = std::env::var("GIT_SSH_COMMAND").ok().or_else(|| {
        // No repository, so that only the user's and the machine's settings are asked.
        let told = git().env("GIT_DIR", "/dev/null").args(["config", "--get", "core.sshCommand"]).output().ok()?;
        Some(String::from_utf8_lossy(&told.stdout).trim().to_owned())
    });
    match own.filter(|own| !own.trim().is_empty()) {
        None if std::env::var_os("GIT_SSH").is_some() => None,
        None => Some("ssh -o BatchMode=yes".to_owned()),
        Some(own) => {
            let program = shlex::split(&own).and_then(|words| words.into_iter().next()).unwrap_or_default();
            let is_ssh = Path::new(&program).file_stem().is_some_and(|name| name == "ssh");
            Some(if is_ssh { format!("{own} -o BatchMode=yes") } else { own })
        }
    }
}
