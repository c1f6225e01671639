//! A journal on disk: its root, its kind, its configuration and its activity.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::files::{self, path_name};
use super::git::{self, Staged};
use super::settings;
use crate::core::activity::Activity;
use crate::core::config::{self, Config};
use crate::core::journal::Surroundings;
use crate::error::Result;

/// A journal.
#[derive(Debug)]
pub struct Journal {
    /// Its root.
    pub root: PathBuf,
    /// What kind of folder it is.
    pub kind: Kind,
    /// What its notes are judged by, besides what stands in them.
    pub surroundings: Surroundings,
    /// Its configuration.
    pub config: Config,
    /// Its assignment.
    pub activity: Arc<Activity>,
}

/// What kind of folder a journal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A Git repository.
    Repository,
    /// A clone of a gist, which has no folders.
    Gist,
    /// A folder without Git.
    Folder,
}

impl Kind {
    /// What it is called.
    pub fn named(self) -> &'static str {
        match self {
            Self::Repository => "a Git repository",
            Self::Gist => "a clone of a gist",
            Self::Folder => "a folder without Git",
        }
    }
}

impl Journal {
    /// Opens the journal whose root is `root`. `activity` wins over its configuration.
    ///
    /// # Errors
    /// Where the configuration or the activity cannot be read.
    pub fn open(root: &Path, activity: Option<&str>) -> Result<Self> {
        Self::read(root, activity, None)
    }

    /// The same as it would be committed.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn staged(root: &Path, activity: Option<&str>, staged: &Staged) -> Result<Self> {
        Self::read(root, activity, Some(staged))
    }

    fn read(root: &Path, activity: Option<&str>, staged: Option<&Staged>) -> Result<Self> {
        let settings = settings::read(root, staged)?;
        let activity = settings.activity(activity, root, staged)?;
        let (kind, mut surroundings) = surroundings(root);
        if let Some(staged) = staged.filter(|_| kind == Kind::Gist) {
            surroundings.files = staged.names();
        }
        let config = Config { is_gist: kind == Kind::Gist, ..settings.config };
        Ok(Self { root: root.to_path_buf(), kind, surroundings, activity, config })
    }

    /// The nearest folder at or above `start` that is the root of a journal; `None` where there is none.
    pub fn root_above(start: &Path) -> Option<PathBuf> {
        let start = start.canonicalize().ok()?;
        start.ancestors().find(|folder| is_root(folder)).map(Path::to_path_buf)
    }

    /// Whether notes lie at `path`.
    pub fn is_note_place(&self, path: &Path) -> bool {
        let relative = path_name(self.relative(path)).shown;
        self.config.is_note_place(&relative, &self.activity.folder)
    }

    /// The folder, below the root, into which a new note goes: the fixed part of the first pattern, else the activity's.
    pub fn notes_folder(&self) -> PathBuf {
        match (self.kind, self.config.notes_folder("/")) {
            (Kind::Gist, _) => self.root.clone(),
            (_, Some(folder)) => self.root.join(folder),
            (_, None) => self.root.join(&self.activity.folder),
        }
    }

    /// What the names of notes begin with: in a gist, what is a folder elsewhere.
    pub fn prefix(&self) -> String {
        if self.kind != Kind::Gist {
            return String::new();
        }
        let folder = self.config.notes_folder("-").unwrap_or_else(|| self.activity.folder.clone());
        if folder.is_empty() { folder } else { format!("{folder}-") }
    }

    /// The notes at the root of a gist whose names do not say that they are Markdown: they begin with the front matter of one.
    /// None elsewhere.
    pub fn unmarked(&self) -> Unmarked {
        let mut found = Unmarked::default();
        let files = self.surroundings.files.iter().map(PathBuf::from).filter(|name| files::is_unmarked(name));
        for name in files {
            match files::begins_as_a_note(&self.root.join(&name)) {
                true => found.notes.push(name),
                false => found.others.push(name),
            }
        }
        found
    }

    /// The files at or below `folder` that may be notes by their names, and those of a gist that are notes without one; sorted.
    pub fn files(&self, folder: &Path) -> Vec<PathBuf> {
        let mut paths = files::walk(folder).files;
        if folder == self.root {
            paths.extend(self.unmarked().notes.iter().map(|name| self.root.join(name)));
        }
        paths.sort();
        paths
    }

    /// `path` as seen from the root.
    pub fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

/// The files of a gist whose names leave open what they hold, as seen from its root.
#[derive(Debug, Default)]
pub struct Unmarked {
    /// Those that say that they are notes.
    pub notes: Vec<PathBuf>,
    /// The others.
    pub others: Vec<PathBuf>,
}

/// Whether `folder` is the root of a journal: it holds a configuration or a `.git`.
pub fn is_root(folder: &Path) -> bool {
    let there = |name: &str| folder.join(name).symlink_metadata().is_ok();
    there(config::FILE) || there(".git")
}

/// Whether a link on the way to `folder`, which is absolute, leads out of a journal that the way goes through, or out of `here`, the
/// current folder. What the link leads to may itself be a journal: somebody else's.
pub fn leads_out(folder: &Path, here: &Path) -> bool {
    let Ok(real) = folder.canonicalize() else { return false };
    let mut way = PathBuf::new();
    for part in folder.components() {
        match part {
            Component::CurDir => {}
            // Behind a link this is not the folder that the link lies in.
            Component::ParentDir => {
                way = way.canonicalize().unwrap_or(way);
                way.pop();
            }
            part => way.push(part),
        }
    }
    let is_around = |above: &Path| above.canonicalize().is_ok_and(|above| real.starts_with(above));
    way.ancestors().any(|above| (above == here || is_root(above)) && !is_around(above))
}

/// What kind of folder `root` is, and what is known of it beside its notes.
fn surroundings(root: &Path) -> (Kind, Surroundings) {
    if root.join(".git").symlink_metadata().is_err() {
        return (Kind::Folder, Surroundings::default());
    }
    let git::Remotes { any: has_remote, is_gist } = git::Remotes::of(root);
    let mut files = if is_gist { files::names(root) } else { Vec::new() };
    // In a linked worktree it is a file, and no file of the gist.
    files.retain(|name| name != ".git");
    let kind = if is_gist { Kind::Gist } else { Kind::Repository };
    (kind, Surroundings { is_gist, has_remote, files })
}
