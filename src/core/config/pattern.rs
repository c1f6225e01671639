//! A pattern for paths: `*` for anything in one folder, `**` for any number of folders.

mod parts;

use glob::Pattern as Glob;

use self::parts::Parts;
use crate::core::table::{Mistakes, Placed};

/// A pattern of a configuration. A gist has no folders: there a hyphen stands for each `/`, as in the names of its notes.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As it was written, with `/` between folders.
    pub text: String,
    whole: Parts,
    flat: Parts,
}

/// The longest pattern, in characters.
const MAX: usize = 200;

impl Pattern {
    /// Reads one; what is wrong with it goes to `mistakes`.
    pub fn read(given: &Placed<&str>, mistakes: &Mistakes) -> Option<Self> {
        let text = given.value.replace('\\', "/");
        let bad = |message: String, help: &str| {
            mistakes.add(given.span, message, help);
            None
        };
        let text = text.strip_prefix("./").unwrap_or(&text);
        if text.starts_with('/') || text.split('/').any(|part| part == "..") || text.contains(':') {
            return bad(
                format!("`{}` points outside the journal", given.value),
                "Write a path below the journal's folder, for example \"networking/**/*.md\".",
            );
        }
        if text.contains('\n') {
            return bad(
                "A pattern stands on one line, and this one has a line end in it".to_owned(),
                "Write each pattern as a text of its own, for example [\"networking/**/*.md\", \"archive/*.md\"].",
            );
        }
        let length = text.chars().count();
        if !(1..=MAX).contains(&length) {
            return bad(
                format!("A pattern has between 1 and {MAX} letters, and this one has {length}"),
                "Name the folder and use `*` for the rest, for example \"networking/**/*.md\".",
            );
        }
        let flat = flat(text);
        match (Glob::new(text), Glob::new(&flat)) {
            (Ok(_), Ok(_)) => Some(Self { text: text.to_owned(), whole: Parts::of(text), flat: Parts::of(&flat) }),
            (Err(error), _) | (_, Err(error)) => {
                let why = match error.msg {
                    msg if msg.contains("range") => "a `[` is never closed",
                    msg if msg.contains("recursive") && !msg.contains("either") => "`**` stands for whole folders",
                    _ => "there are more than two `*` side by side",
                };
                bad(
                    format!("`{}` is not a pattern: {why}", given.value),
                    "Use `*` for anything in one folder and `**` between two `/` for any number of folders, for example \
                     \"networking/**/*.md\".",
                )
            }
        }
    }

    /// Whether a path fits, `/` between its folders. `is_gist` allows a hyphen for each of them, and a name without `.md`.
    pub fn matches(&self, path: &str, is_gist: bool) -> bool {
        let fits = |path: &str| self.whole.fits(path) || is_gist && self.flat.fits(path);
        fits(path) || is_gist && fits(&format!("{}.md", without_ending(path)))
    }

    /// The folders before the first wildcard, joined by `separator`; empty where there is none.
    pub fn folder(&self, separator: &str) -> String {
        let folders = self.text.rsplit_once('/').map_or("", |(folders, _)| folders);
        let fixed = folders.split('/').take_while(|part| !part.contains(['*', '?', '[']));
        fixed.collect::<Vec<_>>().join(separator)
    }
}

/// The name of a file without the ending of plain text or of Markdown.
fn without_ending(path: &str) -> &str {
    let stem = path.rsplit_once('.').filter(|(stem, ending)| {
        let known = ["txt", "text", "markdown", "mdown"];
        !stem.is_empty() && known.iter().any(|name| name.eq_ignore_ascii_case(ending))
    });
    stem.map_or(path, |(stem, _)| stem)
}

/// `networking/**/*.md` as the names of a gist's notes have it: `networking-*.md`.
fn flat(text: &str) -> String {
    let parts: Vec<&str> = text.split('/').collect();
    let last = parts.len() - 1;
    let kept = parts.iter().enumerate().filter(|(at, part)| **part != "**" || *at == last);
    kept.map(|(_, part)| if *part == "**" { "*" } else { part }).collect::<Vec<_>>().join("-")
}
