//! Texts beside each other, in columns as wide as they look; one below the other where there is no room, or where columns cannot be told
//! apart. A bar stands before each line, so that none begins with other people's words.

use textwrap::{Options, WordSplitter};
use unicode_width::UnicodeWidthStr;

use crate::render::Style;

/// What stands before the first bar.
const INDENT: usize = 2;
/// The least that a column has for its text: prose in less is hard to read.
const LEAST: usize = 32;
/// The most, for the same reason.
const MOST: usize = 64;

/// How texts stand beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// How many columns there are.
    pub columns: usize,
    width: usize,
    bar: &'static str,
}

impl Beside {
    /// For `count` texts. `graphics` says that columns are welcome.
    pub fn of(count: usize, style: Style, graphics: bool) -> Self {
        let bar = match (graphics, style.unicode) {
            (true, true) => "│ ",
            (true, false) => "| ",
            (false, _) => "  ",
        };
        let lead = bar.width();
        // A space parts each column from the next one's bar.
        let room = style.width.saturating_sub(INDENT) + 1;
        let fit = if graphics { (room / (LEAST + lead + 1)).max(1) } else { 1 };
        // As many in each row of columns: four where three fit are two and two.
        let columns = count.div_ceil(count.div_ceil(fit).max(1)).max(1);
        Self { columns, width: (room / columns).saturating_sub(lead + 1).clamp(1, MOST), bar }
    }

    /// A text in lines of a column's width. Where a word is wider than that, or a script has no spaces, it goes on in the next line.
    pub fn wrap(&self, text: &str) -> Vec<String> {
        let options = Options::new(self.width).word_splitter(WordSplitter::NoHyphenation);
        textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
    }

    /// A row of columns with these lines.
    pub fn row(&self, cells: &[Vec<String>]) -> String {
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let mut out = String::new();
        for at in 0..height {
            let mut line = " ".repeat(INDENT);
            for (column, cell) in cells.iter().enumerate() {
                let text = cell.get(at).map_or("", String::as_str);
                let gap = if column + 1 < cells.len() { self.width.saturating_sub(text.width()) + 1 } else { 0 };
                line.push_str(&format!("{}{text}{}", self.bar, " ".repeat(gap)));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Called;

    fn style(width: usize) -> Style {
        Style { colour: false, unicode: true, width, called: Called::ByName }
    }

    #[test]
    fn as_many_columns_as_fit_and_none_too_narrow() {
        let columns = |count, width| Beside::of(count, style(width), true).columns;
        assert_eq!([40, 68, 71, 80, 105, 106, 120].map(|width| columns(9, width)), [1, 1, 2, 2, 2, 3, 3]);
        assert_eq!([1, 2, 3, 4, 5].map(|count| columns(count, 120)), [1, 2, 3, 2, 3]);
        assert_eq!(Beside::of(3, style(120), false).columns, 1, "a screen reader reads one after the other");
        assert_eq!(columns(0, 0), 1);
    }

    #[test]
    fn wide_signs_and_endless_words_keep_to_their_column() {
        let texts = [
            "我从她那里学到了排队的意义以及如何遵守承诺，今天也是这样。".to_owned(),
            format!("An address: https://example.org/{} and words behind it", "x".repeat(90)),
            "Cafe\u{301} 👩‍💻 e\u{301}".repeat(9),
        ];
        for width in [40, 72, 80, 120] {
            let beside = Beside::of(texts.len(), style(width), true);
            for cells in texts.chunks(beside.columns) {
                let cells: Vec<Vec<String>> = cells.iter().map(|text| beside.wrap(text)).collect();
                let row = beside.row(&cells);
                let bars = |line: &str| line.match_indices('│').map(|(at, _)| line[..at].width()).collect::<Vec<_>>();
                let first = row.lines().next().map(bars).unwrap_or_default();
                assert_eq!(first.len(), cells.len());
                for line in row.lines() {
                    assert!(line.width() <= width && line.starts_with("  │") && bars(line) == first, "{width}: {row}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_lost_by_wrapping() {
        let text = "One two, three—four (five) six-seven eight/nine ten. ".repeat(5);
        let beside = Beside::of(2, style(80), true);
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(plain(&beside.wrap(&text).concat()), plain(&text));
    }
}
