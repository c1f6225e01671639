//! Where a repository's remote points. Reads only; starts no program.

use std::path::Path;

/// Whether the repository whose `.git` lies in `root` is a clone of a gist: it has a remote on a host named `gist.…`, or on a
/// host whose path begins with `/gist/`. A repository that cannot be opened is none.
pub fn is_gist(root: &Path) -> bool {
    let flags = git2::RepositoryOpenFlags::NO_SEARCH;
    let Ok(repository) = git2::Repository::open_ext(root, flags, std::iter::empty::<&Path>()) else {
        return false;
    };
    let Ok(remotes) = repository.remotes() else { return false };
    remotes.iter().flatten().flatten().any(|name| {
        let remote = repository.find_remote(name);
        remote.ok().as_ref().and_then(|remote| remote.url().ok()).is_some_and(is_gist_url)
    })
}

/// Whether a remote's address is that of a gist: `https://gist.github.com/…`, `git@gist.github.com:…`,
/// `ssh://git@gist.example.org/…`, `https://github.example.org/gist/…`.
pub fn is_gist_url(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let Some(end) = rest.find(['/', ':']) else { return false };
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or(authority).to_ascii_lowercase();
    // A drive letter or a plain path has no host.
    let is_remote = url.contains("://") && !url.starts_with("file:") || path.starts_with(':') && host.len() > 1;
    is_remote && (host.starts_with("gist.") || path.trim_start_matches([':', '/']).starts_with("gist/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_gist_is_known() {
        for url in [
            "https://gist.github.com/0123456789abcdef.git",
            "https://gist.github.com/ada/0123456789abcdef.git",
            "https://ada@gist.github.com/0123456789abcdef.git",
            "git@gist.github.com:0123456789abcdef.git",
            "gist.github.com:0123456789abcdef.git",
            "ssh://git@gist.github.com/0123456789abcdef.git",
            "git://gist.github.com/0123456789abcdef.git",
            "https://gist.git.example.org/0123456789abcdef.git",
            "https://git.example.org/gist/0123456789abcdef.git",
            "git@git.example.org:gist/0123456789abcdef.git",
        ] {
            assert!(is_gist_url(url), "{url}");
        }
        for url in [
            "https://github.com/ada/gist.git",
            "git@github.com:ada/journal.git",
            "/home/ada/gist.github.com/x",
            "C:/gist/x",
            "../gist",
            "file:///tmp/gist.github.com/x",
            "",
        ] {
            assert!(!is_gist_url(url), "{url}");
        }
    }
}
