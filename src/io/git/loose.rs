//! The objects of a repository, of which those in a file of their own are unpacked here: Git's library waits for ever for the rest of one
//! that was cut off, as a full disk or a killed clone leaves it.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::bufread::ZlibDecoder;
use git2::{ErrorCode, ObjectType, Odb, Oid, Repository};

use crate::io::files;

/// The longest header of an object: its kind, its size, and the byte behind them.
const HEADER: u64 = 64;

/// The largest object in a pack of one's own that is unpacked for the sake of its first bytes.
const MOST_PACKED: usize = 64 * 1024 * 1024;

/// Which of the 256 folders for objects in a file of their own a repository has. Most clones have none, and nothing is looked for there.
pub struct Folders([bool; 256]);

impl Folders {
    /// None at all.
    pub const NONE: Self = Self([false; 256]);

    /// Those of `repository`, as they are now.
    pub fn of(repository: &Repository) -> Self {
        let mut there = [false; 256];
        let Ok(entries) = files::entries(&repository.commondir().join("objects")) else { return Self([true; 256]) };
        for entry in entries.iter().filter(|entry| entry.name.len() == 2) {
            if let Ok(first) = u8::from_str_radix(&entry.name, 16) {
                there[usize::from(first)] = true;
            }
        }
        Self(there)
    }
}

/// What the objects of a repository of one's own are read through: by Git's library, but for those in a file of their own.
pub struct Objects<'r> {
    odb: Odb<'r>,
    folder: PathBuf,
}

impl<'r> Objects<'r> {
    /// Those of `repository`.
    pub fn of(repository: &'r Repository) -> Result<Self, git2::Error> {
        Ok(Self { odb: repository.odb()?, folder: repository.commondir().join("objects") })
    }

    /// How many bytes an object says it has, and what it says it is; nothing else of it is unpacked.
    pub fn header(&self, id: Oid) -> Result<(usize, ObjectType), git2::Error> {
        self.odb.read_header(id)
    }

    /// What is wrong with an object that is there: asked before the library unpacks it by itself.
    pub fn check(&self, id: Oid) -> Result<(), git2::Error> {
        match self.read(id) {
            Err(error) if error.code() != ErrorCode::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The bytes of an object, all of them. Whoever asks has looked at its [header](Self::header).
    pub fn read(&self, id: Oid) -> Result<Vec<u8>, git2::Error> {
        let Some(path) = path_of(&self.folder, None, id) else {
            return self.odb.read(id).map(|object| object.data().to_vec());
        };
        let (size, kind) = self.odb.read_header(id)?;
        let bytes = read(&path, size).map_err(|why| git2::Error::from_str(&why))?;
        let is_named_so = Oid::hash_object(kind, &bytes).is_ok_and(|hash| hash == id);
        if is_named_so { Ok(bytes) } else { Err(git2::Error::from_str(&damaged())) }
    }

    /// The first bytes of an object that is too large to be read; none where they cannot be had for little.
    pub fn beginning(&self, id: Oid, most: usize) -> Vec<u8> {
        if let Some(path) = path_of(&self.folder, None, id) {
            return beginning(&path, most).unwrap_or_default();
        }
        let small = self.header(id).is_ok_and(|(size, _)| size <= MOST_PACKED);
        let bytes = small.then(|| self.odb.read(id).ok()).flatten().map(|object| {
            let data = object.data();
            data[..data.len().min(most)].to_vec()
        });
        bytes.unwrap_or_default()
    }
}

/// What is said of an object that is not what it should be.
pub fn damaged() -> String {
    "the object is damaged or cut off".to_owned()
}

/// The file of its own that an object has, in the folder of the objects. `folders` says which there are, where that is known.
pub fn path_of(objects: &Path, folders: Option<&Folders>, id: Oid) -> Option<PathBuf> {
    let first = usize::from(id.as_bytes()[0]);
    if folders.is_some_and(|Folders(there)| !there[first]) {
        return None;
    }
    let name = id.to_string();
    let (folder, file) = name.split_at(2);
    let path = objects.join(folder).join(file);
    path.symlink_metadata().is_ok().then_some(path)
}

/// How many bytes the object in the file `path` says it has, and what it says it is.
pub fn header(path: &Path) -> Result<(usize, ObjectType), String> {
    let start = start(path, HEADER as usize)?;
    let end = start.iter().position(|&byte| byte == 0).ok_or_else(damaged)?;
    let said = std::str::from_utf8(&start[..end]).ok().and_then(|said| said.split_once(' '));
    let (kind, size) = said.ok_or_else(damaged)?;
    Ok((size.parse().map_err(|_| damaged())?, ObjectType::from_str(kind).ok_or_else(damaged)?))
}

/// The bytes of the object in the file `path`, which says it has `size`.
pub fn read(path: &Path, size: usize) -> Result<Vec<u8>, String> {
    // What cannot be made smaller grows a little.
    let most = size as u64 + size as u64 / 8 + 4096;
    let packed = files::read_bytes_up_to(path, most)?;
    packed.ok().and_then(|packed| unpack(&packed, size)).ok_or_else(damaged)
}

/// The first bytes of the object in the file `path`.
pub fn beginning(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let mut start = start(path, HEADER as usize + most)?;
    let end = start.iter().position(|&byte| byte == 0).ok_or_else(damaged)?;
    start.drain(..=end);
    start.truncate(most);
    Ok(start)
}

/// The first bytes that are packed in a file.
fn start(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let packed = files::first_bytes(path, most + most / 8 + 4096)?;
    let mut bytes = Vec::with_capacity(most);
    // Whether it ends well is seen when all of it is read.
    let _ = ZlibDecoder::new(packed.as_slice()).take(most as u64).read_to_end(&mut bytes);
    Ok(bytes)
}

/// What is behind the header of a loose object; `None` where it does not end as it should, or has another size.
fn unpack(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    // One more than there may be, so that a file that goes on is seen.
    ZlibDecoder::new(packed).take(size as u64 + HEADER + 1).read_to_end(&mut bytes).ok()?;
    let end = bytes.iter().take(HEADER as usize).position(|&byte| byte == 0)?;
    bytes.drain(..=end);
    (bytes.len() == size).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_that_was_cut_off_anywhere_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        let repository = Repository::init_bare(folder.path()).expect("a repository");
        let text = "She learnt to ask the night shift first. ".repeat(40);
        let id = repository.blob(text.as_bytes()).expect("a blob");
        let objects = Objects::of(&repository).expect("objects");
        assert_eq!(objects.read(id).ok().as_deref(), Some(text.as_bytes()));
        let name = id.to_string();
        let path = folder.path().join("objects").join(&name[..2]).join(&name[2..]);
        let whole = std::fs::read(&path).expect("the object");
        for length in 0..whole.len() {
            std::fs::remove_file(&path).expect("an object that goes");
            std::fs::write(&path, &whole[..length]).expect("the first part of it");
            assert!(objects.read(id).is_err(), "{length} of {} bytes", whole.len());
        }
        let mut other = whole;
        let last = other.len() - 1;
        other[last] ^= 1;
        std::fs::write(&path, other).expect("a damaged object");
        assert!(objects.read(id).is_err(), "another checksum");
    }
}
