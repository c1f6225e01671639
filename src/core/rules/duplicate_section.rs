//! A section stands once.

use std::collections::HashMap;

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::body::LABEL;
use crate::core::note::conversations::second;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "duplicate-section",
    summary: "the same heading twice",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
The same section stands twice under one heading, so a reader who finds the first misses the second. Two different names for one
thing (`Summary` and `Key points`) are fine, and so are headings repeated under each question.

```md bad
---
level: 1
contact: Ada
status: planned
---

## Notes
She can do Tuesday.

## Notes
Or Friday.
```

```md good
---
level: 1
contact: Ada
status: planned
---

## Summary
She can do Tuesday.

## Key points
Or Friday.
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    let mut seen = HashMap::new();
    let mut twice = Vec::new();
    for heading in note.body.headings.iter().filter(|h| !h.names.is_none() && h.level < LABEL) {
        let under_question =
            heading.parent.is_some_and(|at| note.body.headings[at].names.is_none() && !note.body.headings[at].is_title);
        let place = (heading.level, heading.parent, heading.folded.as_str());
        match seen.get(&place) {
            Some(&first) if !under_question => twice.push((first, heading)),
            Some(_) => {}
            None => {
                seen.insert(place, heading.span);
            }
        }
    }
    if twice.is_empty() || second(note, cx.activity).is_some() {
        return;
    }
    for (first, heading) in twice {
        let found = cx.report(heading.span, format!("The section `{}` stands twice", heading.text.trim()));
        found.label("and again here");
        found.and(first, "first here");
        found.why("Who finds the first one misses the second.");
        found.help("Move the text of one below the other and delete the heading that is left over.");
    }
}
