//! A pattern in its parts, and whether a path fits them. The crate `glob` says which patterns there are and what stands in square
//! brackets; its own comparison takes for ever where a part has many `*`, and a pattern may come with somebody else's journal.

use glob::{MatchOptions, Pattern as Glob};

/// The parts of a pattern between its `/`.
#[derive(Debug, Clone)]
pub(super) struct Parts(Vec<Part>);

#[derive(Debug, Clone)]
enum Part {
    /// `**`: any number of folders; at the end, everything below.
    Deep,
    /// The name of a folder or a file.
    Name(Vec<Token>),
}

#[derive(Debug, Clone)]
enum Token {
    /// `*`
    Any,
    /// `?`
    One,
    /// `[…]`
    Class(Glob),
    Letter(char),
}

const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };

impl Parts {
    /// Of a pattern that `glob` takes.
    pub(super) fn of(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let (mut names, mut at) = (vec![Vec::new()], 0);
        while let Some(&c) = chars.get(at) {
            // The first sign within brackets stands for itself, also where it is the closing one.
            let first = at + if chars.get(at + 1) == Some(&'!') { 3 } else { 2 };
            let close = chars.iter().skip(first).position(|c| *c == ']').filter(|_| c == '[');
            let class = close.and_then(|more| {
                let text: String = chars[at..=first + more].iter().collect();
                Some((Token::Class(Glob::new(&text).ok()?), first + more))
            });
            let (token, last) = match (class, c) {
                (Some(class), _) => class,
                (None, '/') => {
                    names.push(Vec::new());
                    at += 1;
                    continue;
                }
                (None, '*') => (Token::Any, at),
                (None, '?') => (Token::One, at),
                (None, c) => (Token::Letter(c), at),
            };
            if let Some(name) = names.last_mut() {
                name.push(token);
            }
            at = last + 1;
        }
        let part = |name: Vec<Token>| match name[..] {
            [Token::Any, Token::Any] => Part::Deep,
            _ => Part::Name(name),
        };
        let mut parts: Vec<Part> = names.into_iter().map(part).collect();
        // `archive/**/` is all below the folder, as `archive/**` is.
        if let [.., Part::Deep, Part::Name(last)] = &parts[..]
            && last.is_empty()
        {
            parts.pop();
        }
        Self(parts)
    }

    /// Whether a path fits, `/` between its folders.
    pub(super) fn fits(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').collect();
        // Behind the last part there is something only where that is `**`.
        let (parts, is_open) = match &self.0[..] {
            [parts @ .., Part::Deep] => (parts, true),
            parts => (parts, false),
        };
        let end = if is_open { path.len().saturating_sub(1) } else { path.len() };
        let fits = |part: &Part, name: &str| matches!(part, Part::Name(tokens) if is_named(tokens, name));
        let (mut at, mut here) = (0, 0);
        // Where the last `**` stands, and up to where it reaches.
        let mut deep: Option<(usize, usize)> = None;
        loop {
            match parts.get(at) {
                Some(Part::Deep) => {
                    deep = Some((at, here));
                    at += 1;
                    continue;
                }
                Some(part) if here < end && fits(part, path[here]) => {
                    (at, here) = (at + 1, here + 1);
                    continue;
                }
                None if here == end || is_open && here <= end => return true,
                _ => {}
            }
            match deep {
                Some((place, reach)) if reach < end => {
                    deep = Some((place, reach + 1));
                    (at, here) = (place + 1, reach + 1);
                }
                _ => return false,
            }
        }
    }
}

/// Whether a name fits. Only the last `*` is ever tried anew: what an earlier one could take more of, that one takes as well.
fn is_named(tokens: &[Token], name: &str) -> bool {
    let (mut at, mut rest) = (0, name.chars());
    let mut any: Option<(usize, std::str::Chars<'_>)> = None;
    loop {
        let mut next = rest.clone();
        let letter = next.next();
        let fits = match (tokens.get(at), letter) {
            (Some(Token::Any), _) => {
                at += 1;
                any = Some((at, rest.clone()));
                continue;
            }
            (None, None) => return true,
            (Some(Token::One), Some(_)) => true,
            (Some(Token::Letter(wanted)), Some(c)) => *wanted == c,
            (Some(Token::Class(class)), Some(c)) => class.matches_with(c.encode_utf8(&mut [0; 4]), OPTIONS),
            _ => false,
        };
        if fits {
            (at, rest) = (at + 1, next);
            continue;
        }
        let Some((behind, from)) = &mut any else { return false };
        if from.next().is_none() {
            return false;
        }
        (at, rest) = (*behind, from.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_pattern_takes_for_ever() {
        let name = "a".repeat(4_000);
        let parts = Parts::of("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b/*.md");
        assert!(!parts.fits(&format!("{name}/n.md")));
        assert!(parts.fits(&format!("{name}b/n.md")));
        let deep = Parts::of("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b");
        assert!(!deep.fits(&"a/".repeat(2_000)) && deep.fits(&format!("{}b", "a/".repeat(2_000))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// The same answers as the crate gives that the documentation of patterns comes from.
        #[test]
        fn patterns_mean_what_they_meant(
            pattern in prop::collection::vec(
                prop::sample::select(vec!["a", "b", "*", "?", "/", "**/", "/**", "[ab]", "[!a]", "[]]", "[a-c]", "[/]", "-", ".", "魚"]),
                1..8,
            ),
            path in prop::collection::vec(prop::sample::select(vec!["a", "b", "ab", "/", "-", ".", "]", "魚"]), 1..8),
        ) {
            let (pattern, path) = (pattern.concat(), path.concat());
            // A path has no empty folder in it.
            prop_assume!(!path.starts_with('/') && !path.ends_with('/') && !path.contains("//"));
            if let Ok(glob) = Glob::new(&pattern) {
                prop_assert_eq!(Parts::of(&pattern).fits(&path), glob.matches_with(&path, OPTIONS), "{} {}", pattern, path);
            }
        }
    }
}
