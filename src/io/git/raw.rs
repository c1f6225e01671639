//! The forms that a stranger's repository is read from, without a repository around them: a pack, a commit, a tree, the lines of a
//! configuration. The edge itself has no use for this door; the fuzz target `objects` has none other.

use git2::Oid;

use super::pack::Pack;
use super::store::Store;
use super::{lines, objects};

/// What a pack says of one of its objects.
#[derive(Debug)]
pub struct Object {
    /// What its header says: how many bytes it has, and its kind as Git writes it.
    pub header: Result<(usize, &'static str), String>,
    /// Its bytes, if they are those of its name.
    pub bytes: Result<Vec<u8>, String>,
    /// The first of its bytes, at most as many as were asked for.
    pub beginning: Result<Vec<u8>, String>,
}

/// What the pack with these bytes, and this list of places, says of the objects of these names (20 bytes each), in their order.
///
/// # Errors
/// A sentence on why the list cannot be used.
pub fn packed(list: Vec<u8>, pack: Vec<u8>, names: &[[u8; 20]], beginning: usize) -> Result<Vec<Object>, String> {
    let store = Store::over(Pack::over(list, pack)?);
    let object = |name: &[u8; 20]| {
        let id = Oid::from_bytes(name).map_err(|error| error.to_string())?;
        Ok(Object {
            header: store.header(id).map(|(size, kind)| (size, kind.str())),
            bytes: store.read(id),
            beginning: store.beginning(id, beginning),
        })
    };
    names.iter().map(object).collect()
}

/// How many parents of a commit are looked at, and the seconds since 1970 at which it was committed; `None` where it is none.
#[must_use]
pub fn commit(bytes: &[u8]) -> Option<(usize, i64)> {
    objects::parse_commit(bytes).map(|commit| (commit.parents.len(), commit.committed_at.as_second()))
}

/// The names that are looked at in a tree, as far as it can be read.
#[must_use]
pub fn tree(bytes: &[u8]) -> Vec<&[u8]> {
    objects::items(bytes).map(|item| item.name).collect()
}

/// The settings of a repository's configuration, each as its key and its value.
#[must_use]
pub fn settings(text: &str) -> Vec<(String, String)> {
    lines::settings(text).into_iter().map(|setting| (setting.key, setting.value)).collect()
}
