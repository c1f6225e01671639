//! Blocks of HTML, and what a comment or a fence swallows when nothing closes it.

use super::super::{Line, UnitKind, html};
use super::Reader;
use crate::core::recognise::{fold_heading, has_word};
use crate::core::text::Span;

impl Reader<'_, '_> {
    pub(super) fn note_unclosed_fence(&mut self, span: Span) {
        let source = span.of(self.text).trim_end();
        let fence: String = source.chars().take_while(|&c| c == '`' || c == '~').collect();
        let last = source.lines().next_back().unwrap_or_default().trim_start_matches([' ', '>']);
        let closed = source.lines().count() > 1 && last.starts_with(&fence) && last.trim_matches(['`', '~']).is_empty();
        if fence.len() >= 3 && !closed && span.end >= self.end {
            let line = source.lines().next().unwrap_or_default();
            let opening = Span::new(span.start, span.start + line.len());
            self.swallow(opening, self.text.len());
        }
    }

    fn swallow(&mut self, opening: Span, end: usize) {
        if self.body.swallowed_from.is_none() {
            self.body.swallowed_from = Some(opening);
            self.body.swallowed_to = end;
        }
    }

    pub(super) fn html_block(&mut self, block: Span) {
        for piece in html::pieces(block.of(self.text)) {
            match piece {
                html::Piece::Unclosed(at) => self.swallow(Span::new(at, at + 4).shift(block.start), self.text.len()),
                html::Piece::Comment(at) => {
                    let comment = at.shift(block.start);
                    // A comment inside a comment: the first one was never closed.
                    if comment.of(self.text).get(4..).is_some_and(|inside| inside.contains("<!--")) {
                        self.swallow(Span::new(comment.start, comment.start + 4), comment.end);
                    }
                    self.body.comments.push(comment);
                }
                html::Piece::Text(at, text) => {
                    for (_, words) in crate::core::text::lines(&text) {
                        if has_word(words) {
                            self.lines.push(Line {
                                // Tags and entities may stand inside, so the place is that of the piece.
                                span: Span::new(at.start, at.end).shift(block.start),
                                text: words.trim().to_owned().into(),
                                ..Line::default()
                            });
                        }
                    }
                    self.kind = UnitKind::Html;
                    self.flush(false);
                    self.kind = UnitKind::Paragraph;
                }
                html::Piece::Heading(at, level, text) => {
                    let folded = fold_heading(&text);
                    let names = self.activity.named_by_heading(&text, &folded);
                    self.add_heading(level, at.shift(block.start), (text.into(), folded), names);
                }
            }
        }
    }
}
