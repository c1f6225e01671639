//! What is wrong with a text that is no TOML, in plain words. The parser's own words are for programmers.

use super::Mistake;
use crate::core::text::Span;

/// The first mistake of a text.
pub fn in_plain_words(error: &toml::de::Error, text: &str) -> Mistake {
    let at = error.span().map(Span::from).unwrap_or_default();
    let line = Line::around(at, text);
    let said = error.message();
    // What was found there; nothing where the parser points between two letters.
    let found = at.of(text);
    let (span, message, help) = match said.split(", expected").next().unwrap_or(said) {
        "duplicate key" if line.text.starts_with('[') => (
            line.span,
            format!("`{found}` stands further up already"),
            "Keep one of the two, and move the lines below the other one to it.",
        ),
        "duplicate key" => (at, format!("`{found}` stands further up already"), "Keep one of the two lines."),
        _ if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.text.starts_with(mark)) => (
            line.span,
            "Git left the mark of a conflict here".to_owned(),
            "Keep the lines that are right, and delete the others with the three lines of marks.",
        ),
        "key with no value" | "missing assignment between key-value pairs" => line.without_equals(),
        _ if line.value().is_some_and(str::is_empty) => (
            line.span,
            "Nothing stands behind the `=`".to_owned(),
            "Write the value, or delete the line; every line is optional unless it is said to be missing.",
        ),
        _ if line.value().is_some_and(|value| value.starts_with(['“', '”', '„', '‘', '’', '«'])) => (
            line.span,
            "The quotes around this value are curly ones".to_owned(),
            "Write straight quotes: \"like this\". Word processors and some keyboards put curly ones in their place.",
        ),
        "missing escaped value" | "too few unicode value digits" => (
            line.span,
            "A `\\` inside double quotes begins a special sign".to_owned(),
            "Write `/` between folders, or put the text into single quotes: 'like this'.",
        ),
        "invalid basic string" | "invalid literal string" | "invalid string" => (
            line.span,
            "A quote is opened on this line and never closed".to_owned(),
            "Put the same quote at the end of the text.",
        ),
        "invalid multi-line basic string" | "invalid multi-line literal string" => (
            line.span,
            "A text of several lines is never closed".to_owned(),
            "End it with three quotes, the same as it begins with.",
        ),
        "unclosed array" => (line.span, "This list is never closed".to_owned(), "Put a `]` at its end."),
        "unclosed table" => (line.span, "This heading is never closed".to_owned(), "End it as it begins: [rules]"),
        "unclosed array table" => {
            (line.span, "This heading is never closed".to_owned(), "End it as it begins: [[overrides]]")
        }
        "unclosed inline table" => {
            (line.span, "A `{` is opened here and never closed".to_owned(), "Put a `}` at its end.")
        }
        "missing comma between array elements" | "missing comma between key-value pairs" => (
            line.span,
            "Two values stand side by side here".to_owned(),
            "Put a comma between them; where a list ends, put a `]`.",
        ),
        "extra comma in array" | "extra comma in inline table" => {
            (at, "A comma is left over here".to_owned(), "Delete it.")
        }
        "invalid date" | "invalid date-time" | "invalid datetime" | "invalid time" => (
            at,
            format!("`{found}` is not a day of the calendar"),
            "Write year, month and day without quotes, such as 2026-11-09.",
        ),
        "unexpected key or value" => (
            line.span,
            "Something stands behind the value".to_owned(),
            "Put each key on a line of its own, a comment behind a `#`, and one quote at each end of a text.",
        ),
        "recursion limit" | "cannot recurse further; max recursion depth met" => (
            line.span,
            "This is nested deeper than anything in this file needs to be".to_owned(),
            "Write it with fewer brackets.",
        ),
        _ if line.value().is_some_and(|value| value.starts_with('=')) => {
            (line.span, "One `=` is enough".to_owned(), "Write the key, one `=` and the value.")
        }
        "string values must be quoted"
        | "invalid float"
        | "invalid boolean"
        | "invalid mantissa"
        | "unexpected leading zero"
        | "invalid integer number"
        | "unexpected sign"
        | "invalid value" => (
            line.span,
            "This value cannot be read without quotes".to_owned(),
            "Put a text into quotes, as in \"networking\"; write a day as 2026-11-09 and a number as 3.",
        ),
        _ => (
            line.span,
            "This line cannot be read".to_owned(),
            "Write the key, a `=` and the value, as in: activity = \"networking\"",
        ),
    };
    Mistake { message, span, help: help.to_owned() }
}

/// The longest part of a line that is marked, in bytes.
const WIDE: usize = 200;

/// The line in which a mistake stands, without the white space around it.
struct Line<'t> {
    span: Span,
    text: &'t str,
}

impl<'t> Line<'t> {
    /// A mistake that is noticed at the end of a line belongs to that line, and one at the end of the file to its last words.
    fn around(at: Span, text: &'t str) -> Self {
        let mut end = at.start.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let breaks = |c: char| c == '\n' || c == '\r';
        let mut start = text[..end].rfind(breaks).map_or(0, |at| at + 1);
        let rest = &text[start..];
        let mut line = &rest[..rest.find(breaks).unwrap_or(rest.len())];
        if line.trim().is_empty() {
            let before = text[..start].trim_end();
            start = before.rfind(breaks).map_or(0, |at| at + 1);
            line = &before[start..];
        }
        let start = start + (line.len() - line.trim_start().len());
        let line = line.trim();
        let cut = line.char_indices().map(|(at, _)| at).chain([line.len()]).take_while(|at| *at <= WIDE).last();
        Self { span: Span::new(start, start + cut.unwrap_or_default()), text: line }
    }

    /// What stands behind the first `=`.
    fn value(&self) -> Option<&'t str> {
        self.text.split_once('=').map(|(_, value)| value.trim())
    }

    fn without_equals(&self) -> (Span, String, &'static str) {
        let (before, _) = self.text.split_once('=').unwrap_or((self.text, ""));
        let says = |message: &str, help: &'static str| (self.span, message.to_owned(), help);
        if self.text.starts_with("//") || self.text.starts_with("--") {
            return says("This line is neither a setting nor a comment", "Begin a comment with `#`.");
        }
        if before.contains(':') && !self.text.contains('=') {
            return says("A `:` stands here where a `=` belongs", "Write it like this: activity = \"networking\"");
        }
        if before.trim().contains(' ') && self.text.contains('=') {
            return says(
                "The name before the `=` has a space in it",
                "Write names with hyphens, as in: module-start = 2026-11-09",
            );
        }
        says("This line has no `=`", "Write the key, a `=` and the value, as in: activity = \"networking\"")
    }
}

#[cfg(test)]
mod tests {
    use crate::core::table::read;

    #[test]
    fn what_is_no_toml_is_told_without_jargon() {
        for (text, place, says) in [
            ("activity = \"net\nnotes = []\n", "activity = \"net", "never closed"),
            ("x = 1\nactivity \"net\"\n", "activity \"net\"", "no `=`"),
            ("activity = \n", "activity =", "Nothing stands behind"),
            ("activity = net\n", "activity = net", "without quotes"),
            ("activity = “net”\n", "activity = “net”", "curly"),
            ("a = 1\na = 2\n", "a", "further up already"),
            ("[rules]\n[rules]\n", "[rules]", "further up already"),
            ("notes = [\n", "notes = [", "list is never closed"),
            ("notes = [\"a\" \"b\"]\n", "notes = [\"a\" \"b\"]", "side by side"),
            ("[rules\nx=\"off\"\n", "[rules", "heading is never closed"),
            ("[[overrides]\n", "[[overrides]", "heading is never closed"),
            ("r = { a = 1\n", "r = { a = 1", "never closed"),
            ("d = 2026-02-30\n", "2026-02-30", "not a day"),
            ("a = \"C:\\mine\\x\"\n", "a = \"C:\\mine\\x\"", "special sign"),
            ("a: \"x\"\n", "a: \"x\"", "where a `=` belongs"),
            ("a = \"x\" b = 2\n", "a = \"x\" b = 2", "behind the value"),
            ("<<<<<<< HEAD\n", "<<<<<<< HEAD", "conflict"),
            ("date style = \"off\"\n", "date style = \"off\"", "space"),
            ("// a\n", "// a", "comment"),
            ("a == 2\n", "a == 2", "One `=`"),
            ("= 3\n", "= 3", "cannot be read"),
            ("a = [1,,2]\n", ",", "comma"),
        ] {
            let Err(mistakes) = read(text) else { panic!("{text:?} is refused") };
            assert_eq!(mistakes[0].span.of(text), place, "{text:?}: {}", mistakes[0].message);
            assert!(mistakes[0].message.contains(says), "{text:?}: {}", mistakes[0].message);
            assert!(!mistakes[0].help.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn no_depth_and_no_length_is_too_much() {
        for text in [
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}", "{a=".repeat(100_000)),
            format!("{}b = 1", "a.".repeat(100_000)),
            format!("a = {}", "é".repeat(100_000)),
        ] {
            let Err(mistakes) = read(&text) else { panic!("refused") };
            assert!(mistakes[0].span.of(&text).len() <= 201, "{}", mistakes[0].message);
        }
    }
}
