//! YAML text to a tree in which every node has its byte span. The only file that knows the YAML parser.
//!
//! Bounded by design: [`MAX_BYTES`], [`MAX_NODES`] and [`MAX_DEPTH`] are checked while events arrive, and
//! an alias is refused where it stands instead of being expanded, so a short text cannot grow.

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use crate::core::text::Span;

/// The longest front matter that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most nodes (keys and values) that it may have.
pub const MAX_NODES: usize = 2_000;
/// How deep lists and maps may nest.
pub const MAX_DEPTH: usize = 16;

/// One key or value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it stands, in bytes of the text that was read.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a [`Node`] is. Scalars keep their text; what it means is the reader's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Nothing, `~` or `null`.
    Null,
    /// A value written without quotes.
    Plain(String),
    /// A value in quotes, or a block of text.
    Quoted(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the text, repeated keys included.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar; `None` for nothing, a list or a map.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Plain(text) | Kind::Quoted(text) => Some(text),
            _ => None,
        }
    }
}

/// Why a text is not front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub cause: Cause,
    /// Where, in bytes of the text that was read.
    pub span: Span,
}

/// The kinds of [`Refusal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Longer than [`MAX_BYTES`].
    TooLong,
    /// More than [`MAX_NODES`] keys and values.
    TooMany,
    /// Deeper than [`MAX_DEPTH`].
    TooDeep,
    /// `*name`.
    Alias,
    /// `&name`.
    Anchor,
    /// `!name`.
    Tag,
    /// More than one document.
    Documents,
    /// Something else than `key: value` lines.
    NotAMap,
    /// It does not parse.
    Syntax,
}

/// Reads `text` as one map. An empty text is an empty map.
///
/// # Errors
/// A [`Refusal`] for what does not parse and for everything a note has no use for.
pub fn read(text: &str) -> Result<Node, Refusal> {
    let refuse = |cause, start: usize, end: usize| Err(Refusal { cause, span: on_boundaries(text, start, end) });
    if text.len() > MAX_BYTES {
        return refuse(Cause::TooLong, 0, text.len());
    }
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAX_DEPTH * 2,
        block_nesting_limit: MAX_DEPTH * 2,
    };
    let mut tree = Builder::default();
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match next {
            Ok(pair) => pair,
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                let cause = match error.kind() {
                    granit_parser::ErrorKind::RecursionLimitExceeded => Cause::TooDeep,
                    _ => Cause::Syntax,
                };
                return refuse(cause, at, at);
            }
        };
        let range = span.byte_range().unwrap_or(0..0);
        let here = on_boundaries(text, range.start, range.end);
        match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    return refuse(Cause::Documents, here.start, here.end);
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return refuse(Cause::Alias, here.start, here.end);
            }
            Event::Scalar(_, _, anchor, ref tag) if anchor > 0 || tag.is_some() => {
                let cause = if anchor > 0 { Cause::Anchor } else { Cause::Tag };
                return refuse(cause, here.start, here.end);
            }
            Event::SequenceStart(_, anchor, ref tag) | Event::MappingStart(_, anchor, ref tag)
                if anchor > 0 || tag.is_some() =>
            {
                let cause = if anchor > 0 { Cause::Anchor } else { Cause::Tag };
                return refuse(cause, here.start, here.end);
            }
            Event::Scalar(value, style, _, _) => {
                let kind = match style {
                    ScalarStyle::Plain if matches!(&*value, "" | "~" | "null" | "Null" | "NULL") => Kind::Null,
                    ScalarStyle::Plain => Kind::Plain(value.into_owned()),
                    _ => Kind::Quoted(value.into_owned()),
                };
                tree.add(Node { span: here, kind });
            }
            Event::SequenceStart(style, ..) => tree.open(here, false, style),
            Event::MappingStart(style, ..) => tree.open(here, true, style),
            Event::SequenceEnd | Event::MappingEnd => tree.close(here),
            _ => {}
        }
        if tree.nodes > MAX_NODES {
            return refuse(Cause::TooMany, here.start, here.end);
        }
        if tree.open.len() > MAX_DEPTH {
            return refuse(Cause::TooDeep, here.start, here.end);
        }
    }
    match tree.root {
        None => Ok(Node { span: Span::new(0, 0), kind: Kind::Map(Vec::new()) }),
        Some(Node { kind: Kind::Null, span }) => Ok(Node { span, kind: Kind::Map(Vec::new()) }),
        Some(root) if matches!(root.kind, Kind::Map(_)) => Ok(root),
        Some(root) => refuse(Cause::NotAMap, root.span.start, root.span.end),
    }
}

/// Whether `value` may stand behind `key: ` without quotes and mean just itself, also to readers of YAML 1.1.
pub fn reads_back(value: &str) -> bool {
    let not_text = ["yes", "no", "on", "off", "true", "false", "y", "n"];
    let is_number = value.parse::<f64>().is_ok();
    if value.contains(['\n', '\r', '#']) || is_number || not_text.iter().any(|w| w.eq_ignore_ascii_case(value)) {
        return false;
    }
    let line = format!("key: {value}\n");
    match read(&line).map(|node| node.kind) {
        Ok(Kind::Map(pairs)) => {
            matches!(&pairs[..], [(_, Node { kind: Kind::Plain(text), .. })] if text == value)
        }
        _ => false,
    }
}

/// `value` as a YAML scalar on one line: plain where that is safe, in double quotes otherwise.
pub fn scalar(value: &str) -> String {
    if reads_back(value) {
        return value.to_owned();
    }
    // A JSON string is a YAML double-quoted scalar (YAML 1.2.2, section 1.2).
    serde_json::Value::from(value).to_string()
}

#[derive(Default)]
struct Builder {
    root: Option<Node>,
    open: Vec<Open>,
    nodes: usize,
}

struct Open {
    start: usize,
    is_map: bool,
    is_flow: bool,
    items: Vec<Node>,
}

impl Builder {
    fn open(&mut self, at: Span, is_map: bool, style: StructureStyle) {
        self.nodes += 1;
        self.open.push(Open { start: at.start, is_map, is_flow: style == StructureStyle::Flow, items: Vec::new() });
    }

    fn close(&mut self, at: Span) {
        let Some(open) = self.open.pop() else { return };
        let last = open.items.last().map_or(open.start, |node| node.span.end);
        let end = if open.is_flow { at.end.max(last) } else { last };
        let kind = if open.is_map { Kind::Map(in_pairs(open.items)) } else { Kind::List(open.items) };
        self.nodes -= 1;
        self.add(Node { span: Span::new(open.start, end), kind });
    }

    fn add(&mut self, node: Node) {
        self.nodes += 1;
        match self.open.last_mut() {
            Some(parent) => parent.items.push(node),
            None => self.root = Some(node),
        }
    }
}

/// Keys and values that stand one behind the other, as pairs.
pub(super) fn in_pairs(items: Vec<Node>) -> Vec<(Node, Node)> {
    let mut pairs = Vec::with_capacity(items.len() / 2);
    let mut items = items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        pairs.push((key, value));
    }
    pairs
}

fn on_boundaries(text: &str, start: usize, end: usize) -> Span {
    let down = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(down(start), down(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(text: &str) -> Option<Cause> {
        read(text).err().map(|refusal| refusal.cause)
    }

    #[test]
    fn spans_are_exact() {
        let text = "level: 2\r\ncontact:\r\n  name: \"Ada 🦀\"\r\nlist: [a, b]\r\n";
        let Ok(Node { kind: Kind::Map(pairs), .. }) = read(text) else {
            panic!("a map");
        };
        let spans: Vec<_> = pairs.iter().map(|(k, v)| (k.span.of(text), v.span.of(text))).collect();
        assert_eq!(spans, [("level", "2"), ("contact", "name: \"Ada 🦀\""), ("list", "[a, b]")]);
    }

    #[test]
    fn what_a_note_has_no_use_for_is_refused_where_it_stands() {
        assert_eq!(cause("a: *x"), Some(Cause::Alias));
        assert_eq!(cause("a: &x 1"), Some(Cause::Anchor));
        assert_eq!(cause("a: !x 1"), Some(Cause::Tag));
        assert_eq!(cause("a: 1\n---\nb: 2"), Some(Cause::Documents));
        assert_eq!(cause("- a"), Some(Cause::NotAMap));
        assert_eq!(cause("a: b: c"), Some(Cause::Syntax));
        assert_eq!(cause(&format!("a: {}", "[".repeat(40))), Some(Cause::TooDeep));
        assert_eq!(cause(&"- ".repeat(20_000)), Some(Cause::TooDeep));
        assert_eq!(cause(&"x".repeat(MAX_BYTES + 1)), Some(Cause::TooLong));
        assert_eq!(cause(&format!("a: [{}]", "1,".repeat(MAX_NODES))), Some(Cause::TooMany));
        assert_eq!(cause(""), None);
        assert_eq!(cause("# only a comment\n"), None);
    }

    #[test]
    fn scalars_are_quoted_where_they_would_change_their_meaning() {
        for plain in ["Ada", "Grace Hopper", "O'Neil", "魚", "2026-11-26", "Class of 2001"] {
            assert_eq!(scalar(plain), plain);
        }
        for quoted in ["Ada: mentor", "no", "42", "@ada", "*", "- x", "a #b", "", "\u{1b}[31m", "[x]", "~"] {
            let line = format!("key: {}\n", scalar(quoted));
            let Ok(Node { kind: Kind::Map(pairs), .. }) = read(&line) else {
                panic!("{line}");
            };
            assert_eq!(pairs[0].1.kind, Kind::Quoted(quoted.to_owned()), "{line}");
        }
    }

    #[test]
    fn each_bound_allows_just_what_it_says() {
        assert_eq!(cause(&format!("#{}", "x".repeat(MAX_BYTES - 1))), None);
        // The map, its key and its list are three.
        let room = MAX_NODES - 3;
        for item in ["1,", "[],", "{},"] {
            assert_eq!(cause(&format!("a: [{}]", item.repeat(room))), None, "{item}");
            assert_eq!(cause(&format!("a: [{}]", item.repeat(room + 1))), Some(Cause::TooMany), "{item}");
        }
        // The map is the first level.
        let nested = |levels: usize| format!("a: {}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(cause(&nested(MAX_DEPTH - 1)), None);
        assert_eq!(cause(&nested(MAX_DEPTH)), Some(Cause::TooDeep));
    }

    #[test]
    fn a_place_inside_a_letter_or_behind_the_text_moves_to_a_boundary() {
        assert_eq!(on_boundaries("é魚", 1, 4), Span::new(0, 2));
        assert_eq!(on_boundaries("é魚", 3, 9), Span::new(2, 5));
    }
}
