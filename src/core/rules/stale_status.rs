//! A day that has passed is no longer ahead.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "stale-status",
    summary: "the status says scheduled, and the day has passed",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A conversation was scheduled, and its day has passed in every time zone. Did it happen? Then the status is `talked`, and the
notes are best written today. If it was moved, give it its new date; if it will not take place, say `declined`.

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: scheduled
questions: How did you start?
---
```

```md good
---
level: 1
contact: Ada
date: 2026-11-30
status: scheduled
questions: How did you start?
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let (Some(status), Some(day), Some(at)) = (cx.note.status.get(), cx.note.date.get(), cx.note.status.at()) else {
        return;
    };
    if status.canonical != "scheduled" || !cx.today.has_passed(day.date) {
        return;
    }
    let date_at = cx.note.date.at().map(|at| at.value);
    let found =
        cx.report(at.value, format!("The conversation was scheduled for {}, and that day has passed", day.date));
    found.label("did it happen?");
    if let Some(span) = date_at {
        found.and(span, "the day");
    }
    found.why("Notes are best written while the talk is fresh.");
    found.help("If you talked, write `status: talked`; if they said no, `status: declined`; if nobody came or answered, `status: no-reply`. If it was moved, change the date.");
}
