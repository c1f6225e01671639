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
        out.push_str(&closing::render(report, style.called));
    }
    out
}

fn finding(note: &NoteReport, index: Option<&LineIndex>, found: &Diagnostic, style: Style) -> String {
    let mut help = format!("{}\n{}", found.why, found.help).trim().to_owned();
    if let Some(remedy) = closing::remedy(found, style.called) {
        // Lines to paste end with an empty one, so that this is not taken for one of them.
        help.push_str(if found.help.contains('\n') { "\n\n" } else { "\n" });
        help.push_str(&remedy);
    }
    draw(&frame(note, index, found, help), style)
}

/// A finding as it is shown, with `help` below it. Where there is no text to show, the title says which file it is.
pub(super) fn frame<'n>(
    note: &'n NoteReport,
    index: Option<&'n LineIndex>,
    found: &'n Diagnostic,
    help: String,
) -> Frame<'n> {
    let source = note.source.as_ref().zip(index).filter(|(source, _)| source.damage.is_none());
    let message = match &source {
        Some((source, _)) if !source.text.trim().is_empty() => found.message.clone(),
        _ => format!("{}: {}", note.path.shown, found.message),
    };
    let scene = source.filter(|(source, _)| !source.text.trim().is_empty()).map(|(source, index)| {
        let first = (found.span, found.label.as_str());
        let others = found.labels.iter().map(|label| (label.span, label.text.as_str()));
        Scene { source, index, places: std::iter::once(first).chain(others).collect() }
    });
    Frame { severity: found.severity, code: Some(found.rule), message, scene, help }
}
