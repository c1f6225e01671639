//! A key stands once.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "duplicate-field",
    summary: "the same key twice in the front matter",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A key stands once in the front matter. Where it stands twice, programs differ on which value counts. This rule shows both
places; delete the line that is wrong.

```md bad
---
level: 1
contact: Ada
contact: Grace
status: planned
---
```

```md good
---
level: 1
contact: [Ada, Grace]
status: planned
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    for key in &note.keys.list {
        let Some(first) = key.repeats else { continue };
        let found = cx.report(key.span, format!("The key `{}` stands twice", key.text));
        found.label("and again here");
        found.and(first, "first here");
        found.why("Programs differ on which of the two values counts.");
        found.help("Delete the line that is wrong. For several people in one conversation, write a list: `contact: [Ada, Grace]`");
    }
}
