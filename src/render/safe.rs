//! Makes other people's text harmless. The one choke point before a terminal, a log or a document.

use std::borrow::Cow;

use crate::core::text::{is_invisible, steers};

/// Whether a character could move the cursor, change colours, hide or reorder text.
fn is_unsafe(c: char) -> bool {
    steers(c) && c != '\n' && c != '\t' || is_invisible(c)
}

/// Whether a character may be unsafe by the first of its bytes. It spares nearly all text the decoding.
const MAY_BE_UNSAFE: [bool; 256] = {
    let mut may = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        may[control] = control != 9 && control != 10;
        control += 1;
    }
    // Behind these: C1 and the soft hyphen; U+034F; U+061C; U+115F to U+180E; U+200B to U+206F; U+3164; the byte order mark; tags.
    let firsts = [0x7f, 0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf3];
    let mut at = 0;
    while at < firsts.len() {
        may[firsts[at]] = true;
        at += 1;
    }
    may
};

/// The first unsafe character of `text` from byte `from` on, and where it stands.
fn next_unsafe(text: &str, from: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes().get(from..)?;
    let suspects = bytes.iter().enumerate().filter(|(_, byte)| MAY_BE_UNSAFE[usize::from(**byte)]);
    suspects.map(|(at, _)| from + at).find_map(|at| {
        let c = text.get(at..)?.chars().next()?;
        is_unsafe(c).then_some((at, c))
    })
}

/// `text` for a terminal, byte for byte as long as before, so that spans in it stay right: C0 controls become `?`, C1
/// controls `¿`, characters that reorder or hide text U+FFFD (or as many `?`), and a carriage return a space.
pub fn same_length(text: &str) -> Cow<'_, str> {
    if next_unsafe(text, 0).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => out.push(' '),
            '\r' => out.push('\n'),
            c if !is_unsafe(c) => out.push(c),
            c => match c.len_utf8() {
                1 => out.push('?'),
                2 => out.push('¿'),
                3 => out.push('\u{fffd}'),
                length => out.extend(std::iter::repeat_n('?', length)),
            },
        }
    }
    Cow::Owned(out)
}

/// `text` within one line of a terminal: as [`same_length`], and line ends become spaces.
pub fn inline(text: &str) -> Cow<'_, str> {
    match same_length(text) {
        Cow::Borrowed(text) if !text.contains(['\n', '\t']) => Cow::Borrowed(text),
        text => Cow::Owned(text.replace(['\n', '\t'], " ")),
    }
}

/// Several lines of ours that may hold other people's words: as [`same_length`], and no line is a command to a log's reader, which
/// looks behind white space too.
pub fn lines(text: &str) -> Cow<'_, str> {
    let is_command = |line: &str| ["::", "##[", "##vso["].iter().any(|start| line.trim_start().starts_with(start));
    match same_length(text) {
        text if !text.lines().any(is_command) => text,
        text => {
            let harmless = |line: &str| match is_command(line) {
                true => line.replacen("::", ": :", 1).replacen("##", "# #", 1),
                false => line.to_owned(),
            };
            Cow::Owned(text.split('\n').map(harmless).collect::<Vec<_>>().join("\n"))
        }
    }
}

/// A path at the start of a line: harmless, and never to be taken for a command of a log's reader (`::error::`, `##vso[`).
pub fn path(text: &str) -> String {
    let text = inline(text);
    let is_plain = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '<'));
    match is_plain || text.starts_with("~/") {
        true => text.into_owned(),
        false => format!("./{text}"),
    }
}

/// A path, made harmless by [`path`], as a word of a command that people copy into a shell.
pub fn argument(path: &str) -> Cow<'_, str> {
    let is_plain =
        |c: char| !c.is_ascii() && !c.is_whitespace() || c.is_ascii_alphanumeric() || "./_-+=@%,".contains(c);
    match path.chars().all(is_plain) {
        true => Cow::Borrowed(path),
        // What a shell cannot be given is no path either.
        false => shlex::try_quote(path).unwrap_or(Cow::Borrowed(path)),
    }
}

/// A JSON document in which control, C1 and reordering characters stand as `\uXXXX`. They occur inside strings only.
pub fn json(document: &str) -> Cow<'_, str> {
    let Some(mut next) = next_unsafe(document, 0) else { return Cow::Borrowed(document) };
    let mut out = String::with_capacity(document.len() + 16);
    let mut done = 0;
    loop {
        let (at, c) = next;
        out.push_str(&document[done..at]);
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
        done = at + c.len_utf8();
        match next_unsafe(document, done) {
            Some(further) => next = further,
            None => break,
        }
    }
    out.push_str(&document[done..]);
    Cow::Owned(out)
}

/// `text` for somebody who sees it in an editor, which turns and hides what it is told to: unsafe characters stand as `\uXXXX`, a line end
/// and a tab as they are.
pub fn visible(text: &str) -> Cow<'_, str> {
    json(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left_and_no_byte_moves() {
        let hostile = "a\u{1b}[31m\u{9b}31m\u{202e}b\u{200b}\u{feff}\u{e0041}\0\u{7f}\r\nok 👩\u{200d}💻\rx";
        let safe = same_length(hostile);
        assert_eq!(safe.len(), hostile.len());
        assert!(!safe.chars().any(is_unsafe));
        assert!(safe.contains("👩\u{200d}💻"), "the joiner inside emoji stays");
        assert_eq!(safe.matches('\n').count(), 2, "a lone carriage return ends a line");
        assert!(matches!(same_length("plain\ttext\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_first_byte_of_every_unsafe_character_is_known() {
        let all = (0..=u32::from(char::MAX)).filter_map(char::from_u32);
        let mut text = String::new();
        for c in all {
            text.clear();
            text.extend(['ê', c]);
            assert_eq!(next_unsafe(&text, 0), is_unsafe(c).then_some((2, c)), "{c:?}");
        }
    }

    #[test]
    fn no_path_begins_a_line_with_a_command() {
        assert_eq!(path("::error::x.md"), "./::error::x.md");
        assert_eq!(path("##vso[x].md"), "./##vso[x].md");
        assert_eq!(path("-rf.md"), "./-rf.md");
        assert_eq!(path("a\nb.md"), "a b.md");
        assert_eq!(path("魚.md"), "魚.md");
    }

    #[test]
    fn a_path_is_one_word_of_a_command() {
        assert_eq!(argument("networking/2026-11-23-魚.md"), "networking/2026-11-23-魚.md");
        for odd in ["my notes/$(x) it's.md", "a;b.md", "~x.md", "`x`.md", "!x\"y.md"] {
            assert_eq!(shlex::split(&argument(odd)), Some(vec![odd.to_owned()]));
        }
    }

    #[test]
    fn no_line_of_several_is_a_command() {
        assert_eq!(
            lines("Write:\n\n  ::error::x\n##[group]y\n## Notes\n"),
            "Write:\n\n  : :error::x\n# #[group]y\n## Notes\n"
        );
        assert!(matches!(lines("a::b\n## Notes"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_stays_json() {
        let value = serde_json::json!({"a\u{202e}": "x\u{1b}\u{9b}\u{feff}\u{7f}\u{e0041}\n"});
        let document = serde_json::to_string_pretty(&value).unwrap_or_default();
        let safe = json(&document);
        assert!(!safe.chars().any(|c| is_unsafe(c) && c != '\n'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).ok(), Some(value));
    }
}
