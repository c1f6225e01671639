//! A page of Markdown: each note, how far it is and what is missing. For the summary of a job, an issue or a wiki.
//!
//! The first paragraph says it all in numbers, so that a place with little room can take that alone.

use super::Called;
use super::closing::{self, plural};
use super::markdown::{cell, escape, prose};
use crate::core::diagnostic::Severity;
use crate::core::progress::NoteState;
use crate::core::report::{NoteReport, Report};
use crate::core::text::LineIndex;
use crate::core::week::Step;

/// The most findings of one note that are listed.
const MOST: usize = 20;

/// The whole report.
pub fn render(report: &Report) -> String {
    let mut out = "# Notes\n".to_owned();
    let closing = closing::render(report, Called::default());
    let (totals, rest) = match report.notes.is_empty() {
        true => ("No note was checked.", closing.as_str()),
        false => closing.split_once('\n').unwrap_or((&closing, "")),
    };
    paragraph(&mut out, &prose(totals));
    if !report.notes.is_empty() {
        out.push_str("\n| Note | With | State | What is missing, or next |\n|---|---|---|---|\n");
        out.extend(report.notes.iter().map(row));
    }
    rest.lines().for_each(|line| paragraph(&mut out, &prose(line)));
    if !report.failures.is_empty() {
        out.push_str("\n## Not checked\n\n");
        let item = |(path, message): (&str, &str)| format!("- {}: {}\n", escape(path), escape(message));
        out.extend(report.failures.iter().map(|failure| item((&failure.path.shown, &failure.message))));
    }
    out
}

fn paragraph(out: &mut String, text: &str) {
    out.push_str(&format!("\n{text}\n"));
}

fn row(note: &NoteReport) -> String {
    let state = match note.state {
        NoteState::NeedsWork => "needs work",
        state => state.name(),
    };
    let contact = note.contact.as_deref().map(escape).unwrap_or_default();
    format!("| {} | {contact} | {state} | {} |\n", escape(&note.path.shown), missing(note))
}

/// What keeps the note from being whole, in the order of the text; else what comes next for the conversation.
fn missing(note: &NoteReport) -> String {
    let text = note.source.as_ref().map_or("", |source| source.text.as_str());
    let index = LineIndex::new(text);
    let found = || note.found.iter().filter(|found| found.severity > Severity::Advice);
    let mut lines: Vec<String> = found()
        .take(MOST)
        .map(|found| {
            let line = index.position(text, found.span.start).line;
            let severity = if found.severity == Severity::Warning { "warning: " } else { "" };
            format!("line {line}: {severity}{} ({})", cell(&found.message), found.rule)
        })
        .collect();
    let more = found().count().saturating_sub(MOST);
    if more > 0 {
        lines.push(format!("and {}", plural(more, "more", "more")));
    }
    // Whether it took place is asked in any case.
    let is_asked = matches!(note.step, Step::Told | Step::SayHowItWent(_));
    if note.state == NoteState::Open && (lines.is_empty() || is_asked) {
        lines.extend(closing::step(note, Called::default()).as_deref().map(cell));
    }
    lines.join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::calendar::Today;
    use crate::core::diagnostic::Diagnostic;
    use crate::core::journal::Facts;
    use crate::core::note::parse;
    use crate::core::report::PathName;
    use crate::core::text::{Source, Span};
    use jiff::civil::date;

    #[test]
    fn a_note_with_much_to_say_leaves_room_for_the_others() {
        let text = "a\n".repeat(50);
        let source = Source::new("n.md", text.clone());
        let note = parse(&source, &DEFAULT);
        let facts = Facts::of(&note, "n.md", &DEFAULT);
        let found: Vec<_> = (0..30)
            .map(|at| Diagnostic::new("sample", Severity::Error, Span::new(at * 2, at * 2 + 1), "said"))
            .collect();
        let today = Today::pinned(date(2026, 11, 26));
        let path = PathName { shown: "n.md".to_owned(), bytes: None };
        let notes = vec![NoteReport::new(path, &facts, (found, NoteState::NeedsWork), Some(source.clone()), today)];
        let page = render(&Report { notes, ..Report::default() });
        assert_eq!(page.matches("said (sample)").count(), MOST, "{page}");
        assert!(page.contains("line 20: said (sample)<br>and 10 more |\n"), "{page}");
    }
}
