//! Front matter that opens is closed.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::fix::apply;
use crate::core::note::front_matter::{self, FrontMatter, is_nearly_closer, split};
use crate::core::text::{Span, lines};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "unclosed-front-matter",
    summary: "`---` opens the front matter and nothing closes it",
    severity: Severity::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
Front matter stands between two lines of exactly three hyphens. This rule sees the first one without the second, and
points at the line behind which the second belongs.

Until it is closed, the whole note reads as front matter, so nothing else about it can be said.

```md bad
---
level: 1
contact: Ada
status: planned

# Conversation with Ada
```

```md fixed
---
level: 1
contact: Ada
status: planned
---

# Conversation with Ada
```

```md good
---
level: 1
contact: Ada
status: planned
---

# Conversation with Ada
```
"#,
    check: Check::Note(check),
};

/// The fix, if what it closes can be read, and no field is left behind it.
fn closed(text: &str, edit: Edit, fields: &[String]) -> Option<Fix> {
    let after = apply(text, [&edit]);
    let split = split(&after);
    let reads = matches!(front_matter::read(&after, split), FrontMatter::Read { .. });
    let is_field = |line: &str| line.split_once(':').is_some_and(|(name, _)| fields.iter().any(|field| field == name));
    let loses = lines(&after[split.body()..]).any(|(_, line)| is_field(line));
    (reads && !loses).then(|| Fix::safe("Close the front matter", vec![edit]))
}

fn check(cx: &mut NoteContext<'_>) {
    let FrontMatter::Unclosed { opener, close_at } = cx.note.front else { return };
    let (text, fields) = (cx.note.source.text.as_str(), cx.activity.field_names());
    let written = lines(text).find(|(span, _)| span.start == close_at.start);
    if let Some((span, line)) = written.filter(|(_, line)| is_nearly_closer(line.trim_end())) {
        let found = cx.report(span, format!("The front matter is closed by `{}`, not by `---`", line.trim_end()));
        found.label("three hyphens belong here, and nothing else");
        found.and(opener, "it opens here");
        found.why("Until then the whole note reads as front matter, and nothing in it can be checked.");
        found.help("Make this line exactly three hyphens:\n\n---");
        found.fix = closed(text, Edit::replace(span, "---"), fields);
        return;
    }
    let last: Span = lines(&cx.note.source.text)
        .filter(|(span, line)| span.start >= opener.start && span.start < close_at.start && !line.trim().is_empty())
        .map(|(span, _)| span)
        .last()
        .unwrap_or(opener);
    let last = if last.start <= opener.start { opener } else { last };
    let found = cx.report(last, "The front matter opens with `---` and is never closed");
    found.label("a line `---` belongs below this one");
    if last != opener {
        found.and(opener, "it opens here");
    }
    found.why("Until then the whole note reads as front matter, and nothing in it can be checked.");
    found.help("Add a line with three hyphens there:\n\n---");
    // Where the text goes on with something else, only its author knows how far the front matter reaches.
    let next = written.map_or("", |(_, line)| line.trim());
    if next.is_empty() || next.starts_with('#') {
        let added = if close_at.start == text.len() && !text.ends_with(['\n', '\r']) { "\n---" } else { "---\n" };
        found.fix = closed(text, Edit::insert(close_at.start, added), fields);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_left_behind_a_new_closing_line() {
        let fields = ["level".to_owned(), "contact".to_owned()];
        let close_at = |text: &str| text.find("##").unwrap_or(text.len());
        for (text, is_closed) in [
            ("---\nlevel: 1\n## whom\ncontact: Ada\n", false),
            ("---\nlevel: 1\ncontact: Ada\n## Takeaway\nDate: Monday\n", true),
        ] {
            let fix = closed(text, Edit::insert(close_at(text), "---\n"), &fields);
            assert_eq!(fix.is_some(), is_closed, "{text}");
        }
    }
}
