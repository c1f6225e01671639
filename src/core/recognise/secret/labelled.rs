//! Passwords and keys that a label tells: `Password: …`, `API_KEY=…`.

use super::{A_KEY, A_PASSWORD, CHANGE_IT, Secret, TABLES, first_of, is_varied, stands_for_one};
use crate::core::recognise::fold;
use crate::core::text::Span;

/// The shortest key.
const SHORTEST: usize = 20;
/// Passwords and keys in lines of `text` that have a label.
pub fn passwords(text: &str, found: &mut Vec<Secret>) {
    let bytes = text.as_bytes();
    let mut done = 0;
    for at in memchr::memchr2_iter(b':', b'=', bytes) {
        // The two slashes of an address say more often than not that nothing is labelled.
        if at < done || bytes[at + 1..].starts_with(b"//") {
            continue;
        }
        let start = memchr::memrchr2(b'\n', b'\r', &bytes[..at]).map_or(0, |end| end + 1);
        done = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(text.len(), |end| at + end);
        found.extend(password(&text[start..done]).map(|secret| shifted(secret, start)));
    }
}

/// The password in a line such as `Password: …` or `API_KEY=…`.
fn password(line: &str) -> Option<Secret> {
    let mut label = 0;
    let separators = line.bytes().take(100).enumerate().filter(|(_, byte)| matches!(byte, b':' | b'='));
    for (at, _) in separators.take(4) {
        let name = std::mem::replace(&mut label, at + 1);
        if let Some(secret) = value_of(line, &line[name..at], at + 1) {
            return Some(secret);
        }
    }
    None
}

/// The secret that stands in `line` from byte `at` on, behind `label`.
fn value_of(line: &str, label: &str, at: usize) -> Option<Secret> {
    let line = line.trim_end();
    let line = line.strip_suffix("-->").unwrap_or(line);
    let behind = line.get(at..)?.trim_start_matches([' ', '\t', '*', '_', '=', '`', '"', '\'', '<']);
    let value = behind.trim_end_matches([' ', '\t', '\r', '*', '_', ',', ';', '`', '"', '\'', '>', '|']);
    // One word, of a length that people and machines choose.
    if !(8..=200).contains(&value.len()) || value.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return None;
    }
    // Most values are no password whatever stands before them; a look at their bytes tells, and spares the label a look.
    let has = |class: fn(&u8) -> bool| value.as_bytes().iter().any(class);
    let digit = has(u8::is_ascii_digit);
    let sign = has(|byte| b"!#$%&*+=?@^~|".contains(byte));
    let small = || value.chars().any(char::is_lowercase);
    let large = || value.chars().any(char::is_uppercase);
    let may_be_password = [digit, sign, small(), large()].into_iter().filter(|class| *class).count() >= 3;
    let is_of_keys = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-+/=.".contains(byte);
    let may_be_key = value.len() >= SHORTEST
        && digit
        && has(u8::is_ascii_alphabetic)
        && value.as_bytes().iter().all(is_of_keys)
        && is_varied(value);
    if !may_be_password && !may_be_key {
        return None;
    }
    let label = fold(label);
    let names = |list: &[String]| list.iter().any(|name| is_named(&label, name));
    let (what, is_plain) = if names(&TABLES.passwords.names) {
        (A_PASSWORD, may_be_password)
    } else if names(&TABLES.passwords.key_names) {
        (A_KEY, may_be_key)
    } else {
        return None;
    };
    if !is_plain || stands_for_one(value) {
        return None;
    }
    let start = line.len() - behind.len();
    let hidden = Span::new(start, start + value.len());
    Some(Secret { span: hidden, hidden, what, remedy: CHANGE_IT.to_owned(), shown: first_of(value) })
}

/// Whether a folded label is `name`, also with words before it, or with `for …` behind it.
fn is_named(label: &str, name: &str) -> bool {
    let Some(at) = label.rfind(name) else { return false };
    let before = &label[..at];
    let behind = label[at + name.len()..].split(' ').nth(1);
    let whole = label[at + name.len()..].is_empty() || label[at + name.len()..].starts_with(' ');
    let fits = behind.is_none_or(|word| TABLES.passwords.behind.iter().any(|known| known == word));
    (before.is_empty() || before.ends_with(' ')) && whole && fits
}

fn shifted(secret: Secret, by: usize) -> Secret {
    Secret { span: secret.span.shift(by), hidden: secret.hidden.shift(by), ..secret }
}
