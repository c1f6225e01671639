//! Where Git looks for the hooks of a repository, and who keeps what lies there. Variables such as `GIT_DIR` play no part.

use std::path::{Path, PathBuf};

use git2::ConfigLevel;

use super::place::Place;
use super::{guard, said};
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};

/// The hooks of a repository.
#[derive(Debug)]
pub struct Hooks {
    /// The root of the working tree.
    pub root: PathBuf,
    /// The folder in which Git looks for hooks.
    pub folder: PathBuf,
    /// The folder in which it looks without a setting.
    pub default: PathBuf,
    /// Whose that folder is.
    pub keeper: Keeper,
}

/// Who keeps a folder of hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeper {
    /// The repository, among the files that Git keeps for itself; or the person, by a setting of this repository alone.
    Repository,
    /// The working tree: whoever gets its files gets the hooks.
    Tree,
    /// All repositories of the person: the setting is not this repository's.
    Everywhere,
    /// Husky, which makes the folder anew.
    Husky,
    /// Nobody: the setting names no folder, which switches hooks off.
    Nobody,
}

impl Hooks {
    /// The hooks of the repository around `start`; `None` where there is no repository.
    ///
    /// # Errors
    /// Where the repository has no working tree, is somebody else's, or cannot be read.
    pub fn around(start: &Path) -> Result<Option<Self>> {
        let start = start.canonicalize().unwrap_or_else(|_| start.to_path_buf());
        for folder in start.ancestors() {
            if folder.join(".git").symlink_metadata().is_ok() {
                return Self::of(folder).map(Some);
            }
            if folder.file_name().is_none_or(|name| name != ".git") && is_bare(folder) {
                return Err(said::bare(folder));
            }
        }
        Ok(None)
    }

    fn of(root: &Path) -> Result<Self> {
        let place = Place::of(root).ok_or_else(|| {
            let help = "Git's own files lie elsewhere, and it cannot be told whether that is right. \
                        Add this line to hooks/pre-commit there:\n  coffeechat lint --staged || exit 1";
            refuse(&root.join(".git"), "leads to a repository that does not name this folder as its own", help)
        })?;
        guard::check(&place.git_dir)?;
        let flags = git2::RepositoryOpenFlags::NO_SEARCH;
        let repository = git2::Repository::open_ext(root, flags, std::iter::empty::<&Path>())
            .map_err(|error| said::no_repository(root, &error))?;
        let tree = repository.workdir().and_then(|tree| tree.canonicalize().ok());
        if repository.is_bare() {
            return Err(said::bare(root));
        }
        if tree.as_deref() != Some(root) {
            let help = "Run the command in the folder that `core.worktree` names.";
            return Err(refuse(root, "is not where this repository has its files", help));
        }
        let config = repository.config().map_err(|error| said::no_repository(root, &error))?;
        let default = place.common.join("hooks");
        let mut hooks = Self { root: root.to_path_buf(), folder: default.clone(), default, keeper: Keeper::Repository };
        let Ok(entry) = config.get_entry("core.hooksPath") else {
            // A folder of hooks that is a link is as good as a setting.
            hooks.settle(true);
            return Ok(hooks);
        };
        let named = config.get_path("core.hooksPath").map_err(|error| said::no_repository(root, &error))?;
        // Git runs hooks from the root, so a relative path counts from there.
        hooks.folder = root.join(&named);
        let is_own = matches!(entry.level(), ConfigLevel::Local | ConfigLevel::Worktree | ConfigLevel::App);
        match named.as_os_str().is_empty() || hooks.folder.metadata().is_ok_and(|data| !data.is_dir()) {
            true => hooks.keeper = Keeper::Nobody,
            false if !is_own => hooks.keeper = Keeper::Everywhere,
            false => hooks.settle(false),
        }
        Ok(hooks)
    }

    /// Finds out whose the folder is, by where it lies.
    fn settle(&mut self, is_default: bool) {
        let real = self.folder.canonicalize().unwrap_or_else(|_| plain(&self.folder));
        let git = self.default.parent().and_then(|folder| folder.canonicalize().ok()).unwrap_or_default();
        let is_husky = real.ends_with(".husky/_") || real.ends_with("_") && real.join("husky.sh").exists();
        self.keeper = match () {
            () if is_husky => Keeper::Husky,
            () if real.starts_with(&git) => Keeper::Repository,
            () if real.starts_with(&self.root) => Keeper::Tree,
            // A link was not made for this repository alone; a setting was.
            () if is_default => Keeper::Everywhere,
            () => Keeper::Repository,
        };
        self.folder = real;
    }
}

/// `path` without `.` and `..`, for a folder that is not there yet.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => _ = plain.pop(),
            std::path::Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// Whether `folder` is a repository without files to work on.
fn is_bare(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

fn refuse(path: &Path, why: &str, help: &str) -> Error {
    let path = match path_name(&files::seen_from(Path::new("."), path)).shown {
        here if here.is_empty() => "this folder".to_owned(),
        path => path,
    };
    Error::Path { path, why: why.to_owned(), help: help.to_owned() }
}
