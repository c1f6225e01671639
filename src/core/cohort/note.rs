//! From what a look at a note gave to what a class's report keeps of it: no text, and every place counted.

use super::{Finding, Fix, Note, Place, Point};
use crate::core::diagnostic::Diagnostic;
use crate::core::report::NoteReport;
use crate::core::text::{LineIndex, Span};

impl From<&NoteReport> for Note {
    fn from(note: &NoteReport) -> Self {
        let text = note.source.as_ref().map_or("", |source| source.text.as_str());
        let index = LineIndex::new(text);
        Self {
            path: Some(note.path.shown.clone()),
            path_bytes: note.path.bytes.clone(),
            state: note.state,
            level: note.level,
            contact: note.contact.clone(),
            date: note.date.clone(),
            status: note.status.map(str::to_owned),
            found: note.found.iter().map(|found| finding(found, text, &index)).collect(),
        }
    }
}

fn finding(found: &Diagnostic, text: &str, index: &LineIndex) -> Finding {
    let place = |span: Span| Place { start: point(span.start, text, index), end: point(span.end, text, index) };
    Finding {
        rule: found.rule.to_owned(),
        severity: found.severity,
        message: found.message.clone(),
        help: found.advice(),
        place: place(found.span),
        fix: found.fix.as_ref().map(|fix| Fix {
            title: fix.title.clone(),
            safety: fix.safety,
            edits: fix.edits.iter().map(|edit| (place(edit.span), edit.text.clone())).collect(),
        }),
    }
}

fn point(offset: usize, text: &str, index: &LineIndex) -> Point {
    let at = index.position(text, offset);
    Point { line: at.line, column: at.column, offset }
}
