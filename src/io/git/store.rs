//! The objects of a stranger's repository, read by hand: Git's library would wait for ever for the rest of one that was cut off, walk
//! a circle of changes without an end, and make room for whatever an object says that it has.
//!
//! All that is unpacked for one journal is counted, and there is an end to it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use git2::{ObjectType, Oid, Repository};

use super::loose::{self, Folders};
use super::pack::{Form, Pack, changed, sizes};
use crate::io::files;

/// The largest object that is unpacked, and the largest that one is made from.
const MOST_SIZE: usize = 64 * 1024 * 1024;

/// How many bytes are unpacked for one journal. Two thousand commits take less than a hundredth of it.
const MOST_WORK: u64 = 2 * 1024 * 1024 * 1024;

/// What it costs to look at one more entry on the way to what an object is made from, in bytes.
const STEP: u64 = 256;

/// How long that way may be. Git makes none that is longer.
const MOST_STEPS: usize = 4_095;

/// How many bytes the lists of all packs may have together: those of two million objects.
const MOST_LISTS: u64 = 64 * 1024 * 1024;

/// How many bytes of packs are kept at hand: all of a journal's, nearly always. The rest is read piece by piece.
const MOST_HERE: u64 = 8 * 1024 * 1024;

/// How many packs are looked into. Git itself joins them at fifty.
const MOST_PACKS: usize = 4_000;

/// How many bytes are kept at hand of what other objects are made from.
const KEPT: usize = 8 * 1024 * 1024;

/// An object's kind and its bytes.
type Unpacked = (ObjectType, Rc<Vec<u8>>);

/// An object, or what is wrong with it.
pub type Told<T> = Result<T, String>;

/// What a stranger's objects are read through.
pub struct Store {
    folder: PathBuf,
    folders: Folders,
    /// The lists of packs that were not opened yet, the last one first.
    waiting: RefCell<Vec<PathBuf>>,
    packs: RefCell<Vec<Rc<Pack>>>,
    /// What is wrong with a pack that cannot be opened. What is not found may have been in it.
    lost: RefCell<Option<String>>,
    lists: Cell<u64>,
    here: Cell<u64>,
    work: Cell<u64>,
    kept: RefCell<Kept>,
}

/// What other objects are made from, by pack and place.
#[derive(Default)]
struct Kept {
    objects: HashMap<(usize, u64), Unpacked>,
    bytes: usize,
}

/// Where an object is.
enum Place {
    Loose(PathBuf),
    Packed(usize, Rc<Pack>, u64),
}

impl Store {
    /// Those of `repository`. Nothing is opened yet.
    pub fn of(repository: &Repository) -> Self {
        let folder = repository.commondir().join("objects");
        let found = files::entries(&folder.join("pack")).unwrap_or_default();
        let lists = found.into_iter().map(|entry| folder.join("pack").join(entry.path));
        let mut waiting: Vec<PathBuf> =
            lists.filter(|path| path.extension().is_some_and(|ending| ending == "idx")).collect();
        let lost = (waiting.len() > MOST_PACKS).then(|| format!("there are more than {MOST_PACKS} packs"));
        waiting.truncate(MOST_PACKS);
        Self {
            folders: Folders::of(repository),
            folder,
            waiting: RefCell::new(waiting),
            lost: RefCell::new(lost),
            ..Self::over_packs(Vec::new())
        }
    }

    /// That of one pack alone.
    pub fn over(pack: Pack) -> Self {
        Self::over_packs(vec![Rc::new(pack)])
    }

    fn over_packs(packs: Vec<Rc<Pack>>) -> Self {
        Self {
            folders: Folders::NONE,
            folder: PathBuf::new(),
            waiting: RefCell::default(),
            packs: RefCell::new(packs),
            lost: RefCell::default(),
            lists: Cell::new(MOST_LISTS),
            here: Cell::new(MOST_HERE),
            work: Cell::new(MOST_WORK),
            kept: RefCell::default(),
        }
    }

    /// Whether there is such an object.
    pub fn exists(&self, id: Oid) -> bool {
        self.place(id).is_ok()
    }

    /// How many bytes an object says it has, and what it says it is; nothing else of it is unpacked.
    pub fn header(&self, id: Oid) -> Told<(usize, ObjectType)> {
        match self.place(id)? {
            Place::Loose(path) => loose::header(&path),
            Place::Packed(nth, pack, place) => {
                let entry = pack.entry(place)?;
                let size = match entry.form {
                    Form::Whole(kind) => return Ok((entry.size, kind)),
                    Form::Changed(_) => size_after(&pack.beginning(&entry, 24)?)?,
                };
                let mut place = place;
                for _ in 0..=MOST_STEPS {
                    if let Some((kind, _)) = self.kept.borrow().objects.get(&(nth, place)) {
                        return Ok((size, *kind));
                    }
                    match pack.entry(place)?.form {
                        Form::Whole(kind) => return Ok((size, kind)),
                        Form::Changed(base) => place = base,
                    }
                    self.charge(STEP)?;
                }
                Err(endless())
            }
        }
    }

    /// The bytes of an object, all of them. Whoever asks has looked at its [header](Self::header).
    pub fn read(&self, id: Oid) -> Told<Vec<u8>> {
        let (kind, bytes) = match self.place(id)? {
            Place::Loose(path) => {
                let (size, kind) = loose::header(&path)?;
                self.room(size)?;
                (kind, loose::read(&path, size)?)
            }
            Place::Packed(nth, pack, place) => {
                let (kind, bytes) = self.unpack(nth, &pack, place)?;
                (kind, Rc::unwrap_or_clone(bytes))
            }
        };
        match Oid::hash_object(kind, &bytes) {
            Ok(hash) if hash == id => Ok(bytes),
            _ => Err(loose::damaged()),
        }
    }

    /// The first bytes of an object that is too large to be read.
    pub fn beginning(&self, id: Oid, most: usize) -> Told<Vec<u8>> {
        self.charge(most as u64)?;
        match self.place(id)? {
            Place::Loose(path) => loose::beginning(&path, most),
            Place::Packed(nth, pack, place) => {
                let entry = pack.entry(place)?;
                match entry.form {
                    Form::Whole(_) => pack.beginning(&entry, most),
                    Form::Changed(_) => self.unpack(nth, &pack, place).map(|(_, bytes)| {
                        let mut bytes = Rc::unwrap_or_clone(bytes);
                        bytes.truncate(most);
                        bytes
                    }),
                }
            }
        }
    }

    fn place(&self, id: Oid) -> Told<Place> {
        if let Some(path) = loose::path_of(&self.folder, Some(&self.folders), id) {
            return Ok(Place::Loose(path));
        }
        let found = |packs: &[Rc<Pack>]| {
            let mut all = packs.iter().enumerate();
            all.find_map(|(nth, pack)| pack.find(id).map(|place| Place::Packed(nth, Rc::clone(pack), place)))
        };
        if let Some(place) = found(&self.packs.borrow()) {
            return Ok(place);
        }
        loop {
            let Some(list) = self.waiting.borrow_mut().pop() else { break };
            match Pack::open(&list, self.lists.get(), self.here.get()) {
                Ok(pack) => {
                    let (list, here) = pack.held();
                    self.lists.set(self.lists.get().saturating_sub(list));
                    self.here.set(self.here.get().saturating_sub(here));
                    let (pack, nth) = (Rc::new(pack), self.packs.borrow().len());
                    self.packs.borrow_mut().push(Rc::clone(&pack));
                    if let Some(place) = pack.find(id) {
                        return Ok(Place::Packed(nth, pack, place));
                    }
                }
                Err(why) => *self.lost.borrow_mut() = Some(why),
            }
        }
        Err(self.lost.borrow().clone().unwrap_or_else(|| "it is not there".to_owned()))
    }

    /// What stands in a place of a pack, made from what it is made from.
    fn unpack(&self, nth: usize, pack: &Pack, place: u64) -> Told<Unpacked> {
        let (mut place, mut changes) = (place, Vec::new());
        let (kind, mut bytes) = loop {
            if let Some((kind, bytes)) = self.kept.borrow().objects.get(&(nth, place)) {
                break (*kind, Rc::clone(bytes));
            }
            let entry = pack.entry(place)?;
            match entry.form {
                Form::Whole(kind) => {
                    self.room(entry.size)?;
                    let bytes = Rc::new(pack.unpack(&entry)?);
                    if !changes.is_empty() {
                        self.keep(nth, place, kind, &bytes);
                    }
                    break (kind, bytes);
                }
                Form::Changed(_) if changes.len() == MOST_STEPS => return Err(endless()),
                Form::Changed(base) => {
                    self.charge(STEP)?;
                    changes.push((place, entry));
                    place = base;
                }
            }
        };
        while let Some((place, entry)) = changes.pop() {
            self.room(entry.size)?;
            let list = pack.unpack(&entry)?;
            self.room(size_after(&list)?)?;
            bytes = Rc::new(changed(&bytes, &list).ok_or_else(loose::damaged)?);
            self.keep(nth, place, kind, &bytes);
        }
        Ok((kind, bytes))
    }

    fn keep(&self, nth: usize, place: u64, kind: ObjectType, bytes: &Rc<Vec<u8>>) {
        if bytes.len() > KEPT / 4 {
            return;
        }
        let mut kept = self.kept.borrow_mut();
        if kept.bytes + bytes.len() > KEPT {
            *kept = Kept::default();
        }
        kept.bytes += bytes.len();
        kept.objects.insert((nth, place), (kind, Rc::clone(bytes)));
    }

    /// Makes sure that so many bytes may be unpacked.
    fn room(&self, size: usize) -> Told<()> {
        if size > MOST_SIZE {
            let most = MOST_SIZE >> 20;
            return Err(format!("it is, or is made from, an object of more than {most} MiB, which is not unpacked"));
        }
        self.charge(size as u64)
    }

    fn charge(&self, work: u64) -> Told<()> {
        match self.work.get().checked_sub(work) {
            Some(left) => {
                self.work.set(left);
                Ok(())
            }
            None => {
                self.work.set(0);
                let most = MOST_WORK >> 30;
                Err(format!(
                    "more than {most} GiB would be unpacked for this one journal, and the rest is not looked at"
                ))
            }
        }
    }
}

fn size_after(changes: &[u8]) -> Told<usize> {
    sizes(changes).map(|(_, after, _)| after).ok_or_else(loose::damaged)
}

fn endless() -> String {
    format!("it is made from others in more than {MOST_STEPS} steps, which may never end")
}
