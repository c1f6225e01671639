//! The date is a day of the calendar, and one only.

use jiff::civil::Date;

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::calendar::{NoDay, Side, day_on, in_full, likely, one_of};
use crate::core::diagnostic::Severity;
use crate::core::note::dates::Unread;
use crate::core::note::fields::{Field, Problem};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "invalid-date",
    summary: "a `date` that is no day, has no year, or could be two days",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A date is read in many spellings, as long as it can only be one day: `2026-11-26`, `26 November 2026`, `Nov 26, 2026`,
`26.11.2026`, `17/9/2026`. This rule sees the rest: a day that the calendar does not have, a day without a year, and numbers
that could be day and month or month and day. It never guesses.

```md bad
---
level: 1
contact: Ada
date: 2026-02-30
status: planned
---
```

```md bad
---
level: 1
contact: Ada
date: 5/6/2026
status: planned
---
```

```md bad
---
level: 1
contact: Ada
date: 11/20
status: planned
---
```

```md good
---
level: 1
contact: Ada
date: 2026-06-05
status: planned
---
```
"#,
    check: Check::Note(check),
};

/// Why a date cannot be read.
pub fn reason(problem: Problem, raw: &str) -> String {
    match problem {
        Problem::Day(Unread::NoSuchDay) => format!("The calendar has no day `{raw}`"),
        Problem::Day(Unread::FarYear) => format!("The year of `{raw}` looks like a slip"),
        Problem::Day(Unread::NoYear) => format!("`{raw}` does not say which year"),
        Problem::Day(Unread::ShortYear) => format!("`{raw}` has a year of two digits"),
        Problem::Day(Unread::Ambiguous(first, second)) => format!("`{raw}` could be two days: {first} or {second}"),
        _ => format!("`{raw}` cannot be read as a day"),
    }
}

/// The day that is likely meant by a date that cannot be read, to be looked at: `typed` is how it is written. Nothing where none is.
pub fn suggestion(
    problem: Problem,
    raw: &str,
    today: Date,
    side: Side,
    typed: impl Fn(Date) -> String,
) -> Option<String> {
    let text = raw.trim().trim_matches(['"', '\'']);
    match problem {
        Problem::Day(Unread::Ambiguous(first, second)) => one_of(&[first, second], typed),
        Problem::Day(Unread::NotADate) => match day_on(text, today, side) {
            // Nobody knows on which day this was written.
            Ok(date) => {
                Some(format!("Counted from today, `{text}` is {}. If that is the day: {}", in_full(date), typed(date)))
            }
            Err(NoDay::Either(first, second)) => one_of(&[first, second], typed),
            Err(NoDay::OtherWeekday(date)) => one_of(&[date], typed),
            Err(_) => None,
        },
        _ => one_of(&likely(text, today, side), typed),
    }
}

fn check(cx: &mut NoteContext<'_>) {
    let Field::Invalid(problem, at) = &cx.note.date else { return };
    let side = cx.note.status.get().map_or(Side::Past, |status| Side::of(status));
    let likely = suggestion(*problem, &at.raw, cx.today.local, side, |date| format!("`date: {date}`"));
    let label = match problem {
        Problem::Day(Unread::NoSuchDay) => "no such day",
        Problem::Day(Unread::FarYear) => "nobody living talked in that year",
        Problem::Day(Unread::NoYear) => "a year of four digits is missing",
        Problem::Day(Unread::ShortYear) => "a year of four digits is needed",
        Problem::Day(Unread::Ambiguous(..)) => "day and month cannot be told apart",
        _ => "not a day",
    };
    let found = cx.report(at.value, reason(*problem, &at.raw));
    found.label(label);
    found.why("Nobody should have to guess the day; it shows whether the conversation was in time.");
    found.help(likely.unwrap_or_else(|| "Write year, month and day: `date: YYYY-MM-DD`".to_owned()));
}
