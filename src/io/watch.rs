//! Waiting for somebody to change a note.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::files::{begins_as_a_note, is_markdown, is_unmarked, path_name};
use crate::core::config;
use crate::error::{Error, Result};

/// How long nothing may happen until a burst of saves is over. Editors write, rename and touch a file within a few milliseconds.
const QUIET: Duration = Duration::from_millis(150);

/// Watches files and folders from the moment it is made.
pub struct Watch {
    changes: Receiver<()>,
    // Dropped, it would watch no more.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches `paths`: a folder with all below it, a file by the folder it lies in, because editors replace files.
    ///
    /// # Errors
    /// Where the system does not let us watch one of them.
    pub fn new(paths: &[PathBuf]) -> Result<Self> {
        let (tell, changes) = channel();
        let places: Vec<PathBuf> = paths.iter().map(|path| place_of(path).0).collect();
        let told = move |event: notify::Result<Event>| {
            // What could not be told may have been a change. Nobody listens any more once the run has ended.
            if event.map_or(true, |event| is_change(&event, &places)) {
                let _ = tell.send(());
            }
        };
        let refuse = |path: &Path, error: &notify::Error| Error::Path {
            path: path_name(path).shown,
            why: match &error.kind {
                notify::ErrorKind::Io(cause) => format!("cannot be watched: {}", crate::error::plain(cause)),
                notify::ErrorKind::PathNotFound => "is not there".to_owned(),
                notify::ErrorKind::MaxFilesWatch => {
                    "cannot be watched: the system watches too many files already".to_owned()
                }
                _ => "cannot be watched".to_owned(),
            },
            help: "Run the command without --watch, or name a smaller folder.".to_owned(),
        };
        let mut watcher = notify::recommended_watcher(told).map_err(|error| refuse(Path::new("."), &error))?;
        for path in paths {
            let (place, mode) = place_of(path);
            watcher.watch(&place, mode).map_err(|error| refuse(&place, &error))?;
        }
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits until something changed and then nothing for a moment: a burst of saves is one change.
    pub fn wait(&self) {
        if self.changes.recv().is_ok() {
            while self.changes.recv_timeout(QUIET).is_ok() {}
        }
    }
}

/// The folder that is watched for a path, and whether what lies below it counts.
fn place_of(path: &Path) -> (PathBuf, RecursiveMode) {
    let (place, mode) = match path.is_dir() {
        true => (path, RecursiveMode::Recursive),
        false => (path.parent().unwrap_or(Path::new(".")), RecursiveMode::NonRecursive),
    };
    let place = if place.as_os_str().is_empty() { Path::new(".") } else { place };
    // The system tells of changes by whole paths.
    (place.canonicalize().unwrap_or_else(|_| place.to_path_buf()), mode)
}

/// Whether a note or a setting may be another one now. Reading a file is no change, and neither is what Git does in its folder.
fn is_change(event: &Event, places: &[PathBuf]) -> bool {
    let is_ours = |path: &PathBuf| {
        // Git's folder, editors' swap files, and the files beside a note while it is written.
        let is_hidden = |part: &Path| {
            let name = part.file_name().unwrap_or_default().to_string_lossy();
            // Linux tells of a file without a name by its number.
            let number = name.strip_prefix('#').unwrap_or_default();
            name.starts_with('.') || !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_setting = path.extension().is_some_and(|ending| ending == "toml") || path.ends_with(config::FILE);
        // A folder that came or went may have held notes; a report without an ending is none.
        let is_metadata = matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Metadata(_)));
        let is_folder = path.extension().is_none() && !path.is_file() && !is_metadata;
        let inside = places.iter().find_map(|place| path.strip_prefix(place).ok()).unwrap_or(path);
        let is_note = || is_markdown(path) || is_unmarked(path) && begins_as_a_note(path);
        !inside.ancestors().any(is_hidden) && (is_setting || is_folder || is_note())
    };
    !matches!(event.kind, EventKind::Access(_)) && (event.paths.is_empty() || event.paths.iter().any(is_ours))
}
