//! A conversation that is agreed has questions.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-questions",
    summary: "no question is written down, although a day is agreed or past",
    severity: Severity::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
Questions are best written before the talk, and sent ahead. From `status: scheduled` on, a note has at least one: under
`Questions` or a heading that means the same (`Agenda`, `Topics`, `Preguntas`). Without such a heading, two headings, list items or
lines that end in a question mark will do, or one that begins with `Q:`. A suggested question that you picked counts; one whose blank `___` is still open does not.

`coffeechat questions` lists suggestions for each level.

```md bad
---
level: 1
contact: Ada
date: 2026-11-26
status: scheduled
---

## Questions

<!-- What do you want to know? -->

-
```

```md bad
---
level: 1
contact: Ada
date: 2026-11-26
status: scheduled
---

## Notes
She has half an hour.
```

```md fixed
---
level: 1
contact: Ada
date: 2026-11-26
status: scheduled
---

## Questions

<!--
What do you want to know? Three to five questions, at least one of them your own.
Send them ahead, so that the other person can think about them.
-->

- 
- 
- 

## Notes
She has half an hour.
```

```md bad
---
level: 2
contact: Ada
date: 2026-11-26
status: scheduled
why: she works in robotics
---

## Questions

- I would like to know more about ___ work: what should I read, try or visit first?
```

```md good
---
level: 1
contact: Ada
date: 2026-11-26
status: scheduled
---

## What I want to know

- Tell me about your first week
```

```md good
---
level: 1
contact: Ada
date: 2026-11-26
status: scheduled
---

### How did you start?
### What would you do differently?
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    cx.missing_section(
        "questions",
        "Prepared questions are what makes it a conversation; specific ones make it a good one.",
    );
}
