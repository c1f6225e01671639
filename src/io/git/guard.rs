//! What libgit2 would open of a repository, looked at before it does.

use std::path::Path;

use super::place::{Place, git_dir, named_in};
use super::{includes, said};
use crate::error::{Error, Result};
use crate::io::files::{self, Odd, path_name};

/// The most bytes of a file that names one thing: a branch, a commit, a folder.
pub const MOST_NAME: u64 = 4 * 1024;

/// What the library opens of one working tree, and reads to its end; and the most bytes that stand there. An index has a hundred
/// for each file.
const OWN: [(&str, u64); 4] =
    [("HEAD", MOST_NAME), ("index", 256 << 20), ("commondir", MOST_NAME), ("gitdir", MOST_NAME)];

/// What it opens of a repository. A line for each branch, and for each commit at which a clone was cut off, takes a hundred bytes.
const SHARED: [(&str, u64); 6] = [
    ("shallow", 1 << 20),
    ("packed-refs", 16 << 20),
    ("info/grafts", 1 << 20),
    ("info/attributes", 1 << 20),
    ("info/exclude", 1 << 20),
    ("objects/info/alternates", 1 << 20),
];

/// How often one name may lead to the next before a commit is named; the library goes ten steps.
const MOST_STEPS: usize = 10;

/// What Git's library will open first of the repository in `git_dir`: everything has to be a plain file, so that nobody waits for
/// the other end of a pipe, and none longer than Git has them, so that nobody reads all day. Of the repository that is named nothing
/// has to be there.
///
/// # Errors
/// Names the first one that is there and is no such file.
pub fn check(git_dir: &Path) -> Result<()> {
    let common = named_in(&git_dir.join("commondir"), git_dir, "").unwrap_or_else(|| git_dir.to_path_buf());
    if let Some(odd) = first_odd(git_dir, &common) {
        let (path, why) = match &odd {
            Odd::TooLarge(path) => (path, "is larger than Git ever makes it, and Git's library would read all of it"),
            Odd::Link(path) | Odd::Special(path) | Odd::Unreadable(path) => {
                (path, "is no plain file, and Git's library would wait for it")
            }
            Odd::TooMany => (&common, "has too many files"),
        };
        return Err(Error::Path {
            path: path_name(path).shown,
            why: why.to_owned(),
            help: "Look at it, and take it away if it is not yours.".to_owned(),
        });
    }
    let place = Place { git_dir: git_dir.to_path_buf(), common };
    if place.common.join("config").symlink_metadata().is_err() {
        return Ok(());
    }
    includes::check(&place).map_err(said::odd_configuration)
}

/// The first file that the library should not open.
pub fn first_odd(git_dir: &Path, common: &Path) -> Option<Odd> {
    let own = OWN.into_iter().map(|(name, most)| (git_dir.join(name), most));
    let shared = SHARED.into_iter().map(|(name, most)| (common.join(name), most));
    // HEAD names one more, and that one another.
    let mut names = Vec::new();
    let mut at = git_dir.join("HEAD");
    while let (true, Some(name)) = (names.len() < MOST_STEPS, next_name(&at)) {
        at = common.join(name);
        names.push((at.clone(), MOST_NAME));
    }
    own.chain(shared).chain(names).find_map(|(path, most)| {
        let data = path.metadata().ok()?;
        match data.is_file() {
            true => (data.len() > most).then_some(Odd::TooLarge(path)),
            false => (!data.is_dir()).then_some(Odd::Special(path)),
        }
    })
}

/// The name that a file has in the place of a commit.
fn next_name(path: &Path) -> Option<String> {
    let source = files::read(path, "").ok()?;
    source.text.strip_prefix("ref:").map(|name| name.trim().to_owned())
}

/// The same for the repository that the environment names, or else the one around `folder`.
///
/// # Errors
/// As [`check`].
pub fn check_environment(folder: &Path) -> Result<()> {
    let given = std::env::var_os("GIT_DIR").filter(|value| !value.is_empty()).map(|value| folder.join(value));
    let found = || folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()).map(git_dir);
    given.or_else(found).map_or(Ok(()), |git_dir| check(&git_dir))
}
