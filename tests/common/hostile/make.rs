//! Repositories and notes, made quickly and without starting a program.

use std::collections::BTreeMap;
use std::ffi::CString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use git2::{
    FileMode, Index, IndexEntry, IndexTime, ObjectType, Oid, Repository, RepositoryInitOptions, Signature, Time,
};

/// 2026-11-20, noon in UTC: before every due date of the tests.
pub const NOON: i64 = 1_795_176_000;

/// A complete note of the first level.
pub fn note(contact: &str) -> String {
    format!(
        "---\nlevel: 1\ncontact: {contact}\ndate: 2026-11-19\nstatus: talked\n---\n\n# Conversation\n\n## Questions\n\n\
         - What did your first month at the harbour office teach you?\n- Which habit of yours would you keep?\n\
         - Who should I listen to next?\n\n## Notes\n\nShe learnt to ask the night shift first, and to write down what they said.\n\n\
         ## Takeaway\n\nI will write down one question after every lab and bring it to the next one.\n"
    )
}

/// A note that needs work: there is no takeaway, and no date.
pub fn unfinished(contact: &str) -> String {
    format!(
        "---\nlevel: 1\ncontact: {contact}\nstatus: talked\n---\n\n## Questions\n\n- What surprised you most of all?\n\n## Notes\n\nMuch.\n"
    )
}

/// An empty repository in `folder`.
pub fn repository(folder: &Path, bare: bool) -> Repository {
    std::fs::create_dir_all(folder).expect("a folder");
    let mut options = RepositoryInitOptions::new();
    options.bare(bare).initial_head("main").external_template(false).mkpath(true);
    Repository::init_opts(folder, &options).expect("a repository")
}

/// A repository with one commit of [`NOON`]; with a working tree that has the same files unless it is bare.
pub fn committed(folder: &Path, bare: bool, files: &[(&str, &str)]) -> Repository {
    let repository = repository(folder, bare);
    let tree = tree(&repository, files);
    commit(&repository, tree, NOON);
    if !bare {
        repository.checkout_head(Some(git2::build::CheckoutBuilder::new().force())).expect("a checkout");
    }
    repository
}

/// A tree with these files.
pub fn tree(repository: &Repository, files: &[(&str, &str)]) -> Oid {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| {
            (path.as_bytes(), u32::from(FileMode::Blob), repository.blob(text.as_bytes()).expect("a blob"))
        })
        .collect();
    tree_of(repository, &files)
}

/// A tree with these entries: path, mode, object.
pub fn tree_of(repository: &Repository, entries: &[(&[u8], u32, Oid)]) -> Oid {
    let mut index = Index::new().expect("an index");
    for (path, mode, id) in entries {
        let entry = IndexEntry {
            ctime: IndexTime::new(0, 0),
            mtime: IndexTime::new(0, 0),
            dev: 0,
            ino: 0,
            mode: *mode,
            uid: 0,
            gid: 0,
            file_size: 0,
            id: *id,
            flags: 0,
            flags_extended: 0,
            path: path.to_vec(),
        };
        index.add(&entry).expect("an entry");
    }
    index.write_tree_to(repository).expect("a tree")
}

/// A tree with these entries as they stand, in this order, whatever their names are. Modes are octal digits.
pub fn raw_tree(repository: &Repository, entries: &[(&str, &[u8], Oid)]) -> Oid {
    let mut bytes = Vec::new();
    for (mode, name, id) in entries {
        bytes.extend_from_slice(mode.as_bytes());
        bytes.push(b' ');
        bytes.extend_from_slice(name);
        bytes.push(0);
        bytes.extend_from_slice(id.as_bytes());
    }
    repository.odb().expect("objects").write(ObjectType::Tree, &bytes).expect("a tree")
}

/// A commit of that tree on top of HEAD, by both dates `seconds` after 1970.
pub fn commit(repository: &Repository, tree: Oid, seconds: i64) -> Oid {
    let who = Signature::new("A Student", "student@example.org", &Time::new(seconds, 0)).expect("a signature");
    let tree = repository.find_tree(tree).expect("the tree");
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<_> = parent.iter().collect();
    repository.commit(Some("HEAD"), &who, &who, "Notes", &tree, &parents).expect("a commit")
}

/// HEAD's branch at a commit whose tree is `tree`, where the library would not make one: the commit's text is written as it stands.
pub fn raw_commit(repository: &Repository, tree: Oid) -> Oid {
    let who = format!("A Student <student@example.org> {NOON} +0000");
    let text = format!("tree {tree}\nauthor {who}\ncommitter {who}\n\nNotes\n");
    let id = repository.odb().expect("objects").write(ObjectType::Commit, text.as_bytes()).expect("a commit");
    point_head(repository, id);
    id
}

/// Writes the branch that HEAD names.
pub fn point_head(repository: &Repository, id: Oid) {
    let path = repository.path().join("refs/heads/main");
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::fs::write(path, format!("{id}\n")).expect("a branch");
}

/// The file of a loose object.
pub fn object(repository: &Repository, id: Oid) -> PathBuf {
    let digits = id.to_string();
    repository.path().join("objects").join(&digits[..2]).join(&digits[2..])
}

/// Writes a file that may be there already, and may be read-only.
pub fn overwrite(path: &Path, bytes: &[u8]) {
    let _ = std::fs::remove_file(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::fs::write(path, bytes).expect("a file");
}

/// A pipe, whose other end nobody opens.
pub fn pipe(path: &Path) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    let _ = std::fs::remove_file(path);
    let name = CString::new(path.as_os_str().as_bytes()).expect("a name");
    let made = std::process::Command::new("mkfifo").arg(std::ffi::OsStr::from_bytes(name.as_bytes())).status();
    assert!(made.expect("mkfifo").success(), "a pipe at {}", path.display());
}

/// A file that says it has `bytes` bytes, and takes no room.
pub fn sparse(path: &Path, bytes: u64) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::fs::File::create(path).expect("a file").set_len(bytes).expect("a sparse file");
}

/// A link.
pub fn link(target: impl AsRef<Path>, path: &Path) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::os::unix::fs::symlink(target, path).expect("a link");
}

/// A folder and all that is in it, again.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("a copy");
        }
    }
}

/// What is in a folder: for each path its mode, size, time, and a hash of what it holds or where it leads.
pub type Picture = BTreeMap<PathBuf, (u32, u64, i64, u64)>;

/// What is in a folder: for each path its kind, size, time, and a hash of what it holds or where it leads.
fn picture(folder: &Path, into: &mut Picture) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let data = path.symlink_metadata().expect("what it is");
        let mut hash = DefaultHasher::new();
        if data.is_symlink() {
            std::fs::read_link(&path).expect("a link").hash(&mut hash);
        } else if data.is_file() && data.len() < 1 << 20 {
            std::fs::read(&path).expect("a file").hash(&mut hash);
        }
        into.insert(path.clone(), (data.mode(), data.len(), data.mtime(), hash.finish()));
        if data.is_dir() {
            picture(&path, into);
        }
    }
}

/// What is in a folder, to be compared with what is there later.
pub fn pictured(folder: &Path) -> Picture {
    let mut all = Picture::new();
    picture(folder, &mut all);
    all
}
