//! The comment by which a note keeps a rule quiet.

use crate::core::diagnostic::Edit;
use crate::core::text::line_end;

/// Adds it at the end of `text`, on a line of its own.
pub fn comment(text: &str, rule: &str) -> Edit {
    let end = line_end(text);
    let blank = format!("{end}{end}");
    let gap = match () {
        () if text.is_empty() || text.ends_with(&blank) => "",
        () if text.ends_with(end) => end,
        () => &blank,
    };
    Edit::insert(text.len(), format!("{gap}<!-- coffeechat: off {rule} -->{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fix::apply;

    #[test]
    fn it_stands_on_a_line_of_its_own_with_the_line_ends_of_the_text() {
        for (text, after) in [
            ("", "<!-- coffeechat: off x -->\n"),
            ("a", "a\n\n<!-- coffeechat: off x -->\n"),
            ("a\r\n", "a\r\n\r\n<!-- coffeechat: off x -->\r\n"),
            ("a\n\n", "a\n\n<!-- coffeechat: off x -->\n"),
        ] {
            assert_eq!(apply(text, [&comment(text, "x")]), after);
        }
    }
}
