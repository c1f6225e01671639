//! E-mail addresses and telephone numbers of people in a line of text. Words are data, in `details.toml`. In doubt a text is
//! neither: most lines with an `@` or many digits are something else.

use std::sync::LazyLock;

use serde::Deserialize;

use super::fold;
use super::phrase::{ends_with, has_phrase};
use crate::core::text::Span;

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `name@host`.
    Email,
    /// A number to call.
    Phone,
}

/// An address in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detail {
    /// Which kind.
    pub kind: Kind,
    /// Its bytes in the line.
    pub span: Span,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    roles: Vec<String>,
    samples: Vec<String>,
    domains: Vec<String>,
    files: Vec<String>,
    commands: Vec<String>,
    own: Vec<String>,
    phones: Vec<String>,
    meetings: Vec<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    // The file is part of the program; a test reads it, so this cannot fail in a release.
    #[allow(clippy::expect_used)]
    let mut tables: Tables = toml::from_str(include_str!("details.toml")).expect("details.toml is read by a test");
    let lists = [&mut tables.commands, &mut tables.own, &mut tables.phones, &mut tables.meetings];
    lists.into_iter().flatten().for_each(|entry| *entry = fold(entry));
    tables
});

/// A longer line is no line that a person wrote.
const LONGEST_LINE: usize = 4_000;
/// The longest parts of an address (RFC 5321 allows 64 and 255).
const LONGEST_NAME: usize = 48;
const LONGEST_DOMAIN: usize = 120;
/// How many digits a telephone's number has (E.164 allows 15).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
/// How far before a number the word for it may stand, in bytes.
const NEAR: usize = 40;

/// Whether a line may hold anything of the kind; cheap, for most lines hold nothing. The digits of a day do not count: every note has
/// one.
pub fn may_hold(line: &str) -> bool {
    let bytes = line.as_bytes();
    let may_be_a_number = || {
        let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
        let least = *PHONE_DIGITS.start();
        digits >= least && digits.saturating_sub(days(bytes) * DAY_DIGITS) >= least
    };
    line.len() <= LONGEST_LINE && (memchr::memchr(b'@', bytes).is_some() || may_be_a_number())
}

/// How a day is written: `0` stands for a digit.
const DAY: &[u8] = b"0000-00-00";
const DAY_DIGITS: usize = 8;

/// How many days stand in a line, each apart from other digits and hyphens.
fn days(line: &[u8]) -> usize {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
    let is_day = |(at, bytes): &(usize, &[u8])| {
        let fits = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
        let before = at.checked_sub(1).and_then(|before| line.get(before));
        bytes.iter().zip(DAY).all(fits) && !is_part(before) && !is_part(line.get(at + DAY.len()))
    };
    line.windows(DAY.len()).enumerate().filter(is_day).count()
}

/// Whether the numbers in this line and in the few below it are those of a meeting.
pub fn is_about_a_meeting(line: &str) -> bool {
    let folded = fold(&line.chars().take(200).collect::<String>());
    TABLES.meetings.iter().any(|phrase| has_phrase(&folded, phrase))
}

/// Whether a line gives the student's own address.
pub fn is_own(line: &str) -> bool {
    let folded = fold(line);
    TABLES.own.iter().any(|phrase| has_phrase(&folded, phrase))
}

/// The addresses in a line, in order.
pub fn find(line: &str) -> Vec<Detail> {
    let mut found = Vec::new();
    if !may_hold(line) {
        return found;
    }
    if line.contains('@') {
        let folded = fold(line);
        let is_command = line.trim_start().starts_with(['$', '%'])
            || TABLES.commands.iter().any(|phrase| has_phrase(&folded, phrase));
        if !is_command {
            emails(line, &mut found);
        }
    }
    phones(line, &mut found);
    found.sort_by_key(|detail| detail.span);
    found
}

/// What stands between the last white space, which may be wider than a byte, and the end.
fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

fn emails(line: &str, found: &mut Vec<Detail>) {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-');
    let of_domain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let bytes = line.as_bytes();
    for (at, _) in line.match_indices('@') {
        let start = at - bytes[..at].iter().rev().take(LONGEST_NAME + 1).take_while(|byte| of_name(**byte)).count();
        let end = at + 1 + bytes[at + 1..].iter().take(LONGEST_DOMAIN).take_while(|byte| of_domain(**byte)).count();
        let name = &line[start..at];
        let domain = line[at + 1..end].trim_end_matches(['.', '-']);
        let end = at + 1 + domain.len();
        let before = last_word(&line[..start]);
        let behind = &line[end..];
        // A path, a handle, a link, a remote, a version of a package.
        let is_elsewhere = before
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '/' | '=' | '%' | '~' | '\\'))
            || before.contains("://")
            || before.ends_with(':') && !before.to_ascii_lowercase().ends_with("mailto:") && before.len() > 12
            || behind.starts_with(['@', '/', '\\', '_'])
            || behind.strip_prefix(':').is_some_and(|path| path.starts_with(|c: char| !c.is_whitespace()));
        if !is_elsewhere && is_name(name) && is_domain(domain) {
            found.push(Detail { kind: Kind::Email, span: Span::new(start, end) });
        }
    }
}

/// Whether the part before the `@` is a person's.
fn is_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let mut parts = lower.split(['.', '-', '+', '_']).map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()));
    let first = parts.next().unwrap_or_default();
    let is_in = |list: &[String], word: &str| list.iter().any(|known| known == word);
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && lower.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !is_in(&TABLES.roles, first)
        && !is_in(&TABLES.samples, first)
        && !parts.any(|part| is_in(&TABLES.roles, part) && part.len() > 3)
}

/// Whether a domain may receive a person's mail.
fn is_domain(domain: &str) -> bool {
    let lower = domain.to_ascii_lowercase();
    let Some((rest, top)) = lower.rsplit_once('.') else { return false };
    let under = |known: &String| lower.strip_suffix(known.as_str()).is_some_and(|r| r.is_empty() || r.ends_with('.'));
    (2..=24).contains(&top.len())
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
        && rest.split('.').all(|label| !label.is_empty() && !label.starts_with('-'))
        && !TABLES.files.iter().any(|ending| ending == top)
        && !TABLES.domains.iter().any(under)
        && !lower.split('.').any(|label| label == "example")
}

fn phones(line: &str, found: &mut Vec<Detail>) {
    let bytes = line.as_bytes();
    let of_phone = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.' | b'(' | b')');
    let mut at = 0;
    while at < bytes.len() {
        if !(bytes[at].is_ascii_digit() || matches!(bytes[at], b'+' | b'(')) {
            at += 1;
            continue;
        }
        let length = 1 + bytes[at + 1..].iter().take_while(|byte| of_phone(**byte)).count();
        let number = line[at..at + length].trim_end_matches(|c: char| !c.is_ascii_digit());
        let end = at + number.len();
        // A link, an amount, a longer word, a part of something else.
        let touches = |c: char| c.is_alphanumeric() || "/@#$€£¥%_=&?:.,-+".contains(c);
        let before = last_word(&line[..at]);
        let is_link = before.contains("://") || before.contains("](");
        let is_label = before.ends_with(':') && before.len() > 1;
        let is_part = is_link
            || before.ends_with(touches) && !is_label
            || line[end..].starts_with(|c: char| touches(c) && !".,:-".contains(c))
            || line[end..].starts_with([',', ':', '.', '-'])
                && line[end + 1..].starts_with(|c: char| c.is_alphanumeric() || c == ',');
        if !number.is_empty() && !is_part && is_phone(number, &line[..at]) {
            found.push(Detail { kind: Kind::Phone, span: Span::new(at, end) });
        }
        at += length;
    }
}

/// Whether `number` is written as telephone numbers are: with `+` and a country's code, or with a word for it before it in
/// the way of North America or with the leading zero of most others.
fn is_phone(number: &str, before: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let groups: Vec<&str> = number.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let is_year = |group: &&str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let parts = |sizes: &[usize]| groups.iter().map(|group| group.len()).eq(sizes.iter().copied());
    if !PHONE_DIGITS.contains(&digits.len()) || digits.ends_with("0000") || number.contains("  ") {
        return false;
    }
    let labelled = || {
        let mut from = before.len().saturating_sub(NEAR);
        while !before.is_char_boundary(from) {
            from += 1;
        }
        let near = fold(&before[from..]);
        TABLES.phones.iter().any(|word| ends_with(&near, word) || ends_with(near.trim_end_matches(" is"), word))
    };
    if number.starts_with('+') {
        // Thousands are grouped by three.
        let thousands = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3);
        let code = groups.first().map_or(0, |group| group.len());
        return labelled() && !digits.starts_with('0')
            || !digits.starts_with('0') && digits.len() >= 10 && !thousands && (groups.len() == 1 || code <= 3);
    }
    let american = parts(&[3, 3, 4]) || parts(&[1, 3, 3, 4]) && digits.starts_with('1');
    let national = digits.starts_with('0') && digits.len() >= 9 && !groups.iter().any(is_year);
    let is_written_so = american || national && !number.contains('.');
    is_written_so && labelled()
}

#[cfg(test)]
mod tests;
