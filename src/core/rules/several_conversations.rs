//! One file is one conversation.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::activity::Activity;
use crate::core::diagnostic::Severity;
use crate::core::note::Note;
use crate::core::note::body::{Heading, LABEL};
use crate::core::note::dates::{self, Unread};
use crate::core::note::front_matter::FrontMatter;
use crate::core::recognise::{fold, has_word, is_occasion, is_question, name_in_heading};
use crate::core::text::Span;

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

/// Where a second conversation begins, with the first one where it has a heading, and what tells them apart.
pub fn second(note: &Note<'_>, activity: &Activity) -> Option<(Option<Span>, Span, &'static str)> {
    let text = &note.source.text;
    let has_front = note.front != FrontMatter::None;
    let front = note.body.accidental.iter().filter(|_| has_front).find(|span| {
        let has = |key: &str| span.of(text).lines().any(|line| line.starts_with(key));
        let fields = ["level:", "contact:", "date:", "status:"].iter().filter(|key| has(key)).count();
        text[..span.start].trim_end().ends_with("---") && fields > 1 && (has("level:") || has("contact:"))
    });
    if let Some(&span) = front {
        return Some((None, span, "a second front matter stands in it"));
    }
    if let Some((first, second)) = labelled_twice(note) {
        return Some((Some(first), second, "it names two people and two days"));
    }
    let headings = &note.body.headings;
    let free: Vec<usize> = (0..headings.len())
        .filter(|&at| headings[at].names.is_none() && headings[at].level < LABEL && !is_inside_section(headings, at))
        .collect();
    let by = |sign: &dyn Fn(&Heading<'_>) -> Option<String>| {
        let mut seen: HashMap<u8, (String, Span)> = HashMap::new();
        free.iter().find_map(|&at| {
            let heading = &headings[at];
            let sign = sign(heading)?;
            match seen.get(&heading.level) {
                Some((other, first)) if *other != sign => Some((Some(*first), heading.span)),
                Some(_) => None,
                None => {
                    seen.insert(heading.level, (sign, heading.span));
                    None
                }
            }
        })
    };
    if free.len() < 2 {
        let twice = repeated_sections(headings, activity);
        return twice.map(|(first, second)| (Some(first), second, "the same sections stand in it twice"));
    }
    let named = by(&|heading| name_in_heading(&heading.text).map(fold));
    let dated = || by(&|heading| day_of(&heading.text));
    let counted = || by(&|heading| count_of(&heading.text));
    if let Some((first, second)) = named {
        return Some((first, second, "two headings name different people"));
    }
    if let Some((first, second)) = dated().or_else(counted) {
        return Some((first, second, "two headings name different occasions"));
    }
    repeated_sections(headings, activity)
        .map(|(first, second)| (Some(first), second, "the same sections stand in it twice"))
}

/// Labels that state a second person and a second day (`**Contact:** Ada` … `**Contact:** Bo`).
fn labelled_twice(note: &Note<'_>) -> Option<(Span, Span)> {
    let stated = |field: &str| {
        let mut all = note.body.labels.iter().filter(|label| label.field == field);
        let first = all.next()?;
        let second = all.find(|label| fold(&label.value) != fold(&first.value))?;
        Some((first.span, second.span))
    };
    stated("date")?;
    stated("contact")
}

fn is_inside_section(headings: &[Heading<'_>], at: usize) -> bool {
    let mut above = headings[at].parent;
    while let Some(parent) = above {
        if !headings[parent].names.is_none() && !headings[parent].is_title {
            return true;
        }
        above = headings[parent].parent;
    }
    false
}

/// The day that makes a heading an occasion: a date, and beside it nothing but words for an occasion.
fn day_of(text: &str) -> Option<String> {
    let mut day = None;
    let mut rest = String::new();
    for part in text
        .split(['(', ')', '–', '—', '|', '[', ']'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(": "))
    {
        match dates::read(part) {
            Ok(read) => day = Some(read.date.to_string()),
            Err(Unread::NoYear | Unread::ShortYear | Unread::Ambiguous(..)) => day = Some(fold(part)),
            Err(_) => {
                rest.push(' ');
                rest.push_str(part);
            }
        }
    }
    let rest = rest.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == '#');
    let is_name = name_in_heading(rest).is_some();
    day.filter(|_| !has_word(rest) || is_occasion(rest) || is_name)
}

/// The number that makes a heading one of several occasions: `Conversation 2`, `Interview 2: Ada`.
fn count_of(text: &str) -> Option<String> {
    let text = text.split([':', '–', '—', '(']).next().unwrap_or(text);
    let folded = fold(text);
    let (word, number) = folded.rsplit_once(' ')?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && has_word(word) && is_occasion(word)).then(|| number.to_owned())
}

/// Questions, notes, takeaway and the activity's own sections, two of them at least, stand twice: side by side, or under two headings.
fn repeated_sections(headings: &[Heading<'_>], activity: &Activity) -> Option<(Span, Span)> {
    let known = activity.known;
    let afterwards = known.takeaway.and(known.own);
    let core = known.questions.and(known.notes).and(afterwards);
    // Headings of one level below one parent stand side by side.
    type Place = (Option<usize>, u8);
    type Twice = (HashSet<String>, Span, Span);
    let mut seen: HashMap<(Place, String), Span> = HashMap::new();
    let mut twice: HashMap<Place, Twice> = HashMap::new();
    let mut nested: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    for heading in headings.iter().filter(|h| h.level < LABEL && h.names.has(core)) {
        let folded = fold(&heading.text);
        let place = (heading.parent, heading.level);
        match seen.get(&(place, folded.clone())) {
            Some(&first) => {
                let entry = twice.entry(place).or_insert_with(|| (HashSet::new(), first, heading.span));
                entry.0.insert(folded);
            }
            None => {
                seen.insert((place, folded), heading.span);
            }
        }
        if let Some(parent) =
            heading.parent.filter(|&parent| headings[parent].names.is_none() && !is_question(&headings[parent].text))
        {
            let (talk, takeaway) = nested.entry(parent).or_default();
            *takeaway |= heading.names.has(afterwards);
            *talk |= heading.names.has(known.questions.and(known.notes));
        }
    }
    let flat = twice.into_values().filter(|(names, ..)| names.len() > 1);
    if let Some((_, first, second)) = flat.min_by_key(|(_, first, _)| first.start) {
        return Some((first, second));
    }
    let mut whole = nested.into_iter().filter(|(_, (talk, takeaway))| *talk && *takeaway).map(|(at, _)| at);
    let first = whole.next()?;
    let second = whole.find(|&at| headings[at].level == headings[first].level)?;
    Some((headings[first].span, headings[second].span))
}
