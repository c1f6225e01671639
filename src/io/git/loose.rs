//! The objects of a repository, of which those in a file of their own are unpacked here: Git's library waits for ever for the rest of one
//! that was cut off, as a full disk or a killed clone leaves it.

use std::io::Read;
use std::path::PathBuf;

use flate2::bufread::ZlibDecoder;
use git2::{ErrorCode, ObjectType, Odb, Oid, Repository};

use crate::io::files;

/// The longest header of an object: its kind, its size, and the byte behind them.
const HEADER: u64 = 64;

/// Which of the 256 folders for objects in a file of their own a repository has. Most clones have none, and nothing is looked for there.
pub struct Folders([bool; 256]);

impl Folders {
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

/// What a repository's objects are read through.
pub struct Objects<'r> {
    odb: Odb<'r>,
    folder: PathBuf,
    folders: Option<&'r Folders>,
}

impl<'r> Objects<'r> {
    /// Those of `repository`.
    pub fn of(repository: &'r Repository) -> Result<Self, git2::Error> {
        Ok(Self { odb: repository.odb()?, folder: repository.commondir().join("objects"), folders: None })
    }

    /// The same where many are read, and it is known which folders there are.
    pub fn within(repository: &'r Repository, folders: &'r Folders) -> Result<Self, git2::Error> {
        Ok(Self { folders: Some(folders), ..Self::of(repository)? })
    }

    /// Whether there is such an object.
    pub fn exists(&self, id: Oid) -> bool {
        self.odb.exists(id)
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
        let Some(path) = self.path_of(id) else { return self.odb.read(id).map(|object| object.data().to_vec()) };
        let (size, kind) = self.odb.read_header(id)?;
        // What cannot be made smaller grows a little.
        let most = size as u64 + size as u64 / 8 + 4096;
        let packed = files::read_bytes_up_to(&path, most).map_err(|why| git2::Error::from_str(&why))?;
        let whole = packed.ok().and_then(|packed| unpack(&packed, size));
        let is_named_so = |bytes: &Vec<u8>| Oid::hash_object(kind, bytes).is_ok_and(|hash| hash == id);
        whole.filter(is_named_so).ok_or_else(|| git2::Error::from_str("the object is damaged or cut off"))
    }

    /// The file of its own that an object has.
    fn path_of(&self, id: Oid) -> Option<PathBuf> {
        let first = usize::from(id.as_bytes()[0]);
        if self.folders.is_some_and(|Folders(there)| !there[first]) {
            return None;
        }
        let name = id.to_string();
        let (folder, file) = name.split_at(2);
        let path = self.folder.join(folder).join(file);
        path.symlink_metadata().is_ok().then_some(path)
    }
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
