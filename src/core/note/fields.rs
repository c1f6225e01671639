//! The keys of the front matter, and the values of the fields that every activity has.

use super::dates::{self, Day, Unread};
use super::yaml::{Kind, Node};
use crate::core::activity::Activity;
use crate::core::recognise::{self, NAMES, StatusName, field_synonym, folded, is_own_word, is_placeholder, nearest};
use crate::core::text::Span;

/// How a key came to mean a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// It is the field's name.
    Exact,
    /// It is a known synonym.
    Synonym,
    /// It is close to the field's name, which is absent.
    NearMiss,
    /// It means nothing here: the student's own key.
    Own,
}

/// One key of the front matter.
#[derive(Debug, Clone)]
pub struct Key {
    /// Where it stands.
    pub span: Span,
    /// Where its value stands.
    pub value: Span,
    /// As written.
    pub text: String,
    /// The field it gives, or is close to; an own key may be close to a field that is given rightly elsewhere.
    pub field: Option<String>,
    /// How it came to that.
    pub matched: Match,
    /// The span of the same key further up, if it stands twice.
    pub repeats: Option<Span>,
    /// Whether it stands inside `contact`.
    pub in_contact: bool,
}

/// All keys of the front matter.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// In the order of the text; keys inside `contact` follow it.
    pub list: Vec<Key>,
}

impl Keys {
    /// Tells the keys apart.
    pub fn of(pairs: &[(Node, Node)], activity: &Activity) -> Self {
        let mut list = classify(pairs, activity.field_names(), false);
        for (key, value) in pairs {
            let is_contact = key.text().is_some_and(|text| folded(text) == "contact");
            let people: &[Node] = match &value.kind {
                Kind::List(people) => people,
                _ => std::slice::from_ref(value),
            };
            for person in people.iter().filter(|_| is_contact) {
                if let Kind::Map(pairs) = &person.kind {
                    list.extend(classify(pairs, &NAMES.contact.keys, true));
                }
            }
        }
        Self { list }
    }

    /// The key that gives `field`: its own name before a near miss. Synonyms are chosen by their value, elsewhere.
    pub fn given(&self, field: &str) -> Option<&Key> {
        self.find(field, Match::Exact).or_else(|| self.find(field, Match::NearMiss))
    }

    /// The first key that came to mean `field` in this way.
    pub fn find(&self, field: &str, matched: Match) -> Option<&Key> {
        let is_it = |key: &&Key| !key.in_contact && key.matched == matched && key.field.as_deref() == Some(field);
        self.list.iter().find(is_it)
    }

    /// See [`super::declares_itself`].
    pub fn declare_a_note(&self) -> bool {
        let outer = || self.list.iter().filter(|key| !key.in_contact);
        let names_a_note =
            |key: &&Key| key.matched != Match::Own && matches!(key.field.as_deref(), Some("level" | "contact"));
        if outer().filter(names_a_note).any(|key| key.matched == Match::Exact) {
            return true;
        }
        let near = outer().filter(names_a_note).any(|key| key.matched == Match::NearMiss);
        near && outer().filter(|key| matches!(key.matched, Match::Exact | Match::NearMiss)).count() > 1
    }
}

fn classify(pairs: &[(Node, Node)], fields: &[String], in_contact: bool) -> Vec<Key> {
    let mut list: Vec<Key> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        let Some(text) = key.text() else { continue };
        let folded = folded(text);
        let repeats = list.iter().find(|earlier| earlier.text == text).map(|earlier| earlier.span);
        // Canonical names are written folded, but for the hyphen between two words.
        let exact = fields.iter().find(|field| {
            field.len() == folded.len()
                && field.bytes().zip(folded.bytes()).all(|(a, b)| a == b || a == b'-' && b == b' ')
        });
        let (field, matched) = match exact {
            Some(field) => (Some(field.clone()), Match::Exact),
            None if in_contact => (None, Match::Own),
            None => match field_synonym(&folded) {
                Some(field) => (Some(field.to_owned()), Match::Synonym),
                None => (None, Match::Own),
            },
        };
        list.push(Key {
            span: key.span,
            value: value.span,
            text: text.to_owned(),
            field,
            matched,
            repeats,
            in_contact,
        });
    }
    // A near miss stands for the right name only where that is absent.
    let is_own = |key: &Key| key.matched == Match::Own;
    for at in (0..list.len()).filter(|&at| is_own(&list[at]) && !is_own_word(&list[at].text)).collect::<Vec<_>>() {
        if let Some(field) = nearest(&list[at].text, fields.iter().map(String::as_str)) {
            let is_this = |key: &Key| key.matched == Match::Exact && key.field.as_deref() == Some(field);
            if !list.iter().any(is_this) {
                list[at].matched = Match::NearMiss;
            }
            list[at].field = Some(field.to_owned());
        }
    }
    list
}

/// Somebody the conversation was with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The name, as written.
    pub name: String,
    /// What they do.
    pub role: Option<String>,
    /// Where.
    pub company: Option<String>,
    /// `junior` or `senior`, as written.
    pub seniority: Option<String>,
    /// How the student knows them.
    pub how: Option<String>,
}

/// One field of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field<T> {
    /// No key gives it.
    Absent,
    /// The key stands there without a value.
    Empty(At),
    /// The value is a template's.
    Placeholder(At),
    /// The value cannot be read.
    Invalid(Problem, At),
    /// Read.
    Read(T, At),
}

impl<T> Field<T> {
    /// The value, if it was read.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Read(value, _) => Some(value),
            _ => None,
        }
    }

    /// Key and value, if a key gives the field.
    pub fn at(&self) -> Option<&At> {
        match self {
            Self::Absent => None,
            Self::Empty(at) | Self::Placeholder(at) | Self::Invalid(_, at) | Self::Read(_, at) => Some(at),
        }
    }
}

/// Where a field stands, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// The key.
    pub key: Span,
    /// The value; the key where there is none.
    pub value: Span,
    /// The value as written.
    pub raw: String,
}

/// Why a value cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// It is none of the values that are known.
    Unknown,
    /// It is a list or a map where one value belongs; for the contact, a map without a name.
    Shape,
    /// It is no day, for this reason.
    Day(Unread),
}

/// The front matter while its fields are read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'r> {
    text: &'r str,
    pairs: &'r [(Node, Node)],
    keys: &'r Keys,
}

impl<'r> Reading<'r> {
    /// Of a note's text and its keys and values.
    pub fn new(text: &'r str, pairs: &'r [(Node, Node)], keys: &'r Keys) -> Self {
        Self { text, pairs, keys }
    }

    /// The whole text of the file.
    pub fn text(&self) -> &'r str {
        self.text
    }

    /// The level.
    pub fn level(&self, activity: &Activity) -> Field<i64> {
        self.field("level", |text| {
            activity.level(text).filter(|_| !text.starts_with('-')).map(|level| level.level).ok_or(Problem::Unknown)
        })
    }

    /// The day.
    pub fn date(&self) -> Field<Day> {
        self.field("date", |text| dates::read(text).map_err(Problem::Day))
    }

    /// The status. A placeholder is a value that is not in the list.
    pub fn status(&self) -> Field<&'static StatusName> {
        self.field("status", |text| recognise::status(text).ok_or(Problem::Unknown))
    }

    /// The channel.
    pub fn channel(&self) -> Field<&'static str> {
        self.field("channel", |text| recognise::channel(text).ok_or(Problem::Unknown))
    }

    /// The people.
    pub fn contact(&self) -> Field<Vec<Contact>> {
        let read = |key: Span, node: &Node| {
            let at = self.at(key, node);
            if self.is_blank(node) {
                return if at.raw.is_empty() { Field::Empty(at) } else { Field::Placeholder(at) };
            }
            match self.people(node) {
                Ok(people) if people.is_empty() => self.without_a_name(key, node),
                Ok(people) => Field::Read(people, at),
                Err(problem) => Field::Invalid(problem, at),
            }
        };
        self.choose("contact", read)
    }

    /// A contact whose name is still to come: in a map its place is that of `name`.
    fn without_a_name(&self, key: Span, node: &Node) -> Field<Vec<Contact>> {
        let pairs = match &node.kind {
            Kind::Map(pairs) => &pairs[..],
            _ => &[],
        };
        let name = pairs.iter().find(|(key, _)| key.text().is_some_and(|key| folded(key) == "name"));
        let at = name.map_or_else(|| self.at(key, node), |(key, node)| self.at(key.span, node));
        if name.is_some() && at.value == at.key { Field::Empty(at) } else { Field::Placeholder(at) }
    }

    fn people(&self, node: &Node) -> Result<Vec<Contact>, Problem> {
        match &node.kind {
            Kind::Null => Ok(Vec::new()),
            Kind::Plain(name) | Kind::Quoted(name) => Ok(vec![Contact {
                name: recognise::unquoted(name.trim().trim_start_matches("[[").trim_end_matches("]]")).to_owned(),
                ..Contact::default()
            }]),
            Kind::List(people) => {
                let mut all = Vec::new();
                for person in people.iter().filter(|person| !self.is_blank(person)) {
                    all.extend(self.people(person)?);
                }
                Ok(all)
            }
            Kind::Map(pairs) => {
                let value = |wanted: &str| {
                    let (_, node) =
                        pairs.iter().find(|(key, _)| key.text().is_some_and(|key| folded(key) == wanted))?;
                    let text = node.text().map(str::trim).filter(|_| !self.is_blank(node));
                    Some(text.unwrap_or_default().to_owned())
                };
                match value("name") {
                    None => Err(Problem::Shape),
                    Some(name) if name.is_empty() => Ok(Vec::new()),
                    Some(name) => {
                        let filled = |key: &str| value(key).filter(|text| !text.is_empty());
                        Ok(vec![Contact {
                            name,
                            role: filled("role"),
                            company: filled("company"),
                            seniority: filled("seniority"),
                            how: filled("how"),
                        }])
                    }
                }
            }
        }
    }

    /// Where the front matter has a key for a section, whether it gives anything or not.
    pub fn key(&self, section: &str) -> Option<Span> {
        self.keys.given(section).map(|key| key.span)
    }

    /// The texts that the front matter gives for a section, with their spans.
    pub fn section(&self, key: &str) -> Vec<(Span, &'r str)> {
        let Some(given) = self.keys.given(key) else { return Vec::new() };
        let Some((_, node)) = self.pairs.iter().find(|(key, _)| key.span == given.span) else {
            return Vec::new();
        };
        let mut texts = Vec::new();
        collect_texts(node, &mut texts);
        texts
    }

    fn field<T>(&self, name: &str, read: impl Fn(&str) -> Result<T, Problem>) -> Field<T> {
        self.choose(name, |key, node| {
            let at = self.at(key, node);
            if at.raw.is_empty() || node.kind == Kind::Null || node.text().is_some_and(|text| text.trim().is_empty()) {
                return Field::Empty(at);
            }
            let value = match (node.text(), self.is_blank(node)) {
                (Some(text), _) if !text.trim().is_empty() => read(text.trim()),
                (None, false) => Err(Problem::Shape),
                _ => Err(Problem::Unknown),
            };
            match value {
                Ok(value) => Field::Read(value, at),
                Err(_) if self.is_blank(node) => Field::Placeholder(at),
                Err(problem) => Field::Invalid(problem, at),
            }
        })
    }

    /// The field from its own key; else from a near miss or a synonym, the first whose value fits; else from the near miss.
    fn choose<T>(&self, name: &str, read: impl Fn(Span, &Node) -> Field<T>) -> Field<T> {
        let node_of = |span: Span| self.pairs.iter().find(|(key, _)| key.span == span).map(|(_, node)| node);
        let of = |key: &Key| node_of(key.span).map_or(Field::Absent, |node| read(key.span, node));
        let near = match (self.keys.find(name, Match::Exact), self.keys.find(name, Match::NearMiss)) {
            (Some(key), _) => return of(key),
            (None, Some(key)) => of(key),
            (None, None) => Field::Absent,
        };
        if matches!(near, Field::Read(..)) {
            return near;
        }
        let synonyms = self
            .keys
            .list
            .iter()
            .filter(|key| !key.in_contact && key.matched == Match::Synonym && key.field.as_deref() == Some(name));
        synonyms
            .filter_map(|key| node_of(key.span).map(|node| read(key.span, node)))
            .find(|field| matches!(field, Field::Read(..)))
            .unwrap_or(near)
    }

    fn at(&self, key: Span, node: &Node) -> At {
        let raw = node.span.of(self.text).trim();
        let blank = node.kind == Kind::Null && raw.is_empty();
        At { key, value: if blank || node.span.is_empty() { key } else { node.span }, raw: raw.to_owned() }
    }

    /// Nothing, or a placeholder as it stands in the file: `[Name]` is a list to YAML and a blank to a person.
    fn is_blank(&self, node: &Node) -> bool {
        let raw = node.span.of(self.text).trim();
        match &node.kind {
            Kind::Null => true,
            Kind::Plain(text) | Kind::Quoted(text) => is_placeholder(text),
            Kind::List(items) => {
                items.len() == 1 && items[0].text().is_some() && is_placeholder(raw)
                    || items.iter().all(|item| self.is_blank(item))
            }
            Kind::Map(_) => raw.starts_with('{') && is_placeholder(raw) && !raw.contains(':'),
        }
    }
}

fn collect_texts<'n>(node: &'n Node, texts: &mut Vec<(Span, &'n str)>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Plain(text) | Kind::Quoted(text) => texts.push((node.span, text)),
        Kind::List(items) => items.iter().for_each(|item| collect_texts(item, texts)),
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            collect_texts(key, texts);
            collect_texts(value, texts);
        }),
    }
}
