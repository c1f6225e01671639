//! A text of an activity with places in it that a note fills: `{contact}`, or `{contact|___}` with words for a note that does not
//! say it.
//!
//! Plain places and nothing else: no loops, no conditions, no functions. An activity's file may come with somebody else's journal, and
//! what cannot be written in it cannot run away.

use crate::core::recognise::nearest;

/// A text with places to be filled: paragraphs of lines of pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    paragraphs: Vec<Vec<Vec<Piece>>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    Place { name: String, otherwise: Option<String> },
}

/// What a place is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    /// Words on one line.
    Words(String),
    /// A list; it stands on a line of its own.
    List(Vec<String>),
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What is wrong, in plain words.
    pub message: String,
    /// What to write in its place.
    pub help: String,
}

/// What may follow on a line of a list.
const ITEM: &str = "- ";

impl Template {
    /// Reads a text. `words` and `lists` are the names of the places that it may have.
    ///
    /// # Errors
    /// `Unfit` for a brace without its other half, for a place of another name, and for a list that shares its line.
    pub fn read(text: &str, words: &[&str], lists: &[&str]) -> Result<Self, Unfit> {
        let mut paragraphs = vec![Vec::new()];
        for line in text.lines().map(str::trim) {
            if line.is_empty() {
                paragraphs.push(Vec::new());
                continue;
            }
            let pieces = pieces(line, words, lists)?;
            if let Some(last) = paragraphs.last_mut() {
                last.push(pieces);
            }
        }
        paragraphs.retain(|lines| !lines.is_empty());
        Ok(Self { paragraphs })
    }

    /// Whether a place of that name stands in it.
    pub fn has(&self, name: &str) -> bool {
        self.lines().flatten().any(|piece| matches!(piece, Piece::Place { name: known, .. } if known == name))
    }

    /// The lines that are the same in every note: they have neither a place nor a blank.
    pub fn fixed(&self) -> impl Iterator<Item = &str> {
        self.lines().filter_map(|line| match &line[..] {
            [Piece::Words(words)] if !words.contains("___") => Some(words.as_str()),
            _ => None,
        })
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<Piece>> {
        self.paragraphs.iter().flatten()
    }

    /// The text, a blank line between paragraphs, the lines of a paragraph joined to one. A line with a place that `value` has
    /// nothing for is left out; a paragraph whose list is empty goes with it.
    pub fn fill(&self, value: impl Fn(&str) -> Option<Filling>) -> String {
        let filled = self.paragraphs.iter().filter_map(|lines| {
            let mut blocks: Vec<String> = Vec::new();
            let mut goes_on = false;
            for line in lines {
                match fill_line(line, &value) {
                    Some(Filling::Words(words)) if goes_on => {
                        if let Some(last) = blocks.last_mut() {
                            last.push(' ');
                            last.push_str(&words);
                        }
                    }
                    Some(Filling::Words(words)) => {
                        blocks.push(harmless(&words));
                        goes_on = true;
                    }
                    Some(Filling::List(items)) if items.is_empty() => return None,
                    Some(Filling::List(items)) => {
                        let items: Vec<String> = items.iter().map(|item| format!("{ITEM}{}", harmless(item))).collect();
                        blocks.push(items.join("\n"));
                        goes_on = false;
                    }
                    None => {}
                }
            }
            (!blocks.is_empty()).then(|| blocks.join("\n\n"))
        });
        filled.collect::<Vec<_>>().join("\n\n")
    }
}

fn fill_line(line: &[Piece], value: &impl Fn(&str) -> Option<Filling>) -> Option<Filling> {
    let mut text = String::new();
    let mut is_ended = false;
    for piece in line {
        match piece {
            // What fills a place may bring its own full stop. Its words stay as they are, and the template gives way.
            Piece::Words(words) => match words.strip_prefix('.').filter(|rest| is_ended && !rest.starts_with('.')) {
                Some(rest) => text.push_str(rest),
                None => text.push_str(words),
            },
            Piece::Place { name, otherwise } => match (value(name), otherwise) {
                (Some(Filling::Words(words)), _) => text.push_str(&words),
                (Some(list), _) => return Some(list),
                (None, Some(words)) => text.push_str(words),
                (None, None) => return None,
            },
        }
        is_ended = matches!(piece, Piece::Place { .. }) && text.ends_with(['.', '?', '…']);
    }
    Some(Filling::Words(text))
}

/// Words at the start of a line, none of which Markdown takes for a heading, a list, a quotation, code, a table or HTML.
fn harmless(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.chars().next() {
        Some('#' | '>' | '-' | '+' | '*' | '=' | '~' | '|' | '`' | '<' | '[') => format!("\\{line}"),
        Some(_) if digits > 0 && line[digits..].starts_with(['.', ')']) => {
            format!("{}\\{}", &line[..digits], &line[digits..])
        }
        _ => line.to_owned(),
    }
}

fn pieces(line: &str, words: &[&str], lists: &[&str]) -> Result<Vec<Piece>, Unfit> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, behind) = rest.split_at(open);
        let inside = behind.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let Some((inside, after)) = inside.filter(|(inside, _)| !inside.contains('{')) else {
            return Err(Unfit {
                message: "A brace `{` or `}` stands without its other half".to_owned(),
                help: format!("A place is a name between braces, such as {{{}}}.", words.first().unwrap_or(&"contact")),
            });
        };
        let (name, otherwise) = match inside.split_once('|') {
            Some((name, words)) => (name.trim(), Some(words.trim().to_owned())),
            None => (inside.trim(), None),
        };
        let is_list = lists.contains(&name);
        if !is_list && !words.contains(&name) {
            let known = || words.iter().chain(lists).copied();
            let list: Vec<String> = known().map(|name| format!("{{{name}}}")).collect();
            return Err(Unfit {
                message: format!("`{{{name}}}` is not a place that can be filled here"),
                help: match nearest(name, known()) {
                    Some(meant) => format!("Did you mean `{{{meant}}}`?"),
                    None => format!("What can be filled: {}.", list.join(", ")),
                },
            });
        }
        if is_list && (line.len() != inside.len() + 2 || otherwise.is_some()) {
            return Err(Unfit {
                message: format!("`{{{name}}}` is a list, and something else stands on its line"),
                help: format!("Write {{{name}}} on a line of its own."),
            });
        }
        if !before.is_empty() {
            pieces.push(Piece::Words(before.to_owned()));
        }
        pieces.push(Piece::Place { name: name.to_owned(), otherwise });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, role: Option<&str>, list: &[&str]) -> String {
        let template = Template::read(text, &["role"], &["times"]).unwrap_or_else(|why| panic!("{why:?}"));
        template.fill(|name| match name {
            "role" => role.map(|role| Filling::Words(role.to_owned())),
            _ => Some(Filling::List(list.iter().map(|item| (*item).to_owned()).collect())),
        })
    }

    #[test]
    fn what_is_not_known_goes_with_its_line_or_has_other_words() {
        let text = "Hi,\nyou are {role}.\nGood.\n\nSo {role|___}.";
        assert_eq!(filled(text, Some("a tester"), &[]), "Hi, you are a tester. Good.\n\nSo a tester.");
        assert_eq!(filled(text, None, &[]), "Hi, Good.\n\nSo ___.");
        let text = "One of these:\n{times}\n\nBye.";
        assert_eq!(filled(text, None, &["a", "b"]), "One of these:\n\n- a\n- b\n\nBye.");
        assert_eq!(filled(text, None, &[]), "Bye.");
    }

    #[test]
    fn the_words_that_fill_a_place_stay_as_they_are() {
        let code = "../src/a.rs and foo?.bar() ... so";
        assert_eq!(filled("See {role}. Bye.", Some(code), &[]), format!("See {code}. Bye."));
        for (words, line) in [
            ("Remington Inc.", "At Remington Inc. Bye."),
            ("what?", "At what? Bye."),
            ("and so on…", "At and so on… Bye."),
            ("and so on...", "At and so on... Bye."),
            ("wow!", "At wow!. Bye."),
        ] {
            assert_eq!(filled("At {role}. Bye.", Some(words), &[]), line);
        }
        assert_eq!(filled("At {role}... Bye.", Some("Inc."), &[]), "At Inc.... Bye.");
        assert_eq!(filled("At {role} etc.. Bye.", Some("x"), &[]), "At x etc.. Bye.", "the author's own words");
    }

    #[test]
    fn what_fills_a_place_opens_no_block() {
        for hostile in ["# x", "> x", "- x", "```", "<pre>", "| x", "[x]: y", "=== x"] {
            assert_eq!(filled("{role}", Some(hostile), &[]), format!("\\{hostile}"));
        }
        assert_eq!(filled("{role}", Some("12. x"), &[]), "12\\. x");
        assert_eq!(filled("{times}", None, &["# x"]), "- \\# x");
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for (text, says) in [
            ("{rle}", "not a place"),
            ("{role", "other half"),
            ("role}", "other half"),
            ("{ro{le}", "other half"),
            ("At {times}", "a list"),
        ] {
            let why = Template::read(text, &["role"], &["times"]).err().unwrap_or_else(|| panic!("{text} is refused"));
            assert!(why.message.contains(says), "{text}: {why:?}");
        }
    }
}
