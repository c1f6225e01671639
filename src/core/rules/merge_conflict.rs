//! No conflict markers are left in a note.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::Note;
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
`>>>>>>>`. This rule looks for the first and the last of them at the start of a line. Markers inside a code block are an
example, not a conflict.

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

/// The first marker outside code, and the last one where both stand there.
pub fn conflict(note: &Note<'_>) -> Option<(Span, Option<Span>)> {
    let text = &note.source.text;
    let has = |marker: &str| memchr::memmem::find(text.as_bytes(), marker.as_bytes()).is_some();
    if !has("<<<<<<< ") && !has(">>>>>>> ") {
        return None;
    }
    let code = &note.body.code;
    let is_marker = |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
    // Code spans are in order, so each line looks at one of them.
    let is_code = |at: usize| {
        let next = code.partition_point(|code| code.end <= at);
        code.get(next).is_some_and(|code| code.contains(at))
    };
    let mut markers = lines(text).filter(|(span, line)| is_marker(line) && !is_code(span.start));
    let (first, _) = markers.next()?;
    Some((first, markers.map(|(span, _)| span).next()))
}
