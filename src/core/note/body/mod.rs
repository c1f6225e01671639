//! The body of a note as headings and units of text, each with its byte span. Knows Markdown, not rules.
//!
//! A *unit* is what one block says: a paragraph, a list item's own text, a table cell, a code block. A *heading* is
//! a Markdown heading or whatever students use in its place: `##Notes`, a bold line, `Takeaway: …`, `<h3>`.

use std::borrow::Cow;

use crate::core::activity::{Activity, Sections};
use crate::core::recognise::nearest;
use crate::core::text::Span;

mod html;
mod label;
mod reader;

pub use self::reader::read;

/// The level of a label that stands for a heading: below every real heading.
pub const LABEL: u8 = 7;

/// A longer heading, in bytes, is no misspelled name of a section.
const LONGEST_NAME: usize = 40;

/// A body, read.
#[derive(Debug, Default)]
pub struct Body<'a> {
    /// Headings in the order of the text.
    pub headings: Vec<Heading<'a>>,
    /// Units in the order of the text.
    pub units: Vec<Unit<'a>>,
    /// Lines such as `**Date:** 17 September`, anywhere.
    pub labels: Vec<FieldLabel<'a>>,
    /// The opening of a comment or a code fence that nothing closes: all behind it is swallowed.
    pub swallowed_from: Option<Span>,
    /// Where what it swallowed ends.
    pub swallowed_to: usize,
    /// Comments, their marks included.
    pub comments: Vec<Span>,
    /// Text that Markdown turns into a heading because `---` stands right below it.
    pub accidental: Vec<Span>,
    /// Spans of fenced and indented code.
    pub code: Vec<Span>,
    marks: Vec<Mark>,
}

/// A heading, or what stands for one.
#[derive(Debug)]
pub struct Heading<'a> {
    /// 1 to 6, or [`LABEL`].
    pub level: u8,
    /// The heading's line (for a label its name), without the line end.
    pub span: Span,
    /// Its words.
    pub text: Cow<'a, str>,
    /// Its words in the form in which headings are compared.
    pub folded: String,
    /// The sections it names.
    pub names: Sections,
    /// The heading it stands under.
    pub parent: Option<usize>,
    /// Where its section ends.
    pub end: usize,
    /// The heading that it was probably meant to be; [`Heading::names`] holds that one's section.
    pub misspells: Option<String>,
    /// The one heading of level 1 above all others: the title of the note.
    pub is_title: bool,
}

/// What kind of block a unit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// A paragraph, or a further paragraph of a list item.
    Paragraph,
    /// The first text of a list item.
    Item,
    /// A table cell.
    Cell,
    /// A cell of a table's first row.
    HeadCell,
    /// A code block.
    Code,
    /// Text inside HTML.
    Html,
    /// The words of a heading that names no section.
    Heading,
}

/// What one block says.
#[derive(Debug)]
pub struct Unit<'a> {
    /// From its first word to its last.
    pub span: Span,
    /// Its kind.
    pub kind: UnitKind,
    /// Its lines, as the reader sees them.
    pub lines: Vec<Line<'a>>,
    /// How many lists it stands in.
    pub depth: u8,
    /// Whether it stands in a block quote.
    pub quoted: bool,
    /// The heading right above it.
    pub heading: Option<usize>,
    /// The sections of the innermost heading above it that names any.
    pub owner: Sections,
    /// The sections of all headings it stands under.
    pub within: Sections,
    /// Which table row it stands in, counted over the body; 0 outside tables.
    pub row: u32,
    /// Whether it is the first cell of a row of several: a name more often than words.
    pub is_row_label: bool,
    column: usize,
}

impl Unit<'_> {
    /// Its lines as one text.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.lines[..] {
            [line] => Cow::Borrowed(&line.text),
            lines => lines.iter().map(|line| &*line.text).collect::<Vec<_>>().join("\n").into(),
        }
    }
}

/// One line of a unit.
#[derive(Debug, Clone, Default)]
pub struct Line<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its words without Markdown.
    pub text: Cow<'a, str>,
    /// Its words outside links and pictures, where it has any of these.
    pub outside_links: Option<String>,
    /// Whether it is a label of the front matter's fields (`Date: …`).
    pub is_field: bool,
    strong: usize,
}

/// A field that the body states.
#[derive(Debug, Clone)]
pub struct FieldLabel<'a> {
    /// The field's canonical name.
    pub field: &'static str,
    /// The value as written.
    pub value: Cow<'a, str>,
    /// Label and value.
    pub span: Span,
}

#[derive(Debug, Clone, Copy)]
enum Mark {
    Heading(usize),
    Unit(usize),
    CloseLabel(usize),
}

impl Body<'_> {
    /// Whether byte `at` lies in code, where Markdown means nothing.
    pub fn is_code(&self, at: usize) -> bool {
        lies_in(&self.code, at)
    }

    /// Whether byte `at` lies in code or in a comment: nothing that the note itself says.
    pub fn is_aside(&self, at: usize) -> bool {
        self.is_code(at) || lies_in(&self.comments, at)
    }

    /// Finds the title: the one heading of level 1, above all others. A title names a section only if it is nothing but that
    /// section's name; `Conversation about careers` and `Career advice and learnings` are titles.
    fn find_title(&mut self, activity: &Activity) {
        let tops = self.headings.iter().filter(|heading| heading.level == 1).count();
        let has_more = self.headings.len() > 1;
        if let Some(title) = self.headings.first_mut().filter(|first| first.level == 1 && tops == 1 && has_more) {
            title.is_title = true;
            // `Questions for Ada` above all else is still the list of questions.
            let whole = activity.named_as_whole(&title.text, &title.folded);
            title.names = if whole == activity.known.questions { whole } else { activity.named_exactly(&title.folded) };
        }
    }

    /// Lets a heading that is close to a section's name stand for it, where no heading names it rightly.
    fn find_misspelled(&mut self, activity: &Activity) {
        let named = self.headings.iter().fold(Sections::NONE, |all, heading| all.and(heading.names));
        let absent: Vec<(&str, Sections)> =
            activity.by_headings().filter(|(_, sections)| !named.has(*sections)).collect();
        for heading in
            self.headings.iter_mut().filter(|h| h.names.is_none() && h.level < LABEL && h.text.len() <= LONGEST_NAME)
        {
            let meant = nearest(&heading.folded, absent.iter().map(|(meant, _)| *meant));
            if let Some(&(meant, names)) = absent.iter().find(|(absent, _)| Some(*absent) == meant) {
                heading.names = names;
                heading.misspells = Some(meant.to_owned());
            }
        }
    }

    /// Gives every heading its parent and end, and every unit the sections it stands in.
    fn arrange(&mut self, end: usize) {
        let mut open: Vec<usize> = Vec::new();
        for mark in std::mem::take(&mut self.marks) {
            match mark {
                Mark::Heading(at) => {
                    let (level, start) = (self.headings[at].level, self.headings[at].span.start);
                    while let Some(&last) = open.last() {
                        if self.headings[last].level < level {
                            break;
                        }
                        self.headings[last].end = start;
                        open.pop();
                    }
                    self.headings[at].parent = open.last().copied();
                    open.push(at);
                }
                Mark::CloseLabel(at) => {
                    if open.last() == Some(&at) {
                        open.pop();
                        self.headings[at].end = self.units.last().map_or(end, |unit| unit.span.end);
                    }
                }
                Mark::Unit(at) => {
                    let unit = &mut self.units[at];
                    let above = open.len().saturating_sub(usize::from(unit.kind == UnitKind::Heading));
                    unit.heading = open[..above].last().copied();
                    for &above in open[..above].iter().rev() {
                        let heading = &self.headings[above];
                        if heading.names.is_none() || heading.level == 1 && !unit.owner.is_none() {
                            continue;
                        }
                        if unit.owner.is_none() {
                            unit.owner = heading.names;
                        }
                        unit.within = unit.within.and(heading.names);
                    }
                }
            }
        }
        for at in open {
            self.headings[at].end = end;
        }
    }
}

/// Whether one of `spans`, which are in the order of the text, holds byte `at`. One of them is looked at.
fn lies_in(spans: &[Span], at: usize) -> bool {
    let next = spans.partition_point(|span| span.end <= at);
    spans.get(next).is_some_and(|span| span.contains(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;

    fn owners(text: &str) -> Vec<(String, &'static str)> {
        let activity = &*DEFAULT;
        let body = read(text, 0, activity);
        let name = |set: Sections| {
            let known = activity.known;
            [
                (known.questions, "Q"),
                (known.notes, "N"),
                (known.takeaway, "T"),
                (known.why, "W"),
                (known.follow_up, "F"),
                (known.outreach, "O"),
            ]
            .into_iter()
            .find(|(one, _)| set.has(*one))
            .map_or("-", |(_, name)| name)
        };
        body.units.iter().map(|unit| (unit.text().into_owned(), name(unit.owner))).collect()
    }

    fn pairs(list: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
        list.iter().map(|(text, name)| ((*text).to_owned(), *name)).collect()
    }

    #[test]
    fn every_kind_of_heading_opens_a_section() {
        for heading in [
            "## Notes",
            "Notes\n-----",
            "##Notes",
            "**Notes**",
            "**Notes:**",
            "Notes:",
            "<h2>Notes</h2>\n",
            "## <a name=\"n\"></a>Notes ##",
            "\\## Notes",
            "### 📝 Notes:",
        ] {
            let text = format!("# Ada\n\n{heading}\n\nShe said hi.\n");
            assert_eq!(owners(&text).last(), pairs(&[("She said hi.", "N")]).last(), "{text}");
        }
    }

    #[test]
    fn labels_hold_what_is_behind_and_below_them() {
        assert_eq!(owners("Takeaway: learn SQL\n"), pairs(&[("learn SQL", "T")]));
        assert_eq!(owners("- **Takeaway:** learn SQL\n- Other\n"), pairs(&[("learn SQL", "T"), ("Other", "-")]));
        assert_eq!(
            owners("* Takeaways\n  * learn SQL\n* Outcome:\n  * we met\n"),
            pairs(&[("learn SQL", "T"), ("we met", "N")])
        );
        assert_eq!(
            owners("## Questions\n- Background\n- Feedback\n"),
            pairs(&[("Background", "Q"), ("Feedback", "Q")])
        );
    }

    #[test]
    fn a_title_does_not_own_the_sections_below_it() {
        assert_eq!(
            owners("# Meeting notes\n\nIntro.\n\n## Questions\n- Why?\n\n## Day\nText.\n"),
            pairs(&[("Intro.", "N"), ("Why?", "Q"), ("Day", "N"), ("Text.", "N")])
        );
    }

    #[test]
    fn comments_are_no_text_and_what_follows_them_is() {
        assert_eq!(owners("## Notes\n<!-- a\n\nb --> said\n"), pairs(&[("said", "N")]));
        assert_eq!(owners("## Notes\n<!-- nothing -->\n"), []);
        let body = read("## Notes\nx\n<!-- open\n\n## Takeaway\n", 0, &DEFAULT);
        assert_eq!(body.swallowed_from.map(|span| span.start), Some(11));
        let body = read("## Notes\n```\ncode\n\n## Takeaway\n", 0, &DEFAULT);
        assert_eq!(body.swallowed_from.map(|span| span.start), Some(9));
        assert!(read("```\nx\n```\n", 0, &DEFAULT).swallowed_from.is_none());
    }

    #[test]
    fn fields_in_the_body_are_found_where_people_write_them() {
        for text in [
            "**Date:** 17/9/2026",
            "Date: 17/9/2026",
            "- **Date**: 17/9/2026",
            "date:: 17/9/2026",
            "| Field | Value |\n|---|---|\n| Date | 17/9/2026 |",
            "_Date:_ 17/9/2026  \n**Role:** dev",
        ] {
            let body = read(text, 0, &DEFAULT);
            let found: Vec<_> = body.labels.iter().map(|label| (label.field, &*label.value)).collect();
            assert_eq!(found, [("date", "17/9/2026")], "{text}");
        }
    }

    #[test]
    fn answers_in_every_wrapping_are_units() {
        let text = "## Notes\n\n<details><summary>More</summary>\n\nHidden words.\n\n</details>\n\n> quoted\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
        let words: Vec<_> = owners(text).into_iter().map(|(text, _)| text).collect();
        assert_eq!(words, ["More", "Hidden words.", "quoted", "code", "a", "b", "c", "d"]);
    }
}
