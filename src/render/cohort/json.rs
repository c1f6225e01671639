//! A class as one JSON document, version 1, and back. The structs here are the contract; the core does not know them.

mod changes;
mod columns;
mod note;

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::cohort::{self, Cause, Class, Evidence, Flag};
use crate::core::diagnostic::Severity;
use crate::core::progress::{JournalState, NoteState};
use crate::core::week::StepKind;
use crate::render::json::{VERSION, pretty};
use columns::Columns;
use note::Note;

#[derive(Serialize, Deserialize)]
struct Document {
    version: u8,
    activity: String,
    due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_before_grace: Option<Timestamp>,
    #[serde(skip_deserializing)]
    partial: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shard: Option<Shard>,
    #[serde(skip_deserializing)]
    totals: Totals,
    students: Vec<Student>,
    failures: Vec<Failure>,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    changes: Option<changes::Changes>,
}

/// Which part of a class it is.
#[derive(Serialize, Deserialize)]
pub(super) struct Shard {
    index: usize,
    of: usize,
}

#[derive(Serialize, Default)]
struct Totals {
    students: usize,
    done: usize,
    open: usize,
    needs_work: usize,
    not_started: usize,
    unreadable: usize,
}

#[derive(Serialize, Deserialize)]
struct Student {
    student: String,
    path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    url: Option<String>,
    state: String,
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    on_time: Option<bool>,
    completed_at: Option<Timestamp>,
    evidence: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    written_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due_before_grace: Option<Timestamp>,
    head: Option<Commit>,
    head_at_due: Option<Commit>,
    flags: Vec<String>,
    switched_off: Vec<String>,
    levels_done: Vec<i64>,
    #[serde(skip_deserializing)]
    notes_by_state: BTreeMap<String, usize>,
    #[serde(skip_deserializing)]
    errors: usize,
    #[serde(skip_deserializing)]
    warnings: usize,
    #[serde(skip_deserializing)]
    advice: usize,
    step: Option<String>,
    next: Option<String>,
    notes: Vec<Note>,
    columns: Columns,
}

#[derive(Serialize, Deserialize)]
struct Commit {
    id: String,
    committed_at: Timestamp,
    first_seen_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
struct Failure {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    message: String,
}

/// The whole report.
pub fn render(class: &Class) -> String {
    let totals = class.totals();
    pretty(&Document {
        version: VERSION,
        activity: class.activity.clone(),
        due: class.due.as_ref().map(|due| due.text.clone()),
        due_before_grace: class.due.as_ref().and_then(|due| due.before_grace),
        partial: class.is_partial(),
        totals: Totals {
            students: totals.students,
            done: totals.done,
            open: totals.open,
            needs_work: totals.needs_work,
            not_started: totals.not_started,
            unreadable: totals.unreadable,
        },
        students: class.students.iter().map(Student::of).collect(),
        failures: class.failures.iter().map(Failure::of).collect(),
        shard: shard(class),
        changes: class.changes.as_ref().map(changes::Changes::of),
    })
}

/// Which part of a class it is, as the document has it.
pub(super) fn shard(class: &Class) -> Option<Shard> {
    class.shard.map(|shard| Shard { index: shard.index(), of: shard.of() })
}

/// A student, as the document has them.
pub fn student(student: &cohort::Student) -> impl Serialize {
    Student::of(student)
}

/// What became of a class, as the document has it.
pub fn changes(changes: &cohort::baseline::Changes) -> impl Serialize {
    changes::Changes::of(changes)
}

/// A failure, as the document has it.
pub fn failure(failure: &cohort::Failure) -> impl Serialize {
    Failure::of(failure)
}

/// Reads such a report back, but for what became of the class: that was told of another report.
///
/// # Errors
/// A sentence, where the text is none, or one of another version.
pub fn read(text: &str) -> Result<Class, String> {
    #[derive(Deserialize)]
    struct Head {
        version: u64,
    }
    let wrong = |error: serde_json::Error| {
        format!("is no report of a class (line {}, column {})", error.line(), error.column())
    };
    let head: Head = serde_json::from_str(text).map_err(wrong)?;
    if head.version != u64::from(VERSION) {
        return Err(format!("is a report of version {}, and this coffeechat reads version {VERSION}", head.version));
    }
    let document: Document = serde_json::from_str(text).map_err(wrong)?;
    Ok(Class {
        activity: document.activity,
        due: document.due.map(|text| due(text, document.due_before_grace)).transpose()?,
        students: document.students.into_iter().map(Student::read).collect::<Result<_, _>>()?,
        failures: document
            .failures
            .into_iter()
            .map(|Failure { line, path, message }| cohort::Failure { line, path, message })
            .collect(),
        shard: document
            .shard
            .map(|Shard { index, of }| {
                cohort::shard::Shard::new(index, of)
                    .ok_or_else(|| format!("is part {index} of {of}, and there is none"))
            })
            .transpose()?,
        changes: None,
    })
}

/// A moment as the schema has it: `2026-11-29T23:59:59+01:00`, or with `Z`, and nothing beside it.
fn due(text: String, before_grace: Option<Timestamp>) -> Result<cohort::Due, String> {
    let is_plain = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        19 => matches!(byte, b'Z' | b'+' | b'-'),
        22 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    let is_whole = text.len() == 25 || text.len() == 20 && text.ends_with('Z');
    let at = if is_whole && text.bytes().enumerate().all(is_plain) { text.parse().ok() } else { None };
    let at = at.ok_or_else(|| format!("has a due date that is none: {text}"))?;
    Ok(cohort::Due { at, text, before_grace })
}

/// The value of that name among `all`.
fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> Result<T, String> {
    let found = all.iter().copied().find(|value| name(*value) == text);
    found.ok_or_else(|| format!("has a word in it that this coffeechat does not know: {text}"))
}

fn bytes(text: Option<String>) -> Result<Option<Vec<u8>>, String> {
    let decoded = text.map(|text| STANDARD.decode(text)).transpose();
    decoded.map_err(|_| "has a path whose bytes are no base64".to_owned())
}

impl Student {
    fn of(student: &cohort::Student) -> Self {
        let counted = |state: NoteState| {
            let count = student.notes.iter().filter(|note| note.state == state).count();
            (state.name().replace('-', "_"), count)
        };
        let commit = |commit: &cohort::Commit| Commit {
            id: commit.id.clone(),
            committed_at: commit.committed_at,
            first_seen_at: commit.first_seen_at,
        };
        Self {
            student: student.student.clone(),
            path: student.path.clone(),
            path_bytes: student.path_bytes.as_ref().map(|bytes| STANDARD.encode(bytes)),
            url: student.url.clone(),
            state: student.state.name().to_owned(),
            reason: student.reason.clone(),
            cause: student.cause.map(|cause| cause.name().to_owned()),
            on_time: student.on_time,
            completed_at: student.completed_at,
            evidence: student.evidence.name().to_owned(),
            written_at: student.written_at,
            due: student.due.as_ref().map(|due| due.text.clone()),
            due_before_grace: student.due.as_ref().and_then(|due| due.before_grace),
            head: student.head.as_ref().map(commit),
            head_at_due: student.head_at_due.as_ref().map(commit),
            flags: student.flags.iter().map(|flag| flag.name().to_owned()).collect(),
            switched_off: student.switched_off.clone(),
            levels_done: student.levels_done.clone(),
            notes_by_state: NoteState::ALL.into_iter().map(counted).collect(),
            errors: student.count(Severity::Error),
            warnings: student.count(Severity::Warning),
            advice: student.count(Severity::Advice),
            step: student.step.map(|step| step.name().to_owned()),
            next: student.next.clone(),
            notes: student.notes.iter().map(Note::of).collect(),
            columns: Columns(student.columns.clone()),
        }
    }

    fn read(self) -> Result<cohort::Student, String> {
        let commit = |commit: Commit| cohort::Commit {
            id: commit.id,
            committed_at: commit.committed_at,
            first_seen_at: commit.first_seen_at,
        };
        Ok(cohort::Student {
            student: self.student,
            path: self.path,
            path_bytes: bytes(self.path_bytes)?,
            url: self.url,
            state: named(&JournalState::ALL, JournalState::name, &self.state)?,
            reason: self.reason,
            cause: self.cause.map(|cause| named(&Cause::ALL, Cause::name, &cause)).transpose()?,
            on_time: self.on_time,
            completed_at: self.completed_at,
            evidence: named(&Evidence::ALL, Evidence::name, &self.evidence)?,
            written_at: self.written_at,
            due: self.due.map(|text| due(text, self.due_before_grace)).transpose()?,
            head: self.head.map(commit),
            head_at_due: self.head_at_due.map(commit),
            flags: self.flags.iter().map(|flag| named(&Flag::ALL, Flag::name, flag)).collect::<Result<_, _>>()?,
            switched_off: self.switched_off,
            levels_done: self.levels_done,
            step: self.step.map(|step| named(&StepKind::ALL, StepKind::name, &step)).transpose()?,
            next: self.next,
            notes: self.notes.into_iter().map(Note::read).collect::<Result<_, _>>()?,
            columns: self.columns.0,
        })
    }
}

impl Failure {
    fn of(failure: &cohort::Failure) -> Self {
        Self { line: failure.line, path: failure.path.clone(), message: failure.message.clone() }
    }
}
