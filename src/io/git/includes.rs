//! Where a repository's configuration leads to: the files that it includes, looked at before libgit2 opens them.
//!
//! libgit2 opens whatever an `include` names and reads it to its end, so a pipe would hold it for ever. What a person includes in a
//! repository of their own is welcome, as long as all of it is regular files of a bounded size.

use std::path::{Path, PathBuf};

use super::lines::settings;
use super::place::Place;
use crate::core::text::MAX_BYTES;
use crate::io::files;

/// How many files a configuration may include, directly or by another; Git itself goes ten deep.
const MOST: usize = 64;

/// Whether the configuration of `place` can be opened to its end.
///
/// # Errors
/// The file that is no regular one of at most 1 MiB, or of which there are too many.
pub fn check(place: &Place) -> Result<(), PathBuf> {
    let mut waiting = vec![place.common.join("config")];
    waiting.extend(Some(place.git_dir.join("config.worktree")).filter(|path| path.symlink_metadata().is_ok()));
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        let Ok(data) = path.metadata() else {
            // Git passes over what is not there, but for the first one.
            if seen.is_empty() { return Err(path) } else { continue }
        };
        // People keep such files elsewhere and link to them.
        let real = path.canonicalize().map_err(|_| path.clone())?;
        if seen.contains(&real) {
            continue;
        }
        if !data.is_file() || data.len() > MAX_BYTES || seen.len() == MOST {
            return Err(path);
        }
        let bytes = files::read_bytes(&real).ok().and_then(Result::ok).ok_or_else(|| path.clone())?;
        let folder = files::folder_of(&path).to_path_buf();
        waiting.extend(paths(&String::from_utf8_lossy(&bytes)).iter().filter_map(|named| resolve(named, &folder)));
        seen.push(real);
    }
    Ok(())
}

/// What an `include` names, as a path.
fn resolve(named: &str, folder: &Path) -> Option<PathBuf> {
    match named.strip_prefix("~/") {
        Some(below) => std::env::home_dir().map(|home| home.join(below)),
        None => Some(folder.join(named)),
    }
}

/// The values of all keys `path` in a configuration, whatever their section: one too many costs a look at a file.
fn paths(text: &str) -> Vec<String> {
    let named = settings(text).into_iter().filter(|setting| setting.name() == "path" && !setting.value.is_empty());
    named.map(|setting| setting.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_name_a_file_is_read() {
        let text = "[include] path = a\n[includeIf \"gitdir:~/x=]/\"]\n\tPath=\"b #c\" ; d\n\tpath = e\\\nf\\\\g # h\n[core]\n\tbare = false\n";
        assert_eq!(paths(text), ["a", "b #c", "ef\\g"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { git_dir: folder.path().to_path_buf(), common: folder.path().to_path_buf() };
        let config = folder.path().join("config");
        let write = |text: &str| std::fs::write(&config, text).expect("a configuration");
        assert!(check(&place).is_err(), "no configuration");
        write("[include]\n\tpath = other\n\tpath = missing\n");
        std::fs::write(folder.path().join("other"), "[include]\n\tpath = config\n").expect("a file");
        assert_eq!(check(&place), Ok(()), "a circle ends");
        write("[include]\n\tpath = /dev/zero\n");
        assert_eq!(check(&place), Err("/dev/zero".into()));
        write("[include]\n\tpath = .\n");
        assert!(check(&place).is_err(), "a folder");
    }
}
