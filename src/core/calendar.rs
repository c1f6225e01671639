//! Today, as an argument. A civil day differs by place, so "in the future" and "has passed" ask every zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::note::dates::{self, Unread};

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

/// A day as people say it: everything that a note may say, and `today`, `friday`, `next monday`, `in 3 days`.
///
/// # Errors
/// [`Unread`] where the words name no day, or more than one.
pub fn day_in_words(text: &str, today: Date) -> Result<Date, Unread> {
    let problem = match dates::read(text) {
        Ok(day) => return Ok(day.date),
        Err(Unread::NotADate) => Unread::NotADate,
        // Digits that fit two days stay refused; what the words below read would be a guess.
        Err(other) => return Err(other),
    };
    let words = text.trim().to_lowercase();
    let words = words.strip_prefix("in ").unwrap_or(&words);
    let noon = today.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map_err(|_| problem)?;
    let read = interim::parse_date_string(words, noon, interim::Dialect::Uk).map_err(|_| problem)?;
    Ok(read.date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

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
            ("2026-11-26", date(2026, 11, 26)),
            ("26 November 2026", date(2026, 11, 26)),
            ("17/9/2026", date(2026, 9, 17)),
        ] {
            assert_eq!(day_in_words(words, today), Ok(day), "{words}");
        }
        for words in ["someday", "", "5/6/2026", "2026-02-30", "31.11.2026", "friiday"] {
            assert!(day_in_words(words, today).is_err(), "{words}");
        }
    }
}
