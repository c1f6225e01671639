//! Text that others wrote, within a Markdown document: it stays text, whatever it looks like.

use super::safe;

/// `text` within a line of Markdown, also in a cell of a table: nothing in it becomes markup, a link, HTML, a mention or a reference to an
/// issue, by the rules of CommonMark and of the dialect of code hosts. The name of a commit stays: a host makes a link of it only where
/// it has that commit.
pub fn escape(text: &str) -> String {
    let text = safe::inline(text);
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let is_joined = next.is_some_and(|next| next.is_alphanumeric() || next == '_');
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Code hosts look for names and numbers in the finished text, where a backslash is gone: only something between helps.
            '@' if is_joined => out.push_str("@&NoBreak;"),
            '#' if is_joined => out.push_str("\\#&NoBreak;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '^' | '$' | '{' | '}' | '!' => out.extend(['\\', c]),
            // `GH-12` is a reference too.
            '-' if next.is_some_and(|next| next.is_ascii_digit()) && ends_with_gh(&out) => out.push_str("-&NoBreak;"),
            // Addresses become links by themselves.
            ':' if matches!(next, Some('/' | ':')) || text.contains('@') => out.extend(['\\', c]),
            '.' if before.is_some_and(|c: char| c.eq_ignore_ascii_case(&'w')) => out.extend(['\\', c]),
            // At the beginning of a line these make lists, headings and rules.
            '+' | '-' | '=' | '#' | ':' if out.is_empty() => out.extend(['\\', c]),
            '.' | ')' if !out.is_empty() && out.chars().all(|c| c.is_ascii_digit()) => out.extend(['\\', c]),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

fn ends_with_gh(text: &str) -> bool {
    text.get(text.len().saturating_sub(2)..).is_some_and(|end| end.eq_ignore_ascii_case("gh"))
}

/// The same for a sentence of ours that quotes others between backticks: what stands there is code, as it is.
pub fn prose(text: &str) -> String {
    quoting(text, |code| format!("`{code}`"))
}

/// As [`prose`], in a cell of a table. A bar ends a cell within code, too, unless the code is HTML.
pub fn cell(text: &str) -> String {
    quoting(text, |code| match code.contains('|') {
        true => format!("<code>{}</code>", escape(code)),
        false => format!("`{code}`"),
    })
}

fn quoting(text: &str, code: impl Fn(&str) -> String) -> String {
    let text = safe::inline(text);
    if !text.matches('`').count().is_multiple_of(2) {
        return escape(&text);
    }
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        1 if !part.trim().is_empty() => code(part),
        _ => escape(part),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    /// What is read of `- text`, and whether anything but that text is there.
    fn read(text: &str) -> (String, bool) {
        let document = format!("- {}\n", escape(text));
        let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
        let (mut seen, mut is_plain) = (String::new(), true);
        for event in Parser::new_ext(&document, options) {
            match event {
                Event::Text(text) => seen.push_str(&text),
                Event::Start(Tag::List(None) | Tag::Item) | Event::End(_) => {}
                _ => is_plain = false,
            }
        }
        (seen.replace('\u{2060}', ""), is_plain)
    }

    #[test]
    fn it_stays_text() {
        for text in [
            "a | b",
            "<script>x</script>",
            "[x](javascript:y)",
            "`x`",
            "**x** _y_ ~~z~~",
            "https://example.org/x",
            "www.example.org",
            "@here #12 a@b.example",
            "see GH-12, gh-7",
            "# x",
            "- x",
            "+ x",
            "1. x",
            "12) x",
            "=== x",
            "&lt; &#64;",
            "::error::x",
            "$x$ ![a](b)",
            ":+1:",
            "\\",
        ] {
            assert_eq!(read(text), (text.to_owned(), true), "{}", escape(text));
        }
        assert!(!escape("@here #12 a@b.example").contains("@h"));
        assert!(!escape("see GH-12").contains("GH-1"));
        assert!(!escape("see https://example.org").contains("https:/"));
    }

    #[test]
    fn what_is_quoted_is_code_and_nothing_else() {
        assert_eq!(prose("The level `4` is none, see <x>"), "The level `4` is none, see &lt;x&gt;");
        assert_eq!(prose("One ` alone @here"), "One \\` alone @&NoBreak;here");
        assert_eq!(prose("`` x"), " x");
        assert_eq!(prose("a `<b>` c `d\n## e`"), "a `<b>` c `d ## e`");
        assert_eq!(prose("a `b|c`"), "a `b|c`");
        assert_eq!(cell("a `b` | `c|<i>`"), "a `b` \\| <code>c\\|&lt;i&gt;</code>");
    }

    /// What is read of a table with one cell, and how many cells and other things there are.
    fn read_cell(text: &str) -> (String, usize, bool) {
        let document = format!("| a |\n|---|\n| {} |\n", cell(text));
        let (mut seen, mut cells, mut is_plain) = (String::new(), 0, true);
        for event in Parser::new_ext(&document, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) if cells > 1 => seen.push_str(&text),
                Event::Code(code) => seen.push_str(&format!("`{code}`")),
                Event::InlineHtml(html) if matches!(&*html, "<code>" | "</code>") => seen.push('`'),
                Event::Start(Tag::TableCell) => cells += 1,
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) | Event::Text(_) => {}
                _ => is_plain = false,
            }
        }
        (seen.replace('\u{2060}', ""), cells, is_plain)
    }

    proptest! {
        #[test]
        fn a_cell_holds_what_it_was_given(text in "[a-z<@#:. ]{0,9}(`[a-z|\\\\<@*]{1,9}`[a-z|\\\\<*_]{1,9}){0,3}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            prop_assert_eq!(read_cell(&text), (text.clone(), 2, true), "{}", cell(&text));
        }

        #[test]
        fn so_does_everything_else(text in "[ -~äß\u{4e00}]{0,40}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(read(&text), (text.clone(), true), "{}", escape(&text));
        }
    }
}
