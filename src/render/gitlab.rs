//! Code quality as GitLab reads it: one array, an entry a finding. The structs here are its fields.

use serde::Serialize;

use super::{fingerprint, json};
use crate::core::diagnostic::{Diagnostic, Severity};
use crate::core::report::{Failure, NoteReport, Report};
use crate::core::text::LineIndex;

#[derive(Serialize)]
struct Entry<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// The whole report. The format has no place for what could not be checked, so that is an entry too, and a critical one.
pub fn render(report: &Report) -> String {
    let entries: Vec<Entry<'_>> =
        report.notes.iter().flat_map(findings).chain(report.failures.iter().map(failure)).collect();
    json::pretty(&entries)
}

fn findings(note: &NoteReport) -> Vec<Entry<'_>> {
    let text = note.source.as_ref().map_or("", |source| source.text.as_str());
    let index = LineIndex::new(text);
    let marked = note.found.iter().zip(fingerprint::of_findings(note));
    let entry = |(found, print): (&Diagnostic, String)| Entry {
        description: one_line(&[&found.message, &found.help]),
        check_name: found.rule,
        // It has to be the only one of its kind in the report, so the path is part of it.
        fingerprint: fingerprint::of_words(&[&note.path.shown, &print]),
        severity: match found.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Advice => "info",
        },
        location: location(&note.path.shown, index.position(text, found.span.start).line),
    };
    marked.map(entry).collect()
}

fn failure(failure: &Failure) -> Entry<'_> {
    let path = failure.path.shown.as_str();
    Entry {
        description: one_line(&[&format!("{path}: {}", failure.message)]),
        check_name: "not-checked",
        fingerprint: fingerprint::of_words(&["not-checked", path, &failure.message]),
        severity: "critical",
        location: location(path, 1),
    }
}

fn location(path: &str, begin: usize) -> Location<'_> {
    Location { path, lines: Lines { begin } }
}

/// Sentences on one line, as the description is shown.
fn one_line(sentences: &[&str]) -> String {
    let mut out = String::new();
    for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', '…', '?', '!']) { " " } else { ". " });
        }
        out.push_str(&sentence.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out
}
