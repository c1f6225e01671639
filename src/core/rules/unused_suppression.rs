//! A note silences only what would be said.

use super::{Check, FixKind, RULES, Rule};
use crate::core::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::core::note::suppression::Suppression;
use crate::core::recognise::nearest;

/// See `docs`.
pub static RULE: Rule = Rule {
    name: "unused-suppression",
    summary: "`<!-- coffeechat: off RULE -->` that silences nothing",
    severity: Severity::Warning,
    fix: FixKind::Safe,
    since: "0.1.0",
    docs: r#"
A note silences a rule for itself with a comment: `<!-- coffeechat: off RULE -->`, or several rules with spaces between them. Behind the names you may say why. This
rule sees a name there that silences nothing: the rule has nothing to say here, or there is no rule of that name. Left standing,
the comment would one day hide something that you want to know.

```md bad
---
level: 1
contact: Ada
status: planned
---

<!-- coffeechat: off date-style -->
I will ask her on Monday.
```

```md fixed
---
level: 1
contact: Ada
status: planned
---

I will ask her on Monday.
```

```md good
---
level: 1
contact: Ada
date: 17 September 2026
status: planned
---

<!-- coffeechat: off date-style -->
```
"#,
    check: Check::Silenced,
};

/// Of a name that silenced nothing.
pub fn report(suppression: &Suppression) -> Diagnostic {
    let name = suppression.rule.as_str();
    let why = "Left standing, it would one day hide something that you want to know.";
    if suppression.is_misspelled() {
        let mut found = RULE.finding(suppression.span, format!("`{name}` silences nothing"));
        let colon = suppression.with_colon();
        found.label(match colon {
            Some(_) => "a colon is missing behind the first word",
            None => "this is not how a rule is silenced",
        });
        found.why("Written another way, it is a comment like any other, and the rule still speaks.");
        found.help(match colon {
            Some(whole) => format!("Write it with its colon: `<!-- {whole} -->`"),
            None => "Write `<!-- coffeechat: off RULE -->` with the name of the rule, which stands with each finding."
                .to_owned(),
        });
        return found;
    }
    let is_known = RULES.iter().any(|rule| rule.name == name);
    let meant = nearest(name, RULES.iter().map(|rule| rule.name)).filter(|_| !is_known);
    let mut found = RULE.finding(
        suppression.span,
        match is_known {
            true => format!("`{name}` is switched off here, and has nothing to say anyway"),
            false => format!("`{name}` is switched off here, and there is no rule of that name"),
        },
    );
    found.why(why);
    match meant {
        Some(meant) => {
            found.label(format!("did you mean `{meant}`?"));
            found.help(format!("Write `{meant}` here, or take the name out."));
            found.fix(Fix::safe(format!("Write `{meant}`"), vec![Edit::replace(suppression.span, meant)]));
        }
        None => {
            found.label("this silences nothing");
            found.help("Take the name out of the comment, or the whole comment.");
            found.fix = suppression.removal.map(|span| Fix::safe("Take it out", vec![Edit::replace(span, "")]));
        }
    }
    found
}
