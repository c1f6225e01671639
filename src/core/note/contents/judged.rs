//! What one unit of text says: words, a question, an answer, or nothing, and why nothing.

use super::Lack;
use crate::core::activity::Activity;
use crate::core::note::body::{Line, Unit, UnitKind};
use crate::core::recognise::{
    asks, blank_in, has_word, is_answer_label, is_placeholder, is_question, is_question_label,
};

/// One unit with what its lines say.
pub struct Judged<'u, 'a> {
    /// The unit.
    pub unit: &'u Unit<'a>,
    /// The first thing that keeps it from saying something; `None` if it says something.
    pub lack: Option<Lack>,
    /// Whether a line of it asks.
    pub asks: bool,
    /// How many of its lines do.
    pub asked: usize,
    /// Whether it says something besides what it asks.
    pub answers: bool,
    /// Whether a label (`Q:`) says that it is a question.
    pub is_labelled_question: bool,
}

impl<'u, 'a> Judged<'u, 'a> {
    pub fn of(unit: &'u Unit<'a>, activity: &Activity) -> Self {
        // A prompt may be wrapped differently from ours.
        let rewrapped = unit.lines.len() > 1 && activity.is_section_prompt(&unit.text());
        let mut lack = rewrapped.then_some(Lack::OwnText(unit.span));
        let mut words = false;
        let mut questions = false;
        let mut asked = 0;
        let mut answers = false;
        let mut is_labelled_question = false;
        let known = activity.known;
        let may_be_drafted = unit.within.has(known.outreach.and(known.why).and(known.notes));
        let drafted = |line: &Line<'_>| {
            let is_ours = may_be_drafted && activity.is_message_text(&line.text);
            is_ours.then_some(Lack::OwnText(line.span))
        };
        for line in unit.lines.iter().filter(|_| !rewrapped) {
            match why_not(&line.text, Some(line), activity).or_else(|| drafted(line)) {
                Some(why) => {
                    lack = lack.or(Some(why));
                    questions |= is_question(&line.text) && matches!(why, Lack::OwnText(_) | Lack::Blank(_));
                }
                None => {
                    let (label, rest) = split_label(&line.text);
                    let is_asked = is_question(&line.text) || label.is_some_and(is_question_label);
                    is_labelled_question |= label.is_some_and(is_question_label);
                    words = true;
                    let asks = is_asked || asks_midway(&line.text).is_some();
                    asked += usize::from(asks);
                    questions |= asks;
                    // `Q: How did you start? A: By herself.` answers in its own line.
                    answers |= !is_asked
                        || label.is_some_and(is_answer_label) && has_word(rest)
                        || asks_midway(&line.text).is_some_and(|behind| !is_question(behind));
                }
            }
        }
        // A question that runs over two lines ends in one question mark.
        if unit.kind != UnitKind::Code
            && unit.lines.len() > 1
            && is_question(&unit.text())
            && !unit.lines[..unit.lines.len() - 1].iter().any(|line| is_question(&line.text))
        {
            questions = true;
            answers = false;
        }
        Self {
            unit,
            lack: if words { None } else { lack.or(Some(Lack::Empty)) },
            asks: questions,
            asked,
            answers: words && answers,
            is_labelled_question,
        }
    }

    pub fn says(&self) -> bool {
        self.lack.is_none()
    }

    /// A question and nothing else.
    pub fn only_asks(&self) -> bool {
        self.asks && !self.answers
    }

    /// Whether it tells something, a sentence of some words, before it asks.
    pub fn tells_first(&self) -> bool {
        let text = self.unit.text();
        let mut sentences = text.split_inclusive(['.', '!', '?', '？', '؟', '\n', ':']);
        sentences.any(|part| !is_question(part) && part.split_whitespace().count() >= MIN_SENTENCE)
    }

    pub fn is_prose(&self) -> bool {
        !matches!(self.unit.kind, UnitKind::Heading | UnitKind::HeadCell | UnitKind::Cell)
            && !self.unit.lines.iter().all(|line| line.is_field)
    }
}

/// From how many words on a sentence before a question tells something.
const MIN_SENTENCE: usize = 5;

/// What keeps a text from saying something; `None` if it does. Spans are those of `line`.
pub fn why_not(text: &str, line: Option<&Line<'_>>, activity: &Activity) -> Option<Lack> {
    let span = line.map(|line| line.span).unwrap_or_default();
    let text = text.trim();
    if is_placeholder(text) {
        return Some(Lack::Placeholder(span));
    }
    if text.ends_with([':', '：']) {
        return Some(Lack::OnlyLabel(span));
    }
    if activity.is_own_text(text) {
        return Some(Lack::OwnText(span));
    }
    // Front matter is not read as Markdown, but its values may be written as such.
    if line.is_none() && text.starts_with("<!--") && text.ends_with("-->") {
        return Some(Lack::Empty);
    }
    if has_open_blank(text) {
        return Some(Lack::Blank(span));
    }
    if let Some((_, rest)) = text.char_indices().take(40).find(|(_, c)| *c == ':').map(|(at, _)| text.split_at(at + 1))
        && !rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && is_placeholder(rest)
    {
        return Some(Lack::OnlyLabel(span));
    }
    let outside = line.and_then(|line| line.outside_links.as_deref()).unwrap_or(text);
    // `Link: https://example.org` names a link and says no more.
    let is_label =
        |label: &str| label.chars().all(char::is_alphanumeric) && !matches!(label, "http" | "https" | "mailto");
    let outside = outside.split_once(':').filter(|(label, _)| is_label(label)).map_or(outside, |(_, rest)| rest.trim());
    let is_link = |text: &str| text.starts_with(['[', '!']) && text.ends_with(')') && text.matches("](").count() == 1;
    if line.is_none() && is_link(outside) {
        return Some(Lack::OnlyLink(span));
    }
    let words_outside = outside.split_whitespace().any(|word| has_word(word) && !is_address(word));
    if !words_outside {
        return Some(Lack::OnlyLink(span));
    }
    None
}

/// Whether a `___` stands in the text.
pub fn has_open_blank(text: &str) -> bool {
    memchr::memchr(b'_', text.as_bytes()).is_some()
        && text.contains("___")
        && blank_in(text).is_some_and(|(at, _)| text[at..].starts_with('_'))
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['<', '>', '(', ')', ',', '.']);
    word.starts_with("http://")
        || word.starts_with("https://")
        || word.starts_with("www.")
        || word.starts_with("mailto:")
}

/// What stands behind a question mark in the middle of a line, if it is more than an aside.
pub fn asks_midway(text: &str) -> Option<&str> {
    if is_question(text) {
        return None;
    }
    // One look for what ends an arrow, or begins the long one, spares most lines three.
    let may_have = memchr::memchr2(b'>', "→".as_bytes()[0], text.as_bytes()).is_some();
    let arrows = [" → ", " -> ", " => "].iter().filter(|_| may_have);
    let arrow = arrows.filter_map(|arrow| text.find(arrow).map(|at| at + arrow.len())).next();
    if let Some(at) = arrow {
        // `Teaching → testing` is a path, not a question with its answer.
        let asked = text[..at].trim_end().trim_end_matches(['>', '→', '-', '=']);
        return Some(&text[at..]).filter(|behind| has_word(behind) && (is_question(asked) || asks(asked)));
    }
    let at = if text.is_ascii() { memchr::memrchr(b'?', text.as_bytes()) } else { text.rfind(['?', '？', '؟']) }?;
    let mark = text[at..].chars().next().map_or(1, char::len_utf8);
    let behind = &text[at + mark..];
    // An address such as example.org/?q=x is no question.
    let spaced = behind.starts_with([' ', '\t', '\n', '*', '_', '"']);
    (spaced && has_word(behind) && !behind.trim_start().starts_with('(')).then_some(behind)
}

pub fn split_label(text: &str) -> (Option<&str>, &str) {
    match text.char_indices().take(40).find(|(_, c)| matches!(c, ':' | '：' | '.' | ')')) {
        Some((at, c)) => (Some(text[..at].trim_matches(['*', '_', ' '])), &text[at + c.len_utf8()..]),
        None => (None, text),
    }
}
