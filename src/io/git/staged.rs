//! What the next commit would hold: the files of the index. Reads only; nothing is moved or locked.

use std::path::{Path, PathBuf};

use git2::{IndexEntryExtendedFlag, Oid, Repository};

use super::loose::Objects;
use super::objects::{KIND, REGULAR, below};
use super::tree::Versions;
use super::{guard, said};
use crate::core::text::{HEAD_BYTES, MAX_BYTES, Source};
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};

/// The index of a repository. It is the one that Git names in the environment of a hook, else that of the repository around the
/// current folder.
pub struct Staged {
    repository: Repository,
    /// The top of the working tree.
    pub root: PathBuf,
    /// Its regular files by path.
    pub files: Vec<File>,
    /// What is in the middle of a merge, by path.
    pub unmerged: Vec<PathBuf>,
    /// What is neither a file nor will be read: links and submodules, by path.
    pub others: Vec<PathBuf>,
}

/// A file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// As seen from the top of the working tree.
    pub path: PathBuf,
    id: Oid,
}

/// Where in the flags of an entry its place in a merge stands.
const STAGE: u16 = 0x3000;

impl Staged {
    /// Reads the index. `folder` is the current folder.
    ///
    /// # Errors
    /// Where there is no repository, or one without a working tree; where it, or its index, cannot be read.
    pub fn open(folder: &Path) -> Result<Self> {
        guard::check_environment(folder)?;
        // The only place that listens to GIT_DIR and GIT_INDEX_FILE: `git commit -a` and `git commit PATH` keep the index that they
        // will commit under another name.
        let repository = Repository::open_from_env().map_err(|error| said::no_repository(folder, &error))?;
        let root = repository.workdir().ok_or_else(|| said::bare(folder))?.to_path_buf();
        // The library takes a relative one for a folder of the repository, Git for one of the current folder.
        let named = std::env::var_os("GIT_WORK_TREE").filter(|value| !value.is_empty());
        let root = named.map_or(root, |named| folder.join(named));
        let root = root.canonicalize().unwrap_or(root);
        let index = repository.index().map_err(|error| said::bad_index(&root, &error))?;
        let (mut files, mut unmerged, mut others) = (Vec::with_capacity(index.len()), Vec::new(), Vec::new());
        for entry in index.iter() {
            let Some(path) = below(Path::new(""), &entry.path) else { continue };
            let flags = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
            if entry.flags & STAGE != 0 {
                unmerged.push(path);
            } else if entry.mode & KIND != REGULAR {
                others.push(path);
            } else if !flags.is_intent_to_add() {
                // What was only announced (`git add -N`) is not part of the commit.
                files.push(File { path, id: entry.id });
            }
        }
        // Where names differ by case alone for the system, the library has them in another order.
        files.sort_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
        unmerged.sort();
        unmerged.dedup();
        Ok(Self { repository, root, files, unmerged, others })
    }

    /// Keeps those of `files` that HEAD does not hold under the same path with the same text: added, modified, renamed.
    ///
    /// # Errors
    /// Where HEAD cannot be read.
    pub fn changed<'f>(&self, files: impl Iterator<Item = &'f File>) -> Result<Vec<&'f File>> {
        let head = match self.repository.head() {
            Ok(head) => Some(self.tree_of(&head).map_err(|error| said::bad_head(&self.root, &error))?),
            // Before the first commit.
            Err(error) if error.code() == git2::ErrorCode::UnbornBranch => None,
            Err(error) => return Err(said::bad_head(&self.root, &error)),
        };
        let mut versions = Versions::new(&self.repository, head);
        Ok(files.filter(|file| versions.of(&file.path) != Some(file.id)).collect())
    }

    /// What a commit holds. The library would wait for ever for the rest of an object that was cut off.
    fn tree_of<'r>(&'r self, head: &git2::Reference<'r>) -> std::result::Result<git2::Tree<'r>, git2::Error> {
        let objects = Objects::of(&self.repository)?;
        head.target().map_or(Ok(()), |id| objects.check(id))?;
        let commit = head.peel_to_commit()?;
        objects.check(commit.tree_id())?;
        commit.tree()
    }

    /// The text of a file, for people's eyes as `label`.
    ///
    /// # Errors
    /// A sentence, where Git has lost it.
    pub fn read(&self, file: &File, label: &str) -> std::result::Result<Source, String> {
        let lost = |error: git2::Error| {
            format!("cannot be read from Git's objects ({}). git fsck says more.", said::plain(&error))
        };
        let objects = Objects::of(&self.repository).map_err(lost)?;
        let (first, rest) = hex_parts(file.id);
        let loose = self.repository.commondir().join("objects").join(first).join(rest);
        if loose.metadata().is_ok_and(|data| !data.is_file()) {
            return Err(
                "cannot be read from Git's objects (one of them is no plain file). git fsck says more.".to_owned()
            );
        }
        let (size, _) = objects.header(file.id).map_err(lost)?;
        if size as u64 > MAX_BYTES {
            let head = objects.beginning(file.id, HEAD_BYTES);
            return Ok(Source::too_large(label, size as u64).beginning_with(&head));
        }
        objects.read(file.id).map_err(lost).map(|bytes| Source::from_bytes(label, bytes))
    }

    /// The file at `path` (absolute), if the index has it.
    pub fn find(&self, path: &Path) -> Option<&File> {
        let inside = path.strip_prefix(&self.root).ok()?;
        let at = self.files.binary_search_by(|file| bytes(&file.path).cmp(bytes(inside))).ok()?;
        self.files.get(at)
    }

    /// What stands at `path` (absolute) as it would be committed; a file that Git does not know is read from the disk.
    ///
    /// # Errors
    /// A sentence, where it cannot be read.
    pub fn read_path(&self, path: &Path, label: &str) -> std::result::Result<Source, String> {
        match self.find(path) {
            Some(file) => self.read(file, label),
            None => files::read(path, label),
        }
    }

    /// The names of the files at the top, sorted.
    pub fn names(&self) -> Vec<String> {
        let top = self.files.iter().filter(|file| file.path.components().count() == 1);
        top.map(|file| path_name(&file.path).shown).collect()
    }
}

/// The names of the folder and the file of a loose object.
fn hex_parts(id: Oid) -> (String, String) {
    let mut first = id.to_string();
    let rest = first.split_off(2);
    (first, rest)
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Says what keeps a path of the command line from being looked at.
pub fn not_staged(path: &Path) -> Error {
    Error::Path {
        path: path_name(path).shown,
        why: "is not in the index, so it would not be committed".to_owned(),
        help: "Stage it first (git add), or check the file itself: coffeechat lint, without --staged.".to_owned(),
    }
}
