//! A file name that every system can hold.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::{Check, FixKind, JournalContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "unportable-name",
    summary: "a file name that Windows cannot hold, or that differs from another only by case or by the form of its letters",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
Not every system can hold every name. Windows refuses `<`, `>`, `:`, `"`, `|`, `?`, `*` and `\`, names that end in a dot or a space, and old
names of devices such as `con.md`. On Windows and on a Mac, `Ada.md` and `ada.md` are one file, and so are two spellings of `é`
that look alike. A classmate or an instructor could then not fetch your journal, or would get one note in place of two.

```md bad path=networking/con.md
---
level: 1
contact: Ada
status: planned
---
```

```md bad path=networking/ada.md twice=networking/Ada.md
---
level: 1
contact: Ada
status: planned
---
```

```md good path=networking/2026-11-02-zoë-魚.md
---
level: 1
contact: Zoë
status: planned
---
```
"#,
    check: Check::Journal(check),
};

fn check(cx: &mut JournalContext<'_>) {
    let mut seen: HashMap<Cow<'_, str>, usize> = HashMap::with_capacity(cx.notes.len());
    for at in 0..cx.notes.len() {
        let path = cx.notes[at].path.as_str();
        let first = *seen.entry(one_form(path)).or_insert(at);
        if let Some(why_not) = path.split('/').find_map(refused) {
            let found = cx.report(at, format!("Windows cannot hold the name `{path}`"));
            found.label(format!("the file's name {why_not}"));
            found.why("Who fetches your journal on Windows gets an error in place of this note.");
            found.help("Rename the file; letters, digits and hyphens are safe everywhere.");
        } else if first != at {
            let other = cx.notes[first].path.as_str();
            let found = cx.report(at, format!("`{path}` and `{other}` are one name on Windows and on a Mac"));
            found.label("two files whose names differ only by case or by the form of a letter");
            found.why("Who fetches your journal there gets one note in place of two.");
            found.help("Give one of the two another name.");
        }
    }
}

/// The form in which two paths are one to a system that knows neither case nor the two ways to write an accent.
fn one_form(path: &str) -> Cow<'_, str> {
    match path.is_ascii() {
        true if !path.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Borrowed(path),
        true => Cow::Owned(path.to_ascii_lowercase()),
        false => Cow::Owned(path.nfc().flat_map(char::to_lowercase).collect()),
    }
}

/// What Windows refuses in one part of a path (Microsoft's "Naming Files, Paths, and Namespaces").
fn refused(part: &str) -> Option<&'static str> {
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let is = |name: &str| stem.eq_ignore_ascii_case(name);
    let numbered = |prefix: &str| {
        let (head, number) = (stem.get(..3).unwrap_or_default(), stem.as_bytes().get(3..).unwrap_or_default());
        head.eq_ignore_ascii_case(prefix) && matches!(number, [b'1'..=b'9'])
    };
    // A byte of a longer letter is none of these.
    if part.bytes().any(|byte| b"<>:\"|?*\\".contains(&byte) || byte.is_ascii_control()) {
        Some("has one of the signs < > : \" | ? * \\ in it")
    } else if part.ends_with(['.', ' ']) && part != "." && part != ".." {
        Some("ends in a dot or a space")
    } else if ["con", "prn", "aux", "nul"].into_iter().any(is) || numbered("com") || numbered("lpt") {
        Some("is that of a device")
    } else {
        None
    }
}
