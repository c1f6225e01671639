//! A commit of one file, by the installed `git`: for what libgit2 leaves out, which is hooks, signatures and the student's own ways to
//! commit. Made only where the student asks for it, in a journal of their own.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::git;
use crate::error::plain;

/// Files and folders of a repository that say what is under way in it.
const UNDER_WAY: [(&str, &str); 5] = [
    ("MERGE_HEAD", "a merge"),
    ("rebase-merge", "a rebase"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
];

/// Why a file is not committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The program cannot be started.
    NoGit(String),
    /// There is no repository, or none with files; what Git says.
    NoRepository(String),
    /// A merge or the like is to be finished first.
    UnderWay(&'static str),
    /// Nobody's name would stand on the commit; what Git says.
    NoName(String),
    /// The repository's own rules leave the file out.
    Ignored,
    /// A hook or Git itself; what was said.
    Failed(String),
}

/// A working tree that is ready for a commit.
#[derive(Debug)]
pub struct Committer {
    folder: PathBuf,
}

impl Committer {
    /// For the repository around `folder`.
    ///
    /// # Errors
    /// [`Refusal`] where nothing can be committed there, whatever it is.
    pub fn ready(folder: &Path) -> Result<Self, Refusal> {
        let git = Self { folder: folder.to_path_buf() };
        let found = git.run(["rev-parse", "--show-toplevel", "--absolute-git-dir"])?;
        let said = String::from_utf8_lossy(&found.stdout).into_owned();
        let Some(git_dir) = said.lines().nth(1).filter(|_| found.status.success()) else {
            return Err(Refusal::NoRepository(words(&found)));
        };
        let git_dir = Path::new(git_dir);
        let under_way = UNDER_WAY.iter().find(|(name, _)| git_dir.join(name).symlink_metadata().is_ok());
        if let Some((_, what)) = under_way {
            return Err(Refusal::UnderWay(what));
        }
        for who in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            let known = git.run(["var", who])?;
            if !known.status.success() {
                return Err(Refusal::NoName(words(&known)));
            }
        }
        Ok(git)
    }

    /// Whether the last commit has the file.
    ///
    /// # Errors
    /// [`Refusal::NoGit`].
    pub fn has(&self, path: &Path) -> Result<bool, Refusal> {
        let named = self.path_of(path);
        let listed =
            self.run([OsStr::new("ls-tree"), "--name-only".as_ref(), "HEAD".as_ref(), "--".as_ref(), &named])?;
        Ok(listed.status.success() && !listed.stdout.is_empty())
    }

    /// Commits that one file. What else is staged stays so, and is not in the commit.
    ///
    /// # Errors
    /// [`Refusal::Ignored`], or [`Refusal::Failed`] where a hook or Git itself refuses.
    pub fn commit(&self, path: &Path, message: &str) -> Result<(), Refusal> {
        let named = self.path_of(path);
        // This one takes paths as they are, and refuses to be told so.
        let plain = Path::new(".").join(&named);
        let ignored =
            self.git(&[], [OsStr::new("check-ignore"), "--quiet".as_ref(), "--".as_ref(), plain.as_os_str()])?;
        if ignored.status.success() {
            return Err(Refusal::Ignored);
        }
        let added = self.run([OsStr::new("add"), "--".as_ref(), &named])?;
        if !added.status.success() {
            return Err(Refusal::Failed(words(&added)));
        }
        // The message is one line of ours: nothing in it is a remark of Git's, whatever a name begins with.
        let message = format!("--message={message}");
        let arguments = ["commit", "--quiet", "--cleanup=whitespace", &message, "--only", "--"].map(OsStr::new);
        let done = self.run(arguments.into_iter().chain([&*named]))?;
        if done.status.success() { Ok(()) } else { Err(Refusal::Failed(words(&done))) }
    }

    /// `path` as seen from the folder, where it lies below it.
    fn path_of(&self, path: &Path) -> std::ffi::OsString {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let (path, folder) = (real(path), real(&self.folder));
        path.strip_prefix(&folder).unwrap_or(&path).as_os_str().to_owned()
    }

    fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Output, Refusal> {
        self.git(&["--literal-pathspecs"], arguments)
    }

    fn git<A: AsRef<OsStr>>(
        &self,
        options: &[&str],
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<Output, Refusal> {
        let mut git = git();
        // A program that watches the files is of no use for one file.
        git.args(["-c", "core.fsmonitor=false"]).args(options).args(arguments).current_dir(&self.folder);
        git.output().map_err(|error| Refusal::NoGit(plain(&error)))
    }
}

/// The most bytes of a program's words that are passed on.
const MOST_WORDS: usize = 8_000;

/// What a program said, on either stream.
fn words(output: &Output) -> String {
    let all = [&output.stdout, &output.stderr].map(|stream| String::from_utf8_lossy(stream).trim().to_owned());
    let text = all.join("\n").trim().to_owned();
    match text.char_indices().find(|(at, _)| *at >= MOST_WORDS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
