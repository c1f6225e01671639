//! A file that is a note by its place begins with front matter.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Fix, Severity};
use crate::core::draft::Adoption;
use crate::core::note::front_matter::FrontMatter;
use crate::core::text::lines;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-front-matter",
    summary: "a note without the lines between `---` at its top",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    docs: r#"
A note begins with a few lines between two `---`, the front matter. They say with whom you talk, at which level of the
activity, when, and how far you are. This rule looks at files that lie where the journal keeps its notes, and at files
that you name.

Without these lines nobody can tell a plan from a finished conversation. The message shows the lines to paste, filled
with what your text says already. Where it does not say how far you are, and may be a plan as well as words from a talk, the status is
left to you.

```md bad
# Coffee chat with Ada

Date: 17/9/2026

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.
```

```md fixed
---
level: …   # 1 mentor, 2 known contact, 3 cold contact
contact: Ada
date: 2026-09-17
status: talked
---

# Coffee chat with Ada

Date: 17/9/2026

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.
```

```md good
---
level: 1
contact: Ada
date: 2026-09-17
status: followed-up
---

# Coffee chat with Ada

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.
```
"#,
    check: Check::Note(check),
};

/// How far down, in lines, misplaced front matter is looked for.
const MAX_LINES: usize = 20;

fn check(cx: &mut NoteContext<'_>) {
    if cx.note.source.damage.is_some() || cx.note.front != FrontMatter::None {
        return;
    }
    let note = cx.note;
    let adoption = Adoption::read(note, cx.activity, cx.today.local);
    let block = adoption.block(cx.activity);
    let edits = adoption.edits(note, cx.activity);
    let fields = lines(&cx.note.source.text).take(MAX_LINES).find(|(_, line)| {
        let line = line.trim_start_matches(['*', '_', ' ', '\t']);
        ["level", "contact"]
            .iter()
            .any(|key| line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches('*').starts_with([':', ' '])))
    });
    if let Some((span, line)) = fields.filter(|(_, line)| line.contains([':', '='])) {
        let found = cx.report(span, format!("`{}` stands where it is not read as front matter", line.trim()));
        found.label("this belongs between two lines of `---`, above everything else");
        found.why("These lines say with whom you talk, at which level, and how far you are.");
        found.help(format!(
            "Let the file begin with a line of exactly three hyphens, and end these lines with another one:\n\n{block}"
        ));
        return;
    }
    let empty = cx.note.source.text.trim_matches(['\u{feff}', ' ', '\n', '\r', '\t']).is_empty();
    let message = if empty { "This note is empty" } else { "This note has no front matter" };
    let found = cx.report(cx.note.first_line(), message);
    found.label("the front matter goes above this line");
    found.why("These lines say with whom you talk, at which level, and how far you are.");
    found.help(format!("Paste this at the top of the file and complete it:\n\n{block}"));
    found.fix(Fix::needs_a_look("Add front matter from what the text says", edits));
}
