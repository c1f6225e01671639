//! A note says with whom the conversation is.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::fields::{Field, Match, Problem};
use crate::core::note::yaml::{self, Kind, Node};
use crate::core::recognise::{self, NAMES};

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
  name:
  role: engineer
status: planned
---

# Coffee with Ada
```

```md fixed
---
level: 1
contact:
  name: Ada
  role: engineer
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

```md bad
---
level: 1
contact:
  role: engineer
  company: Remington Rand
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
    if let Field::Invalid(Problem::Shape, at) = contact {
        if cx.requires("contact") {
            let text = cx.note.source.text.as_str();
            let pairs = cx.note.front.pairs().iter();
            let value = pairs.filter(|(key, _)| key.span == at.key).map(|(_, value)| value).next();
            let person = value.and_then(without_name);
            let is_one_of_several =
                matches!(value.map(|value| &value.kind), Some(Kind::List(people)) if people.len() > 1);
            let told = match person {
                Some(person) if has_known_keys(person) => no_name(),
                person => not_a_key(person.map_or(at.raw.as_str(), |person| person.span.of(text)), is_one_of_several),
            };
            let found = cx.report(person.map_or(at.value, |person| person.span), told.message);
            found.label("a key `name` is expected here").help(told.help);
            found.why(WHY);
            found.field("contact");
        }
    } else if cx.lacks("contact", contact) {
        let said = cx.note.said_in_body("contact").map(|(_, name)| name);
        let name = yaml::scalar(said.as_deref().unwrap_or("Ada Lovelace"));
        // In a map the name has a line of its own.
        let key = contact.at().map(|at| at.key.of(&cx.note.source.text)).filter(|key| recognise::fold(key) == "name");
        let is_inside = key.is_some() && cx.note.keys.find("contact", Match::Exact).is_some();
        let line = if is_inside { format!("name: {name}") } else { format!("contact: {name}") };
        cx.missing_field("contact", contact, WHY, &line);
    }
}

const WHY: &str = "A conversation is with somebody; a first name or a pseudonym is enough.";

struct Told {
    message: String,
    help: String,
}

/// The first person of a contact who has keys, and no `name` among them.
fn without_name(contact: &Node) -> Option<&Node> {
    match &contact.kind {
        Kind::List(people) => people.iter().find_map(without_name),
        Kind::Map(pairs) => {
            let has_name = pairs.iter().any(|(key, _)| key.text().is_some_and(|key| recognise::fold(key) == "name"));
            (!has_name).then_some(contact)
        }
        _ => None,
    }
}

/// Whether what stands there is a person of whom only the name is left out.
fn has_known_keys(person: &Node) -> bool {
    let is_known = |key: &Node| {
        let key = key.text().map(recognise::fold).unwrap_or_default();
        NAMES.contact.keys.contains(&key)
    };
    matches!(&person.kind, Kind::Map(pairs) if pairs.iter().all(|(key, _)| is_known(key)))
}

fn no_name() -> Told {
    Told {
        message: "The contact has no `name`".to_owned(),
        help: "Add the name as the first of these lines: `name: Ada Lovelace`".to_owned(),
    }
}

/// A colon in a name makes a key of what stands before it.
fn not_a_key(raw: &str, is_one_of_several: bool) -> Told {
    let raw = raw.lines().next().unwrap_or_default().trim();
    let quoted = raw.trim_matches(['{', '}']).trim().replace('"', "");
    let before = if is_one_of_several { "- " } else { "contact: " };
    Told {
        message: format!("The contact has no name: `{raw}` is read as a key and a value"),
        help: format!(
            "Put the whole name in quotes, `{before}\"{quoted}\"`, or write `name:` before it on a line of its own."
        ),
    }
}
