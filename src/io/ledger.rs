//! What `cohort sync` keeps beside the journals of a class, in `DIR/.coffeechat`: the ledger `seen.jsonl`, and a workplace.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::files::{self, path_name};
use crate::core::cohort::ledger::Ledger;
use crate::error::{Error, Result, plain};

/// Our folder in the one of a class.
const FOLDER: &str = ".coffeechat";

/// The most bytes of it that are read: some millions of commits.
const MOST: u64 = 1 << 30;

/// How often a folder is looked at that somebody still writes into, and how long we wait in between.
const TRIES: u32 = 40;
const PAUSE: Duration = Duration::from_millis(50);

/// Where it lies.
fn place(dir: &Path) -> PathBuf {
    dir.join(FOLDER).join("seen.jsonl")
}

/// Reads the ledger of the class in `dir`; an empty one where there is none. Beside it the lines that are not understood.
///
/// # Errors
/// Where it is there and cannot be read: what it proves would be missing without a word.
pub fn read(dir: &Path) -> Result<(Ledger, Vec<usize>)> {
    let path = place(dir);
    if path.symlink_metadata().is_err() {
        return Ok(Default::default());
    }
    let refuse = |why: String| {
        Error::Path {
        path: path_name(&path).shown,
        why,
        help: "It says when each commit was first seen. Look at it, or take it away: then the dates of the commits decide.".to_owned(),
    }
    };
    let bytes = files::read_bytes_up_to(&path, MOST).map_err(refuse)?;
    let bytes = bytes.map_err(|size| refuse(format!("is larger than a ledger can be ({size} bytes)")))?;
    Ok(Ledger::read(&String::from_utf8_lossy(&bytes)))
}

/// The ledger of a class while journals are fetched, and a place to work in. One run at a time has it.
#[derive(Debug)]
pub struct Keeper {
    ledger: File,
    workplace: PathBuf,
    /// Held until the run ends, however it does.
    _lock: File,
}

impl Keeper {
    /// Takes the ledger of the class in `dir`, which is made where it is not there, and clears the place to work in.
    ///
    /// # Errors
    /// Where another run has it, where it cannot be written, or where our folder is a link to somewhere else.
    pub fn take(dir: &Path) -> Result<Self> {
        let folder = dir.join(FOLDER);
        let refuse =
            |path: &Path, cause| Error::System { path: path_name(path).shown, action: "cannot be written", cause };
        for folder in [dir, &folder] {
            std::fs::create_dir_all(folder).map_err(|cause| refuse(folder, cause))?;
        }
        let workplace = folder.join("tmp");
        for path in [&folder, &workplace, &place(dir), &folder.join("lock")] {
            if path.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
                return Err(Error::Path {
                    path: path_name(path).shown,
                    why: "is a link, and what is kept of a class is never kept elsewhere".to_owned(),
                    help: "Take the link away; a folder is made in its place.".to_owned(),
                });
            }
        }
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock"));
        let lock = lock.map_err(|cause| refuse(&folder.join("lock"), cause))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Path {
                    path: path_name(dir).shown,
                    why: "is being fetched into by another run".to_owned(),
                    help: "Wait until it has ended, then run the command again.".to_owned(),
                });
            }
            Err(TryLockError::Error(cause)) => return Err(refuse(&folder.join("lock"), cause)),
        }
        make_anew(&workplace).map_err(|cause| refuse(&workplace, cause))?;
        let workplace = workplace.canonicalize().map_err(|cause| refuse(&workplace, cause))?;
        let path = place(dir);
        let ledger = open_to_append(&path).map_err(|cause| refuse(&path, cause))?;
        Ok(Self { ledger, workplace, _lock: lock })
    }

    /// A folder for what is not finished. It is cleared when the next run begins.
    pub fn workplace(&self) -> &Path {
        &self.workplace
    }

    /// Writes a line behind all others, and waits until the disk has it.
    ///
    /// # Errors
    /// A sentence on why it is not there.
    pub fn append(&mut self, line: &str) -> std::result::Result<(), String> {
        let before = self.ledger.metadata().map(|data| data.len());
        let written = self.ledger.write_all(line.as_bytes()).and_then(|()| self.ledger.sync_data());
        written.map_err(|error| {
            // Half a line would take the next one with it.
            let _ = before.and_then(|length| self.ledger.set_len(length));
            format!(
                "What was seen could not be recorded in {FOLDER}/seen.jsonl: {}. Make room, and run the command again.",
                plain(&error)
            )
        })
    }

    /// Clears the place to work in.
    pub fn clear(self) {
        let _ = std::fs::remove_dir_all(&self.workplace);
    }
}

/// Makes `folder` anew, and empty. Where a run was killed, a Git that it started may still write into the old one, for as long as it takes to
/// see that nobody hears it; what it makes meanwhile goes, too.
fn make_anew(folder: &Path) -> std::io::Result<()> {
    let once = || {
        let taken = std::fs::remove_dir_all(folder);
        taken.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
        std::fs::create_dir(folder)
    };
    for _ in 0..TRIES {
        match once() {
            Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists) => {
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
    once()
}

/// A line that a killed run left half written is ended, so that the next one is read.
fn open_to_append(path: &Path) -> std::io::Result<File> {
    let mut file = OpenOptions::new().create(true).append(true).read(true).open(path)?;
    let mut last = [b'\n'];
    if file.metadata()?.len() > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    if last != [b'\n'] {
        file.write_all(b"\n")?;
    }
    Ok(file)
}
