//! The status is one that is known.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::fields::Field;
use crate::core::recognise::{NAMES, fold, nearest};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "invalid-status",
    summary: "a `status` that is not known",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
The status says how far the conversation is: `planned`, `contacted`, `scheduled`, `talked`, `followed-up`, `no-reply` or
`declined`. Everyday words such as `done`, `sent` or `booked` are understood too. Without a status a note counts as talked
about.

It decides what the note has to hold, so a status that nobody knows leaves that open. To many programs an unquoted `no` or
`yes` is not even a word but *false* or *true*.

```md bad
---
level: 1
contact: Ada
status: plannd
---
```

```md bad
---
level: 1
contact: Ada
status: no
---
```

```md good
---
level: 1
contact: Ada
status: not started
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let (Field::Invalid(_, at) | Field::Placeholder(at)) = &cx.note.status else { return };
    // In quotes it is a word to every program, only not one of these.
    let is_quoted = at.raw.starts_with(['"', '\'']);
    let truth = match fold(&at.raw).as_str() {
        _ if is_quoted => None,
        "no" | "false" | "off" | "n" => Some("false"),
        "yes" | "true" | "on" | "y" => Some("true"),
        _ => None,
    };
    let spellings = NAMES.statuses.iter().flat_map(|status| std::iter::once(&status.canonical).chain(&status.also));
    let meant = nearest(&at.raw, spellings.map(String::as_str)).and_then(crate::core::recognise::status);
    let width = NAMES.statuses.iter().map(|status| status.canonical.len()).max().unwrap_or_default();
    let list: Vec<_> = NAMES
        .statuses
        .iter()
        .map(|status| format!("status: {:width$}   # {}", status.canonical, status.meaning))
        .collect();
    let message = match truth {
        _ if matches!(cx.note.status, Field::Placeholder(_)) => format!("The status still says `{}`", at.raw),
        Some(truth) => format!("`{}` is no status: many programs read it as *{truth}*", at.raw),
        None => format!("`{}` is not a status that is known", at.raw),
    };
    let found = cx.report(at.value, message);
    found.label(match meant {
        Some(status) => format!("did you mean `{}`?", status.canonical),
        None => "one of the words below is expected".to_owned(),
    });
    found.why("The status decides what the note has to hold.");
    found.help(format!("Write the one that fits:\n\n{}", list.join("\n")));
}
