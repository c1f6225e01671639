//! Front matter is YAML that a note has a use for.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::fix::apply;
use crate::core::note::front_matter::{self, FrontMatter, split};
use crate::core::note::yaml::{self, Cause, MAX_BYTES, MAX_DEPTH, MAX_NODES, Refusal};
use crate::core::recognise::has_word;
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
    let line = span.of(text);
    let (_, behind) = line.split_once(':')?;
    let value = behind.trim();
    let start = span.start + line.len() - behind.trim_start().len();
    (!value.is_empty() && !value.contains(" #"))
        .then(|| Edit::replace(Span::new(start, start + value.len()), yaml_quoted(value)))
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
    let upwards = all.iter().rev().filter(|(span, _)| span.start <= here.end);
    let below = all.iter().filter(|(span, _)| span.start > here.end);
    upwards.chain(below).find_map(|&(span, line)| suspicious(span, line, text))
}

fn suspicious(span: Span, line: &str, text: &str) -> Option<Told> {
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
        _ if !indent.is_empty() => told(
            "this line is indented differently from the ones around it".to_owned(),
            "spaces stand before this",
            format!("Start it at the beginning of the line: `{}`", body.trim_end()),
        ),
        _ => None,
    }
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
            // A very long line is shown by its beginning.
            let end = span.start + line.trim_end().len();
            found = Span::new(span.start + indent, end);
        }
        if at <= span.end {
            break;
        }
    }
    found
}
