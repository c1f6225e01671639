//! A first message asks for a conversation, not for a job.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::message::Message;
use crate::core::recognise::message::asks_for_a_job;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "asks-for-a-job",
    summary: "a message to your contact that asks for a job, a referral or a reference",
    severity: Severity::Advice,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
People like to talk about their own way, and few can hand out jobs. A message that asks for one, or for an internship, a referral or a
reference, is often left without an answer; a message that asks for twenty minutes and a story is not. What grows out of
the conversation comes later.

This rule looks at your own words in the section for the message, while the status is `planned` or `contacted`. It passes over
quotations, replies, a sentence that says no ("I am not asking for a job"), and questions about your contact's own way ("how did you find
your first job?").

```md bad
---
level: 2
contact: Ada
status: planned
why: she works where I would like to work
---

## Outreach
Hi Ada, I finish my course in May. Could you refer me to your team, or pass on my CV?
I am free on Tuesday and on Thursday.
```

```md good
---
level: 2
contact: Ada
status: planned
why: she works where I would like to work
---

## Outreach
Hi Ada, I finish my course in May. I am not asking for a job: I would like to hear how your first job search went.
I am free on Tuesday and on Thursday.
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let is_open =
        cx.note.status.get().is_some_and(|status| matches!(status.canonical.as_str(), "planned" | "contacted"));
    if !is_open {
        return;
    }
    let Some(message) = Message::of(cx.note, cx.activity) else { return };
    let whole = message.texts().join(" ");
    let Some((sentence, asks)) = asks_for_a_job(&whole) else { return };
    // The line in which the sentence stands, or begins.
    let begins = |text: &str| {
        let head: String = sentence.chars().take(16).collect();
        text.contains(sentence) || text.contains(&head) || asks_for_a_job(text).is_some_and(|(_, found)| found == asks)
    };
    let line = message.lines.iter().find(|line| begins(&line.text)).or(message.lines.first());
    let Some(span) = line.map(|line| line.span) else { return };
    let found = cx.report(span, "Your message asks for a job, a referral or a reference");
    found.label(format!("\"{asks}\""));
    found.why(
        "Such a request is the usual reason why no answer comes; a question about their own way is easy to answer.",
    );
    found
        .help("Ask for a conversation instead, for example: `Could I ask you how you found your way into this field?`");
}
