//! One finding with the lines around it, drawn by miette. Nothing else knows miette.
//!
//! The text that is drawn is a copy: harmless (see `safe`), and with long lines cut around what matters. Lines and columns
//! in the frame's head are those of the file, in characters.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, SourceSpan, SpanContents, ThemeCharacters,
    ThemeStyles,
};
use textwrap::WordSplitter;

use super::{Style, safe};
use crate::core::diagnostic::Severity;
use crate::core::text::{LineIndex, Source, Span};

mod commands;

/// What miette needs beside a line of text: its number and the frame.
const MARGIN: usize = 10;

/// What is to be drawn.
#[derive(Debug, Clone)]
pub struct Frame<'f> {
    /// Decides colour and sign.
    pub severity: Severity,
    /// Stands in the first line, such as a rule's name.
    pub code: Option<&'f str>,
    /// The title.
    pub message: String,
    /// The text and the places in it.
    pub scene: Option<Scene<'f>>,
    /// Stands below.
    pub help: String,
}

/// A text, and what is to be shown in it.
#[derive(Debug, Clone)]
pub struct Scene<'f> {
    /// The text.
    pub source: &'f Source,
    /// Its lines.
    pub index: &'f LineIndex,
    /// Places with a few words each; the first one matters most.
    pub places: Vec<(Span, &'f str)>,
}

/// Draws a finding. Ends with a line end.
pub fn draw(frame: &Frame<'_>, style: Style) -> String {
    let theme = GraphicalTheme {
        characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if style.colour { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(style.width)
        .with_context_lines(1)
        // A day, a key or a flag is copied whole, never in two halves.
        .with_word_splitter(WordSplitter::NoHyphenation)
        .tab_width(4);
    let mut picture = Picture::of(frame, style);
    let (help, commands) = commands::held(&picture.help);
    picture.help = help;
    let mut out = String::new();
    let drawn = match handler.render_report(&mut out, &picture) {
        Ok(()) => out,
        // Without the drawing the words are still all there.
        Err(_) => format!("{}\n{}\n", picture.message, picture.help),
    };
    commands::restored(drawn, &commands)
}

struct Picture {
    severity: Severity,
    code: Option<String>,
    message: String,
    help: String,
    labels: Vec<LabeledSpan>,
    copy: Option<Copy>,
}

impl Picture {
    fn of(frame: &Frame<'_>, style: Style) -> Self {
        let words = |text: &str| style.words(text).into_owned();
        let columns = style.width.saturating_sub(MARGIN);
        let mut labels = Vec::new();
        let copy = frame.scene.as_ref().and_then(|scene| {
            let copy = Copy::of(scene, columns)?;
            for (at, (span, text)) in scene.places.iter().enumerate() {
                let (start, length) = copy.place(*span, scene.source);
                let text = Some(words(&safe::inline(text))).filter(|text| !text.is_empty());
                labels.push(match at {
                    0 => LabeledSpan::new_primary_with_span(text, (start, length)),
                    _ => LabeledSpan::new(text, start, length),
                });
            }
            Some(copy)
        });
        Self {
            severity: frame.severity,
            code: frame.code.map(str::to_owned),
            message: words(&safe::inline(&frame.message)),
            help: words(&safe::lines(&frame.help)),
            labels,
            copy,
        }
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture {}

impl miette::Diagnostic for Picture {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.copy.as_ref().map(|copy| copy as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}

/// The lines that may be drawn, harmless and cut, with the way back to the file.
struct Copy {
    name: String,
    text: String,
    lines: Vec<CopiedLine>,
}

/// One line of the copy.
struct CopiedLine {
    /// Zero-based number in the file.
    number: usize,
    /// Its bytes in the file, line end left out.
    original: Span,
    /// Where the part that is kept begins, in bytes of the line.
    cut: usize,
    /// The same in characters.
    skipped: usize,
    /// Its bytes in the copy.
    copied: Span,
}

impl Copy {
    /// The lines around the places; `None` for an empty text.
    fn of(scene: &Scene<'_>, columns: usize) -> Option<Self> {
        let Scene { source, index, places } = scene;
        let text = &source.text;
        if text.trim_matches(['\u{feff}', '\n', '\r', ' ', '\t']).is_empty() {
            return None;
        }
        let mut wanted: Vec<(usize, usize)> = Vec::new();
        for (span, _) in places {
            let first = index.line_of(span.start.min(text.len()));
            let last = index.line_of(span.end.saturating_sub(usize::from(!span.is_empty())).min(text.len()));
            let focus = span.start - index.start_of(first, text).min(span.start);
            let from = first.saturating_sub(1);
            let to = (last + 1).min(first + 12).min(index.len().saturating_sub(1));
            wanted.extend((from..=to).map(|line| (line, if line == first { focus } else { 0 })));
        }
        wanted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        wanted.dedup_by_key(|(line, _)| *line);
        let mut copy = Self { name: safe::path(&source.label), text: String::new(), lines: Vec::new() };
        for (number, focus) in wanted {
            let start = index.start_of(number, text);
            let end = start + text[start..index.start_of(number + 1, text)].trim_end_matches(['\n', '\r']).len();
            let (cut, part) = part_of(&text[start..end], focus, columns);
            let at = copy.text.len();
            copy.text.push_str(&safe::same_length(part).replace('\n', " "));
            copy.lines.push(CopiedLine {
                number,
                original: Span::new(start, end),
                cut,
                skipped: text[start..start + cut].chars().count(),
                copied: Span::new(at, copy.text.len()),
            });
            copy.text.push('\n');
        }
        Some(copy)
    }

    /// A span of the file as offset and length in the copy, never empty.
    fn place(&self, span: Span, source: &Source) -> (usize, usize) {
        let start = self.offset(span.start.min(source.text.len()));
        let end = self.offset(span.end.min(source.text.len())).max(start);
        if end > start {
            return (start, end - start);
        }
        // miette drops an empty label at some places: the character beside it is marked.
        match self.text[start..].chars().next() {
            Some(c) if c != '\n' => (start, c.len_utf8()),
            _ => match self.text[..start].chars().next_back() {
                Some(c) if c != '\n' => (start - c.len_utf8(), c.len_utf8()),
                _ => (start, 0),
            },
        }
    }

    fn offset(&self, at: usize) -> usize {
        let line = self.lines.iter().rev().find(|line| line.original.start <= at);
        let Some(line) = line else { return 0 };
        let inside = at.min(line.original.end) - line.original.start;
        let kept = line.copied.start + inside.saturating_sub(line.cut);
        kept.min(line.copied.end)
    }

    fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.copied.start <= at).saturating_sub(1)
    }
}

/// The part of a long line that is shown, at most `columns` characters, and where it begins.
pub(super) fn part_of(line: &str, focus: usize, columns: usize) -> (usize, &str) {
    let before = line.get(..focus).unwrap_or("");
    let fits = line.chars().take(columns + 1).count() <= columns;
    let start = match before.chars().count() > columns / 2 && !fits {
        true => before.char_indices().rev().nth(columns / 4).map_or(0, |(at, _)| at),
        false => 0,
    };
    let rest = &line[start..];
    let end = rest.char_indices().nth(columns).map_or(rest.len(), |(at, _)| at);
    (start, &rest[..end])
}

impl miette::SourceCode for Copy {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let inside = |line: usize, next: usize| self.lines[next].number == self.lines[line].number + 1;
        let at = self.line_at(span.offset());
        let mut first = at;
        while first > 0 && at - first < before && inside(first - 1, first) {
            first -= 1;
        }
        let until = self.line_at((span.offset() + span.len()).saturating_sub(usize::from(!span.is_empty())));
        // Lines that do not follow each other are two contexts; miette asks for each of them.
        if (at..until).any(|line| !inside(line, line + 1)) {
            return Err(MietteError::OutOfBounds);
        }
        let mut last = until;
        while last + 1 < self.lines.len() && last - until < after && inside(last, last + 1) {
            last += 1;
        }
        let (start, end) = (self.lines[first].copied.start, self.lines[last].copied.end + 1);
        let is_exact = before == 0 && after == 0;
        let line = if is_exact { at } else { first };
        let column = match is_exact {
            true => self.text[self.lines[at].copied.start..span.offset()].chars().count() + self.lines[at].skipped,
            false => 0,
        };
        Ok(Box::new(Lines {
            data: &self.text.as_bytes()[start..end],
            span: (start, end - start).into(),
            line: self.lines[line].number,
            column,
            count: last - first + 1,
            name: &self.name,
        }))
    }
}

struct Lines<'l> {
    data: &'l [u8],
    span: SourceSpan,
    line: usize,
    column: usize,
    count: usize,
    name: &'l str,
}

impl<'l> SpanContents<'l> for Lines<'l> {
    fn data(&self) -> &'l [u8] {
        self.data
    }

    fn span(&self) -> &SourceSpan {
        &self.span
    }

    fn name(&self) -> Option<&str> {
        Some(self.name)
    }

    fn line(&self) -> usize {
        self.line
    }

    fn column(&self) -> usize {
        self.column
    }

    fn line_count(&self) -> usize {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Called;

    fn drawn(text: &str, span: Span, style: Style) -> String {
        let source = Source::new("n.md", text);
        let index = LineIndex::new(text);
        let scene = Scene { source: &source, index: &index, places: vec![(span, "here …")] };
        let frame = Frame {
            severity: Severity::Error,
            code: Some("a-rule"),
            message: "What was seen".to_owned(),
            scene: Some(scene),
            help: "What to type …".to_owned(),
        };
        draw(&frame, style)
    }

    const PLAIN: Style = Style { colour: false, unicode: false, width: 80, called: Called::ByName };

    #[test]
    fn a_terminal_without_unicode_sees_ascii() {
        let picture = drawn("one\ntwo\nthree\n", Span::new(4, 7), PLAIN);
        assert!(picture.is_ascii(), "{picture}");
        assert!(picture.contains("n.md:2:1") && picture.contains("here ..."), "{picture}");
    }

    #[test]
    fn a_line_of_any_length_is_cut_around_what_matters() {
        let text = format!("{}needle{}", "x".repeat(200_000), "y".repeat(200_000));
        let picture = drawn(&text, Span::new(200_000, 200_006), PLAIN);
        assert!(picture.lines().all(|line| line.chars().count() <= 80), "{picture}");
        assert!(picture.contains("needle") && picture.contains("n.md:1:200001"), "{picture}");
    }

    #[test]
    fn places_at_the_end_of_a_file_and_on_empty_lines_are_drawn() {
        for (text, span) in [
            ("a\n\nb", Span::new(2, 2)),
            ("ab", Span::new(2, 2)),
            ("a\n", Span::new(2, 2)),
            ("a\r\nb\r\n", Span::new(3, 4)),
        ] {
            let picture = drawn(text, span, PLAIN);
            assert!(picture.contains("n.md:") && picture.contains("What to type"), "{picture}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_letter_of_the_first_line() {
        for span in [Span::new(3, 8), Span::new(0, 8)] {
            let picture = drawn("\u{feff}Hello\nthere\n", span, PLAIN);
            assert!(picture.contains("n.md:1:1") && picture.contains(" Hello"), "{picture}");
            assert!(picture.is_ascii(), "{picture}");
        }
    }

    #[test]
    fn a_wide_letter_before_the_place_counts_as_one_column() {
        let text = "魚🦀é: x";
        let at = text.find('x').unwrap_or_default();
        assert!(drawn(text, Span::new(at, at + 1), PLAIN).contains("n.md:1:6"));
    }
}
