//! A repository, read through libgit2 alone: no program is started, and nothing is moved or locked.

use std::path::Path;

mod address;
mod guard;
pub mod history;
mod hooks;
mod includes;
mod journal;
mod loose;
mod objects;
mod place;
mod remote;
mod said;
mod since;
pub mod snapshot;
mod staged;
mod tree;

pub(crate) use self::address::is_gist;
pub(crate) use self::hooks::{Hooks, Keeper};
pub(crate) use self::place::Place;
pub(crate) use self::remote::Remotes;
pub(crate) use self::since::Since;
pub(crate) use self::staged::{Staged, not_staged};

/// Whether the file at `path` has changes in the index of the repository around it and other ones beside that. `false` where
/// that cannot be known.
pub(crate) fn is_half_staged(path: &Path) -> bool {
    let folder = super::files::folder_of(path).canonicalize().ok();
    let Some(folder) = folder.as_deref() else { return false };
    let Some(root) = folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()) else {
        return false;
    };
    let file = folder.join(path.file_name().unwrap_or_default());
    let inside = file.strip_prefix(root).unwrap_or(&file);
    let repository = Place::of(root).and_then(|place| open(root, &place));
    repository.and_then(|repository| repository.status_file(inside).ok()).is_some_and(|status| {
        let index = git2::Status::INDEX_NEW | git2::Status::INDEX_MODIFIED | git2::Status::INDEX_RENAMED;
        status.intersects(index) && status.intersects(git2::Status::WT_MODIFIED | git2::Status::WT_TYPECHANGE)
    })
}

/// Opens the repository in `root`, and nothing above it, if everything that libgit2 would open of it is a plain file.
fn open(root: &Path, place: &Place) -> Option<git2::Repository> {
    guard::check(&place.git_dir).ok()?;
    let flags = git2::RepositoryOpenFlags::NO_SEARCH;
    git2::Repository::open_ext(root, flags, std::iter::empty::<&Path>()).ok()
}
