//! One line a finding: `path:line:column: severity: message [rule]`.

use super::{closing, safe};
use crate::core::report::Report;
use crate::core::text::LineIndex;

/// The whole report.
pub fn render(report: &Report, quiet: bool) -> String {
    let mut out = String::new();
    for note in &report.notes {
        let Some(source) = &note.source else { continue };
        let index = LineIndex::new(&source.text);
        for found in &note.found {
            let at = index.position(&source.text, found.span.start);
            let hint =
                if found.label.starts_with("did you mean") { format!(" ({})", found.label) } else { String::new() };
            out.push_str(&format!(
                "{}:{}:{}: {}: {}{} [{}]\n",
                safe::path(&note.path.shown),
                at.line,
                at.column,
                found.severity.name(),
                safe::inline(&found.message),
                safe::inline(&hint),
                found.rule
            ));
        }
    }
    if !quiet {
        out.push_str(&closing::render(report));
    }
    out
}
