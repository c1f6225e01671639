//! The text inside a block of HTML: comments and tags taken out, headings kept. One pass, no nesting.

use crate::core::text::Span;

use super::LABEL;

/// A part of an HTML block, with its place in the block.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words between tags.
    Text(Span, String),
    /// `<h1>` to `<h6>` with their level, or `<summary>`, which stands for a label.
    Heading(Span, u8, String),
    /// A comment, its marks included.
    Comment(Span),
    /// A comment that nothing closes opens at this byte.
    Unclosed(usize),
}

/// The parts of `block` in order.
pub fn pieces(block: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut words = Words::default();
    let mut heading: Option<(usize, u8)> = None;
    let mut at = 0;
    while at < block.len() {
        let rest = &block[at..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            words.flush(&mut pieces);
            match inside.find("-->") {
                Some(length) => {
                    pieces.push(Piece::Comment(Span::new(at, at + 4 + length + 3)));
                    at += 4 + length + 3;
                }
                None => {
                    pieces.push(Piece::Unclosed(at));
                    return pieces;
                }
            }
            continue;
        }
        if let Some((tag, length)) = tag(rest) {
            let name = tag.trim_start_matches('/').to_ascii_lowercase();
            match (level_of(&name), tag.starts_with('/')) {
                (Some(level), false) => {
                    words.flush(&mut pieces);
                    heading = Some((at, level));
                }
                (Some(_), true) => {
                    if let Some((start, level)) = heading.take() {
                        let text = words.take();
                        pieces.push(Piece::Heading(Span::new(start, at + length), level, text));
                    }
                }
                (None, _)
                    if matches!(name.as_str(), "br" | "p" | "li" | "div" | "tr" | "td" | "ul" | "ol" | "details") =>
                {
                    words.text.push('\n');
                }
                _ => {}
            }
            at += length;
            continue;
        }
        let next = rest.char_indices().skip(1).find(|&(_, c)| c == '<').map_or(rest.len(), |(next, _)| next);
        words.push(at, &rest[..next]);
        at += next;
    }
    words.flush(&mut pieces);
    pieces
}

#[derive(Default)]
struct Words {
    text: String,
    span: Option<Span>,
}

impl Words {
    fn push(&mut self, at: usize, text: &str) {
        if !text.trim().is_empty() {
            let lead = text.len() - text.trim_start().len();
            let start = self.span.map_or(at + lead, |span| span.start);
            self.span = Some(Span::new(start, at + text.trim_end().len()));
        }
        self.text.push_str(text);
    }

    fn take(&mut self) -> String {
        self.span = None;
        std::mem::take(&mut self.text).trim().to_owned()
    }

    fn flush(&mut self, pieces: &mut Vec<Piece>) {
        let span = self.span;
        let text = self.take();
        if let Some(span) = span {
            pieces.push(Piece::Text(span, text));
        }
    }
}

const MAX_TAG: usize = 500;

/// The name of the tag at the start of `rest`, with its slash, and the tag's length.
fn tag(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // A tag longer than this is no tag that a person wrote; looking no further keeps the pass linear.
    let close = inner.bytes().take(MAX_TAG).position(|byte| byte == b'>')?;
    let end = inner[..close].find(char::is_whitespace).unwrap_or(close);
    Some((inner[..end].trim_end_matches('/'), close + 2))
}

fn level_of(name: &str) -> Option<u8> {
    match name {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        "summary" => Some(LABEL),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay() {
        let text = |block: &str| {
            pieces(block)
                .into_iter()
                .filter_map(|piece| match piece {
                    Piece::Text(_, text) => Some(text),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(text("<p>a <b>bold</b> word</p>"), ["a bold word"]);
        assert_eq!(text("<!-- x --> tail"), ["tail"]);
        assert_eq!(text("<!-- x -->"), Vec::<String>::new());
        assert_eq!(text("a < b and c > d"), ["a < b and c > d"]);
        assert_eq!(pieces("<!-- x"), [Piece::Unclosed(0)]);
    }

    #[test]
    fn headings_keep_their_level_and_place() {
        let block = "<h3 id=\"n\">My <i>notes</i></h3>";
        assert_eq!(pieces(block), [Piece::Heading(Span::new(0, block.len()), 3, "My notes".to_owned())]);
    }

    #[test]
    fn a_hundred_thousand_open_tags_are_read_at_once() {
        assert_eq!(pieces(&"<a".repeat(100_000)).len(), 1);
    }

    #[test]
    fn every_heading_has_its_level() {
        for level in 1..=6 {
            let block = format!("<h{level}>Notes</h{level}>");
            let heading = Piece::Heading(Span::new(0, block.len()), level, "Notes".to_owned());
            assert_eq!(pieces(&block), [heading]);
        }
        assert_eq!(pieces("<h7>Notes</h7>"), [Piece::Text(Span::new(4, 9), "Notes".to_owned())]);
    }

    #[test]
    fn words_keep_their_place_without_the_space_around_them() {
        let block = "<p>  One <b>more</b> word  </p>";
        let Some(Piece::Text(span, _)) = pieces(block).pop() else { panic!() };
        assert_eq!(span.of(block), "One <b>more</b> word");
    }
}
