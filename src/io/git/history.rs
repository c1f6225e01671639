//! All versions of a journal's notes, by a walk of the trees that skips whatever a parent holds already.
//!
//! Each tree and each text is looked at once where that is possible; what is too much is left out, and said.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use git2::Oid;

use super::objects::{self, Item, RawCommit, What, below};
use super::snapshot::{Id, Snapshot};
use super::store::Store;
use crate::core::cohort::timing::Moment;
use crate::core::text::MAX_BYTES;

/// How much of a history is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Commits, the nearest to HEAD first.
    pub commits: usize,
    /// Bytes of all texts together, and of their paths.
    pub bytes: u64,
    /// Entries of trees. One counts again for each parent beside whose tree it is looked at.
    pub entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { commits: 20_000, bytes: 64 * 1024 * 1024, entries: 2_000_000 }
    }
}

/// How deep folders are looked into.
const MOST_DEPTH: usize = 32;

/// How many versions are told apart. One text may stand under a million paths.
const MOST_VERSIONS: usize = 20_000;

/// How many parents all commits may have together: five each.
const MOST_PARENTS: usize = 100_000;

/// How many bytes of trees are kept at hand, and how many a commit's parents may have together in one place.
const KEPT: usize = 32 * 1024 * 1024;

/// To make a path of so many bytes takes as long as to look at one more entry.
const PATH_STEP: usize = 256;

/// What became of the notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// All commits that HEAD has, each behind its parents; the last one is HEAD.
    pub commits: Vec<Moment>,
    /// Every text that a wanted path ever had, in the order in which they came.
    pub versions: Vec<Version>,
    /// Whether what came before is not in the clone.
    pub is_shallow: bool,
    /// Whether something was left out because it was too much.
    pub is_cut: bool,
}

/// A text that a path had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// As seen from the top.
    pub path: PathBuf,
    /// The text, for [`Snapshot::read`].
    pub id: Id,
    /// The commits that brought it: no parent of theirs has this text under this path. Rising; at least one.
    pub commits: Vec<usize>,
}

impl Snapshot {
    /// The history of the files for which `wanted` says so; the path is as seen from the top.
    ///
    /// # Errors
    /// A sentence, where a commit or a tree cannot be read.
    pub fn history(&self, wanted: &dyn Fn(&Path) -> bool, limits: Limits) -> Result<History, String> {
        let Some(head) = &self.head else { return Ok(History::default()) };
        let (commits, order, is_cut) = self.commits(head.oid, limits.commits)?;
        let place: HashMap<Oid, usize> = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let mut history = History { is_shallow: self.is_shallow, is_cut, ..History::default() };
        let mut walk = Walk {
            store: &self.store,
            wanted,
            limits,
            kept: HashMap::new(),
            kept_bytes: 0,
            texts: HashSet::new(),
            found: HashMap::new(),
            versions: Vec::new(),
            is_cut: false,
        };
        for (at, id) in order.iter().enumerate() {
            let Some(raw) = commits.get(id) else { continue };
            let parents: Vec<usize> = raw.parents.iter().filter_map(|parent| place.get(parent).copied()).collect();
            let trees = raw.parents.iter().filter_map(|parent| commits.get(parent).map(|parent| parent.tree));
            walk.look(at, raw.tree, &once(trees.collect()), Path::new(""), 0)?;
            history.commits.push(Moment {
                id: id.to_string(),
                committed_at: raw.committed_at,
                authored_at: raw.authored_at,
                is_boundary: raw.is_cut || parents.len() < raw.parents.len(),
                parents,
            });
        }
        history.is_cut |= walk.is_cut;
        history.versions = walk.versions;
        Ok(history)
    }

    /// The commits that HEAD has.
    fn commits(&self, head: Oid, most: usize) -> Result<Graph, String> {
        let (mut commits, mut parents, mut is_cut) = (HashMap::new(), 0, false);
        let mut waiting = VecDeque::from([head]);
        let mut known = HashSet::from([head]);
        while let Some(id) = waiting.pop_front() {
            if commits.len() == most {
                is_cut = true;
                break;
            }
            // Where a clone was cut off its parents are named and not there.
            if self.is_shallow && id != head && !self.store.exists(id) {
                continue;
            }
            let mut raw = objects::commit(&self.store, id)?;
            parents += raw.parents.len();
            if parents > MOST_PARENTS {
                raw.is_cut = true;
                raw.parents.clear();
            }
            is_cut |= raw.is_cut;
            waiting.extend(raw.parents.iter().copied().filter(|parent| known.insert(*parent)));
            commits.insert(id, raw);
        }
        // Parents first, by a walk into the depth that remembers its way.
        let (mut order, mut entered) = (Vec::with_capacity(commits.len()), HashSet::from([head]));
        let mut way = vec![(head, 0_usize)];
        while let Some((id, next)) = way.pop() {
            let parents = commits.get(&id).map_or(&[][..], |raw| &raw.parents);
            match parents.get(next) {
                Some(parent) => {
                    way.push((id, next + 1));
                    if commits.contains_key(parent) && entered.insert(*parent) {
                        way.push((*parent, 0));
                    }
                }
                None => order.push(id),
            }
        }
        Ok((commits, order, is_cut))
    }
}

/// The commits by their names, these with parents first, and whether there were too many.
type Graph = (HashMap<Oid, RawCommit>, Vec<Oid>, bool);

/// A walk of the trees of all commits.
struct Walk<'w> {
    store: &'w Store,
    wanted: &'w dyn Fn(&Path) -> bool,
    limits: Limits,
    /// Trees at hand. A commit's tree is asked for again by its children.
    kept: HashMap<Oid, Rc<[u8]>>,
    kept_bytes: usize,
    /// Texts whose size was counted.
    texts: HashSet<Oid>,
    found: HashMap<(PathBuf, Oid), usize>,
    versions: Vec<Version>,
    is_cut: bool,
}

impl Walk<'_> {
    /// Looks at the tree of commit `at`, beside the trees that its parents have in that place.
    fn look(&mut self, at: usize, tree: Oid, parents: &[Oid], above: &Path, depth: usize) -> Result<(), String> {
        if parents.contains(&tree) {
            return Ok(());
        }
        if depth > MOST_DEPTH || self.limits.entries == 0 {
            self.is_cut = true;
            return Ok(());
        }
        let bytes = self.tree(tree)?;
        let (mut theirs, mut held) = (Vec::with_capacity(parents.len()), 0);
        for parent in parents {
            let bytes = self.tree(*parent)?;
            held += bytes.len();
            if held > KEPT {
                self.is_cut = true;
                return Ok(());
            }
            theirs.push(bytes);
        }
        let mut theirs: Vec<_> = theirs.iter().map(|bytes| objects::items(bytes).peekable()).collect();
        let mut items = objects::items(&bytes);
        for item in items.by_ref() {
            if !self.spend(1 + theirs.len()) {
                return Ok(());
            }
            let (mut is_known, mut folders) = (false, Vec::new());
            for their in &mut theirs {
                while their.next_if(|theirs| theirs.is_before(&item)).is_some() {}
                if let Some(same) = their.peek().filter(|theirs| theirs.name == item.name && theirs.what == item.what) {
                    is_known |= same.id == item.id;
                    folders.push(same.id);
                }
            }
            if !is_known {
                self.meet(at, &item, &once(folders), above, depth)?;
            }
        }
        if items.has_ended() { Ok(()) } else { Err(objects::damaged_tree(tree)) }
    }

    /// Takes from the entries that may still be looked at; `false` where there are none.
    fn spend(&mut self, entries: usize) -> bool {
        let is_enough = self.limits.entries >= entries;
        self.is_cut |= !is_enough;
        self.limits.entries = self.limits.entries.saturating_sub(entries);
        is_enough
    }

    /// Looks at an entry that no parent has.
    fn meet(&mut self, at: usize, item: &Item<'_>, folders: &[Oid], above: &Path, depth: usize) -> Result<(), String> {
        if !self.spend((above.as_os_str().len() + item.name.len()) / PATH_STEP) {
            return Ok(());
        }
        match item.what {
            What::Other => {}
            What::Folder if !item.is_looked_into() => {}
            What::Folder => {
                if let Some(path) = below(above, item.name) {
                    self.look(at, item.id, folders, &path, depth + 1)?;
                }
            }
            What::File => {
                if let Some(path) = below(above, item.name)
                    && (self.wanted)(&path)
                {
                    self.keep(at, path, item.id);
                }
            }
        }
        Ok(())
    }

    fn keep(&mut self, at: usize, path: PathBuf, id: Oid) {
        if let Some(version) = self.found.get(&(path.clone(), id)).and_then(|found| self.versions.get_mut(*found)) {
            version.commits.push(at);
            return;
        }
        if self.versions.len() == MOST_VERSIONS {
            self.is_cut = true;
            return;
        }
        let mut size = path.as_os_str().len() as u64;
        if self.texts.insert(id) {
            // What is too large is not read, and what is lost is said when it is read.
            let text = self.store.header(id).map_or(0, |(size, _)| size as u64);
            size += if text > MAX_BYTES { 0 } else { text };
        }
        if size > self.limits.bytes {
            self.is_cut = true;
            self.limits.bytes = 0;
            self.texts.remove(&id);
            return;
        }
        self.limits.bytes -= size;
        self.found.insert((path.clone(), id), self.versions.len());
        self.versions.push(Version { path, id: Id(id), commits: vec![at] });
    }

    fn tree(&mut self, id: Oid) -> Result<Rc<[u8]>, String> {
        if let Some(bytes) = self.kept.get(&id) {
            return Ok(Rc::clone(bytes));
        }
        let bytes: Rc<[u8]> = objects::tree(self.store, id)?.into();
        if self.kept_bytes + bytes.len() > KEPT {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        self.kept_bytes += bytes.len();
        self.kept.insert(id, Rc::clone(&bytes));
        Ok(bytes)
    }
}

/// Each tree once, in any order.
fn once(mut trees: Vec<Oid>) -> Vec<Oid> {
    if trees.len() > 1 {
        trees.sort_unstable();
        trees.dedup();
    }
    trees
}
