//! What an editor shows beside a note, as Markdown: what a field, a value or a section is for. The words of an activity stay words: nothing
//! in them becomes a link or a picture that the editor would fetch.

use super::called::Called;
use super::markdown::{escape, prose};
use super::{closing, rules, safe};
use crate::core::activity::Activity;
use crate::core::diagnostic::Severity;
use crate::core::editor::subject::Subject;
use crate::core::recognise::NAMES;
use crate::core::report::PathName;
use crate::core::rules::{RULES, Rule, find, missing_section};
use crate::core::schema::{OF_A_SECTION, about};

/// What is to be said of what stands at a place of the note at `path`, to somebody who called the tool so.
pub fn hover(subject: &Subject<'_>, activity: &Activity, path: &PathName, called: Called) -> String {
    match subject {
        Subject::Key(field) => key(field, activity),
        Subject::Level(level) => format!("**{}** {}", level.level, named(&level.name, &level.meaning)),
        Subject::Status(status) => {
            let asked = asked(&status.canonical, activity);
            let asks = if asked.is_empty() { String::new() } else { format!("\n\nIt asks for: {}.", asked.join(", ")) };
            format!(
                "**{}**: {}{asks}\n\nNext: {}",
                escape(&status.canonical),
                escape(&status.meaning),
                prose(&closing::mark(&status.next, path, called))
            )
        }
        Subject::Channel(channel) => format!("**{}**\n\n{}", escape(channel), about("channel")),
        Subject::Sections(keys) => {
            keys.iter().map(|key| section(key, activity)).collect::<Vec<_>>().join("\n\n---\n\n")
        }
    }
}

/// Everything that `explain` says of a rule.
pub fn explain(rule: &Rule) -> String {
    rules::explain(rule)
}

fn named(name: &str, meaning: &str) -> String {
    format!("({}): {}", escape(name), escape(meaning))
}

/// What a status asks for at every level, by the words that a note has for it.
fn asked(status: &str, activity: &Activity) -> Vec<String> {
    let levels = || activity.levels.iter().map(|level| Some(level.level));
    let is_asked =
        |key: &str| levels().all(|level| activity.requires(key, level, Some(status)) == Some(Severity::Error));
    let fields = NAMES.fields.iter().map(|field| field.canonical.as_str());
    let sections = activity.sections.iter().map(|section| section.key.as_str());
    let mut keys: Vec<&str> = Vec::new();
    for key in fields.chain(sections).filter(|key| is_asked(key)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.into_iter().map(|key| escape(activity.heading_of(key))).collect()
}

fn key(field: &str, activity: &Activity) -> String {
    if activity.section(field).is_some() || NAMES.sections.iter().any(|name| name.canonical == field) {
        return format!("{}\n\n{OF_A_SECTION}", section(field, activity));
    }
    let entry = |name: &str, meaning: &str| match meaning {
        "" => format!("- `{}`", safe::inline(name)),
        meaning => format!("- `{}` {}", safe::inline(name), escape(meaning)),
    };
    let values: Vec<String> = match field {
        "level" => {
            let of = |level: &crate::core::activity::Level| {
                format!("- `{}` {}", level.level, named(&level.name, &level.meaning))
            };
            activity.levels.iter().map(of).collect()
        }
        "status" => NAMES.statuses.iter().map(|status| entry(&status.canonical, &status.meaning)).collect(),
        "channel" => NAMES.channels.iter().map(|channel| entry(&channel.canonical, "")).collect(),
        "seniority" => NAMES.contact.seniorities.iter().map(|seniority| entry(seniority, "")).collect(),
        _ => Vec::new(),
    };
    let about_it: Vec<String> = RULES
        .iter()
        .filter(|rule| rule.name.split('-').any(|word| word == field))
        .map(|rule| format!("- `{}`: {}", rule.name, prose(rule.summary)))
        .collect();
    let mut parts = vec![format!("**{}**: {}", escape(field), about(field))];
    parts.extend([values.join("\n"), about_it.join("\n")].into_iter().filter(|part| !part.is_empty()));
    parts.join("\n\n")
}

/// What a section is for, what its prompt asks, and when the linter asks for it.
fn section(key: &str, activity: &Activity) -> String {
    let mut parts = vec![format!("**{}**", escape(activity.heading_of(key)))];
    if let Some((_, section)) = activity.section(key) {
        parts.extend(section.why.as_deref().map(escape));
        let prompt: Vec<String> =
            section.prompt.trim().lines().map(|line| format!("> {}", escape(line.trim()))).collect();
        parts.push(prompt.join("\n>\n"));
    }
    let own = RULES
        .iter()
        .copied()
        .find(|rule| rule.name.strip_prefix("missing-") == Some(key) || rule.name == format!("no-{key}"));
    let rule = own.or_else(|| find(missing_section::RULE.name).filter(|_| activity.section(key).is_some()));
    if let Some(rule) = rule {
        // Without the examples, which stand in fences; `explain` has them.
        let words = rule.docs.trim().split("\n```").next().unwrap_or_default().trim();
        parts.push(format!("`{}`: {words}", rule.name));
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::{BUILT_IN, DEFAULT};

    fn said_of(subject: &Subject<'_>, activity: &Activity, path: &str) -> String {
        hover(subject, activity, &PathName { shown: path.to_owned(), bytes: None }, Called::ByName)
    }

    #[test]
    fn every_field_and_every_section_has_something_to_say() {
        for (_, text) in BUILT_IN {
            let activity = Activity::parse(text).expect("a built-in activity");
            for field in activity.field_names().iter().chain(&NAMES.contact.keys) {
                let said = said_of(&Subject::Key(field), &activity, "a.md");
                assert!(said.trim_end().len() > field.len() + 6, "{field}: {said}");
            }
            for section in &activity.sections {
                let said = said_of(&Subject::Sections(vec![&section.key]), &activity, "a.md");
                assert!(said.contains("missing-") || said.contains("no-follow-up"), "{}: {said}", section.key);
            }
        }
        let talked = NAMES.statuses.iter().find(|status| status.canonical == "talked").expect("a status");
        let said = said_of(&Subject::Status(talked), &DEFAULT, "networking/ada.md");
        assert!(said.contains("Takeaway") && said.contains("Notes"), "{said}");
    }

    #[test]
    fn an_activity_that_others_wrote_stays_words() {
        let odd = "meaning = \"![x](https://example.org/x.png) <img src=x> ";
        let text = BUILT_IN[0].1.replacen("meaning = \"", odd, 1);
        let activity = Activity::parse(&text).expect("an activity with odd words");
        let said = said_of(&Subject::Key("level"), &activity, "a.md");
        assert!(said.contains("example.org") && !said.contains("![") && !said.contains("<img"), "{said}");
    }
}
