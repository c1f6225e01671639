//! A text on its way to its name: whole on the disk before anybody can see it. Where the system can, the file has no name until
//! then, so that nothing is left of it when we are killed. It knows nothing of what the text is.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Error, ErrorKind, Result, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use tempfile::{Builder, TempPath};
use walkdir::WalkDir;

/// How the name of a file begins that is still being written. Sixteen hexadecimal digits follow.
const TEMPORARY: &str = ".coffeechat-";

/// How it ends. Nobody else gives such names, so that what has one may be taken away.
const UNFINISHED: &str = ".unfinished";

/// How many digits stand between the two.
const DIGITS: usize = 16;

/// How long nobody takes to write a note.
const LONG_AGO: Duration = Duration::from_secs(60);

/// A file that is being written, in the folder where it will have its name. Nothing is left of it when it is dropped.
#[derive(Debug)]
pub struct Pending {
    file: File,
    folder: PathBuf,
    /// The name for the time being, where there has to be one.
    name: Option<TempPath>,
}

impl Pending {
    /// An empty one with `mode`, of which the user's umask takes away what it takes from every new file.
    ///
    /// # Errors
    /// What the system said.
    pub fn new(folder: &Path, mode: u32) -> Result<Self> {
        sweep(folder);
        // What keeps both from being made is said by the second.
        Self::unnamed(folder, mode).or_else(|_| Self::named(folder, mode))
    }

    #[cfg(target_os = "linux")]
    fn unnamed(folder: &Path, mode: u32) -> Result<Self> {
        use std::os::unix::fs::OpenOptionsExt;
        let mut options = std::fs::OpenOptions::new();
        let file = options.read(true).write(true).mode(mode).custom_flags(libc::O_TMPFILE).open(folder)?;
        Ok(Self { file, folder: folder.to_path_buf(), name: None })
    }

    #[cfg(not(target_os = "linux"))]
    fn unnamed(_: &Path, _: u32) -> Result<Self> {
        Err(ErrorKind::Unsupported.into())
    }

    fn named(folder: &Path, mode: u32) -> Result<Self> {
        let prefix = prefix()?;
        let mut builder = Builder::new();
        builder.prefix(&prefix).rand_bytes(0).suffix(UNFINISHED);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = mode;
        let (file, name) = builder.tempfile_in(folder)?.into_parts();
        Ok(Self { file, folder: folder.to_path_buf(), name: Some(name) })
    }

    /// The file itself, for its owner and its rights.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Writes the whole text.
    ///
    /// # Errors
    /// What the system said.
    pub fn write(&mut self, text: &str) -> Result<()> {
        self.file.write_all(text.as_bytes())
    }

    /// Takes the place of what is at `path`, if anything is. Only for the instant between two calls of the system there is a second name.
    ///
    /// # Errors
    /// What the system said; then `path` is as it was.
    pub fn replace(self, path: &Path) -> Result<()> {
        self.into_name()?.persist(path).map_err(|error| error.error)
    }

    /// Takes the name `path`, where nothing has it; `false` where something has.
    ///
    /// # Errors
    /// What the system said.
    pub fn take(self, path: &Path) -> Result<bool> {
        let taken = |error: Error| match error.kind() {
            ErrorKind::AlreadyExists => Ok(false),
            _ => Err(error),
        };
        if self.name.is_none() {
            match link(&self.file, path) {
                Ok(()) => return Ok(true),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
                // Where it cannot be given a name, it is written once more with one.
                Err(_) => {}
            }
        }
        self.into_name()?.persist_noclobber(path).map_or_else(|error| taken(error.error), |()| Ok(true))
    }

    /// The name for the time being, which is given now where there is none.
    fn into_name(mut self) -> Result<TempPath> {
        if let Some(name) = self.name.take() {
            return Ok(name);
        }
        let prefix = prefix()?;
        let mut builder = Builder::new();
        builder.prefix(&prefix).rand_bytes(0).suffix(UNFINISHED);
        match builder.make_in(&self.folder, |path| link(&self.file, path)) {
            Ok(linked) => Ok(linked.into_temp_path()),
            // Some systems have files without a name, and no way to give them one.
            Err(_) => self.copied(),
        }
    }

    /// The same bytes, owner and rights in a file that had a name from the beginning.
    fn copied(mut self) -> Result<TempPath> {
        let mut copy = Self::named(&self.folder, 0o600)?;
        self.file.rewind()?;
        std::io::copy(&mut self.file, &mut copy.file)?;
        let data = self.file.metadata()?;
        #[cfg(unix)]
        {
            own(&copy.file, &data)?;
            super::attributes::keep(&self.file, &copy.file)?;
        }
        copy.file.set_permissions(data.permissions())?;
        copy.file.sync_all()?;
        copy.into_name()
    }
}

/// Gives `file` the owner and the group that `data` names, where it has others.
///
/// # Errors
/// What the system said.
#[cfg(unix)]
pub fn own(file: &File, data: &std::fs::Metadata) -> Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) == (data.uid(), data.gid()) {
        return Ok(());
    }
    fchown(file, Some(data.uid()), Some(data.gid()))
}

/// Gives a file without a name the name `path`, if nothing has it.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd;
    let own = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, own, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// How a name for the time being begins; no two are the same.
fn prefix() -> Result<String> {
    let mut bytes = [0_u8; DIGITS / 2];
    getrandom::fill(&mut bytes).map_err(|error| Error::other(error.to_string()))?;
    Ok(bytes.iter().fold(TEMPORARY.to_owned(), |name, byte| format!("{name}{byte:02x}")))
}

/// Whether a file has a name that only we give.
fn is_ours(name: &str) -> bool {
    let digits = name.strip_prefix(TEMPORARY).and_then(|rest| rest.strip_suffix(UNFINISHED)).unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// Removes what earlier writes in `folder` left behind when they were killed: files with the names that only we give, which nobody
/// has touched for a while. Once in each run, because the whole folder is looked at.
fn sweep(folder: &Path) {
    static SWEPT: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);
    let is_first =
        SWEPT.lock().is_ok_and(|mut swept| swept.get_or_insert_with(HashSet::new).insert(folder.to_path_buf()));
    if !is_first {
        return;
    }
    let entries = WalkDir::new(folder).follow_links(false).min_depth(1).max_depth(1).into_iter().flatten();
    for entry in entries.filter(|entry| entry.file_type().is_file()) {
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if is_ours(&entry.file_name().to_string_lossy()) && age().is_some_and(|age| age > LONG_AGO) {
            // Where it cannot be removed, the next run tries again.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::names;
    use super::*;

    /// The ways in which a file can be made here.
    fn ways() -> Vec<fn(&Path, u32) -> Result<Pending>> {
        let mut ways: Vec<fn(&Path, u32) -> Result<Pending>> = vec![Pending::named];
        let folder = tempfile::tempdir().expect("a folder");
        if Pending::unnamed(folder.path(), 0o600).is_ok() {
            ways.push(Pending::unnamed);
        }
        ways
    }

    #[test]
    fn with_a_name_or_without_it_takes_a_place_and_leaves_nothing_behind() {
        for way in ways() {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("note.md");
            let pending = |text: &str| {
                let mut pending = way(folder.path(), 0o600).expect("a file");
                pending.write(text).expect("its text");
                pending
            };
            let now = || std::fs::read_to_string(&path).expect("the file");
            drop(pending("never"));
            assert_eq!(names(folder.path()), Vec::<String>::new());
            assert_eq!(pending("first").take(&path).ok(), Some(true));
            assert_eq!((pending("second").take(&path).ok(), now().as_str()), (Some(false), "first"));
            assert!(pending("third").replace(&path).is_ok());
            assert_eq!(now(), "third");
            assert!(pending("fourth").replace(&folder.path().join("none/note.md")).is_err());
            assert_eq!(names(folder.path()), ["note.md"]);
        }
    }

    #[test]
    fn what_cannot_be_given_a_name_is_written_again() {
        for way in ways() {
            let folder = tempfile::tempdir().expect("a folder");
            let mut pending = way(folder.path(), 0o640).expect("a file");
            pending.write("text").expect("its text");
            let copy = pending.copied().expect("a copy");
            assert_eq!(std::fs::read_to_string(&copy).expect("the copy"), "text");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(copy.metadata().expect("the copy").permissions().mode() & 0o777, 0o640);
            }
            drop(copy);
            assert_eq!(names(folder.path()), Vec::<String>::new());
        }
    }

    #[test]
    fn what_a_killed_write_left_is_swept_away_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = [".coffeechat-0123456789abcdef.unfinished"];
        let kept = [
            ".coffeechat-0123456789ABCDEF.unfinished",
            ".coffeechat-0123456789abcdef",
            ".coffeechat-backup",
            ".coffeechat-config",
            ".coffeechat-drafts",
            ".coffeechat-fe5fe5fe5fe5fe5f.unfinished",
            ".coffeechat-my.unfinished",
            "coffeechat-0123456789abcdef.unfinished",
        ];
        for name in old.iter().chain(&kept) {
            let file = File::create(folder.path().join(name)).expect("a file");
            let age = if name.contains("fe5") { 0 } else { 3_600 };
            file.set_modified(std::time::SystemTime::now() - Duration::from_secs(age)).expect("its time");
        }
        drop(Pending::new(folder.path(), 0o600).expect("a file"));
        assert_eq!(names(folder.path()), kept);
        // Looked at once: what is left meanwhile is for the next run.
        File::create(folder.path().join(old[0]))
            .and_then(|file| file.set_modified(std::time::SystemTime::now() - Duration::from_secs(3_600)))
            .expect("a file");
        drop(Pending::new(folder.path(), 0o600).expect("a file"));
        assert_eq!(names(folder.path()).len(), kept.len() + 1);
    }

    #[test]
    fn a_name_for_the_time_being_is_known_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let pending = Pending::named(folder.path(), 0o600).expect("a file");
        let there = names(folder.path());
        assert!(there.len() == 1 && is_ours(&there[0]), "{there:?}");
        drop(pending);
    }
}
