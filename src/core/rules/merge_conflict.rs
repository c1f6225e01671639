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

/// The first marker outside code, and the last one where both stand there.
pub fn conflict(note: &Note<'_>) -> Option<(Span, Option<Span>)> {
    let text = &note.source.text;
    let has = |marker: &str| memchr::memmem::find(text.as_bytes(), marker.as_bytes()).is_some();
    if !has(OPENING) && !has(CLOSING) {
        return None;
    }
    let is_marker = |line: &str| line.starts_with(OPENING) || line.starts_with(CLOSING);
    let markers: Vec<(Span, &str)> =
        lines(text).filter(|(span, line)| is_marker(line) && !note.body.is_code(span.start)).collect();
    // Seven `>` may also be a quotation of a quotation. Alone they are a marker only with a branch or a commit behind them.
    let opens = markers.iter().any(|(_, line)| line.starts_with(OPENING));
    let mut markers = markers.iter().filter(|(span, line)| opens || is_left_over(line) && !is_quoted(*span, text));
    let (first, _) = markers.next()?;
    Some((*first, markers.map(|(span, _)| *span).next()))
}

const OPENING: &str = "<<<<<<< ";
const CLOSING: &str = ">>>>>>> ";

/// Whether Git may have written a closing marker: `main`, `1a2b3c4 (Add a note)` or `Stashed changes` stands behind it.
fn is_left_over(line: &str) -> bool {
    let name = line.trim_start_matches(CLOSING).trim();
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let is_commit = first.len() >= 7 && first.bytes().all(|byte| byte.is_ascii_hexdigit());
    rest.is_empty() || is_commit && rest.starts_with('(') || matches!(name, "Stashed changes" | "Updated upstream")
}

/// Whether the line above or below is a quotation, too.
fn is_quoted(line: Span, text: &str) -> bool {
    let above = text[..line.start].lines().next_back().unwrap_or_default();
    let below = text[line.end..].lines().nth(1).unwrap_or_default();
    above.starts_with('>') || below.starts_with('>')
}
