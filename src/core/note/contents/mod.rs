//! What each section of a note says in the student's own words, and if nothing, what stands there instead.
//!
//! The scaffold's text is told apart by comparison with the activity, never by guessing at emptiness.

use std::cell::{LazyCell, OnceCell};
use std::collections::HashSet;

use super::body::{Body, Line, Unit, UnitKind};
use super::fields::{Contact, Field, Reading};
use crate::core::activity::{Activity, Sections};
use crate::core::recognise::{
    asks, blank_in, fold, has_word, is_answer_label, is_question, is_statement, tells_questions, tells_takeaway,
};
use crate::core::text::Span;

mod before;
mod judged;

use self::before::Before;
use self::judged::{Judged, has_open_blank, split_label, why_not};

/// Why a section says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// There is no such section.
    NoSection,
    /// The section has no text, or a comment only.
    Empty,
    /// It holds the scaffold's own text.
    OwnText(Span),
    /// It holds a placeholder.
    Placeholder(Span),
    /// It holds a link or a picture and no word beside it.
    OnlyLink(Span),
    /// It holds a label with nothing behind it (`Ada:`).
    OnlyLabel(Span),
    /// It holds a question whose blank is not filled.
    Blank(Span),
    /// It is empty, and words of the student's stand in a comment, which nobody sees.
    InComment(Span),
    /// It holds the questions again, and no answer.
    OnlyQuestions(Span),
}

impl Lack {
    /// The same, of what stands at `span`.
    fn at(self, span: Span) -> Self {
        match self {
            Self::OwnText(_) => Self::OwnText(span),
            Self::Placeholder(_) => Self::Placeholder(span),
            Self::OnlyLink(_) => Self::OnlyLink(span),
            Self::OnlyLabel(_) => Self::OnlyLabel(span),
            Self::InComment(_) => Self::InComment(span),
            Self::Blank(_) => Self::Blank(span),
            Self::OnlyQuestions(_) => Self::OnlyQuestions(span),
            Self::NoSection | Self::Empty => self,
        }
    }
}

/// What is known of one section.
#[derive(Debug, Clone)]
pub struct Content {
    /// The key in the activity, or the common name of a section that the activity does not have.
    pub key: String,
    /// `None` when it has words of the student's.
    pub lack: Option<Lack>,
    /// The first heading that names it.
    pub heading: Option<Span>,
    /// That heading's words, as written.
    pub title: Option<String>,
    /// The key of the front matter that stands in its place.
    pub at_key: Option<Span>,
}

/// What each section says.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    list: Vec<Content>,
    /// Spans of the questions, in order.
    pub questions: Vec<Span>,
    /// Blanks that are left inside kept prompts.
    pub blanks: Vec<Span>,
}

impl Contents {
    /// What is known of the section with that key.
    pub fn get(&self, key: &str) -> Option<&Content> {
        self.list.iter().find(|content| content.key == key)
    }

    /// Whether the section has words of the student's.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some_and(|content| content.lack.is_none())
    }

    /// Reads the sections of `body`, and what the front matter gives in their place.
    pub fn of(body: &Body<'_>, front: &Reading<'_>, contact: &Field<Vec<Contact>>, activity: &Activity) -> Self {
        let judged = body.units.iter().map(|_| OnceCell::new()).collect();
        let scan = Scan { text: front.text(), body, activity, judged, named: headings_named_after(body, contact) };
        let questions = scan.questions();
        let mut list = Vec::new();
        let common = crate::core::recognise::NAMES.sections.iter().map(|name| name.canonical.as_str());
        for key in common.chain(activity.sections.iter().map(|section| section.key.as_str())) {
            if list.iter().any(|content: &Content| content.key == key) {
                continue;
            }
            let set = scan.set_of(key);
            let given = front.section(key);
            let at_key = front.key(key);
            let in_front = given.iter().any(|(_, text)| why_not(text, None, activity).is_none());
            let heading = body.headings.iter().find(|heading| heading.names.has(set));
            let says = in_front
                || match key {
                    "questions" => !questions.is_empty() || heading.is_none() && scan.tells(tells_questions),
                    "takeaway" => scan.has_words(set) || heading.is_none() && scan.tells(tells_takeaway),
                    "notes" => scan.has_notes(&questions),
                    // A draft is not a message until its blanks are filled.
                    "outreach" => scan.has_words(set) && scan.open_blank(set).is_none(),
                    "why" => {
                        scan.has_words(set)
                            || contact.get().is_some_and(|people| people.iter().any(|p| p.how.is_some()))
                    }
                    _ => scan.has_words(set),
                };
            let lack = (!says).then(|| match (given.first(), at_key) {
                (Some((span, text)), _) => why_not(text, None, activity).map_or(Lack::Empty, |why| why.at(*span)),
                (None, None) if heading.is_none() => Lack::NoSection,
                (None, Some(_)) if heading.is_none() => Lack::Empty,
                (None, _) => scan.lack(key, set),
            });
            list.push(Content {
                key: key.to_owned(),
                // Only a message needs the words.
                title: heading.filter(|_| lack.is_some()).map(|heading| heading.text.trim().to_owned()),
                lack,
                heading: heading.map(|heading| heading.span),
                at_key: at_key.filter(|_| heading.is_none() || !given.is_empty()),
            });
        }
        Self { list, blanks: scan.blanks(), questions }
    }
}

struct Scan<'s, 'a> {
    text: &'s str,
    body: &'s Body<'a>,
    activity: &'s Activity,
    /// What each unit says, found out when it is first asked: most lines of a long note never are.
    judged: Vec<OnceCell<Judged<'s, 'a>>>,
    named: Vec<bool>,
}

impl<'s, 'a> Scan<'s, 'a> {
    fn judged(&self, at: usize) -> &Judged<'s, 'a> {
        self.judged[at].get_or_init(|| Judged::of(&self.body.units[at], self.activity))
    }

    /// The units that fit, in order.
    fn units<'t>(&'t self, fits: impl Fn(&Unit<'a>) -> bool + 't) -> impl Iterator<Item = &'t Judged<'s, 'a>> {
        let units = self.body.units.iter().enumerate();
        units.filter(move |(_, unit)| fits(unit)).map(|(at, _)| self.judged(at))
    }

    fn set_of(&self, key: &str) -> Sections {
        self.activity.section(key).map_or_else(|| self.activity.named_by_whole(key), |(set, _)| set)
    }

    fn has_words(&self, set: Sections) -> bool {
        self.units(|unit| unit.within.has(set) && !is_name_cell(unit)).any(Judged::says)
    }

    /// Whether a sentence of the student's own says it where no heading does: not a question, a message, a quotation or a plan.
    fn tells(&self, does: impl Fn(&str) -> bool) -> bool {
        let known = self.activity.known;
        let elsewhere = known.questions.and(known.outreach).and(known.why).and(known.follow_up);
        let fits = move |unit: &Unit<'_>| {
            !is_name_cell(unit) && unit.kind != UnitKind::Heading && !unit.quoted && !unit.within.has(elsewhere)
        };
        self.units(fits).any(|judged| {
            let mut lines = judged.unit.lines.iter().filter(|line| !is_question(&line.text));
            judged.says() && lines.any(|line| does(&line.text))
        })
    }

    fn questions(&self) -> Vec<Span> {
        let known = self.activity.known;
        let counts = |judged: &&Judged<'_, '_>| {
            let text = judged.unit.text();
            judged.unit.kind != UnitKind::HeadCell
                && self.blank_of(judged).is_none()
                && !self.activity.is_section_prompt(&text)
                && (judged.says() || judged.asks)
        };
        let inside: Vec<_> = self.units(|unit| unit.within.has(known.questions)).filter(counts).collect();
        if !inside.is_empty() {
            let asked: Vec<_> = inside.iter().filter(|judged| judged.asks).map(|judged| judged.unit.span).collect();
            return if asked.is_empty() { inside.iter().map(|judged| judged.unit.span).collect() } else { asked };
        }
        let elsewhere = known.takeaway.and(known.follow_up).and(known.outreach).and(known.why).and(known.own);
        // Where a heading says which the questions are, what the notes ask is not.
        let has_heading = self.body.headings.iter().any(|heading| heading.names.has(known.questions));
        let elsewhere = if has_heading { elsewhere.and(known.notes) } else { elsewhere };
        let loose = self.units(|unit| !unit.within.has(elsewhere)).filter(|judged| judged.asks);
        let loose: Vec<_> = loose.filter(counts).collect();
        let labelled = loose.iter().any(|judged| judged.is_labelled_question);
        let asked: usize = loose.iter().map(|judged| judged.asked.max(1)).sum();
        if asked >= 2 || labelled { loose.iter().map(|judged| judged.unit.span).collect() } else { Vec::new() }
    }

    /// Whether something says what was said. `questions` are where the note asks: a question is no note.
    fn has_notes(&self, questions: &[Span]) -> bool {
        let known = self.activity.known;
        let has_heading = self.body.headings.iter().any(|heading| heading.names.has(known.notes));
        let asked: LazyCell<HashSet<String>, _> = LazyCell::new(|| {
            let questions = self.units(|unit| unit.within.has(known.questions)).filter(|judged| judged.asks);
            questions.map(|judged| fold(&judged.unit.text())).collect()
        });
        let mut before = Before::default();
        self.body.units.iter().enumerate().any(|(at, unit)| {
            let in_questions = unit.owner.has(known.questions);
            let above = before.step(unit, in_questions, in_questions && self.judged(at).asks);
            let judged = self.judged(at);
            if !judged.says() || is_name_cell(unit) {
                return false;
            }
            let repeats = || {
                unit.within.has(known.questions)
                    || questions.binary_search_by_key(&unit.span.start, |span| span.start).is_ok()
                    || asked.contains(&fold(&unit.text()))
            };
            let says_no_more = || judged.only_asks() && (judged.is_labelled_question || repeats());
            let in_notes = unit.within.has(known.notes) && !says_no_more();
            let prose = judged.is_prose() && judged.answers && unit.owner.is_none();
            let named = unit.heading.is_some_and(|at| self.named[at]);
            let answer_label = unit.lines.iter().any(|line| {
                let (label, rest) = split_label(&line.text);
                label.is_some_and(is_answer_label) && has_word(rest)
            });
            in_notes || answer_label || prose && (named || !has_heading) || self.is_answer(judged, above)
        })
    }

    /// Whether the unit answers a question: it stands in the questions' section, or under a heading that asks.
    fn is_answer(&self, judged: &Judged<'_, '_>, before: Before) -> bool {
        let unit = judged.unit;
        let under_question = unit
            .heading
            .map(|at| &self.body.headings[at])
            .is_some_and(|heading| heading.names.is_none() && is_question(&heading.text));
        let in_questions = unit.owner.has(self.activity.known.questions);
        if unit.kind == UnitKind::Heading || !(under_question || in_questions) {
            return false;
        }
        if !judged.answers {
            // An answer may end by asking: *She laughed: what else could she do?* In a list that is a question with its occasion.
            let is_below = under_question || before.asked_here;
            return unit.kind == UnitKind::Paragraph && is_below && judged.says() && judged.tells_first();
        }
        let text = unit.text();
        if judged.asks {
            // The answer stands behind the question, in the same block.
            return true;
        }
        // Where the questions have their marks, a sentence that begins like one (*When she was 20, …*) is none.
        let is_marked = under_question || before.marked_here;
        let asks = |text: &str| asks(text) && !(is_marked && is_statement(text));
        if under_question {
            return unit.kind != UnitKind::Item || !asks(&text);
        }
        match unit.kind {
            UnitKind::Cell => before.row == unit.row && before.asks,
            UnitKind::Item if unit.depth > 1 => before.any && !asks(&text),
            // A topic with what was said behind its colon.
            UnitKind::Item if text.split_once(": ").is_some_and(|(_, said)| has_word(said) && !asks(said)) => true,
            UnitKind::Item => before.asks && !asks(&text),
            _ if unit.quoted || unit.kind == UnitKind::Code => before.any,
            _ => unit.depth > 0 || before.asked_here,
        }
    }

    /// Where a question's blank is not filled.
    fn blank_of(&self, judged: &Judged<'_, '_>) -> Option<Span> {
        let unit = judged.unit;
        let known = self.activity.known;
        if !unit.within.has(known.questions.and(known.outreach))
            || judged.answers && !unit.within.has(known.outreach) && !self.activity.is_unfilled_question(&unit.text())
        {
            return None;
        }
        unit.lines.iter().find_map(|line| {
            let (start, end) = blank_in(&line.text)?;
            let blank = &line.text[start..end];
            if line.text.trim() == blank {
                return None;
            }
            Some(self.place_of(blank, line))
        })
    }

    /// Where `part` of a line stands in the file; the line where Markdown stands inside it.
    fn place_of(&self, part: &str, line: &Line<'_>) -> Span {
        match line.span.of(self.text).find(part) {
            Some(at) => Span::new(line.span.start + at, line.span.start + at + part.len()),
            None => line.span,
        }
    }

    /// Where a section still has a `___` in a sentence.
    fn open_blank(&self, set: Sections) -> Option<Span> {
        let own = self.units(|unit| unit.within.has(set) && !unit.quoted && unit.kind != UnitKind::Code);
        let mut own = own.filter(|judged| judged.unit.lines.iter().any(|line| has_open_blank(&line.text)));
        own.find_map(|judged| self.blank_of(judged))
    }

    fn blanks(&self) -> Vec<Span> {
        let known = self.activity.known;
        let asking = self.units(|unit| unit.within.has(known.questions.and(known.outreach)));
        asking.filter_map(|judged| self.blank_of(judged)).collect()
    }

    fn lack(&self, key: &str, set: Sections) -> Lack {
        let inside = || self.units(|unit| unit.within.has(set));
        if key == "outreach"
            && let Some(blank) = self.open_blank(set)
        {
            return Lack::Blank(blank);
        }
        if key == "questions"
            && let Some(blank) = inside().find_map(|judged| self.blank_of(judged))
        {
            return Lack::Blank(blank);
        }
        for judged in inside() {
            match judged.lack {
                Some(Lack::Empty) => {}
                Some(lack) => return lack.at(judged.unit.span),
                None if judged.only_asks() => return Lack::OnlyQuestions(judged.unit.span),
                None => {}
            }
        }
        self.words_in_comment(set).map_or(Lack::Empty, Lack::InComment)
    }

    /// Where a comment in the section holds words of the student's.
    fn words_in_comment(&self, set: Sections) -> Option<Span> {
        let sections: Vec<_> = self.body.headings.iter().filter(|heading| heading.names.has(set)).collect();
        let inside = |at: usize| sections.iter().any(|heading| (heading.span.end..heading.end).contains(&at));
        self.body.comments.iter().filter(|comment| inside(comment.start)).find_map(|comment| {
            let text = comment.of(self.text).strip_prefix("<!--")?.strip_suffix("-->")?;
            crate::core::text::lines(text).find_map(|(span, line)| {
                let words = line.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end();
                let says = has_word(words) && why_not(line, None, self.activity).is_none();
                let start = comment.start + 4 + span.start + line.len() - line.trim_start().len();
                says.then(|| Span::new(start, comment.start + 4 + span.start + line.trim_end().len()))
            })
        })
    }
}

/// A table's cell that names what stands in the others.
fn is_name_cell(unit: &Unit<'_>) -> bool {
    unit.kind == UnitKind::HeadCell || unit.is_row_label
}

/// Headings that carry a contact's name, and the ones below them that name no section.
fn headings_named_after(body: &Body<'_>, contact: &Field<Vec<Contact>>) -> Vec<bool> {
    let names: Vec<String> = contact
        .get()
        .into_iter()
        .flatten()
        .filter_map(|person| fold(&person.name).split(' ').next().map(str::to_owned))
        .filter(|name| !name.is_empty())
        .collect();
    let mut named: Vec<bool> = Vec::with_capacity(body.headings.len());
    for heading in &body.headings {
        // `Ada's story` is folded to `adas story`.
        let is_name = |word: &str| names.iter().any(|name| name == word || word.strip_suffix('s') == Some(name));
        let own = || fold(&heading.text).split(' ').any(is_name);
        let above = heading.parent.and_then(|parent| named.get(parent).copied()).unwrap_or(false);
        named.push(heading.names.is_none() && (above || own()));
    }
    named
}
