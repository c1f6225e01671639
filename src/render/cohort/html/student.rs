//! A student's row on the page of a class, and what is behind its fold.

use serde::Serialize;

use super::{STATES, clean, sign};
use crate::core::cohort::roster::compared;
use crate::core::cohort::{Class, Commit, Due, Evidence, Finding, Flag, Note, Student};
use crate::core::diagnostic::Severity;
use crate::core::progress::{JournalState, NoteState};
use crate::core::rules;
use crate::core::week::StepKind;
use crate::render::closing::plural;
use crate::render::cohort::words;

/// How many digits of a commit's name are shown: enough to find it, few enough to read out.
const COMMIT: usize = 12;

/// A row, in words. What ends in `order`, `rank` or `top_level` is for sorting; empty is not known and stands last.
#[derive(Serialize)]
pub(super) struct Row {
    name: String,
    state: &'static str,
    word: &'static str,
    sign: &'static str,
    rank: String,
    levels: String,
    top_level: String,
    completed: String,
    completed_order: String,
    found: String,
    found_order: String,
    step: &'static str,
    step_order: String,
    flag_names: String,
    summary: String,
    reason: Option<String>,
    to_know: Vec<String>,
    facts: Vec<Fact>,
    notes: Vec<Told>,
}

#[derive(Serialize)]
struct Fact {
    term: &'static str,
    text: String,
    link: Option<String>,
}

#[derive(Serialize)]
struct Told {
    words: String,
    found: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    severity: &'static str,
    rule: String,
    /// The rule's summary: prose, and every second part is code.
    summary: Vec<&'static str>,
    line: usize,
    column: usize,
}

pub(super) fn row(student: &Student, class: &Class) -> Row {
    let counts = Severity::ALL.map(|severity| student.count(severity));
    let step = student.step;
    let is_read = student.state != JournalState::Unreadable;
    Row {
        name: clean(&student.student),
        state: student.state.name(),
        word: words::state(student.state),
        sign: sign(student.state),
        rank: place(STATES.iter().position(|state| *state == student.state)),
        levels: student.levels_done.iter().map(i64::to_string).collect::<Vec<_>>().join(", "),
        top_level: student.levels_done.iter().max().map(i64::to_string).unwrap_or_default(),
        completed: words::completed(student, class.due.as_ref()),
        completed_order: student.completed_at.map(|at| at.as_second().to_string()).unwrap_or_default(),
        found: found(counts),
        found_order: if is_read { order(counts) } else { String::new() },
        step: if is_read { step.map(words::step).unwrap_or_default() } else { "see why below" },
        // What needs an instructor stands first, and whoever has nothing to do last.
        step_order: place(
            step.filter(|step| *step != StepKind::Nothing)
                .and_then(|step| StepKind::ALL.iter().position(|kind| *kind == step)),
        ),
        flag_names: student.flags.iter().map(|flag| flag.name()).collect::<Vec<_>>().join(" "),
        summary: summary(student),
        reason: student.reason.as_deref().map(clean),
        to_know: student.flags.iter().map(|flag| to_know(*flag, student, class)).collect(),
        facts: facts(student, class.due.as_ref()),
        notes: student.notes.iter().map(told).collect(),
    }
}

fn place(at: Option<usize>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}

fn found([errors, warnings, advice]: [usize; 3]) -> String {
    let told = [
        (errors, plural(errors, "error", "errors")),
        (warnings, plural(warnings, "warning", "warnings")),
        (advice, format!("{advice} advice")),
    ];
    let told: Vec<String> = told.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    told.join(", ")
}

/// One number for three: no note has so many findings that they would mix.
fn order([errors, warnings, advice]: [usize; 3]) -> String {
    (errors as u128 * 1_000_000_000 + warnings as u128 * 100_000 + advice as u128).to_string()
}

/// What the fold holds, in a few words.
fn summary(student: &Student) -> String {
    let mut parts = Vec::new();
    if student.state == JournalState::Unreadable {
        parts.push("why it could not be read".to_owned());
    } else {
        let states: Vec<String> = NoteState::ALL
            .into_iter()
            .map(|state| (state, student.notes.iter().filter(|note| note.state == state).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| format!("{count} {}", note_state(state, count)))
            .collect();
        let notes = plural(student.notes.len(), "note", "notes");
        parts.push(if states.is_empty() { "no note".to_owned() } else { format!("{notes}: {}", states.join(", ")) });
    }
    if !student.flags.is_empty() {
        parts.push(format!("{} to know", plural(student.flags.len(), "thing", "things")));
    }
    parts.join("; ")
}

fn note_state(state: NoteState, count: usize) -> &'static str {
    match state {
        NoteState::Complete => "complete",
        NoteState::Open => "open",
        NoteState::Closed => "closed",
        NoteState::NeedsWork if count > 1 => "need work",
        NoteState::NeedsWork => "needs work",
    }
}

fn to_know(flag: Flag, student: &Student, class: &Class) -> String {
    let words = words::flag(flag);
    match flag {
        Flag::SwitchedOffRules => format!("{words}: {}", clean(&student.switched_off.join(", "))),
        _ => format!("{words}{}", words::more(flag, student, class).unwrap_or_default()),
    }
}

fn facts(student: &Student, due: Option<&Due>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut fact = |term, text: Option<String>, link| facts.extend(text.map(|text| Fact { term, text, link }));
    let due = student.due.as_ref().or(due);
    let mail = student.columns.iter().find(|(name, text)| is_mail(name) && !text.trim().is_empty());
    fact("E-mail", mail.map(|(_, text)| clean(text)), None);
    fact("Own due date", student.due.as_ref().map(|due| clean(&words::due(due))), None);
    let known = student.completed_at.is_some() && student.evidence != Evidence::None;
    fact("Time taken from", known.then(|| words::evidence(student.evidence).to_owned()), None);
    fact("Latest commit", student.head.as_ref().map(|head| commit(head, due)), None);
    fact("Commit when due", student.head_at_due.as_ref().map(|head| commit(head, due)), None);
    fact("Folder", student.path.as_deref().map(clean), None);
    let url = student.url.as_deref().map(clean);
    // Any other scheme could be a program's; its address stands there to be read.
    let link = url.clone().filter(|url| url.starts_with("https://"));
    fact("Comes from", url, link);
    facts
}

/// Whether a column of the roster has the student's own address.
fn is_mail(heading: &str) -> bool {
    matches!(compared(heading).as_str(), "email" | "e_mail" | "mail")
}

fn commit(commit: &Commit, due: Option<&Due>) -> String {
    let id: String = clean(&commit.id).chars().take(COMMIT).collect();
    let seen = commit.first_seen_at.map(|at| format!(", first fetched {}", words::moment(at, due))).unwrap_or_default();
    format!("{id}, dated {}{seen}", words::moment(commit.committed_at, due))
}

/// A note without its path, which may hold a contact's name: notes are told apart by their order, level and date.
fn told(note: &Note) -> Told {
    let level = note.level.map(|level| format!("level {level}"));
    let date = note.date.as_deref().map(|date| format!("dated {}", clean(date)));
    let status = note.status.as_deref().map(|status| format!("status {}", clean(status)));
    let parts: Vec<String> =
        std::iter::once(note_state(note.state, 1).to_owned()).chain(level).chain(date).chain(status).collect();
    Told { words: parts.join(", "), found: note.found.iter().map(finding).collect() }
}

/// A finding without its message, which may quote the note: the rule and its summary say what it is about.
fn finding(found: &Finding) -> Found {
    Found {
        severity: found.severity.name(),
        rule: clean(&found.rule),
        summary: rules::find(&found.rule).map(|rule| rule.summary.split('`').collect()).unwrap_or_default(),
        line: found.place.start.line,
        column: found.place.start.column,
    }
}
