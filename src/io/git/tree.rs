//! Which version of a file a tree holds, asked for many paths.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Repository, Tree};

use super::loose::Objects;

/// A tree, and its folders that were looked into. A folder in which nothing is asked for is never read.
pub struct Versions<'r> {
    repository: &'r Repository,
    folders: HashMap<PathBuf, Option<Tree<'r>>>,
}

impl<'r> Versions<'r> {
    /// Of `tree`; without one (before the first commit) nothing is there.
    pub fn new(repository: &'r Repository, tree: Option<Tree<'r>>) -> Self {
        Self { repository, folders: HashMap::from([(PathBuf::new(), tree)]) }
    }

    /// The object at `path`, relative to the tree, if there is one.
    pub fn of(&mut self, path: &Path) -> Option<Oid> {
        let (folder, name) = (path.parent()?, path.file_name()?);
        self.folder(folder)?.get_name_bytes(name.as_encoded_bytes()).map(|entry| entry.id())
    }

    fn folder(&mut self, path: &Path) -> Option<&Tree<'r>> {
        if !self.folders.contains_key(path) {
            let above = self.folder(path.parent()?)?;
            let entry = above.get_name_bytes(path.file_name()?.as_encoded_bytes());
            let id = entry.filter(|entry| entry.kind() == Some(ObjectType::Tree)).map(|entry| entry.id());
            // The library would wait for ever for the rest of one that was cut off.
            let whole = id.filter(|id| Objects::of(self.repository).is_ok_and(|objects| objects.check(*id).is_ok()));
            let tree = whole.and_then(|id| self.repository.find_tree(id).ok());
            self.folders.insert(path.to_path_buf(), tree);
        }
        self.folders.get(path)?.as_ref()
    }
}
