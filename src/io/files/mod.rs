//! Files: which there are, what stands in them (here), and writing that is whole or not at all ([`replace`], [`create`]).
//!
//! Links are never followed, nothing but regular files is read, and nothing larger than 1 MiB.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::core::config;
use crate::core::note::head_declares_a_note;
use crate::core::report::{Failure, PathName};
use crate::core::text::{HEAD_BYTES, MAX_BYTES, Source};
use crate::error::{Error, Result, plain};

#[cfg(unix)]
mod attributes;
mod inventory;
mod look;
mod pending;
mod program;
mod write;

pub use self::inventory::{Odd, first_odd};
pub use self::look::{Shape, end, is_there, real, resolved, shape};
pub use self::pending::Pending;
pub use self::program::{is_program, own_program};
pub use self::write::{clear, create, create_program, create_secret, make_folder, place_folder, remove, replace};

/// The endings of Markdown files, compared in any case.
const ENDINGS: [&str; 3] = ["md", "markdown", "mdown"];

/// How people see a path: with `/` between folders, and lossy where its bytes are no text.
pub fn path_name(path: &Path) -> PathName {
    let shown = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let shown = shown.strip_prefix("./").unwrap_or(&shown).to_owned();
    let bytes = path.to_str().is_none().then(|| path.as_os_str().as_encoded_bytes().to_vec());
    PathName { shown, bytes }
}

/// How people see a path that was found by looking upwards: from the current folder, where it lies below that.
pub fn shown(path: &Path) -> String {
    let below = std::env::current_dir().ok().and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_path_buf));
    path_name(&below.unwrap_or_else(|| path.to_path_buf())).shown
}

/// `path` as seen from `folder`: relative, with `..` where it lies elsewhere.
pub fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    way(&real(folder), &real(path))
}

/// The way from `folder` to `path`, both absolute and without links.
pub fn way(folder: &Path, path: &Path) -> PathBuf {
    let shared = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let mut seen = PathBuf::new();
    folder.components().skip(shared).for_each(|_| seen.push(".."));
    path.components().skip(shared).for_each(|part| seen.push(part));
    seen
}

/// Whether a folder of that name is not looked into, on the disk or in Git: it is hidden, or holds what others wrote.
pub fn is_passed_over(name: &[u8]) -> bool {
    name.starts_with(b".") || name == b"node_modules"
}

/// Whether the name of a file says that it is Markdown.
pub fn is_markdown(path: &Path) -> bool {
    // By its bytes: an index has tens of thousands of paths, and taking each apart costs more than reading it.
    let name = path.as_os_str().as_encoded_bytes();
    let Some(dot) = memchr::memrchr(b'.', name) else { return false };
    let (stem, ending) = (&name[..dot], &name[dot + 1..]);
    let is_hidden = stem.last().is_none_or(|&byte| std::path::is_separator(byte.into()));
    !is_hidden && ENDINGS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(ending))
}

/// Whether the name of a file leaves open what stands in it: it has no ending, or that of plain text. Files of a gist are often
/// named so.
pub fn is_unmarked(path: &Path) -> bool {
    let is_hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    !is_hidden && ending.is_none_or(|ending| matches!(ending.as_str(), "txt" | "text"))
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// Markdown files.
    pub files: Vec<PathBuf>,
    /// Folders that are the root of a journal: they hold a configuration or a `.git`.
    pub roots: HashSet<PathBuf>,
    /// What could not be looked into.
    pub failures: Vec<Failure>,
    /// What was passed over, and why.
    pub passed_over: Vec<Failure>,
}

/// Looks for Markdown files below `folder`. Folders whose name begins with a dot, and `node_modules`, hold none.
pub fn walk(folder: &Path) -> Walk {
    let mut found = Walk::default();
    // A walk of the current folder gives paths as people write them, without `./`.
    let below = |path: &Path| path.strip_prefix(".").unwrap_or(path).to_path_buf();
    let mut walker = WalkDir::new(folder).follow_links(false).into_iter();
    while let Some(next) = walker.next() {
        let entry = match next {
            Ok(entry) => entry,
            Err(error) => {
                let path = path_name(error.path().unwrap_or(folder));
                let why = error
                    .io_error()
                    .map_or("cannot be read".to_owned(), |cause| format!("cannot be read: {}", plain(cause)));
                found.failures.push(Failure { path, message: why });
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy();
        let kind = entry.file_type();
        if name == ".git" || name == config::FILE {
            found.roots.extend(entry.path().parent().map(below));
        }
        let pass_over = |why: &str| Failure { path: path_name(entry.path()), message: why.to_owned() };
        if kind.is_dir() {
            if entry.depth() > 0 && is_passed_over(name.as_bytes()) {
                walker.skip_current_dir();
            } else if entry.depth() > 0 && is_markdown(entry.path()) {
                found.passed_over.push(pass_over("a folder, although its name is that of a Markdown file"));
                walker.skip_current_dir();
            }
        } else if is_markdown(entry.path()) {
            if kind.is_file() {
                found.files.push(below(entry.path()));
            } else if kind.is_symlink() {
                found.passed_over.push(pass_over("a link; links are not followed"));
            } else {
                found.passed_over.push(pass_over("not a regular file"));
            }
        }
    }
    found
}

/// Reads a file for people's eyes as `label`.
///
/// # Errors
/// A sentence for what the system would not let us read, and for what is no regular file.
pub fn read(path: &Path, label: &str) -> std::result::Result<Source, String> {
    read_bytes(path).map(|read| match read {
        Ok(bytes) => Source::from_bytes(label, bytes),
        Err(size) => Source::too_large(label, size).beginning_with(&first_bytes(path, HEAD_BYTES).unwrap_or_default()),
    })
}

/// Reads the bytes of a file; the inner error is the size of one that is too large to be a note.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(path: &Path) -> std::result::Result<std::result::Result<Vec<u8>, u64>, String> {
    read_bytes_up_to(path, MAX_BYTES)
}

/// The same for something else than a note, of at most `limit` bytes.
///
/// # Errors
/// As [`read`].
pub fn read_bytes_up_to(path: &Path, limit: u64) -> std::result::Result<std::result::Result<Vec<u8>, u64>, String> {
    let (file, size) = opened(path)?;
    if size > limit {
        return Ok(Err(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {}", plain(&error)))?;
    // It may have grown meanwhile.
    let size = bytes.len() as u64;
    Ok(if size > limit { Err(size) } else { Ok(bytes) })
}

/// The first bytes of a file, as many as there are up to `most`.
///
/// # Errors
/// As [`read`].
pub fn first_bytes(path: &Path, most: usize) -> std::result::Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = opened(path)?.0.take(most as u64).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| format!("cannot be read: {}", plain(&error)))
}

/// A regular file that is open, and its size.
///
/// # Errors
/// As [`read`].
pub fn opened(path: &Path) -> std::result::Result<(File, u64), String> {
    let file = open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => "is not there".to_owned(),
        _ if is_link(path) => "is a link, and links are not followed; name the file that it points to".to_owned(),
        _ => format!("cannot be read: {}", plain(&error)),
    })?;
    let data = file.metadata().map_err(|error| format!("cannot be read: {}", plain(&error)))?;
    if data.is_dir() {
        return Err("is a folder, not a file".to_owned());
    }
    if !data.is_file() {
        return Err("is not a regular file".to_owned());
    }
    Ok((file, data.len()))
}

/// The first 64 KiB of a file that is not read whole, to see whether it says that it is a note.
pub fn read_head(path: &Path) -> String {
    beginning(path, HEAD_BYTES as u64)
}

/// Whether a file says at its top that it is a note. Of one that does not begin with front matter only a few bytes are read.
pub fn begins_as_a_note(path: &Path) -> bool {
    let few = beginning(path, 512);
    few.trim_start_matches('\u{feff}').trim_start().starts_with("---") && head_declares_a_note(&read_head(path))
}

fn beginning(path: &Path, limit: u64) -> String {
    let mut bytes = Vec::new();
    let read = open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).replace('\0', ""),
        Err(_) => String::new(),
    }
}

/// Opens without following a link at the end of the path, and without waiting for the other end of a pipe.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_NOCTTY);
    }
    options.open(path)
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink())
}

/// Reads standard input up to the size of a note.
///
/// # Errors
/// What the system said.
pub fn read_stdin(label: &str) -> Result<Source> {
    let mut bytes = Vec::new();
    let refuse = |cause| Error::System { path: "standard input".to_owned(), action: "cannot be read", cause };
    std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(refuse)?;
    Ok(Source::from_bytes(label, bytes))
}

/// The names of the files in a folder, hidden ones too, sorted; at most 10,000.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = WalkDir::new(folder).follow_links(false).min_depth(1).max_depth(1).into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file()).take(10_000);
    let mut names: Vec<String> = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name as people see it.
    pub name: String,
    /// Its name.
    pub path: PathBuf,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether it is a regular file.
    pub is_file: bool,
    /// Whether it is a link, whatever it leads to.
    pub is_link: bool,
}

/// What is in a folder, sorted by name.
///
/// # Errors
/// Where the folder is not there or cannot be read.
pub fn entries(folder: &Path) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).follow_links(false).follow_root_links(true).min_depth(1).max_depth(1) {
        let entry = entry.map_err(|error| Error::System {
            path: path_name(folder).shown,
            action: "cannot be read",
            cause: error.into_io_error().unwrap_or_else(|| std::io::Error::other("its links lead in a circle")),
        })?;
        let kind = entry.file_type();
        let path = PathBuf::from(entry.file_name());
        let name = path_name(&path).shown;
        found.push(Entry { name, path, is_folder: kind.is_dir(), is_file: kind.is_file(), is_link: kind.is_symlink() });
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// The size of each file below a folder, in bytes. What vanishes while it is looked at has none.
pub fn sizes(folder: &Path) -> impl Iterator<Item = u64> {
    let entries = WalkDir::new(folder).follow_links(false).into_iter().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|data| data.len())
}

/// The folder that a file lies in; the current one for a bare name.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
