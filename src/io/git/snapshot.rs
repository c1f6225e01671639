//! The journal of a stranger as its HEAD holds it: read through libgit2 alone, bounded in every direction.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use git2::{Branch, BranchType, ErrorCode, ObjectType, Oid, Repository};
use jiff::Timestamp;

use super::objects::{self, RawCommit, What, below, holds};
use super::store::Store;
use super::{journal, said};
use crate::core::text::{HEAD_BYTES, MAX_BYTES, Source};
use crate::io::files::{self, path_name};

pub use super::journal::Kind;

/// How many entries a tree may have in all its folders, and how deep they may lie.
const MOST_ENTRIES: usize = 50_000;
const MOST_DEPTH: usize = 32;

/// How many bytes these trees, each as often as it is met, and the paths of their entries may have.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// How many files of a working tree are compared with HEAD.
const MOST_COMPARED: usize = 10_000;

/// A repository, and what its HEAD holds.
pub struct Snapshot {
    repository: Repository,
    pub(super) store: Store,
    folder: PathBuf,
    /// Whether there are files beside it.
    pub kind: Kind,
    /// Whether its history is cut off.
    pub is_shallow: bool,
    /// The latest commit; `None` before the first one.
    pub head: Option<Head>,
    /// The regular files of HEAD in the order of the tree, but for those in hidden folders and in `node_modules`.
    pub files: Vec<File>,
    /// Links, submodules and odd modes: they are never followed. Also folders that are named like a Markdown file.
    pub others: Vec<PathBuf>,
}

/// The commit that HEAD names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its name, in hexadecimal digits.
    pub id: String,
    /// Its committer date.
    pub committed_at: Timestamp,
    /// Its author date.
    pub authored_at: Timestamp,
    pub(super) oid: Oid,
}

/// The name of a text in Git.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub(super) Oid);

/// A file of HEAD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// As seen from the top.
    pub path: PathBuf,
    /// Its text.
    pub id: Id,
}

/// Whether a folder holds a repository, and which kind; `None` where the files are all there is.
///
/// # Errors
/// A sentence, where its `.git` leads elsewhere.
pub fn kind(folder: &Path) -> Result<Option<Kind>, String> {
    journal::kind(folder)
}

impl Snapshot {
    /// Opens the repository in `folder` and lists what HEAD holds. Nothing above `folder` is looked at, and no program is started.
    ///
    /// # Errors
    /// A sentence on why it cannot be read or was refused, and what to do.
    pub fn open(folder: &Path) -> Result<Self, String> {
        Self::of(folder, None)
    }

    /// The same for a commit that HEAD named once; `id` in hexadecimal digits.
    ///
    /// # Errors
    /// As above, also where the commit is not there.
    pub fn at(folder: &Path, id: &str) -> Result<Self, String> {
        let id = Oid::from_str(id).map_err(|error| said::plain(&error))?;
        Self::of(folder, Some(id))
    }

    fn of(folder: &Path, id: Option<Oid>) -> Result<Self, String> {
        let (kind, repository) = journal::open(folder)?;
        let is_shallow = repository.is_shallow();
        let mut snapshot = Self {
            store: Store::of(&repository),
            repository,
            folder: folder.to_path_buf(),
            kind,
            is_shallow,
            head: None,
            files: Vec::new(),
            others: Vec::new(),
        };
        let id = match id {
            Some(id) => Some(id),
            None => snapshot.head_id()?,
        };
        if let Some(oid) = id {
            let RawCommit { tree, authored_at, committed_at, .. } = objects::commit(&snapshot.store, oid)?;
            let mut listing = Listing::of(&snapshot.store);
            listing.look(tree, Path::new(""), 0)?;
            let Listing { files, others, .. } = listing;
            snapshot.head = Some(Head { id: oid.to_string(), committed_at, authored_at, oid });
            (snapshot.files, snapshot.others) = (files, others);
        }
        Ok(snapshot)
    }

    /// The text of a file, for people's eyes as `label`. One that is too large is not unpacked.
    ///
    /// # Errors
    /// A sentence, where Git has lost it.
    pub fn read(&self, id: Id, label: &str) -> Result<Source, String> {
        let lost = |why: String| format!("cannot be read from Git's objects ({why}). git fsck says more.");
        let (size, kind) = self.store.header(id.0).map_err(lost)?;
        if kind != ObjectType::Blob {
            return Err("cannot be read: Git's objects are damaged. git fsck says more.".to_owned());
        }
        if size as u64 > MAX_BYTES {
            let head = self.store.beginning(id.0, HEAD_BYTES).unwrap_or_default();
            return Ok(Source::too_large(label, size as u64).beginning_with(&head));
        }
        self.store.read(id.0).map_err(lost).map(|bytes| Source::from_bytes(label, bytes))
    }

    /// Whether the folder has Markdown files that HEAD lacks or holds with another text, of those for which `is_note` says so; the
    /// path is as seen from the top. Line ends that Git exchanges by itself make no difference. Always `false` for a bare clone.
    pub fn uncommitted(&self, is_note: &dyn Fn(&Path) -> bool) -> bool {
        if self.kind == Kind::Bare {
            return false;
        }
        let committed: HashMap<&Path, Id> = self.files.iter().map(|file| (file.path.as_path(), file.id)).collect();
        let found = files::walk(&self.folder).files;
        let inside = found.iter().map(|path| (path, path.strip_prefix(&self.folder).unwrap_or(path)));
        let others: HashSet<&Path> = self.others.iter().map(PathBuf::as_path).collect();
        let is_theirs = |name: &Path| !others.is_empty() && name.ancestors().any(|above| others.contains(above));
        let ours = inside.filter(|(_, name)| !is_theirs(name));
        ours.filter(|(_, name)| is_note(name)).take(MOST_COMPARED).any(|(path, name)| match committed.get(name) {
            None => true,
            // What cannot be read says nothing.
            Some(id) => matches!(files::read_bytes(path), Ok(Ok(bytes)) if !holds(id.0, &bytes)),
        })
    }

    fn head_id(&self) -> Result<Option<Oid>, String> {
        let damaged = |error: &git2::Error| {
            format!("Its last commit cannot be read ({}). Clone the journal anew, or ask git fsck.", said::plain(error))
        };
        match self.repository.head() {
            // Not peeled: the library would unpack whatever stands there, and it may be a bomb of zeros.
            Ok(head) => head.resolve().map(|head| head.target()).map_err(|error| damaged(&error)),
            Err(error) if error.code() == ErrorCode::UnbornBranch => self.is_empty().map(|()| None),
            Err(error) if error.code() == ErrorCode::NotFound => Err("Its HEAD names nothing that is there. \
                    Clone the journal anew, or name its branch: git symbolic-ref HEAD refs/heads/main"
                .to_owned()),
            Err(error) => Err(damaged(&error)),
        }
    }

    /// Before the first commit there is no branch at all.
    fn is_empty(&self) -> Result<(), String> {
        let named = |(branch, _): (Branch<'_>, BranchType)| branch.get().name().map(str::to_owned).ok();
        let mut branches = self.repository.branches(None).into_iter().flatten().flatten().filter_map(named);
        let Some(other) = branches.next() else { return Ok(()) };
        Err(format!(
            "Its HEAD names a branch that is not there, while others are, such as {other}. \
             Say which one counts: git symbolic-ref HEAD {other}"
        ))
    }
}

/// A walk of all folders of a tree.
struct Listing<'r> {
    store: &'r Store,
    seen: usize,
    bytes: usize,
    /// Trees at hand: one may stand in many places.
    kept: HashMap<Oid, Rc<[u8]>>,
    files: Vec<File>,
    others: Vec<PathBuf>,
}

impl<'r> Listing<'r> {
    fn of(store: &'r Store) -> Self {
        Self { store, seen: 0, bytes: 0, kept: HashMap::new(), files: Vec::new(), others: Vec::new() }
    }

    fn look(&mut self, tree: Oid, above: &Path, depth: usize) -> Result<(), String> {
        if depth > MOST_DEPTH {
            return Err(bomb(&format!("folders deeper than {MOST_DEPTH}")));
        }
        let bytes = match self.kept.get(&tree) {
            Some(bytes) => Rc::clone(bytes),
            None => {
                let bytes: Rc<[u8]> = objects::tree(self.store, tree)?.into();
                self.kept.insert(tree, Rc::clone(&bytes));
                bytes
            }
        };
        self.spend(bytes.len())?;
        let mut items = objects::items(&bytes);
        for item in items.by_ref() {
            self.seen += 1;
            if self.seen > MOST_ENTRIES {
                return Err(bomb(&format!("more than {MOST_ENTRIES} files and folders")));
            }
            self.spend(above.as_os_str().len() + item.name.len())?;
            let Some(path) = below(above, item.name) else { continue };
            match item.what {
                What::File => self.files.push(File { path, id: Id(item.id) }),
                What::Folder if !item.is_looked_into() => {}
                // As on the disk, where it is said.
                What::Folder if files::is_markdown(&path) => self.others.push(path),
                What::Folder => self.look(item.id, &path, depth + 1)?,
                What::Other => self.others.push(path),
            }
        }
        if items.has_ended() { Ok(()) } else { Err(objects::damaged_tree(tree)) }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), String> {
        self.bytes += bytes;
        if self.bytes > MOST_BYTES {
            return Err(bomb(&format!("more than {} MiB of names", MOST_BYTES >> 20)));
        }
        Ok(())
    }
}

fn bomb(what: &str) -> String {
    format!(
        "Its files are more than what is looked at ({what}), as in a repository that was made to be endless (a git \
         bomb). Look at it by hand: git ls-tree HEAD"
    )
}

/// How people see a file of a snapshot.
impl File {
    /// Its path with `/` between folders, and its bytes where these are no text.
    pub fn name(&self) -> crate::core::report::PathName {
        path_name(&self.path)
    }
}
