//! The key of anonymous reports: who has it can tell which name a student's is, so only its owner may read it.

use std::path::{Path, PathBuf};

use super::files::{self, path_name};
use crate::error::{Error, Result};

/// The fewest bytes of a key. Names are few and known; a short key would be found by trying.
const FEWEST: usize = 16;
/// The most bytes that are read of one.
const MOST: u64 = 4096;

/// The key in `given`, or that of the class in `dir`, which is made on first use.
///
/// # Errors
/// Where it cannot be read or made, or is too short.
pub fn of(dir: &Path, given: Option<&Path>) -> Result<Vec<u8>> {
    match given {
        Some(path) => read(path),
        None => {
            let path = place(dir)?;
            if path.symlink_metadata().is_err() {
                make(&path)?;
            }
            read(&path)
        }
    }
}

fn place(dir: &Path) -> Result<PathBuf> {
    let folder = dir.join(".coffeechat");
    for path in [&folder, &folder.join("key")] {
        if path.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
            return Err(Error::Path {
                path: path_name(path).shown,
                why: "is a link, and a key is never kept elsewhere".to_owned(),
                help: "Take the link away, or name the key: --key FILE".to_owned(),
            });
        }
    }
    files::make_folder(dir, &folder)?;
    Ok(folder.join("key"))
}

fn make(path: &Path) -> Result<()> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Path {
        path: path_name(path).shown,
        why: format!("the system has no random bytes to give: {error}"),
        help: "Make a key of your own, and name it: --key FILE".to_owned(),
    })?;
    // Where another run made one meanwhile, that is the key.
    files::create_secret(path, &format!("{}\n", crate::core::cohort::hex(&bytes))).map(drop)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let refuse = |why: String| Error::Path {
        path: path_name(path).shown,
        why,
        help: "A key is any file of 16 bytes or more that only you have.".to_owned(),
    };
    let bytes = files::read_bytes_up_to(path, MOST).map_err(refuse)?;
    let bytes = bytes.map_err(|size| refuse(format!("is larger than a key can be ({size} bytes)")))?;
    let key = bytes.trim_ascii();
    if key.len() < FEWEST {
        return Err(refuse(format!("is too short for a key: {} bytes, where {FEWEST} are needed", key.len())));
    }
    Ok(key.to_vec())
}
