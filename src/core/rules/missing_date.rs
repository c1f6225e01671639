//! A conversation that is agreed or held has a day.

use super::invalid_date::{reason, suggestion};
use super::{Check, FixKind, NoteContext, Rule};
use crate::core::calendar::Side;
use crate::core::diagnostic::Severity;
use crate::core::note::dates;
use crate::core::note::fields::{Field, Problem};
use crate::core::recognise::Group;

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
    let said = cx.note.said_in_body("date").map(|(_, text)| (dates::read(&text), text));
    let line = match &said {
        Some((Ok(day), _)) => format!("date: {}", day.date),
        // Whoever pastes this has not said a day yet.
        _ => "date: YYYY-MM-DD".to_owned(),
    };
    let status = cx.note.status.get();
    let side = status.map_or(Side::Past, |status| Side::of(status));
    let today = cx.today.local;
    let found = cx.missing_field(
        "date",
        date,
        "The day shows whether the conversation was in time, and when to ask again.",
        &line,
    );
    let Some(found) = found else { return };
    if matches!(said, Some((Ok(_), _))) {
        return;
    }
    let unread = said.and_then(|(read, text)| Some((Problem::Day(read.err()?), text)));
    let likely = unread
        .as_ref()
        .and_then(|(problem, text)| suggestion(*problem, text, today, side, |date| format!("`date: {date}`")));
    if let (Some((problem, text)), Field::Absent) = (&unread, date) {
        found.label(reason(*problem, text));
    }
    let day = match side {
        Side::ToCome => "the day that is agreed",
        Side::Past if status.is_some_and(|status| status.group != Group::Talked) => "the day of your message",
        Side::Past => "the day on which you talked",
    };
    found.help(likely.unwrap_or_else(|| match date {
        Field::Absent => format!("Add this line between the two `---` at the top, with {day}: `{line}`"),
        Field::Empty(_) => format!("Complete the line with {day}: `{line}`"),
        _ => format!("Write {day} in its place: year, month and day."),
    }));
}
