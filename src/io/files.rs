//! Files: which there are, what stands in them, and writing that is whole or not at all.
//!
//! Links are never followed, nothing but regular files is read, and nothing larger than 1 MiB.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::core::config;
use crate::core::note::head_declares_a_note;
use crate::core::report::{Failure, PathName};
use crate::core::text::{MAX_BYTES, Source};
use crate::error::{Error, Result, plain};

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
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
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

/// Whether the name of a file says that it is Markdown.
pub fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
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
            if entry.depth() > 0 && (name.starts_with('.') || name == "node_modules") {
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
        Err(size) => Source::too_large(label, size),
    })
}

/// Reads the bytes of a file; the inner error is the size of one that is too large to be a note.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(path: &Path) -> std::result::Result<std::result::Result<Vec<u8>, u64>, String> {
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
    if data.len() > MAX_BYTES {
        return Ok(Err(data.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or(0) + 1);
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {}", plain(&error)))?;
    // It may have grown meanwhile.
    let size = bytes.len() as u64;
    Ok(if size > MAX_BYTES { Err(size) } else { Ok(bytes) })
}

/// The first 64 KiB of a file that is not read whole, to see whether it says that it is a note.
pub fn read_head(path: &Path) -> String {
    beginning(path, 64 * 1024)
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

/// Puts `text` in the place of `before` in a file that holds exactly that: whole or not at all, with the file's mode, and
/// never through a link.
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
    if !is_same() {
        return Err(changed.to_owned());
    }
    // Nobody else may read it before it has the rights of the note.
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder_of(path)).map_err(refuse)?;
    file.write_all(text.as_bytes()).map_err(refuse)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let now = file.as_file().metadata().map_err(refuse)?;
        if (now.uid(), now.gid()) != (data.uid(), data.gid()) {
            fchown(file.as_file(), Some(data.uid()), Some(data.gid())).map_err(refuse)?;
        }
    }
    file.as_file().set_permissions(data.permissions()).map_err(refuse)?;
    file.as_file().sync_all().map_err(refuse)?;
    if !is_same() {
        return Err(changed.to_owned());
    }
    file.persist(path).map(|_| ()).map_err(|error| refuse(error.error))
}

/// How the name of a file begins that is still being written.
const TEMPORARY: &str = ".coffeechat-";

/// The folder that a file lies in; the current one for a bare name.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file beside the one that it will become, with the rights of every new file.
///
/// # Errors
/// What the system said.
pub fn temporary(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    temporary_as(folder, 0o666)
}

fn temporary_as(folder: &Path, mode: u32) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The user's umask takes away what it takes from every new file.
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder.tempfile_in(folder)
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

fn create_as(path: &Path, text: &str, mode: u32) -> Result<bool> {
    let refuse = |cause| Error::System { path: shown(path), action: "cannot be written", cause };
    let mut file = temporary_as(folder_of(path), mode).map_err(refuse)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(refuse)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(refuse(error.error)),
    }
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

/// Whether the system would run the file at `path`.
pub fn is_program(path: &Path) -> bool {
    let Ok(data) = path.metadata() else { return false };
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = true;
    data.is_file() && may_run
}

/// Where this program lies, by the name under which the `PATH` finds it if it does: a name that stays when a newer version comes.
pub fn own_program() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let real = own.canonicalize().ok()?;
    let name = format!("coffeechat{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut named = std::env::split_paths(&path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(&name));
    Some(named.find(|path| path.canonicalize().is_ok_and(|path| path == real)).unwrap_or(own))
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
        assert_eq!(names(folder.path()), ["note.md"], "nothing is left behind");
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
