//! One JSON document, version 1. The structs here are the contract; the core does not know them.

use std::borrow::Cow;

use base64::Engine;
use serde::Serialize;

use super::safe;
use crate::core::diagnostic::{Diagnostic, Edit};
use crate::core::report::{Failure, NoteReport, PathName, Report};
use crate::core::text::{LineIndex, Span};

/// The version of the document. A field that goes or means something else makes it a new one.
pub(super) const VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<'r> {
    version: u8,
    summary: Summary,
    notes: Vec<Note<'r>>,
    failures: Vec<FailureEntry<'r>>,
}

#[derive(Serialize)]
pub(super) struct Summary {
    notes: usize,
    complete: usize,
    open: usize,
    closed: usize,
    needs_work: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
    skipped: usize,
}

#[derive(Serialize)]
pub(super) struct Note<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    state: &'static str,
    level: Option<i64>,
    contact: Option<&'r str>,
    date: Option<&'r str>,
    status: Option<&'static str>,
    diagnostics: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Entry<'r> {
    rule: &'static str,
    severity: &'static str,
    message: &'r str,
    help: String,
    span: Place,
    fix: Option<Mend<'r>>,
}

#[derive(Serialize)]
struct Mend<'r> {
    title: &'r str,
    safety: &'static str,
    edits: Vec<Change<'r>>,
}

#[derive(Serialize)]
struct Change<'r> {
    start: Point,
    end: Point,
    text: &'r str,
}

#[derive(Serialize)]
struct Place {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize)]
pub(super) struct FailureEntry<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    message: &'r str,
}

/// The whole report.
pub fn render(report: &Report) -> String {
    let document = Document {
        version: VERSION,
        summary: summary(report),
        notes: report.notes.iter().map(note).collect(),
        failures: report.failures.iter().map(failure).collect(),
    };
    pretty(&document)
}

/// Any value as an indented document, harmless on a terminal, with a line end.
pub fn pretty(value: &impl Serialize) -> String {
    // Plain structs with string keys always serialise.
    let mut document = serde_json::to_string_pretty(value).unwrap_or_default();
    document.push('\n');
    match safe::json(&document) {
        Cow::Borrowed(_) => document,
        Cow::Owned(safe) => safe,
    }
}

/// The counts.
pub(super) fn summary(report: &Report) -> Summary {
    let count = report.summary();
    Summary {
        notes: count.notes,
        complete: count.complete,
        open: count.open,
        closed: count.closed,
        needs_work: count.needs_work,
        errors: count.errors,
        warnings: count.warnings,
        advice: count.advice,
        skipped: count.skipped,
    }
}

/// One note with its findings.
pub(super) fn note(note: &NoteReport) -> Note<'_> {
    let text = note.source.as_ref().map_or("", |source| source.text.as_str());
    let index = LineIndex::new(text);
    Note {
        path: &note.path.shown,
        path_bytes: bytes(&note.path),
        state: note.state.name(),
        level: note.level,
        contact: note.contact.as_deref(),
        date: note.date.as_deref(),
        status: note.status,
        diagnostics: note.found.iter().map(|found| entry(found, text, &index)).collect(),
    }
}

fn entry<'r>(found: &'r Diagnostic, text: &str, index: &LineIndex) -> Entry<'r> {
    Entry {
        rule: found.rule,
        severity: found.severity.name(),
        message: &found.message,
        help: found.advice(),
        span: place(found.span, text, index),
        fix: found.fix.as_ref().map(|fix| Mend {
            title: &fix.title,
            safety: fix.safety.name(),
            edits: fix.edits.iter().map(|edit| change(edit, text, index)).collect(),
        }),
    }
}

fn change<'r>(edit: &'r Edit, text: &str, index: &LineIndex) -> Change<'r> {
    let Place { start, end } = place(edit.span, text, index);
    Change { start, end, text: &edit.text }
}

fn place(span: Span, text: &str, index: &LineIndex) -> Place {
    let point = |offset: usize| {
        let at = index.position(text, offset);
        Point { line: at.line, column: at.column, offset }
    };
    Place { start: point(span.start), end: point(span.end) }
}

/// What could not be checked.
pub(super) fn failure(failure: &Failure) -> FailureEntry<'_> {
    FailureEntry { path: &failure.path.shown, path_bytes: bytes(&failure.path), message: &failure.message }
}

/// The bytes of a path that is no text, in base64.
pub(super) fn bytes(path: &PathName) -> Option<String> {
    path.bytes.as_ref().map(|bytes| base64::engine::general_purpose::STANDARD.encode(bytes))
}
