//! Markdown events to headings and units, in one pass. The only file that knows the Markdown parser.

use std::borrow::Cow;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Body, FieldLabel, Heading, LONGEST_NAME, Line, Mark, Unit, UnitKind};
use crate::core::activity::{Activity, Sections};
use crate::core::recognise::{field_label, fold_heading, has_word, is_answer_label, is_question_label, nearest};
use crate::core::text::Span;

mod blocks;
mod prose;

/// Reads `text` from byte `from` on. Never fails; any text is a body.
pub fn read<'a>(text: &'a str, from: usize, activity: &Activity) -> Body<'a> {
    let mut reader = Reader {
        text,
        end: text.trim_end().len(),
        from,
        activity,
        body: Body::default(),
        lines: Vec::new(),
        strong: 0,
        links: 0,
        depth: 0,
        quotes: 0,
        first_in_item: false,
        kind: UnitKind::Paragraph,
        html: None,
        row: 0,
        column: 0,
        open_labels: Vec::new(),
        header: Vec::new(),
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(&text[from..], options).into_offset_iter() {
        reader.event(event, Span::from(range).shift(from));
    }
    reader.flush(false);
    let mut body = reader.body;
    body.find_title(activity);
    body.find_misspelled(activity);
    body.arrange(text.len());
    body
}
struct Reader<'a, 'x> {
    text: &'a str,
    /// Where the last word ends.
    end: usize,
    from: usize,
    activity: &'x Activity,
    body: Body<'a>,
    lines: Vec<Line<'a>>,
    strong: usize,
    links: usize,
    depth: u8,
    quotes: usize,
    first_in_item: bool,
    kind: UnitKind,
    html: Option<Span>,
    row: u32,
    column: usize,
    /// Labels whose section ends with the list item they stand in: heading and depth.
    open_labels: Vec<(usize, u8)>,
    /// The sections that each column of the current table names.
    header: Vec<Sections>,
}

impl<'a> Reader<'a, '_> {
    fn event(&mut self, event: Event<'a>, span: Span) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.push(cow(text), span),
            Event::Code(text) => self.push(cow(text), span),
            Event::SoftBreak | Event::HardBreak => self.lines.push(Line::default()),
            Event::InlineHtml(html) if html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) => {
                self.lines.push(Line::default());
            }
            Event::InlineHtml(html) if html.starts_with("<!--") => self.body.comments.push(span),
            Event::Html(_) => {
                let start = self.html.map_or(span.start, |open| open.start);
                self.html = Some(Span::new(start, span.end));
            }
            Event::Rule => self.flush(false),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'a>, span: Span) {
        match tag {
            Tag::Strong | Tag::Emphasis => self.strong += 1,
            Tag::Link { .. } | Tag::Image { .. } => self.links += 1,
            Tag::Strikethrough => {}
            Tag::List(_) => self.flush(self.depth > 0),
            Tag::Item => {
                self.flush(true);
                self.depth = self.depth.saturating_add(1);
                self.first_in_item = true;
            }
            Tag::BlockQuote(_) => {
                self.flush(true);
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush(true);
                self.kind = UnitKind::Code;
                self.body.code.push(span);
                self.note_unclosed_fence(span);
            }
            Tag::HtmlBlock => {
                self.flush(true);
                self.html = Some(span);
            }
            Tag::Table(_) => {
                self.flush(true);
                self.header.clear();
            }
            Tag::TableHead | Tag::TableRow => {
                self.row += 1;
                self.column = 0;
                self.kind = if matches!(tag, Tag::TableHead) { UnitKind::HeadCell } else { UnitKind::Cell };
            }
            _ => self.flush(true),
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                self.links = self.links.saturating_sub(1);
                if let Some(line) = self.lines.last_mut() {
                    line.outside_links.get_or_insert_default();
                }
            }
            TagEnd::Strikethrough => {}
            TagEnd::Heading(level) => self.heading(depth_of(level), span),
            TagEnd::Item => {
                self.flush(false);
                while let Some(&(heading, depth)) = self.open_labels.last() {
                    if depth < self.depth {
                        break;
                    }
                    self.open_labels.pop();
                    self.body.marks.push(Mark::CloseLabel(heading));
                }
                self.depth = self.depth.saturating_sub(1);
                self.first_in_item = false;
            }
            TagEnd::BlockQuote(_) => {
                self.flush(false);
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::TableCell => {
                self.flush(false);
                self.column += 1;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.kind = UnitKind::Cell,
            TagEnd::CodeBlock | TagEnd::Table => {
                self.flush(false);
                self.kind = UnitKind::Paragraph;
            }
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html.take() {
                    self.html_block(block);
                }
            }
            _ => self.flush(false),
        }
    }

    fn push(&mut self, text: Cow<'a, str>, span: Span) {
        if self.kind == UnitKind::Code {
            for (at, part) in crate::core::text::lines(&text) {
                self.lines.push(Line {
                    span: Span::new(span.start + at.start, span.start + at.end),
                    text: part.to_owned().into(),
                    ..Line::default()
                });
            }
            return;
        }
        if self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        let Some(line) = self.lines.last_mut() else { return };
        if line.text.is_empty() {
            line.span = span;
        } else {
            line.span.end = span.end;
        }
        if self.strong > 0 && line.strong == line.text.len() {
            line.strong += text.len();
        }
        if self.links > 0 {
            if line.outside_links.is_none() {
                line.outside_links = Some(line.text.clone().into_owned());
            }
        } else if let Some(outside) = &mut line.outside_links {
            outside.push_str(&text);
        }
        if line.text.is_empty() {
            line.text = text;
        } else {
            line.text.to_mut().push_str(&text);
        }
    }

    fn heading(&mut self, level: u8, span: Span) {
        let lines = std::mem::take(&mut self.lines);
        let source = span.of(self.text);
        let span = Span::new(span.start, span.start + source.trim_end().len());
        let text: Cow<'a, str> = match &lines[..] {
            [line] => line.text.clone(),
            lines => lines.iter().map(|line| &*line.text).collect::<Vec<_>>().join(" ").into(),
        };
        let folded = fold_heading(&text);
        let names = self.activity.named_by_heading(&text, &folded);
        // `## Takeaway: learn SQL` says it in the heading.
        let lone = self.activity.known.takeaway.and(self.activity.known.why);
        let behind = text.split_once(':').and_then(|(name, rest)| {
            let is_name = self.activity.named_by_whole(name).has(lone);
            let says = is_name && has_word(rest) && self.activity.named_by_whole(rest).is_none();
            says.then(|| Line { span, text: rest.trim().to_owned().into(), ..Line::default() })
        });
        let underline = source.lines().next_back().unwrap_or_default().trim();
        let is_ruled = names.is_none() && !underline.is_empty() && underline.bytes().all(|b| b == b'-');
        if is_ruled && !self.is_misspelled(&folded) {
            // A line of text right above `---`: Markdown makes it a heading, its author did not.
            self.body.accidental.push(span);
            self.flush_prose(UnitKind::Paragraph, lines, false);
            return;
        }
        self.add_heading(level, span, (text, folded), names);
        if let Some(behind) = behind {
            self.add_unit(UnitKind::Paragraph, vec![behind]);
        }
    }

    /// Whether a heading is close to the name of a section: its author meant one.
    fn is_misspelled(&self, folded: &str) -> bool {
        folded.len() <= LONGEST_NAME && nearest(folded, self.activity.by_headings().map(|(name, _)| name)).is_some()
    }

    /// Adds a heading, given by its words as written and folded.
    fn add_heading(&mut self, level: u8, span: Span, (text, folded): (Cow<'a, str>, String), names: Sections) -> usize {
        let unit = (names.is_none() && has_word(&text)).then(|| Line { span, text: text.clone(), ..Line::default() });
        self.body.headings.push(Heading {
            level,
            span,
            text,
            folded,
            names,
            parent: None,
            end: 0,
            misspells: None,
            is_title: false,
        });
        let at = self.body.headings.len() - 1;
        self.body.marks.push(Mark::Heading(at));
        self.add_unit(UnitKind::Heading, unit.into_iter().collect());
        at
    }

    fn add_unit(&mut self, kind: UnitKind, lines: Vec<Line<'a>>) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let owner = match kind {
            UnitKind::Cell => match self.header.get(self.column).copied().unwrap_or_default() {
                // A row may be named by its first cell: `| Takeaway | SQL |`.
                Sections::NONE => self.cell_before().map_or(Sections::NONE, |name| self.activity.named_by_whole(&name)),
                names => names,
            },
            _ => Sections::NONE,
        };
        self.body.units.push(Unit {
            span: Span::new(first.span.start, last.span.end),
            kind,
            depth: self.depth,
            quoted: self.quotes > 0,
            heading: None,
            owner,
            within: owner,
            row: if matches!(kind, UnitKind::Cell | UnitKind::HeadCell) { self.row } else { 0 },
            column: self.column,
            is_row_label: kind == UnitKind::Cell && self.column == 0 && self.header.len() > 1,
            lines,
        });
        self.body.marks.push(Mark::Unit(self.body.units.len() - 1));
    }

    /// Ends the current unit. `children`: something nested follows it.
    fn flush(&mut self, children: bool) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.retain(|line| !line.text.trim().is_empty());
        if lines.is_empty() {
            return;
        }
        let kind = match self.kind {
            UnitKind::Paragraph if self.depth > 0 && self.first_in_item => UnitKind::Item,
            kind => kind,
        };
        if kind == UnitKind::Item {
            self.first_in_item = false;
        }
        match kind {
            UnitKind::HeadCell => {
                let text: String = lines.iter().map(|line| &*line.text).collect();
                self.header.resize(self.column, Sections::NONE);
                self.header.push(match self.activity.named_by_whole(&text) {
                    Sections::NONE if is_answer_label(&text) => self.activity.known.notes,
                    Sections::NONE if is_question_label(&text) => self.activity.known.questions,
                    names => names,
                });
                self.add_unit(kind, lines);
            }
            UnitKind::Cell => {
                self.field_in_row(&lines);
                self.add_unit(kind, lines);
            }
            UnitKind::Code => self.add_unit(kind, lines),
            _ => self.flush_prose(kind, lines, children),
        }
    }

    /// The words of the cell to the left, in a row of two.
    fn cell_before(&self) -> Option<String> {
        let before = self.body.units.last()?;
        let is_beside = self.column > 0 && before.row == self.row && before.column + 1 == self.column;
        is_beside.then(|| before.text().trim_end_matches(':').to_owned())
    }

    /// A table row of a field's name and its value.
    fn field_in_row(&mut self, lines: &[Line<'a>]) {
        let [line] = lines else { return };
        let before = self.body.units.last().filter(|unit| unit.row == self.row && unit.column + 1 == self.column);
        let Some(field) = before.and_then(|unit| field_label(unit.text().trim_end_matches(':'))) else {
            return;
        };
        let start = before.map_or(line.span.start, |unit| unit.span.start);
        self.body.labels.push(FieldLabel { field, value: line.text.clone(), span: Span::new(start, line.span.end) });
    }
}

fn depth_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn cow(text: pulldown_cmark::CowStr<'_>) -> Cow<'_, str> {
    match text {
        pulldown_cmark::CowStr::Borrowed(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.into_string()),
    }
}
