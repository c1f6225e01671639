//! An object that is next to nothing on the disk and very large when it is read. Written by hand, because to compress so many zeros takes
//! long in a debug build.

use git2::{Oid, Repository};

use super::make;

/// A loose object of that kind: `bytes` zeros. Its name is not its hash, which nobody knows before all of it was read.
pub fn object(repository: &Repository, kind: &str, bytes: usize) -> Oid {
    let id = Oid::from_str(&format!("{:040x}", 0xfeed_u64 + kind.len() as u64)).expect("a name");
    make::overwrite(&make::object(repository, id), &compressed(format!("{kind} {bytes}\0").as_bytes(), bytes));
    id
}

/// `start` and so many zeros in the format of zlib: one block as it stands, one in which a run of 258 zeros takes 13 bits.
pub fn compressed(start: &[u8], zeros: usize) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let length = u16::try_from(start.len()).expect("a short start");
    out.push(0);
    out.extend(length.to_le_bytes());
    out.extend((!length).to_le_bytes());
    out.extend_from_slice(start);
    let mut bits = Bits { out, waiting: 0, count: 0 };
    // The last block, with the fixed codes.
    bits.push(1, 1);
    bits.push(1, 2);
    bits.code(0b0011_0000, 8);
    for _ in 0..(zeros - 1) / 258 {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    for _ in 0..(zeros - 1) % 258 {
        bits.code(0b0011_0000, 8);
    }
    bits.code(0, 7);
    let mut out = bits.end();
    let (mut a, mut b) = (1_u64, 0_u64);
    for byte in start {
        a = (a + u64::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    b = (b + a * zeros as u64) % 65_521;
    out.extend(u32::try_from(b << 16 | a).expect("a checksum").to_be_bytes());
    out
}

/// Bytes that are written bit by bit.
struct Bits {
    out: Vec<u8>,
    waiting: u32,
    count: u32,
}

impl Bits {
    /// A number, its lowest bit first.
    fn push(&mut self, value: u32, bits: u32) {
        self.waiting |= value << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.out.push((self.waiting & 0xff) as u8);
            self.waiting >>= 8;
            self.count -= 8;
        }
    }

    /// A code, its highest bit first.
    fn code(&mut self, value: u32, bits: u32) {
        self.push(value.reverse_bits() >> (32 - bits), bits);
    }

    fn end(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.push(0, 8 - self.count);
        }
        self.out
    }
}
