//! A note says with whom the conversation is.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::fields::{Field, Problem};
use crate::core::note::yaml;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "missing-contact",
    summary: "the front matter has no `contact`, or one without a name",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    since: "0.1.0",
    docs: r#"
A conversation is with somebody. A first name, a pseudonym or `my mentor` will do; nobody checks who it is. Several people in
one conversation are a list: `contact: [Ada, Grace]`. With more to say, `contact` may hold `name`, `role`, `company`,
`seniority` and `how` (how you know each other), each on a line of its own.

A colon inside the name makes a list of keys out of it, one without a name. Quotes mend that: `contact: "Ada: mentor"`.

```md bad
---
level: 1
contact: [Name]
status: planned
---
```

```md bad
---
level: 1
contact: TBD
status: planned
---

# Coffee with Ada
```

```md fixed
---
level: 1
contact: Ada
status: planned
---

# Coffee with Ada
```

```md bad
---
level: 1
contact:
  Ada: mentor
status: planned
---
```

```md good
---
level: 1
contact: my mentor
status: planned
---
```

```md good
---
level: 3
contact:
  name: Ada
  role: engineer
status: planned
why: she changed careers at my age
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let contact = &cx.note.contact;
    let why = "A conversation is with somebody; a first name or a pseudonym is enough.";
    if let Field::Invalid(Problem::Shape, at) = contact {
        if cx.requires("contact") {
            let raw = at.raw.lines().next().unwrap_or_default().trim().to_owned();
            let found = cx.report(at.value, format!("The contact has no name: `{raw}` is read as a key and a value"));
            found.label("a key `name` is expected here");
            found.why(why);
            found.help(format!(
                "Put the whole name in quotes, `contact: \"{}\"`, or write `name:` before it on a line of its own.",
                raw.replace('"', "")
            ));
            found.field("contact");
        }
    } else if cx.lacks("contact", contact) {
        let said = cx.note.said_in_body("contact").map(|(_, name)| name);
        let line = format!("contact: {}", yaml::scalar(said.as_deref().unwrap_or("Ada Lovelace")));
        cx.missing_field("contact", contact, why, &line);
    }
}
