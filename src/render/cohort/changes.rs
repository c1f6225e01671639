//! What became of a class since a former report, in words. No contact is named.

use super::words;
use crate::core::cohort::baseline::{Change, Changes};
use crate::render::closing::plural;
use crate::render::status::wrapped;
use crate::render::{Style, safe};

/// For a terminal: a line a student of whom something changed, and the others counted.
pub fn render(changes: &Changes, style: Style) -> String {
    let mut out = format!("{}\n", summary(changes));
    let each = changes.students.iter().map(|change| format!("{}: {}", safe::inline(&change.student), told(change)));
    let moved = moved(changes).into_iter().map(|(words, names)| {
        let names: Vec<_> = names.iter().map(|name| safe::inline(name)).collect();
        format!("{words}: {}", names.join(", "))
    });
    out.extend(each.chain(moved).map(|line| wrapped(&line, "", "  ", style.width)));
    // A name, or a line that is broken within one, may look like a command to the reader of a log.
    safe::lines(&out).into_owned()
}

/// How many changed and how many did not.
pub fn summary(changes: &Changes) -> String {
    let moved = || plural(changes.students.len(), "student", "students");
    let told = match (changes.students.len(), changes.same) {
        (0, 0) => "nobody can be compared".to_owned(),
        (0, _) => "nothing changed".to_owned(),
        (_, 0) => format!("{} changed", moved()),
        (_, same) => format!("{} changed, {same} did not", moved()),
    };
    format!("Since the former report: {told}.")
}

/// Those who came and those who went, where there are any, and what is said of them.
pub fn moved(changes: &Changes) -> Vec<(&'static str, &[String])> {
    let mut moved = vec![("Not there before", changes.newcomers.as_slice()), ("Not there any more", &changes.missing)];
    moved.retain(|(_, names)| !names.is_empty());
    moved
}

/// What became of a student, in one line that a terminal can show; nobody is named in it.
pub fn told(change: &Change) -> String {
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
