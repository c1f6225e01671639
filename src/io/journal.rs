//! A journal on disk: its root, its kind, its configuration and its activity.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{self, path_name};
use super::git;
use crate::core::activity::{Activity, BUILT_IN, DEFAULT};
use crate::core::config::{self, Config};
use crate::core::journal::Surroundings;
use crate::core::note::recognise::nearest;
use crate::core::rules::RULES;
use crate::core::text::Source;
use crate::error::{Error, Result};

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

impl Journal {
    /// Opens the journal whose root is `root`. `activity` wins over its configuration.
    ///
    /// # Errors
    /// Where the configuration or the activity cannot be read.
    pub fn open(root: &Path, activity: Option<&str>) -> Result<Self> {
        let config = read_config(root)?;
        let activity = match (activity, &config.activity) {
            (Some(named), _) => find_activity(named, Path::new(""))?,
            (None, Some(configured)) => {
                let outside =
                    Path::new(configured).is_absolute() || configured.split(['/', '\\']).any(|part| part == "..");
                // A link may lead out where the words do not.
                let real = |path: &Path| path.canonicalize().ok();
                let leads_out = match (real(&root.join(configured)), real(root)) {
                    (Some(path), Some(root)) => !path.starts_with(root),
                    _ => false,
                };
                if outside || leads_out || configured.contains("://") {
                    return Err(Error::Usage {
                        message: format!("the activity `{configured}` in {} lies outside the journal", config::FILE),
                        help: "Copy the file into the journal and name it from there.".to_owned(),
                    });
                }
                find_activity(configured, root)?
            }
            (None, None) => Arc::clone(&DEFAULT),
        };
        let (kind, surroundings) = surroundings(root);
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
        self.config.is_note_place(&relative, &self.activity.folder, self.kind == Kind::Gist)
    }

    /// The folder, below the root, into which a new note goes: the fixed part of the first pattern, else the activity's.
    pub fn notes_folder(&self) -> PathBuf {
        let configured = self.config.notes_folder();
        match (self.kind, configured) {
            (_, Some(folder)) => self.root.join(folder),
            (Kind::Gist, None) => self.root.clone(),
            (_, None) => self.root.join(&self.activity.folder),
        }
    }

    /// `path` as seen from the root.
    pub fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

/// Whether `folder` is the root of a journal: it holds a configuration or a `.git`.
pub fn is_root(folder: &Path) -> bool {
    let there = |name: &str| folder.join(name).symlink_metadata().is_ok();
    there(config::FILE) || there(".git")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What kind of folder `root` is, and what is known of it beside its notes.
fn surroundings(root: &Path) -> (Kind, Surroundings) {
    if root.join(".git").symlink_metadata().is_err() {
        return (Kind::Folder, Surroundings::default());
    }
    let remotes = git::remotes(root);
    let is_gist = remotes.iter().any(|url| git::is_gist_url(url));
    let files = if is_gist { files::names(root) } else { Vec::new() };
    let kind = if is_gist { Kind::Gist } else { Kind::Repository };
    (kind, Surroundings { is_gist, has_remote: !remotes.is_empty(), files })
}

fn read_config(root: &Path) -> Result<Config> {
    let path = root.join(config::FILE);
    if path.symlink_metadata().is_err() {
        return Ok(Config::default());
    }
    let label = files::shown(&path);
    let help = "Correct the file, or delete it: without it the defaults serve.";
    let refuse = |why: String| Error::Path { path: label.clone(), why, help: help.to_owned() };
    let source = files::read(&path, &label).map_err(refuse)?;
    if source.damage.is_some() {
        return Err(refuse("is not UTF-8 text, or larger than 1 MiB".to_owned()));
    }
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    Config::parse(source.text.trim_start_matches('\u{feff}'), &rules).map_err(|bad| {
        let text = source.text.trim_start_matches('\u{feff}').to_owned();
        Error::File {
            message: capitalised(&bad.message),
            source_text: Box::new(Source::new(label.clone(), text)),
            span: bad.span,
            help: bad.help,
        }
    })
}

/// The activity of that name, or in that file (a path ends in `.toml`; it counts from `folder`).
///
/// # Errors
/// Where there is none, or where the file cannot be read as one.
pub fn find_activity(name: &str, folder: &Path) -> Result<Arc<Activity>> {
    if name.ends_with(".toml") {
        return read_activity(&folder.join(name));
    }
    Activity::built_in(name).ok_or_else(|| {
        let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        Error::Usage {
            message: format!("there is no activity `{name}`"),
            help: match nearest(name, names.iter().copied()) {
                Some(meant) => format!("Did you mean `{meant}`?"),
                None => format!("The activities are: {}. A file of your own ends in .toml.", names.join(", ")),
            },
        }
    })
}

fn read_activity(path: &Path) -> Result<Arc<Activity>> {
    let label = files::shown(path);
    let refuse = |why: String| Error::Path {
        path: label.clone(),
        why,
        help: "Check the path of the activity's file.".to_owned(),
    };
    let source = files::read(path, &label).map_err(refuse)?;
    if source.damage.is_some() {
        return Err(refuse("is not UTF-8 text, or larger than 1 MiB".to_owned()));
    }
    Activity::parse(&source.text).map(Arc::new).map_err(|bad| Error::File {
        message: match bad.span {
            Some(_) => capitalised(&bad.message),
            None => format!("{label}: {}", bad.message),
        },
        span: bad.span,
        source_text: Box::new(source),
        help: "Correct the file; the built-in activity is a model for it.".to_owned(),
    })
}
