//! Which files differ from what a revision holds.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ObjectType, Oid, Repository, RepositoryOpenFlags};

use super::guard;
use super::place;
use super::said;
use super::tree::Versions;
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

    /// For each of `paths`: whether it differs from the file of that name in the revision; `None` where it lies outside of the
    /// working tree. Line ends that Git exchanges by itself make no difference.
    pub fn differ(&self, paths: &[&Path]) -> Vec<Option<bool>> {
        let mut versions = Versions::new(&self.repository, self.repository.find_tree(self.tree).ok());
        let differs = |path: &&Path| {
            let folder = files::folder_of(path).canonicalize().ok()?;
            let file = folder.join(path.file_name()?);
            let then = versions.of(file.strip_prefix(&self.root).ok()?);
            Some(then.is_none_or(|then| !is_version(path, then)))
        };
        paths.iter().map(differs).collect()
    }
}

/// Whether the file holds what that object does, also with other line ends.
fn is_version(path: &Path, id: Oid) -> bool {
    let Ok(Ok(bytes)) = files::read_bytes(path) else { return false };
    let is = |bytes: &[u8]| Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|now| now == id);
    // A text is stored with line feeds where Git is asked to.
    let stored = || std::str::from_utf8(&bytes).is_ok_and(|text| is(text.replace("\r\n", "\n").as_bytes()));
    is(&bytes) || stored()
}
