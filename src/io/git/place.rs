//! Where a repository keeps its files: in `.git`, or, for a linked worktree and a submodule, where the file `.git` says.

use std::path::{Path, PathBuf};

use super::lines::settings;
use crate::core::text::Source;
use crate::io::files;

/// A repository's folders.
#[derive(Debug, Clone)]
pub struct Place {
    /// Of this working tree: its HEAD and its index.
    pub git_dir: PathBuf,
    /// Of all working trees: the configuration, the hooks, the objects. Often the same.
    pub common: PathBuf,
}

impl Place {
    /// Of the repository whose working tree is `root`; `None` where there is none, or where it is somebody else's.
    ///
    /// A folder `.git` is the repository's own. A file `.git` may name any folder of this machine, so it counts only where that
    /// folder names this working tree in turn, as Git has it for linked worktrees and submodules. Links are not followed.
    pub fn of(root: &Path) -> Option<Self> {
        let dot_git = root.join(".git");
        let data = dot_git.symlink_metadata().ok()?;
        if data.is_dir() {
            // In a folder of its own nothing is shared with another.
            let is_own = dot_git.join("commondir").symlink_metadata().is_err();
            return is_own.then(|| Self { git_dir: dot_git.clone(), common: dot_git });
        }
        let git_dir = named_in(&dot_git, root, "gitdir:")?;
        if let Some(back) = named_in(&git_dir.join("gitdir"), &git_dir, "") {
            let common = named_in(&git_dir.join("commondir"), &git_dir, "")?;
            return (back == dot_git.canonicalize().ok()?).then_some(Self { git_dir, common });
        }
        let config = files::read(&git_dir.join("config"), "").ok()?;
        let all = settings(&config.text);
        let value = all.iter().rev().find(|setting| setting.key == "core.worktree").map(|setting| &setting.value)?;
        let back = git_dir.join(value).canonicalize().ok()?;
        (back == root.canonicalize().ok()?).then(|| Self { git_dir: git_dir.clone(), common: git_dir })
    }

    /// The repository's configuration, as plain text.
    pub fn config(&self) -> Option<Source> {
        files::read(&self.common.join("config"), "").ok()
    }
}

/// The path that a small file of Git's names, made absolute from `folder`.
pub fn named_in(file: &Path, folder: &Path, prefix: &str) -> Option<PathBuf> {
    let source = files::read(file, "").ok().filter(|source| source.damage.is_none())?;
    let named = source.text.strip_prefix(prefix)?.trim();
    folder.join(named).canonicalize().ok()
}

/// The folder that holds the repository of the working tree `root`, taken at its word.
pub fn git_dir(root: &Path) -> PathBuf {
    named_in(&root.join(".git"), root, "gitdir:").unwrap_or_else(|| root.join(".git"))
}
