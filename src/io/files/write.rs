//! Writing that is whole or not at all: over nothing but what was read, and never through a link.

#[cfg(unix)]
use std::fs::{File, TryLockError};
use std::path::{Component, Path};

use super::{Pending, folder_of, read, shown};
#[cfg(unix)]
use super::{attributes, open, pending::own};
use crate::error::{Error, Result, plain};

/// Puts `text` in the place of `before` in a file that holds exactly that: whole or not at all, with the file's mode, owner and
/// attributes, and never through a link.
///
/// # Errors
/// A sentence on why the file was left as it is: it changed meanwhile, may not be written, or what the system said.
pub fn replace(path: &Path, before: &str, text: &str) -> std::result::Result<(), String> {
    let refuse = |error: std::io::Error| format!("cannot be written: {}", plain(&error));
    let is_same = || read(path, "").is_ok_and(|now| now.damage.is_none() && now.text == before);
    let changed = "was changed by somebody else meanwhile and is left as it is; run the command again";
    let data = path.symlink_metadata().map_err(refuse)?;
    if data.permissions().readonly() {
        return Err("may not be written to, and is left as it is".to_owned());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if data.nlink() > 1 {
            return Err(
                "has a second name (a hard link), under which the old text would stay; it is left as it is".to_owned()
            );
        }
    }
    // Kept until it is written.
    #[cfg(unix)]
    let held = hold(path)?;
    if !is_same() {
        return Err(changed.to_owned());
    }
    // Nobody else may read it before it has the rights of the note.
    let mut pending = Pending::new(folder_of(path), 0o600).map_err(refuse)?;
    pending.write(text).map_err(refuse)?;
    #[cfg(unix)]
    {
        own(pending.file(), &data).map_err(refuse)?;
        held.as_ref().map_or(Ok(()), |held| attributes::keep(held, pending.file())).map_err(refuse)?;
    }
    pending.file().set_permissions(data.permissions()).map_err(refuse)?;
    pending.file().sync_all().map_err(refuse)?;
    if !is_same() {
        return Err(changed.to_owned());
    }
    pending.replace(path).map_err(refuse)
}

/// Keeps other runs of ours from a file as long as what is given lives: one that looked at it before we wrote, and wrote after, would
/// take the place of our words unseen. Where there are no locks, or a link, nobody is kept from anything; on Windows a lock would keep
/// ourselves from reading.
#[cfg(unix)]
fn hold(path: &Path) -> std::result::Result<Option<File>, String> {
    let Ok(file) = open(path) else { return Ok(None) };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            Err("is being written by somebody else meanwhile and is left as it is; run the command again".to_owned())
        }
        Err(TryLockError::Error(_)) | Ok(()) => Ok(Some(file)),
    }
}

/// Creates a file with `text`, whole or not at all, and never over one that is there.
///
/// # Errors
/// `Ok(false)` where the name is taken; an error for everything else.
pub fn create(path: &Path, text: &str) -> Result<bool> {
    create_as(path, text, 0o666)
}

/// As [`create`], for a file that the system is to run.
///
/// # Errors
/// As [`create`].
pub fn create_program(path: &Path, text: &str) -> Result<bool> {
    create_as(path, text, 0o777)
}

/// As [`create`], for a file that only its owner may read.
///
/// # Errors
/// As [`create`].
pub fn create_secret(path: &Path, text: &str) -> Result<bool> {
    create_as(path, text, 0o600)
}

fn create_as(path: &Path, text: &str, mode: u32) -> Result<bool> {
    let refuse = |cause| Error::System { path: shown(path), action: "cannot be written", cause };
    let mut pending = Pending::new(folder_of(path), mode).map_err(refuse)?;
    pending.write(text).and_then(|()| pending.file().sync_all()).map_err(refuse)?;
    pending.take(path).map_err(refuse)
}

/// Removes a file that holds exactly `text`, which is all of our own making.
///
/// # Errors
/// A sentence on why it is still there.
pub fn remove(path: &Path, text: &str) -> std::result::Result<(), String> {
    if !read(path, "").is_ok_and(|now| now.damage.is_none() && now.text == text) {
        return Err("was changed by somebody else meanwhile and is left as it is; run the command again".to_owned());
    }
    std::fs::remove_file(path).map_err(|error| format!("cannot be removed: {}", plain(&error)))
}

/// Gives a folder its place, where nothing is yet.
///
/// # Errors
/// A sentence on why it is not there.
pub fn place_folder(from: &Path, to: &Path) -> std::result::Result<(), String> {
    if to.symlink_metadata().is_ok() {
        return Err(
            "Its folder was made by somebody else meanwhile, and was left alone. Run the command again.".to_owned()
        );
    }
    std::fs::rename(from, to).map_err(|error| format!("Its folder cannot be made: {}.", plain(&error)))
}

/// Takes away a folder of our own making in our own workplace. What cannot be taken away now is when the next run begins.
pub fn clear(workplace: &Path, folder: &Path) {
    if folder.parent() == Some(workplace) {
        let _ = std::fs::remove_dir_all(folder);
    }
}

/// Makes `folder` below `root`, and refuses one that a link leads out of it.
///
/// # Errors
/// Where it cannot be made, or leads elsewhere.
pub fn make_folder(root: &Path, folder: &Path) -> Result<bool> {
    let refuse = |path: &Path, cause| Error::System { path: shown(path), action: "cannot be made", cause };
    let real = |path: &Path| path.canonicalize().map_err(|cause| refuse(path, cause));
    // What is there already decides where the rest would come to lie, so it is asked before anything is made.
    let there = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(root);
    let climbs = folder.components().any(|part| part == Component::ParentDir);
    if climbs || !real(there)?.starts_with(real(root)?) {
        return Err(Error::Path {
            path: shown(folder),
            why: "leads out of the journal".to_owned(),
            help: "Name a folder of the journal's own, and replace a link by a folder.".to_owned(),
        });
    }
    let is_new = there != folder;
    std::fs::create_dir_all(folder).map_err(|cause| refuse(folder, cause))?;
    Ok(is_new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_another_one_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("note.md");
        std::fs::write(&path, "now").expect("a file");
        assert!(replace(&path, "before", "after").is_err_and(|why| why.contains("changed by somebody else")));
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), "now");
        assert_eq!(replace(&path, "now", "after"), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), "after");
        assert_eq!(super::super::names(folder.path()), ["note.md"], "nothing is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_another_run_is_writing_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("note.md");
        std::fs::write(&path, "now").expect("a file");
        let other = hold(&path).expect("nobody has it");
        assert!(replace(&path, "now", "after").is_err_and(|why| why.contains("being written by somebody else")));
        drop(other);
        assert_eq!(replace(&path, "now", "after"), Ok(()));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_a_file_with_two_names_are_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link, other) = (folder.path().join("a.md"), folder.path().join("b.md"), folder.path().join("c.md"));
        std::fs::write(&path, "now").expect("a file");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        assert!(replace(&link, "now", "after").is_err());
        std::fs::hard_link(&path, &other).expect("a second name");
        assert!(replace(&path, "now", "after").is_err_and(|why| why.contains("second name")));
        assert_eq!(std::fs::read_to_string(&path).expect("the file"), "now");
    }
}
