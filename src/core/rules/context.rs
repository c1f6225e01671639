//! What a rule may look at and where it reports, and the messages that several rules share.

use super::{Rule, hidden_sections};
use crate::core::activity::Activity;
use crate::core::calendar::Today;
use crate::core::diagnostic::Diagnostic;
use crate::core::draft;
use crate::core::journal::{Facts, Surroundings};
use crate::core::note::body::{Heading, LABEL, Unit, UnitKind};
use crate::core::note::contents::{Content, Lack};
use crate::core::note::fields::Field;
use crate::core::note::{Note, front_matter::FrontMatter};
use crate::core::recognise::{NAMES, has_word, is_question};
use crate::core::text::Span;

/// What a rule may look at, and where it reports.
pub struct NoteContext<'a> {
    /// The note.
    pub note: &'a Note<'a>,
    /// Its path as seen from the journal's root, `/` between folders.
    pub path: &'a str,
    /// What is known of the journal it lies in.
    pub surroundings: &'a Surroundings,
    /// The assignment.
    pub activity: &'a Activity,
    /// The day of the run.
    pub today: Today,
    /// The rule that runs.
    pub rule: &'static Rule,
    /// What was found so far.
    pub found: Vec<Diagnostic>,
}

impl<'a> NoteContext<'a> {
    /// Reports at `span`; the rest of the message is added to what this returns.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(self.rule.finding(span, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Whether the note's level and status ask for `field`. Never where front matter could not be read.
    pub fn requires(&self, field: &str) -> bool {
        if !self.note.is_readable() {
            return false;
        }
        // Without front matter there is no status either; only what is written afterwards, under its heading, tells of a talk.
        let contents = &self.note.contents;
        let told =
            |key: &str| contents.get(key).is_some_and(|content| content.lack.is_none() && content.heading.is_some());
        if self.note.front == FrontMatter::None && !self.activity.told_afterwards().iter().any(|key| told(key)) {
            return false;
        }
        let level = self.note.level.get().copied();
        let asks = |status: Option<&str>| self.activity.requires(field, level, status).is_some();
        if self.note.has_unknown_status() {
            // That is a mistake of its own; only what every status asks for is asked for.
            return asks(None) && NAMES.statuses.iter().all(|status| asks(Some(&status.canonical)));
        }
        asks(self.note.status.get().map(|status| status.canonical.as_str()))
    }

    /// The note's status in words, for titles: `the status is \`talked\``.
    pub fn status_in_words(&self) -> String {
        match self.note.status.get() {
            Some(status) => format!("the status is `{}`", status.canonical),
            None => "no status says that it is still to come".to_owned(),
        }
    }

    /// Whether a front-matter field is asked for and absent, empty or a placeholder.
    pub fn lacks<T>(&self, name: &str, field: &Field<T>) -> bool {
        let has = matches!(field, Field::Invalid(..) | Field::Read(..));
        !has && self.note.front != FrontMatter::None && self.requires(name)
    }

    /// Reports a front-matter field that it [`Self::lacks`]. `lines` are what to paste, one of them where there
    /// are several.
    pub fn missing_field<T>(
        &mut self,
        name: &'static str,
        field: &Field<T>,
        why: &str,
        lines: &str,
    ) -> Option<&mut Diagnostic> {
        let fix = draft::lift(self.note, self.activity, name, field);
        let (add, paste) = match lines.contains('\n') {
            true => ("Add the line that fits between the two `---` at the top", format!(":\n\n{lines}")),
            false => ("Add this line between the two `---` at the top", format!(": `{lines}`")),
        };
        let said = self.note.said_in_body(name);
        let place = self.note.place_for_fields();
        let found = match field {
            Field::Absent => match said {
                Some((span, value)) => {
                    let found =
                        self.report(span, format!("The {name} stands in the text, but not in the front matter"));
                    found.label(format!("`{value}` is read here"));
                    found.help(format!("{add}{paste}"));
                    found
                }
                None => {
                    let found = self.report(place, format!("The {name} is missing"));
                    found.label(format!("a line `{name}: …` goes above this one"));
                    found.help(format!("{add}{paste}"));
                    found
                }
            },
            Field::Empty(at) => {
                let found = self.report(at.value, format!("The {name} has no value yet"));
                found.label("nothing behind the colon");
                found.help(format!("Complete the line{paste}"));
                found
            }
            Field::Placeholder(at) => {
                let found = self.report(at.value, format!("The {name} still says `{}`", at.raw));
                found.label("a placeholder");
                found.help(format!("Replace it, for example{paste}"));
                found
            }
            Field::Invalid(..) | Field::Read(..) => return None,
        };
        found.why(why);
        found.field(name);
        found.fix = fix;
        Some(found)
    }

    /// What is known of a section that is asked for and says nothing.
    pub fn lacking(&self, key: &str) -> Option<(&'a Content, Lack)> {
        if !self.requires(key) || self.hides(key) {
            return None;
        }
        let content = self.note.contents.get(key)?;
        Some((content, content.lack?))
    }

    /// Whether an unclosed comment or fence may have swallowed the section.
    pub fn hides(&self, key: &str) -> bool {
        let Some(opening) = self.note.body.swallowed_from else { return false };
        let hidden = hidden_sections::swallowed(self.note, self.activity);
        let heading = self.note.contents.get(key).and_then(|content| content.heading);
        match heading {
            None => hidden.iter().any(|(hidden, _)| hidden == key),
            // What is opened in a section hides what stands in it, and is told where it hides another.
            Some(heading) => {
                let section = self.note.body.headings.iter().find(|one| one.span == heading);
                let opens_in_it = section.is_some_and(|one| (one.span.end..one.end).contains(&opening.start));
                opens_in_it && !hidden.is_empty()
            }
        }
    }

    /// Whether the first thing to say of a note is that it may be a plan: it gives no status, nothing is told in it, and no
    /// section was asked for yet.
    fn may_be_to_come(&self) -> bool {
        let is_told = |key: &String| self.note.contents.has(key);
        let is_first = !self
            .found
            .iter()
            .any(|found| found.field.as_deref().is_some_and(|field| self.note.contents.get(field).is_some()));
        matches!(self.note.status, Field::Absent | Field::Empty(_))
            && is_first
            && !self.activity.told_afterwards().iter().any(is_told)
    }

    /// Reports a section that says nothing: no section, empty, or the scaffold's own text.
    pub fn missing_section(&mut self, key: &str, why: &str) {
        let Some((content, lack)) = self.lacking(key) else { return };
        let written = self.activity.heading_of(key).to_owned();
        let heading = content.title.clone().unwrap_or_else(|| written.clone());
        let status = self.status_in_words();
        let end = self.note.last_line();
        // What the front matter gives for it has no heading of its own.
        let at = content.at_key.or(content.heading).unwrap_or(end);
        let (part, nothing) = match content.at_key {
            Some(key) => (format!("key `{}`", key.of(&self.note.source.text)), "nothing behind the colon yet"),
            None => (format!("section `{heading}`"), "nothing below this heading yet"),
        };
        let write = match (content.at_key, content.heading) {
            (Some(_), _) => {
                format!(
                    "Write it behind the colon, or under `## {written}`, in your own words. A few words are enough."
                )
            }
            (None, Some(_)) => "Write it below this heading, in your own words. A few words are enough.".to_owned(),
            (None, None) => {
                format!("Write it in your own words, here or under `## {written}`. A few words are enough.")
            }
        };
        let text = |span: Span| span.of(&self.note.source.text).trim().lines().next().unwrap_or_default().to_owned();
        let (span, saw, label, help) = match lack {
            Lack::NoSection => (
                end,
                match written.eq_ignore_ascii_case(key) {
                    true => format!("There is no section for {key}"),
                    false => format!("There is no section `{written}`"),
                },
                format!("no heading `## {written}` up to here"),
                format!("{}\n\n## {written}", self.where_it_may_be(&written)),
            ),
            Lack::Empty => (at, format!("The {part} is empty"), nothing.to_owned(), write),
            Lack::OwnText(span) => (
                span,
                format!("The {part} still has the text it came with"),
                "this is the prompt, not yet your words".to_owned(),
                write,
            ),
            // The placeholder stands behind the colon of the heading itself.
            Lack::Placeholder(span) if text(span).starts_with('#') => (
                span,
                format!("The heading `{heading}` ends in a placeholder, and nothing stands below it"),
                "a placeholder".to_owned(),
                write,
            ),
            Lack::Placeholder(span) => {
                (span, format!("The {part} says only `{}`", text(span)), "a placeholder".to_owned(), write)
            }
            Lack::OnlyLink(span) => (
                span,
                format!("The {part} holds only a link or a picture"),
                "no words beside it".to_owned(),
                "Keep it, and add one sentence to it: what it means to you.".to_owned(),
            ),
            Lack::OnlyLabel(span) => (
                span,
                format!("The {part} has a label and nothing behind it"),
                "nothing behind the colon".to_owned(),
                write,
            ),
            Lack::InComment(span) => (
                span,
                format!("Your words for `{heading}` stand inside a comment"),
                "between `<!--` and `-->` nobody sees them".to_owned(),
                "Move them below the line with `-->`, or delete the lines `<!--` and `-->`.".to_owned(),
            ),
            Lack::Blank(span) => (
                span,
                format!("Under `{heading}` a blank is still to be filled"),
                "this blank".to_owned(),
                "Replace the blank with your own words.".to_owned(),
            ),
            Lack::OnlyQuestions(span) => (
                span,
                format!("The {part} repeats the questions"),
                "a question, and no answer below it".to_owned(),
                "Write what was said, below the questions or below this heading.".to_owned(),
            ),
        };
        let help = match self.may_be_to_come() {
            true => format!(
                "Is it still to come? Add the line `status: planned` at the top, and none of this is asked yet. Otherwise:\n{help}"
            ),
            false => help,
        };
        let fix = if lack == Lack::NoSection { draft::add_section(self.note, self.activity, key) } else { None };
        let found = self.report(span, format!("{saw}, and {status}"));
        found.label(label).help(help);
        found.why(why);
        found.field(key);
        found.fix = fix;
    }
}

/// The most headings that are asked about at once.
const MOST_HEADINGS: usize = 3;

impl NoteContext<'_> {
    /// What to do where no heading is called `written`: whoever has it under a name that nobody knows only has to rename it.
    fn where_it_may_be(&self, written: &str) -> String {
        let body = &self.note.body;
        let has_words = |at: usize| {
            let below = |unit: &&Unit<'_>| unit.heading == Some(at) && unit.kind != UnitKind::Heading;
            body.units.iter().filter(below).any(|unit| unit.lines.iter().any(|line| has_word(&line.text)))
        };
        let is_open = |heading: &Heading<'_>| {
            heading.names.is_none() && !heading.is_title && heading.level < LABEL && !is_question(&heading.text)
        };
        let open = body.headings.iter().enumerate().filter(|(at, heading)| is_open(heading) && has_words(*at));
        let names: Vec<String> =
            open.take(MOST_HEADINGS).map(|(_, heading)| format!("`{}`", heading.text.trim())).collect();
        match names.split_last() {
            None => "Add this line and write below it:".to_owned(),
            Some((last, [])) => format!(
                "If it stands under {last}, call that heading `## {written}`. Else add this line and write below it:"
            ),
            Some((last, others)) => {
                let others = others.join(", ");
                format!(
                    "If it stands under {others} or {last}, call that heading `## {written}`. Else add this line and write below it:"
                )
            }
        }
    }
}

/// What a rule of the journal may look at, and where it reports.
pub struct JournalContext<'a> {
    /// Its notes, by path.
    pub notes: &'a [&'a Facts],
    /// The assignment.
    pub activity: &'a Activity,
    /// What else is known.
    pub surroundings: &'a Surroundings,
    /// The rule that runs.
    pub rule: &'static Rule,
    /// What was found so far: the place of the note in [`Self::notes`], and the finding.
    pub found: Vec<(usize, Diagnostic)>,
}

impl JournalContext<'_> {
    /// Reports in note `at`; the rest of the message is added to what this returns.
    pub fn report(&mut self, at: usize, message: impl Into<String>) -> &mut Diagnostic {
        let span = self.notes.get(at).map_or_else(Span::default, |facts| facts.top);
        self.found.push((at, self.rule.finding(span, message)));
        let last = self.found.len() - 1;
        &mut self.found[last].1
    }
}
