//! The closing lines of a report for people: what is complete, what is open, what to do next.

use super::safe;
use crate::core::diagnostic::{Diagnostic, Safety, Severity};
use crate::core::progress::NoteState;
use crate::core::report::{NoteReport, Report};
use crate::core::rules::{asks_second_person, stale_status};
use crate::core::text::LineIndex;

/// The closing lines, each with its line end.
pub fn render(report: &Report) -> String {
    let summary = report.summary();
    if summary.notes == 0 {
        return skipped(summary.skipped);
    }
    let states = [
        (summary.complete, "complete"),
        (summary.open, "open"),
        (summary.closed, "closed"),
        (summary.needs_work, if summary.needs_work == 1 { "needs work" } else { "need work" }),
    ];
    let states: Vec<String> =
        states.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let found = [
        (summary.errors, plural(summary.errors, "error", "errors")),
        (summary.warnings, plural(summary.warnings, "warning", "warnings")),
        (summary.advice, format!("{} advice", summary.advice)),
    ];
    let found: Vec<&str> = found.iter().filter(|(count, _)| *count > 0).map(|(_, words)| words.as_str()).collect();
    let found = match found.is_empty() {
        true if summary.needs_work == 0 => "nothing to mend".to_owned(),
        true => "nothing found by the rules that are on".to_owned(),
        false => found.join(", "),
    };
    let notes = plural(summary.notes, "note", "notes");
    format!(
        "{notes}: {}; {found}.\n{}{}{}",
        states.join(", "),
        mendable(report),
        skipped(summary.skipped),
        next(report)
    )
}

/// What mends a finding, if the tool can; one sentence.
pub fn remedy(found: &Diagnostic) -> Option<String> {
    found.fix.as_ref().map(|fix| match fix.safety {
        Safety::Safe => format!("`coffeechat lint --fix` can do this: {}.", in_a_sentence(&fix.title)),
        Safety::Unsafe => {
            let does = in_a_sentence(&fix.title);
            format!("`coffeechat lint --unsafe-fixes` can do this: {does}. Read the result once more.")
        }
    })
}

/// A title as the end of a sentence.
fn in_a_sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// How many of the findings the tool can mend, and with which flag.
fn mendable(report: &Report) -> String {
    let fixes = |safety: Safety| {
        let all = report.notes.iter().flat_map(|note| &note.found).filter_map(|found| found.fix.as_ref());
        all.filter(|fix| fix.safety == safety).count()
    };
    match (fixes(Safety::Safe), fixes(Safety::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} can be mended with --fix.\n"),
        (0, other) => format!("{other} can be mended with --unsafe-fixes; read the result once more.\n"),
        (safe, other) => format!("{safe} can be mended with --fix, and {other} more with --unsafe-fixes.\n"),
    }
}

fn skipped(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 other Markdown file is not a note.\n".to_owned(),
        count => format!("{count} other Markdown files are not notes.\n"),
    }
}

/// What to do next: the first mistake, else the conversation that is nearest.
fn next(report: &Report) -> String {
    let path = |note: &NoteReport| safe::path(&note.path.shown);
    let broken = report.notes.iter().find_map(|note| {
        let found = note.found.iter().find(|found| found.severity == Severity::Error)?;
        Some((note, found))
    });
    if let Some((note, found)) = broken {
        let line = note
            .source
            .as_ref()
            .map_or(1, |source| LineIndex::new(&source.text).position(&source.text, found.span.start).line);
        return format!("Next: {}, line {line}. More on it: coffeechat explain {}\n", path(note), found.rule);
    }
    let several = report.notes.iter().find(|note| note.state == NoteState::NeedsWork);
    if let Some(note) = several {
        let cause = note.found.iter().max_by_key(|found| found.severity);
        return match cause {
            Some(found) => format!("Next: {}. More on it: coffeechat explain {}\n", path(note), found.rule),
            None => format!("Next: {} needs work, and the rule that would say why is switched off.\n", path(note)),
        };
    }
    let open = report.notes.iter().filter(|note| note.state == NoteState::Open);
    if let Some(note) = open.min_by_key(|note| (note.date.is_none(), note.date.clone(), note.path.shown.clone())) {
        // Where its day has passed, or its message, the finding knows better what is next than the status does.
        let overdue = [stale_status::RULE.name, asks_second_person::RULE.name];
        let known = note.found.iter().find(|found| overdue.contains(&found.rule)).map(|found| found.help.as_str());
        let next = known.and_then(|help| help.lines().next()).or(note.next).unwrap_or_default();
        return format!("Next: {}. {next}\n", path(note));
    }
    if report.notes.iter().any(|note| note.state == NoteState::Complete) {
        // As `status` has it: what was taken away, and nothing yet of what came of it.
        let waits = |note: &&NoteReport| note.awaits_follow_up && note.status != Some("followed-up");
        let follow = report.notes.iter().filter(|note| note.state == NoteState::Complete).find(waits);
        return match follow {
            Some(note) => {
                format!("Next: follow up on what you took away, then write `status: followed-up` in {}.\n", path(note))
            }
            None => "Nothing is left to do here.\n".to_owned(),
        };
    }
    "Next: ask a second person: coffeechat new\n".to_owned()
}

/// A number and what it counts.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}
