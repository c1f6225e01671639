//! What lies below a folder that somebody else filled: looked at before a library opens any of it.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// What keeps a folder from being opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Odd {
    /// A link, which leads elsewhere.
    Link(PathBuf),
    /// Neither a file nor a folder: opening it might never end.
    Special(PathBuf),
    /// A file of more bytes than were allowed.
    TooLarge(PathBuf),
    /// More than was allowed.
    TooMany,
    /// It could not be looked into.
    Unreadable(PathBuf),
}

/// The first thing below `folder` that is neither a file nor a folder, or a file of more than `bytes` bytes, `depth` folders deep;
/// `None` where all is plain, and where there is no such folder. `most` is how many entries are looked at.
pub fn first_odd(folder: &Path, depth: usize, most: usize, bytes: u64) -> Option<Odd> {
    folder.symlink_metadata().ok()?;
    let mut count = 0_usize;
    for entry in WalkDir::new(folder).follow_links(false).follow_root_links(false).max_depth(depth) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(Odd::Unreadable(error.path().unwrap_or(folder).to_path_buf())),
        };
        let kind = entry.file_type();
        if kind.is_symlink() {
            return Some(Odd::Link(entry.into_path()));
        }
        if !kind.is_file() && !kind.is_dir() {
            return Some(Odd::Special(entry.into_path()));
        }
        // Where any size is right, nobody asks for it.
        if bytes < u64::MAX && kind.is_file() && entry.metadata().map_or(true, |data| data.len() > bytes) {
            return Some(Odd::TooLarge(entry.into_path()));
        }
        count += 1;
        if count > most {
            return Some(Odd::TooMany);
        }
    }
    None
}
