//! How somebody can be reached is theirs to give away.

use std::collections::HashMap;

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::Severity;
use crate::core::recognise::detail::{self, Kind};
use crate::core::text::{Span, lines};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "exposed-contact-details",
    summary: "an e-mail address or a phone number of somebody, in a journal that has a remote",
    severity: Severity::Warning,
    fix: FixKind::None,
    since: "0.1.0",
    docs: r#"
Somebody who gave you an address gave it to you, not to everybody. A journal with a remote is read elsewhere too; a "secret" gist can be
read by anyone who has the link. An address book is the better place.

This rule looks for e-mail addresses, and for phone numbers: written with `+` and the country's code, or behind a word such as
`phone` or `WhatsApp`. It says nothing in a journal without a remote, about the address of an office (`jobs@…`, `info@…`), about
`example.org` and the like, about links, code, handles and remotes, about the number of a meeting, or about your own address,
also where it stands below your message.

```md bad remote
---
level: 1
contact: Ada
status: planned
---

I can send her my questions: ada.moreau@lumenworks.io
```

```md good remote
---
level: 1
contact: Ada
status: planned
---

I can send her my questions; her address is in my address book. The office is at jobs@lumenworks.io.
```
"#,
    check: Check::Note(check),
};

/// How many lines below the word for a meeting may hold its numbers.
const MEETING_LINES: usize = 6;

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    if !cx.surroundings.has_remote || !lines(&note.source.text).any(|(_, line)| detail::may_hold(line)) {
        return;
    }
    let known = cx.activity.known;
    let text = &note.source.text;
    // What the student wrote to somebody, and signed.
    let letters: Vec<Span> = (note.body.headings.iter())
        .filter(|heading| heading.names.has(known.outreach.and(known.follow_up)))
        .map(|heading| Span::new(heading.span.end, heading.end))
        .collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut code = note.body.code.iter().peekable();
    let mut letter = letters.iter().peekable();
    let all: Vec<_> = lines(text).collect();
    for (number, &(span, line)) in all.iter().enumerate() {
        while code.next_if(|code| code.end <= span.start).is_some() {}
        while letter.next_if(|letter| letter.end <= span.start).is_some() {}
        let is_code = code.peek().is_some_and(|code| code.start < span.end);
        if is_code || !detail::may_hold(line) {
            continue;
        }
        let found = detail::find(line);
        let is_letter = letter.peek().is_some_and(|letter| letter.contains(span.start));
        let is_own = !found.is_empty() && !line.trim_start().starts_with('>') && detail::is_own(line);
        let above = &all[number.saturating_sub(MEETING_LINES - 1)..=number];
        let has_phone = found.iter().any(|detail| detail.kind == Kind::Phone);
        let is_about_a_meeting = has_phone && above.iter().any(|(_, line)| detail::is_about_a_meeting(line));
        for detail in found {
            let at = detail.span.shift(span.start);
            let is_meeting = is_about_a_meeting && detail.kind == Kind::Phone;
            if is_own || is_meeting || is_letter && !is_addressee(&line[..detail.span.start]) {
                continue;
            }
            let address = detail.span.of(line);
            match seen.get(address) {
                Some(&number) if cx.found[number].labels.len() < 10 => {
                    cx.found[number].and(at, "and here");
                }
                Some(_) => {}
                None => {
                    seen.insert(address.to_owned(), cx.found.len());
                    tell(cx, at, detail.kind, address);
                }
            }
        }
    }
}

/// In a letter of the student's only the person it goes to is somebody else.
fn is_addressee(before: &str) -> bool {
    let label = before.trim_start_matches(['-', '*', '_', ' ', '\t']);
    let label = label.trim_end_matches(['<', '*', '_', ' ', ':', '`']);
    matches!(label.to_lowercase().as_str(), "to" | "an" | "à" | "para" | "a")
}

fn tell(cx: &mut NoteContext<'_>, at: Span, kind: Kind, address: &str) {
    let (what, shown) = match kind {
        Kind::Email => {
            let (name, _) = address.split_once('@').unwrap_or((address, ""));
            ("An e-mail address", format!("{}…@…", name.chars().take(2).collect::<String>()))
        }
        Kind::Phone => ("A phone number", format!("{}…", address.chars().take(4).collect::<String>())),
    };
    let where_to = match cx.surroundings.is_gist {
        true => "A gist can be read by anyone who has the link, a \"secret\" one too.",
        false => "This journal has a remote, so others may read it; who may write or call is for that person to say.",
    };
    let found = cx.report(at, format!("{what} of somebody stands in the note: `{shown}`"));
    found.label("others can read it here");
    found.why(where_to);
    found.help("Keep it in your address book, and write only the name here.");
}
