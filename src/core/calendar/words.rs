//! Days in words: `yesterday`, `friday`, `in 3 days`. All of the text is understood, or none of it.

use jiff::civil::{Date, Weekday};
use jiff::fmt::friendly::SpanParser;
use jiff::{Span, ToSpan};

use super::Side;
use super::clock::splits;
use crate::core::note::dates::{self, Unread};
use crate::core::recognise::nearest;

/// Why words name no day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDay {
    /// For a reason that a note may have as well.
    Unread(Unread),
    /// Two days fit, by how people use these words.
    Either(Date, Date),
    /// They name a week, a month or a year, and no day of it.
    Part(&'static str),
    /// The day has another weekday than the one beside it.
    OtherWeekday(Date),
    /// They would name one, but for a slip; the same words without it.
    Close(String),
}

impl NoDay {
    /// Nothing is known of the words.
    pub const NONE: Self = Self::Unread(Unread::NotADate);
}

impl From<Unread> for NoDay {
    fn from(why: Unread) -> Self {
        match why {
            Unread::Ambiguous(first, second) => Self::Either(first, second),
            why => Self::Unread(why),
        }
    }
}

/// A day as people say it: everything that a note may say, and `today`, `friday`, `this friday`, `last monday`, `in 3 days`. What lies
/// ahead or behind decides which Friday is meant. A clock time behind it is read, and not kept.
///
/// # Errors
/// [`NoDay`] where the words name no day, or more than one, or say something else beside it.
pub fn day_on(text: &str, today: Date, side: Side) -> Result<Date, NoDay> {
    let read = |text: &str| match day(text, today, side) {
        Err(why) if why == NoDay::NONE => {
            let clocked = splits(text).filter(|split| !split.is_lone_number);
            clocked.map(|split| day(&split.day, today, side)).find(|read| !is_unknown(read)).unwrap_or(Err(why))
        }
        read => read,
    };
    or_close(text, read)
}

/// What `read` makes of a text; and where that is nothing, whether it would make something of it without a slip.
pub(super) fn or_close<T>(text: &str, read: impl Fn(&str) -> Result<T, NoDay>) -> Result<T, NoDay> {
    let first = read(text);
    match without_slips(text) {
        Some(meant) if is_unknown(&first) && !is_unknown(&read(&meant)) => Err(NoDay::Close(meant)),
        _ => first,
    }
}

pub(super) fn is_unknown<T>(read: &Result<T, NoDay>) -> bool {
    matches!(read, Err(why) if *why == NoDay::NONE)
}

/// The same words with those that are close to a known one in its place.
fn without_slips(text: &str) -> Option<String> {
    let known = || ["today", "tomorrow", "yesterday", "weeks", "months"].into_iter().chain(MONTHS).chain(WEEKDAYS);
    let mend = |word: &&str| nearest(word, known()).filter(|_| word.chars().all(char::is_alphabetic));
    let words = pieces(text);
    let mended: Vec<&str> = words.iter().map(|word| mend(word).unwrap_or(word)).collect();
    (mended != words).then(|| mended.join(" "))
}

/// The words of a text; commas part them, too.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    text.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect()
}

/// A day, without a clock time unless it is one that a note may say.
pub(super) fn day(text: &str, today: Date, side: Side) -> Result<Date, NoDay> {
    match dates::read(text) {
        Ok(day) => return with_its_weekday(text, day.date),
        Err(Unread::NotADate) => {}
        // What the words below read of digits would be a guess.
        Err(why) => return Err(why.into()),
    }
    let words = text.to_lowercase();
    let words = pieces(&words);
    let days = |count: i64| today.checked_add(count.days()).map_err(|_| NoDay::NONE);
    if let Some((name, before)) = words.split_last()
        && let Some(name) = weekday(name)
    {
        let ahead = to_come(today, name);
        let is_today = ahead == 7;
        return match (before, side) {
            // Whoever says today's weekday hardly means today; but who knows.
            ([], Side::ToCome) if is_today => Err(NoDay::Either(today, days(7)?)),
            ([], Side::Past) if is_today => Err(NoDay::Either(today, days(-7)?)),
            (["this"], _) if is_today => Ok(today),
            (["next"], _) if is_today => days(7),
            // Some say it of the one that comes, others of the one behind that.
            (["next"], _) => Err(NoDay::Either(days(ahead)?, days(ahead + 7)?)),
            (["last"], _) if is_today => days(-7),
            ([] | ["this"], Side::ToCome) => days(ahead),
            ([] | ["this"], Side::Past) | (["last"], _) => days(ahead - 7),
            _ => Err(NoDay::NONE),
        };
    }
    match words[..] {
        ["today" | "now"] => Ok(today),
        ["tomorrow"] => days(1),
        ["yesterday"] => days(-1),
        _ => part(&words).map_or_else(|| in_days(&words, today), |part| Err(NoDay::Part(part))),
    }
}

/// In how many days this weekday comes next: 1 to 7.
fn to_come(today: Date, weekday: Weekday) -> i64 {
    match today.weekday().until(weekday) {
        0 => 7,
        days => i64::from(days),
    }
}

/// A day that was read; the weekday that stands beside it is not passed over.
pub(super) fn with_its_weekday(text: &str, date: Date) -> Result<Date, NoDay> {
    let lower = text.to_lowercase();
    let mut named = lower.split(|c: char| !c.is_alphanumeric()).filter_map(weekday);
    if named.any(|name| name != date.weekday()) { Err(NoDay::OtherWeekday(date)) } else { Ok(date) }
}

/// `in 3 days`, `2 weeks`, `3 days ago`. A unit without a number is none, and an hour or a minute names no day.
fn in_days(words: &[&str], today: Date) -> Result<Date, NoDay> {
    let (says_in, words) = match words {
        ["in", rest @ ..] => (true, rest),
        words => (false, words),
    };
    let span: Span = SpanParser::new().parse_span(words.join(" ")).map_err(|_| NoDay::NONE)?;
    let days = Span::new().years(span.get_years()).months(span.get_months());
    let days = days.weeks(span.get_weeks()).days(span.get_days());
    if span.is_zero() || span.fieldwise() != days.fieldwise() || says_in && span.is_negative() {
        return Err(NoDay::NONE);
    }
    let date = today.checked_add(span).map_err(|_| NoDay::NONE)?;
    Ok(dates::read(&date.to_string())?.date)
}

/// What is named in place of a day: a week, a month, a year.
fn part(words: &[&str]) -> Option<&'static str> {
    let parts = [("week", "week"), ("weekend", "weekend"), ("month", "month"), ("year", "year")];
    let is_beside = |word: &&str| ["this", "next", "last", "in", "the", "a", "on", "of"].contains(word);
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut rest = words.iter().filter(|word| !is_beside(word) && !is_year(word));
    let name = rest.next().filter(|_| rest.next().is_none())?;
    let known = parts.iter().find(|(known, _)| *known == *name).map(|(_, part)| *part);
    known.or_else(|| is_month(name).then_some("month"))
}

/// The days that are most likely meant by a text without a year, or with a short one: the last that was, or the next that is to come.
/// Two where day and month cannot be told apart. None where the text says its year, or is no day.
pub fn likely(text: &str, today: Date, side: Side) -> Vec<Date> {
    let is_there = |date: &Date| match side {
        Side::ToCome => *date >= today,
        Side::Past => *date <= today,
    };
    let distance = |date: &Date| date.since(today).map_or(i32::MAX, |span| span.get_days().abs());
    let fits_weekday = |date: &Date| with_its_weekday(text, *date).is_ok();
    let read = dates::read(text);
    let says_no_year = read == Err(Unread::NoYear);
    let mut found: Vec<Date> = match read {
        // Eight years hold a 29 February.
        Err(Unread::NoYear) => (-8..=8).flat_map(|years| dates::completed(text, today.year() + years)).collect(),
        // Of years far away it is rather the month that stands there.
        Err(Unread::ShortYear) => {
            let near = |date: &Date| (date.year() - today.year()).abs() <= 1;
            dates::completed(text, today.year()).into_iter().filter(near).collect()
        }
        _ => return Vec::new(),
    };
    if says_no_year {
        found.retain(is_there);
        found.sort_by_key(distance);
    }
    let mut kept: Vec<Date> = Vec::new();
    for date in found {
        if !kept.iter().any(|kept| (kept.month(), kept.day()) == (date.month(), date.day())) {
            kept.push(date);
        }
    }
    // A weekday beside it may tell the two apart.
    if kept.iter().any(fits_weekday) {
        kept.retain(fits_weekday);
    }
    kept
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a word is the English name of a month, whole or cut short.
pub(super) fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    word.len() > 2 && MONTHS.iter().any(|name| name.starts_with(word))
}

/// The weekday of an English name, whole or cut short.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let at = WEEKDAYS.iter().position(|name| word.len() > 2 && name.starts_with(word))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

#[cfg(test)]
mod tests;
