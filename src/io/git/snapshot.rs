//! The journal of a stranger as its HEAD holds it: read through libgit2 alone, bounded in every direction.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use git2::{Branch, BranchType, ErrorCode, ObjectType, Oid, Repository};
use jiff::Timestamp;

use super::loose::{Folders, Objects};
use super::objects::{self, RawCommit, What};
use super::{journal, said};
use crate::core::text::{MAX_BYTES, Source};
use crate::io::files::{self, path_name};

pub use super::journal::Kind;

/// How many entries a tree may have in all its folders, and how deep they may lie.
const MOST_ENTRIES: usize = 50_000;
const MOST_DEPTH: usize = 32;

/// How many files of a working tree are compared with HEAD.
const MOST_COMPARED: usize = 10_000;

/// A repository, and what its HEAD holds.
pub struct Snapshot {
    pub(super) repository: Repository,
    folders: Folders,
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
        let (kind, repository) = journal::open(folder)?;
        let is_shallow = repository.is_shallow();
        let mut snapshot = Self {
            folders: Folders::of(&repository),
            repository,
            folder: folder.to_path_buf(),
            kind,
            is_shallow,
            head: None,
            files: Vec::new(),
            others: Vec::new(),
        };
        if let Some(oid) = snapshot.head_id()? {
            let (head, files, others) = {
                let odb = snapshot.objects()?;
                let raw = objects::commit(&odb, oid)?;
                let mut listing = Listing { odb: &odb, seen: 0, files: Vec::new(), others: Vec::new() };
                listing.look(raw.tree, Path::new(""), 0)?;
                (raw, listing.files, listing.others)
            };
            let RawCommit { authored_at, committed_at, .. } = head;
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
        let lost = |error: git2::Error| {
            format!("cannot be read from Git's objects ({}). git fsck says more.", said::plain(&error))
        };
        let odb = Objects::within(&self.repository, &self.folders).map_err(lost)?;
        let (size, kind) = odb.header(id.0).map_err(lost)?;
        if kind != ObjectType::Blob {
            return Err("cannot be read: Git's objects are damaged. git fsck says more.".to_owned());
        }
        if size as u64 > MAX_BYTES {
            return Ok(Source::too_large(label, size as u64));
        }
        odb.read(id.0).map_err(lost).map(|bytes| Source::from_bytes(label, bytes))
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
        let ours = inside.filter(|(_, name)| !self.others.iter().any(|other| name.starts_with(other)));
        ours.filter(|(_, name)| is_note(name)).take(MOST_COMPARED).any(|(path, name)| match committed.get(name) {
            None => true,
            Some(id) => differs(path, id.0),
        })
    }

    pub(super) fn objects(&self) -> Result<Objects<'_>, String> {
        Objects::within(&self.repository, &self.folders).map_err(|error| {
            format!("Its objects cannot be read ({}). Clone the journal anew, or ask git fsck.", said::plain(&error))
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

/// Whether the file holds another text than that object, also with other line ends. What cannot be read says nothing.
fn differs(path: &Path, id: Oid) -> bool {
    let Ok(Ok(bytes)) = files::read_bytes(path) else { return false };
    let is = |bytes: &[u8]| Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|now| now == id);
    let stored = || std::str::from_utf8(&bytes).is_ok_and(|text| is(text.replace("\r\n", "\n").as_bytes()));
    !is(&bytes) && !stored()
}

/// A walk of all folders of a tree.
struct Listing<'r> {
    odb: &'r Objects<'r>,
    seen: usize,
    files: Vec<File>,
    others: Vec<PathBuf>,
}

impl Listing<'_> {
    fn look(&mut self, tree: Oid, above: &Path, depth: usize) -> Result<(), String> {
        let bomb = |what: &str| {
            format!(
                "Its files are more than what is looked at ({what}), as in a repository that was made to be \
                 endless (a git bomb). Look at it by hand: git ls-tree HEAD"
            )
        };
        if depth > MOST_DEPTH {
            return Err(bomb(&format!("folders deeper than {MOST_DEPTH}")));
        }
        let bytes = objects::tree(self.odb, tree)?;
        for item in objects::items(&bytes) {
            self.seen += 1;
            if self.seen > MOST_ENTRIES {
                return Err(bomb(&format!("more than {MOST_ENTRIES} files and folders")));
            }
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
        Ok(())
    }
}

/// A name of a tree in a folder; `None` where this system cannot hold it.
pub(super) fn below(above: &Path, name: &[u8]) -> Option<PathBuf> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        Some(above.join(std::ffi::OsStr::from_bytes(name)))
    }
    #[cfg(not(unix))]
    {
        std::str::from_utf8(name).ok().filter(|name| !name.contains(':')).map(|name| above.join(name))
    }
}

/// How people see a file of a snapshot.
impl File {
    /// Its path with `/` between folders, and its bytes where these are no text.
    pub fn name(&self) -> crate::core::report::PathName {
        path_name(&self.path)
    }
}
