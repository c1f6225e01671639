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
        let mut before = None;
        for found in &note.found {
            out.push_str(&finding(note, index.as_ref(), found, before, style));
            out.push('\n');
            before = Some(found);
        }
    }
    if !quiet {
        out.push_str(&closing::render(report, style.called));
    }
    out
}

fn finding(
    note: &NoteReport,
    index: Option<&LineIndex>,
    found: &Diagnostic,
    before: Option<&Diagnostic>,
    style: Style,
) -> String {
    if before.is_some_and(|before| helps_alike(found, before)) {
        return draw(&frame(note, index, found, AS_ABOVE.to_owned()), style);
    }
    let mut help = format!("{}\n{}", found.why, found.help).trim().to_owned();
    if let Some(remedy) = closing::remedy(found, style.called) {
        // Lines to paste end with an empty one, so that this is not taken for one of them.
        help.push_str(if found.help.contains('\n') { "\n\n" } else { "\n" });
        help.push_str(&remedy);
    }
    draw(&frame(note, index, found, help), style)
}

/// What stands in the place of a help that was just given.
pub(super) const AS_ABOVE: &str = "As above.";

/// Whether two findings of a note that follow each other have the same help, which is then said once.
pub(super) fn helps_alike(found: &Diagnostic, before: &Diagnostic) -> bool {
    let title = |found: &Diagnostic| found.fix.as_ref().map(|fix| (fix.safety, fix.title.clone()));
    found.rule == before.rule
        && found.why == before.why
        && found.help == before.help
        && title(found) == title(before)
        && !(found.why.is_empty() && found.help.is_empty())
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
