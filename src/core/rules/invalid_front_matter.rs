//! Front matter is YAML that a note has a use for.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::fix::apply;
use crate::core::note::front_matter::{self, FrontMatter, split};
use crate::core::note::yaml::{Cause, MAX_BYTES, MAX_DEPTH, MAX_NODES, Refusal};
use crate::core::text::{Span, lines};

mod line;

use self::line::{in_quotes, quote, syntax};

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
open and do not close. Tabs cannot indent, and a special space, as Word and Google Docs make it, is none.
This rule says which of these it found.

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

A space from Word or Google Docs may be one that only looks like a space:

```md bad
---
level: 1
contact: Ada
status: planned
---
```

```md fixed
---
level: 1
contact: Ada
status: planned
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
    let spaces = line::plain_spaces(text, block);
    found.fix = match spaces.is_empty() {
        true => told.edit.and_then(|edit| readable(text, edit)),
        false => Some(Fix::safe("Put plain spaces behind the colons", spaces)),
    };
}

struct Told {
    span: Span,
    message: String,
    label: &'static str,
    help: String,
    /// What may mend it.
    edit: Option<Edit>,
}

/// How many lines are mended together. Whoever has more mends again.
const MOST_LINES: usize = 40;

/// The fix, if the front matter can be read with it, or at least up to another line. Lines further down that have the same trouble are
/// mended with it: a block that was copied from elsewhere has many of them.
fn readable(text: &str, edit: Edit) -> Option<Fix> {
    let (mut after, mut edits, mut next) = (text.to_owned(), Vec::new(), Some(edit));
    while let Some(edit) = next.take().filter(|_| edits.len() < MOST_LINES) {
        let now = apply(&after, [&edit]);
        let end = edit.span.start + edit.text.len();
        let more = match front_matter::read(&now, split(&now)) {
            FrontMatter::Read { .. } => None,
            FrontMatter::Invalid { block, refusal } if refusal.span.start > end => Some((block, refusal)),
            _ => break,
        };
        // All edits so far stand before this one, so that the text behind it is as far from the end as it was.
        let at = |place: usize| place + text.len() - after.len();
        let here = Span::new(at(edit.span.start), at(edit.span.end));
        edits.push(Edit { span: here, text: edit.text });
        after = now;
        next =
            more.and_then(|(block, refusal)| tell(&after, block, refusal).edit).filter(|next| next.span.start >= end);
    }
    let title = if edits.len() > 1 { "Put the values in quotes" } else { "Put the value in quotes" };
    (!edits.is_empty()).then(|| Fix::safe(title, edits))
}

fn tell(text: &str, block: Span, refusal: Refusal) -> Told {
    let here = line_of(text, block, refusal.span.start);
    let quoted = |span: Span| format!("Put the value in quotes: `{}`", in_quotes(span, text));
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
    fn lines_with_the_same_trouble_are_mended_together() {
        let line = |nth: usize, value: &str| format!("key{nth}: {value}\n");
        let block: String =
            (0..30).map(|nth| line(nth, if nth % 2 == 0 { "she said: yes" } else { "*bold* “words”" })).collect();
        let text = format!("---\n{block}---\n");
        let FrontMatter::Invalid { block, refusal } = read(&text, split(&text)) else { panic!("{text}") };
        let fix = tell(&text, block, refusal).edit.and_then(|edit| readable(&text, edit)).expect("a fix");
        assert_eq!((fix.title.as_ref(), fix.edits.len()), ("Put the values in quotes", 30));
        let after = apply(&text, &fix.edits);
        assert!(matches!(read(&after, split(&after)), FrontMatter::Read { .. }), "{after}");
        assert!(after.contains("key0: \"she said: yes\"\n") && after.contains("key29: "), "{after}");
    }

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
            ("level: 1\ncontact:\u{a0}Ada", "contact:\u{a0}Ada", "a special one"),
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
