//! One file is one conversation.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::conversations::second;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "several-conversations",
    summary: "one file that holds more than one conversation",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
One file is one conversation with one contact (or with several people at once: `contact: [Ada, Grace]`). This rule sees a second front
matter, headings for a second person or day, and the same set of sections a second time.

Several conversations in one file count as one, and nobody can tell which of them is finished. Move each into a file of its own;
`coffeechat new` makes one.

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Call with Ada
### Questions
- How did you start?
### Notes
By teaching herself.
### Takeaway
Build something small.

## Call with Grace
### Questions
- What do you build?
### Notes
Compilers.
### Takeaway
Read about parsers.
```

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: followed-up
---

## Ada Lovelace (2026-11-02)
How did you start?
By teaching herself.

Takeaway: build something small.

## Grace Hopper (2026-11-09)
What do you build?
Compilers.

Takeaway: read about parsers.
```

```md good
---
level: 1
contact: [Ada, Grace]
date: 2026-11-02
status: followed-up
---

# Call with Ada and Grace

## Questions
- How did you start?

## Notes
Ada: by teaching herself. Grace: in the navy.

## Takeaway
Build something small.
```

```md good
---
level: 1
contact: Ada
date: 2026-11-02
channel: email
status: followed-up
---

## Questions
- How did you start?

## 2 Nov 2026
I asked her how she started.

## 4 Nov 2026
By teaching herself, she wrote.

## Takeaway
Build something small.
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let Some((first, second, what)) = second(cx.note, cx.activity) else { return };
    let found = cx.report(second, format!("This file holds more than one conversation: {what}"));
    found.label("a second one begins here").blocks();
    if let Some(first) = first {
        found.and(first, "the first one");
    }
    found.why("Together they count as one, and nobody can tell which of them is finished.");
    found.help("Move the second one into a file of its own: coffeechat new makes one.");
}
