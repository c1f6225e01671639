//! A repository, read through libgit2 alone: no program is started, and nothing is moved or locked.

use std::path::Path;

mod address;
mod guard;
pub mod history;
mod hooks;
mod includes;
mod journal;
mod lines;
mod loose;
mod objects;
mod pack;
mod place;
pub mod raw;
mod remote;
mod said;
mod since;
pub mod snapshot;
mod staged;
mod store;
mod tree;

pub(crate) use self::address::is_gist;
pub(crate) use self::hooks::{Hooks, Keeper};
pub(crate) use self::place::Place;
pub(crate) use self::remote::Remotes;
pub(crate) use self::since::Since;
pub(crate) use self::staged::{Staged, not_staged};

/// Whether the file at `path` has changes in the index of the repository around it and other ones beside that.
///
/// # Errors
/// Sentences on why that cannot be known, and what to do about it.
pub(crate) fn is_half_staged(path: &Path) -> Result<bool, String> {
    let index = git2::Status::INDEX_NEW | git2::Status::INDEX_MODIFIED | git2::Status::INDEX_RENAMED;
    let tree = git2::Status::WT_MODIFIED | git2::Status::WT_TYPECHANGE;
    Ok(status_of(path)?.is_some_and(|status| status.intersects(index) && status.intersects(tree)))
}

/// Whether Git has the file, in its index at least. Where that cannot be told, it is taken not to.
pub(crate) fn is_tracked(path: &Path) -> bool {
    let is_foreign = |status: git2::Status| status.intersects(git2::Status::WT_NEW | git2::Status::IGNORED);
    status_of(path).ok().flatten().is_some_and(|status| !is_foreign(status))
}

/// What Git says of a file; `None` where it knows nothing of it.
fn status_of(path: &Path) -> Result<Option<git2::Status>, String> {
    let folder = super::files::folder_of(path).canonicalize().ok();
    let Some(folder) = folder.as_deref() else { return Ok(None) };
    let Some(root) = folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()) else {
        return Ok(None);
    };
    let file = folder.join(path.file_name().unwrap_or_default());
    let inside = file.strip_prefix(root).unwrap_or(&file);
    let place = Place::of(root).ok_or(
        "Its .git leads to a repository that does not name this folder as its own: git worktree repair may mend that.",
    )?;
    guard::check(&place.git_dir).map_err(|error| said::whole(&error))?;
    let flags = git2::RepositoryOpenFlags::NO_SEARCH;
    let repository = match git2::Repository::open_ext(root, flags, std::iter::empty::<&Path>()) {
        Ok(repository) => repository,
        // A folder `.git` that Git takes for no repository either.
        Err(error) if error.code() == git2::ErrorCode::NotFound => return Ok(None),
        Err(error) => return Err(said::unread(root, &error)),
    };
    match repository.status_file(inside) {
        Ok(status) => Ok(Some(status)),
        // Git knows nothing of it, or has no files here.
        Err(error) if matches!(error.code(), git2::ErrorCode::NotFound | git2::ErrorCode::BareRepo) => Ok(None),
        Err(error) => Err(said::unread(root, &error)),
    }
}

/// Opens the repository in `root`, and nothing above it, if everything that libgit2 would open of it is a plain file.
fn open(root: &Path, place: &Place) -> Option<git2::Repository> {
    guard::check(&place.git_dir).ok()?;
    let flags = git2::RepositoryOpenFlags::NO_SEARCH;
    git2::Repository::open_ext(root, flags, std::iter::empty::<&Path>()).ok()
}
