//! What libgit2 would open of a repository, looked at before it does.

use std::path::{Path, PathBuf};

use super::place::{Place, git_dir, named_in};
use super::{includes, said};
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};

/// What the library opens of one working tree.
const OWN: [&str; 4] = ["HEAD", "index", "commondir", "gitdir"];

/// What it opens of a repository.
const SHARED: [&str; 6] =
    ["shallow", "packed-refs", "info/grafts", "info/attributes", "info/exclude", "objects/info/alternates"];

/// What Git's library will open first of the repository in `git_dir`: everything has to be a plain file, so that nobody waits for
/// the other end of a pipe. Of the repository that is named nothing has to be there.
///
/// # Errors
/// Names the first one that is there and is no plain file.
pub fn check(git_dir: &Path) -> Result<()> {
    let common = named_in(&git_dir.join("commondir"), git_dir, "").unwrap_or_else(|| git_dir.to_path_buf());
    let own = OWN.map(|name| git_dir.join(name));
    let shared = SHARED.map(|name| common.join(name));
    // HEAD names one more.
    let head = files::read(&git_dir.join("HEAD"), "").ok();
    let branch = head.as_ref().and_then(|head| head.text.strip_prefix("ref:")).map(|name| common.join(name.trim()));
    let is_odd = |path: &&PathBuf| path.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir());
    if let Some(path) = own.iter().chain(&shared).chain(&branch).find(is_odd) {
        return Err(Error::Path {
            path: path_name(path).shown,
            why: "is no plain file, and Git's library would wait for it".to_owned(),
            help: "Look at it, and take it away if it is not yours.".to_owned(),
        });
    }
    let place = Place { git_dir: git_dir.to_path_buf(), common };
    if place.common.join("config").symlink_metadata().is_err() {
        return Ok(());
    }
    includes::check(&place).map_err(said::odd_configuration)
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
