//! A gist is called after the file that sorts first.

use super::{Check, FixKind, JournalContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "gist-title",
    summary: "a note whose name sorts first in a gist, so that the gist is called after it",
    severity: Severity::Advice,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
GitHub calls a gist after the file whose name sorts first; digits come before letters, and case does not matter. With a note named
`2026-11-02-ada.md` your whole journal would be called after Ada. A name that begins with `networking-` leaves the journal its own
title, as long as the journal's file sorts before it.

```md bad gist path=--2026-11-02-ada.md
---
level: 1
contact: Ada
status: planned
---
```

```md good gist path=networking-2026-11-02-ada.md
---
level: 1
contact: Ada
status: planned
---
```
"#,
    check: Check::Journal(check),
};

/// Names for the file that a journal is called after.
const NAMES: [&str; 2] = ["career-journal.md", "a-career-journal.md"];

/// What decides about the place of a name among the files of a gist. GitHub does not document it; people who tried it out found:
/// `!`, `#`, `-` and `.` before digits, then `_`, then letters whatever their case. That is the order of the bytes of a name in
/// lower case. Of names in other scripts nothing is known.
fn in_order(name: &str) -> (String, &str) {
    (name.to_lowercase(), name)
}

fn check(cx: &mut JournalContext<'_>) {
    let files = &cx.surroundings.files;
    // A gist of one file is called after that one in any case.
    let first = files.iter().min_by_key(|name| in_order(name));
    let Some(first) = first.filter(|_| cx.surroundings.is_gist && files.len() > 1) else { return };
    let Some(at) = cx.notes.iter().position(|facts| facts.path == *first) else { return };
    let first = first.clone();
    let folder = cx.activity.folder.clone();
    let found = cx.report(at, format!("The gist is called after this note: `{first}` sorts first"));
    found.label("the first file of the gist");
    found.why("People who look at your gists see the name of this conversation in place of your journal's.");
    found.help(match NAMES.into_iter().find(|name| in_order(name) < in_order(&first)) {
        Some(name) => {
            format!("Add a file that sorts before it and carries your journal's name, for example {name}.")
        }
        None => {
            let rest = first.trim_start_matches(|c: char| !c.is_alphanumeric());
            format!("Rename it so that your journal's own file sorts first, for example: {folder}-{rest}")
        }
    });
}
