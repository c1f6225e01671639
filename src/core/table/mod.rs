//! A TOML file that a person wrote: its values, each with its place, and every mistake in it in plain words.
//!
//! What kind of file it is, its reader knows: a configuration or an activity. All mistakes are gathered, so that one look at
//! the file mends them all.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::Datetime;

use super::recognise::nearest;
use super::text::Span;

mod syntax;

/// Something in a file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// In plain words, with what was found.
    pub message: String,
    /// In bytes of the file.
    pub span: Span,
    /// What to write in its place.
    pub help: String,
}

/// The most mistakes of one file that are kept: nobody mends more of them at once.
const MOST: usize = 20;

/// The mistakes that were found so far.
#[derive(Debug, Default)]
pub struct Mistakes(RefCell<Vec<Mistake>>);

impl Mistakes {
    /// One more.
    pub fn add(&self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let mut list = self.0.borrow_mut();
        if list.len() < MOST {
            list.push(Mistake { message: clipped(&message.into()), span, help: help.into() });
        }
    }

    /// Whether no further one is kept, so that nobody has to look for a help.
    pub fn is_full(&self) -> bool {
        self.0.borrow().len() >= MOST
    }

    /// All of them in the order of the file, as an error where there are any.
    ///
    /// # Errors
    /// Where there is one.
    pub fn none_or_all(self) -> Result<(), Vec<Mistake>> {
        let mut list = self.0.into_inner();
        list.sort_by_key(|mistake| mistake.span.start);
        if list.is_empty() { Ok(()) } else { Err(list) }
    }
}

/// The longest message, in characters: a value may be as long as the file.
const MAX_WORDS: usize = 300;

fn clipped(text: &str) -> String {
    match text.char_indices().nth(MAX_WORDS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A key that a table may have, with a line that shows how it is written.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// The line.
    pub example: &'static str,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its place, quotes included.
    pub span: Span,
}

/// One table of the file.
#[derive(Debug, Clone, Copy)]
pub struct Table<'d> {
    entries: &'d DeTable<'d>,
    /// Where it begins: its heading, or the top of the file.
    pub span: Span,
    keys: &'static [Key],
    mistakes: &'d Mistakes,
}

/// The document of a text.
///
/// # Errors
/// The one mistake because of which the text is no TOML.
pub fn read(text: &str) -> Result<Spanned<DeTable<'_>>, Vec<Mistake>> {
    DeTable::parse(text).map_err(|error| vec![syntax::in_plain_words(&error, text)])
}

impl<'d> Table<'d> {
    /// The outermost table; `keys` are all that it may have.
    pub fn whole(document: &'d Spanned<DeTable<'d>>, keys: &'static [Key], mistakes: &'d Mistakes) -> Self {
        Self::of(document.get_ref(), Span::default(), keys, mistakes)
    }

    fn of(entries: &'d DeTable<'d>, span: Span, keys: &'static [Key], mistakes: &'d Mistakes) -> Self {
        let table = Self { entries, span, keys, mistakes };
        for (key, _) in entries.iter().filter(|_| !keys.is_empty()) {
            let name: &str = key.get_ref();
            if mistakes.is_full() {
                break;
            }
            if keys.iter().any(|known| known.name == name) {
                continue;
            }
            let help = match nearest(name, keys.iter().map(|key| key.name)) {
                Some(meant) => format!("Did you mean `{meant}`?"),
                None => {
                    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                    format!("What may stand here: {}.", names.join(", "))
                }
            };
            mistakes.add(key.span().into(), format!("`{name}` is not a key that is known here"), help);
        }
        table
    }

    fn get(&self, name: &str) -> Option<(Span, &'d Spanned<DeValue<'d>>)> {
        let entry = self.entries.iter().find(|(key, _)| key.get_ref().as_ref() == name);
        entry.map(|(key, value)| (Span::from(key.span()), value))
    }

    /// Where a key stands, if it is there.
    pub fn place_of(&self, name: &str) -> Option<Span> {
        self.get(name).map(|(span, _)| span)
    }

    /// Whether a key has a list for its value.
    pub fn is_list(&self, name: &str) -> bool {
        self.get(name).is_some_and(|(_, value)| value.get_ref().as_array().is_some())
    }

    fn example(&self, name: &str) -> String {
        let known = self.keys.iter().find(|key| key.name == name);
        known.map_or_else(String::new, |key| format!("Write it like this: {}", key.example))
    }

    /// Says that `name` takes `wanted` and has something else.
    fn unfit(&self, name: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("`{name}` takes {wanted}, and this is {}", in_words(value.get_ref()));
        self.mistakes.add(value.span().into(), message, self.example(name));
    }

    /// Says once which of `names` are missing. A key that is close to one of them was told already.
    pub fn needs(&self, names: &[&str]) {
        if self.mistakes.is_full() {
            return;
        }
        let is_meant = |name: &str| {
            let keys = self.entries.keys().map(|key| key.get_ref().as_ref());
            let unknown = keys.filter(|key| !self.keys.iter().any(|known| known.name == *key));
            unknown.into_iter().any(|key| nearest(key, [name]).is_some() || name.starts_with(key))
        };
        let missing: Vec<&str> =
            names.iter().copied().filter(|name| self.get(name).is_none() && !is_meant(name)).collect();
        let list: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
        match &missing[..] {
            [] => {}
            [name] => self.mistakes.add(self.span, format!("{} is missing here", list[0]), self.example(name)),
            names => {
                let examples: Vec<&str> =
                    self.keys.iter().filter(|key| names.contains(&key.name)).map(|key| key.example).collect();
                let help = format!("Write them like this:\n\n{}", examples.join("\n"));
                self.mistakes.add(self.span, format!("{} are missing here", list.join(", ")), help);
            }
        }
    }

    fn value<T>(&self, name: &str, wanted: &str, take: impl Fn(&'d DeValue<'d>) -> Option<T>) -> Option<Placed<T>> {
        let (_, value) = self.get(name)?;
        let taken = take(value.get_ref()).map(|taken| Placed { value: taken, span: value.span().into() });
        if taken.is_none() {
            self.unfit(name, value, wanted);
        }
        taken
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<Placed<&'d str>> {
        self.value(name, "a text in quotes", DeValue::as_str)
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<Placed<i64>> {
        self.value(name, "a whole number", number)
    }

    /// `true` or `false`.
    pub fn truth(&self, name: &str) -> Option<Placed<bool>> {
        self.value(name, "true or false", DeValue::as_bool)
    }

    /// A day without a time.
    pub fn day(&self, name: &str) -> Option<Placed<&'d Datetime>> {
        self.value(name, "a day without quotes", DeValue::as_datetime)
    }

    /// A list of texts. At most `most`.
    pub fn texts(&self, name: &str, most: usize) -> Option<Vec<Placed<&'d str>>> {
        self.list(name, "a list of texts in square brackets", most, DeValue::as_str)
    }

    /// A list of whole numbers. At most `most`.
    pub fn numbers(&self, name: &str, most: usize) -> Option<Vec<Placed<i64>>> {
        self.list(name, "a list of whole numbers in square brackets", most, number)
    }

    fn list<T>(
        &self,
        name: &str,
        wanted: &str,
        most: usize,
        take: impl Fn(&'d DeValue<'d>) -> Option<T>,
    ) -> Option<Vec<Placed<T>>> {
        let (_, value) = self.get(name)?;
        let Some(items) = value.get_ref().as_array() else {
            self.unfit(name, value, wanted);
            return None;
        };
        self.at_most(name, items, value.span().into(), most);
        let mut list = Vec::new();
        for item in items.iter().take(most) {
            match take(item.get_ref()) {
                Some(taken) => list.push(Placed { value: taken, span: item.span().into() }),
                None => self.unfit(name, item, wanted),
            }
        }
        Some(list)
    }

    fn at_most(&self, name: &str, items: &DeArray<'_>, span: Span, most: usize) {
        if items.len() > most {
            let message = format!("`{name}` has {} entries, and {most} are the most that are read", items.len());
            self.mistakes.add(span, message, "Take some of them out.");
        }
    }

    /// A table below this one; `keys` are all that it may have, none where any may stand there.
    pub fn table(&self, name: &str, keys: &'static [Key]) -> Option<Self> {
        let (place, value) = self.get(name)?;
        match value.get_ref() {
            DeValue::Table(entries) => Some(Self::of(entries, place, keys, self.mistakes)),
            _ => {
                self.unfit(name, value, "keys and values of its own");
                None
            }
        }
    }

    /// All tables `[[name]]`. At most `most`.
    pub fn tables(&self, name: &str, keys: &'static [Key], most: usize) -> Vec<Self> {
        let Some((place, value)) = self.get(name) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            let message =
                format!("`{name}` takes one part `[[{name}]]` for each, and this is {}", in_words(value.get_ref()));
            // The place of a part `[name]` is all that stands in it; its heading is what is wrong.
            let is_part = matches!(value.get_ref(), DeValue::Table(_));
            self.mistakes.add(if is_part { place } else { value.span().into() }, message, self.example(name));
            return Vec::new();
        };
        self.at_most(name, items, place, most);
        let mut tables = Vec::new();
        for item in items.iter().take(most) {
            match item.get_ref() {
                DeValue::Table(entries) => tables.push(Self::of(entries, item.span().into(), keys, self.mistakes)),
                _ => self.unfit(name, item, "keys and values of its own"),
            }
        }
        tables
    }

    /// Every key with its text, for a table in which any key may stand but those of the whole file; `help` is for a value that is no text.
    pub fn pairs(&self, help: &str, of_file: &[Key]) -> Vec<(Placed<&'d str>, Placed<&'d str>)> {
        let mut pairs = Vec::new();
        for (key, value) in self.entries {
            let name: &str = key.get_ref();
            if of_file.iter().any(|key| key.name == name) {
                let message = format!("`{name}` belongs to the whole file, and stands below a line in brackets");
                self.mistakes.add(key.span().into(), message, "Move it to the top of the file, above the first `[…]`.");
                continue;
            }
            match value.get_ref().as_str() {
                Some(text) => pairs.push((
                    Placed { value: name, span: key.span().into() },
                    Placed { value: text, span: value.span().into() },
                )),
                None => {
                    let found = in_words(value.get_ref());
                    self.mistakes.add(
                        value.span().into(),
                        format!("`{name}` takes a word in quotes, and this is {found}"),
                        help,
                    );
                }
            }
        }
        pairs
    }
}

fn number(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// What a value is, for people.
fn in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false without quotes",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a part with keys of its own",
    }
}
