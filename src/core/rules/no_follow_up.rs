//! What was taken away is followed up.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::draft;
use crate::core::note::Note;
use crate::core::text::lines;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "no-follow-up",
    summary: "you talked, and nothing says yet how you follow up",
    severity: Severity::Advice,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
A takeaway is something to follow up on: something to look up, or somebody to be introduced to. This rule sees a note with
`status: talked` and a takeaway, and neither a section such as `Follow-up` or `Next steps`, nor a checkbox. With
`status: followed-up` it has nothing more to say.

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
    let follows =
        note.contents.get("follow-up").is_some_and(|content| content.heading.is_some() || content.lack.is_none());
    // What an open comment hides may be just that.
    if note.body.swallowed_from.is_some() || !note.contents.has("takeaway") || follows || has_checkbox(note) {
        return;
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
        found.fix(Fix::safe("Add a box to tick", vec![Edit::insert(place, format!("{gap}- [ ] Follow up: {below}"))]));
    }
}

/// Whether a line of the text, outside code and comments, begins with a box, ticked or not. Each line is looked at once, at its
/// beginning.
fn has_checkbox(note: &Note<'_>) -> bool {
    lines(&note.source.text).any(|(span, line)| is_box(line) && !note.body.is_aside(span.start))
}

fn is_box(line: &str) -> bool {
    let boxed = line.trim_start_matches(|c: char| {
        matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit()
    });
    let mark = ["[ ]", "[x]", "[X]"].iter().find_map(|mark| boxed.strip_prefix(mark));
    boxed.len() < line.len() && mark.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;

    fn boxed(text: &str) -> bool {
        let source = Source::new("note.md", text);
        has_checkbox(&parse(&source, &DEFAULT))
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
