//! Front matter is YAML that a note has a use for.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::fix::apply;
use crate::core::note::front_matter::{self, FrontMatter, split};
use crate::core::note::yaml::{self, Cause, MAX_BYTES, MAX_DEPTH, MAX_NODES, Refusal};
use crate::core::recognise::{NAMES, has_word};
use crate::core::text::{Span, lines};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "invalid-front-matter",
    summary: "front matter that cannot be read, with the usual cause in plain words",
    severity: Severity::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
Front matter is made of lines `key: value`, in a format called YAML. A few characters have a meaning of their own there:
a colon followed by a space, `@`, `*`, `&`, `!`, `%` or a backtick at the start of a value, and quotes and brackets that
open and do not close. Tabs cannot indent. This rule says which of these it found.

Nothing can be said of a note whose front matter cannot be read. Quotes around the value mend nearly all of it:
`contact: "Ada: mentor"`.

References (`*name`, `&name`), tags (`!name`), a second document, more than 64 KiB, more than 2,000 values or more than 16
levels are refused as well: a note has no use for them.

```md bad
---
level: 1
contact: Ada: mentor
status: planned
---
```

```md fixed
---
level: 1
contact: "Ada: mentor"
status: planned
---
```

```md bad
---
level: 1
contact: @ada
---
```

```md bad
---
level: 1
contact: *Ada*
---
```

```md bad
---
level: 1
	contact: Ada
---
```

```md bad
---
level: 1
contact: "Ada" Lovelace
status: planned
---
```

```md fixed
---
level: 1
contact: '"Ada" Lovelace'
status: planned
---
```

```md bad
---
level: 1
contact: [Ada](ada.md)
status: planned
---
```

```md fixed
---
level: 1
contact: '[Ada](ada.md)'
status: planned
---
```

```md bad
---
level: 1
contact:
  name: Ada
  some text
status: planned
---
```

```md bad
---
level 1
contact: Ada
status: planned
---
```

```md good
---
level: 1
contact: "Ada: mentor"
status: planned
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let FrontMatter::Invalid { block, refusal } = cx.note.front else { return };
    let text = &cx.note.source.text;
    let told = tell(text, block, refusal);
    let found = cx.report(told.span, told.message);
    found.label(told.label);
    found.why("Until the front matter can be read, nothing else about this note can be said.");
    found.help(told.help);
    found.fix = told.edit.and_then(|edit| readable(text, edit));
}

struct Told {
    span: Span,
    message: String,
    label: &'static str,
    help: String,
    /// What may mend it.
    edit: Option<Edit>,
}

/// The fix, if the front matter can be read with it, or at least up to another line.
fn readable(text: &str, edit: Edit) -> Option<Fix> {
    let after = apply(text, [&edit]);
    let end = edit.span.start + edit.text.len();
    let reads = match front_matter::read(&after, split(&after)) {
        FrontMatter::Read { .. } => true,
        FrontMatter::Invalid { refusal, .. } => refusal.span.start > end,
        FrontMatter::None | FrontMatter::Unclosed { .. } => false,
    };
    reads.then(|| Fix::safe("Put the value in quotes", vec![edit]))
}

/// Puts the value of a line `key: value` in quotes; not where a comment stands behind it.
fn quote(span: Span, text: &str) -> Option<Edit> {
    replace_value(span, text, yaml_quoted)
}

fn replace_value(span: Span, text: &str, quoted: impl Fn(&str) -> String) -> Option<Edit> {
    let line = span.of(text);
    let (_, behind) = line.split_once(':')?;
    let value = behind.trim();
    let start = span.start + line.len() - behind.trim_start().len();
    (!value.is_empty() && !value.contains(" #"))
        .then(|| Edit::replace(Span::new(start, start + value.len()), quoted(value)))
}

fn tell(text: &str, block: Span, refusal: Refusal) -> Told {
    let here = line_of(text, block, refusal.span.start);
    let quoted = |span: Span| format!("Put the value in quotes: `{}`", in_quotes(span.of(text)));
    let told = |span: Span, message: &str, label: &'static str, help: String| Told {
        span,
        message: format!("The front matter cannot be read: {message}"),
        label,
        help,
        edit: matches!(refusal.cause, Cause::Alias | Cause::Anchor | Cause::Tag).then(|| quote(span, text)).flatten(),
    };
    match refusal.cause {
        Cause::Alias => told(
            here,
            "a value begins with `*`, which YAML takes for an alias",
            "this is read as an alias",
            quoted(here),
        ),
        Cause::Anchor => told(
            here,
            "a value begins with `&`, which YAML takes for an anchor, the target of an alias",
            "this is read as an anchor",
            quoted(here),
        ),
        Cause::Tag => {
            told(here, "a value begins with `!`, which YAML takes for a tag", "this is read as a tag", quoted(here))
        }
        Cause::Documents => told(
            here,
            "it holds more than one document",
            "a second document begins here",
            "Keep one block of lines between the two `---`.".to_owned(),
        ),
        Cause::TooLong => told(
            first_line(text, block),
            &format!("it is longer than {} KiB", MAX_BYTES / 1024),
            "the block begins here",
            "Keep a few short lines here and move the rest below the second `---`.".to_owned(),
        ),
        Cause::TooMany => told(
            here,
            &format!("it has more than {MAX_NODES} values"),
            "no further than here",
            "Keep a few short lines here and move the rest below the second `---`.".to_owned(),
        ),
        Cause::TooDeep => told(
            here,
            &format!("lists or maps are nested more than {MAX_DEPTH} deep"),
            "too deep here",
            "Write the value as plain text in quotes, or remove the brackets.".to_owned(),
        ),
        Cause::NotAMap => syntax(text, block, here).unwrap_or_else(|| {
            told(
                here,
                "it has no `key: value` lines",
                "a line such as `contact: Ada` is expected",
                "Write one `key: value` a line, for example `contact: Ada`.".to_owned(),
            )
        }),
        Cause::Syntax => syntax(text, block, here).unwrap_or_else(|| {
            told(
                here,
                "this line is not `key: value`",
                "here or on the line above",
                "Write one `key: value` a line, without spaces before the key.".to_owned(),
            )
        }),
    }
}

/// The usual causes, looked for from the place of the error upwards, then below it.
fn syntax(text: &str, block: Span, here: Span) -> Option<Told> {
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
    let is_word = key.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if is_word && !key.is_empty() && has_word(value) && !value.starts_with([' ', '\t', '/', ':']) {
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
    let fixed = format!("Put the value in quotes: `{}: {}`", key.trim(), yaml_quoted(value));
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

fn in_quotes(line: &str) -> String {
    match line.split_once(':') {
        Some((key, value)) => format!("{}: {}", key.trim(), yaml_quoted(value.trim())),
        None => yaml_quoted(line.trim()),
    }
}

fn first_line(text: &str, block: Span) -> Span {
    line_of(text, block, block.start)
}

/// The line of the block on which byte `at` lies, without its indentation; the last line that says anything if it is empty.
fn line_of(text: &str, block: Span, at: usize) -> Span {
    let mut found = Span::new(block.start, block.start);
    for (span, line) in lines(block.of(text)) {
        let span = span.shift(block.start);
        if !line.trim().is_empty() {
            let indent = line.len() - line.trim_start().len();
            let end = span.start + line.trim_end().len();
            found = Span::new(span.start + indent, end);
        }
        if at <= span.end {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::note::front_matter::{read, split};

    #[test]
    fn the_line_that_is_wrong_is_told_and_no_good_one() {
        for (block, line, words) in [
            ("contact:\n  name: Ada\n  some text\nstatus: planned", "some text", "not `key: value`"),
            ("level 1\ncontact: Ada\nstatus: planned", "level 1", "not `key: value`"),
            ("level = 1\ncontact = Ada", "level = 1", "not `key: value`"),
            ("contact: [Ada](ada.md)", "contact: [Ada](ada.md)", "goes on behind the `]`"),
            ("contact: \"Ada\" Lovelace", "contact: \"Ada\" Lovelace", "goes on behind the `\"`"),
            ("contact: {Ada} (mentor)", "contact: {Ada} (mentor)", "goes on behind the `}`"),
            ("contact: [Ada", "contact: [Ada", "a `[` is not closed"),
            ("contact: \"Ada", "contact: \"Ada", "does not end with it"),
            ("level: 1\n  contact: Ada", "contact: Ada", "indented differently"),
        ] {
            let text = format!("---\n{block}\n---\n");
            let FrontMatter::Invalid { block, refusal } = read(&text, split(&text)) else { panic!("{text}") };
            let told = tell(&text, block, refusal);
            assert_eq!(told.span.of(&text), line, "{}", told.message);
            assert!(told.message.contains(words), "{text}: {}", told.message);
        }
    }
}
