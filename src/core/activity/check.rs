//! What has to fit together in an activity's file: levels, sections, statuses and fields that name each other.

use std::collections::HashMap;

use super::template::Template;
use super::{Audience, Level, level_forms};
use crate::core::diagnostic::Severity;
use crate::core::recognise::{NAMES, fold, fold_heading, has_word, nearest};
use crate::core::table::{Mistakes, Placed};
use crate::core::text::Span;

/// What the places of a message may be: words, and lists on a line of their own.
pub(crate) const MESSAGE_WORDS: [&str; 6] = ["contact", "role", "company", "how", "why", "question"];
pub(crate) const MESSAGE_LISTS: [&str; 2] = ["times", "questions"];

/// What the places in the name of an earlier note may be.
pub(crate) const EARLIER_WORDS: [&str; 2] = ["contact", "date"];

/// The fields of the front matter whose absence a rule tells.
pub(crate) const FIELDS: [&str; 3] = ["level", "contact", "date"];

/// The longest name or line, and the longest prompt of a section, in characters.
pub(crate) const MAX_LINE: usize = 300;
pub(crate) const MAX_PROMPT: usize = 2_000;

/// Compares what a file says with what it said before, from its top to its end.
pub struct Checker<'m> {
    mistakes: &'m Mistakes,
    levels: Vec<(i64, Vec<String>)>,
    /// Whether the number of one could not be read, which was told then.
    has_unknown_level: bool,
    level_names: HashMap<String, i64>,
    sections: Vec<String>,
    headings: HashMap<String, String>,
}

type Text<'d> = Placed<&'d str>;

impl<'m> Checker<'m> {
    pub fn new(mistakes: &'m Mistakes) -> Self {
        Self {
            mistakes,
            levels: Vec::new(),
            has_unknown_level: false,
            level_names: HashMap::new(),
            sections: Vec::new(),
            headings: HashMap::new(),
        }
    }

    fn add(&self, span: Span, message: String, help: impl Into<String>) {
        self.mistakes.add(span, message, help);
    }

    /// A text that is shown on one line, such as a heading. Empty where there is none; what is wrong with it was told then.
    pub fn line(&self, key: &str, text: Option<Text<'_>>) -> String {
        let Some(text) = text else { return String::new() };
        let line = text.value.trim();
        if line.contains(|c: char| c.is_control()) {
            self.add(text.span, format!("`{key}` has to stand on one line"), "Write it without line breaks and tabs.");
        } else if line.is_empty() {
            self.add(text.span, format!("`{key}` is empty"), "Write a few words between the quotes.");
        } else if line.chars().count() > MAX_LINE {
            self.add(text.span, format!("`{key}` is longer than {MAX_LINE} letters"), "Say it in fewer words.");
        } else {
            self.no_comment(key, &text);
        }
        line.to_owned()
    }

    pub fn lines(&self, key: &str, list: Option<Vec<Text<'_>>>) -> Vec<String> {
        list.into_iter().flatten().map(|text| self.line(key, Some(text))).collect()
    }

    /// The heading of a note, in which `{contact}` stands for the name.
    pub fn title(&self, text: Option<Text<'_>>) -> String {
        let blank = text.as_ref().and_then(|text| {
            let mut blanks = text.value.match_indices('{').map(|(at, _)| at);
            let start = blanks.find(|at| !text.value[*at..].starts_with("{contact}"))?;
            let end = text.value[start..].find('}').map_or(text.value.len(), |length| start + length + 1);
            // Behind the quote, where every letter stands as it is read.
            let is_plain = text.span.end - text.span.start == text.value.len() + 2;
            let first = text.span.start + 1;
            let span = if is_plain { Span::new(first + start, first + end) } else { text.span };
            Some((span, &text.value[start..end]))
        });
        if let Some((span, blank)) = blank {
            self.add(
                span,
                format!("`{blank}` is not known in a heading, and would stand in every note as it is"),
                "Write {contact} where the name shall stand, for example: heading = \"Conversation with {contact}\"",
            );
        }
        self.line("heading", text)
    }

    /// A text that stands in a comment of the note.
    pub fn comment(&self, key: &str, text: Option<Text<'_>>) -> String {
        let Some(text) = text else { return String::new() };
        if text.value.trim().is_empty() || text.value.chars().count() > MAX_PROMPT {
            let message = format!("`{key}` has between 1 and {MAX_PROMPT} letters");
            self.add(text.span, message, "Say in a sentence or two what belongs into this section.");
        } else if text.value.contains(|c: char| c.is_control() && c != '\n') {
            self.add(
                text.span,
                format!("`{key}` has a sign in it that nobody sees"),
                "Write it with letters and spaces only.",
            );
        } else {
            self.no_comment(key, &text);
        }
        text.value.to_owned()
    }

    /// A line with places to be filled.
    pub fn template(&self, key: &str, text: Option<Text<'_>>, words: &[&str], lists: &[&str]) -> Option<Template> {
        let text = text?;
        let line = self.line(key, Some(text.clone()));
        self.places(&line, text.span, words, lists)
    }

    fn places(&self, text: &str, span: Span, words: &[&str], lists: &[&str]) -> Option<Template> {
        let read = Template::read(text, words, lists);
        read.map_err(|why| self.add(span, why.message, why.help)).ok()
    }

    /// A message: a text of paragraphs that stays one section of the note, and that is the student's to finish.
    pub fn message(&self, text: Option<Text<'_>>) -> Option<Template> {
        let text = text?;
        self.comment("text", Some(text.clone()));
        let opens = ["#", ">", "<", "|", "~~~", "===", "---", "***", "- ", "* ", "+ "];
        let opening = text.value.lines().map(str::trim).find(|line| opens.iter().any(|mark| line.starts_with(mark)));
        if let Some(line) = opening {
            let message = format!("The line `{line}` of a message is more than a sentence to Markdown");
            self.add(text.span, message, "Begin each line with a word, or with a place such as {contact}.");
        } else if !text.value.contains("___") {
            let message = "There is no blank `___` for the student to fill in this message".to_owned();
            self.add(text.span, message, "Leave what only they can say as a blank, for example: My name is ___.");
        }
        self.places(text.value, text.span, &MESSAGE_WORDS, &MESSAGE_LISTS)
    }

    /// What stands for a time to be chosen: a blank and a word, so that it is seen to be one.
    pub fn open_time(&self, text: Option<Text<'_>>) -> String {
        let line = self.line("open-time", text.clone());
        if let Some(text) = text.filter(|_| !line.is_empty() && (!line.contains("___") || !has_word(&line))) {
            let message = format!("`{line}` is not a blank with a word beside it");
            self.add(text.span, message, "Write for example: open-time = \"___ at ___\"");
        }
        line
    }

    pub fn channel(&self, name: &Text<'_>) {
        let known = || NAMES.channels.iter().map(|channel| channel.canonical.as_str());
        if !known().any(|known| known == name.value) {
            let message = format!("`{}` is not a channel that is known", name.value);
            self.add(name.span, message, self.did_you_mean(name.value, known()));
        }
    }

    fn no_comment(&self, key: &str, text: &Text<'_>) {
        if ["<!--", "-->", "```"].iter().any(|mark| text.value.contains(mark)) {
            let message = format!("`{key}` may hold no mark of a comment or of code");
            self.add(text.span, message, "Take `<!--`, `-->` and ``` out: the text is put into a comment of the note.");
        }
    }

    pub fn folder(&self, text: Option<Text<'_>>) -> String {
        let Some(text) = text else { return String::new() };
        let name = text.value;
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.');
        if name.is_empty()
            || name.chars().count() > 60
            || name.starts_with('.')
            || name.ends_with(['.', ' '])
            || !name.chars().all(is_plain)
        {
            self.add(
                text.span,
                format!("`{name}` is not the name of one folder"),
                "Write one name of letters, digits and hyphens, for example folder = \"networking\"",
            );
        }
        name.to_owned()
    }

    pub fn week(&self, week: &Placed<i64>) -> Option<u8> {
        let number = u8::try_from(week.value).ok().filter(|week| (1..=104).contains(week));
        if number.is_none() {
            let message = format!("`{}` is not a week between 1 and 104", week.value);
            self.add(week.span, message, "Count from the module's first week: due-week = 3");
        }
        number
    }

    pub fn count(&self, key: &str, number: &Placed<i64>) -> Option<usize> {
        let count = usize::try_from(number.value).ok().filter(|count| *count <= 20);
        if count.is_none() {
            let message = format!("`{key}` is a number between 0 and 20, and this is {}", number.value);
            self.add(number.span, message, format!("Write for example: {key} = 3"));
        }
        count
    }

    pub fn no_levels(&self, span: Span) {
        let help = "Write at least one part [[levels]] with `level = 1`, a `name` and a `meaning`.";
        self.add(span, "There is no level".to_owned(), help);
    }

    /// A level's number and all its spellings are its own.
    pub fn new_level(&mut self, level: &Level, span: Span) {
        if level.level < 0 {
            self.add(span, format!("`{}` is below 0", level.level), "Number the levels from 1.");
        }
        let number = level.level.to_string();
        for spelling in [&number, &level.name].into_iter().chain(&level.also).filter(|spelling| !spelling.is_empty()) {
            if level_forms(spelling)
                .iter()
                .any(|form| self.level_names.get(form).is_some_and(|other| *other != level.level))
            {
                let message = format!("`{spelling}` names two levels");
                self.add(span, message, "Give each level names that no other one has.");
            }
        }
        if self.levels.iter().any(|(known, _)| *known == level.level) {
            self.add(
                span,
                format!("The level {} stands further up already", level.level),
                "Give each level a number of its own.",
            );
        }
        for spelling in [&number, &level.name].into_iter().chain(&level.also) {
            for form in level_forms(spelling) {
                self.level_names.entry(form).or_insert(level.level);
            }
        }
        self.levels.push((level.level, level.seniorities.clone()));
    }

    /// A level of which nobody knows the number: what names a level elsewhere may mean this one.
    pub fn unknown_level(&mut self) {
        self.has_unknown_level = true;
    }

    /// A level that is named elsewhere is there.
    pub fn level(&self, level: &Placed<i64>) {
        if !self.has_unknown_level && !self.levels.iter().any(|(known, _)| *known == level.value) {
            self.add(level.span, format!("There is no level {}", level.value), self.known_levels());
        }
    }

    fn known_levels(&self) -> String {
        let numbers: Vec<_> = self.levels.iter().map(|(number, _)| number.to_string()).collect();
        format!("The levels of this file are: {}.", numbers.join(", "))
    }

    pub fn seniorities(&self, list: &[Text<'_>]) {
        let known = || NAMES.contact.seniorities.iter().map(String::as_str);
        for name in list.iter().filter(|name| !known().any(|known| known == name.value)) {
            let message = format!("`{}` is not a seniority that is known", name.value);
            self.add(name.span, message, self.did_you_mean(name.value, known()));
        }
    }

    /// A section's key is written as front matter has it, and its own.
    pub fn section_key(&mut self, text: Option<Text<'_>>) -> String {
        let Some(text) = text else { return String::new() };
        let key = text.value;
        let written = fold(key).replace(' ', "-");
        if key != written || key.is_empty() || key.chars().count() > 40 {
            let message = format!("`{key}` cannot be the key of a section");
            let help = match written.chars().count() {
                1..=40 => format!("Write it small and with hyphens: key = \"{written}\""),
                _ => "Write one or two words, small and with hyphens: key = \"my-goal\"".to_owned(),
            };
            self.add(text.span, message, help);
        } else if NAMES.fields.iter().any(|field| field.canonical == key) {
            self.add(text.span, format!("`{key}` is a field of every note"), "Give the section another key.");
        } else if self.sections.iter().any(|known| known == key) {
            self.add(text.span, format!("The section `{key}` stands further up already"), "Keep one of the two.");
        }
        // Who asks for it elsewhere under the right form has made no second mistake.
        self.sections.push(written);
        key.to_owned()
    }

    /// A heading names one section.
    pub fn spellings<'t, 'd: 't>(&mut self, key: &str, list: impl Iterator<Item = &'t Text<'d>>) {
        for spelling in list {
            let folded = match spelling.value.strip_suffix('…') {
                Some(beginning) => format!("{} …", fold(beginning)),
                None => fold_heading(spelling.value),
            };
            let other = self.headings.entry(folded).or_insert_with(|| key.to_owned());
            if other != key {
                let message = format!("`{}` names two sections, `{other}` and `{key}`", spelling.value);
                self.add(spelling.span, message, "Keep it at one of them.");
            }
        }
    }

    /// A field that is asked for is a section of this file or one that a rule looks for.
    pub fn field(&self, field: &Text<'_>) {
        let known = || FIELDS.into_iter().chain(self.sections.iter().map(String::as_str));
        if known().any(|known| known == field.value) {
            return;
        }
        if NAMES.fields.iter().any(|known| known.canonical == field.value) {
            let message = format!("`{}` is always up to the student, so it cannot be asked for", field.value);
            self.add(field.span, message, "Take it out of the list.");
            return;
        }
        let message = format!("`{}` is neither a section of this file nor one of {}", field.value, FIELDS.join(", "));
        self.add(field.span, message, self.did_you_mean(field.value, known()));
    }

    pub fn status(&self, status: &Text<'_>) {
        let known = || NAMES.statuses.iter().map(|status| status.canonical.as_str()).chain(["none"]);
        if !known().any(|known| known == status.value) {
            let message = format!("`{}` is not a status that is known", status.value);
            self.add(status.span, message, self.did_you_mean(status.value, known()));
        }
    }

    pub fn severity(&self, name: &Text<'_>) -> Option<Severity> {
        let severity = Severity::from_name(name.value);
        if severity.is_none() {
            let known = Severity::ALL.map(Severity::name);
            self.add(name.span, format!("`{}` is not a severity", name.value), self.did_you_mean(name.value, known));
        }
        severity
    }

    /// `LEVEL` or `LEVEL SENIORITY`.
    pub fn audience(&self, audience: &Text<'_>) -> Option<Audience> {
        let words: Vec<&str> = audience.value.split_whitespace().collect();
        let (number, kind) = (words.first().and_then(|word| word.parse().ok()), words.get(1).copied());
        let level = self.levels.iter().find(|(level, _)| Some(*level) == number);
        match (level, kind) {
            (_, Some(_)) if words.len() > 2 => {
                let message = format!("`{}` says more than a level and a seniority", audience.value);
                let help = "Write one text for each: for = [\"1\", \"3 junior\", \"3 senior\"]";
                self.add(audience.span, message, help);
            }
            (None, _) if self.has_unknown_level && number.is_some() => {}
            (None, _) => {
                let message = format!("`{}` is no level of this file", audience.value);
                self.add(
                    audience.span,
                    message,
                    format!("{} Write for example: for = [\"1\", \"3 junior\"]", self.known_levels()),
                );
            }
            (Some((number, seniorities)), Some(kind)) if !seniorities.iter().any(|known| known == kind) => {
                let help = match seniorities.is_empty() {
                    true => format!(
                        "Add a line `seniorities = [\"junior\", \"senior\"]` to level {number}, or write \"{number}\" alone."
                    ),
                    false => self.did_you_mean(kind, seniorities.iter().map(String::as_str)),
                };
                self.add(audience.span, format!("Level {number} has no seniority `{kind}`"), help);
            }
            _ => {}
        }
        Some(Audience { level: number?, seniority: kind.map(str::to_owned) })
    }

    /// The name that was probably meant. It is a comparison with each of them, so that it is spared where nobody would read it.
    fn did_you_mean<'c>(&self, typed: &str, known: impl IntoIterator<Item = &'c str>) -> String {
        if self.mistakes.is_full() {
            return String::new();
        }
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(typed, known.iter().copied()) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("Write one of: {}.", known.join(", ")),
        }
    }
}
