//! Whether one file holds one conversation: where a second one begins, and what tells the two apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Note;
use super::body::{Heading, LABEL};
use super::dates::{self, Unread};
use super::front_matter::FrontMatter;
use crate::core::activity::Activity;
use crate::core::recognise::{fold, has_word, is_name, is_occasion, is_question, name_in_heading};
use crate::core::text::Span;

/// Where a second conversation begins, with the first one where it has a heading, and what tells them apart.
pub fn second(note: &Note<'_>, activity: &Activity) -> Option<(Option<Span>, Span, &'static str)> {
    if let Some(span) = second_front_matter(note) {
        return Some((None, span, "a second front matter stands in it"));
    }
    if let Some((first, second)) = labelled_twice(note) {
        return Some((Some(first), second, "it names two people and two days"));
    }
    let told = |(first, second): (Span, Span), what| Some((Some(first), second, what));
    let headings = &note.body.headings;
    let free: Vec<&Heading<'_>> = (0..headings.len())
        .filter(|&at| headings[at].names.is_none() && headings[at].level < LABEL && !is_inside_section(headings, at))
        .map(|at| &headings[at])
        .collect();
    if let Some(pair) = differing(&free, |heading| name_in_heading(&heading.text).map(fold)) {
        return told(pair, "two headings name different people");
    }
    let occasion = differing(&free, |heading| day_of(&heading.text))
        .or_else(|| differing(&free, |heading| count_of(&heading.text)));
    if let Some(pair) = occasion.filter(|pair| !is_one_exchange(note, activity, *pair)) {
        return told(pair, "two headings name different occasions");
    }
    repeated_sections(note, activity).and_then(|pair| told(pair, "the same sections stand in it twice"))
}

/// Lines of fields above a second closing `---`.
fn second_front_matter(note: &Note<'_>) -> Option<Span> {
    let text = &note.source.text;
    let mut accidental = note.body.accidental.iter().filter(|_| note.front != FrontMatter::None);
    let found = accidental.find(|span| {
        let has = |key: &str| span.of(text).lines().any(|line| line.starts_with(key));
        let fields = ["level:", "contact:", "date:", "status:"].iter().filter(|key| has(key)).count();
        text[..span.start].trim_end().ends_with("---") && fields > 1 && (has("level:") || has("contact:"))
    });
    found.copied()
}

/// The first two headings of one level that have a sign each, and not the same.
fn differing(headings: &[&Heading<'_>], sign: impl Fn(&Heading<'_>) -> Option<String>) -> Option<(Span, Span)> {
    let mut seen: HashMap<u8, (String, Span)> = HashMap::new();
    headings.iter().find_map(|heading| {
        let sign = sign(heading)?;
        match seen.get(&heading.level) {
            Some((other, first)) => (*other != sign).then_some((*first, heading.span)),
            None => {
                seen.insert(heading.level, (sign, heading.span));
                None
            }
        }
    })
}

/// Whether days in headings are those of one conversation: of its messages, or of entries that lead to one takeaway.
fn is_one_exchange(note: &Note<'_>, activity: &Activity, (first, second): (Span, Span)) -> bool {
    let in_writing = note.channel.get().is_some_and(|channel| matches!(*channel, "email" | "chat" | "direct-message"));
    let headings = &note.body.headings;
    let takeaways = headings.iter().filter(|heading| heading.names.has(activity.known.takeaway)).count();
    let holds_sections = |place: Span| {
        let end = headings.iter().find(|heading| heading.span == place).map_or(place.end, |heading| heading.end);
        headings.iter().any(|one| !one.names.is_none() && (place.end..end).contains(&one.span.start))
    };
    in_writing || takeaways == 1 && !holds_sections(first) && !holds_sections(second)
}

/// Labels that state a second person and a second day (`**Contact:** Ada` … `**Contact:** Bo`).
fn labelled_twice(note: &Note<'_>) -> Option<(Span, Span)> {
    let stated = |field: &str| {
        let mut all = note.body.labels.iter().filter(|label| label.field == field);
        let first = all.next()?;
        let second = all.find(|label| fold(&label.value) != fold(&first.value))?;
        Some((first.span, second.span))
    };
    stated("date")?;
    stated("contact")
}

fn is_inside_section(headings: &[Heading<'_>], at: usize) -> bool {
    let mut above = headings[at].parent;
    while let Some(parent) = above {
        if !headings[parent].names.is_none() && !headings[parent].is_title {
            return true;
        }
        above = headings[parent].parent;
    }
    false
}

/// The day that makes a heading an occasion: a date, and beside it nothing but words for an occasion.
fn day_of(text: &str) -> Option<String> {
    let mut day = None;
    let mut rest = String::new();
    for part in text
        .split(['(', ')', '–', '—', '|', '[', ']'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(": "))
    {
        match dates::read(part) {
            Ok(read) => day = Some(read.date.to_string()),
            Err(Unread::NoYear | Unread::ShortYear | Unread::Ambiguous(..)) => day = Some(fold(part)),
            Err(_) => {
                rest.push(' ');
                rest.push_str(part);
            }
        }
    }
    let rest = rest.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == '#');
    let is_person = name_in_heading(rest).is_some() || is_name(rest.trim());
    day.filter(|_| !has_word(rest) || is_occasion(rest) || is_person)
}

/// The number that makes a heading one of several occasions: `Conversation 2`, `Interview 2: Ada`.
fn count_of(text: &str) -> Option<String> {
    let text = text.split([':', '–', '—', '(']).next().unwrap_or(text);
    let folded = fold(text);
    let (word, number) = folded.rsplit_once(' ')?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && has_word(word) && is_occasion(word)).then(|| number.to_owned())
}

/// What stands below one heading.
#[derive(Default)]
struct Below {
    questions: bool,
    notes: bool,
    takeaway: bool,
    /// The same, under headings and not only under labels such as `**Notes:**`.
    talk_in_headings: bool,
    takeaway_in_headings: bool,
}

impl Below {
    /// Whether it is a conversation of its own. Labels stand below a topic, too, so all three of them are asked for.
    fn is_whole(&self) -> bool {
        self.talk_in_headings && self.takeaway_in_headings || self.questions && self.notes && self.takeaway
    }
}

/// Questions, notes, takeaway and the activity's own sections, two of them at least, stand twice: side by side, or under two headings.
fn repeated_sections(note: &Note<'_>, activity: &Activity) -> Option<(Span, Span)> {
    let headings = &note.body.headings;
    let known = activity.known;
    let afterwards = known.takeaway.and(known.own);
    let talk = known.questions.and(known.notes);
    // Headings of one level below one parent stand side by side.
    type Place = (Option<usize>, u8);
    type Twice = (HashSet<String>, Span, Span);
    let mut seen: HashMap<(Place, String), Span> = HashMap::new();
    let mut twice: HashMap<Place, Twice> = HashMap::new();
    let mut nested: BTreeMap<usize, Below> = BTreeMap::new();
    for heading in headings.iter().filter(|heading| heading.names.has(talk.and(afterwards))) {
        let is_heading = heading.level < LABEL;
        if is_heading {
            let folded = fold(&heading.text);
            let place = (heading.parent, heading.level);
            match seen.get(&(place, folded.clone())) {
                Some(&first) => {
                    let entry = twice.entry(place).or_insert_with(|| (HashSet::new(), first, heading.span));
                    entry.0.insert(folded);
                }
                None => {
                    seen.insert((place, folded), heading.span);
                }
            }
        }
        if let Some(parent) =
            heading.parent.filter(|&parent| headings[parent].names.is_none() && !is_question(&headings[parent].text))
        {
            let below = nested.entry(parent).or_default();
            below.questions |= heading.names.has(known.questions);
            below.notes |= heading.names.has(known.notes);
            below.takeaway |= heading.names.has(afterwards);
            below.talk_in_headings |= is_heading && heading.names.has(talk);
            below.takeaway_in_headings |= is_heading && heading.names.has(afterwards);
        }
    }
    let flat = twice.into_values().filter(|(names, ..)| names.len() > 1);
    if let Some((_, first, second)) = flat.min_by_key(|(_, first, _)| first.start) {
        return Some((first, second));
    }
    let mut whole = nested.iter().filter(|(_, below)| below.is_whole()).map(|(&at, _)| at);
    let pair = whole.next().and_then(|first| {
        let second = whole.find(|&at| headings[at].level == headings[first].level)?;
        Some((headings[first].span, headings[second].span))
    });
    pair.or_else(|| two_people(note, &nested))
}

/// Two people as headings above all others, each with what was talked about, and a takeaway below one of them: one conversation is
/// not finished. Not where both of them are the contact.
fn two_people(note: &Note<'_>, nested: &BTreeMap<usize, Below>) -> Option<(Span, Span)> {
    if note.contact.get().is_some_and(|people| people.len() > 1) {
        return None;
    }
    let headings = &note.body.headings;
    let is_person = |at: usize| headings[at].level == 1 && is_name(headings[at].text.trim());
    let mut people = nested.iter().filter(|(at, below)| is_person(**at) && below.talk_in_headings);
    let (&first, one) = people.next()?;
    let (&second, other) = people.next()?;
    (one.takeaway || other.takeaway).then_some((headings[first].span, headings[second].span))
}
