//! The repository of a stranger, looked at before libgit2 opens any of it: what leads out of it, or never ends, is refused.
//!
//! Every refusal is a sentence for the instructor with what to do. A journal that was cloned by `cohort sync` passes all of this.

use std::path::{Path, PathBuf};

use git2::{Config, ErrorCode, Repository, RepositoryOpenFlags};

use super::{guard, said};
use crate::core::text::MAX_BYTES;
use crate::io::files::{self, Odd, path_name};

/// What a repository lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bare clone: the folder is the repository.
    Bare,
    /// Files, and a folder `.git` beside them.
    Ordinary,
}

/// How many entries `objects` and `refs` may have. `git gc` makes a handful of a hundred thousand.
const MOST: usize = 200_000;

/// What stands at the top of a repository and is opened by libgit2.
const TOP: [&str; 13] = [
    "HEAD",
    "config",
    "config.worktree",
    "index",
    "shallow",
    "packed-refs",
    "refs",
    "objects",
    "info",
    "info/grafts",
    "info/attributes",
    "info/exclude",
    "logs",
];

/// What a folder holds: a repository with everything in it, or nothing that says so.
///
/// # Errors
/// Where `.git` leads elsewhere.
pub fn kind(folder: &Path) -> Result<Option<Kind>, String> {
    if folder.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink()) {
        return Err(format!("Its folder is a link to another place, and links are not followed. {ANEW}"));
    }
    let Ok(data) = folder.join(".git").symlink_metadata() else {
        let is_there = |name: &str| folder.join(name).symlink_metadata().is_ok();
        return Ok(["HEAD", "objects", "refs"].into_iter().all(is_there).then_some(Kind::Bare));
    };
    if data.is_dir() {
        return Ok(Some(Kind::Ordinary));
    }
    let what = match data.file_type() {
        kind if kind.is_symlink() => "a link",
        kind if kind.is_file() => "a file that names another folder",
        _ => "no folder",
    };
    Err(format!("Its .git is {what}, so the history would be borrowed from elsewhere. {ANEW}"))
}

const ANEW: &str = "Clone the journal anew from its address.";

/// Opens the repository in `folder`, and nothing above it or beside it.
///
/// # Errors
/// A sentence on what keeps it from being read, and what to do.
pub fn open(folder: &Path) -> Result<(Kind, Repository), String> {
    let Some(kind) = kind(folder)? else {
        return Err("There is no Git repository in its folder. Clone it first, or check it without history.".to_owned());
    };
    let top = match kind {
        Kind::Bare => folder.to_path_buf(),
        Kind::Ordinary => folder.join(".git"),
    };
    own(&top)?;
    plain(&top)?;
    settings(&top)?;
    guard::first_odd(&top, &top).map_or(Ok(()), |odd| Err(said_of(&top, &odd)))?;
    let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
    let opened = Repository::open_ext(&top, flags, std::iter::empty::<&Path>());
    opened.map(|repository| (kind, repository)).map_err(|error| refused(folder, &error))
}

/// Whether the history is the folder's own.
fn own(top: &Path) -> Result<(), String> {
    let is_there = |name: &str| top.join(name).symlink_metadata().is_ok();
    if is_there("commondir") || is_there("gitdir") {
        return Err(format!("Its Git folder names another one, so the history would be borrowed from there. {ANEW}"));
    }
    let lent = ["objects/info/alternates", "objects/info/http-alternates"];
    let has_text = |name: &&str| top.join(name).symlink_metadata().is_ok_and(|data| !data.is_file() || data.len() > 0);
    if lent.iter().any(has_text) {
        return Err("It borrows objects from another repository (objects/info/alternates). \
                    Clone it anew, without --shared and --reference."
            .to_owned());
    }
    Ok(())
}

/// Whether all that libgit2 may open is a plain file or a folder.
fn plain(top: &Path) -> Result<(), String> {
    let at_top = TOP.map(|name| top.join(name)).into_iter().find_map(|path| files::first_odd(&path, 0, 1, u64::MAX));
    // A loose object lies one folder deep, a pack too. The names of branches have folders as their makers like it.
    let deeper = || files::first_odd(&top.join("objects"), 2, MOST, u64::MAX);
    let refs = || files::first_odd(&top.join("refs"), usize::MAX, MOST, guard::MOST_NAME);
    at_top.or_else(deeper).or_else(refs).map_or(Ok(()), |odd| Err(said_of(top, &odd)))
}

/// A sentence on what keeps a repository from being opened.
fn said_of(top: &Path, odd: &Odd) -> String {
    let name = |path: &PathBuf| path_name(path.strip_prefix(top).unwrap_or(path)).shown;
    match odd {
        Odd::Link(path) => {
            format!(
                "In its Git folder, {} is a link, so the history would be borrowed from elsewhere. {ANEW}",
                name(path)
            )
        }
        Odd::Special(path) => format!(
            "In its Git folder, {} is neither a file nor a folder, and Git's library would wait for it. {ANEW}",
            name(path)
        ),
        Odd::TooLarge(path) => format!(
            "In its Git folder, {} is larger than Git ever makes it, and Git's library would read all of it. {ANEW}",
            name(path)
        ),
        Odd::Unreadable(path) => format!(
            "In its Git folder, {} cannot be looked into. See that you may read it, or clone the journal anew.",
            name(path)
        ),
        Odd::TooMany => {
            format!("Its Git folder holds more than {MOST} files, which is more than is looked at. {ANEW}")
        }
    }
}

/// Whether the repository's settings leave everything where it is.
fn settings(top: &Path) -> Result<(), String> {
    for name in ["config", "config.worktree"] {
        let path = top.join(name);
        let Ok(data) = path.symlink_metadata() else { continue };
        if data.len() > MAX_BYTES {
            return Err(format!("Its Git settings ({name}) are larger than 1 MiB, and are not read. {ANEW}"));
        }
        let bytes = files::read_bytes(&path)
            .map_err(|why| format!("Its Git settings ({name}): {why}. Clone the journal anew."))?
            .unwrap_or_default();
        if includes(&bytes) {
            return Err(format!(
                "Its Git settings ({name}) include other files, and a journal names no file outside of it. {ANEW}"
            ));
        }
        let damaged = |error: &git2::Error| {
            format!("Its Git settings ({name}) are damaged ({}). Clone the journal anew.", said::plain(error))
        };
        let config = Config::open(&path).map_err(|error| damaged(&error))?;
        match config.get_entry("core.worktree") {
            Ok(_) => {
                return Err(format!(
                    "Its Git settings put its files into another folder (core.worktree), which is not looked at. {ANEW}"
                ));
            }
            Err(error) if error.code() == ErrorCode::NotFound => {}
            Err(error) => return Err(damaged(&error)),
        }
    }
    Ok(())
}

/// Whether settings have a section `include` or `includeIf`; what merely looks like one counts.
fn includes(bytes: &[u8]) -> bool {
    let text: String = String::from_utf8_lossy(bytes).chars().filter(|c| !c.is_whitespace()).collect();
    text.to_ascii_lowercase().contains("[include")
}

/// Why libgit2 would not open it.
fn refused(folder: &Path, error: &git2::Error) -> String {
    let message = error.message();
    if error.code() == ErrorCode::Owner {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let shown = path_name(&real).shown.replace('\'', r"'\''");
        return format!(
            "It belongs to another user of this machine, and Git reads no such repository unasked. \
             If you trust it: git config --global --add safe.directory '{shown}'"
        );
    }
    let is_newer = ["object format", "objectformat", "refstorage", "repository format", "repositoryformat"];
    if is_newer.iter().any(|words| message.to_ascii_lowercase().contains(words)) {
        return "It is a repository of a newer kind (SHA-256 or reftable), which cannot be read yet. \
                Ask for a clone of the usual kind, or check its files without history."
            .to_owned();
    }
    format!("Its Git folder cannot be read ({}). Clone the journal anew, or ask git fsck.", said::plain(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_include_is_seen() {
        for text in ["[include]\npath = x", "[core]\n\tbare = false\n [ Include ] path=x", "[includeIf \"gitdir:/\"]\n"]
        {
            assert!(includes(text.as_bytes()), "{text}");
        }
        assert!(!includes(b"[core]\n\tbare = true\n[remote \"include\"]\n\turl = https://example.org/include\n"));
    }
}
