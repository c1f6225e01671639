//! A note that is no text cannot be checked, and says so.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::text::{Damage, Span};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "unreadable-file",
    summary: "the file is not UTF-8 text, or larger than 1 MiB",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A note is a text file in UTF-8, which is what editors save by default, of at most 1 MiB. This rule names the first
byte that does not fit, and recognises UTF-16 and zero bytes when it meets them.

What cannot be read cannot be checked, and an instructor sees scrambled letters in it. To mend it, open the file in
your editor and save it with the encoding UTF-8. Keep recordings and pictures in files of their own.

```md good
---
level: 1
contact: Zoë
status: planned
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let Some(damage) = &cx.note.source.damage else { return };
    let scrambled = "A note that cannot be read cannot be checked, and others see scrambled letters in it.";
    let save = "Open it in your editor, choose to save it with an encoding, and pick UTF-8.";
    let (message, why, help) = match damage {
        Damage::NotUtf8 { offset, byte, line } => (
            format!(
                "This file is not UTF-8 text: on line {line}, byte {} of the file (0x{byte:02X}) belongs to no letter",
                offset + 1
            ),
            scrambled,
            save,
        ),
        Damage::Utf16 => ("This file is saved as UTF-16, not as UTF-8".to_owned(), scrambled, save),
        Damage::Nul { offset, line } => (
            format!(
                "This file has a zero byte on line {line} (byte {} of the file), as programs have and texts have not",
                offset + 1
            ),
            "A note that cannot be read cannot be checked.",
            "Check that it is the note and not another kind of file. If you see its text, copy that into a new file.",
        ),
        Damage::TooLarge { bytes } => (
            format!("This file is larger than 1 MiB{} and was not read", size(*bytes)),
            "A note is a few pages of text; a file of this size is something else, or has something else in it.",
            "Keep the note as text and move recordings and pictures to files of their own.",
        ),
    };
    let found = cx.report(Span::default(), message);
    found.why(why);
    found.help(help);
}

/// The size in whole MiB, where there are several; of a stream no more is known than that it did not end.
fn size(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    if bytes >= 2 * MIB { format!(" (it has {} MiB)", bytes / MIB) } else { String::new() }
}
