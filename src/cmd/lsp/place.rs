//! Where a document lies: its address as a path, the journal around it, and whether `lint` would come upon it.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use crate::core::config;
use crate::io::files::{self, Shape, path_name};
use crate::io::journal::{is_root, leads_out};

/// What stands in the path of an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// What an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of this machine, absolute.
    File(PathBuf),
    /// A text that has no file yet.
    Untitled,
    /// Something else, which is left in peace: nothing is read, and nothing is said.
    Other,
}

impl Address {
    /// Of a document.
    pub fn of(uri: &str) -> Self {
        let Some((scheme, rest)) = uri.split_once(':') else { return Self::Other };
        if scheme.eq_ignore_ascii_case("untitled") {
            return Self::Untitled;
        }
        if !scheme.eq_ignore_ascii_case("file") {
            return Self::Other;
        }
        let path = match rest.strip_prefix("//") {
            None => rest,
            Some(rest) => match rest.find('/') {
                Some(at) if rest[..at].is_empty() || rest[..at].eq_ignore_ascii_case("localhost") => &rest[at..],
                // A machine on a network.
                _ => return Self::Other,
            },
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let bytes: Vec<u8> = percent_decode_str(path).collect();
        match path_of(bytes).filter(|path| path.is_absolute()) {
            Some(path) => Self::File(path),
            None => Self::Other,
        }
    }

    /// The file.
    pub fn file(self) -> Option<PathBuf> {
        match self {
            Self::File(path) => Some(path),
            Self::Untitled | Self::Other => None,
        }
    }
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    (!bytes.contains(&0)).then(|| std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))?;
    // `/c:/notes`
    let is_drive = text.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { text[1..].to_owned() } else { text }))
}

/// The address of a file that no editor has named yet.
pub fn uri_of(path: &Path) -> String {
    let name = path_name(path);
    let bytes = name.bytes.as_deref().unwrap_or(name.shown.as_bytes());
    let slash = if bytes.starts_with(b"/") { "" } else { "/" };
    format!("file://{slash}{}", percent_encode(bytes, PLAIN))
}

/// Where a file lies in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The journal's root, without links.
    pub root: PathBuf,
    /// The file as seen from there.
    pub inside: PathBuf,
    /// The same as people see it, `/` between folders.
    pub relative: String,
}

/// Where `path` lies, as a walk of `lint` would come upon it; `None` where it would not: behind a link, in a hidden folder, or under
/// a name that is not Markdown's. `folders` are those that the editor shows.
pub fn locate(path: &Path, folders: &[PathBuf]) -> Option<Located> {
    let name = path.file_name()?;
    // A file that is not saved yet has none, and may be in a folder that is not made yet.
    if files::shape(path).is_some_and(|shape| shape != Shape::File) {
        return None;
    }
    let there = path.ancestors().skip(1).find(|above| files::end(above) == Some(Shape::Folder))?;
    // What the editor shows is what somebody meant; a link may not lead out of that, or out of a journal.
    let shown = folders.iter().find(|folder| path.starts_with(folder));
    if leads_out(there, shown.map_or(Path::new(""), PathBuf::as_path)) {
        return None;
    }
    let real = files::real(there);
    let root = real.ancestors().find(|above| is_root(above)).map(Path::to_path_buf);
    let around = || folders.iter().map(|folder| files::real(folder)).find(|folder| real.starts_with(folder));
    let root = root.or_else(around).unwrap_or_else(|| real.clone());
    let below = path.strip_prefix(there).ok()?.parent()?;
    let folder = real.strip_prefix(&root).ok()?.join(below);
    let is_passed_over = folder.components().any(|part| {
        let part = Path::new(part.as_os_str());
        let name = part.to_string_lossy();
        files::is_passed_over(name.as_bytes()) || files::is_markdown(part)
    });
    let inside = folder.join(name);
    let relative = path_name(&inside).shown;
    (!is_passed_over).then_some(Located { root, inside, relative })
}

/// Whether a file holds the settings of a journal.
pub fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == config::FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn an_address_is_a_path_of_this_machine_or_nothing() {
        let file = |uri: &str| Address::of(uri).file().map(|path| path_name(&path).shown);
        for (uri, path) in [
            ("file:///a/b.md", Some("/a/b.md")),
            ("FILE://localhost/a%20b/%E9%AD%9A.md", Some("/a b/魚.md")),
            ("file:/a.md", Some("/a.md")),
            ("file:///a%", Some("/a%")),
            ("file:///a%zz%2e.md#x", Some("/a%zz..md")),
            ("file:///a%00b.md", None),
            ("file://server/share/a.md", None),
            ("file:a.md", None),
            ("https://example.org/a.md", None),
            ("git:/a.md", None),
            ("a.md", None),
            ("", None),
        ] {
            assert_eq!(file(uri).as_deref(), path, "{uri}");
        }
        assert!(Address::of("file:///%ff.md").file().is_some_and(|path| path.to_str().is_none()));
        assert_eq!(Address::of("untitled:Untitled-1"), Address::Untitled);
    }

    #[test]
    fn a_path_becomes_an_address_and_that_one_the_path() {
        for path in ["/a/b c#?%.md", "/魚/a&b.toml"] {
            let path = Path::new(path);
            if path.is_absolute() {
                assert_eq!(Address::of(&uri_of(path)).file().as_deref(), Some(path));
            }
        }
    }
}
