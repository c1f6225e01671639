//! Workflow commands: each finding becomes a mark beside its line on the page of a pull request.
//!
//! A command is one line, `::error file=…,line=…::message`. What other people wrote is escaped, so that it can neither end the
//! line nor begin a command of its own.

use super::safe;
use crate::core::diagnostic::{Diagnostic, Severity};
use crate::core::report::{NoteReport, Report};
use crate::core::text::LineIndex;

/// The whole report, a line a finding or failure.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    for note in &report.notes {
        let index = LineIndex::new(note.source.as_ref().map_or("", |source| source.text.as_str()));
        for found in &note.found {
            out.push_str(&finding(note, &index, found));
        }
    }
    for failure in &report.failures {
        let file = property(&failure.path.shown);
        out.push_str(&format!("::error file={file},title=not checked::{}\n", data(&failure.message)));
    }
    out
}

fn finding(note: &NoteReport, index: &LineIndex, found: &Diagnostic) -> String {
    let command = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    };
    let text = note.source.as_ref().map_or("", |source| source.text.as_str());
    let (start, end) = (index.position(text, found.span.start), index.position(text, found.span.end));
    // Columns are understood only where a mark begins and ends on one line.
    let columns = match start.line == end.line {
        true => format!(",col={},endColumn={}", start.column, end.column.max(start.column)),
        false => String::new(),
    };
    let words = [found.message.as_str(), &found.why, &found.help];
    let words: Vec<&str> = words.into_iter().filter(|words| !words.is_empty()).collect();
    format!(
        "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
        property(&note.path.shown),
        start.line,
        end.line,
        property(found.rule),
        data(&words.join("\n"))
    )
}

/// The words behind the second `::`.
fn data(text: &str) -> String {
    safe::same_length(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between `=` and `,`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
