//! A pack: many objects in one file, and the list of where each of them stands. What a stranger's pack says of itself is taken for a
//! claim: no circle is walked for ever, and nothing is unpacked before its size is known.

use std::cell::RefCell;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::{Decompress, FlushDecompress, Status};
use git2::{ObjectType, Oid};

use crate::io::files;

/// What begins a list of the second kind, which Git has made since 2008.
const LIST: [u8; 8] = [0xff, b't', b'O', b'c', 0, 0, 0, 2];

/// How many bytes stand before the names of the objects: the beginning, and how many names begin with each byte.
const NAMES_AT: usize = 8 + 256 * 4;

/// The length of a name, and of the checksum at the end of a pack.
const NAME: usize = 20;

/// The longest that can stand before the packed bytes of an object: its kind and size, and where its base is.
const LONGEST_START: usize = 64;

/// A pack that is open.
pub struct Pack {
    list: Vec<u8>,
    count: usize,
    data: Data,
    /// Where the objects end.
    end: u64,
    unpacking: RefCell<Decompress>,
}

/// The bytes of a pack: at hand, or in a file that is opened whenever it is asked, so that no number of packs takes all that the system
/// lets be open at once.
enum Data {
    Here(Vec<u8>),
    File(PathBuf),
}

/// An object as it stands in a pack.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// What it is made from.
    pub form: Form,
    /// How many bytes it has unpacked: the object itself, or the list of changes.
    pub size: usize,
    /// Where its packed bytes begin.
    at: u64,
}

/// What an object is made from.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// Nothing else.
    Whole(ObjectType),
    /// The object in that place of the same pack, with changes.
    Changed(u64),
}

/// Something of a pack, or what is wrong with it.
type Told<T> = Result<T, String>;

fn damaged() -> String {
    "the pack that it is in is damaged".to_owned()
}

impl Pack {
    /// The pack whose list is the file `list`, of which at most `most` bytes are read. A pack of at most `small` bytes is kept at hand.
    pub fn open(list: &Path, most: u64, small: u64) -> Told<Self> {
        let bytes = files::read_bytes_up_to(list, most)?;
        let bytes = bytes.map_err(|_| "its packs have more objects than are looked at".to_owned())?;
        let count = count_of(&bytes)?;
        let path = list.with_extension("pack");
        let (file, size) = files::opened(&path)?;
        let data = if size > small {
            Data::File(path)
        } else {
            let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
            file.take(size).read_to_end(&mut bytes).map_err(|_| damaged())?;
            Data::Here(bytes)
        };
        Self::of(bytes, count, data, size)
    }

    /// The pack with these bytes, and this list.
    pub fn over(list: Vec<u8>, pack: Vec<u8>) -> Told<Self> {
        let (count, size) = (count_of(&list)?, pack.len() as u64);
        Self::of(list, count, Data::Here(pack), size)
    }

    fn of(list: Vec<u8>, count: usize, data: Data, size: u64) -> Told<Self> {
        let end = size.checked_sub(NAME as u64).ok_or_else(damaged)?;
        Ok(Self { list, count, data, end, unpacking: RefCell::new(Decompress::new(true)) })
    }

    /// How many bytes of memory its list takes, and what of it is at hand.
    pub fn held(&self) -> (u64, u64) {
        let here = match &self.data {
            Data::Here(bytes) => bytes.len(),
            Data::File(_) => 0,
        };
        (self.list.len() as u64, here as u64)
    }

    /// Where the object of that name stands.
    pub fn find(&self, id: Oid) -> Option<u64> {
        let first = usize::from(id.as_bytes()[0]);
        let upto = |first: usize| number(&self.list, 8 + first * 4);
        let (mut low, mut high) = (first.checked_sub(1).map_or(Some(0), upto)?, upto(first)?.min(self.count));
        while low < high {
            let middle = low + (high - low) / 2;
            let at = NAMES_AT + middle * NAME;
            match self.list.get(at..at + NAME)?.cmp(id.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return self.place(middle),
            }
        }
        None
    }

    fn place(&self, nth: usize) -> Option<u64> {
        let places = NAMES_AT + self.count * (NAME + 4);
        let place = number(&self.list, places + nth * 4)?;
        if place >> 31 == 0 {
            return Some(place as u64);
        }
        // Those beyond 2 GiB stand in a list of their own.
        let at = places + self.count * 4 + (place & 0x7fff_ffff) * 8;
        self.list.get(at..at + 8)?.try_into().ok().map(u64::from_be_bytes)
    }

    /// What stands in that place.
    pub fn entry(&self, place: u64) -> Told<Entry> {
        self.with_bytes(place, LONGEST_START, |bytes| self.parse(place, bytes)).flatten().ok_or_else(damaged)
    }

    fn parse(&self, place: u64, bytes: &[u8]) -> Option<Entry> {
        let mut rest = bytes.iter().copied();
        let mut byte = rest.next()?;
        let (kind, mut size, mut shift) = (byte >> 4 & 7, u64::from(byte & 15), 4);
        while byte & 0x80 != 0 {
            byte = rest.next()?;
            size |= u64::from(byte & 0x7f).checked_shl(shift).filter(|_| shift < 60)?;
            shift += 7;
        }
        let form = match kind {
            1 => Form::Whole(ObjectType::Commit),
            2 => Form::Whole(ObjectType::Tree),
            3 => Form::Whole(ObjectType::Blob),
            4 => Form::Whole(ObjectType::Tag),
            // The base stands so many bytes before.
            6 => {
                byte = rest.next()?;
                let mut back = u64::from(byte & 0x7f);
                while byte & 0x80 != 0 {
                    byte = rest.next()?;
                    back = back.checked_add(1)?.checked_mul(128)?.checked_add(u64::from(byte & 0x7f))?;
                }
                Form::Changed(place.checked_sub(back).filter(|base| *base < place)?)
            }
            // The base is named.
            7 => {
                let name: Vec<u8> = rest.by_ref().take(NAME).collect();
                Form::Changed(self.find(Oid::from_bytes(&name).ok()?)?)
            }
            _ => return None,
        };
        let length = bytes.len() - rest.len();
        Some(Entry { form, size: usize::try_from(size).ok()?, at: place + length as u64 })
    }

    /// All bytes of an entry, unpacked. Whoever asks has looked at its size.
    pub fn unpack(&self, entry: &Entry) -> Told<Vec<u8>> {
        // One more than there may be, so that one that goes on is seen.
        let mut out = vec![0; entry.size + 1];
        let (status, length) = self.inflate(entry, &mut out)?;
        if status != Status::StreamEnd || length != entry.size {
            return Err(damaged());
        }
        out.truncate(length);
        Ok(out)
    }

    /// The first bytes of an entry, at most `most` of them.
    pub fn beginning(&self, entry: &Entry, most: usize) -> Told<Vec<u8>> {
        let mut out = vec![0; most.min(entry.size)];
        let (_, length) = self.inflate(entry, &mut out)?;
        out.truncate(length);
        Ok(out)
    }

    fn inflate(&self, entry: &Entry, out: &mut [u8]) -> Told<(Status, usize)> {
        // What cannot be made smaller grows a little.
        let most = out.len() + out.len() / 8 + 4096;
        let mut unpacking = self.unpacking.borrow_mut();
        unpacking.reset(true);
        let done = self.with_bytes(entry.at, most, |bytes| {
            let status = unpacking.decompress(bytes, out, FlushDecompress::Finish);
            status.ok().map(|status| (status, usize::try_from(unpacking.total_out()).unwrap_or_default()))
        });
        done.flatten().ok_or_else(damaged)
    }

    /// `work` on the bytes from `place` on, `most` of them where there are as many.
    fn with_bytes<T>(&self, place: u64, most: usize, work: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let most = usize::try_from(self.end.checked_sub(place)?).unwrap_or(usize::MAX).min(most);
        match &self.data {
            Data::Here(bytes) => {
                let from = usize::try_from(place).ok()?;
                bytes.get(from..from + most).map(work)
            }
            Data::File(path) => {
                let (mut file, _) = files::opened(path).ok()?;
                let mut bytes = Vec::with_capacity(most);
                file.seek(SeekFrom::Start(place)).ok()?;
                file.take(most as u64).read_to_end(&mut bytes).ok()?;
                Some(work(&bytes))
            }
        }
    }
}

/// How many objects a list says there are: their names, checksums and places have to be there.
fn count_of(list: &[u8]) -> Told<usize> {
    if !list.starts_with(&LIST) {
        return Err("its pack has a list of objects that is damaged, or of a kind that Git no longer makes".to_owned());
    }
    let count = number(list, NAMES_AT - 4).ok_or_else(damaged)?;
    let length = count.checked_mul(NAME + 8).and_then(|length| length.checked_add(NAMES_AT));
    length.filter(|length| list.len() >= *length).map(|_| count).ok_or_else(damaged)
}

/// The four bytes at `at` as a number.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// The sizes that a list of changes begins with, of what it changes and of what comes of it, and what stands behind them.
pub fn sizes(changes: &[u8]) -> Option<(usize, usize, &[u8])> {
    let mut rest = changes;
    let mut one = || {
        let (mut size, mut shift) = (0_u64, 0_u32);
        loop {
            let (&byte, behind) = rest.split_first()?;
            rest = behind;
            size |= u64::from(byte & 0x7f).checked_shl(shift).filter(|_| shift < 60)?;
            shift += 7;
            if byte & 0x80 == 0 {
                return usize::try_from(size).ok();
            }
        }
    };
    let (before, after) = (one()?, one()?);
    Some((before, after, rest))
}

/// What comes of `base` by a list of changes; `None` where they do not fit. Whoever asks has looked at its [sizes].
pub fn changed(base: &[u8], changes: &[u8]) -> Option<Vec<u8>> {
    let (before, after, mut rest) = sizes(changes)?;
    if before != base.len() {
        return None;
    }
    let mut out = Vec::with_capacity(after);
    while let Some((&order, behind)) = rest.split_first() {
        rest = behind;
        let piece = if order & 0x80 != 0 {
            let mut part = |bits: std::ops::Range<u32>| {
                let mut value = 0_usize;
                for (at, bit) in bits.enumerate() {
                    if order >> bit & 1 == 1 {
                        let (&byte, behind) = rest.split_first()?;
                        rest = behind;
                        value |= usize::from(byte) << (8 * at);
                    }
                }
                Some(value)
            };
            let (from, length) = (part(0..4)?, part(4..7)?);
            let length = if length == 0 { 0x1_0000 } else { length };
            base.get(from..from.checked_add(length)?)?
        } else if order != 0 {
            let (piece, behind) = rest.split_at_checked(usize::from(order))?;
            rest = behind;
            piece
        } else {
            return None;
        };
        if out.len() + piece.len() > after {
            return None;
        }
        out.extend_from_slice(piece);
    }
    (out.len() == after).then_some(out)
}
