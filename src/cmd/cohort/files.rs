//! The files of one student's journal that may be notes: of its last commit, or as they lie there where there is no Git. The same files
//! for every command that looks at a class. They were written by strangers, and are read as data, within bounds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::rows::{Line, Place};
use crate::cmd::lint::tasks::{Task, Text};
use crate::core::activity::Activity;
use crate::core::cohort::Failure;
use crate::core::config::Config;
use crate::core::journal::Surroundings;
use crate::core::note::head_declares_a_note;
use crate::core::note::place::is_template;
use crate::core::recognise::is_project_file;
use crate::core::text::Source;
use crate::io::files::{self, Shape, path_name};
use crate::io::git::is_gist;
use crate::io::git::snapshot::Snapshot;
use crate::io::journal::{Journal, Kind};

/// The most bytes of notes that are read of one journal's last commit. A student who writes a page a day stays below a tenth of it.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// How other files end in which people write.
const TEXTS: [&str; 9] = ["txt", "text", "docx", "doc", "odt", "rtf", "pdf", "html", "org"];

/// The most notes that are looked at in one journal.
const MOST_NOTES: usize = 2_000;

/// What the journals of a class are read by. Their own settings are not obeyed.
pub struct Reading {
    /// The assignment.
    pub activity: Arc<Activity>,
    /// The instructor's settings.
    pub config: Config,
}

/// A journal's files, wherever they come from.
pub struct Files {
    /// The journal they belong to.
    pub journal: Arc<Journal>,
    /// Those that may be notes.
    pub tasks: Vec<Task>,
    /// What could not be read.
    pub failures: Vec<Failure>,
    /// Why the first of those that may be notes, by where they lie, is not read as one; a sentence that names no file.
    pub unread: Option<String>,
    /// Whether something was passed over: links, or too much of it.
    pub is_partial: bool,
}

impl Reading {
    /// Of a folder without Git, as they lie there.
    pub fn on_disk(&self, line: &Line, folder: &Path) -> Files {
        let walk = files::walk(folder);
        let is_gist = line.url.as_deref().is_some_and(is_gist);
        let names = if is_gist { files::names(folder) } else { Vec::new() };
        let mut found = self.none_yet(line, folder, is_gist, names);
        let above = format!("{}/", path_name(folder).shown);
        for failure in walk.failures {
            let shown = &failure.path.shown;
            found.failures.push(failed(line, shown.strip_prefix(&above).unwrap_or(shown), &failure.message));
        }
        // A link in the place of the notes has no Markdown name, and is passed over like any other.
        found.is_partial =
            !walk.passed_over.is_empty() || files::shape(&folder.join(&self.activity.folder)) == Some(Shape::Link);
        let folders = files::entries(folder).unwrap_or_default().into_iter().filter(|entry| {
            entry.is_folder && !entry.is_link && entry.name.eq_ignore_ascii_case(&self.activity.folder)
        });
        let beside = folders.flat_map(|entry| {
            let names = files::names(&folder.join(&entry.path));
            names.into_iter().map(move |name| format!("{}/{name}", entry.name))
        });
        let inside = |path: &PathBuf| path_name(path.strip_prefix(folder).unwrap_or(path)).shown;
        found.unread = self.unread(walk.files.iter().map(inside).chain(beside));
        let unmarked = found.journal.unmarked().notes.into_iter().map(|name| folder.join(name));
        let mut paths: Vec<PathBuf> = walk.files.into_iter().chain(unmarked).collect();
        paths.sort();
        found.is_partial |= paths.len() > MOST_NOTES;
        let mut read = 0;
        for path in paths.into_iter().take(MOST_NOTES) {
            let inside = path_name(path.strip_prefix(folder).unwrap_or(&path)).shown;
            match files::read(&path, &inside) {
                Ok(source) => {
                    read += source.text.len() + source.head.len();
                    if read > MOST_TEXT {
                        found.is_partial = true;
                        break;
                    }
                    found.tasks.push(task(&found.journal, PathBuf::from(inside), source));
                }
                Err(why) => found.failures.push(failed(line, &inside, &why)),
            }
        }
        found
    }

    /// Of a repository: what its last commit holds.
    pub fn committed(&self, line: &Line, folder: &Path, snapshot: &Snapshot) -> Files {
        let is_gist = line.url.as_deref().is_some_and(is_gist);
        let top = snapshot.files.iter().filter(|file| is_at_top(&file.path));
        let names = if is_gist { top.map(|file| path_name(&file.path).shown).collect() } else { Vec::new() };
        let mut found = self.none_yet(line, folder, is_gist, names);
        found.unread = self.unread(snapshot.files.iter().map(|file| path_name(&file.path).shown));
        let is_of_notes = |path: &PathBuf| files::is_markdown(path) || path.starts_with(&self.activity.folder);
        found.is_partial = snapshot.others.iter().any(is_of_notes);
        let mut read = 0;
        for file in &snapshot.files {
            let is_unmarked = is_gist && is_at_top(&file.path) && files::is_unmarked(&file.path);
            if !files::is_markdown(&file.path) && !is_unmarked {
                continue;
            }
            let inside = path_name(&file.path).shown;
            let source = match snapshot.read(file.id, &inside) {
                Ok(source) => source,
                Err(why) => {
                    found.failures.push(failed(line, &inside, &why));
                    continue;
                }
            };
            if is_unmarked && !head_declares_a_note(&source.text) {
                continue;
            }
            read += source.text.len() + source.head.len();
            if read > MOST_TEXT || found.tasks.len() == MOST_NOTES {
                found.is_partial = true;
                break;
            }
            found.tasks.push(task(&found.journal, file.path.clone(), source));
        }
        found
    }

    /// Why a file in the folder of the notes is no note: by its ending, by the folder's name, or by its own.
    fn unread(&self, paths: impl Iterator<Item = String>) -> Option<String> {
        let notes = &self.activity.folder;
        let why = |path: String| {
            let (folder, name) = path.split_once('/')?;
            let (stem, end) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty() && !stem.starts_with('.'))?;
            let end = end.to_lowercase();
            let is_marked = files::is_markdown(Path::new(name));
            if !folder.eq_ignore_ascii_case(notes)
                || is_project_file(stem)
                || !(is_marked || TEXTS.contains(&end.as_str()))
            {
                return None;
            }
            let why = match is_marked {
                false => format!("it ends in .{end}, and notes end in .md"),
                true if is_template(&path) => "its name says that it is a template".to_owned(),
                true if folder != notes => format!("notes lie in `{notes}`"),
                true => return None,
            };
            Some(format!("A file in the folder `{folder}` may be a note, and was not read as one: {why}."))
        };
        paths.filter_map(why).next()
    }

    fn none_yet(&self, line: &Line, root: &Path, is_gist: bool, names: Vec<String>) -> Files {
        let journal = Arc::new(Journal {
            root: root.to_path_buf(),
            kind: if is_gist { Kind::Gist } else { Kind::Repository },
            surroundings: Surroundings { is_gist, has_remote: line.url.is_some(), files: names },
            config: Config { is_gist, ..self.config.clone() },
            activity: Arc::clone(&self.activity),
        });
        Files { journal, tasks: Vec::new(), failures: Vec::new(), unread: None, is_partial: false }
    }
}

/// Whether a file lies in no folder of its journal.
pub fn is_at_top(path: &Path) -> bool {
    path.components().count() == 1
}

/// What could not be read or used in a journal.
pub fn failed(line: &Line, path: &str, message: &str) -> Failure {
    Failure { line: line.line, path: Some(place(line, path)), message: message.to_owned() }
}

/// The place of a file below the class's folder.
pub fn place(line: &Line, path: &str) -> String {
    match &line.place {
        Place::Folder(_, name) => format!("{name}/{path}"),
        _ => path.to_owned(),
    }
}

/// A file of a journal whose text is at hand.
pub fn task(journal: &Arc<Journal>, path: PathBuf, source: Source) -> Task {
    let relative = path_name(&path).shown;
    Task { path, relative, journal: Arc::clone(journal), named: false, is_asked: true, text: Text::Given(source) }
}
