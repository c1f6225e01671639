//! A conversation that was held has a takeaway.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-takeaway",
    summary: "the note does not say what you take away from the conversation",
    severity: Severity::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
One thing to follow up on: something that your contact named and that you will look up, or somebody they could introduce you
to. It stands under `Takeaway` or a heading that means the same (`What I learned`, `Insights`, `À retenir`), or behind a label:
`Takeaway: read about SQL`. Any length will do.

A link alone, a picture, an empty checkbox, `TBD` or `N/A` is not yet one: add what it means to you.

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
By teaching herself.

## Takeaway
- [ ]
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

## Notes
By teaching herself.
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
By teaching herself.

## Takeaway

<!--
One thing that you will follow up on: something to look up, or somebody to be introduced to.
-->
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

## Notes
By teaching herself.

## What I learned
Small projects teach faster
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    cx.missing_section("takeaway", "One thing to follow up on is what turns a chat into a connection.");
}
