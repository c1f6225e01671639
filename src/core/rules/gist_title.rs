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
GitHub calls a gist after the file whose name sorts first; digits come before letters. With a note named `2026-11-02-ada.md` your
whole journal would be called after Ada. A name that begins with `networking-` leaves the journal its own title, as long as
the journal's file sorts before it.

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

fn check(cx: &mut JournalContext<'_>) {
    let files = &cx.surroundings.files;
    // A gist of one file is called after that one in any case.
    let Some(first) = files.iter().min().filter(|_| cx.surroundings.is_gist && files.len() > 1) else { return };
    let Some(at) = cx.notes.iter().position(|facts| facts.path == *first) else { return };
    let first = first.clone();
    let folder = cx.activity.folder.clone();
    let found = cx.report(at, format!("The gist is called after this note: `{first}` sorts first"));
    found.label("the first file of the gist");
    found.why("People who look at your gists see the name of this conversation in place of your journal's.");
    found.help(match first.starts_with(char::is_alphabetic) {
        true => {
            "Add a file that sorts before it and carries your journal's name, for example career-journal.md.".to_owned()
        }
        false => {
            let rest = first.trim_start_matches(|c: char| !c.is_alphanumeric());
            format!("Rename it so that your journal's own file sorts first, for example: {folder}-{rest}")
        }
    });
}
