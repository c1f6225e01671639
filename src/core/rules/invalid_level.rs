//! The level is one of the activity's.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::fields::Field;
use crate::core::recognise::nearest;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "invalid-level",
    summary: "a `level` that the activity does not have",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
The level is one of the activity's, in any spelling: `2`, `II`, `ii`, `Level II`, `L2`, `known`. This rule sees every other
value and lists the levels with their meaning.

```md bad
---
level: 4
contact: Ada
status: planned
---
```

```md good
---
level: Level I
contact: Ada
status: planned
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let Field::Invalid(_, at) = &cx.note.level else { return };
    let activity = cx.activity;
    let names = activity.levels.iter().flat_map(|level| std::iter::once(&level.name).chain(&level.also));
    let meant = nearest(&at.raw, names.map(String::as_str)).and_then(|name| activity.level(name));
    let found = cx.report(at.value, format!("`{}` is not a level of this activity", at.raw));
    found.label(match meant {
        Some(level) => format!("did you mean {} ({})?", level.level, level.name),
        None => format!("the levels are {}", activity.levels_in_words()),
    });
    found.why("The level decides which questions fit and what the note should hold.");
    found.help(format!("Write the line that fits:\n\n{}", activity.level_lines()));
}
