//! Which files differ from what a revision holds.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, Oid, Repository, RepositoryOpenFlags};

use super::guard;
use super::objects::holds;
use super::place;
use super::said;
use super::tree::Versions;
use crate::core::text::Source;
use crate::error::{Error, Result};
use crate::io::files;

/// A repository, and the tree of one of its revisions.
pub struct Since {
    repository: Repository,
    tree: Oid,
    root: PathBuf,
}

impl Since {
    /// The revision that `name` says, in the repository around `folder`.
    ///
    /// # Errors
    /// Where there is no repository, it cannot be read, or it knows no such revision.
    pub fn open(folder: &Path, name: &str) -> Result<Self> {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let root = real.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()).unwrap_or(&real);
        guard::check(&place::git_dir(root))?;
        let flags = RepositoryOpenFlags::NO_SEARCH;
        let repository = Repository::open_ext(root, flags, std::iter::empty::<&Path>())
            .map_err(|error| said::no_repository(folder, &error))?;
        let root = repository.workdir().ok_or_else(|| said::bare(folder))?;
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        let found = repository.revparse_single(name).and_then(|object| object.peel_to_tree()).map(|tree| tree.id());
        let tree = found.map_err(|error| match error.class() {
            ErrorClass::Odb | ErrorClass::Object | ErrorClass::Zlib => said::lost_revision(name, &error),
            _ => Error::Usage {
                message: format!("this repository knows no revision `{name}`"),
                help: "Name a commit, a branch or a tag: --since HEAD~1, --since main. \
                       Those that there are: git log --oneline --all"
                    .to_owned(),
            },
        })?;
        Ok(Self { repository, tree, root })
    }

    /// For each of `files`, a path and the text that was given in its place if one was: whether it differs from the file of that name
    /// in the revision; `None` where it lies outside of the working tree. Line ends that Git exchanges by itself make no difference.
    pub fn differ(&self, files: &[(&Path, Option<&Source>)]) -> Vec<Option<bool>> {
        let mut versions = Versions::new(&self.repository, self.repository.find_tree(self.tree).ok());
        let differs = |(path, given): &(&Path, Option<&Source>)| {
            // A text that was given may have the name of a file in a folder that is not there yet.
            let Ok(folder) = files::folder_of(path).canonicalize() else { return given.map(|_| true) };
            let file = folder.join(path.file_name()?);
            let Some(then) = versions.of(file.strip_prefix(&self.root).ok()?) else { return Some(true) };
            let is_same = match given {
                Some(source) => source.damage.is_none() && holds(then, source.text.as_bytes()),
                None => matches!(files::read_bytes(path), Ok(Ok(bytes)) if holds(then, &bytes)),
            };
            Some(!is_same)
        };
        files.iter().map(differs).collect()
    }
}
