//! What a stranger's repository is read from: packs, commits, trees and settings.
//!
//! The first byte says what the rest is, so that an input can be written by hand: `c` a commit, `t` a tree, `s` settings, `l` the list
//! of a pack as it stands; anything else a pack, piece by piece ([`Pieces`]).

use std::io::Write;

use coffeechat::io::git::raw;
use flate2::{Compression, write::ZlibEncoder};
use git2::{ObjectType, Oid};

/// How many bytes of an object's beginning are asked for.
const BEGINNING: usize = 40;

/// Any bytes as a form of Git's. What is read is what stands there, and nothing that leads elsewhere.
pub fn objects(bytes: &[u8]) {
    match bytes.split_first() {
        Some((b'c', rest)) => assert!(raw::commit(rest).is_none_or(|(parents, _)| parents <= 1_000)),
        Some((b't', rest)) => {
            for name in raw::tree(rest) {
                let leads =
                    name.is_empty() || name.contains(&b'/') || name.contains(&0) || matches!(name, b"." | b"..");
                assert!(!leads, "{:?}", String::from_utf8_lossy(name));
            }
        }
        Some((b's', rest)) => {
            let Ok(text) = std::str::from_utf8(rest) else { return };
            for (key, value) in raw::settings(text) {
                assert!(key.contains('.') && value.len() <= text.len(), "{key:?} = {value:?}");
            }
        }
        Some((b'l', rest)) => {
            let (list, pack) = rest.split_at(rest.len().min(1100));
            let names = [[0; 20], [0xff; 20]];
            let found = raw::packed(list.to_vec(), pack.to_vec(), &names, BEGINNING);
            assert!(found.is_err_and(|why| !why.is_empty()) || list.len() >= 1032);
        }
        _ => pack(bytes),
    }
}

/// A pack of the pieces in `bytes`: of each object is read what was put there, or why not.
fn pack(bytes: &[u8]) {
    let pieces = Pieces::of(bytes);
    let (list, pack) = pieces.written();
    let names: Vec<[u8; 20]> = pieces.all.iter().map(|piece| piece.name).collect();
    let found = raw::packed(list, pack, &names, BEGINNING).expect("a list that is well formed");
    for (piece, object) in pieces.all.iter().zip(found) {
        // Two pieces of one name: either may be found.
        if pieces.all.iter().filter(|other| other.name == piece.name).count() > 1 {
            continue;
        }
        match (&piece.holds, &object.bytes) {
            (Some((kind, expected)), Ok(bytes)) => {
                assert_eq!(bytes, expected);
                assert_eq!(object.header, Ok((expected.len(), kind.str())));
                assert_eq!(object.beginning.as_deref(), Ok(&expected[..expected.len().min(BEGINNING)]));
            }
            (Some(_), Err(why)) => panic!("{piece:?} is whole, and is not read: {why}"),
            (None, Ok(bytes)) => panic!("{piece:?} is damaged, and is read as {bytes:?}"),
            (None, Err(why)) => assert!(!why.is_empty()),
        }
    }
}

/// An object as it is put into a pack.
#[derive(Debug)]
struct Piece {
    name: [u8; 20],
    /// What stands in the pack, from its kind and size on.
    packed: Vec<u8>,
    /// What it is, where it is whole.
    holds: Option<(ObjectType, Vec<u8>)>,
}

/// The pieces of a pack. Each begins with a byte for its kind (the lowest three bits, as Git counts) and for what is wrong with it
/// (`0x08` its size, `0x10` its packing, `0x20` what it names as its base: itself, or what comes next), one for how
/// many pieces before is what it is made from, and one for its length.
struct Pieces {
    all: Vec<Piece>,
}

impl Pieces {
    fn of(mut rest: &[u8]) -> Self {
        let (mut all, mut at, mut places) = (Vec::<Piece>::new(), 12, Vec::<usize>::new());
        while let [what, back, length, behind @ ..] = rest {
            let (content, behind) = behind.split_at(usize::from(*length).min(behind.len()));
            rest = behind;
            let base = all.len().checked_sub(usize::from(*back % 8) + 1);
            let piece = piece(*what, base.map(|nth| (&all[nth], at - places[nth])), content, all.len(), *back);
            places.push(at);
            at += piece.packed.len();
            all.push(piece);
        }
        Self { all }
    }

    /// Its list of places, and the pack itself.
    fn written(&self) -> (Vec<u8>, Vec<u8>) {
        let mut pack = b"PACK\0\0\0\x02\0\0\0\0".to_vec();
        let mut places = Vec::new();
        for piece in &self.all {
            places.push((piece.name, pack.len()));
            pack.extend_from_slice(&piece.packed);
        }
        pack.extend_from_slice(&[0; 20]);
        places.sort();
        let number = |value: usize| u32::try_from(value).expect("a small pack").to_be_bytes();
        let mut list = b"\xfftOc\0\0\0\x02".to_vec();
        for first in 0..=255 {
            list.extend(number(places.iter().filter(|(name, _)| name[0] <= first).count()));
        }
        places.iter().for_each(|(name, _)| list.extend(name));
        places.iter().for_each(|_| list.extend([0; 4]));
        places.iter().for_each(|(_, place)| list.extend(number(*place)));
        list.extend([0; 40]);
        (list, pack)
    }
}

/// One piece; `base` is what it may be made from, and how many bytes before it that stands.
fn piece(what: u8, base: Option<(&Piece, usize)>, content: &[u8], nth: usize, odd: u8) -> Piece {
    let (kind, size, packing, order) = (what & 7, what & 8 == 0, what & 16 == 0, what & 32 == 0);
    let whole = match kind {
        1 => Some(ObjectType::Commit),
        2 => Some(ObjectType::Tree),
        3 => Some(ObjectType::Blob),
        4 => Some(ObjectType::Tag),
        _ => None,
    };
    let made = match (whole, base) {
        (Some(kind), _) => Some((kind, content.to_vec())),
        (None, Some((base, _))) if kind >= 6 => {
            let from = base.holds.as_ref();
            from.and_then(|(kind, from)| changed(from, content).map(|made| (*kind, made)))
        }
        _ => None,
    };
    let holds = made.filter(|_| size && packing && (order || kind != 7));
    let name = holds.as_ref().and_then(|(kind, bytes)| Oid::hash_object(*kind, bytes).ok());
    // A name of its own for what is damaged.
    let name = name.map_or([own(nth); 20], |id| id.as_bytes().try_into().expect("twenty bytes"));
    let mut packed = header(kind, content.len() + usize::from(!size));
    match (kind, base) {
        (6, base) => packed.extend(back(base.map_or(usize::MAX >> 8, |(_, back)| back))),
        (7, _) if !order => packed.extend([own(nth + usize::from(odd & 1)); 20]),
        (7, base) => packed.extend(base.map_or([0xee; 20], |(base, _)| base.name)),
        _ => {}
    }
    if packing {
        let mut encoder = ZlibEncoder::new(packed, Compression::fast());
        encoder.write_all(content).expect("room");
        packed = encoder.finish().expect("room");
    } else {
        packed.extend_from_slice(content);
    }
    Piece { name, packed, holds }
}

/// A kind and a size, as a pack writes them.
fn header(kind: u8, size: usize) -> Vec<u8> {
    let low = |value: usize, bits: usize| u8::try_from(value & bits).unwrap_or_default();
    let (mut out, mut rest) = (vec![kind << 4 | low(size, 15)], size >> 4);
    while rest > 0 {
        *out.last_mut().expect("a byte") |= 0x80;
        out.push(low(rest, 127));
        rest >>= 7;
    }
    out
}

/// How far back, as a pack writes it.
fn back(mut far: usize) -> Vec<u8> {
    let mut out = vec![u8::try_from(far & 127).unwrap_or_default()];
    while far >> 7 > 0 {
        far = (far >> 7) - 1;
        out.insert(0, u8::try_from(far & 127).unwrap_or_default() | 0x80);
    }
    out
}

/// A second reading of a list of changes, byte by byte, which the one that is tested is held against.
fn changed(base: &[u8], changes: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = changes.iter().copied().peekable();
    let mut size = || {
        let (mut size, mut shift) = (0_u128, 0);
        loop {
            let byte = bytes.next()?;
            // No more bits than a size of 64 bits has.
            size |= (shift < 60).then(|| u128::from(byte & 127) << shift)?;
            shift += 7;
            if byte < 128 {
                return Some(size);
            }
        }
    };
    let (before, after) = (size()?, size()?);
    if before != base.len() as u128 {
        return None;
    }
    let mut out = Vec::new();
    while let Some(order) = bytes.next() {
        if order == 0 {
            return None;
        }
        if order < 128 {
            for _ in 0..order {
                out.push(bytes.next()?);
            }
            continue;
        }
        let mut number = [0; 7];
        for (bit, part) in number.iter_mut().enumerate() {
            if order >> bit & 1 == 1 {
                *part = bytes.next()?;
            }
        }
        let from = u32::from_le_bytes([number[0], number[1], number[2], number[3]]) as usize;
        let length = u32::from_le_bytes([number[4], number[5], number[6], 0]) as usize;
        let length = if length == 0 { 0x1_0000 } else { length };
        out.extend_from_slice(base.get(from..from + length)?);
        if out.len() as u128 > after {
            return None;
        }
    }
    (out.len() as u128 == after).then_some(out)
}

/// What the name of a damaged piece is made of.
fn own(nth: usize) -> u8 {
    u8::try_from(nth % 251).unwrap_or_default()
}
