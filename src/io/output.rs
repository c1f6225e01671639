//! Where a report goes that is not for standard output: a file that appears whole, or what is no file and is written to.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::files::{self, Pending, begins_as_a_note, folder_of, is_markdown};
use crate::error::{Error, Result, plain};

/// The most links that are followed from one to the next.
const LINKS: usize = 40;

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// As it was given.
    given: PathBuf,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A file that is there or not, once every link is followed.
    File(PathBuf),
    /// A device, a pipe, or another name for a stream that is open already.
    Stream,
}

impl Output {
    /// Looks where `given` leads; `inputs` are what the command reads. Nothing is made yet.
    ///
    /// # Errors
    /// Where that cannot be a report: a folder, something in a folder that is not there, or a file that may be a note, settings or an input.
    pub fn new(given: &Path, inputs: &[PathBuf]) -> Result<Self> {
        Self::of_kind(given, inputs, None)
    }

    /// The same for a report that is Markdown, and may have the name of it: where nothing is yet, and in the place of a former one, which
    /// `is_former` knows by its text.
    ///
    /// # Errors
    /// As [`Output::new`].
    pub fn markdown(given: &Path, inputs: &[PathBuf], is_former: fn(&str) -> bool) -> Result<Self> {
        Self::of_kind(given, inputs, Some(is_former))
    }

    fn of_kind(given: &Path, inputs: &[PathBuf], is_former: Option<fn(&str) -> bool>) -> Result<Self> {
        let refuse =
            |why: &str, help: &str| Error::Path { path: shown(given), why: why.to_owned(), help: help.to_owned() };
        let place = resolve(given).map_err(|error| match error.kind() {
            ErrorKind::NotFound => refuse("its folder is not there", "Make the folder first, or name another one."),
            _ => refuse(&format!("cannot be written: {}", plain(&error)), "Name another file for the report."),
        })?;
        if let Place::File(path) = &place
            && let Some((why, help)) = objection(path, inputs, is_former)
        {
            return Err(refuse(why, help));
        }
        Ok(Self { given: given.to_path_buf(), place })
    }

    /// As it was given, for people.
    pub fn shown(&self) -> String {
        shown(&self.given)
    }

    /// Whether a file is made or replaced.
    pub fn is_file(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// Writes the report: into a file by a temporary one beside it, so that it is there whole or as it was before.
    ///
    /// # Errors
    /// What the system said. A pipe that nobody reads is [`Error::ClosedPipe`].
    pub fn write(&self, text: &str) -> Result<()> {
        let written = match &self.place {
            Place::File(path) => replace(path, text),
            // Never cut short: behind another name for a stream there may be a file that others wrote to.
            Place::Stream => {
                let opened = OpenOptions::new().append(true).open(&self.given);
                opened.and_then(|mut stream| stream.write_all(text.as_bytes()).and_then(|()| stream.flush()))
            }
        };
        written.map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Error::ClosedPipe,
            _ => Error::Path {
                path: shown(&self.given),
                why: format!("the report could not be written: {}", plain(&error)),
                help: "Check that there is room on the disk and that you may write there.".to_owned(),
            },
        })
    }
}

/// What to do where a report cannot take a place.
const NAME_ANOTHER: &str = "Name another file for the report, such as --output report.txt";

/// Why a report cannot take the place of `path`, and what to do instead.
fn objection(
    path: &Path,
    inputs: &[PathBuf],
    is_former: Option<fn(&str) -> bool>,
) -> Option<(&'static str, &'static str)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_input = |input: &PathBuf| input.canonicalize().is_ok_and(|input| input == *path);
    // What is a note by its place alone says so nowhere in it.
    let is_other = |is_former: fn(&str) -> bool| !is_former(&files::read_head(path));
    let why = if path.is_dir() {
        return Some(("is a folder", "Name a file for the report, such as --output report.txt"));
    } else if is_kept(path) {
        "lies among what Git or coffeechat keeps, and a report never takes the place of that"
    } else if name.starts_with('.') || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        "has the name of a file with settings, and a report never takes the place of one"
    } else if inputs.iter().any(is_input) {
        "is itself read by this command, and a report never takes its place"
    } else if is_markdown(path) && is_former.is_none() {
        "has the name of a Markdown file, and a report never takes the place of a note"
    } else if begins_as_a_note(path) {
        "is a note, and a report never takes the place of one"
    } else if is_markdown(path) && path.symlink_metadata().is_ok() && is_former.is_some_and(is_other) {
        return Some((
            "is no former report, and a report takes the place of no other Markdown file",
            "Name another file for the report, or move that one away.",
        ));
    } else {
        return None;
    };
    Some((why, NAME_ANOTHER))
}

fn shown(path: &Path) -> String {
    files::path_name(path).shown
}

/// Whether a path lies among what Git keeps, also of a repository without files beside it, or among what we keep of a class.
fn is_kept(path: &Path) -> bool {
    let folder = folder_of(path);
    let by_name = folder.components().any(|part| {
        let name = part.as_os_str();
        name.eq_ignore_ascii_case(".git") || name.eq_ignore_ascii_case(".coffeechat")
    });
    let is_bare = |folder: &Path| {
        folder.join("HEAD").is_file() && ["objects", "refs"].iter().all(|name| folder.join(name).is_dir())
    };
    by_name || folder.ancestors().any(is_bare)
}

/// Whether the names in a folder are other names for streams that are open already.
fn is_of_streams(folder: &Path) -> bool {
    cfg!(unix) && (folder == Path::new("/dev/fd") || folder.starts_with("/proc") && folder.ends_with("fd"))
}

/// Follows links one by one, to see where they lead before anything is opened.
fn resolve(given: &Path) -> std::io::Result<Place> {
    let mut path = given.to_path_buf();
    for _ in 0..LINKS {
        let folder = folder_of(&path).canonicalize()?;
        if is_of_streams(&folder) {
            return Ok(Place::Stream);
        }
        // A path that ends in `..` is a folder.
        let Some(name) = path.file_name() else { return Ok(Place::File(path.canonicalize()?)) };
        path = folder.join(name);
        match path.symlink_metadata() {
            Ok(data) if data.is_symlink() => path = folder.join(path.read_link()?),
            Ok(data) if data.is_file() || data.is_dir() => return Ok(Place::File(path)),
            Ok(_) => return Ok(Place::Stream),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Place::File(path)),
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::other("its links lead in a circle"))
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let mode = match path.symlink_metadata() {
        Ok(data) if data.permissions().readonly() => {
            return Err(std::io::Error::other("the file may only be read"));
        }
        Ok(data) => Some(data.permissions()),
        Err(_) => None,
    };
    // Nobody else may read it before it has the rights of the one before.
    let mut pending = Pending::new(folder_of(path), if mode.is_some() { 0o600 } else { 0o666 })?;
    pending.write(text)?;
    if let Some(mode) = mode {
        pending.file().set_permissions(mode)?;
    }
    pending.file().sync_all()?;
    pending.replace(path)
}
