//! A class as Markdown, for an issue or a page of a wiki. No contact is named, also not by a note's path; a finding is its rule's summary.

use super::{changes, words};
use crate::core::cohort::baseline::Changes;
use crate::core::cohort::{Class, Flag, Student};
use crate::core::diagnostic::Severity;
use crate::core::progress::JournalState;
use crate::core::rules;
use crate::render::closing::plural;
use crate::render::markdown::{escape, prose};

/// The most findings of one note that are listed.
const MOST: usize = 20;

/// How a report begins.
const TITLE: &str = "# Class: ";

/// Whether a text begins as [`render`] begins: a title, and how many students are how far.
pub fn is_report(text: &str) -> bool {
    let mut lines = text.lines();
    let is_titled = lines.next().is_some_and(|line| line.starts_with(TITLE)) && lines.next() == Some("");
    let totals = lines.next().unwrap_or_default();
    let (count, rest) = totals.split_once(' ').unwrap_or_default();
    let is_counted = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    is_titled && is_counted && rest.starts_with("student") && totals.ends_with('.')
}

/// The whole report.
pub fn render(class: &Class) -> String {
    let mut out = format!("{TITLE}{}\n\n{}\n", escape(&class.activity), words::totals(class));
    if let Some(due) = &class.due {
        out.push_str(&format!("Due: {}\n", words::due(due)));
    }
    if !class.students.is_empty() {
        out.push_str("\n| Student | State | Levels done | Complete since | Next |\n|---|---|---|---|---|\n");
        out.extend(class.students.iter().map(|student| row(student, class)));
    }
    let of_all = words::without_history(class);
    let without = words::without_journal(class);
    out.extend(of_all.iter().chain(&without).map(|said| format!("\n{said}\n")));
    out.extend(class.students.iter().map(|student| details(student, class, [of_all.is_some(), without.is_some()])));
    out.extend(class.changes.as_ref().map(since));
    let reasons: Vec<&str> = class.students.iter().filter_map(|student| student.reason.as_deref()).collect();
    let others: Vec<String> = class
        .failures
        .iter()
        .filter(|failure| !reasons.contains(&failure.message.as_str()))
        .map(|failure| {
            let line = failure.line.map(|line| format!("line {line} of the roster: ")).unwrap_or_default();
            let path = failure
                .path
                .as_deref()
                .map(|path| format!("{}: ", escape(words::folder(path, class))))
                .unwrap_or_default();
            format!("- {path}{line}{}\n", escape(&failure.message))
        })
        .collect();
    if !others.is_empty() {
        out.push_str(&format!("\n## Not checked\n\n{}", others.concat()));
    }
    out
}

fn row(student: &Student, class: &Class) -> String {
    let levels: Vec<String> = student.levels_done.iter().map(i64::to_string).collect();
    let cells = [
        escape(&student.student),
        words::state(student.state).to_owned(),
        levels.join(", "),
        words::completed(student, class.due.as_ref()),
        match student.state {
            JournalState::Unreadable => "see below",
            _ => student.step.map(words::step).unwrap_or_default(),
        }
        .to_owned(),
    ];
    format!("| {} |\n", cells.join(" | "))
}

/// What became of the class since a former report.
fn since(changes: &Changes) -> String {
    let item = |(who, what): (&str, String)| format!("- {}: {}\n", escape(who), escape(&what));
    let each = changes.students.iter().map(|change| item((&change.student, changes::told(change))));
    let moved = changes::moved(changes).into_iter().map(|(words, names)| item((words, names.join(", "))));
    let list: String = each.chain(moved).collect();
    let gap = if list.is_empty() { "" } else { "\n" };
    format!("\n## Changes\n\n{}\n{gap}{list}", changes::summary(changes))
}

/// What there is to say of a student, behind a fold, without what is told once of the class.
fn details(student: &Student, class: &Class, [history, journal]: [bool; 2]) -> String {
    let mut points: Vec<String> = words::reason(student, journal).into_iter().map(escape).collect();
    for flag in words::flags(student, history) {
        let more = match flag {
            Flag::SwitchedOffRules => format!(": {}", escape(&student.switched_off.join(", "))),
            _ => words::more(flag, student, class).unwrap_or_default(),
        };
        points.push(format!("{}{more}", words::flag(flag)));
    }
    for (at, note) in student.notes.iter().enumerate() {
        let found = note.found.iter().filter(|found| found.severity != Severity::Advice);
        for found in found.clone().take(MOST) {
            let (number, line) = (at + 1, found.place.start.line);
            // A rule of another version comes out of a report that was read back: its name is anybody's text.
            let (rule, summary) = match rules::find(&found.rule) {
                Some(rule) => (format!("`{}`", rule.name), rule.summary),
                None => (escape(&found.rule), "a rule of another version"),
            };
            let severity = found.severity.name();
            points.push(format!("note {number}, line {line}: {severity} {rule}: {}", prose(summary)));
        }
        let more = found.count().saturating_sub(MOST);
        if more > 0 {
            points.push(format!("note {}: {} more", at + 1, plural(more, "finding", "findings")));
        }
    }
    if points.is_empty() {
        return String::new();
    }
    let list: String = points.iter().map(|point| format!("- {point}\n")).collect();
    format!("\n<details>\n<summary>{}</summary>\n\n{list}\n</details>\n", html(&student.student))
}

/// A name within HTML, where Markdown is not read.
fn html(text: &str) -> String {
    let text = crate::render::safe::inline(text);
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    // A line that begins with a tag is HTML to its end, but names and numbers are looked for there too.
    escaped.replace('@', "@&NoBreak;").replace('#', "#&NoBreak;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_known_again_and_nothing_else_is() {
        assert!(is_report(&render(&Class::default())));
        let others =
            ["", "# Class: ", "# Class: Biology\n\nWe met.\n", "# Conversation with Ada\n\n1 student: 1 done.\n"];
        assert!(!others.into_iter().any(is_report));
    }
}
