//! A prompt that is kept has its blanks filled.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::contents::Lack;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "unfilled-blank",
    summary: "a blank such as `___` left in a question or a message",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
Some suggested questions have a blank, `___`, for the company or the field that you have in mind; templates have `[Insert …]`. This
rule sees such a blank in a question or in your message. Until it is filled, the question does not count: your contact could not
answer it either.

```md bad
---
level: 2
contact: Ada
status: planned
why: she works in robotics
---

## Questions
- How did you start?
- I would like to know more about ___ work: what should I read, try or visit first?
```

```md good
---
level: 2
contact: Ada
status: planned
why: she works in robotics
---

## Questions
- How did you start?
- I would like to know more about robotics work: what should I read, try or visit first?
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    // Where the blank is why the questions or the message are missing, that finding says it.
    let told = ["questions", "outreach"].map(|key| cx.lacking(key).map(|(_, lack)| lack));
    for &span in &note.contents.blanks {
        if told.contains(&Some(Lack::Blank(span))) {
            continue;
        }
        let found = cx.report(span, "A blank is still to be filled here");
        found.label("your own word belongs in the blank");
        found.why("With a blank in it a question cannot be answered, and does not count; a message reads like a form.");
        found.help("Replace the blank with your own word, or delete the line.");
    }
}
