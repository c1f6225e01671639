//! Today, as an argument. A civil day differs by place, so "in the future" and "has passed" ask every zone.

use jiff::civil::{Date, Weekday};

use super::recognise::StatusName;

mod clock;
mod slot;
mod words;

pub use self::clock::behind_the_day;
pub use self::slot::{Slot, time_in_words};
pub use self::words::{NoDay, day_on, likely};

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

/// Where a day lies that somebody names: which Friday `friday` is, and which year is meant where none is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The next one.
    ToCome,
    /// The last one.
    Past,
}

impl Side {
    /// Of the day of a note with this status.
    pub fn of(status: &StatusName) -> Self {
        match status.canonical.as_str() {
            "planned" | "scheduled" => Self::ToCome,
            _ => Self::Past,
        }
    }
}

/// A day with its weekday, as a sentence says it.
pub fn in_full(date: Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

/// What to type for one of `days`, which were found likely and have to be looked at. Nothing where there are none.
pub fn one_of(days: &[Date], typed: impl Fn(Date) -> String) -> Option<String> {
    let with_weekday = |date: &Date| format!("{} ({})", typed(*date), date.strftime("%A"));
    match days {
        [] => None,
        [date] => Some(format!("If it is {}: {}", in_full(*date), typed(*date))),
        [dates @ .., last] => {
            let dates: Vec<String> = dates.iter().map(with_weekday).collect();
            Some(format!("Write the one you mean: {} or {}", dates.join(", "), with_weekday(last)))
        }
    }
}

/// A weekday to show how one is typed: one that today is not, because that would be two days.
pub fn some_weekday(today: Date) -> &'static str {
    if today.weekday() == Weekday::Friday { "monday" } else { "friday" }
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
}
