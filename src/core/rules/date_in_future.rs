//! What was talked about has happened.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::recognise::Group;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "date-in-future",
    summary: "the status says talked, and the date is still to come",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A note whose status says that you talked has a date of today or earlier. This rule sees one that lies ahead in every time
zone: either the date has a slip in it, or the conversation is still to come and the status is `scheduled`.

```md bad
---
level: 1
contact: Ada
date: 2027-01-05
status: followed-up
questions: How did you start?
notes: By teaching herself.
takeaway: Build something small.
---
```

```md good
---
level: 1
contact: Ada
date: 2027-01-05
status: scheduled
questions: How did you start?
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let (Some(status), Some(day), Some(at)) = (cx.note.status.get(), cx.note.date.get(), cx.note.date.at()) else {
        return;
    };
    if status.group != Group::Talked || !cx.today.is_ahead(day.date) {
        return;
    }
    let found = cx.report(at.value, format!("The status is `{}`, and {} is still to come", status.canonical, day.date));
    found.label("a day in the future");
    found.why("One of the two lines has a slip in it.");
    found.help("Correct the date, or write `status: scheduled`");
}
