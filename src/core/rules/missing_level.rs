//! A note says which level of the activity it is.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-level",
    summary: "the front matter has no `level`",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    docs: r#"
The level says whom you talk with: your mentor (1), somebody you know (2), or somebody you have never met (3). It decides
which questions are suggested and what the note should hold. `2`, `II` and `known` all mean the same.

```md bad
---
contact: Ada
status: planned
---
```

```md bad
---
contact: Ada
status: planned
---

**Level:** II

## Why this person
She is the only tester I know.
```

```md fixed
---
contact: Ada
status: planned
level: 2
---

**Level:** II

## Why this person
She is the only tester I know.
```

```md good
---
level: Level I
contact: Ada
status: planned
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let level = &cx.note.level;
    if !cx.lacks("level", level) {
        return;
    }
    let lines = cx.activity.level_lines();
    cx.missing_field("level", level, "The level decides which questions fit and what the note should hold.", &lines);
}
