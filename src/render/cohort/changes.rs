//! What became of a class since a former report, in words for a terminal. No contact is named.

use super::words;
use crate::core::cohort::baseline::{Change, Changes};
use crate::render::closing::plural;
use crate::render::status::wrapped;
use crate::render::{Style, safe};

/// A line a student of whom something changed, and the others counted.
pub fn render(changes: &Changes, style: Style) -> String {
    let Changes { students, newcomers, missing, same } = changes;
    let mut out = match (students.len(), *same) {
        (0, 0) => "Since the former report: nobody can be compared.\n".to_owned(),
        (0, _) => "Since the former report: nothing changed.\n".to_owned(),
        (moved, 0) => format!("Since the former report: {} changed.\n", plural(moved, "student", "students")),
        (moved, same) => {
            format!("Since the former report: {} changed, {same} did not.\n", plural(moved, "student", "students"))
        }
    };
    for change in students {
        out.push_str(&wrapped(&format!("{}: {}", safe::inline(&change.student), told(change)), "", "  ", style.width));
    }
    for (words, names) in [("Not there before", newcomers), ("Not there any more", missing)] {
        if !names.is_empty() {
            let names: Vec<_> = names.iter().map(|name| safe::inline(name)).collect();
            out.push_str(&wrapped(&format!("{words}: {}", names.join(", ")), "", "  ", style.width));
        }
    }
    // A name, or a line that is broken within one, may look like a command to the reader of a log.
    safe::lines(&out).into_owned()
}

fn told(change: &Change) -> String {
    let mut parts = Vec::new();
    if change.from != change.to {
        parts.push(format!("from {} to {}", words::state(change.from), words::state(change.to)));
    }
    if !change.levels.is_empty() {
        let levels: Vec<String> = change.levels.iter().map(i64::to_string).collect();
        parts.push(format!("level {} done", levels.join(", ")));
    }
    if change.notes_more > 0 {
        parts.push(plural(change.notes_more, "new note", "new notes"));
    }
    if change.notes_less > 0 {
        parts.push(format!("{} gone", plural(change.notes_less, "note", "notes")));
    }
    for (words, rules) in [("mended", &change.mended), ("new", &change.found)] {
        if !rules.is_empty() {
            parts.push(format!("{words}: {}", counted(rules)));
        }
    }
    parts.join("; ")
}

/// Each rule once, and how often.
fn counted(rules: &[String]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for rule in rules {
        match counts.iter_mut().find(|(name, _)| name == rule) {
            Some((_, count)) => *count += 1,
            None => counts.push((rule, 1)),
        }
    }
    let told = counts.iter().map(|(rule, count)| match count {
        1 => safe::inline(rule).into_owned(),
        _ => format!("{} ({count} times)", safe::inline(rule)),
    });
    told.collect::<Vec<_>>().join(", ")
}
