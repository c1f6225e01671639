//! A password or a token in a note is known to everybody who can read the journal.

use std::collections::HashSet;

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::recognise::secret;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "exposed-secret",
    summary: "something that looks like a password, a token or a private key",
    severity: Severity::Error,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A journal is shared, and Git remembers every line that was ever committed. Whoever reads a password or a token there can use it.
Deleting the line is not enough once it was pushed: first make the secret invalid where it was made, then take it out.

This rule reads the whole file, front matter, comments and code included. It knows the published formats of access tokens
and keys (GitHub, GitLab, Slack, Discord, AWS, Google, Stripe, OpenAI, Anthropic, npm, PyPI, SendGrid, Twilio, Hugging Face,
DigitalOcean, JWT), private keys with their text, a password inside an address (`https://name:…@host`), and lines such as
`Password: …` or `api_key = …` with a value that is plainly one. It says nothing about talk of passwords, about hashes of
commits, about placeholders and examples, about variables, or about links that show a picture for a few minutes. What it finds is never
shown in full, in no format.

```md bad
---
level: 1
contact: Ada
status: planned
---

She showed me the staging site.
Password: Otter+7walks
```

```md good
---
level: 1
contact: Ada
status: planned
---

She showed me the staging site. The password is in my password manager.
Password: ask Ada
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let text = &cx.note.source.text;
    let mut seen = HashSet::new();
    for secret in secret::find(text) {
        if !seen.insert(secret.hidden.of(text)) {
            continue;
        }
        let found = cx.report(secret.span, format!("This looks like {}: `{}`", secret.what, secret.shown));
        found.label("everybody who can read the journal can use it");
        found.why(
            "Git keeps every line that was ever committed, so once it is pushed, deleting the line is not enough.",
        );
        found.help(format!("First {}. Then take this one out of the note.", secret.remedy));
    }
}
