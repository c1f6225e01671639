//! For screen readers, and for who prefers words: says what `full` says without a drawing, one thing a line.

use super::frame::{Frame, Scene, part_of};
use super::{Style, closing, full, safe};
use crate::core::diagnostic::Severity;
use crate::core::report::Report;
use crate::core::text::{LineIndex, Span};

/// The most characters of a line of the note that are read out.
const COLUMNS: usize = 200;

/// The whole report.
pub fn render(report: &Report, style: Style, quiet: bool) -> String {
    let mut out = String::new();
    for note in &report.notes {
        let index = note.source.as_ref().map(|source| LineIndex::new(&source.text));
        let mut before = None;
        for found in &note.found {
            let said = [("Why", found.why.as_str()), ("What to do", &found.help)];
            let said = said.into_iter().filter(|(_, words)| !words.is_empty());
            let mut help: Vec<String> = said.map(|(head, words)| format!("{head}: {}", behind(words))).collect();
            help.extend(closing::remedy(found, style.called));
            if before.is_some_and(|before| full::helps_alike(found, before)) {
                help = vec![format!("What to do: {}", full::AS_ABOVE.to_lowercase())];
            }
            before = Some(found);
            out.push_str(&draw(&full::frame(note, index.as_ref(), found, help.join("\n")), style));
            out.push('\n');
        }
    }
    if !quiet {
        out.push_str(&closing::render(report, style.called));
    }
    out
}

/// One finding, or one error that stops the tool. Ends with a line end.
pub fn draw(frame: &Frame<'_>, style: Style) -> String {
    let severity = match frame.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Advice => "Advice",
    };
    let mut out = format!("{severity}: {}\n", safe::inline(&style.words(&frame.message)));
    if let Some(code) = frame.code {
        out.push_str(&format!("Rule: {code}\n"));
    }
    if let Some(scene) = &frame.scene {
        out.push_str(&told(scene, style));
    }
    if !frame.help.is_empty() {
        out.push_str(&format!("{}\n", safe::lines(&style.words(&frame.help))));
    }
    out
}

/// The places, each with its line and what stands beside it.
fn told(scene: &Scene<'_>, style: Style) -> String {
    let Scene { source, index, places } = scene;
    let mut out = String::new();
    let mut read_out = None;
    for (number, (span, label)) in places.iter().enumerate() {
        let at = index.position(&source.text, span.start);
        match number {
            0 => {
                out.push_str(&format!("Place: {}, line {}, column {}\n", safe::path(&source.label), at.line, at.column))
            }
            _ => out.push_str(&format!("Also: line {}, column {}\n", at.line, at.column)),
        }
        if read_out != Some(at.line) {
            out.push_str(&line(at.line, *span, scene));
            read_out = Some(at.line);
        }
        let label = safe::inline(&style.words(label)).into_owned();
        match (marked(*span, scene), label.is_empty()) {
            (Part::Other(part), true) => out.push_str(&format!("{part}\n")),
            (Part::Other(part), false) => out.push_str(&format!("{part}: {label}\n")),
            (Part::Whole, false) => out.push_str(&format!("The whole line: {label}\n")),
            (Part::Place, false) => out.push_str(&format!("There: {label}\n")),
            (Part::Whole | Part::Place, true) => {}
        }
    }
    out
}

/// The line on which a place begins, cut around it where it is long.
fn line(number: usize, span: Span, scene: &Scene<'_>) -> String {
    let text = &scene.source.text;
    let start = scene.index.start_of(number - 1, text);
    let whole = text[start..scene.index.start_of(number, text)].trim_end_matches(['\n', '\r']);
    let (cut, part) = part_of(whole, span.start.saturating_sub(start).min(whole.len()), COLUMNS);
    let part = safe::inline(part);
    match part.trim().is_empty() {
        true => format!("Line {number} is empty\n"),
        false if cut > 0 || cut + part.len() < whole.len() => format!("Part of line {number}: {part}\n"),
        false => format!("Line {number}: {part}\n"),
    }
}

/// How much of its line a place is.
enum Part {
    /// A point, or too much to read out.
    Place,
    Whole,
    /// Some of it, or more than it, in words.
    Other(String),
}

fn marked(span: Span, scene: &Scene<'_>) -> Part {
    let text = &scene.source.text;
    let first = scene.index.line_of(span.start);
    let last = scene.index.line_of(span.end.saturating_sub(1).max(span.start));
    if last > first {
        return Part::Other(format!("Lines {} to {}", first + 1, last + 1));
    }
    let whole = &text[scene.index.start_of(first, text)..scene.index.start_of(first + 1, text)];
    let part = span.of(text).trim();
    match part {
        "" => Part::Place,
        part if part == whole.trim() => Part::Whole,
        part if part.chars().count() > COLUMNS => Part::Place,
        part => Part::Other(format!("The part `{}`", safe::inline(part))),
    }
}

/// Several lines behind a head: what follows the first is set in, so that no line begins with what somebody else wrote.
fn behind(words: &str) -> String {
    words.trim_end().replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::text::Source;
    use crate::render::Called;

    #[test]
    fn a_whole_line_behind_a_byte_order_mark_is_no_part_of_one() {
        let source = Source::new("n.md", "\u{feff}Hello\nthere\n");
        let index = LineIndex::new(&source.text);
        let frame = Frame {
            severity: Severity::Error,
            code: None,
            message: "What was seen".to_owned(),
            scene: Some(Scene { source: &source, index: &index, places: vec![(Span::new(3, 8), "here")] }),
            help: String::new(),
        };
        let told = draw(&frame, Style { colour: false, unicode: true, width: 80, called: Called::ByName });
        assert!(told.contains("line 1, column 1\nLine 1: Hello\nThe whole line: here\n"), "{told}");
    }
}
