//! Dates are written one way.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::note::dates;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "date-style",
    summary: "a `date` that is clear, but not written `YYYY-MM-DD`",
    severity: Severity::Advice,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
The date is understood; written `YYYY-MM-DD` it is also understood by every other program, and notes sort by it. This is
advice, not a mistake. The fix leaves a date alone that has a time with it.

```md bad
---
level: 1
contact: Ada
date: 17 September 2026
status: planned
---
```

```md fixed
---
level: 1
contact: Ada
date: 2026-09-17
status: planned
---
```

```md good
---
level: 1
contact: Ada
date: 2026-09-17
status: planned
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let date = &cx.note.date;
    let (Some(day), Some(at)) = (date.get(), date.at()) else { return };
    if day.iso {
        return;
    }
    let found =
        cx.report(at.value, format!("`{}` is clear, and `{}` is what other programs read too", at.raw, day.date));
    found.label(format!("read as {}", day.date));
    found.why("Written year first, notes sort by their day.");
    found.help(format!("Write `date: {}`", day.date));
    // A time that stands with the day would be lost.
    if !dates::has_time(&at.raw) && !at.raw.contains('\n') {
        found.fix(Fix::safe(
            format!("Write the day as {}", day.date),
            vec![Edit::replace(at.value, day.date.to_string())],
        ));
    }
}
