//! What would change, as a unified diff, and one line on what was mended.

use similar::TextDiff;

use super::closing::plural;
use super::safe;
use crate::core::report::{Mended, Report};

/// The changes that were not written, one file after the other.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for mended in &report.mended {
        if let Some((before, after)) = &mended.change {
            out.push_str(&change(&mended.path.shown, before, after));
        }
    }
    out
}

/// One file's change.
fn change(path: &str, before: &str, after: &str) -> String {
    let path = safe::path(path);
    let diff = TextDiff::from_lines(before, after);
    let text = diff.unified_diff().context_radius(3).header(&path, &path).to_string();
    // A line of the note stands behind one space, where a log's reader may still take it for a command.
    safe::lines(&text).into_owned()
}

/// How much was mended, or would be; nothing where there was nothing to mend.
pub fn closing(report: &Report) -> String {
    let mut rules: Vec<&str> = report.mended.iter().flat_map(|mended| mended.counts.keys().copied()).collect();
    rules.sort_unstable();
    rules.dedup();
    let count = report.mended.iter().flat_map(|mended| mended.counts.values()).sum();
    let (findings, notes) = (plural(count, "finding", "findings"), plural(report.mended.len(), "note", "notes"));
    match report.mended.iter().any(|mended| mended.change.is_some()) {
        _ if count == 0 => String::new(),
        true => format!("{findings} in {notes} can be mended ({}). Nothing was written.\n", rules.join(", ")),
        false => {
            let waits = |mended: &Mended| {
                let note = report.notes.iter().find(|note| note.path == mended.path);
                note.is_some_and(|note| note.found.iter().any(|found| mended.counts.contains_key(found.rule)))
            };
            let rest = match report.mended.iter().any(waits) {
                true => " What was added still waits for your words.",
                false => "",
            };
            format!("Mended {findings} in {notes} ({}).{rest}\n", rules.join(", "))
        }
    }
}
