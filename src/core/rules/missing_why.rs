//! Somebody you do not know was chosen for a reason.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::draft;
use crate::core::note::contents::Lack;
use crate::core::recognise::Group;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-why",
    summary: "nothing says why this person, at a level where that matters",
    severity: Severity::Advice,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
Why this person and not somebody else? One sentence is enough, under `Why this person`, as `why:` in the front matter, or as `how:`
below the contact. At level III it is what makes a stranger answer, so from `contacted` on its absence is a warning; at level II
it is advice; at level I the question does not come up.

```md bad
---
level: 3
contact: Ada
status: contacted
---
```

```md fixed
---
level: 3
contact: Ada
status: contacted
---

## Why this person

<!--
What makes this the right person to ask, and not somebody else?
A job they have, a change they made, a company you are curious about: one or two sentences are plenty.
-->
```

```md good
---
level: 3
contact: Ada
status: contacted
---

## Why this person
She moved from teaching to testing, which is what I want to do.
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let Some((content, lack)) = cx.lacking("why") else { return };
    let (note, activity) = (cx.note, cx.activity);
    let heading = cx.activity.heading_of("why").to_owned();
    let at = match lack {
        Lack::NoSection => cx.note.place_for_fields(),
        _ => content.heading.unwrap_or(cx.note.place_for_fields()),
    };
    let name = cx.note.contact.get().and_then(|people| people.first()).map_or("this person", |contact| &contact.name);
    let group = cx.note.status.get().map(|status| status.group);
    let found = cx.report(
        at,
        match group {
            None | Some(Group::Open) => format!("Nothing says yet why it is {name} you want to talk with"),
            Some(Group::Talked | Group::Closed) => {
                format!("Nothing says yet why it was {name} you wanted to talk with")
            }
        },
    );
    if lack == Lack::NoSection {
        found.label("a line `why: …` can go above this one");
        found.help(format!("Add a line `why: …` here, or a section `## {heading}` below."));
    } else {
        found.label("not yet in your words");
        found.help(format!(
            "Write one sentence under `## {heading}`: a job they have, a change they made, a company you like."
        ));
    }
    found.why(match group {
        Some(Group::Closed) => "It helps you to choose whom to ask next.",
        _ => "People answer when they can see why it is them you ask.",
    });
    found.field("why");
    if lack == Lack::NoSection {
        found.fix = draft::add_section(note, activity, "why");
    }
}
