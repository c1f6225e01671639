//! Which name means what: headings, keys, values and placeholders. The tables are data, in `names.toml`; messages, addresses and
//! secrets have tables of their own beside it.
//!
//! Names are recognised in many spellings and only ever written in the canonical one.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;

pub mod detail;
mod fold;
mod heading;
pub mod message;
mod nearest;
mod phrase;
mod placeholder;
pub mod secret;

pub use self::fold::{fold, fold_heading, folded};
pub use self::heading::{is_name, is_occasion, name_in_heading, name_in_title};
pub use self::nearest::{is_close, nearest};
pub use self::placeholder::{blank_in, is_placeholder};

/// The tables of `names.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Sections that every activity knows.
    pub sections: Vec<Name>,
    /// Front-matter fields.
    pub fields: Vec<Name>,
    /// Keys that are close to a field's name and mean something else.
    own_keys: OwnKeys,
    /// What may stand inside `contact`.
    pub contact: ContactNames,
    /// Where a conversation stands.
    pub statuses: Vec<StatusName>,
    /// By which medium it was held.
    pub channels: Vec<Name>,
    pub(crate) placeholders: Placeholders,
    /// How prose is read.
    pub prose: Prose,
    /// Words in dates.
    pub dates: DateWords,
    /// Files that are never notes.
    pub not_notes: NotNotes,
}

/// A canonical name and its other spellings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The spelling that is written.
    pub canonical: String,
    /// Spellings that are understood.
    pub also: Vec<String>,
    /// Spellings that are understood in the body only.
    #[serde(default)]
    pub labels: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnKeys {
    words: Vec<String>,
}

/// The names inside `contact`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactNames {
    /// Its keys.
    pub keys: Vec<String>,
    /// The values of `seniority`.
    pub seniorities: Vec<String>,
    /// What stands before a name and is not part of it.
    titles: Vec<String>,
    /// How a description begins that stands in the place of a name.
    descriptions: Vec<String>,
}

/// How far a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Still to be held.
    Open,
    /// Held.
    Talked,
    /// Will not be held.
    Closed,
}

/// A status.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusName {
    /// The spelling that is written.
    pub canonical: String,
    /// How far it means the conversation is.
    pub group: Group,
    /// What it says, for messages that list the statuses.
    pub meaning: String,
    /// What to do next under it, with what to type. `NOTE` stands for the path of the note.
    pub next: String,
    /// Spellings that are understood.
    pub also: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Placeholders {
    pub(crate) words: Vec<String>,
    pub(crate) fill_here: Vec<String>,
    pub(crate) beginnings: Vec<String>,
    pub(crate) bracketed: Vec<String>,
    pub(crate) numbered: Vec<String>,
}

/// Words that tell questions, answers and conversations apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prose {
    pub(crate) before_days: Vec<String>,
    before_names: Vec<String>,
    behind_names: Vec<String>,
    tells_questions: Vec<String>,
    tells_takeaway: Vec<String>,
    asks: Vec<String>,
    asks_somebody: Vec<String>,
    question_labels: Vec<String>,
    answer_labels: Vec<String>,
    with: Vec<String>,
    titles: Vec<String>,
    not_names: Vec<String>,
    occasions: Vec<String>,
}

/// Words in dates, all of them folded when used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    pub(crate) months: Vec<Vec<String>>,
    pub(crate) weekdays: Vec<String>,
    pub(crate) fillers: Vec<String>,
}

/// Files that are never notes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotNotes {
    names: Vec<String>,
    template_words: Vec<String>,
}

/// The tables, read once.
pub static NAMES: LazyLock<Names> = LazyLock::new(|| {
    // The file is part of the program; a test reads it, so this cannot fail in a release.
    #[allow(clippy::expect_used)]
    toml::from_str(include_str!("names.toml")).expect("names.toml is read by a test")
});

/// Folded spellings to canonical names and word classes, built once from [`NAMES`].
struct Folded {
    statuses: HashMap<String, usize>,
    channels: HashMap<String, usize>,
    labels: HashMap<String, &'static str>,
    placeholder_words: Vec<String>,
    placeholder_beginnings: Vec<String>,
    bracketed: Vec<String>,
    numbered: Vec<String>,
    asks: Vec<String>,
    asks_somebody: Vec<String>,
    question_labels: Vec<String>,
    answer_labels: Vec<String>,
    with: Vec<String>,
    titles: Vec<String>,
    not_names: HashSet<String>,
    occasions: Vec<String>,
    keys: HashMap<String, &'static str>,
    months: HashMap<String, i8>,
    date_noise: Vec<String>,
    not_notes: Vec<String>,
}

static FOLDED: LazyLock<Folded> = LazyLock::new(|| {
    let names = &*NAMES;
    let folded = |list: &[String]| list.iter().map(|entry| fold(entry)).collect::<Vec<_>>();
    let by_spelling = |list: Vec<(&String, &Vec<String>)>| {
        let mut map = HashMap::default();
        for (at, (canonical, also)) in list.into_iter().enumerate() {
            for spelling in std::iter::once(canonical).chain(also) {
                map.entry(fold(spelling)).or_insert(at);
            }
        }
        map
    };
    let mut keys = HashMap::default();
    for field in &names.fields {
        keys.extend(field.also.iter().map(|also| (fold(also), field.canonical.as_str())));
    }
    let mut labels = HashMap::default();
    for field in &names.fields {
        for spelling in std::iter::once(&field.canonical).chain(&field.also).chain(&field.labels) {
            labels.entry(fold(spelling)).or_insert(field.canonical.as_str());
        }
    }
    let sections = names.sections.iter().flat_map(|section| std::iter::once(&section.canonical).chain(&section.also));
    let spellings = sections.chain(&names.prose.occasions).chain(&names.prose.not_names);
    let not_names = spellings.flat_map(|s| fold(s).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    let months = names.dates.months.iter().zip(1i8..);
    Folded {
        statuses: by_spelling(names.statuses.iter().map(|s| (&s.canonical, &s.also)).collect()),
        channels: by_spelling(names.channels.iter().map(|c| (&c.canonical, &c.also)).collect()),
        labels,
        keys,
        placeholder_words: folded(&names.placeholders.words),
        placeholder_beginnings: folded(&names.placeholders.beginnings),
        bracketed: folded(&names.placeholders.bracketed),
        numbered: folded(&names.placeholders.numbered),
        asks: folded(&names.prose.asks),
        asks_somebody: folded(&names.prose.asks_somebody),
        question_labels: folded(&names.prose.question_labels),
        answer_labels: folded(&names.prose.answer_labels),
        with: folded(&names.prose.with),
        titles: folded(&names.prose.titles),
        not_names,
        occasions: folded(&names.prose.occasions),
        months: months.flat_map(|(spellings, month)| spellings.iter().map(move |s| (fold(s), month))).collect(),
        date_noise: folded(&names.dates.weekdays)
            .into_iter()
            .chain(folded(&names.dates.fillers))
            .flat_map(|words| words.split(' ').map(str::to_owned).collect::<Vec<_>>())
            .collect(),
        not_notes: folded(&names.not_notes.names),
    }
});

/// Whether `text` has a letter or a digit of any script.
pub fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn is_in(list: &[String], word: &str) -> bool {
    list.iter().any(|entry| entry == word)
}

/// A status in its canonical spelling, from any spelling that is known.
pub fn status(text: &str) -> Option<&'static StatusName> {
    FOLDED.statuses.get(&*folded(text)).map(|&at| &NAMES.statuses[at])
}

/// The canonical name of a channel, from any spelling that is known.
pub fn channel(text: &str) -> Option<&'static str> {
    FOLDED.channels.get(&*folded(text)).map(|&at| NAMES.channels[at].canonical.as_str())
}

/// The field that a key of the front matter is a synonym of.
pub fn field_synonym(folded: &str) -> Option<&'static str> {
    FOLDED.keys.get(folded).copied()
}

/// Whether a key is a word of its own, however close it is to a field's name.
pub fn is_own_word(key: &str) -> bool {
    is_in(&NAMES.own_keys.words, &folded(key))
}

/// The name by which a person is greeted: the first one of several, without a title, or the whole of a name in another script, where
/// it may come last. `None` for a description such as `my mentor`.
pub fn first_name(name: &str) -> Option<&str> {
    let mut words = name.split_whitespace();
    let first = words.next()?;
    let folded = fold(first);
    let has_more = words.next().is_some();
    // `A. Lovelace` has an initial, and no article.
    let is_initial = first.ends_with('.');
    if is_in(&NAMES.contact.descriptions, &folded) && !is_initial || !has_word(first) {
        return None;
    }
    let has_title = is_initial || is_in(&NAMES.contact.titles, &folded);
    let is_latin = name.chars().all(|c| c < '\u{250}' || c == '’');
    Some(if has_more && is_latin && !has_title && !first.ends_with(',') { first } else { name })
}

/// A name without the curly quotes around all of it, which a word processor makes of straight ones. A nickname keeps its own.
pub fn unquoted(name: &str) -> &str {
    const QUOTES: [char; 5] = ['“', '”', '„', '«', '»'];
    let inner = name.strip_prefix(QUOTES).and_then(|rest| rest.strip_suffix(QUOTES));
    inner.map(str::trim).filter(|inner| !inner.is_empty() && !inner.contains(QUOTES)).unwrap_or(name)
}

/// The longest label, in bytes, that is looked up.
const MAX_LABEL: usize = 64;

/// The field that a label in the body names (`Date`, `**Contact name**`).
pub fn field_label(text: &str) -> Option<&'static str> {
    if text.len() > MAX_LABEL {
        return None;
    }
    FOLDED.labels.get(&fold(text)).copied()
}

/// A folded heading without the words around a section's name that change nothing: `my questions for ada` is `questions`.
pub fn bare_name(folded: &str) -> &str {
    let prose = &NAMES.prose;
    let mut name = folded;
    while let Some((_, rest)) = name.split_once(' ').filter(|(word, _)| is_in(&prose.before_names, word)) {
        name = rest;
    }
    let clause = name.match_indices(' ').find(|(at, _)| {
        let word = name[at + 1..].split(' ').next().unwrap_or_default();
        is_in(&prose.behind_names, word)
    });
    name = clause.map_or(name, |(at, _)| &name[..at]);
    match name.rsplit_once(' ') {
        Some((rest, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) && !is_occasion(rest) => rest,
        _ => name,
    }
}

/// Whether a sentence says what was asked.
pub fn tells_questions(text: &str) -> bool {
    let folded = fold(text);
    NAMES.prose.tells_questions.iter().any(|phrase| folded.contains(phrase.as_str()))
}

/// Whether a sentence says what is taken away.
pub fn tells_takeaway(text: &str) -> bool {
    let folded = fold(text);
    NAMES.prose.tells_takeaway.iter().any(|phrase| folded.contains(phrase.as_str()))
}

/// Whether a text ends by asking, whatever punctuation follows the question mark.
pub fn is_question(text: &str) -> bool {
    text.trim_end().chars().rev().take_while(|c| !c.is_alphanumeric()).any(|c| matches!(c, '?' | '？' | '؟'))
}

/// Whether a line asks for something although it ends without a question mark.
pub fn asks(text: &str) -> bool {
    let folded = fold(text);
    begins_with_one_of(&FOLDED.asks, &folded) || begins_with_one_of(&FOLDED.asks_somebody, &folded)
}

/// Whether a text that begins like a question is a sentence that says something: it ends like one, and tells nobody to speak.
pub fn is_statement(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '。']) && !begins_with_one_of(&FOLDED.asks_somebody, &fold(text))
}

fn begins_with_one_of(openers: &[String], folded: &str) -> bool {
    openers
        .iter()
        .any(|opener| folded.strip_prefix(opener.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Whether `text` is a label before a question (`Q`, `Question 2`).
pub fn is_question_label(text: &str) -> bool {
    is_label_of(&FOLDED.question_labels, text)
}

/// Whether `text` is a label before an answer (`A`, `Answer`).
pub fn is_answer_label(text: &str) -> bool {
    is_label_of(&FOLDED.answer_labels, text)
}

fn is_label_of(labels: &[String], text: &str) -> bool {
    if text.len() > MAX_LABEL {
        return false;
    }
    let folded = fold(text);
    let word = folded.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    is_in(labels, word)
}

/// The month (1 to 12) that a folded word names.
pub fn month(word: &str) -> Option<i8> {
    FOLDED.months.get(word).copied()
}

/// Whether a folded word may stand in a date without changing it (a weekday, `of`).
pub fn is_date_noise(word: &str) -> bool {
    is_in(&FOLDED.date_noise, word)
}

/// Whether a file of this name (without its ending) is a README, a licence or the like.
pub fn is_project_file(stem: &str) -> bool {
    is_in(&FOLDED.not_notes, &fold(stem))
}

/// Whether a file or folder name says that it holds templates.
pub fn is_template_name(name: &str) -> bool {
    fold(name).split(' ').any(|word| is_in(&NAMES.not_notes.template_words, word))
}

#[cfg(test)]
mod tests;
