//! A repository's remotes: whether there are any, and whether what is committed is pushed to a gist.
//!
//! The addresses stay in this file: they may hold tokens, and nobody else needs them.

use std::path::Path;

use super::address::is_gist;
use super::lines::{self, Setting};
use super::open;
use super::place::Place;
use crate::io::files;

/// What is known of a repository's remotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Remotes {
    /// Whether there is one: what is committed is or will be read elsewhere.
    pub any: bool,
    /// Whether `git push` from here goes to a gist.
    pub is_gist: bool,
}

impl Remotes {
    /// Of the repository whose working tree is `root`; none where there is no repository.
    ///
    /// libgit2 sees the repository only where all that it would open is plain files; else the lines of its configuration tell.
    pub fn of(root: &Path) -> Self {
        let Some(place) = Place::of(root) else { return Self::default() };
        // What libgit2 is not shown, or cannot read, is still told by its lines.
        let settings = open(root, &place)
            .and_then(|repository| settings(&repository))
            .or_else(|| place.config().map(|config| lines::settings(&config.text)))
            .unwrap_or_default();
        let head = files::read(&place.git_dir.join("HEAD"), "").ok();
        let branch = head.as_ref().and_then(|head| head.text.trim().strip_prefix("ref: refs/heads/"));
        Self::told(&settings, branch)
    }

    /// By the settings of a repository and the branch that is checked out, if one is.
    ///
    /// With several remotes the one decides that `git push` goes to: a gist that somebody only fetches from, such as a course's
    /// template, makes no gist of the journal, and neither does a mirror.
    fn told(settings: &[Setting], branch: Option<&str>) -> Self {
        let mut names: Vec<&str> = settings.iter().filter_map(|setting| setting.remote()).collect();
        names.sort_unstable();
        names.dedup();
        let last = |key: &str| settings.iter().rev().find(|setting| setting.key == key).map(|one| one.value.as_str());
        let of_branch = |key: &str| branch.and_then(|branch| last(&format!("branch.{branch}.{key}")));
        let named = [of_branch("pushremote"), last("remote.pushdefault"), of_branch("remote"), Some("origin")];
        let pushed = named.into_iter().flatten().find(|name| names.contains(name));
        let is_gist = match pushed {
            Some(name) => goes_to_a_gist(settings, name),
            None => !names.is_empty() && names.iter().all(|name| goes_to_a_gist(settings, name)),
        };
        Self { any: !names.is_empty(), is_gist }
    }
}

/// What a line says of remotes.
impl Setting {
    /// The remote that this line gives an address.
    fn remote(&self) -> Option<&str> {
        let rest = self.key.strip_prefix("remote.")?;
        rest.strip_suffix(".url").or_else(|| rest.strip_suffix(".pushurl"))
    }

    /// The beginning of an address that this line replaces, and by what.
    fn replaces(&self, name: &str) -> Option<(&str, &str)> {
        let base = self.key.strip_prefix("url.")?.strip_suffix(name)?.strip_suffix('.')?;
        Some((self.value.as_str(), base))
    }
}

/// Whether a push to that remote goes to a gist, also if only to that among others.
fn goes_to_a_gist(settings: &[Setting], remote: &str) -> bool {
    let given = |name: &str| {
        let key = format!("remote.{remote}.{name}");
        settings.iter().filter(move |setting| setting.key == key).map(|setting| setting.value.as_str())
    };
    let is = |address: &str, names: &[&str]| {
        // As it is written it may say more than what it is replaced by, which can be a name of the student's own making.
        is_gist(address)
            || names.iter().find_map(|name| replaced(settings, address, name)).is_some_and(|it| is_gist(&it))
    };
    match given("pushurl").next() {
        Some(_) => given("pushurl").any(|address| is(address, &["insteadof"])),
        None => given("url").any(|address| is(address, &["pushinsteadof", "insteadof"])),
    }
}

/// The address that Git would use: the longest beginning that a line replaces is the one that counts.
fn replaced(settings: &[Setting], address: &str, name: &str) -> Option<String> {
    let fits = settings.iter().filter_map(|setting| setting.replaces(name));
    let fits = fits.filter_map(|(from, to)| Some((address.strip_prefix(from).filter(|_| !from.is_empty())?, to)));
    fits.min_by_key(|(rest, _)| rest.len()).map(|(rest, to)| format!("{to}{rest}"))
}

/// The settings as libgit2 reads them, the user's own before the repository's.
fn settings(repository: &git2::Repository) -> Option<Vec<Setting>> {
    let config = repository.config().ok()?;
    let mut found = Vec::new();
    let entries = config.entries(None).ok()?;
    let read = entries.for_each(|entry| {
        if let (Ok(key), true) = (entry.name(), entry.has_value()) {
            let value = String::from_utf8_lossy(entry.value_bytes());
            found.push((entry.level() == git2::ConfigLevel::Local, Setting::new(key, value)));
        }
    });
    read.ok()?;
    found.sort_by_key(|(is_local, _)| *is_local);
    Some(found.into_iter().map(|(_, setting)| setting).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIST: &str = "https://gist.github.com/0123456789abcdef0123456789abcdef.git";
    const OTHER: &str = "git@github.com:ada/journal.git";

    fn told(text: &str, branch: Option<&str>) -> (bool, bool) {
        let text = text.replace("GIST", GIST).replace("OTHER", OTHER);
        let by_lines = Remotes::told(&lines::settings(&text), branch);
        // libgit2 reads the same out of the file itself.
        let folder = tempfile::tempdir().expect("a folder");
        let repository = git2::Repository::init(folder.path()).expect("a repository");
        let config = folder.path().join(".git/config");
        let before = std::fs::read_to_string(&config).expect("the configuration");
        std::fs::write(&config, format!("{before}\n{text}")).expect("the configuration");
        if let Some(branch) = branch {
            std::fs::write(folder.path().join(".git/HEAD"), format!("ref: refs/heads/{branch}\n")).expect("a branch");
        } else {
            std::fs::write(folder.path().join(".git/HEAD"), "0123456789abcdef0123456789abcdef01234567\n")
                .expect("HEAD");
        }
        drop(repository);
        assert_eq!(Remotes::of(folder.path()), by_lines, "{text}");
        (by_lines.any, by_lines.is_gist)
    }

    #[test]
    fn one_remote_is_what_it_is() {
        assert_eq!(told("", Some("main")), (false, false));
        for branch in [Some("main"), Some("master"), Some("week/2"), Some("a.b"), None] {
            assert_eq!(told("[remote \"origin\"]\n\turl = GIST\n", branch), (true, true));
            assert_eq!(told("[remote \"origin\"]\n\turl = OTHER\n", branch), (true, false));
            assert_eq!(told("[REMOTE \"my gist\"] URL = \"GIST\"\n", branch), (true, true));
        }
        assert_eq!(told("# [remote \"origin\"]\n# url = GIST\n", None), (false, false));
    }

    #[test]
    fn of_several_remotes_the_one_decides_that_is_pushed_to() {
        let both = "[remote \"origin\"]\nurl = OTHER\n[remote \"gist\"]\nurl = GIST\n";
        assert_eq!(told(both, Some("main")), (true, false), "origin");
        let swapped = "[remote \"mirror\"]\nurl = OTHER\n[remote \"origin\"]\nurl = GIST\n";
        assert_eq!(told(swapped, Some("main")), (true, true), "origin");
        assert_eq!(told(swapped, None), (true, true), "no branch is checked out");
        let upstream = format!("{both}[branch \"week/2\"]\nremote = gist\n");
        assert_eq!(told(&upstream, Some("week/2")), (true, true), "the branch's own");
        assert_eq!(told(&upstream, Some("main")), (true, false), "another branch's");
        let default = format!("{upstream}[remote]\npushDefault = origin\n");
        assert_eq!(told(&default, Some("week/2")), (true, false), "pushDefault comes before the branch's remote");
        let own = format!("{default}[branch \"week/2\"]\npushRemote = gist\n");
        assert_eq!(told(&own, Some("week/2")), (true, true), "pushRemote comes before all");
        let gone = format!("{both}[branch \"main\"]\nremote = gone\n");
        assert_eq!(told(&gone, Some("main")), (true, false), "a remote that is not there decides nothing");
        let none = "[remote \"a\"]\nurl = OTHER\n[remote \"b\"]\nurl = GIST\n";
        assert_eq!(told(none, Some("main")), (true, false), "in doubt it is no gist");
    }

    #[test]
    fn pushed_is_to_the_address_for_it() {
        let to = |push: &str, fetch: &str| {
            told(&format!("[remote \"origin\"]\nurl = {fetch}\npushurl = {push}\n"), Some("main")).1
        };
        assert!(to("GIST", "OTHER") && to("GIST", "GIST") && !to("OTHER", "GIST"));
        assert!(told("[remote \"origin\"]\nurl = OTHER\npushurl = OTHER\npushurl = GIST\n", None).1, "one of them");
    }

    #[test]
    fn addresses_that_git_replaces_are_replaced() {
        let with = |url: &str| format!("{url}[remote \"origin\"]\nurl = g:0123456789abcdef0123456789abcdef\n");
        assert_eq!(told(&with(""), None), (true, false));
        assert!(told(&with("[url \"https://gist.github.com/\"]\ninsteadOf = g:\n"), None).1);
        assert!(told(&with("[url \"git@gist.github.com:\"]\npushInsteadOf = g:\n"), None).1);
        let longest =
            "[url \"https://gist.github.com/\"]\ninsteadOf = g\n[url \"https://git.example.org/\"]\ninsteadOf = g:\n";
        assert!(!told(&with(longest), None).1, "the longest beginning counts");
        let hidden = "[url \"work:\"]\ninsteadOf = https://gist.github.com/\n[remote \"origin\"]\nurl = GIST\n";
        assert!(told(hidden, None).1, "as it is written it says so");
    }
}
