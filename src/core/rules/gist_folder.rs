//! A gist holds no folders.

use super::{Check, FixKind, JournalContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "gist-folder",
    summary: "a note inside a folder of a gist, which cannot hold folders",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A gist is a Git repository without folders: when you push one, GitHub refuses it. In a clone of a gist all notes lie beside each
other, and their names begin with what would be the folder: `networking-2026-11-02-ada.md`. `coffeechat new` names them so.

```md bad gist path=networking/2026-11-02-ada.md
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
    if !cx.surroundings.is_gist {
        return;
    }
    for (at, facts) in cx.notes.iter().enumerate() {
        let path = facts.path.as_str();
        if !path.contains('/') {
            continue;
        }
        let flat = path.replace('/', "-");
        let found = cx.report(at, format!("`{path}` lies in a folder, and a gist has none"));
        found.label("this note lies in a folder");
        found.why("GitHub refuses to take a gist with folders, so you could not push this.");
        found.help(format!("Move the file up: git mv {} {}", quoted(path), quoted(&flat)));
    }
}

/// A path as a shell's argument.
fn quoted(path: &str) -> String {
    let is_plain =
        path.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '_')) && !path.starts_with('-');
    if is_plain { path.to_owned() } else { format!("'./{}'", path.replace('\'', "'\\''")) }
}
