//! Which line of a front matter cannot be read, why, and how it reads in quotes.

use super::Told;
use crate::core::diagnostic::Edit;
use crate::core::note::yaml;
use crate::core::recognise::{NAMES, has_word};
use crate::core::text::{Span, lines};

/// The usual causes, looked for from the place of the error upwards, then below it.
pub(super) fn syntax(text: &str, block: Span, here: Span) -> Option<Told> {
    let all: Vec<(Span, &str)> = lines(block.of(text)).map(|(span, line)| (span.shift(block.start), line)).collect();
    let upwards = (0..all.len()).rev().filter(|&at| all[at].0.start <= here.end);
    let below = (0..all.len()).filter(|&at| all[at].0.start > here.end);
    upwards.chain(below).find_map(|at| {
        let (span, line) = all[at];
        if span.start <= here.end && is_stray(&all[..at], line) {
            return Some(without_colon(span, line));
        }
        // The parser stops at a line that is indented in another way; further up the indentation was fine.
        suspicious(span, line, text, span.start <= here.start && here.end <= span.end)
    })
}

/// Whether a line has no key, and belongs to none above it: it is no item of a list, no comment, and no part of a longer value.
fn is_stray(above: &[(Span, &str)], line: &str) -> bool {
    let body = line.trim();
    if body.is_empty()
        || body.contains(':')
        || body.starts_with(['-', '#', '"', '\'', '[', ']', '{', '}', '@', '`', '%', '*', '&', '!'])
    {
        return false;
    }
    let key = above.iter().rev().find_map(|(_, line)| line.split_once(':'));
    !key.is_some_and(|(_, value)| value.trim_start().starts_with(['|', '>', '[', '{', '"', '\'']))
}

fn without_colon(span: Span, line: &str) -> Told {
    let body = line.trim();
    let start = span.start + line.len() - line.trim_start().len();
    let (first, rest) = body.split_once([' ', '=', '\t']).unwrap_or((body, ""));
    let rest = rest.trim_start_matches([' ', '=', '\t']);
    let is_field = NAMES.fields.iter().any(|field| field.canonical == first) && !rest.is_empty();
    Told {
        span: Span::new(start, start + body.len()),
        message: "The front matter cannot be read: this line is not `key: value`".to_owned(),
        label: "no colon stands in this line",
        help: match is_field {
            true => format!("Write `{first}: {}`", yaml::scalar(rest)),
            false => "Write one `key: value` a line; what is no value belongs below the second `---`.".to_owned(),
        },
        edit: None,
    }
}

/// The edits that put a plain space wherever a special one stands behind the colon of a key: whoever pasted one line pasted more.
pub(super) fn plain_spaces(text: &str, block: Span) -> Vec<Edit> {
    let all = lines(block.of(text)).map(|(span, line)| (span.shift(block.start), line));
    all.filter_map(|(span, line)| special_space(span, line)).map(|space| Edit::replace(space, " ")).collect()
}

/// What looks like a space behind the colon of a key, and is none to YAML.
fn special_space(span: Span, line: &str) -> Option<Span> {
    let colon = line.find(':')?;
    let (key, value) = (&line[..colon], &line[colon + 1..]);
    let rest = value.trim_start_matches(|c: char| c.is_whitespace());
    let gap = &value[..value.len() - rest.len()];
    let is_key = is_word(key.trim()) && !key.trim().is_empty();
    (is_key && gap.starts_with(|c: char| !c.is_ascii()) && has_word(rest))
        .then(|| Span::new(span.start + colon + 1, span.start + colon + 1 + gap.len()))
}

/// Whether a key is one word, as the keys of a note are.
fn is_word(key: &str) -> bool {
    key.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn suspicious(span: Span, line: &str, text: &str, is_here: bool) -> Option<Told> {
    let body = line.trim_start();
    let indent = &line[..line.len() - body.len()];
    let here = Span::new(span.start + indent.len(), span.start + line.trim_end().len());
    let told = |message: String, label: &'static str, help: String| {
        let message = format!("The front matter cannot be read: {message}");
        Some(Told { span: here, message, label, help, edit: None })
    };
    let quotable = |told: Option<Told>| told.map(|told| Told { edit: quote(here, text), ..told });
    if indent.contains('\t') {
        return Some(Told {
            span: Span::new(span.start, span.start + line.trim_end().len()),
            message: "The front matter cannot be read: a line begins with a tab".to_owned(),
            label: "a tab stands before this",
            help: match text[..span.start].trim_end().ends_with(':') {
                true => format!("Use two spaces in its place: `  {}`", body.trim_end()),
                false => format!("Start it at the beginning of the line: `{}`", body.trim_end()),
            },
            edit: None,
        });
    }
    let (key, value) = body.split_once(':')?;
    if special_space(span, line).is_some() {
        return Some(Told {
            span: here,
            message: "The front matter cannot be read: the space behind the colon is a special one, as Word and Google Docs make it"
                .to_owned(),
            label: "this space is not the one that your keyboard types",
            help: format!("Delete it and type it anew: `{key}: {}`", value.trim()),
            edit: None,
        });
    }
    if is_word(key) && !key.is_empty() && has_word(value) && !value.starts_with([' ', '\t', '/', ':']) {
        return told(
            "no space stands behind the colon".to_owned(),
            "a space is missing behind the colon",
            format!("Write `{key}: {}`", value.trim()),
        );
    }
    if !value.is_empty() && !value.starts_with([' ', '\t']) || key.starts_with('#') {
        return None;
    }
    let value = value.trim();
    let first = value.chars().next()?;
    let fixed = format!("Put the value in quotes: `{}`", in_quotes(here, text));
    match first {
        '@' | '`' | '%' | '*' | '&' | '!' => quotable(told(
            format!("a value begins with `{first}`, which means something else to YAML"),
            "this needs quotes",
            fixed,
        )),
        '“' | '”' | '„' | '‘' | '’' | '«' if value.contains(": ") => quotable(told(
            "these are curly quotes, which do not protect the colon inside them".to_owned(),
            "straight quotes are needed here",
            fixed,
        )),
        '"' | '\'' | '[' | '{' if goes_on(value).is_some() => {
            let end = goes_on(value).unwrap_or(first);
            let whole = quoted_whole(value);
            let told = told(
                format!("a value goes on behind the `{end}` that ends it"),
                "something stands behind its end",
                format!("Put the whole value in quotes: `{}: {whole}`", key.trim()),
            );
            told.map(|told| Told { edit: replace_value(here, text, quoted_whole), ..told })
        }
        '"' | '\'' if value.len() < 2 || !value.ends_with(first) => quotable(told(
            format!("a value begins with {first} and does not end with it"),
            "the quote is not closed",
            format!("Close the quote: `{}: {}`", key.trim(), yaml_quoted(value.trim_matches(first))),
        )),
        // Quotes inside may be written as they should be.
        '"' | '\'' if value[1..value.len() - 1].contains(first) && yaml::read(&format!("k: {value}")).is_err() => {
            quotable(told(
                format!("a value in quotes has another {first} in it"),
                "a quote inside the quotes",
                format!("Write `{}: {}`", key.trim(), yaml_quoted(&value[1..value.len() - 1])),
            ))
        }
        '[' if !value.ends_with(']') => {
            quotable(told("a `[` is not closed".to_owned(), "the bracket is not closed", fixed))
        }
        '{' if !value.ends_with('}') => {
            quotable(told("a `{` is not closed".to_owned(), "the brace is not closed", fixed))
        }
        '"' | '\'' | '[' | '{' | '|' | '>' => None,
        _ if value.contains(": ") || value.ends_with(':') => {
            quotable(told("a value has a colon in it".to_owned(), "a value with a colon needs quotes", fixed))
        }
        _ if !indent.is_empty() && is_here => told(
            "this line is indented differently from the ones around it".to_owned(),
            "spaces stand before this",
            format!("Start it at the beginning of the line: `{}`", body.trim_end()),
        ),
        _ => None,
    }
}

/// The sign that closes what a value opens, where more than a comment follows it.
fn goes_on(value: &str) -> Option<char> {
    let close = match value.chars().next()? {
        '[' => ']',
        '{' => '}',
        quote => quote,
    };
    let (_, behind) = value[1..].split_once(close)?;
    let rest = behind.trim_start();
    // Another quote may be meant to stand inside, or to end the value.
    let is_more = rest.starts_with(|c: char| c.is_alphanumeric() || c == '(') && !rest.ends_with(close);
    is_more.then_some(close)
}

/// The value with all of its own signs, in quotes that stand in none of it.
fn quoted_whole(value: &str) -> String {
    if value.contains('\'') { yaml::scalar(value) } else { format!("'{value}'") }
}

fn yaml_quoted(value: &str) -> String {
    let inner = value.trim_matches(['"', '\'', '“', '”', '„', '‘', '’', '«', '»', ' ']);
    match yaml::scalar(inner) {
        plain if plain == inner => format!("\"{inner}\""),
        quoted => quoted,
    }
}

/// A line `key: value`: both without blanks around them, and where the value stands.
fn parts(span: Span, text: &str) -> Option<(&str, &str, Span)> {
    let line = span.of(text);
    let (key, behind) = line.split_once(':')?;
    let value = behind.trim();
    let start = span.start + line.len() - behind.trim_start().len();
    Some((key.trim(), value, Span::new(start, start + value.len())))
}

/// Puts the value of a line `key: value` in quotes; not where a comment stands behind it.
pub(super) fn quote(span: Span, text: &str) -> Option<Edit> {
    replace_value(span, text, yaml_quoted)
}

/// How that line reads then.
pub(super) fn in_quotes(span: Span, text: &str) -> String {
    match parts(span, text) {
        Some((key, value, _)) => format!("{key}: {}", yaml_quoted(value)),
        None => yaml_quoted(span.of(text).trim()),
    }
}

fn replace_value(span: Span, text: &str, quoted: impl Fn(&str) -> String) -> Option<Edit> {
    let (_, value, place) = parts(span, text)?;
    (!value.is_empty() && !value.contains(" #")).then(|| Edit::replace(place, quoted(value)))
}
