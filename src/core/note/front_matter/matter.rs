//! What stands in front matter, read through gray_matter. The only file that knows it.
//!
//! gray_matter trims, rewrites line ends and reports no offsets, so it is given just the block, made so that it has nothing to change. Its
//! engine is `Spanned`, which bounds what it reads and carries spans: a tree travels through gray_matter's `Pod` as one flat list.

use std::fmt;

use gray_matter::{Matter, Pod, engine::Engine};
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use crate::core::note::yaml::{self, Cause, Kind, Node, Refusal, in_pairs};
use crate::core::text::Span;

/// A comment line on both sides keeps gray_matter from trimming; a carriage return becomes a space, which keeps
/// every byte where it was.
const FENCE: &str = "---\n#\n";
const SHIFT: usize = 2;

/// Keys and values of the block, with their spans in `text`.
pub fn read(block: Span, text: &str) -> Result<Vec<(Node, Node)>, Refusal> {
    let text = block.of(text);
    let first_line = Span::new(0, text.find(['\n', '\r']).unwrap_or(text.len()));
    let too_long = Refusal { cause: Cause::TooLong, span: first_line.shift(block.start) };
    if text.len() > yaml::MAX_BYTES - 2 * SHIFT {
        return Err(too_long);
    }
    let mut input = String::with_capacity(text.len() + 16);
    input.push_str(FENCE);
    if text.contains('\r') {
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            input.push(match c {
                '\r' if rest.peek() == Some(&'\n') => ' ',
                '\r' => '\n',
                other => other,
            });
        }
    } else {
        input.push_str(text);
    }
    if !input.ends_with('\n') {
        input.push('\n');
    }
    input.push_str("#\n---\n");
    // The engine never fails and `Told` reads all that it gives, so what else arrives is our own mistake.
    let told = Matter::<Spanned>::new().parse::<Told>(&input).ok().and_then(|entity| entity.data);
    let place = Place { start: block.start, length: text.len() };
    match told.map(|Told(told)| told) {
        Some(Ok(mut root)) => {
            place.put(&mut root);
            match root.kind {
                Kind::Map(pairs) => Ok(pairs),
                _ => Err(too_long),
            }
        }
        Some(Err(refusal)) => Err(Refusal { span: place.span(refusal.span), ..refusal }),
        None => Err(too_long),
    }
}

/// Where the block stands in the file: turns places in gray_matter's input into places in the file.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    length: usize,
}

impl Place {
    fn span(self, span: Span) -> Span {
        let back = |at: usize| at.saturating_sub(SHIFT).min(self.length);
        Span::new(back(span.start), back(span.end)).shift(self.start)
    }

    fn put(self, node: &mut Node) {
        node.span = self.span(node.span);
        match &mut node.kind {
            Kind::Null | Kind::Plain(_) | Kind::Quoted(_) => {}
            Kind::List(items) => items.iter_mut().for_each(|item| self.put(item)),
            Kind::Map(pairs) => pairs.iter_mut().for_each(|(key, value)| {
                self.put(key);
                self.put(value);
            }),
        }
    }
}

/// gray_matter's engine: bounded YAML in, a `Pod` that carries spans out.
struct Spanned;

impl Engine for Spanned {
    fn parse(content: &str) -> gray_matter::Result<Pod> {
        let mut parts = Vec::with_capacity(32);
        match yaml::read(content) {
            Ok(node) => encode(node, &mut parts),
            Err(refusal) => {
                let cause = CAUSES.iter().position(|known| *known == refusal.cause).unwrap_or_default();
                parts.push(head(REFUSED, refusal.span));
                parts.push(number(cause));
            }
        }
        Ok(Pod::Array(parts))
    }
}

const CAUSES: [Cause; 9] = [
    Cause::Syntax,
    Cause::TooLong,
    Cause::TooMany,
    Cause::TooDeep,
    Cause::Alias,
    Cause::Anchor,
    Cause::Tag,
    Cause::Documents,
    Cause::NotAMap,
];

const NULL: u8 = 0;
const PLAIN: u8 = 1;
const QUOTED: u8 = 2;
const LIST: u8 = 3;
const MAP: u8 = 4;
const REFUSED: u8 = 5;

fn number(value: usize) -> Pod {
    Pod::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// How many bits a place takes; a kind takes the lowest four.
const PLACE: usize = 24;
const _: () = assert!(yaml::MAX_BYTES < 1 << PLACE);

/// What a node is and where it stands, as one number.
fn head(kind: u8, span: Span) -> Pod {
    let [start, end] = [span.start, span.end].map(|at| i64::try_from(at).unwrap_or_default());
    Pod::Integer(i64::from(kind) | (start | end << PLACE) << 4)
}

/// A node as its [`head`], and behind it its text, or how many nodes it holds and then these.
fn encode(node: Node, parts: &mut Vec<Pod>) {
    let (kind, text, items) = match node.kind {
        Kind::Null => (NULL, None, None),
        Kind::Plain(text) => (PLAIN, Some(text), None),
        Kind::Quoted(text) => (QUOTED, Some(text), None),
        Kind::List(items) => (LIST, None, Some(items)),
        Kind::Map(pairs) => (MAP, None, Some(pairs.into_iter().flat_map(|(key, value)| [key, value]).collect())),
    };
    parts.push(head(kind, node.span));
    parts.extend(text.map(Pod::String));
    if let Some(items) = items {
        parts.push(number(items.len()));
        items.into_iter().for_each(|item| encode(item, parts));
    }
}

/// What [`encode`] or the engine's refusal was, read back from gray_matter.
struct Told(Result<Node, Refusal>);

impl<'de> Deserialize<'de> for Told {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Parts)
    }
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Told;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a tree of nodes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Told, A::Error> {
        decode(&mut parts).map(Told)
    }
}

fn decode<'de, A: SeqAccess<'de>>(parts: &mut A) -> Result<Result<Node, Refusal>, A::Error> {
    fn next<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(parts: &mut A) -> Result<T, A::Error> {
        parts.next_element()?.ok_or_else(|| A::Error::custom("the tree ends too early"))
    }
    let head: u64 = next(parts)?;
    let at = |bits: u64| usize::try_from(bits & ((1 << PLACE) - 1)).unwrap_or_default();
    let span = Span::new(at(head >> 4), at(head >> 4 >> PLACE));
    let kind = match (head & 15) as u8 {
        NULL => Kind::Null,
        PLAIN => Kind::Plain(next(parts)?),
        QUOTED => Kind::Quoted(next(parts)?),
        REFUSED => {
            let cause: usize = next(parts)?;
            return Ok(Err(Refusal { cause: CAUSES.get(cause).copied().unwrap_or(Cause::Syntax), span }));
        }
        kind => {
            let count: usize = next(parts)?;
            let mut items = Vec::with_capacity(count.min(yaml::MAX_NODES));
            for _ in 0..count {
                items.push(decode(parts)?.map_err(|_| A::Error::custom("a refusal inside a tree"))?);
            }
            if kind == LIST { Kind::List(items) } else { Kind::Map(in_pairs(items)) }
        }
    };
    Ok(Ok(Node { span, kind }))
}
