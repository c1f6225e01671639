//! What a student tells of a conversation, for comparison with what others tell: the words of notes and takeaways, and on which line of the
//! file they stand. The scaffold, questions and quotations, which many notes share, are taken out, and where they stood words are no
//! longer neighbours.

use std::borrow::Cow;

use super::quotation::quotations;
use crate::core::activity::Activity;
use crate::core::note::Note;
use crate::core::note::body::{Line, Unit, UnitKind};
use crate::core::note::fields::Reading;
use crate::core::note::front_matter::FrontMatter;
use crate::core::recognise::{NAMES, is_question};
use crate::core::text::{LineIndex, Span};

/// What is told in a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The words, as the student wrote them.
    pub text: String,
    /// Where in the text something was left out: the words on both sides are no neighbours.
    pub breaks: Vec<usize>,
    /// Where in the text a line of the file begins, and its number, from 1.
    lines: Vec<(usize, usize)>,
}

/// Words of one line, and its number.
type Piece<'n> = (usize, Cow<'n, str>);

impl Told {
    /// Of a text that is no note: all of it but the quotations.
    pub fn whole(text: &str) -> Self {
        let mut told = Self::default();
        told.keep(&text.lines().zip(1..).map(|(line, number)| (number, line.into())).collect::<Vec<_>>(), None);
        told
    }

    /// Of a note: its own words on the conversation, those of the front matter first.
    pub fn of(note: &Note<'_>, activity: &Activity) -> Self {
        let mut told = Self::default();
        let index = LineIndex::new(&note.source.text);
        for texts in in_front(note, activity) {
            told.cut();
            for (span, text) in texts {
                told.block(&placed(&index, span, span.of(&note.source.text), text), activity);
            }
        }
        told.cut();
        let elsewhere = activity.known.outreach.and(activity.known.why);
        let is_own = |unit: &Unit<'_>| {
            !unit.quoted
                && !unit.within.has(elsewhere)
                && !matches!(unit.kind, UnitKind::Heading | UnitKind::HeadCell)
                && !activity.is_own_text(&unit.text())
        };
        let number = |line: &Line<'_>| index.line_of(line.span.start) + 1;
        let mut above = (None, 0);
        for unit in &note.body.units {
            // A heading, or a comment, stands between this unit and the one before it.
            let comments = note.body.comments.partition_point(|comment| comment.start < unit.span.start);
            if (unit.heading, comments) != above || !is_own(unit) {
                told.cut();
            }
            above = (unit.heading, comments);
            if is_own(unit) {
                // A label of a field is left out.
                let words = |line: &Line<'_>| if line.is_field { String::new() } else { line.text.to_string() };
                let lines: Vec<Piece<'_>> = unit.lines.iter().map(|line| (number(line), words(line).into())).collect();
                told.block(&lines, activity);
            }
        }
        told
    }

    /// The line of the file on which byte `at` of the text stands.
    pub fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|(from, _)| *from <= at).checked_sub(1).map_or(1, |line| self.lines[line].1)
    }

    /// Leaves out all behind byte `at`, and the character that stands across it.
    pub fn truncate(&mut self, at: usize) {
        let at = (0..=at.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or_default();
        self.text.truncate(at);
        self.breaks.retain(|&place| place <= at);
        self.lines.retain(|&(place, _)| place <= at);
    }

    /// What comes next is no neighbour of what was.
    fn cut(&mut self) {
        if !self.text.is_empty() && self.breaks.last() != Some(&self.text.len()) {
            self.breaks.push(self.text.len());
        }
    }

    /// Lines that belong together, such as a paragraph; those that are the activity's are left out.
    fn block(&mut self, lines: &[Piece<'_>], activity: &Activity) {
        let is_given = |text: &str| text.is_empty() || activity.is_own_text(text);
        for (at, part) in lines.chunk_by(|a, b| is_given(&a.1) == is_given(&b.1)).enumerate() {
            if at > 0 || part.first().is_some_and(|(_, text)| is_given(text)) {
                self.cut();
            }
            if part.first().is_some_and(|(_, text)| !is_given(text)) {
                self.keep(part, Some(activity));
            }
        }
        if lines.last().is_some_and(|(_, text)| is_given(text)) {
            self.cut();
        }
    }

    /// Takes in lines, without the quotations and, where there is an activity, the questions in them.
    fn keep(&mut self, lines: &[Piece<'_>], activity: Option<&Activity>) {
        let (mut text, mut numbers) = (String::new(), Vec::new());
        for (number, line) in lines {
            numbers.push((text.len(), *number));
            text.push_str(line);
            text.push('\n');
        }
        let mut from = 0;
        for quotation in quotations(&text).into_iter().chain(std::iter::once(text.len()..text.len())) {
            for sentence in sentences(&text[from..quotation.start]) {
                let span = from + sentence.start..from + sentence.end;
                let words = text[span.clone()].trim();
                if activity.is_some_and(|activity| is_question(words) || activity.is_own_text(words)) {
                    self.cut();
                    continue;
                }
                let before = numbers.partition_point(|(start, _)| *start <= span.start).saturating_sub(1);
                let inside = numbers[before..].iter().take_while(|(start, _)| *start < span.end);
                let here = self.text.len();
                self.lines.extend(inside.map(|(start, number)| (here + start.saturating_sub(span.start), *number)));
                self.text.push_str(&text[span]);
            }
            if !quotation.is_empty() {
                // So that what stood on both sides is not one word.
                self.text.push('\n');
                self.cut();
            }
            from = quotation.end;
        }
    }
}

/// The sentences of a text. A line ends one where the next begins with a capital, as lines of keywords do.
fn sentences(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from;
        let mut rest = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map(|(_, c)| *c);
            let ends = match c {
                '.' | '!' | '?' | '…' | '؟' => {
                    next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?'))
                }
                '。' | '！' | '？' => true,
                '\n' => next.is_none_or(|c| !c.is_lowercase()),
                _ => false,
            };
            if ends {
                from = at + c.len_utf8();
                return Some(start..from);
            }
        }
        from = text.len();
        (start < from).then_some(start..from)
    })
}

/// What the front matter gives in place of sections, a key's texts together, with their spans; in the order of the file.
fn in_front<'n>(note: &'n Note<'_>, activity: &Activity) -> Vec<Vec<(Span, &'n str)>> {
    let FrontMatter::Read { pairs, .. } = &note.front else { return Vec::new() };
    let front = Reading::new(&note.source.text, pairs, &note.keys);
    let known = activity.known;
    let elsewhere = known.outreach.and(known.why).and(known.questions);
    let set = |key: &str| activity.section(key).map_or_else(|| activity.named_by_whole(key), |(set, _)| set);
    let common = NAMES.sections.iter().map(|name| name.canonical.as_str());
    let mut keys: Vec<&str> = common.chain(activity.sections.iter().map(|section| section.key.as_str())).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| !set(key).has(elsewhere));
    let mut texts: Vec<_> = keys.into_iter().map(|key| front.section(key)).filter(|texts| !texts.is_empty()).collect();
    texts.sort_by_key(|texts| texts[0].0.start);
    texts
}

/// The lines of a value of the front matter, with their numbers in the file. YAML folds lines and knows escapes, so the words are found
/// again one after the other in the value as it is `written`.
fn placed<'n>(index: &LineIndex, span: Span, written: &str, text: &'n str) -> Vec<Piece<'n>> {
    /// How many words that YAML leaves out, such as a mark at a block's beginning, are passed over.
    const AHEAD: usize = 4;
    let place = |word: &str| span.start + (word.as_ptr() as usize - written.as_ptr() as usize);
    let mut there = written.split_whitespace().map(|word| (word, index.line_of(place(word)) + 1));
    let mut number = index.line_of(span.start) + 1;
    let mut pieces: Vec<Piece<'n>> = Vec::new();
    for line in text.lines() {
        let mut from = 0;
        let mut is_first = true;
        for word in line.split_whitespace() {
            let at = word.as_ptr() as usize - line.as_ptr() as usize;
            let ahead = there.clone().take(AHEAD).position(|(written, _)| written.contains(word));
            if let Some((_, found)) = ahead.and_then(|ahead| there.nth(ahead))
                && found != number
            {
                if !is_first {
                    pieces.push((number, line[from..at].trim_end().into()));
                    from = at;
                }
                number = found;
            }
            is_first = false;
        }
        if !is_first {
            pieces.push((number, line[from..].into()));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;

    /// What is told between two breaks, and the line on which it begins.
    fn told(text: &str) -> Vec<(usize, String)> {
        let source = Source::new("n.md", text);
        let told = Told::of(&parse(&source, &DEFAULT), &DEFAULT);
        let ends: Vec<usize> = told.breaks.iter().copied().chain([told.text.len()]).collect();
        let starts = std::iter::once(0).chain(told.breaks.iter().copied());
        let parts = starts.zip(ends).map(|(from, to)| {
            let words = told.text[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
            let lead = told.text[from..to].len() - told.text[from..to].trim_start().len();
            (told.line_at(from + lead), words)
        });
        parts.filter(|(_, words)| words.chars().any(char::is_alphanumeric)).collect()
    }

    fn parts(list: &[(usize, &str)]) -> Vec<(usize, String)> {
        list.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_left_out_parts_what_stands_around_it() {
        let text = "---\nlevel: 1\ncontact: Ada\n---\n# Ada\n\n## Why this person\n\nBecause.\n\n## Notes\n\nShe likes\ntests. What does\nshe test? All of it.\nIt is “a great joy” to her.\n\n> quoted\n\nMore\n<!-- comment -->\n\nEven more\n\n- one\n- two\n\n## Takeaway\n\nTest.\n";
        assert_eq!(
            told(text),
            parts(&[
                (13, "She likes tests."),
                (15, "All of it. It is"),
                (16, "to her."),
                (20, "More"),
                (23, "Even more one two"),
                (30, "Test.")
            ])
        );
    }

    #[test]
    fn prompts_are_left_out_wherever_they_stand() {
        let prompt = &DEFAULT.prompts[0].text;
        let hint = DEFAULT.sections.iter().find(|section| section.key == "takeaway").map(|section| &section.prompt);
        let text = format!("## Notes\n\n{prompt} By luck.\n{}\nOn the train.\n", hint.map_or("", |hint| hint.trim()));
        assert_eq!(told(&text), parts(&[(3, "By luck."), (5, "On the train.")]));
    }

    #[test]
    fn the_front_matter_tells_too_each_word_on_its_line() {
        let text = "---\nlevel: 1\ncontact: Ada\nnotes:\n  - She likes tests.\n  - \"She \\\"tests\\\" a\n     lot\"\nquestions: [Who are you]\nmine: own\ntakeaway: >\n  Test more\n  and often.\n\n  What else?\n  Sleep.\n---\nBelow.\n";
        let seen = told(text);
        assert_eq!(
            seen,
            parts(&[
                (5, "She likes tests. She"),
                (6, "a lot"),
                (11, "Test more and often."),
                (15, "Sleep."),
                (17, "Below.")
            ]),
        );
        let source = Source::new("n.md", text);
        let all = Told::of(&parse(&source, &DEFAULT), &DEFAULT);
        for word in ["lot", "often", "Sleep"] {
            let line = text.lines().position(|line| line.contains(word)).map(|line| line + 1);
            assert_eq!(all.text.find(word).map(|at| all.line_at(at)), line, "{word}");
        }
    }

    #[test]
    fn a_note_of_nothing_but_marks_is_read_in_no_time() {
        for part in ["\"", "“", "? ", "。", "- \n", "„ “ ", "* \"a\n", "「『", "»a«"] {
            let notes = "a \" ".repeat(10_000);
            let body = part.repeat(60_000);
            told(&format!("---\nlevel: 1\ncontact: A\nnotes: |\n  {notes}\n---\n{body}\n"));
        }
    }
}
