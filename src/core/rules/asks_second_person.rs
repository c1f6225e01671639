//! While one person is silent, ask another.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// How many days of silence are enough.
pub const DAYS: i32 = 7;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "asks-second-person",
    summary: "no answer for more than seven days: ask somebody else meanwhile",
    severity: Severity::Advice,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
People are busy, and a message that stays without an answer is nobody's fault. After seven days it is time to ask a second
person, and to keep this note open: an answer may still come. Under `contacted` and `no-reply` the date is the day of your
message.

```md bad
---
level: 2
contact: Ada
date: 2026-11-10
status: contacted
why: she changed careers at my age
---
```

```md good
---
level: 2
contact: Ada
date: 2026-11-20
status: contacted
why: she changed careers at my age
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let (Some(status), Some(day), Some(at)) = (cx.note.status.get(), cx.note.date.get(), cx.note.status.at()) else {
        return;
    };
    let days = cx.today.days_since(day.date);
    if !matches!(status.canonical.as_str(), "contacted" | "no-reply") || days <= DAYS {
        return;
    }
    let found = cx.report(at.value, format!("Your message is {days} days old and has no answer yet"));
    found.label("time to ask a second person");
    found.why("People are busy; a second conversation keeps you in time, and this one may still come.");
    found.help("Keep this note, and start another one: coffeechat new");
}
