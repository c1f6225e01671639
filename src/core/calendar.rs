//! Today, as an argument. A civil day differs by place, so "in the future" and "has passed" ask every zone.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use super::note::dates::{self, Unread};

mod slot;

pub use self::slot::{Slot, time_in_words};

/// The day of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// Where the tool runs.
    pub local: Date,
    /// The earliest day that it is anywhere (UTC−12).
    pub earliest: Date,
    /// The latest day that it is anywhere (UTC+14).
    pub latest: Date,
}

impl Today {
    /// A day that was given by hand, the same everywhere.
    pub fn pinned(date: Date) -> Self {
        Self { local: date, earliest: date, latest: date }
    }

    /// Whether `date` is over in every place.
    pub fn has_passed(self, date: Date) -> bool {
        date < self.earliest
    }

    /// Whether `date` has begun nowhere yet.
    pub fn is_ahead(self, date: Date) -> bool {
        date > self.latest
    }

    /// Whole days from `date` to today; negative for a day to come.
    pub fn days_since(self, date: Date) -> i32 {
        date.until(self.local).map_or(0, |span| span.get_days())
    }
}

/// Which day a weekday means that is said alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The next one.
    ToCome,
    /// The last one, today included.
    Past,
}

/// A day as people say it: everything that a note may say, and `today`, `friday`, `next monday`, `in 3 days`.
///
/// # Errors
/// [`Unread`] where the words name no day, or more than one.
pub fn day_in_words(text: &str, today: Date) -> Result<Date, Unread> {
    day_on(text, today, Side::ToCome)
}

/// The same of something that lies ahead or behind: `friday` is the next one, or the last one. `this friday` is one on a Friday, too.
///
/// # Errors
/// [`Unread`] where the words name no day, or more than one.
pub fn day_on(text: &str, today: Date, side: Side) -> Result<Date, Unread> {
    let problem = match dates::read(text) {
        Ok(day) => return Ok(day.date),
        Err(Unread::NotADate) => Unread::NotADate,
        // Digits that fit two days stay refused; what the words below read would be a guess.
        Err(other) => return Err(other),
    };
    let words = text.trim().to_lowercase();
    // A lone number would be read as a year or an hour.
    if words.parse::<u32>().is_ok() {
        return Err(problem);
    }
    let mut parts: Vec<&str> = words.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
    let is_this = parts.first() == Some(&"this");
    let is_last = parts.first() == Some(&"last");
    let bare = &parts[usize::from(is_this || is_last)..];
    if let Some(weekday) = bare.first().and_then(|word| weekday(word))
        && (side == Side::Past || is_this || is_last)
        && (bare.len() == 1 || dates::has_time(&bare[1..].join(" ")))
    {
        let side = if is_last { Side::Past } else { side };
        return Ok(match (side, today.weekday() == weekday && !is_last) {
            (_, true) => today,
            (Side::ToCome, _) => today.nth_weekday(1, weekday).map_err(|_| problem)?,
            (Side::Past, _) => today.nth_weekday(-1, weekday).map_err(|_| problem)?,
        });
    }
    // On a Friday the next one is a week away, whatever a Friday said alone may be.
    if let ["next", day, rest @ ..] = &parts[..]
        && weekday(day) == Some(today.weekday())
        && rest.is_empty()
    {
        return today.checked_add(7.days()).map_err(|_| problem);
    }
    if parts.first() == Some(&"in") {
        parts.remove(0);
    }
    if names_no_day(&parts) {
        return Err(problem);
    }
    let noon = today.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_err(|_| problem)?;
    let read = interim::parse_date_string(&parts.join(" "), noon, interim::Dialect::Uk).map_err(|_| problem)?;
    Ok(read.date())
}

/// Whether words that could be read are about a month, an hour or minutes, and not about a day: any day would be a guess.
fn names_no_day(words: &[&str]) -> bool {
    let number = |word: &str| word.bytes().take_while(u8::is_ascii_digit).count();
    let is_span = |word: &&str| {
        let unit = &word[number(word)..];
        ["s", "sec", "second", "m", "min", "minute", "h", "hr", "hour"]
            .contains(&unit.strip_suffix('s').unwrap_or(unit))
            || unit == "s"
    };
    // `26th`, but not a year.
    let is_day = |word: &&str| (1..=2).contains(&number(word)) && !word.contains(':');
    let is_clock = |word: &&str| {
        *word == "at" || number(word) > 0 && word.contains(':') || ["am", "pm"].contains(&&word[number(word)..])
    };
    let has_month = words.iter().any(|word| is_month(word)) && !words.iter().any(is_day);
    let is_time = words.iter().any(is_clock) && words.iter().all(|word| is_clock(word) || word.len() == number(word));
    has_month || is_time || words.iter().any(is_span)
}

/// Whether a word is the English name of a month, whole or cut short.
fn is_month(word: &str) -> bool {
    const NAMES: [&str; 12] = [
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
    let word = word.trim_end_matches('.');
    word.len() > 2 && NAMES.iter().any(|name| name.starts_with(word))
}

/// The weekday of an English name, whole or cut short.
fn weekday(word: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let found = |(name, _): &&(&str, Weekday)| word.len() > 2 && name.starts_with(word);
    NAMES.iter().find(found).map(|(_, weekday)| *weekday)
}

/// `10:00`, `10.30`, `3pm`, `3 pm`, and a lone hour.
fn clock(words: &[&str]) -> Option<Time> {
    let text = words.concat().to_lowercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) || words.len() > 2 {
        return None;
    }
    let rest = &text[digits..];
    let text = match rest {
        "" | "am" | "pm" => format!("{}:00{rest}", &text[..digits]),
        _ if rest.starts_with([':', '.']) => format!("{}:{}", &text[..digits], &rest[1..]),
        _ => return None,
    };
    let midnight = Date::constant(2000, 1, 1).at(0, 0, 0, 0).to_zoned(TimeZone::UTC).ok()?;
    let read = interim::parse_date_string(&format!("today {text}"), midnight.clone(), interim::Dialect::Uk).ok()?;
    (read.date() == midnight.date() && read.time().second() == 0).then(|| read.time())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_ahead_or_over_only_where_it_is_so_everywhere() {
        let day = |day: i8| date(2026, 11, day);
        let today = Today { local: day(23), earliest: day(22), latest: day(24) };
        assert_eq!([22, 23, 24, 25].map(|at| today.is_ahead(day(at))), [false, false, false, true]);
        assert_eq!([21, 22, 23, 24].map(|at| today.has_passed(day(at))), [true, false, false, false]);
        assert!(Today::pinned(day(23)).is_ahead(day(24)) && Today::pinned(day(23)).has_passed(day(22)));
    }

    #[test]
    fn days_are_read_as_people_say_them() {
        // A Monday.
        let today = date(2026, 11, 23);
        for (words, day) in [
            ("today", today),
            ("tomorrow", date(2026, 11, 24)),
            ("yesterday", date(2026, 11, 22)),
            ("Friday", date(2026, 11, 27)),
            ("next friday", date(2026, 12, 4)),
            ("in 3 days", date(2026, 11, 26)),
            ("2 weeks", date(2026, 12, 7)),
            ("TODAY", today),
            ("26 NOV 2026", date(2026, 11, 26)),
            ("2026-11-26", date(2026, 11, 26)),
            ("26 November 2026", date(2026, 11, 26)),
            ("17/9/2026", date(2026, 9, 17)),
        ] {
            assert_eq!(day_in_words(words, today), Ok(day), "{words}");
        }
        for words in [
            "someday",
            "",
            "5/6/2026",
            "2026-02-30",
            "31.11.2026",
            "friiday",
            "27",
            "2026",
            "may",
            "in may",
            "next may",
            "december",
            "Dec.",
            "december 2026",
            "5m",
            "10:00",
            "at 10:00",
            "3pm",
            "3 pm",
            "2 hours",
            "in 2 hours",
            "2 hours ago",
            "30 min",
            "1h",
            "10 s",
        ] {
            assert!(day_in_words(words, today).is_err(), "{words}");
        }
    }

    #[test]
    fn a_weekday_alone_lies_ahead_or_behind() {
        let friday = date(2026, 11, 27);
        for (words, ahead, behind) in [
            ("monday", (11, 30), (11, 23)),
            ("Tue", (12, 1), (11, 24)),
            ("this monday", (11, 30), (11, 23)),
            ("this friday", (11, 27), (11, 27)),
            ("last friday", (11, 20), (11, 20)),
            ("yesterday", (11, 26), (11, 26)),
            ("thursday 10:00", (12, 3), (11, 26)),
            ("2026-12-24", (12, 24), (12, 24)),
        ] {
            let of = |(month, day)| Ok(date(2026, month, day));
            assert_eq!(day_on(words, friday, Side::ToCome), of(ahead), "{words}");
            assert_eq!(day_on(words, friday, Side::Past), of(behind), "{words}");
        }
        assert_eq!(day_on("friday", friday, Side::Past), Ok(friday));
    }
}
