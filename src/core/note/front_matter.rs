//! Where a note's front matter begins and ends, byte for byte; `matter.rs` says what stands in it.

use super::yaml::{Node, Refusal};
use crate::core::recognise::NAMES;
use crate::core::text::{Span, lines};

mod matter;

/// What stands at the top of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum FrontMatter {
    /// No front matter.
    None,
    /// `---` opens and nothing closes it.
    Unclosed {
        /// The opening line.
        opener: Span,
        /// Where the closing `---` should stand: the start of this line.
        close_at: Span,
    },
    /// Opened and closed, but not read.
    Invalid {
        /// The block between the two lines.
        block: Span,
        /// Why, and where in the file.
        refusal: Refusal,
    },
    /// Read.
    Read {
        /// The closing line.
        closer: Span,
        /// Keys and values, spans in the file.
        pairs: Vec<(Node, Node)>,
    },
}

impl FrontMatter {
    /// Keys and values; none where there is no front matter that could be read.
    pub fn pairs(&self) -> &[(Node, Node)] {
        match self {
            Self::Read { pairs, .. } => pairs,
            _ => &[],
        }
    }
}

/// The block that [`split`] found, before anything is read in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// No front matter: the whole text is body.
    None,
    /// Opened and never closed; see [`FrontMatter::Unclosed`].
    Unclosed {
        /// The opening line.
        opener: Span,
        /// The line at whose start the closing `---` should stand.
        close_at: Span,
    },
    /// Opened and closed.
    Block {
        /// All between the two lines.
        block: Span,
        /// The closing line.
        closer: Span,
        /// Where the body begins.
        body: usize,
    },
}

impl Split {
    /// Where the body begins: behind the closing line, or behind the place where it should be.
    pub fn body(self) -> usize {
        match self {
            Self::None => 0,
            Self::Unclosed { close_at, .. } => close_at.start,
            Self::Block { body, .. } => body,
        }
    }
}

/// Finds front matter at the top of `text`. A byte order mark and blank lines above it are allowed.
pub fn split(text: &str) -> Split {
    let mut rest = lines(text).skip_while(|(_, line)| line.trim_start_matches('\u{feff}').trim().is_empty());
    let Some((opener, first)) = rest.next() else {
        return Split::None;
    };
    if first.trim_start_matches('\u{feff}').trim_end() != "---" {
        return Split::None;
    }
    let opener = Span::new(opener.end - first.trim_start_matches('\u{feff}').len(), opener.end);
    let inside = next_line(text, opener.end);
    let block = |closer: Span| Split::Block {
        block: Span::new(inside, closer.start),
        closer,
        body: next_line(text, closer.end),
    };
    if let Some(closer) = closer_of_plain(lines(&text[inside..]).map(|(span, line)| (span.shift(inside), line))) {
        return block(closer);
    }
    // A body that begins with a rule is no front matter: its first line must look like YAML.
    let mut seen_key = false;
    // Where a Markdown heading stood behind a blank line: the block was never closed, if YAML stops there.
    let mut heading: Option<Span> = None;
    let mut blank: Option<Span> = None;
    let mut first_foreign: Option<Span> = None;
    let mut slip = Slip::default();
    let mut last = opener;
    for (span, line) in rest {
        let trimmed = line.trim_end();
        if trimmed == "---" {
            if let (Some(close_at), Some(_), true) = (heading, first_foreign, seen_key) {
                return Split::Unclosed { opener, close_at };
            }
            if !seen_key && first_foreign.is_some() && !slip.is_front_matter() {
                return Split::None;
            }
            return block(span);
        }
        if !seen_key {
            slip.see(trimmed);
        }
        if first_foreign.is_none() {
            if seen_key && is_nearly_closer(trimmed) {
                heading = Some(span);
                first_foreign = Some(span);
            } else if trimmed.is_empty() {
                blank = blank.or(Some(span));
            } else if is_heading(trimmed) {
                // One `#` may be a YAML comment; two are a heading wherever they stand.
                if seen_key {
                    heading = heading.or(blank.or(Some(span)));
                }
                first_foreign = Some(span).filter(|_| trimmed.starts_with("##"));
            } else if looks_like_yaml(trimmed) {
                seen_key |= has_key(trimmed);
                blank = None;
            } else {
                first_foreign = Some(span);
                heading = heading.or(blank);
            }
        }
        last = span;
    }
    // A lone `---` is front matter that somebody has just begun.
    let lone = last == opener && first_foreign.is_none() && heading.is_none();
    if !seen_key && !lone {
        return Split::None;
    }
    let close_at = heading.or(blank).or(first_foreign).unwrap_or(Span::new(text.len(), text.len()));
    Split::Unclosed { opener, close_at }
}

/// The closing line of a block in which every line may be YAML. Two `#` and more begin a comment there if a key follows; in a
/// body that nothing parts from the front matter they are a heading, and its text follows.
fn closer_of_plain<'l>(lines: impl Iterator<Item = (Span, &'l str)>) -> Option<Span> {
    let (mut has_a_key, mut below_heading) = (false, false);
    for (span, line) in lines {
        let line = line.trim_end();
        if line == "---" {
            return has_a_key.then_some(span);
        }
        if line.is_empty() {
            continue;
        }
        let is_key = has_key(line);
        if line.starts_with("##") {
            below_heading = true;
        } else if is_nearly_closer(line)
            || !looks_like_yaml(line)
            || below_heading && (!is_key || line.starts_with('-'))
        {
            return None;
        } else if !line.starts_with('#') {
            below_heading = false;
            has_a_key |= is_key;
        }
    }
    None
}

/// Whether a block whose first line is no YAML (`level 1`) is meant to be front matter all the same.
#[derive(Default)]
struct Slip {
    keys: usize,
    others: usize,
    names_a_field: bool,
    is_over: bool,
}

impl Slip {
    /// Takes a line of the block in; a blank line or a heading ends what may be front matter.
    fn see(&mut self, line: &str) {
        if self.is_over || line.starts_with(' ') {
            return;
        }
        let name = line.split([':', '=', ' ', '\t']).next().unwrap_or_default();
        let is_field = NAMES.fields.iter().any(|field| field.canonical == name);
        let is_short = line.split_whitespace().count() <= SHORT;
        match has_key(line) || is_field && is_short {
            true => self.keys += 1,
            false if line.is_empty() || is_heading(line) => self.is_over = true,
            false => self.others += 1,
        }
        self.names_a_field |= is_field && is_short;
    }

    fn is_front_matter(&self) -> bool {
        self.names_a_field && self.keys >= self.others
    }
}

/// The most words of a line `level 1` or `contact Ada Lovelace`, which has all of a field but its colon.
const SHORT: usize = 4;

/// `----`, `--`, a dash that an editor made of hyphens, or `---` behind a space: meant to close, and does not.
pub fn is_nearly_closer(line: &str) -> bool {
    let bare = line.trim();
    line != "---" && bare.chars().all(|c| matches!(c, '-' | '–' | '—')) && bare.len() >= 2
}

fn next_line(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    let width = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
    end + width
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    let depth = line.len() - text.len();
    (2..=6).contains(&depth) || depth == 1 && text.starts_with(' ')
}

fn has_key(line: &str) -> bool {
    let line = line.trim_start();
    match line.split_once(':') {
        Some((key, rest)) => {
            // Without the space behind the colon it is no key to YAML, but still one to its author.
            (rest.is_empty() || rest.starts_with([' ', '\t']) || matches!(key, "level" | "contact"))
                && !key.is_empty()
                && key.split_whitespace().count() <= 4
                && !key.starts_with(['*', '>', '<', '|'])
        }
        None => false,
    }
}

fn looks_like_yaml(line: &str) -> bool {
    line.starts_with([' ', '\t', '-', '#', '}', ']', '"', '\'', '%']) || has_key(line)
}

/// Reads the front matter of `text` as [`split`] cut it. Spans are bytes of `text`.
pub fn read(text: &str, split: Split) -> FrontMatter {
    let (block, closer) = match split {
        Split::None => return FrontMatter::None,
        Split::Unclosed { opener, close_at } => return FrontMatter::Unclosed { opener, close_at },
        Split::Block { block, closer, .. } => (block, closer),
    };
    match matter::read(block, text) {
        Ok(pairs) => FrontMatter::Read { closer, pairs },
        Err(refusal) => FrontMatter::Invalid { block, refusal },
    }
}

#[cfg(test)]
mod tests {
    use super::super::yaml::Cause;
    use super::*;

    fn values(text: &str) -> Vec<(String, String)> {
        match read(text, split(text)) {
            FrontMatter::Read { pairs, .. } => {
                pairs.iter().map(|(k, v)| (k.span.of(text).to_owned(), v.span.of(text).to_owned())).collect()
            }
            other => panic!("{other:?} for {text:?}"),
        }
    }

    #[test]
    fn spans_are_bytes_of_the_file_under_every_line_end() {
        for (mark, end) in
            [("", "\n"), ("", "\r\n"), ("\u{feff}", "\n"), ("\u{feff}", "\r\n"), ("\n\n", "\n"), ("", "\r")]
        {
            let text = format!("{mark}---{end}  level: 2{end}  contact: \"Ada 🦀\"{end}---{end}body");
            let expect = [("level", "2"), ("contact", "\"Ada 🦀\"")];
            let expect: Vec<_> = expect.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
            assert_eq!(values(&text), expect, "{text:?}");
            assert_eq!(&text[split(&text).body()..], "body");
        }
    }

    #[test]
    fn a_block_that_is_never_closed_says_where_it_should_be() {
        let text = "---\nlevel: 2\ncontact: Ada\n\n# Conversation\n\nText\n---\nmore\n";
        let Split::Unclosed { close_at, .. } = split(text) else { panic!() };
        assert_eq!(close_at.start, text.find("\n# Conv").unwrap_or_default());
        assert!(matches!(split("---\nlevel: 2\n## Notes\n- x\n"), Split::Unclosed { .. }));
        assert!(matches!(split("---"), Split::Unclosed { .. }));
        assert!(matches!(split("---\n"), Split::Unclosed { .. }));
        assert!(matches!(split("---\nlevel: 2"), Split::Unclosed { .. }));
    }

    #[test]
    fn a_rule_above_prose_is_no_front_matter() {
        assert_eq!(split("---\n\n# Title\n\nText.\n"), Split::None);
        assert_eq!(split("---\nJust a sentence.\n---\nMore.\n"), Split::None);
        assert_eq!(split("# Title\n---\nlevel: 2\n---\n"), Split::None);
        assert_eq!(split(""), Split::None);
    }

    #[test]
    fn a_slip_on_the_first_line_leaves_front_matter_what_it_is() {
        for first in ["level 1", "level = 1", "just words", "level：1"] {
            let text = format!("---\n{first}\ncontact: Ada\nstatus: planned\n---\n\n# Ada\n");
            let FrontMatter::Invalid { .. } = read(&text, split(&text)) else { panic!("{first}") };
        }
        assert!(matches!(split("---\nlevel = 1\ncontact = Ada\n---\n"), Split::Block { .. }));
        for body in [
            "---\nWe met at the fair.\nDate: 17 September\n---\n",
            "---\nWe met at the fair.\n\nstatus: planned\n---\n",
            "---\n\n# Ada\n\nText.\n\nlevel: 1\n---\n",
            "---\nWe met at the fair.\nIt was loud.\ndate: 17 September\n---\n",
            "---\nlevel 1 was what I did first of all\n---\n",
        ] {
            assert_eq!(split(body), Split::None, "{body}");
        }
    }

    #[test]
    fn comments_and_an_empty_block_are_front_matter() {
        assert!(matches!(split("---\n---\n"), Split::Block { .. }));
        for comment in ["# mine", "## mine", "#mine", "### mine\n## ours"] {
            for text in [
                format!("---\n{comment}\nlevel: 2\n---\n"),
                format!("---\nlevel: 2\n{comment}\ncontact: Ada\nstatus: planned\n---\n\n## Notes\n"),
                format!("---\nlevel: 2\ncontact: Ada\n\n{comment}\n---\n"),
            ] {
                assert!(matches!(split(&text), Split::Block { .. }), "{text}");
            }
        }
        assert!(values("---\n---\nx").is_empty());
    }

    #[test]
    fn hostile_blocks_are_refused_at_their_place() {
        let bomb = "---\na: &a [x]\nb: [*a,*a]\n---\n";
        let FrontMatter::Invalid { refusal, .. } = read(bomb, split(bomb)) else { panic!() };
        assert_eq!(refusal.cause, Cause::Anchor);
        let deep = format!("---\na: {}\n---\n", "[".repeat(30_000));
        assert!(matches!(read(&deep, split(&deep)), FrontMatter::Invalid { .. }));
        let long = format!("---\na: {}\n---\n", "x".repeat(70_000));
        let FrontMatter::Invalid { refusal, .. } = read(&long, split(&long)) else { panic!() };
        assert_eq!(refusal.cause, Cause::TooLong);
    }

    #[test]
    fn the_longest_block_is_read_and_one_that_is_longer_is_refused_at_its_first_line() {
        use super::super::yaml::MAX_BYTES;
        // What is put around a block counts.
        let most = MAX_BYTES - 4;
        let text = |length: usize| format!("---\nlevel: 2\n#{}\n---\n", "x".repeat(length - 11));
        assert_eq!(values(&text(most)).len(), 1);
        let long = text(most + 1);
        let FrontMatter::Invalid { block, refusal } = read(&long, split(&long)) else { panic!() };
        assert_eq!((block.of(&long).len(), refusal.cause), (most + 1, Cause::TooLong));
        assert_eq!(refusal.span.of(&long), "level: 2");
    }

    #[test]
    fn a_block_of_text_has_as_many_lines_under_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["---", "notes: |", "  first", "  second", "---", ""].join(end);
            let FrontMatter::Read { pairs, .. } = read(&text, split(&text)) else { panic!("{text:?}") };
            let lines: Vec<&str> = pairs[0].1.text().unwrap_or_default().lines().map(str::trim).collect();
            assert_eq!(lines, ["first", "second"], "{text:?}");
        }
    }
}
