//! What lies at a path, and where a path leads: seen from outside, and never opened.

use std::path::{Path, PathBuf};

use super::path_name;
use crate::error::{Error, Result};

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, whatever it leads to.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

/// What lies at `path` itself; `None` where nothing does, or where nobody lets us see it.
pub fn shape(path: &Path) -> Option<Shape> {
    let kind = path.symlink_metadata().ok()?.file_type();
    Some(match () {
        () if kind.is_symlink() => Shape::Link,
        () if kind.is_dir() => Shape::Folder,
        () if kind.is_file() => Shape::File,
        () => Shape::Special,
    })
}

/// Whether anything lies at `path`, also a link that leads nowhere.
pub fn is_there(path: &Path) -> bool {
    shape(path).is_some()
}

/// What `path` leads to, through every link; `None` where that is nothing.
pub fn end(path: &Path) -> Option<Shape> {
    let data = path.metadata().ok()?;
    Some(match () {
        () if data.is_dir() => Shape::Folder,
        () if data.is_file() => Shape::File,
        () => Shape::Special,
    })
}

/// Where `path` lies, absolute and without links; the path itself where that cannot be known.
pub fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// The same, where it has to be known; `action` is what cannot be done else, as in "cannot be read".
///
/// # Errors
/// What the system said.
pub fn resolved(path: &Path, action: &'static str) -> Result<PathBuf> {
    path.canonicalize().map_err(|cause| Error::System { path: path_name(path).shown, action, cause })
}
