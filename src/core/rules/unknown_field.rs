//! A key close to a known one is probably that one.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::note::fields::Match;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "unknown-field",
    summary: "a key that is close to one that is known: did you mean",
    severity: Severity::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
This rule sees a key that differs from a known one by a letter or two, such as `contcat`. It stands for the right key in
every other rule, so you read of it once. Keys that are close to nothing, or are words of their own such as `content` and `context`,
are yours, and nobody's business.

```md bad
---
level: 1
contcat: Ada
status: planned
---
```

```md fixed
---
level: 1
contact: Ada
status: planned
---
```

```md good
---
level: 1
contact: Ada
status: planned
mood: curious
contract: freelance
content: article
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    for key in &note.keys.list {
        let Some(field) = key.field.as_deref().filter(|_| matches!(key.matched, Match::NearMiss | Match::Own)) else {
            continue;
        };
        let found = cx.report(key.span, format!("`{}` is close to a key that is known", key.text));
        found.label(format!("did you mean `{field}`?"));
        found.why("Under another name it is not found by those who look for it.");
        found.help(if key.matched == Match::NearMiss {
            format!("Write `{field}:` in place of `{}:`", key.text)
        } else {
            format!("`{field}:` stands here too: keep one of them, or give this key a name of its own.")
        });
        // Of two keys that are close to one name, the first has it; where a synonym stands too, only its author knows which one is meant.
        let is_first = note.keys.given(field).is_none_or(|given| given.span == key.span);
        if key.matched == Match::NearMiss && is_first && note.keys.find(field, Match::Synonym).is_none() {
            found.fix(Fix::safe(format!("Write `{field}`"), vec![Edit::replace(key.span, field)]));
        }
    }
}
