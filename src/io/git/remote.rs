//! Where a repository's remotes point, and whether that is a gist.

use std::path::Path;

use super::open;
use super::place::Place;

/// The addresses of all remotes of the repository whose working tree is `root`; none where there is no repository.
///
/// The configuration is read first, bounded and as plain text. libgit2 sees the repository only if that leads to no other
/// file, which may be a pipe or lie outside the journal.
pub fn remotes(root: &Path) -> Vec<String> {
    let Some(place) = Place::of(root) else { return Vec::new() };
    open(root, &place).as_ref().and_then(addresses).unwrap_or_else(|| {
        // What libgit2 is not shown, or cannot read, is still told by its lines.
        let Some(config) = place.config() else { return Vec::new() };
        let lines = config.text.lines().filter_map(|line| line.trim().strip_prefix("url"));
        let urls = lines.filter_map(|rest| rest.trim_start().strip_prefix('='));
        urls.map(|url| url.trim().trim_matches('"').to_owned()).collect()
    })
}

fn addresses(repository: &git2::Repository) -> Option<Vec<String>> {
    let names = repository.remotes().ok()?;
    let urls = names.iter().flatten().flatten().filter_map(|name| {
        let remote = repository.find_remote(name).ok()?;
        remote.url().ok().map(str::to_owned)
    });
    Some(urls.collect())
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
