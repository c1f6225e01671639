//! Nothing swallows the sections below it.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::activity::Activity;
use crate::core::diagnostic::Severity;
use crate::core::note::Note;
use crate::core::text::{Span, lines};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "hidden-sections",
    summary: "an unclosed comment or code fence swallows the sections below it",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A comment that opens with `<!--` and a code block that opens with three backticks go on until they are closed. Where nothing
closes them, Markdown takes everything to the end of the file for part of them, headings included. This rule says so once, at
the opening, instead of calling each swallowed section missing.

````md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

<!-- she was late

## Notes
By teaching herself.

## Takeaway
Build something small.
````

````md good
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

<!-- she was late -->

## Notes
By teaching herself.

## Takeaway
Build something small.
````
"#,
    check: Check::Note(check),
};

/// The sections whose headings stand in what an unclosed comment or fence swallowed, by key.
pub fn swallowed(note: &Note<'_>, activity: &Activity) -> Vec<(String, Span)> {
    let Some(opening) = note.body.swallowed_from else { return Vec::new() };
    let mut hidden = Vec::new();
    for (span, line) in
        lines(&note.source.text).filter(|(span, _)| span.start > opening.start && span.end <= note.body.swallowed_to)
    {
        let Some(name) = line.trim_start().strip_prefix('#') else { continue };
        let set = activity.named_by(name.trim_start_matches('#'));
        for section in &activity.sections {
            let is_named = activity.section(&section.key).is_some_and(|(one, _)| set.has(one));
            if is_named && !hidden.iter().any(|(key, _)| *key == section.key) {
                hidden.push((section.key.clone(), span));
            }
        }
    }
    hidden
}

fn check(cx: &mut NoteContext<'_>) {
    let Some(opening) = cx.note.body.swallowed_from else { return };
    let hidden = swallowed(cx.note, cx.activity);
    let Some((_, first)) = hidden.first() else { return };
    let is_comment = opening.of(&cx.note.source.text).starts_with("<!--");
    let (what, close) = if is_comment { ("comment", "`-->`") } else { ("code block", "a line of three backticks") };
    let names: Vec<_> = hidden.iter().map(|(key, _)| format!("`{}`", cx.activity.heading_of(key))).collect();
    let found = cx.report(opening, format!("This {what} is never closed, and hides {}", names.join(", ")));
    found.label(format!("the {what} opens here")).blocks();
    found.and(*first, "hidden");
    found.why("Readers of the page do not see what stands behind it.");
    found.help(format!("Close it with {close} where it should end."));
}
