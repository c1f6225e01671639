//! The ledger of a class on the disk: `DIR/.coffeechat/seen.jsonl`.

use std::path::{Path, PathBuf};

use super::files::{self, path_name};
use crate::core::cohort::ledger::Ledger;
use crate::error::{Error, Result};

/// The most bytes of it that are read: some millions of commits.
const MOST: u64 = 1 << 30;

/// Where it lies.
fn place(dir: &Path) -> PathBuf {
    dir.join(".coffeechat").join("seen.jsonl")
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
