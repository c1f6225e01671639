//! What was taken away is followed up.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::draft;
use crate::core::note::Note;
use crate::core::note::tick::boxed;
use crate::core::recognise::fold;
use crate::core::text::{Span, lines};

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "no-follow-up",
    summary: "you talked, and nothing says yet how you follow up",
    severity: Severity::Advice,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
A takeaway is something to follow up on: something to look up, or somebody to be introduced to. This rule sees a note with
`status: talked` and a takeaway, and neither a section such as `Follow-up` or `Next steps`, nor a checkbox. A line `- [ ] Follow up:`
with nothing behind it is seen too, as long as it has no tick. With `status: followed-up` the rule has nothing more to say.

It is advice. The conversation counts without it; following up is what makes it worth more.

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: talked
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.
```

```md fixed
---
level: 1
contact: Ada
date: 2026-11-02
status: talked
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.

- [ ] Follow up: 
```

```md bad
---
level: 1
contact: Ada
date: 2026-11-02
status: talked
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.

- [ ] Follow up:
```

```md good
---
level: 1
contact: Ada
date: 2026-11-02
status: talked
---

## Questions
- How did you start?

## Notes
By teaching herself.

## Takeaway
Build something small.

- [ ] Show her the first version
```
"#,
    check: Check::Note(check),
};

fn check(cx: &mut NoteContext<'_>) {
    let note = cx.note;
    let Some(at) = note.status.at().filter(|_| note.status.get().is_some_and(|status| status.canonical == "talked"))
    else {
        return;
    };
    // What an open comment hides may be just that.
    if note.body.swallowed_from.is_some() || !note.contents.has("takeaway") || note.contents.has("follow-up") {
        return;
    }
    let heading = note.contents.get("follow-up").and_then(|content| content.heading);
    match checkbox(note) {
        Some(Checkbox::Set) => return,
        // What `--fix` put there waits for the student's words; to put another one beside it would help nobody. Its own words are
        // read as the name of a section.
        Some(Checkbox::Empty(line)) if heading.is_none_or(|heading| line.contains(heading.start)) => {
            let found = cx.report(line, "The line for your follow-up is still empty");
            found.label("what comes next?");
            found.why("Following up is what a conversation is remembered for, by both of you.");
            found.help("Write behind the colon what you will do; when it is done, write `status: followed-up`.");
            return;
        }
        _ if heading.is_some() => return,
        _ => {}
    }
    let place = draft::end_of_section(note, cx.activity.known.takeaway);
    let found = cx.report(at.value, "Nothing says yet how you follow up on your takeaway");
    found.label("you talked; what comes next?");
    found.why("Following up is what a conversation is remembered for, by both of you.");
    found.help(
        "Add a line such as `- [ ] Follow up: …` below your takeaway; when it is done, write `status: followed-up`.",
    );
    if let Some(place) = place {
        let beside = note.source.text[..place].lines().next_back().is_some_and(|line| line.starts_with("- "));
        let gap = if beside { "\n" } else { "\n\n" };
        let rest = &note.source.text[place..];
        let is_set_off = rest.trim().is_empty() || rest.starts_with("\n\n") || rest.starts_with("\r\n\r\n");
        let below = if is_set_off { "" } else { "\n" };
        found.fix(Fix::safe("Add a box to tick", vec![Edit::insert(place, format!("{gap}- [ ] {FOLLOW_UP} {below}"))]));
    }
}

/// A box at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Checkbox {
    /// Ticked, or for something.
    Set,
    /// The line for the follow-up, with nothing in it yet.
    Empty(Span),
}

/// The box of the text, outside code and comments, that says the most. Each line is looked at once, at its beginning.
fn checkbox(note: &Note<'_>) -> Option<Checkbox> {
    let mut empty = None;
    let own = lines(&note.source.text).filter(|(span, _)| !note.body.is_aside(span.start));
    for (span, line) in own {
        match boxed(line) {
            Some((false, rest)) if fold(rest) == fold(FOLLOW_UP) => {
                empty = empty.or(Some(Checkbox::Empty(Span::new(span.start, span.start + line.trim_end().len()))));
            }
            Some(_) => return Some(Checkbox::Set),
            None => {}
        }
    }
    empty
}

/// What `--fix` writes behind a box.
const FOLLOW_UP: &str = "Follow up:";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;

    fn seen(text: &str) -> Option<Checkbox> {
        let source = Source::new("note.md", text);
        checkbox(&parse(&source, &DEFAULT))
    }

    fn boxed(text: &str) -> bool {
        seen(text) == Some(Checkbox::Set)
    }

    #[test]
    fn an_empty_line_for_the_follow_up_is_none() {
        for text in ["- [ ] Follow up: ", "- [ ] Follow up:", "* [ ] follow-up", "- [ ] **Follow-up:**"] {
            assert_eq!(
                seen(&format!("text\n{text}\n")),
                Some(Checkbox::Empty(Span::new(5, 5 + text.trim_end().len()))),
                "{text}"
            );
        }
        for text in ["- [x] Follow up:", "- [ ] Follow up: ask", "- [ ] Follow up:\n- [ ] write", "- [ ] Show her"] {
            assert!(boxed(text), "{text}");
        }
    }

    #[test]
    fn a_box_counts_where_the_student_set_it() {
        for text in
            ["- [ ] write", "text\n\n1. [x] write", "> * [X] write", "- [ ]", "<details>\n- [ ] write\n</details>"]
        {
            assert!(boxed(text), "{text}");
        }
        for text in [
            "[ ] write",
            "- [](x)",
            "- see [x]",
            "```\n- [ ] how a box looks\n```",
            "<!-- for example:\n- [ ] write\n-->",
        ] {
            assert!(!boxed(text), "{text}");
        }
    }

    #[test]
    fn a_long_line_of_brackets_is_read_at_once() {
        // A look back from each bracket to the line's start took minutes for this.
        assert!(!boxed(&"x] ".repeat(100_000)));
    }
}
