//! The parts of a note, as an outline shows them: the conversation, and its sections below it.

use crate::core::activity::Activity;
use crate::core::note::Note;
use crate::core::note::body::LABEL;
use crate::core::text::{Span, one_line};

/// A part of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// A few words more.
    pub detail: String,
    /// Whether it is the conversation, not a part of it.
    pub is_conversation: bool,
    /// From its first byte to its last.
    pub span: Span,
    /// Its heading.
    pub heading: Span,
    /// The parts of it, in the order of the text.
    pub parts: Vec<Self>,
}

/// The most headings that an outline shows. No person wrote more.
const MOST: usize = 2_000;

/// The outline of a note.
pub fn of(note: &Note<'_>, activity: &Activity) -> Symbol {
    let text = note.source.text.as_str();
    let people = note.contact.get().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<String> = people.iter().map(|person| one_line(&person.name)).collect();
    let title = note.body.headings.first().filter(|heading| heading.is_title);
    let name = match (title.map(|title| one_line(&title.text)), names.is_empty()) {
        (Some(title), _) if !title.is_empty() => title,
        (_, false) => names.join(", "),
        _ => activity.title.clone(),
    };
    let status = note.status.get().map(|status| status.canonical.clone());
    let date = note.date.get().map(|day| day.date.to_string());
    let whole = Span::new(0, text.len());
    let mut root = Symbol {
        name,
        detail: status.into_iter().chain(date).collect::<Vec<_>>().join(", "),
        is_conversation: true,
        span: whole,
        heading: title.map_or_else(|| note.first_line(), |title| title.span),
        parts: Vec::new(),
    };
    // Headings come in the order of the text, each behind the one it stands under.
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let shown = note
        .body
        .headings
        .iter()
        .filter(|heading| !heading.is_title && (heading.level < LABEL || !heading.names.is_none()));
    for heading in shown.take(MOST) {
        while open.last().is_some_and(|(level, above)| *level >= heading.level || above.span.end < heading.span.end) {
            close(&mut open, &mut root);
        }
        let end = open.last().map_or(whole.end, |(_, above)| above.span.end);
        let span = Span::new(heading.span.start, heading.end.clamp(heading.span.end, end.max(heading.span.end)));
        let name = match one_line(&heading.text) {
            name if name.is_empty() => "…".to_owned(),
            name => name,
        };
        let part = Symbol {
            name,
            detail: String::new(),
            is_conversation: false,
            span,
            heading: heading.span,
            parts: Vec::new(),
        };
        open.push((heading.level, part));
    }
    while !open.is_empty() {
        close(&mut open, &mut root);
    }
    root
}

/// The innermost part that is open becomes one of the part around it.
fn close(open: &mut Vec<(u8, Symbol)>, root: &mut Symbol) {
    if let Some((_, done)) = open.pop() {
        open.last_mut().map_or(root, |(_, above)| above).parts.push(done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;
    use proptest::prelude::*;

    fn outline(text: &str) -> Symbol {
        let source = Source::new("n.md", text);
        of(&parse(&source, &DEFAULT), &DEFAULT)
    }

    fn shape(symbol: &Symbol) -> String {
        let parts: Vec<String> = symbol.parts.iter().map(shape).collect();
        if parts.is_empty() { symbol.name.clone() } else { format!("{}({})", symbol.name, parts.join(" ")) }
    }

    #[test]
    fn sections_stand_below_the_conversation() {
        let text = "---\ncontact: Ada\nstatus: talked\n---\n\n# Call with Ada\n\n## Questions\n- x?\n### More\n- y?\n\n## Notes\nz\n";
        let seen = outline(text);
        assert_eq!(shape(&seen), "Call with Ada(Questions(More) Notes)");
        assert_eq!(seen.detail, "talked");
        assert_eq!(shape(&outline("---\ncontact: [Ada, Grace]\n---\n## Notes\nx\n")), "Ada, Grace(Notes)");
        assert_eq!(shape(&outline("---\ncontact: Ada\n---\n# Notes\nx\n# More\n## a\n")), "Ada(Notes More(a))");
    }

    fn nested(symbol: &Symbol, text: &str) {
        assert!(text.get(symbol.span.start..symbol.span.end).is_some());
        assert!(symbol.span.start <= symbol.heading.start && symbol.heading.end <= symbol.span.end, "{symbol:?}");
        for part in &symbol.parts {
            assert!(symbol.span.start <= part.span.start && part.span.end <= symbol.span.end, "{symbol:?}");
            nested(part, text);
        }
    }

    proptest! {
        #[test]
        fn every_part_lies_in_what_is_around_it(text in "(---\ncontact: a\n---\n)?(#{1,6} [a-z]{1,3}\n|- x\n|\\*\\*Notes:\\*\\*\n|> ## q\n|a\n---\n|```\n|<!--\n|-->\n){0,14}") {
            nested(&outline(&text), &text);
        }
    }
}
