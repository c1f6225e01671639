//! No conflict markers are left in a note.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::conflict::conflict;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "merge-conflict",
    summary: "conflict markers that Git left in the note",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
When two versions of a note do not fit together, Git keeps both and puts markers around them: `<<<<<<<`, `=======` and
`>>>>>>>`. This rule looks for the first and the last of them at the start of a line. Markers inside a code block are an
example, and seven `>` before a sentence are a quotation; neither is a conflict.

Both versions stand in the file, so nothing else is checked until you have chosen. Keep the lines you want, delete the
three marker lines, and save.

````md bad
---
level: 1
contact: Ada
status: planned
---

<<<<<<< HEAD
She can do Tuesday.
=======
She can do Friday.
>>>>>>> phone
````

````md good
---
level: 1
contact: Ada
status: planned
---

```
<<<<<<< HEAD
=======
>>>>>>> this is how a conflict looks
```
````

````md good
---
level: 1
contact: Ada
status: planned
---

>>>>>>> She wrote on Monday that Tuesday would do.
````
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let Some((open, close)) = conflict(cx.note) else { return };
    let message = match close {
        Some(_) => "Two versions of this note stand in it, with Git's conflict markers around them",
        None => "A conflict marker that Git wrote is left in this note",
    };
    let found = cx.report(open, message);
    found.label(if close.is_some() { "the first version begins here" } else { "a marker" });
    if let Some(close) = close {
        found.and(close, "the second version ends here");
    }
    found.why("Until you choose, nobody can tell which of the two is your note.");
    found.help("Keep the lines you want, delete every line that begins with <<<<<<<, ======= or >>>>>>>, and save.");
}
