//! What a note keeps quiet: comments that switch a rule off for this note.

use super::Note;
use crate::core::text::Span;

/// A rule that a note silences for itself: `<!-- coffeechat: off RULE -->`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The rule's name as written.
    pub rule: String,
    /// Where the name stands.
    pub span: Span,
    /// What goes when the suppression is taken out: the name, the comment, or the comment's whole line. `None` where words of the
    /// student's would go with it.
    pub removal: Option<Span>,
}

impl Suppression {
    /// The rules that `note` silences, in the order of the text.
    pub fn all_of(note: &Note<'_>) -> Vec<Self> {
        all_of(note)
    }

    /// Whether it is a comment that means to silence and is written another way.
    pub fn is_misspelled(&self) -> bool {
        behind_our_name(&self.rule).is_some()
    }
}

impl Suppression {
    /// The same with the colon that alone it lacks, without the student's reason.
    pub fn with_colon(&self) -> Option<String> {
        // What was cut may end within a name.
        if self.rule.chars().count() >= MAX_RULE {
            return None;
        }
        let mut words = behind_our_name(&self.rule)?.split_ascii_whitespace();
        let is_off = words.next() == Some("off");
        let names: Vec<&str> =
            words.map(|word| word.trim_end_matches(',')).take_while(|word| is_like_a_name(word)).collect();
        (is_off && !names.is_empty()).then(|| format!("{OUR_NAME}: off {}", names.join(" ")))
    }
}

/// What follows the tool's name, in any case, at the start of a comment.
fn behind_our_name(comment: &str) -> Option<&str> {
    let text = comment.trim_start();
    let name = text.get(..OUR_NAME.len())?;
    name.eq_ignore_ascii_case(OUR_NAME).then(|| &text[OUR_NAME.len()..])
}

const OUR_NAME: &str = "coffeechat";

/// So many letters of a comment that is not of our form are kept.
const MAX_RULE: usize = 60;

/// The names in every comment of the form `<!-- coffeechat: off RULE RULE -->`. What is written behind the names is the student's
/// reason. A comment that begins with the tool's name, in any case, and is not of that form has its first words for a name.
fn all_of(note: &Note<'_>) -> Vec<Suppression> {
    let text = note.source.text.as_str();
    let mut found = Vec::new();
    for comment in &note.body.comments {
        let Some(inner) = comment.of(text).strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) else {
            continue;
        };
        let Some(words) = behind_our_name(inner) else { continue };
        if words.starts_with(|c: char| c.is_alphanumeric() || c == '-') {
            continue;
        }
        let start = comment.end - 3 - words.len();
        let mut spans = words
            .split(|c: char| c.is_ascii_whitespace() || c == ',')
            .filter(|word| !word.is_empty())
            .map(|word| {
                let at = start + (word.as_ptr() as usize - words.as_ptr() as usize);
                Span::new(at, at + word.len())
            })
            .peekable();
        let is_colon = spans.next_if(|span| span.of(text) == ":").is_some();
        let is_off = is_colon && spans.next_if(|span| span.of(text) == "off").is_some();
        let mut names: Vec<Span> = Vec::new();
        while let Some(span) = spans.next_if(|span| is_off && is_like_a_name(span.of(text))) {
            names.push(span);
        }
        let whole = Span::new(comment.start + 4, comment.end - 3);
        if names.is_empty() {
            let rule = whole.of(text).trim().chars().take(MAX_RULE).collect();
            found.push(Suppression { rule, span: *comment, removal: None });
            continue;
        }
        let has_reason = spans.next().is_some();
        let alone = names.len() == 1;
        found.extend(names.into_iter().map(|span| Suppression {
            rule: span.of(text).to_owned(),
            span,
            removal: match (alone, has_reason) {
                (true, true) => None,
                (true, false) => Some(with_its_line(*comment, text)),
                (false, _) => Some(with_separator(span, text)),
            },
        }));
    }
    found
}

/// Whether a word is the name of a rule, or may be a misspelled one: names are words with hyphens between them.
fn is_like_a_name(word: &str) -> bool {
    let is_lower = |c: char| c.is_ascii_lowercase();
    word.contains('-')
        && word.chars().all(|c| is_lower(c) || c == '-')
        && word.starts_with(is_lower)
        && word.ends_with(is_lower)
}

/// The comment, and its line with the line's end where nothing else stands on it.
fn with_its_line(comment: Span, text: &str) -> Span {
    let before = text[..comment.start].trim_end_matches([' ', '\t']);
    let after = &text[comment.end..];
    let rest = after.trim_start_matches([' ', '\t']);
    let begins = before.is_empty() || before.ends_with(['\n', '\r']);
    let ends = rest.is_empty() || rest.starts_with(['\n', '\r']);
    if !begins || !ends {
        return comment;
    }
    if rest.is_empty() {
        // At the end of the file the line end before it goes, so that the last line ends as it did.
        let kept = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r'])).unwrap_or(before);
        return Span::new(kept.len(), text.len());
    }
    let width = if rest.starts_with("\r\n") { 2 } else { 1 };
    Span::new(before.len(), comment.end + (after.len() - rest.len()) + width)
}

/// A name, and what stands between it and the name before it.
fn with_separator(name: Span, text: &str) -> Span {
    let before = text[..name.start].trim_end_matches([' ', '\t', ',', '\n', '\r']);
    Span::new(before.len(), name.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;

    #[test]
    fn a_rule_is_silenced_by_its_name_and_a_slip_is_not_passed_over() {
        for (comment, rule, is_misspelled) in [
            ("<!-- coffeechat: off date-style -->", "date-style", false),
            ("<!-- Coffeechat: off date-style -->", "date-style", false),
            ("<!-- COFFEECHAT: off date-style because -->", "date-style", false),
            ("<!-- coffeechat off date-style -->", "coffeechat off date-style", true),
            ("<!-- Coffeechat: date-style -->", "Coffeechat: date-style", true),
        ] {
            let source = Source::new("note.md", comment);
            let all = Suppression::all_of(&parse(&source, &DEFAULT));
            let [one] = &all[..] else { panic!("{comment}: {all:?}") };
            assert_eq!((one.rule.as_str(), one.is_misspelled()), (rule, is_misspelled), "{comment}");
            let with_colon = comment.contains("coffeechat off").then_some("coffeechat: off date-style");
            assert_eq!(one.with_colon().as_deref(), with_colon, "{comment}");
        }
        let source = Source::new("note.md", "<!-- coffeechats are held on Mondays -->");
        assert!(Suppression::all_of(&parse(&source, &DEFAULT)).is_empty());
    }
}
