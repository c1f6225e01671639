//! A conversation that was held has notes.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-notes",
    summary: "nothing is written down of what was said",
    severity: Severity::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
When you have talked, the note holds what was said: under `Notes` or a heading that means the same (`Summary`, `Key points`,
`Anotações`), under the questions, or below a heading that carries your contact's name. Keywords are enough; nobody counts
words. A code block, a table, a quotation and a folded `<details>` count as well.

The scaffold's own text, the questions repeated, a link alone and a name with nothing behind its colon are not yet notes.

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

## Notes
Ada:

## Takeaway
Build something small.
```

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

## Takeaway
Build something small.
```

```md fixed
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

## Notes

<!--
Write here while you talk. Keywords will do; write under the questions instead if you prefer.
-->

## Takeaway
Build something small.
```

```md good
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?
  - By teaching herself, in the evenings.

## Takeaway
Build something small.
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    cx.missing_section("notes", "What is not written down today is gone next week; keywords are enough.");
}
