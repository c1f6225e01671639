//! Packs that Git would not make: written byte by byte, with the list of their objects.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::{ObjectType, Oid, Repository};

use super::{make, zeros};

/// A pack that is being written.
#[derive(Default)]
pub struct Pack {
    bytes: Vec<u8>,
    /// Names and places.
    objects: Vec<(Oid, u32)>,
}

impl Pack {
    /// A blob of so many zeros, under a name that is not its hash.
    pub fn zeros(&mut self, size: usize) -> Oid {
        let id = Oid::from_str(&format!("{:040x}", 0xbeef_u64)).expect("a name");
        self.entry(id, 3, size, &[], zeros::compressed(&[], size));
        id
    }

    /// An object as it is.
    pub fn whole(&mut self, kind: ObjectType, bytes: &[u8]) -> Oid {
        let id = Oid::hash_object(kind, bytes).expect("a name");
        let number = [ObjectType::Commit, ObjectType::Tree, ObjectType::Blob].iter().position(|one| *one == kind);
        self.entry(
            id,
            1 + u8::try_from(number.expect("a kind")).expect("a small number"),
            bytes.len(),
            &[],
            packed(bytes),
        );
        id
    }

    /// The object `id`, which is made from `base` by these changes.
    pub fn changed(&mut self, id: Oid, base: Oid, changes: &[u8]) {
        self.entry(id, 7, changes.len(), base.as_bytes(), packed(changes));
    }

    fn entry(&mut self, id: Oid, kind: u8, size: usize, base: &[u8], packed: Vec<u8>) {
        if self.bytes.is_empty() {
            self.bytes.extend(b"PACK\0\0\0\x02\0\0\0\0");
        }
        self.objects.push((id, u32::try_from(self.bytes.len()).expect("a small pack")));
        let mut rest = size >> 4;
        let mut byte = kind << 4 | (size & 15) as u8;
        while rest > 0 {
            self.bytes.push(byte | 0x80);
            byte = (rest & 0x7f) as u8;
            rest >>= 7;
        }
        self.bytes.push(byte);
        self.bytes.extend(base);
        self.bytes.extend(packed);
    }

    /// Puts it among the objects of a repository. Checksums are all zeros, which nobody compares with what they are of.
    pub fn write(mut self, repository: &Repository) {
        let count = u32::try_from(self.objects.len()).expect("a small pack");
        self.bytes[8..12].copy_from_slice(&count.to_be_bytes());
        self.bytes.extend([0; 20]);
        self.objects.sort();
        let mut list = b"\xfftOc\0\0\0\x02".to_vec();
        for first in 0..=255 {
            let upto = self.objects.iter().filter(|(id, _)| id.as_bytes()[0] <= first).count();
            list.extend(u32::try_from(upto).expect("a small pack").to_be_bytes());
        }
        self.objects.iter().for_each(|(id, _)| list.extend(id.as_bytes()));
        list.extend(vec![0; self.objects.len() * 4]);
        self.objects.iter().for_each(|(_, place)| list.extend(place.to_be_bytes()));
        list.extend([0; 40]);
        let name = repository.path().join("objects/pack").join(format!("pack-{:040x}", 0xfade_u64));
        make::overwrite(&name.with_extension("pack"), &self.bytes);
        make::overwrite(&name.with_extension("idx"), &list);
    }
}

/// Changes that make `text` of anything that has `before` bytes, without using any of them.
pub fn replacing(before: usize, text: &[u8]) -> Vec<u8> {
    let mut changes = number(before);
    changes.extend(number(text.len()));
    for piece in text.chunks(127) {
        changes.push(u8::try_from(piece.len()).expect("a short piece"));
        changes.extend(piece);
    }
    changes
}

fn number(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packing = ZlibEncoder::new(Vec::new(), Compression::fast());
    packing.write_all(bytes).expect("packed bytes");
    packing.finish().expect("packed bytes")
}
