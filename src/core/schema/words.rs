//! Spellings as regular expressions: what `recognise::fold` makes equal, as far as a pattern can say it.
//!
//! Case, punctuation, emoji and white space are said; accents that the table does not have, and other forms of one letter, are not.

use crate::core::recognise::fold;

/// Anything that folding turns into a space. Letters of every script are kept out of it, roughly, by their blocks.
pub const GAP: &str = r"[^0-9A-Za-z'&\u00AA-\u1FFF\u2018\u2019\u2C00-\u2DFF\u3041-\uD7FF\uF900-\uFDFF\uFF10-\uFFDC]";

/// What people put between the words of a name.
const BETWEEN: &str = r"[\s_.,/-]+";

/// A word in any case.
fn any_case(word: &str) -> String {
    let mut pattern = String::new();
    for letter in word.chars() {
        let (lower, upper) = (letter.to_lowercase().to_string(), letter.to_uppercase().to_string());
        if lower != upper && upper.chars().count() == 1 {
            pattern.push_str(&format!("[{upper}{lower}]"));
        } else {
            pattern.push_str(&plain(letter));
        }
    }
    pattern
}

/// A letter that stands for itself.
fn plain(letter: char) -> String {
    match letter {
        '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' | '\\' | '/' => {
            format!("\\{letter}")
        }
        letter => letter.to_string(),
    }
}

/// A name with `gap` between its words: as it is compared, and as the table writes it where that has other letters.
fn forms(name: &str, gap: &str) -> Vec<String> {
    let joined = |text: &str| text.split(' ').map(any_case).collect::<Vec<_>>().join(gap);
    let mut forms = vec![joined(&fold(name))];
    if !name.is_ascii() {
        let words = name.to_lowercase();
        let words: Vec<&str> = words.split(|c: char| c.is_whitespace() || c == '-').collect();
        forms.push(joined(&words.join(" ")));
    }
    forms
}

/// One of `names`, in brackets, in any case.
pub fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut all: Vec<String> = Vec::new();
    for form in names.into_iter().flat_map(|name| forms(name, BETWEEN)) {
        if !all.contains(&form) {
            all.push(form);
        }
    }
    format!("(?:{})", all.join("|"))
}

/// A whole text that is one of `names` and nothing else.
pub fn whole<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    format!("^{GAP}*{}{GAP}*$", one_of(names))
}
