//! No conflict markers are left in a note.

use super::{FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::text::{Span, lines};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "merge-conflict",
    summary: "conflict markers that Git left in the note",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
When two versions of a note do not fit together, Git keeps both and puts markers around them: `<<<<<<<`, `=======` and
`>>>>>>>`. This rule looks for the three of them in this order, each at the start of a line. Markers inside a code block
are an example, not a conflict.

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
"#,
    check,
};

fn check(cx: &mut NoteContext<'_>) {
    let Some((open, close)) = conflict(cx) else { return };
    let found = cx.report(open, "Two versions of this note stand in it, with Git's conflict markers around them");
    found.label("the first version begins here");
    found.and(close, "the second version ends here");
    found.why("Until you choose, nobody can tell which of the two is your note.");
    found.help(
        "Keep the lines you want, delete the three lines that begin with <<<<<<<, ======= and >>>>>>>, and save.",
    );
}

fn conflict(cx: &NoteContext<'_>) -> Option<(Span, Span)> {
    if !cx.note.source.text.contains("<<<<<<< ") {
        return None;
    }
    let mut open = None;
    let mut middle = false;
    for (span, line) in lines(&cx.note.source.text) {
        if line.starts_with("<<<<<<< ")
            && open.is_none()
            && !cx.note.body.code.iter().any(|code| code.contains(span.start))
        {
            open = Some(span);
        } else if line.trim_end() == "=======" {
            middle = open.is_some();
        } else if let (true, Some(open)) = (middle && line.starts_with(">>>>>>>"), open) {
            return Some((open, span));
        }
    }
    None
}
