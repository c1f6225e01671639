//! Raw commits and trees, taken apart by hand: no setting, graft or replacement has a say in what they are, and absurd dates are
//! no trouble.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};
use jiff::Timestamp;

use super::store::Store;
use crate::io::files::is_passed_over;

/// The largest commit and tree that are read. A folder of 100,000 files is a tree of a few megabytes.
const MOST_COMMIT: usize = 1024 * 1024;
const MOST_TREE: usize = 16 * 1024 * 1024;

/// How many parents of a commit are looked at. Git's own history has one with 66.
const MOST_PARENTS: usize = 1_000;

/// The part of a mode that says what kind of thing it is.
pub const KIND: u32 = 0o170_000;
/// That part, of a regular file.
pub const REGULAR: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

/// What a commit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCommit {
    pub tree: Oid,
    /// Each one once, the first thousand of them.
    pub parents: Vec<Oid>,
    /// Whether there are more.
    pub is_cut: bool,
    pub authored_at: Timestamp,
    pub committed_at: Timestamp,
}

/// Reads a commit.
pub fn commit(objects: &Store, id: Oid) -> Result<RawCommit, String> {
    let object = bounded(objects, id, ObjectType::Commit, MOST_COMMIT)?;
    parse_commit(&object).ok_or_else(|| format!("The commit {id} is damaged. {FETCH}"))
}

/// Reads the bytes of a tree.
pub fn tree(objects: &Store, id: Oid) -> Result<Vec<u8>, String> {
    bounded(objects, id, ObjectType::Tree, MOST_TREE)
}

const FETCH: &str = "Clone the journal anew, or ask git fsck.";

/// An object's bytes, if its header says that it is what it should be. A packed bomb of zeros is not unpacked.
fn bounded(objects: &Store, id: Oid, kind: ObjectType, most: usize) -> Result<Vec<u8>, String> {
    let lost = |why: String| format!("The {} {id} of its history cannot be read ({why}). {FETCH}", kind.str());
    let (size, found) = objects.header(id).map_err(lost)?;
    if found != kind {
        return Err(format!(
            "Its history is damaged: {id} should be a {} and is a {}. {FETCH}",
            kind.str(),
            found.str()
        ));
    }
    if size > most {
        return Err(format!(
            "A {} of its history is larger than what is read ({id}, {size} bytes). {FETCH}",
            kind.str()
        ));
    }
    objects.read(id).map_err(lost)
}

/// What a commit's bytes say; `None` where they name no tree, or a parent that is no name.
pub fn parse_commit(bytes: &[u8]) -> Option<RawCommit> {
    let (mut tree, mut parents, mut authored_at, mut committed_at) = (None, Vec::new(), None, None);
    let (mut known, mut is_cut) = (HashSet::new(), false);
    for line in bytes.split(|&byte| byte == b'\n').take_while(|line| !line.is_empty()) {
        if let Some(id) = line.strip_prefix(b"tree ") {
            tree = tree.or(oid(id));
        } else if let Some(id) = line.strip_prefix(b"parent ") {
            let id = oid(id)?;
            if parents.last() == Some(&id) || !known.insert(id) {
                continue;
            }
            if parents.len() == MOST_PARENTS {
                is_cut = true;
                continue;
            }
            parents.push(id);
        } else if let Some(person) = line.strip_prefix(b"author ") {
            authored_at = authored_at.or(Some(date(person)));
        } else if let Some(person) = line.strip_prefix(b"committer ") {
            committed_at = committed_at.or(Some(date(person)));
        }
    }
    let epoch = Timestamp::UNIX_EPOCH;
    let committed_at = committed_at.unwrap_or(epoch);
    Some(RawCommit { tree: tree?, parents, is_cut, authored_at: authored_at.unwrap_or(epoch), committed_at })
}

fn oid(hex: &[u8]) -> Option<Oid> {
    Oid::from_str(std::str::from_utf8(hex).ok()?).ok().filter(|_| hex.len() == 40)
}

/// The moment behind a person's address. As in Git, what cannot be read is the beginning of 1970; what the calendar does not
/// reach is its first or last moment.
fn date(person: &[u8]) -> Timestamp {
    let behind = person.rsplit(|&byte| byte == b'>').next().unwrap_or_default();
    let text = String::from_utf8_lossy(behind);
    let seconds = text.split_ascii_whitespace().next().unwrap_or_default();
    let digits = seconds.strip_prefix('-').unwrap_or(seconds);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Timestamp::UNIX_EPOCH;
    }
    let extreme = if seconds.starts_with('-') { Timestamp::MIN } else { Timestamp::MAX };
    // Without the part of the last second, which no report shows.
    let extreme = Timestamp::from_second(extreme.as_second()).unwrap_or(extreme);
    seconds.parse::<i64>().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or(extreme)
}

/// An entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item<'t> {
    /// Its name, without any `/`.
    pub name: &'t [u8],
    pub what: What,
    pub id: Oid,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    File,
    Folder,
    /// A link, a submodule, or something that Git does not make.
    Other,
}

impl Item<'_> {
    /// Whether the walk of a folder on the disk would look into it: its name is a plain one, and not hidden.
    pub fn is_looked_into(&self) -> bool {
        !is_passed_over(self.name)
    }

    /// The order of a tree's entries: a folder as if its name ended in `/`.
    pub fn is_before(&self, other: &Item<'_>) -> bool {
        let key = |item: &Item<'_>| (item.what == What::Folder).then_some(b'/');
        let ours = self.name.iter().copied().chain(key(self));
        let theirs = other.name.iter().copied().chain(key(other));
        ours.lt(theirs)
    }
}

/// The entries of a tree.
pub struct Items<'t> {
    rest: &'t [u8],
}

/// The entries of a tree; it ends where the bytes are damaged. A name that leads elsewhere is none.
pub fn items(tree: &[u8]) -> Items<'_> {
    Items { rest: tree }
}

impl<'t> Items<'t> {
    /// Whether all of the tree was read, to its last byte.
    pub fn has_ended(&self) -> bool {
        self.rest.is_empty()
    }

    fn any(&mut self) -> Option<Item<'t>> {
        let rest = self.rest;
        let space = memchr::memchr(b' ', rest)?;
        let mode = u32::from_str_radix(std::str::from_utf8(&rest[..space]).ok()?, 8).ok()?;
        let behind = &rest[space + 1..];
        let nul = memchr::memchr(0, behind)?;
        let id = Oid::from_bytes(behind.get(nul + 1..nul + 21)?).ok()?;
        let name = &behind[..nul];
        self.rest = &behind[nul + 21..];
        let what = match mode & KIND {
            REGULAR => What::File,
            FOLDER => What::Folder,
            _ => What::Other,
        };
        Some(Item { name, what, id })
    }
}

impl<'t> Iterator for Items<'t> {
    type Item = Item<'t>;

    fn next(&mut self) -> Option<Item<'t>> {
        loop {
            let item = self.any()?;
            let is_way = matches!(item.name, b"" | b"." | b"..") || item.name.eq_ignore_ascii_case(b".git");
            if !is_way && !item.name.contains(&b'/') && !item.name.contains(&b'\\') {
                return Some(item);
            }
        }
    }
}

/// What is said of a tree that does not end as it should.
pub fn damaged_tree(id: Oid) -> String {
    format!("The tree {id} of its history is damaged. {FETCH}")
}

/// A name of a tree, or a path of the index, in a folder; `None` where this system cannot hold it.
pub fn below(above: &Path, name: &[u8]) -> Option<PathBuf> {
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

/// Whether a text is what that object holds, also with other line ends: a text is stored with line feeds where Git is asked to.
pub fn holds(id: Oid, bytes: &[u8]) -> bool {
    let is = |bytes: &[u8]| Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|now| now == id);
    let stored = || std::str::from_utf8(bytes).is_ok_and(|text| is(text.replace("\r\n", "\n").as_bytes()));
    is(bytes) || stored()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_dates_are_read_as_far_as_the_calendar_goes() {
        let at = |text: &str| date(format!("Ada <ada@example.org> {text}").as_bytes()).to_string();
        assert_eq!(at("1795000000 +0100"), "2026-11-18T11:06:40Z");
        assert_eq!(at("-1 +0000"), "1969-12-31T23:59:59Z");
        assert_eq!(at("9223372036854775807 +0000"), "9999-12-30T22:00:00Z");
        assert_eq!(at("99999999999999999999999999 +0000"), "9999-12-30T22:00:00Z");
        assert_eq!(at("-9223372036854775808 +9999"), "-009999-01-02T01:59:59Z");
        assert_eq!(at("soon"), "1970-01-01T00:00:00Z");
        assert_eq!(date(b"nobody"), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn parents_count_once_and_not_without_an_end() {
        let id = |number: usize| format!("{number:040x}");
        let parents: String = (0..5_000).map(|number| format!("parent {}\n", id(number / 2))).collect();
        let text =
            format!("tree {}\n{parents}author A <a> 5 +0000\ncommitter A <a> 7 +0000\n\nparent of none\n", id(1));
        let raw = parse_commit(text.as_bytes()).expect("a commit");
        assert_eq!((raw.parents.len(), raw.is_cut, raw.committed_at.as_second()), (MOST_PARENTS, true, 7));
        assert_eq!(raw.parents[1].to_string(), id(1));
    }

    #[test]
    fn names_that_lead_elsewhere_are_none() {
        let mut tree = Vec::new();
        for (mode, name) in [
            ("100644", "a.md"),
            ("100644", "../b.md"),
            ("40000", ".."),
            ("40000", ".GIT"),
            ("120000", "l"),
            ("100664", "c"),
        ] {
            tree.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            tree.extend_from_slice(&[7; 20]);
        }
        tree.extend_from_slice(b"100644 cut off\0abc");
        let got: Vec<_> =
            items(&tree).map(|item| (String::from_utf8_lossy(item.name).into_owned(), item.what)).collect();
        let expected = [("a.md", What::File), ("l", What::Other), ("c", What::File)];
        assert_eq!(got, expected.map(|(name, what)| (name.to_owned(), what)));
    }
}
