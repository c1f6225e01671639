//! A conversation that is agreed or held has a day.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::dates;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-date",
    summary: "the front matter has no `date` although a day is agreed or past",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    docs: r#"
From the moment that a day is agreed (`status: scheduled`) a note has a `date`, written year, month, day: `2026-11-26`. Under
`contacted` the date is the day of your message, and may be left out.

The day shows whether the conversation was held in time, and tells you when to ask again.

```md bad
---
level: 1
contact: Ada
status: scheduled
questions: How did you start?
---
```

```md bad
---
level: 1
contact: Ada
date:
status: scheduled
questions: How did you start?
---

Date: 26 November 2026
```

```md fixed
---
level: 1
contact: Ada
date: 2026-11-26
status: scheduled
questions: How did you start?
---

Date: 26 November 2026
```

```md good
---
level: 1
contact: Ada
status: scheduled
date: 2026-11-26
questions: How did you start?
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let date = &cx.note.date;
    if !cx.lacks("date", date) {
        return;
    }
    let said = cx.note.said_in_body("date").and_then(|(_, text)| dates::read(&text).ok());
    let line = format!("date: {}", said.map_or(cx.today.local, |day| day.date));
    cx.missing_field("date", date, "The day shows whether the conversation was in time, and when to ask again.", &line);
}
