//! A heading close to a known one is probably that one.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "misspelled-section",
    summary: "a heading that is close to one that is known: did you mean",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
This rule sees a heading that differs from a known one by a letter or two, such as `## Takeway`, where the right one is absent.
It stands for the right heading in every other rule, so you read of it once.

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: talked
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeway
Build something small.
```

```md good
---
level: 1
contact: Ada
date: 2026-11-02
status: talked
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Take-aways
Build something small.
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    for heading in &note.body.headings {
        let Some(meant) = &heading.misspells else { continue };
        let found =
            cx.report(heading.span, format!("The heading `{}` is close to one that is known", heading.text.trim()));
        found.label(format!("did you mean `{meant}`?"));
        found.why("Under its usual name everybody finds it, your instructor too.");
        found.help(format!("Write `{} {meant}`", "#".repeat(usize::from(heading.level))));
    }
}
