//! Where a journal comes from, and the folder that it is kept in.

use sha2::{Digest, Sha256};

use crate::core::draft::slug;

/// Where a journal comes from. Nothing that Git could take for an option or for a program to start is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A server: `https://…`, `ssh://…` or `git@host:path`, without any token.
    Remote(String),
    /// A folder of this machine: a path, or what `file://` names.
    Local(String),
}

/// An address, and whether a password or a token was taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The address.
    pub address: Address,
    /// Whether something secret stood in it.
    pub had_secret: bool,
}

/// The most bytes of a name in the name of a folder.
const MOST_NAME: usize = 60;

/// The longest address.
const MOST: usize = 2_000;

impl Address {
    /// Reads what a roster says of a journal. `is_path` says that the column is for paths.
    ///
    /// # Errors
    /// A sentence, where it is nothing that is fetched or read, with what to write.
    pub fn read(text: &str, is_path: bool) -> Result<Read, String> {
        let text = text.trim();
        if text.len() > MOST || text.chars().any(char::is_control) {
            return Err(
                "The address is too long, or holds characters that no address has. Copy it from the browser again."
                    .to_owned(),
            );
        }
        if text.starts_with('-') {
            return Err(
                "The address begins with a hyphen, and Git would take it for an option. Correct it in the roster."
                    .to_owned(),
            );
        }
        if is_path {
            return Ok(Read { address: Self::Local(text.to_owned()), had_secret: false });
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            return match scheme.to_ascii_lowercase().as_str() {
                "https" => https(rest),
                "ssh" => ssh(rest),
                "file" => Ok(Read { address: Self::Local(local(rest)?), had_secret: false }),
                "http" => web(rest),
                scheme => Err(format!(
                    "Journals are fetched from https://, ssh:// and git@host:path only, and this address begins with `{}://`. Correct it in the roster.",
                    scheme.chars().take(20).collect::<String>()
                )),
            };
        }
        if text.contains("::") {
            return Err(
                "With `::` an address names a program, and none is started. Write the https:// address of the journal."
                    .to_owned(),
            );
        }
        if let Some((who, path)) = text.split_once(':').filter(|(who, _)| !who.contains(['/', '\\']) && who.len() > 1) {
            return at_host(who, path, text);
        }
        let is_gist = (20..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_gist {
            return Ok(Read {
                address: Self::Remote(format!("https://gist.github.com/{text}.git")),
                had_secret: false,
            });
        }
        Ok(Read { address: Self::Local(text.to_owned()), had_secret: false })
    }

    /// How it is shown and handed to Git.
    pub fn url(&self) -> String {
        match self {
            Self::Remote(url) | Self::Local(url) => url.clone(),
        }
    }

    /// The name of the folder for a student's journal: a slug of the name, and eight digits that tell addresses apart.
    pub fn folder(&self, student: &str) -> String {
        let digest = Sha256::digest(self.plain().as_bytes());
        let digits: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{digits}", slug(student, MOST_NAME))
    }

    /// The address in one spelling.
    fn plain(&self) -> String {
        let url = self.url();
        let url = url.trim_end_matches('/');
        let url = url.strip_suffix(".git").unwrap_or(url);
        match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once('/')?))) {
            Some((scheme, (host, path))) => format!("{}://{}/{path}", scheme.to_lowercase(), host.to_lowercase()),
            None => url.to_owned(),
        }
    }
}

const ODD: &str =
    "The address has no server or no path, or holds characters that no address has. Copy it from the browser again.";

fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let is_name = !name.is_empty()
        && !name.starts_with(['-', '.'])
        && name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    is_name && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_in_path(c: char) -> bool {
    c.is_alphanumeric() || "-._~/%+@,=:!()'&".contains(c)
}

fn https(rest: &str) -> Result<Read, String> {
    // Behind a question mark or a hash a browser keeps what Git does not need, and sometimes a token.
    let (rest, had_query) = match rest.split_once(['?', '#']) {
        Some((rest, _)) => (rest, true),
        None => (rest, false),
    };
    let (host, path) = rest.split_once('/').ok_or(ODD)?;
    let (secret, host) = host.rsplit_once('@').map_or((None, host), |(secret, host)| (Some(secret), host));
    let path = on_github(&host.to_ascii_lowercase(), path.trim_matches('/'));
    if !is_host(host) || path.is_empty() || path.starts_with('-') || !path.chars().all(is_in_path) {
        return Err(ODD.to_owned());
    }
    let had_secret = secret.is_some() || had_query && rest.contains("token");
    Ok(Read { address: Address::Remote(format!("https://{}/{path}", host.to_lowercase())), had_secret })
}

/// What of a page's address is the repository's, where that is known.
fn on_github(host: &str, path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let keep = match host {
        "github.com" | "www.github.com" => 2,
        // A gist may be named with its owner or without.
        "gist.github.com"
            if parts.first().is_some_and(|part| part.len() >= 20 && part.bytes().all(|b| b.is_ascii_hexdigit())) =>
        {
            1
        }
        "gist.github.com" => 2,
        _ => parts.len(),
    };
    parts.into_iter().take(keep).collect::<Vec<_>>().join("/")
}

fn ssh(rest: &str) -> Result<Read, String> {
    let (host, path) = rest.split_once('/').ok_or(ODD)?;
    let (user, host) = host.rsplit_once('@').map_or((None, host), |(user, host)| (Some(user), host));
    let (user, had_secret) = match user.and_then(|user| user.split_once(':')) {
        Some((user, _)) => (Some(user), true),
        None => (user, false),
    };
    let is_user = |user: &str| {
        !user.is_empty()
            && !user.starts_with('-')
            && user.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
    };
    if !is_host(host)
        || user.is_some_and(|user| !is_user(user))
        || path.trim_matches('/').is_empty()
        || !path.chars().all(is_in_path)
    {
        return Err(ODD.to_owned());
    }
    let user = user.map_or_else(String::new, |user| format!("{user}@"));
    Ok(Read { address: Address::Remote(format!("ssh://{user}{host}/{path}")), had_secret })
}

/// `http://`: only this machine is near enough for an address that nobody guards.
fn web(rest: &str) -> Result<Read, String> {
    let host = rest.split('/').next().unwrap_or_default();
    match host.split(':').next() {
        Some("localhost" | "127.0.0.1") if is_host(host) && rest.chars().all(is_in_path) => {
            Ok(Read { address: Address::Local(format!("http://{rest}")), had_secret: false })
        }
        _ => {
            Err("With http:// anybody on the way could change what is fetched. Write https:// in the roster."
                .to_owned())
        }
    }
}

/// `git@host:path`, or a path of Windows.
fn at_host(who: &str, path: &str, text: &str) -> Result<Read, String> {
    let (user, host) = who.split_once('@').unwrap_or(("git", who));
    let is_user = !user.is_empty()
        && !user.starts_with('-')
        && user.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    if !is_user || !is_host(host) || path.is_empty() || path.starts_with('-') || !path.chars().all(is_in_path) {
        return Err(ODD.to_owned());
    }
    Ok(Read { address: Address::Remote(text.to_owned()), had_secret: false })
}

fn local(rest: &str) -> Result<String, String> {
    match rest.strip_prefix("localhost").unwrap_or(rest) {
        path if path.starts_with('/') => Ok(path.to_owned()),
        _ => Err("An address with file:// names a folder of this machine, such as file:///home/class/mara.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Result<String, String> {
        Address::read(text, false).map(|read| match read.address {
            Address::Remote(url) => url,
            Address::Local(path) => format!("here {path}"),
        })
    }

    #[test]
    fn what_is_fetched() {
        for (text, meant) in [
            ("https://git.example.org/mara/journal", "https://git.example.org/mara/journal"),
            (" https://git.example.org/mara/journal.git ", "https://git.example.org/mara/journal.git"),
            ("HTTPS://Git.Example.org:8443/Mara/journal/", "https://git.example.org:8443/Mara/journal"),
            ("https://mara:secret@git.example.org/j", "https://git.example.org/j"),
            ("https://ghp_0123@git.example.org/j?x=1#top", "https://git.example.org/j"),
            ("https://github.com/mara/journal/tree/main/networking", "https://github.com/mara/journal"),
            ("https://github.com/mara/journal/blob/main/README.md", "https://github.com/mara/journal"),
            (
                "https://gist.github.com/mara/0123456789abcdef0123456789abcdef",
                "https://gist.github.com/mara/0123456789abcdef0123456789abcdef",
            ),
            (
                "https://gist.github.com/0123456789abcdef0123456789abcdef/raw",
                "https://gist.github.com/0123456789abcdef0123456789abcdef",
            ),
            ("0123456789abcdef0123456789abcdef", "https://gist.github.com/0123456789abcdef0123456789abcdef.git"),
            ("https://git.example.org/~mara/j%20k", "https://git.example.org/~mara/j%20k"),
            ("https://git.example.org/魚/日記", "https://git.example.org/魚/日記"),
            ("ssh://git@git.example.org:2222/mara/j.git", "ssh://git@git.example.org:2222/mara/j.git"),
            ("ssh://git.example.org/mara/j", "ssh://git.example.org/mara/j"),
            ("ssh://mara:secret@git.example.org/j", "ssh://mara@git.example.org/j"),
            ("git@git.example.org:mara/journal.git", "git@git.example.org:mara/journal.git"),
            ("class-host:journals/mara", "class-host:journals/mara"),
            ("journals/mara", "here journals/mara"),
            ("./mara", "here ./mara"),
            ("/srv/class/mara", "here /srv/class/mara"),
            ("file:///srv/class/mara", "here /srv/class/mara"),
            ("C:\\class\\mara", "here C:\\class\\mara"),
            ("http://localhost:8080/mara", "here http://localhost:8080/mara"),
            ("http://127.0.0.1/mara", "here http://127.0.0.1/mara"),
        ] {
            assert_eq!(url(text).as_deref(), Ok(meant), "{text}");
        }
    }

    #[test]
    fn what_is_not_fetched() {
        for text in [
            "--upload-pack=touch x",
            "-utouch",
            "ext::sh -c touch",
            "fd::17",
            "ftp://git.example.org/j",
            "git://git.example.org/j",
            "http://git.example.org/j",
            "http://127.0.0.1.example.org/j",
            "http://localhost@git.example.org/j",
            "ssh://-oProxyCommand=touch/j",
            "ssh://-oProxyCommand=touch@git.example.org/j",
            "ssh://git@-oProxyCommand=x/j",
            "ssh://git@git.example.org/",
            "-oProxyCommand=x@git.example.org:j",
            "git@-oProxyCommand=x:j",
            "git@git.example.org:-x",
            "git@git.example.org:",
            "https://",
            "https:///j",
            "https://git.example.org",
            "https://git.example.org/",
            "https://git.example.org/-x",
            "https://git example.org/j",
            "https://git.example.org/j k",
            "https://git.example.org/$(touch)",
            "https://git.example.org/`x`",
            "https://git.example.org/j\u{1b}[31m",
            "https://git.example.org/j\nx",
            "https://git.example.org:port/j",
            "file://git.example.org/j",
            "javascript://x/y",
            "a::b",
        ] {
            assert!(url(text).is_err(), "{text}: {:?}", url(text));
        }
    }

    #[test]
    fn a_secret_is_told_and_nowhere_kept() {
        for text in [
            "https://mara:secret@git.example.org/j",
            "https://secret@git.example.org/j",
            "ssh://m:secret@git.example.org/j",
        ] {
            let read = Address::read(text, false).expect(text);
            assert!(read.had_secret && !read.address.url().contains("secret"), "{text}");
        }
        assert!(!Address::read("ssh://git@git.example.org/j", false).expect("an address").had_secret);
    }

    #[test]
    fn a_folder_is_one_clean_name() {
        let folder = |url: &str, who: &str| Address::Remote(url.to_owned()).folder(who);
        let one = folder("https://git.example.org/j", "Mara Linde");
        assert!(one.starts_with("mara-linde-") && one.len() == 19, "{one}");
        assert_eq!(one, folder("https://Git.Example.org/j.git", "mara linde"), "one address in two spellings");
        assert_ne!(one, folder("https://git.example.org/k", "Mara Linde"));
        for name in ["../../etc", "/abs", "CON", "", ".git", "魚", "a/b\\c", "\u{1b}[31m", &"x".repeat(500)] {
            let folder = folder("https://git.example.org/j", name);
            assert!(!folder.starts_with(['.', '-']) && !folder.contains(['/', '\\']) && folder.len() < 80, "{folder}");
        }
    }
}
