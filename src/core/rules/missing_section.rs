//! A section that only this activity has is there when the activity asks for it.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-section",
    summary: "a section that the activity asks for by now has no words of yours",
    severity: Severity::Error,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
An activity may ask for more than questions, notes and a takeaway: the coffee chat asks for the message you sent, for what you will
do again and differently, and for your thank-you note. When it does so depends on the status, as everywhere: a plan lacks nothing.
Each activity says which sections it has, and under which other headings it knows them.

An empty section, the scaffold's own text, a link alone and a placeholder such as `TBD` are not yet an answer.

```md bad activity=coffee-chat
---
contact: Ada
status: contacted
---

## Outreach
```

```md bad activity=coffee-chat
---
contact: Ada
date: 2026-11-02
status: talked
---

## Outreach
Dear Ada, could we talk for twenty minutes about testing? Tuesday or Friday would suit me.

## Questions
- How did you start?

## Best question
How she started: by teaching herself, one small project a month.

## What went well
I sent my questions ahead.

## What I would change
Ask fewer of them.
```

```md fixed activity=coffee-chat
---
contact: Ada
date: 2026-11-02
status: talked
---

## Outreach
Dear Ada, could we talk for twenty minutes about testing? Tuesday or Friday would suit me.

## Questions
- How did you start?

## Best question
How she started: by teaching herself, one small project a month.

## What went well
I sent my questions ahead.

## What I would change
Ask fewer of them.

## Thank-you note

<!--
What did you write to them afterwards? Two sentences will do: thanks, and one thing they said that stayed with you.
-->
```

```md good activity=coffee-chat
---
contact: Ada
date: 2026-11-02
status: talked
---

## Outreach
Dear Ada, could we talk for twenty minutes about testing? Tuesday or Friday would suit me.

## Questions
- How did you start?

## Best question
How she started: by teaching herself, one small project a month.

## What went well
I sent my questions ahead.

## What I would change
Ask fewer of them.

## Thanks
Thank you, Ada. I have picked my first small project.
```

```md good activity=coffee-chat
---
contact: Ada
status: planned
---
```
"#,
    check: Check::Note(check),
};

/// Whether a section has no rule of its own, so that this one looks for it.
pub fn looks_for(section: &str) -> bool {
    !ELSEWHERE.contains(&section)
}

const ELSEWHERE: [&str; 4] = ["questions", "notes", "takeaway", "why"];

fn check(cx: &mut NoteContext<'_>) {
    let activity = cx.activity;
    for section in activity.sections.iter().filter(|section| looks_for(&section.key)) {
        let why = section.why.as_deref().unwrap_or("Your course asks for it at this point of the conversation.");
        cx.missing_section(&section.key, why);
    }
}
