//! The lines of a paragraph or a list item: which of them stand for a heading, and which state a field.

use super::super::label::{before_colon, labels, unspaced_heading};
use super::super::{FieldLabel, LABEL, Line, UnitKind};
use super::Reader;
use crate::core::activity::Sections;
use crate::core::recognise::{asks, field_label, fold_heading, is_question};
use crate::core::text::Span;

impl<'a> Reader<'a, '_> {
    pub(super) fn flush_prose(&mut self, kind: UnitKind, mut lines: Vec<Line<'a>>, children: bool) {
        let count = lines.len();
        let place = |number: usize| Place { kind, is_first: number == 0, below: children || number + 1 < count };
        // Most lines stand for no heading, and are one unit together.
        let is_plain = |(number, line): (usize, &Line<'a>)| {
            !line.text.starts_with('#') && self.label(line, place(number)).is_none()
        };
        if lines.iter().enumerate().all(is_plain) {
            for number in 0..count {
                let (above, line) = lines.split_at_mut(number);
                self.find_field(&mut line[0], above.last());
            }
            return self.add_unit(kind, lines);
        }
        let mut kept: Vec<Line<'a>> = Vec::new();
        for (number, line) in lines.into_iter().enumerate() {
            if let Some((level, name)) = unspaced_heading(&line.text) {
                let names = self.activity.named_by_whole(name);
                if !names.is_none() {
                    let name = name.to_owned();
                    self.add_unit(kind, std::mem::take(&mut kept));
                    let start = self.line_start(line.span.start);
                    let folded = fold_heading(&name);
                    self.add_heading(level, Span::new(start, line.span.end), (name.into(), folded), names);
                    continue;
                }
            }
            match self.label(&line, place(number)) {
                Some((name, rest, names)) => {
                    self.add_unit(kind, std::mem::take(&mut kept));
                    self.add_label(&line, name, rest, names, place(number).below);
                    kept.extend(rest.map(|rest| behind_label(line, rest, self.text)));
                }
                None => {
                    let mut line = line;
                    self.find_field(&mut line, kept.last());
                    kept.push(line);
                }
            }
        }
        self.add_unit(kind, kept);
    }

    /// The name that stands for a heading at the beginning of a line, where in it the text behind that begins, and what it names.
    fn label(&self, line: &Line<'a>, place: Place) -> Option<(String, Option<usize>, Sections)> {
        let is_strong = || line.strong >= line.text.trim_end().len();
        // A name alone on its line is a heading when something stands below it; in a list it may be a topic.
        let may_stand_alone = match place.kind {
            UnitKind::Item => place.below,
            _ => place.is_first || is_strong(),
        };
        labels(line, may_stand_alone).find_map(|label| {
            let names = match line.strong >= label.name.len() {
                true => self.activity.named_by(label.name),
                false => self.activity.named_by_whole(label.name),
            };
            (!names.is_none()).then(|| (label.name.to_owned(), label.rest, names))
        })
    }

    /// Adds the heading that a label stands for.
    fn add_label(&mut self, line: &Line<'a>, name: String, rest: Option<usize>, names: Sections, below: bool) {
        let end = line.span.start + rest.unwrap_or(line.text.len());
        let source = self.text.get(line.span.start..end.min(line.span.end)).unwrap_or("");
        let span = Span::new(line.span.start, line.span.start + source.trim_end().len());
        let folded = fold_heading(&name);
        let at = self.add_heading(LABEL, span, (name.into(), folded), names);
        if self.depth > 0 && (rest.is_some() || below) {
            self.open_labels.push((at, self.depth));
        }
    }

    /// Notes what a line such as `Date: 17 September` states. `above` is the line before it in the same block.
    fn find_field(&mut self, line: &mut Line<'a>, above: Option<&Line<'a>>) {
        let Some(label) = before_colon(line) else { return };
        let (Some(field), Some(rest)) = (field_label(label.name), label.rest) else { return };
        let value = line.text[rest..].trim().to_owned();
        // `Mentor: By herself.` behind a question is who speaks, not whom the note is about.
        let above = above.or_else(|| self.body.units.last().and_then(|unit| unit.lines.last()));
        if is_question(&value) || value.ends_with('!') || above.is_some_and(|above| is_asked(&above.text)) {
            return;
        }
        self.body.labels.push(FieldLabel { field, value: value.into(), span: line.span });
        line.is_field = true;
    }

    fn line_start(&self, at: usize) -> usize {
        let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1).max(self.from);
        let indent = self.text[start..at].len() - self.text[start..at].trim_start().len();
        start + indent
    }
}

/// Whether a line asks, also as what somebody says: `Me: tell me how you began`.
fn is_asked(text: &str) -> bool {
    is_question(text) || text.split_once(':').is_some_and(|(_, said)| asks(said))
}

/// Where a line stands in its block.
#[derive(Clone, Copy)]
struct Place {
    kind: UnitKind,
    is_first: bool,
    /// Whether something stands below it, in the block or in the list item.
    below: bool,
}

/// What stands behind a label, as a line of its own.
fn behind_label<'a>(mut line: Line<'a>, rest: usize, text: &str) -> Line<'a> {
    let cut = line.text.len() - rest;
    if let Some(outside) = &mut line.outside_links {
        // Up to the first link both texts are the same, and behind the last one.
        let from = match outside.get(..rest) == line.text.get(..rest) {
            true => rest,
            false => outside.len().saturating_sub(cut),
        };
        *outside = outside.get(from..).unwrap_or("").to_owned();
    }
    let start = line.span.end.saturating_sub(cut).max(line.span.start);
    let start = if text.is_char_boundary(start) { start } else { line.span.start };
    line.span = Span::new(start, line.span.end);
    line.text = line.text[rest..].trim().to_owned().into();
    line.strong = 0;
    line
}
