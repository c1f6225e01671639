//! One question of your own is what lifts a conversation.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::activity::Activity;
use crate::core::diagnostic::Severity;
use crate::core::note::body::{Unit, UnitKind};
use crate::core::recognise::is_placeholder;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "only-suggested-questions",
    summary: "every question is a suggested one, unchanged",
    severity: Severity::Advice,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
The suggested questions are a good beginning. What lifts a conversation is one that only you could ask: about something your contact
built, wrote or changed.

This rule compares your questions with the suggested ones, while the conversation is still to come (`planned`, `contacted` or `scheduled`). A
suggested question in which you filled a blank or changed a word is your own.

```md bad
---
level: 1
contact: Ada
status: planned
---

## Questions
- What did you do before, and what brought you into tech?
- Who else should I talk to, and would you introduce us?
```

```md good
---
level: 1
contact: Ada
status: planned
---

## Questions
- What did you do before, and what brought you into tech?
- You taught for ten years: what of that do you use when you review code?
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    let is_to_come = note
        .status
        .get()
        .is_some_and(|status| matches!(status.canonical.as_str(), "planned" | "contacted" | "scheduled"));
    let questions = &note.contents.questions;
    // A blank that is still to be filled makes its question the student's own, and is said already.
    let is_settled = note.contents.blanks.is_empty() && note.keys.given("questions").is_none();
    let Some(&first) = questions.first().filter(|_| is_to_come && is_settled) else { return };
    let set = cx.activity.known.questions;
    let is_one = |unit: &&Unit<'_>| questions.binary_search(&unit.span).is_ok();
    let own = |unit: &Unit<'_>| has_own_words(unit, cx.activity);
    let mut units = note.body.units.iter().filter(|unit| is_one(unit) || unit.within.has(set));
    if units.any(own) {
        return;
    }
    let saw = match questions.len() {
        1 => "Your question is a suggested one".to_owned(),
        2 => "Both questions are suggested ones".to_owned(),
        count => format!("All {count} questions are suggested ones"),
    };
    let found = cx.report(first, saw);
    found.label("none of your own yet");
    found.why("One question that only you could ask is what lifts a conversation.");
    found.help(
        "Add one of your own below: about something they built, wrote or changed, or what you want to know most.",
    );
}

/// Whether a unit says anything that is not the activity's own text.
fn has_own_words(unit: &Unit<'_>, activity: &Activity) -> bool {
    unit.kind != UnitKind::HeadCell
        && !activity.is_own_text(&unit.text())
        && unit.lines.iter().any(|line| !is_placeholder(&line.text) && !activity.is_own_text(&line.text))
}
