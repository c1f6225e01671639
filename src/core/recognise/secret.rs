//! What looks like a password, a token or a private key, and how a text is shown without it. Formats are data, in
//! `secrets.toml`. In doubt nothing is a secret: a false alarm on an ordinary sentence is worse than a miss.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};
use regex_lite::Regex;
use serde::Deserialize;

use super::fold;
use crate::core::text::Span;

mod labelled;

/// One secret in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Where it stands, on one line.
    pub span: Span,
    /// The part that nobody may see.
    pub hidden: Span,
    /// What it is, with its article: `a GitHub access token`.
    pub what: &'static str,
    /// What to do first, as a clause: `revoke it on github.com under …`.
    pub remedy: String,
    /// Its first few characters, and `…`.
    pub shown: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    tokens: Vec<Token>,
    examples: Examples,
    passwords: Passwords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    what: String,
    begins: Vec<String>,
    then: String,
    revoke: String,
    /// Where the format is published; for who reads the table.
    #[expect(dead_code, reason = "the table keeps its sources beside its formats")]
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    parts: Vec<String>,
    links: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Passwords {
    names: Vec<String>,
    key_names: Vec<String>,
    behind: Vec<String>,
    placeholders: Vec<String>,
    machines: Vec<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    // The file is part of the program; a test reads it, so this cannot fail in a release.
    #[allow(clippy::expect_used)]
    toml::from_str(include_str!("secrets.toml")).expect("secrets.toml is read by a test")
});

/// The rest of each token as a regular expression; made when the beginning of one is seen, which is seldom.
static SHAPES: LazyLock<Vec<Option<Regex>>> = LazyLock::new(|| {
    let tokens = TABLES.tokens.iter();
    tokens.map(|token| Regex::new(&format!("^(?:{})", token.then)).ok()).collect()
});

/// Finds the beginnings of all tokens at once.
static BEGINNINGS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let begins = TABLES.tokens.iter().flat_map(|token| &token.begins);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(begins)
        .ok()
});

/// The longest token that is read, in bytes. It also bounds the work at each beginning.
const LONGEST: usize = 10_000;
/// Fewer different characters are a stand-in, such as `xxxxxxxx`.
const VARIETY: usize = 8;
/// The longest first line of a private key, in bytes.
const LONGEST_HEAD: usize = 60;
/// How a password or a key in a line is revoked.
const CHANGE_IT: &str = "set a new one where it is used, so that this one no longer works";

/// Every secret in `text`, in order, none inside another.
pub fn find(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    tokens(text, &mut found);
    addresses(text, &mut found);
    private_keys(text, &mut found);
    labelled::passwords(text, &mut found);
    // What has a format of its own is said rather than that it stands in a line with a label.
    found.sort_by_key(|secret| secret.hidden.start);
    let mut kept: Vec<Secret> = Vec::with_capacity(found.len());
    for secret in found {
        match kept.last_mut() {
            Some(last) if last.hidden.end > secret.span.start => {
                if last.what == A_PASSWORD || last.what == A_KEY {
                    *last = secret;
                }
            }
            _ => kept.push(secret),
        }
    }
    kept
}

/// `text` with every secret hidden: as many bytes, and as many characters, so that places in it stay what they are. `None`
/// where there is none.
pub fn concealed(text: &str) -> Option<String> {
    let secrets = find(text);
    if secrets.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for secret in &secrets {
        out.push_str(&text[at..secret.hidden.start]);
        out.extend(secret.hidden.of(text).chars().map(stroke));
        at = secret.hidden.end;
    }
    out.push_str(&text[at..]);
    // The same word may stand elsewhere without anything that tells what it is.
    for word in words(&secrets, text).into_iter().filter(|word| !word.contains(char::is_whitespace)) {
        if out.contains(word) {
            out = out.replace(word, &word.chars().map(stroke).collect::<String>());
        }
    }
    Some(out)
}

/// What hides a character, in as many bytes.
fn stroke(c: char) -> char {
    match c.len_utf8() {
        _ if c.is_whitespace() => c,
        1 => '*',
        2 => '·',
        3 => '•',
        _ => '\u{1f784}',
    }
}

/// The hidden parts of secrets, each once, the longest first: one may begin with another.
pub fn words<'t>(secrets: &[Secret], text: &'t str) -> Vec<&'t str> {
    let words: HashSet<&str> = secrets.iter().map(|secret| secret.hidden.of(text)).collect();
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    // Nobody writes down more of them; the rest is still hidden where it stands.
    words.truncate(MANY);
    words
}

/// So many different secrets are looked for everywhere.
const MANY: usize = 200;

const A_PASSWORD: &str = "a password";
const A_KEY: &str = "a key";
const A_PRIVATE_KEY: &str = "a private key";

/// The first few characters, never more than a quarter of it.
fn first_of(text: &str) -> String {
    let few = (text.chars().count() / 4).min(2);
    format!("{}…", text.chars().take(few).collect::<String>())
}

fn is_varied(text: &str) -> bool {
    text.bytes().collect::<HashSet<_>>().len() >= VARIETY
}

fn is_example(text: &str) -> bool {
    TABLES.examples.parts.iter().any(|part| text.contains(part.as_str()))
}

/// Tokens in `text`. A beginning counts only where no letter, digit, `_` or `-` stands before it: these are what tokens are made
/// of, so no byte is read more than a few times.
fn tokens(text: &str, found: &mut Vec<Secret>) {
    let Some(beginnings) = &*BEGINNINGS else { return };
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let mut from = 0;
    while let Some(next) = beginnings.find(Input::new(text).range(from..)) {
        let at = next.start();
        let begins_word = at == 0 || !is_inside(&text.as_bytes()[at - 1]);
        let end = if begins_word { token_at(text, at, found) } else { None };
        from = end.unwrap_or(at + 1);
    }
}

/// Adds the token that may begin at byte `at` of `text`; where it ends.
fn token_at(text: &str, at: usize, found: &mut Vec<Secret>) -> Option<usize> {
    let behind = &text.as_bytes()[at..];
    for (number, token) in TABLES.tokens.iter().enumerate() {
        for begins in token.begins.iter().filter(|begins| behind.starts_with(begins.as_bytes())) {
            if let Some(end) = token_end(text, at, number, begins) {
                found.push(Secret {
                    span: Span::new(at, end),
                    hidden: Span::new(at + begins.len(), end),
                    what: &token.what,
                    remedy: format!("revoke it {}, so that it no longer works", token.revoke),
                    shown: format!("{begins}…"),
                });
                return Some(end);
            }
        }
    }
    None
}

/// Where the token ends that may begin at byte `at` of `text`.
fn token_end(text: &str, at: usize, number: usize, begins: &str) -> Option<usize> {
    let before = &text[..at];
    let joined = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if before.ends_with(joined) || TABLES.examples.links.iter().any(|link| before.ends_with(link.as_str())) {
        return None;
    }
    let from = at + begins.len();
    let mut limit = (from + LONGEST).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let shape = SHAPES[number].as_ref()?.find(&text[from..limit])?;
    let end = from + shape.end();
    let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (!goes_on && is_varied(shape.as_str()) && !is_example(&text[at..end])).then_some(end)
}

/// `https://user:password@host` in `text`.
fn addresses(text: &str, found: &mut Vec<Secret>) {
    if memchr::memchr(b'@', text.as_bytes()).is_none() {
        return;
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
        let behind = text[at + 3..].split(|c: char| c.is_ascii_whitespace() || "/?#\"'`>)]".contains(c));
        let authority = behind.take(1).next().unwrap_or_default();
        let Some((user, host)) = authority.rsplit_once('@') else { continue };
        if !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '+') {
            continue;
        }
        let Some((user, password)) = user.split_once(':') else { continue };
        let host = host.split(':').next().unwrap_or_default();
        let names_a_machine = host.contains('.') && !is_machine(host);
        if !names_a_machine || password.len() < 4 || password == user || stands_for_one(password) {
            continue;
        }
        let begins = at + 3 + user.len() + 1;
        let hidden = Span::new(begins, begins + password.len());
        let shown = first_of(password);
        found.push(Secret {
            span: hidden,
            hidden,
            what: "a password inside an address",
            remedy: CHANGE_IT.to_owned(),
            shown,
        });
    }
}

fn is_machine(host: &str) -> bool {
    let under = |machine: &String| {
        host.strip_suffix(machine.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    TABLES.passwords.machines.iter().any(under)
}

/// Whether a value is not itself a secret: a variable, a placeholder, asterisks.
fn stands_for_one(value: &str) -> bool {
    let folded = fold(value);
    let same = value.chars().collect::<HashSet<_>>().len() < 3;
    let mut words = folded.split(' ');
    value.starts_with(['$', '%', '<', '{', '[', '(', '*', '@', '…'])
        || value.contains(['(', ')', '[', ']', '{', '}', '…'])
        || value.contains("...")
        || value.contains("://")
        || value.contains("xxx")
        || same
        || is_example(value)
        || words.any(|word| TABLES.passwords.placeholders.iter().any(|known| known == word))
}

/// `-----BEGIN … PRIVATE KEY-----` with a key behind it; a sentence that names that line has none.
fn private_keys(text: &str, found: &mut Vec<Secret>) {
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "-----BEGIN ") {
        if at < from {
            continue;
        }
        from = at + 11;
        let line = text.as_bytes()[at..].iter().take(LONGEST_HEAD).take_while(|byte| !b"\n\r\\".contains(byte)).count();
        let Some(head) = ["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----"]
            .iter()
            .find_map(|mark| text.get(at..at + line)?.find(mark).map(|end| end + mark.len()))
        else {
            continue;
        };
        let body = &text[at + head..];
        let window = &body.as_bytes()[..body.len().min(LONGEST)];
        let end = window.windows(5).position(|bytes| bytes == b"-----").unwrap_or(window.len());
        // Keys are written in long lines without a space.
        let longest = body.get(..end).unwrap_or_default().split_ascii_whitespace().map(str::len).max();
        if longest.unwrap_or_default() < 32 {
            continue;
        }
        from = at + head + end;
        found.push(Secret {
            span: Span::new(at, at + head),
            hidden: Span::new(at + head, from),
            what: A_PRIVATE_KEY,
            remedy: "make a new pair of keys, and take this one out of every place that knows it".to_owned(),
            shown: "-----BEGIN …".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests;
