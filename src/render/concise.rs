//! One line a finding: `path:line:column: severity: message [rule]`, with the flag that mends it behind the rule.

use anstyle::AnsiColor;

use super::{Style, closing, safe};
use crate::core::diagnostic::{Diagnostic, Safety, Severity};
use crate::core::report::Report;
use crate::core::text::LineIndex;

/// The whole report.
pub fn render(report: &Report, style: Style, quiet: bool) -> String {
    let mut out = String::new();
    for note in &report.notes {
        let Some(source) = &note.source else { continue };
        let index = LineIndex::new(&source.text);
        for found in &note.found {
            let at = index.position(&source.text, found.span.start);
            let hint =
                if found.label.starts_with("did you mean") { format!(" ({})", found.label) } else { String::new() };
            out.push_str(&format!(
                "{}:{}:{}: {}: {}{} [{}{}]\n",
                safe::path(&note.path.shown),
                at.line,
                at.column,
                severity(found.severity, style),
                safe::inline(&style.words(&found.message)),
                safe::inline(&hint),
                found.rule,
                flag(found)
            ));
        }
    }
    if !quiet {
        out.push_str(&closing::render(report, style.called));
    }
    out
}

/// The one word that has a colour, where there is colour.
fn severity(severity: Severity, style: Style) -> String {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Advice => AnsiColor::Cyan,
    };
    match style.colour {
        true => format!("{}{}{}", colour.render_fg(), severity.name(), anstyle::Reset.render()),
        false => severity.name().to_owned(),
    }
}

/// What mends it.
fn flag(found: &Diagnostic) -> &'static str {
    match found.fix.as_ref().map(|fix| fix.safety) {
        Some(Safety::Safe) => ", --fix",
        Some(Safety::Unsafe) => ", --unsafe-fixes",
        None => "",
    }
}
