//! Where a journal comes from, and the folder that it is kept in.

use percent_encoding::percent_decode_str;

use super::{hex, slug_of};
use crate::core::text::{is_invisible, one_line, steers};

mod site;
#[cfg(test)]
mod tests;

/// The longest address that is looked at, in bytes.
const MAX_LENGTH: usize = 2000;
/// The longest name in a folder's name, in bytes.
const MAX_SLUG: usize = 60;

/// Where a journal comes from. Nothing that Git could take for an option or for a program to start is one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A server: `https://…`, `ssh://…` or `git@host:path`, without any token.
    Remote(String),
    /// A folder of this machine: a path, or what `file://` names.
    Local(String),
    /// A server on this machine: `http://` or `git://` to `localhost` or `127.0.0.1`. Nothing leaves the machine, so that no
    /// protection is asked of it.
    Loopback(String),
}

/// What a roster's column says about the addresses in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Any address.
    Any,
    /// Any address, and the bare name of a gist.
    Gist,
    /// Folders of this machine.
    Path,
}

impl Address {
    /// The address that `text` holds, and whether something that may be a token was taken out of it. The error is a sentence with
    /// what to do.
    pub fn read(text: &str, column: Column) -> Result<(Self, bool), String> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return Err(
                "The address is far longer than addresses are. Copy it anew from the journal's page.".to_owned()
            );
        }
        if text.is_empty() {
            return Err("The address is empty. Write where the journal is.".to_owned());
        }
        if text.chars().any(|c| c != ' ' && (c.is_whitespace() || steers(c) || is_invisible(c))) {
            return Err(refused(text, "holds a character that cannot be seen", "Type it anew by hand."));
        }
        if text.starts_with('-') {
            return Err(refused(text, "begins with a hyphen, so Git would take it for an option", HOW));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            let scheme = scheme.to_ascii_lowercase();
            return match (scheme.as_str(), column) {
                ("file", _) => local_url(text, rest),
                (_, Column::Path) => Err(refused(text, "is no folder", "Write it in a column named url.")),
                ("https" | "ssh", _) => server(text, &scheme, rest),
                ("http" | "git", _) if is_loopback(rest) => server(text, &scheme, rest),
                ("http" | "git", _) => Err(refused(text, "would be fetched without any protection on its way", HOW)),
                _ => Err(refused(text, "is a kind of address that is not fetched from", HOW)),
            };
        }
        if is_transport(text) {
            return Err(refused(text, "would have Git start a program", HOW));
        }
        let is_drive = matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
        if column == Column::Path || is_drive || text.starts_with(['/', '\\', '.', '~']) {
            return Ok((Self::Local(plain_path(text, is_drive)), false));
        }
        if column == Column::Gist && (20..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok((Self::Remote(format!("https://gist.github.com/{}.git", text.to_ascii_lowercase())), false));
        }
        match text.split_once(':') {
            Some((login, path)) if !login.contains('/') => short_ssh(text, login, path),
            // A colon behind a password: `user:token@host/…` without its beginning.
            _ if text.contains('@') => Err(refused(text, "is not complete", HOW)),
            _ => site::guess(text).map_or_else(|| Ok((Self::Local(text.to_owned()), false)), Err),
        }
    }

    /// What Git is given.
    pub fn url(&self) -> &str {
        match self {
            Self::Remote(text) | Self::Local(text) | Self::Loopback(text) => text,
        }
    }

    /// The address for people, on one line.
    pub fn shown(&self) -> String {
        one_line(self.url())
    }

    /// The folder that a student's journal from here is kept in: one component of a path on every system.
    pub fn folder(&self, student: &str) -> String {
        let digest = <sha2::Sha256 as sha2::Digest>::digest(self.normal().as_bytes());
        format!("{}-{}", slug_of(student, MAX_SLUG), hex(&digest[..4]))
    }

    /// The same text for every spelling of one address.
    pub fn normal(&self) -> String {
        let text = self.url();
        let text = text.trim_end_matches('/');
        let text = text.strip_suffix(".git").unwrap_or(text).trim_end_matches('/');
        let is_short = !text.contains("://") && matches!(self, Self::Remote(_));
        let (from, end) = match text.find("://") {
            Some(at) => (0, text[at + 3..].find('/').map_or(text.len(), |slash| at + 3 + slash)),
            None if is_short => (text.find('@').unwrap_or(0), text.find(':').unwrap_or(text.len())),
            None => (0, 0),
        };
        // A name in front of the server is told apart by its case.
        let from = text[from..end].find('@').map_or(from, |at| from + at);
        format!("{}{}{}", &text[..from], text[from..end].to_ascii_lowercase(), &text[end..])
    }
}

const HOW: &str = "Write an address that begins with https:// or ssh://, or one like git@github.com:owner/name.";

/// A sentence about an address that is not taken, which shows nothing of a token.
fn refused(text: &str, why: &str, how: &str) -> String {
    let line = one_line(text);
    // A password may hold any sign, so that all before the last @ is left out.
    let shown = line.rsplit_once('@').map_or(line.clone(), |(_, behind)| format!("…@{behind}"));
    let shown: String = shown.split(['?', '#']).next().unwrap_or_default().chars().take(80).collect();
    format!("The address \"{shown}\" {why}. {how}")
}

/// `text` in which no address has a user, a password or a query any more that could be a token. A short query of plain words, such as
/// `?id=42`, stays: it may be what a row is known by.
pub fn without_token(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (head, tail) = rest.split_at(at + 3);
        out.push_str(head);
        let end = tail.find(char::is_whitespace).unwrap_or(tail.len());
        // Another address may stand right behind this one, as in a list with commas.
        let end = if is_server(authority(tail)) { tail.find("://").map_or(end, |next| end.min(next)) } else { end };
        let (url, behind) = tail.split_at(end);
        let url = &url[login(url)..];
        let plain = url.find(['?', '#']).unwrap_or(url.len());
        out.push_str(if is_harmless(&url[plain..]) { url } else { &url[..plain] });
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// How much of what follows `://` says who somebody is.
fn login(url: &str) -> usize {
    let within = if is_server(authority(url)) { authority(url) } else { url };
    within.rfind('@').map_or(0, |at| at + 1)
}

/// What stands before the first slash.
fn authority(url: &str) -> &str {
    url.split(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#')).next().unwrap_or_default()
}

/// Whether that can be a server's name, perhaps behind a user's. A password may hold a slash, and then it is none: it has a colon, or no
/// dot in it.
fn is_server(name: &str) -> bool {
    name.contains('.') && !name.contains(':')
}

/// Whether a query, with its `?` or `#`, can be no token: short plain values under names that say something else.
fn is_harmless(query: &str) -> bool {
    const SECRET: [&str; 12] =
        ["token", "key", "secret", "pass", "pw", "auth", "sig", "code", "session", "sid", "jwt", "cred"];
    let is_plain = |text: &str, most: usize| {
        text.len() <= most && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    let is_fine = |pair: &str| {
        pair.split_once('=').is_some_and(|(name, value)| {
            let lower = name.to_ascii_lowercase();
            name.len() > 1
                && is_plain(name, 16)
                && is_plain(value, 12)
                && !SECRET.iter().any(|word| lower.contains(word))
        })
    };
    query.is_empty() || query.strip_prefix('?').is_some_and(|query| query.split('&').all(is_fine))
}

/// `ext::…`, `fd::…`: what stands before is the name of a program that Git starts.
fn is_transport(text: &str) -> bool {
    text.split_once("::").is_some_and(|(name, _)| !name.contains(['/', '\\']))
}

/// A path that Git does not take for a server: `a:b` is a file beside us, not the folder `b` of the machine `a`.
fn plain_path(text: &str, is_drive: bool) -> String {
    let is_like_server = text.split_once(':').is_some_and(|(name, _)| !name.contains('/'));
    match is_like_server && !is_drive {
        true => format!("./{text}"),
        false => text.to_owned(),
    }
}

fn local_url(text: &str, rest: &str) -> Result<(Address, bool), String> {
    let path = match rest.find('/') {
        Some(at) if at == 0 || rest[..at].eq_ignore_ascii_case("localhost") => &rest[at..],
        _ => return Err(refused(text, "names no folder of this machine", "Write it as file:///home/name/journal.")),
    };
    match percent_decode_str(path).decode_utf8() {
        Ok(path) if !path.chars().any(char::is_control) => Ok((Address::Local(path.into_owned()), false)),
        _ => Err(refused(text, "holds signs that cannot be read", "Write the folder's path in its place.")),
    }
}

fn server(text: &str, scheme: &str, rest: &str) -> Result<(Address, bool), String> {
    let plain = rest.split(['?', '#']).next().unwrap_or_default();
    // A browser puts the file that is looked at behind an address; that is nothing secret.
    let more = &rest[plain.len()..];
    let had_more = !more.is_empty() && !more.starts_with("#file-") && more != "#readme";
    let (authority, path) = plain.split_at(plain.find('/').unwrap_or(plain.len()));
    let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let (login, had_token) = match (scheme, user) {
        ("ssh", Some(user)) => {
            let name = user.split(':').next().unwrap_or_default();
            if !is_user(name) {
                return Err(refused(text, "has a user name that is none", HOW));
            }
            (format!("{name}@"), name.len() < user.len())
        }
        (_, user) => (String::new(), user.is_some()),
    };
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_port =
        |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|number| number > 0);
    if !is_host(name) || !port.is_none_or(is_port) {
        return Err(refused(text, "does not name a server as addresses do", HOW));
    }
    check_path(text, path)?;
    let host = host.to_ascii_lowercase();
    let url = match (scheme, host.as_str()) {
        ("https", "github.com" | "www.github.com") => {
            site::repository(path).map_err(|why| refused(text, why.0, &why.1))?
        }
        ("https", "gist.github.com") => site::gist(path).map_err(|why| refused(text, why.0, &why.1))?,
        _ => format!("{scheme}://{login}{host}{path}"),
    };
    let is_open = matches!(scheme, "http" | "git");
    Ok((if is_open { Address::Loopback(url) } else { Address::Remote(url) }, had_token || had_more))
}

/// Whether what follows `://` names this machine.
fn is_loopback(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = host.split(':').next().unwrap_or_default();
    name == "127.0.0.1" || name.eq_ignore_ascii_case("localhost")
}

fn short_ssh(text: &str, login: &str, path: &str) -> Result<(Address, bool), String> {
    let Some((user, host)) = login.rsplit_once('@') else {
        return Err(refused(text, "says no user before the server", HOW));
    };
    if !is_user(user) || !is_host(host) {
        return Err(refused(text, "does not name a server as addresses do", HOW));
    }
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    check_path(text, plain)?;
    let host = host.to_ascii_lowercase();
    Ok((Address::Remote(format!("{user}@{host}:{plain}")), plain.len() < path.len()))
}

fn check_path(text: &str, path: &str) -> Result<(), String> {
    let bare = path.trim_start_matches('/');
    if bare.is_empty() {
        return Err(refused(text, "names a server but no journal on it", "Copy the address of the journal itself."));
    }
    // No @: what stands before it may be a password that holds a slash.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%+:,=".contains(c);
    if bare.starts_with('-') || !path.chars().all(is_plain) {
        return Err(refused(text, "holds signs that addresses of journals do not have", HOW));
    }
    let is_readable = percent_decode_str(path).decode_utf8().is_ok_and(|path| !path.chars().any(char::is_control));
    match is_readable {
        true => Ok(()),
        false => Err(refused(text, "holds signs that cannot be read", HOW)),
    }
}

fn is_user(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    !name.is_empty() && !name.starts_with('-') && name.chars().all(is_plain)
}

fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    name.len() < 254 && name.split('.').all(is_label)
}
