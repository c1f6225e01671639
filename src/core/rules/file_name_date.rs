//! A file is named after the day of its conversation.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::dates;
use crate::core::recognise::Group;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "file-name-date",
    summary: "the day in the file's name is not the note's",
    severity: Severity::Advice,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
Files named after their day sort by it, so you find a conversation again. This rule sees a note whose file name holds another day
than its `date`, once you have talked: until then the day may still move.

```md bad path=networking/2026-11-02-ada.md
---
level: 1
contact: Ada
date: 2026-11-09
status: followed-up
questions: How did you start?
notes: By teaching herself.
takeaway: Build something small.
---
```

```md good path=networking/2026-11-02-ada.md
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
questions: How did you start?
notes: By teaching herself.
takeaway: Build something small.
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let (Some(day), Some(at)) = (cx.note.date.get(), cx.note.date.at()) else { return };
    if cx.note.has_unknown_status() || cx.note.status.get().is_some_and(|status| status.group != Group::Talked) {
        return;
    }
    let name = cx.path.rsplit('/').next().unwrap_or(cx.path);
    let Some((_, named)) = day_in(name) else { return };
    let Some(renamed) = renamed(name, day.date) else { return };
    let found = cx.report(at.value, format!("The file's name says {named}, and the note says {}", day.date));
    found.label(format!("the file is called `{name}`"));
    found.why("Files named after their day sort by it, so you find the conversation again.");
    found.help(format!("Rename the file to `{renamed}`, or correct the date here."));
}

/// The name of a file with this day in it; `None` where it has no other.
pub fn renamed(name: &str, day: jiff::civil::Date) -> Option<String> {
    let (start, _) = day_in(name).filter(|(_, named)| *named != day)?;
    Some(format!("{}{day}{}", &name[..start], &name[start + 10..]))
}

/// The first `YYYY-MM-DD` in a file's name that is a day, and where it begins.
fn day_in(name: &str) -> Option<(usize, jiff::civil::Date)> {
    let bytes = name.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..name.len().saturating_sub(9)).find_map(|at| {
        let alone = (at == 0 || !digit(at - 1)) && !digit(at + 10);
        let text = name.get(at..at + 10).filter(|text| alone && text.bytes().filter(|&b| b == b'-').count() == 2)?;
        dates::read(text).ok().filter(|day| day.iso).map(|day| (at, day.date))
    })
}
