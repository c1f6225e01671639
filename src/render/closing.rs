//! The closing lines of a report for people: what is complete, what is open, what to do next.

use super::{Called, safe};
use crate::core::diagnostic::{Diagnostic, Safety, Severity};
use crate::core::progress::NoteState;
use crate::core::recognise::status;
use crate::core::report::{NotAdded, NoteReport, PathName, Report, STDIN};
use crate::core::text::LineIndex;
use crate::core::week::Step;

/// The closing lines, each with its line end.
pub fn render(report: &Report, called: Called) -> String {
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
        next(report, called)
    )
}

/// What mends a finding, if the tool can; one sentence.
pub fn remedy(found: &Diagnostic, called: Called) -> Option<String> {
    found.fix.as_ref().map(|fix| {
        let does = in_a_sentence(&fix.title);
        let (flag, more) = match fix.safety {
            Safety::Safe => ("--fix", ""),
            Safety::Unsafe => ("--unsafe-fixes", " Read the result once more."),
        };
        format!("`{}` can do this: {does}.{more}", called.command(&format!("coffeechat lint {flag}")))
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
fn next(report: &Report, called: Called) -> String {
    let path = |note: &NoteReport| safe::path(&note.path.shown);
    let explain = |rule: &str| called.command(&format!("coffeechat explain {rule}"));
    let change = |note: &NoteReport| report.not_added.iter().find(|change| change.path == note.path);
    let broken = report.notes.iter().filter_map(|note| {
        let found = note.found.iter().find(|found| found.severity == Severity::Error)?;
        Some((note, found, change(note)))
    });
    // What is mended already is not told to be mended.
    let left = broken.clone().find(|(_, _, change)| change.is_none_or(|change| !change.is_mended));
    if let Some((note, found, change)) = left {
        let line = line_of(note, found);
        let add = match change {
            Some(change) => format!("It has changes that are not added; when it is mended: {}\n", add(&[change])),
            None => String::new(),
        };
        let told = format!("Next: {}, line {line}. More on it: {}\n", path(note), explain(found.rule));
        return format!("{}{told}{add}", only_to_add(report, ""));
    }
    if broken.count() > 0 {
        return only_to_add(report, "Next: ");
    }
    let several = report.notes.iter().find(|note| note.state == NoteState::NeedsWork);
    if let Some(note) = several {
        let cause = note.found.iter().max_by_key(|found| (found.blocks, found.severity));
        return match cause {
            Some(found) => format!("Next: {}. More on it: {}\n", path(note), explain(found.rule)),
            None => format!("Next: {} needs work, and the rule that would say why is switched off.\n", path(note)),
        };
    }
    let open = report.notes.iter().filter(|note| note.state == NoteState::Open);
    let is_held = |note: &NoteReport| matches!(note.step, Step::Told | Step::SayHowItWent(_));
    let place = |note: &&NoteReport| (!is_held(note), note.date.is_none(), note.date.clone(), note.path.shown.clone());
    if let Some(note) = open.min_by_key(place) {
        return format!("Next: {}\n", step(note, called).unwrap_or_default());
    }
    if report.notes.iter().any(|note| note.state == NoteState::Complete) {
        // As `status` has it: what was taken away, and nothing yet of what came of it.
        let waits = |note: &&NoteReport| note.awaits_follow_up && note.status != Some("followed-up");
        let follow = report.notes.iter().filter(|note| note.state == NoteState::Complete).find(waits);
        let talked = status("talked").map(|talked| talked.next.as_str());
        return match follow.zip(talked) {
            Some((note, next)) => format!("Next: {}\n", mark(next, &note.path, called)),
            None => what_is_left(report, called),
        };
    }
    format!("Next: {}\n", called.sentence(SECOND))
}

const SECOND: &str = "Ask a second person: coffeechat new";

/// What is left where every conversation is written down and followed up.
fn what_is_left(report: &Report, called: Called) -> String {
    let found = || report.notes.iter().flat_map(|note| note.found.iter().map(move |found| (note, found)));
    let warned = found().find(|(_, found)| found.severity == Severity::Warning);
    match (warned, found().next()) {
        (None, None) => "Nothing is left to do here.\n".to_owned(),
        (None, Some(_)) => "Nothing is missing; the advice above is yours to take or to leave.\n".to_owned(),
        (Some((note, found)), _) => format!(
            "Next: {}, line {}. More on it: {}\n",
            safe::path(&note.path.shown),
            line_of(note, found),
            called.command(&format!("coffeechat explain {}", found.rule))
        ),
    }
}

/// The line of a finding, from 1.
fn line_of(note: &NoteReport, found: &Diagnostic) -> usize {
    let source = note.source.as_ref();
    source.map_or(1, |source| LineIndex::new(&source.text).position(&source.text, found.span.start).line)
}

/// What is next for an open note, with what to type.
pub fn step(note: &NoteReport, called: Called) -> Option<String> {
    let type_it = |words: &'static str| mark_on(note.weekday, words, &note.path, called);
    let under = |name: &str| status(name).map(|status| type_it(&status.next)).unwrap_or_default();
    Some(match note.step {
        Step::Told => type_it("Your note reads as if you talked. If you did: coffeechat mark NOTE talked"),
        Step::SayHowItWent(_) => {
            let talked = type_it("coffeechat mark NOTE talked");
            format!("Did you talk? If you did: {talked}; if not: {}", called.command("coffeechat status"))
        }
        Step::AskAnother(_) => called.sentence(SECOND).into_owned(),
        Step::Send(passed) => {
            let send = under("planned");
            let send = match blanks(note) {
                None => send,
                Some(blanks) => format!("Fill the {blanks}, {}", in_a_sentence(&send)),
            };
            let talked =
                || type_it("The day in your note has passed: did you talk? If you did: coffeechat mark NOTE talked");
            passed.map_or_else(|| send.clone(), |_| format!("{}; if not, {}", talked(), in_a_sentence(&send)))
        }
        Step::Wait(_) => under("contacted"),
        Step::Talk(_) => under("scheduled"),
        Step::Start | Step::Mend(_) | Step::CheckDay(_) | Step::FollowUp | Step::Nothing => return None,
    })
}

/// The blanks of a note that are still to be filled, by their lines; `None` where there are none.
pub fn blanks(note: &NoteReport) -> Option<String> {
    let lines: Vec<String> = note.blanks.iter().take(MOST_LINES).map(usize::to_string).collect();
    match &lines[..] {
        [] => None,
        [line] => Some(format!("blank in line {line}")),
        _ if note.blanks.len() > MOST_LINES => Some(format!("blanks, the first of them in line {}", note.blanks[0])),
        [first @ .., last] => Some(format!("blanks in lines {} and {last}", first.join(", "))),
    }
}

/// More lines than these are not listed one by one.
const MOST_LINES: usize = 8;

/// The same, with another weekday than Friday where a Friday would be two days.
pub fn mark_on(weekday: &str, next: &'static str, path: &PathName, called: Called) -> String {
    let day = |weekday: &str| format!("--date {weekday}");
    mark(next, path, called).replace(&day("friday"), &day(weekday))
}

/// One of the sentences that stand with the statuses, for the note at `path`. What was piped has no path to type.
pub fn mark(next: &'static str, path: &PathName, called: Called) -> String {
    let next = called.sentence(next);
    match path.shown == STDIN || path.bytes.is_some() {
        true => next.into_owned(),
        false => next.replace("NOTE", &safe::argument(&safe::path(&path.shown))),
    }
}

/// The notes whose files have no error any more, and what brings them into the commit.
fn only_to_add(report: &Report, lead: &str) -> String {
    let mended: Vec<&NotAdded> = report.not_added.iter().filter(|change| change.is_mended).collect();
    match &mended[..] {
        [] => String::new(),
        [one] => format!(
            "{lead}{} on the disk has none of these errors; it is only not added yet: {}\n",
            safe::path(&one.path.shown),
            add(&mended)
        ),
        many => format!(
            "{lead}{} files on the disk have none of these errors; they are only not added yet: {}\n",
            many.len(),
            add(&mended)
        ),
    }
}

/// What adds these files to the next commit.
fn add(changes: &[&NotAdded]) -> String {
    let file = |change: &&NotAdded| safe::argument(&safe::path(&change.path.shown)).into_owned();
    format!("git add {}", changes.iter().map(file).collect::<Vec<_>>().join(" "))
}

/// A number and what it counts.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}
