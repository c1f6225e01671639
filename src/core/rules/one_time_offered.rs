//! A message offers two times, so that the answer can be one word.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::note::message::Message;
use crate::core::recognise::message::times_offered;
use crate::core::text::Span;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "one-time-offered",
    summary: "a message to your contact with fewer than two times to talk",
    severity: Severity::Advice,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
A message that offers a couple of times can be answered with one word. A message that offers one needs luck, and one without any asks
your contact to do the planning.

This rule looks at your own words in the section for the message, while the status is `planned` or `contacted`. Days, dates, clock times
and parts of a day count as times, in several languages; `next week`, `any afternoon`, `whenever it suits you` or a link to a calendar
are as good as two. It says nothing about a note such as "Sent on LinkedIn on Monday", about a reply or a quotation, about
a message with a blank still in it, or where the conversation is to be held in writing.

```md bad
---
level: 2
contact: Ada
status: planned
why: she changed careers at my age
---

## Outreach
Hi Ada, I am learning to code and would love to hear how you moved from teaching to testing.
Would you have twenty minutes for a call on Tuesday at 10?
```

```md bad
---
level: 2
contact: Ada
status: contacted
why: she changed careers at my age
---

## Outreach
Hi Ada, I am learning to code and would love to hear how you moved from teaching to testing. Could we have a call about that?
```

```md good
---
level: 2
contact: Ada
status: planned
why: she changed careers at my age
---

## Outreach
Hi Ada, I am learning to code and would love to hear how you moved from teaching to testing.
Would Tuesday at 10 or Thursday at 16 suit you for twenty minutes?
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    let is_open = note.status.get().is_some_and(|status| matches!(status.canonical.as_str(), "planned" | "contacted"));
    let is_written = note.channel.get().is_some_and(|channel| matches!(*channel, "email" | "chat" | "direct-message"));
    if !is_open || is_written {
        return;
    }
    let Some(message) = Message::of(note, cx.activity) else { return };
    let has_blank = |at: Span| note.contents.blanks.iter().any(|blank| at.contains(blank.start));
    let times = times_offered(&message.texts());
    if times > 1 || message.lines.iter().any(|line| has_blank(line.span)) {
        return;
    }
    let with_a_time = message.lines.iter().find(|line| times_offered(&[&line.text]) > 0);
    let Some(line) = with_a_time.or(message.lines.first()) else { return };
    let (saw, label) = match times {
        1 => ("Your message offers one time to talk", "the only time in it"),
        _ => ("Your message names no time to talk", "the message begins here"),
    };
    let found = cx.report(line.span, saw);
    found.label(label);
    found.why("With two times to choose from, the answer can be one word, and it comes sooner.");
    found.help("Offer a couple of times, for example: `Would Tuesday at 10 or Thursday at 16 suit you?`");
}
