//! A conversation is written down once.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Check, FixKind, JournalContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::journal::Facts;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "duplicate-note",
    summary: "two notes for the same contact and day, or with the same words",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
Two notes that say the same count as one conversation. This rule compares the notes of a journal: the same contact on the same
day, or the same words of yours in both (a few words, the questions and the scaffold's own text do not count). It reports the
second one, by file name; a copy is not counted as complete.

```md bad path=networking/2026-11-09-grace.md twice=networking/2026-11-02-ada.md
---
level: 1
contact: Ada
date: 2026-11-09
status: followed-up
questions: How did you start?
---

## Notes
She began with evening classes and built a small game with two friends.

## Takeaway
Build something small.
```

```md good path=networking/2026-11-09-grace.md
---
level: 1
contact: Ada
date: 2026-11-09
status: followed-up
questions: How did you start?
---

## Notes
She began with evening classes and built a small game with two friends.

## Takeaway
Build something small.
```
"#,
    check: Check::Journal(check),
};

fn check(cx: &mut JournalContext<'_>) {
    let mut by_words: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut by_day: HashMap<(&str, Date), Vec<usize>> = HashMap::new();
    for (at, facts) in cx.notes.iter().enumerate() {
        if let Some(words) = facts.words {
            by_words.entry(words).or_default().push(at);
        }
        if let (Some(who), Some(date)) = (facts.who.as_deref(), facts.date) {
            by_day.entry((who, date)).or_default().push(at);
        }
    }
    let copies = firsts(by_words, cx.notes);
    let doubles = firsts(by_day, cx.notes);
    for at in 0..cx.notes.len() {
        if let Some(first) = copies.get(&at) {
            let path = cx.notes[*first].path.clone();
            let found = cx.report(at, format!("This note has the same words as `{path}`"));
            found.label("the same conversation, or a copy").blocks();
            found.why("The same note under two names counts as one conversation.");
            found.help("Keep one of the two files. If this was another talk, write down what was said in this one.");
        } else if let Some(first) = doubles.get(&at) {
            let path = cx.notes[*first].path.clone();
            let found = cx.report(at, format!("`{path}` is about the same contact on the same day"));
            found.label("the same contact and day");
            found.why("One conversation in two files looks like two, and neither of them has all of it.");
            found.help(
                "Move the text of one into the other. If you did talk twice that day, write `<!-- coffeechat: off duplicate-note -->` below.",
            );
        }
    }
}

/// For each note that is not the first of its group, the first: `ada.md` comes before `ada-2.md`.
fn firsts<K>(groups: HashMap<K, Vec<usize>>, notes: &[&Facts]) -> HashMap<usize, usize> {
    let stem = |at: &usize| notes[*at].path.rsplit_once('.').map_or("", |(stem, _)| stem);
    let mut firsts = HashMap::new();
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        group.sort_by(|a, b| stem(a).cmp(stem(b)));
        firsts.extend(group[1..].iter().map(|at| (*at, group[0])));
    }
    firsts
}
