//! What Git's library says, as a person can use it: what was seen, and what to type.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode};

use crate::error::Error;
use crate::io::files::{self, path_name};

/// A library's sentence, without its last full stop.
pub fn plain(error: &git2::Error) -> String {
    error.message().trim_end_matches('.').to_owned()
}

fn path(path: &Path, why: String, help: &str) -> Error {
    Error::Path { path: path_name(path).shown, why, help: help.to_owned() }
}

/// Why the repository around `folder` cannot be opened.
pub fn no_repository(folder: &Path, error: &git2::Error) -> Error {
    let message = error.message();
    if let Some(named) = std::env::var_os("GIT_DIR").filter(|_| error.code() == ErrorCode::NotFound) {
        return path(
            Path::new(&named),
            "is named by the variable GIT_DIR, and is no Git repository".to_owned(),
            "Take the variable away (unset GIT_DIR), or name a repository with it.",
        );
    }
    if error.code() == ErrorCode::NotFound {
        return path(
            folder,
            "lies in no Git repository".to_owned(),
            "Check the files themselves: coffeechat lint. To make this folder a repository: git init",
        );
    }
    if error.code() == ErrorCode::Owner {
        let top = folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()).unwrap_or(folder);
        let top = path_name(top).shown;
        return Error::Path {
            help: format!("If you trust it: git config --global --add safe.directory '{}'", top.replace('\'', r"'\''")),
            path: top,
            why: "is a repository that belongs to somebody else, and Git reads no such one unasked".to_owned(),
        };
    }
    if message.contains("object format") || message.contains("objectformat") || message.contains("refstorage") {
        return path(
            folder,
            "lies in a repository of a newer kind (SHA-256 or reftable), which cannot be read yet".to_owned(),
            "Check the files themselves: coffeechat lint",
        );
    }
    path(
        folder,
        format!("lies in a Git repository that cannot be read ({})", plain(error)),
        "git status may say more. Without Git: coffeechat lint",
    )
}

/// The same in sentences, where a file is left alone because of it.
pub fn unread(folder: &Path, error: &git2::Error) -> String {
    match no_repository(folder, error) {
        // What it says to do is about the file that is checked already.
        Error::Path { path, why, .. } if error.code() != ErrorCode::Owner => format!("{path} {why}."),
        error => whole(&error),
    }
}

/// An error as sentences, with what to do.
pub fn whole(error: &Error) -> String {
    match error {
        Error::Path { path, why, help } => format!("{path} {why}. {help}"),
        other => other.to_string(),
    }
}

/// A repository without files beside it.
pub fn bare(folder: &Path) -> Error {
    path(folder, "lies in a bare repository, which has no files to commit".to_owned(), "Run it in an ordinary clone.")
}

/// Why the index cannot be read.
pub fn bad_index(root: &Path, error: &git2::Error) -> Error {
    let message = error.message();
    if message.contains("mandatory extension") {
        return path(
            root,
            "has an index in a form that cannot be read yet (split or sparse)".to_owned(),
            "Write it plainly: git update-index --no-split-index, or git sparse-checkout reapply --no-sparse-index",
        );
    }
    let why = match error.class() {
        // The library takes one that is too short for one that was taken away.
        ErrorClass::Index if message.contains("no longer exists") => "has an index that is damaged".to_owned(),
        ErrorClass::Index => format!("has an index that is damaged ({})", plain(error)),
        _ => format!("has an index that cannot be read ({})", plain(error)),
    };
    path(root, why, "git status says more. Your files are as they were: coffeechat lint checks them.")
}

/// Why the last commit cannot be read.
pub fn bad_head(root: &Path, error: &git2::Error) -> Error {
    path(
        root,
        format!("has a last commit that cannot be read ({})", plain(error)),
        "git status and git fsck say more. Your files are as they were: coffeechat lint checks them.",
    )
}

/// A revision that has a name, and whose objects are not there.
pub fn lost_revision(name: &str, error: &git2::Error) -> Error {
    Error::Usage {
        message: format!("the revision `{name}` cannot be read from Git's objects ({})", plain(error)),
        help: "A shallow clone may lack it: git fetch --unshallow. git fsck says more.".to_owned(),
    }
}

/// A file of the configuration that the library should not be shown.
pub fn odd_configuration(file: PathBuf) -> Error {
    path(
        &files::seen_from(Path::new("."), &file),
        "belongs to the repository's configuration, and is no regular file of at most 1 MiB".to_owned(),
        "Look at the lines `path = …` of .git/config. Git would wait for ever on a pipe, for example.",
    )
}
