//! The channel is one that is known.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::fields::Field;
use crate::core::recognise::{NAMES, nearest};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "invalid-channel",
    summary: "a `channel` that is not known",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
Any medium is a conversation: `call`, `video`, `in-person`, `email`, `chat`, `direct-message` or `other`. Everyday names such as
`zoom`, `coffee` or `slack` are understood too. The channel may be left out.

```md bad
---
level: 1
contact: Ada
channel: carrier pigeon
status: planned
---
```

```md good
---
level: 1
contact: Ada
channel: zoom
status: planned
---
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let (Field::Invalid(_, at) | Field::Placeholder(at)) = &cx.note.channel else { return };
    let names = || NAMES.channels.iter().map(|channel| channel.canonical.as_str());
    let list = names().collect::<Vec<_>>().join(", ");
    let found = cx.report(at.value, format!("`{}` is not a channel that is known", at.raw));
    found.label(match nearest(&at.raw, names()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "one of the words below is expected".to_owned(),
    });
    found.why("The channel tells a call from a message; any of them counts as a conversation.");
    found.help(format!("Write one of {list}, or leave the line out."));
}
