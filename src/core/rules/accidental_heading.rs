//! Text that became a heading because of the line below it.

use super::{Check, FixKind, NoteContext, Rule};
use crate::core::diagnostic::{Edit, Fix, Severity};
use crate::core::note::front_matter::FrontMatter;
use crate::core::text::Span;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "accidental-heading",
    summary: "a line of text right above `---`, which Markdown turns into a heading",
    severity: Severity::Advice,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
A line `---` draws a rule. Right below a line of text it does something else: Markdown makes a heading of that text, so it is
shown large and bold. A blank line between the two keeps the text a text.

This rule looks at three hyphens below a sentence. A short title with a line below it is a heading that somebody meant.

```md bad
---
level: 1
contact: Ada
status: planned
---

I will ask her on Monday, after the stand-up.
---
```

```md fixed
---
level: 1
contact: Ada
status: planned
---

I will ask her on Monday, after the stand-up.

---
```

```md good
---
level: 1
contact: Ada
status: planned
---

My plan
-------

I will ask her on Monday, after the stand-up.
```
"#,
    check: Check::Note(check),
};

/// A title has fewer words than this.
const SENTENCE: usize = 6;

fn check(cx: &mut NoteContext<'_>) {
    // Where the front matter is still to come, its lines may be what stands there.
    if !matches!(cx.note.front, FrontMatter::Read { .. }) {
        return;
    }
    let text = cx.note.source.text.as_str();
    for &span in &cx.note.body.accidental {
        let source = span.of(text);
        let Some(start) = source.rfind(['\n', '\r']).map(|at| at + 1) else { continue };
        let (words, rule) = source.split_at(start);
        let words = words.trim();
        let is_sentence = words.ends_with(['.', '!', ';', ',']) || words.split_whitespace().count() >= SENTENCE;
        if rule.trim() != "---" || !is_sentence || words.ends_with(['?', ':']) {
            continue;
        }
        let last = words.lines().next_back().unwrap_or(words);
        let from = span.start + source[..start].rfind(last).unwrap_or_default();
        let found = cx.report(Span::new(from, from + last.len()), "Markdown makes a heading of this text");
        found.label("the `---` below turns this into a heading");
        found.and(Span::new(span.start + start, span.end), "this draws no line here");
        found.why("It is shown large and bold, and what follows seems to belong to it.");
        found.help("Put an empty line between the text and the `---`.");
        // Inside a quotation an empty line would end it.
        if !rule.starts_with(['>', '|']) {
            found.fix(Fix::safe("Put an empty line between", vec![Edit::insert(span.start + start, "\n")]));
        }
    }
}
