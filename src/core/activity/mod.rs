//! An assignment as data: levels, prompts, sections, and what each status requires.
//!
//! Built-in activities are the `*.toml` files beside this one. No Rust file holds the wording of a prompt, a level
//! or a heading; the sections with rules of their own are the ones of [`Known`].

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::diagnostic::Severity;
use super::recognise::{Group, NAMES, bare_name, fold, fold_heading, folded};
use super::table::Mistake;

pub(crate) mod check;
mod data;
pub(crate) mod file;
mod own;
pub(crate) mod template;

pub use self::data::{Audience, Conversations, File, Level, Message, Prompt, Requirement, Section};
pub use self::template::{Filling, Template};

/// The built-in activities: name and text. The first one is the default.
pub const BUILT_IN: [(&str, &str); 2] =
    [("networking", include_str!("networking.toml")), ("coffee-chat", include_str!("coffee-chat.toml"))];

/// The activity that is used when nobody names one.
pub static DEFAULT: LazyLock<Arc<Activity>> = LazyLock::new(|| {
    // The file is part of the program; a test reads it, so this cannot fail in a release.
    #[allow(clippy::expect_used)]
    Arc::new(Activity::parse(BUILT_IN[0].1).expect("the built-in activity is read by a test"))
});

/// A set of sections, one bit a section; a heading may name several (`Notes / Takeaway`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Sections(u64);

impl Sections {
    /// No section.
    pub const NONE: Self = Self(0);

    /// The set of one section, by its place in [`File::sections`].
    pub fn one(at: usize) -> Self {
        Self(1u64.checked_shl(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0))
    }

    /// Both sets together.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether one of `other`'s sections is in this set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is empty.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// An assignment: what its file says, and the tables made from that once.
#[derive(Debug, Clone)]
pub struct Activity {
    file: File,
    /// The sections that have rules of their own, and those that help to read a note.
    pub known: Known,
    spellings: HashMap<String, Sections>,
    beginnings: Vec<(String, Sections)>,
    named_by_headings: Vec<Sections>,
    levels_by_spelling: HashMap<String, usize>,
    field_names: Vec<String>,
    own_words: HashSet<String>,
    own_openers: HashSet<String>,
    question_openers: HashSet<String>,
    message_words: HashSet<String>,
    message_openers: HashSet<String>,
    questions: HashMap<String, bool>,
    told_afterwards: Vec<String>,
}

/// The places of the sections that every activity knows, whether or not it scaffolds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What to ask.
    pub questions: Sections,
    /// What was said.
    pub notes: Sections,
    /// What to follow up on.
    pub takeaway: Sections,
    /// What was done about it.
    pub follow_up: Sections,
    /// The message.
    pub outreach: Sections,
    /// Why this person.
    pub why: Sections,
    /// All others: the activity's own.
    pub own: Sections,
}

impl Deref for Activity {
    type Target = File;

    fn deref(&self) -> &File {
        &self.file
    }
}

impl Activity {
    /// Reads an activity from TOML.
    ///
    /// # Errors
    /// All mistakes of a text that is no TOML, has an unknown key, or contradicts itself.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let file = file::read(text)?;
        let mut spellings = HashMap::default();
        let mut beginnings = Vec::new();
        let mut learn = |spelling: &str, set: Sections| match spelling.strip_suffix('…') {
            Some(beginning) => beginnings.push((fold(beginning), set)),
            None => {
                spellings.entry(fold_heading(spelling)).or_insert(set);
            }
        };
        for (at, section) in file.sections.iter().enumerate() {
            for spelling in [&section.key, &section.heading].into_iter().chain(&section.also) {
                learn(spelling, Sections::one(at));
            }
        }
        let mut places = HashMap::default();
        let mut next = file.sections.len();
        for name in &NAMES.sections {
            let at = file.sections.iter().position(|section| section.key == name.canonical).unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            places.insert(name.canonical.as_str(), at);
            for spelling in std::iter::once(&name.canonical).chain(&name.also) {
                learn(spelling, Sections::one(at));
            }
        }
        let place = |key: &str| places.get(key).map_or(Sections::NONE, |&at| Sections::one(at));
        let known = Known {
            questions: place("questions"),
            notes: place("notes"),
            takeaway: place("takeaway"),
            follow_up: place("follow-up"),
            outreach: place("outreach"),
            why: place("why"),
            own: own_sections(&file),
        };
        let mut levels_by_spelling = HashMap::default();
        for (at, level) in file.levels.iter().enumerate() {
            let number = level.level.to_string();
            for spelling in [&number, &level.name].into_iter().chain(&level.also) {
                for form in level_forms(spelling) {
                    levels_by_spelling.entry(form).or_insert(at);
                }
            }
        }
        let mut own_words = HashSet::default();
        for section in &file.sections {
            own_words.insert(fold(&section.prompt));
            own_words.extend(section.prompt.lines().map(fold));
            own_words.extend(own::sentences(&section.prompt).map(fold));
        }
        own_words.remove("");
        let questions: HashMap<String, bool> =
            file.prompts.iter().map(|prompt| (fold(&prompt.text), prompt.text.contains("___"))).collect();
        let own_openers = own::openers(own_words.iter());
        let question_openers = own::openers(questions.keys());
        let fixed = file.messages.iter().flat_map(|message| message.text.fixed());
        let message_words: HashSet<String> =
            fixed.flat_map(own::sentences).map(fold).filter(|words| !words.is_empty()).collect();
        let message_openers = own::openers(message_words.iter());
        let fields = NAMES.fields.iter().map(|field| field.canonical.clone());
        let common = NAMES.sections.iter().map(|section| section.canonical.clone());
        let own = file.sections.iter().map(|section| section.key.clone());
        let field_names = fields.chain(common).chain(own).collect();
        let mut activity = Self {
            file,
            known,
            spellings,
            beginnings,
            named_by_headings: Vec::new(),
            levels_by_spelling,
            field_names,
            own_words,
            own_openers,
            question_openers,
            message_words,
            message_openers,
            questions,
            told_afterwards: Vec::new(),
        };
        activity.told_afterwards = activity.asked_afterwards();
        activity.named_by_headings =
            activity.sections.iter().map(|section| activity.named_by_whole(&section.heading)).collect();
        Ok(activity)
    }

    /// The sections that some status asks for, and none does before the conversation was held.
    fn asked_afterwards(&self) -> Vec<String> {
        let asks = |key: &str, group: Group| {
            let levels = self.levels.iter().map(|level| Some(level.level));
            let statuses = || NAMES.statuses.iter().filter(|status| status.group == group);
            levels.into_iter().any(|level| statuses().any(|s| self.requires(key, level, Some(&s.canonical)).is_some()))
        };
        let keys = self.sections.iter().map(|section| section.key.clone());
        keys.filter(|key| asks(key, Group::Talked) && !asks(key, Group::Open)).collect()
    }

    /// The built-in activity of that name.
    pub fn built_in(name: &str) -> Option<Arc<Self>> {
        if name == BUILT_IN[0].0 {
            return Some(Arc::clone(&DEFAULT));
        }
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok().map(Arc::new)
    }

    /// The activity's sections by the headings that are written for them, each with the sections that such a heading names.
    pub fn by_headings(&self) -> impl Iterator<Item = (&str, Sections)> {
        self.sections.iter().map(|section| section.heading.as_str()).zip(self.named_by_headings.iter().copied())
    }

    /// The sections that a label names, as a whole or in its parts (`Agenda / Questions`).
    pub fn named_by(&self, label: &str) -> Sections {
        self.named_by_heading(label, &fold_heading(label))
    }

    /// The same for a heading, with what it is when it is [folded](fold_heading).
    pub fn named_by_heading(&self, heading: &str, folded: &str) -> Sections {
        let whole = self.named_as_whole(heading, folded);
        let is_in_parts =
            || heading.contains(['/', '&', '+', '—', '–', ':', '|', '·', '-']) || heading.contains(" and ");
        if !whole.is_none() || heading.len() > 120 || !is_in_parts() {
            return whole;
        }
        let heading = heading.replace(" and ", "/").replace(" - ", "/").replace(" + ", "/");
        heading
            .split(['/', '&', '+', '—', '–', ':', '|', '·'])
            .map(|part| self.named_by_whole(part))
            .fold(Sections::NONE, Sections::and)
    }

    /// The sections whose name, or another spelling of it, a folded heading is, with no word around it.
    pub fn named_exactly(&self, folded: &str) -> Sections {
        self.spellings.get(folded).copied().unwrap_or_default()
    }

    /// The sections that a heading or a label names as a whole.
    pub fn named_by_whole(&self, heading: &str) -> Sections {
        if heading.len() > 120 {
            return Sections::NONE;
        }
        self.named_as_whole(heading, &fold_heading(heading))
    }

    /// The same, with what the heading is when it is [folded](fold_heading).
    pub fn named_as_whole(&self, heading: &str, folded: &str) -> Sections {
        if heading.len() > 120 {
            return Sections::NONE;
        }
        if let Some(&set) = self.spellings.get(folded).or_else(|| self.spellings.get(bare_name(folded))) {
            return set;
        }
        // A name in two languages: `Sorular (Questions)`.
        let inside =
            heading.rsplit_once('(').and_then(|(_, inside)| inside.trim_end_matches([':', ' ']).strip_suffix(')'));
        if let Some(&set) = inside.and_then(|inside| self.spellings.get(&fold(inside))) {
            return set;
        }
        self.beginnings
            .iter()
            .find(|(beginning, _)| folded.strip_prefix(beginning.as_str()).is_some_and(|rest| rest.starts_with(' ')))
            .map_or(Sections::NONE, |&(_, set)| set)
    }

    /// A line for each level, to paste: the field, and its meaning as a comment.
    pub fn level_lines(&self) -> String {
        let lines: Vec<_> =
            self.levels.iter().map(|level| format!("level: {}   # {}", level.level, level.meaning)).collect();
        lines.join("\n")
    }

    /// The place of the section with that key.
    pub fn section(&self, key: &str) -> Option<(Sections, &Section)> {
        let at = self.sections.iter().position(|section| section.key == key)?;
        Some((Sections::one(at), &self.sections[at]))
    }

    /// The heading that is written for a section: the activity's own, else the common name.
    pub fn heading_of<'a>(&'a self, key: &'a str) -> &'a str {
        self.section(key).map_or(key, |(_, section)| section.heading.as_str())
    }

    /// The level that a text names in any spelling that is known.
    pub fn level(&self, text: &str) -> Option<&Level> {
        let folded = folded(text);
        let at = |spelling: &str| self.levels_by_spelling.get(spelling).copied();
        // `2 - known contact` says the same thing twice.
        let twice =
            || folded.split_once(' ').and_then(|(first, rest)| at(first).filter(|&level| at(rest) == Some(level)));
        at(&folded).or_else(twice).map(|at| &self.levels[at])
    }

    /// The levels as one line for messages: `1 (mentor), 2 (known contact)`.
    pub fn levels_in_words(&self) -> String {
        let levels: Vec<_> = self.levels.iter().map(|level| format!("{} ({})", level.level, level.name)).collect();
        levels.join(", ")
    }

    /// The activity's level, if it has one only: nobody has to say it then.
    pub fn only_level(&self) -> Option<i64> {
        match &self.levels[..] {
            [level] => Some(level.level),
            _ => None,
        }
    }

    /// The level that a note states, else the only one that there is.
    pub fn level_or_only(&self, level: Option<i64>) -> Option<i64> {
        level.or_else(|| self.only_level())
    }

    /// The sections that only a conversation that was held has to fill; words in them tell of one.
    pub fn told_afterwards(&self) -> &[String] {
        &self.told_afterwards
    }

    /// How much the absence of `field` matters for a note of this level and status; `None` where it is not asked for.
    /// `level` is `None` where the note states none that can be read, `status` likewise.
    pub fn requires(&self, field: &str, level: Option<i64>, status: Option<&str>) -> Option<Severity> {
        // Where there is one level only, it goes without saying.
        if field == "level" && self.only_level().is_some() {
            return None;
        }
        let level = self.level_or_only(level);
        let status = status.unwrap_or("none");
        let mut severity = None;
        for entry in &self.requires {
            let level_fits = entry.levels.is_empty() || level.is_some_and(|level| entry.levels.contains(&level));
            let status_fits = entry.statuses.is_empty() || entry.statuses.iter().any(|s| s == status);
            if level_fits && status_fits && entry.fields.iter().any(|f| f == field) {
                severity = Some(entry.severity.unwrap_or(Severity::Error));
            }
        }
        severity
    }

    /// The questions for a level; with a seniority only the ones for it, without one those of all seniorities.
    pub fn questions(&self, level: i64, seniority: Option<&str>) -> impl Iterator<Item = &Prompt> {
        self.prompts.iter().filter(move |prompt| {
            prompt.audience.iter().any(|audience| {
                let kind = audience.seniority.as_deref();
                audience.level == level && (kind.is_none() || seniority.is_none() || kind == seniority)
            })
        })
    }

    /// The message to begin with for a note of this level, seniority and channel: the last one that fits.
    pub fn message(&self, level: i64, seniority: Option<&str>, channel: Option<&str>) -> Option<&Message> {
        self.messages.iter().rev().find(|message| {
            let is_meant = message.audience.iter().any(|audience| {
                let kind = audience.seniority.as_deref();
                audience.level == level && (kind.is_none() || kind == seniority)
            });
            let fits = |channel| message.channels.iter().any(|known| known == channel);
            is_meant && (message.channels.is_empty() || channel.is_some_and(fits))
        })
    }

    /// The names that front matter may use for a field, canonical ones only.
    pub fn field_names(&self) -> &[String] {
        &self.field_names
    }
}

/// The sections of a file that not every activity knows.
fn own_sections(file: &File) -> Sections {
    let is_known = |key: &str| NAMES.sections.iter().any(|name| name.canonical == key);
    let own = file.sections.iter().enumerate().filter(|(_, section)| !is_known(&section.key));
    own.fold(Sections::NONE, |all, (at, _)| all.and(Sections::one(at)))
}

/// The forms in which a level's name is understood.
pub(crate) fn level_forms(spelling: &str) -> [String; 5] {
    let name = fold(spelling);
    [format!("level {name}"), format!("lvl {name}"), format!("my {name}"), format!("l{name}"), name]
}

#[cfg(test)]
mod tests;
