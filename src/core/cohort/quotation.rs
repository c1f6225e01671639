//! Where a text quotes somebody: between the quotation marks of several languages. An apostrophe is none, and a mark that nothing closes
//! opens nothing.

use std::ops::Range;

/// Marks that open, and those that close them. Languages use the same marks the other way round.
const MARKS: [(char, &str); 9] = [
    ('"', "\""),
    ('“', "”\""),
    ('„', "“”\""),
    ('”', "”"),
    ('«', "»"),
    ('»', "«»"),
    ('‹', "›"),
    ('「', "」"),
    ('『', "』"),
];

/// The quotations in a text, marks included, in order. None lies in another.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, mark, closers)) = opening(text, at) {
        match end(text, start, mark, closers) {
            Some(end) => {
                found.push(start..end);
                at = end;
            }
            None => at = start + mark.len_utf8(),
        }
    }
    found
}

/// The next mark that may open a quotation, from byte `at` on.
fn opening(text: &str, at: usize) -> Option<(usize, char, &'static str)> {
    let mut before = text[..at].chars().next_back();
    for (by, c) in text[at..].char_indices() {
        if let Some(&(mark, closers)) = MARKS.iter().find(|(mark, _)| *mark == c) {
            let after = text[at + by + mark.len_utf8()..].chars().next();
            // Behind a letter or a digit it closes, or means inches. French has a space inside its marks.
            let is_free = before.is_none_or(|c| !c.is_alphanumeric());
            if is_spaced(mark) || is_free && after.is_some_and(|c| !c.is_whitespace()) {
                return Some((at + by, mark, closers));
            }
        }
        before = Some(c);
    }
    None
}

/// Whether nothing can be told by the space around a mark: it opens wherever it stands.
fn is_spaced(mark: char) -> bool {
    matches!(mark, '«' | '「' | '『')
}

/// Where the quotation ends that `mark` opens at `start`; `None` where it is opened again before, or never closed.
fn end(text: &str, start: usize, mark: char, closers: &str) -> Option<usize> {
    let from = start + mark.len_utf8();
    let mut before = mark;
    for (by, c) in text[from..].char_indices() {
        if closers.contains(c) {
            let after = text[from + by + c.len_utf8()..].chars().next();
            let is_free = after.is_none_or(|c| !c.is_alphanumeric());
            let closes = is_spaced(mark) || !before.is_whitespace() && is_free && by > 0;
            return closes.then_some(from + by + c.len_utf8());
        }
        if c == mark {
            return None;
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::quotations;

    fn quoted(text: &str) -> Vec<&str> {
        quotations(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn quotations_of_many_languages_are_found() {
        assert_eq!(quoted("He said \"ask early\", and \"write\nit down\"."), ["\"ask early\"", "\"write\nit down\""]);
        assert_eq!(quoted("She said “it’s fine” (“really”)."), ["“it’s fine”", "“really”"]);
        assert_eq!(quoted("Er sagte „frag früh“ und „bald”."), ["„frag früh“", "„bald”"]);
        assert_eq!(quoted("Il dit « demande tôt », et «vite»."), ["« demande tôt »", "«vite»"]);
        assert_eq!(quoted("Er sagte »frag früh« und ging."), ["»frag früh«"]);
        assert_eq!(quoted("Hon sa ”fråga tidigt” och »snart»."), ["”fråga tidigt”", "»snart»"]);
        assert_eq!(quoted("她说「早点问」和『写下来』。"), ["「早点问」", "『写下来』"]);
    }

    #[test]
    fn what_is_no_quotation_is_left() {
        for text in [
            "It's the students' own, isn't it? 'Twas so; don’t ‘shout’.",
            "A 6\" pipe and a 5\" one.",
            "He said \"ask early and went on for long.",
            "“ and ” and \"",
            "She said “ask early and „more and « and 「.",
            "",
        ] {
            assert_eq!(quoted(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_mark_that_nothing_closes_swallows_nothing() {
        assert_eq!(quoted("He said \"ask early. He said \"write\"."), ["\"write\""]);
        assert_eq!(quoted("She said “ask early. She said “write”."), ["“write”"]);
        assert_eq!(quoted("Er sagte „frag. Sie sagte “write” and „schreib“."), ["“write”", "„schreib“"]);
    }
}
