//! For people: each finding at its place, why it matters, what to type next.

use super::frame::{Frame, Scene, draw};
use super::{Style, closing};
use crate::core::diagnostic::Diagnostic;
use crate::core::report::{NoteReport, Report};
use crate::core::text::LineIndex;

/// The whole report.
pub fn render(report: &Report, style: Style, quiet: bool) -> String {
    let mut out = String::new();
    for note in &report.notes {
        let index = note.source.as_ref().map(|source| LineIndex::new(&source.text));
        for found in &note.found {
            out.push_str(&finding(note, index.as_ref(), found, style));
            out.push('\n');
        }
    }
    if !quiet {
        out.push_str(&closing::render(report));
    }
    out
}

fn finding(note: &NoteReport, index: Option<&LineIndex>, found: &Diagnostic, style: Style) -> String {
    let source = note.source.as_ref().zip(index).filter(|(source, _)| source.damage.is_none());
    let message = match &source {
        Some((source, _)) if !source.text.trim().is_empty() => found.message.clone(),
        _ => format!("{}: {}", note.path.shown, found.message),
    };
    draw(
        &Frame {
            severity: found.severity,
            code: Some(found.rule),
            message: &message,
            scene: source.map(|(source, index)| {
                let first = (found.span, found.label.as_str());
                let others = found.labels.iter().map(|label| (label.span, label.text.as_str()));
                Scene { source, index, places: std::iter::once(first).chain(others).collect() }
            }),
            help: format!("{}\n{}", found.why, found.help),
        },
        style,
    )
}
