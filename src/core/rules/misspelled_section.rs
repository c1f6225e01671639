//! A heading close to a known one is probably that one.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::recognise::is_close;
use crate::core::text::Span;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "misspelled-section",
    summary: "a heading that is close to one that is known: did you mean",
    severity: Severity::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
This rule sees a heading that differs from a known one by a letter or two, such as `## Takeway`, where the right one is absent.
It stands for the right heading in every other rule, so you read of it once.

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeway
Build something small.
```

```md fixed
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.
```

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

Questions
---------
- How did you start?

Notes
-----
By teaching herself.

Takeway
-------
Build something small.
```

```md good
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Take-aways
Build something small.
```
"#,
    check: Check::Note(check),
};

/// The word or words in a heading's line that are close to what was meant; numbers, signs and marks around them stay.
fn misspelled_word(heading: Span, text: &str, meant: &str) -> Option<Span> {
    let line = heading.of(text).lines().next()?;
    let bare = line.trim_matches(|c: char| !c.is_alphabetic());
    let start = heading.start + (line.len() - line.trim_start_matches(|c: char| !c.is_alphabetic()).len());
    is_close(bare, meant).then(|| Span::new(start, start + bare.len()))
}

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    for heading in &note.body.headings {
        let Some(meant) = &heading.misspells else { continue };
        let found =
            cx.report(heading.span, format!("The heading `{}` is close to one that is known", heading.text.trim()));
        found.label(format!("did you mean `{meant}`?"));
        found.why("Under its usual name everybody finds it, your instructor too.");
        found.help(format!("Write `{} {meant}`", "#".repeat(usize::from(heading.level))));
        if let Some(word) = misspelled_word(heading.span, &note.source.text, meant) {
            found.fix(Fix::safe(format!("Write `{meant}`"), vec![Edit::replace(word, meant.as_str())]));
        }
    }
}
