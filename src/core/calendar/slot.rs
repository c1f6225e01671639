//! A time to talk as people say it: a day, and perhaps an hour.

use jiff::civil::{Date, Time};

use super::{clock, day_in_words, is_month, weekday};
use crate::core::note::dates::{self, Unread};

/// A time to talk that somebody offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The day.
    pub date: Date,
    /// The hour and minute, where they are said.
    pub time: Option<Time>,
    /// The time zone as it was written, where it is said.
    pub zone: Option<String>,
}

impl Slot {
    /// As a message says it: `Friday 27 November, 10:00`; with the year where that is not the present one.
    pub fn in_words(&self, today: Date) -> String {
        let year = if self.date.year() == today.year() { "" } else { " %Y" };
        let mut words = self.date.strftime(&format!("%A %-d %B{year}")).to_string();
        if let Some(time) = self.time {
            words.push_str(&format!(", {}", time.strftime("%H:%M")));
        }
        if let Some(zone) = &self.zone {
            words.push_str(&format!(" {zone}"));
        }
        words
    }
}

/// A time as people say it: a day of [`day_in_words`], or one without a year, and behind it perhaps a clock time and a zone
/// (`friday 10:00`, `tomorrow at 3pm`, `26 November 14:00 CET`). On a Friday `friday 10:00` is that day's, until `now`, the time of
/// this day, has passed it; without one the whole day is still to come.
///
/// # Errors
/// [`Unread`] where the words name no day, more than one, or something else beside it.
pub fn time_in_words(text: &str, today: Date, now: Option<Time>) -> Result<Slot, Unread> {
    let mut words: Vec<&str> = text.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
    let is_zone = |word: &str| (3..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    // Only behind a clock time, so that `TODAY` and `26 NOV` are days.
    let is_behind_a_clock = |words: &[&str]| {
        (1..=2)
            .any(|count| words.len() > count + 1 && clock(&words[words.len() - 1 - count..words.len() - 1]).is_some())
    };
    let is_named = |word: &str| is_month(&word.to_lowercase()) || weekday(&word.to_lowercase()).is_some();
    let has_zone = words.last().is_some_and(|word| is_zone(word) && !is_named(word)) && is_behind_a_clock(&words);
    let zone = if has_zone { words.pop().map(str::to_owned) } else { None };
    let clocks = (1..words.len()).filter_map(|at| {
        let time = clock(&words[at..])?;
        let day = words[..at].strip_suffix(&["at"]).unwrap_or(&words[..at]).join(" ");
        let is_today = weekday(&day.to_lowercase()) == Some(today.weekday()) && now.is_none_or(|now| time > now);
        let date = if is_today { Ok(today) } else { day_to_come(&day, today) };
        Some(date.map(|date| Slot { date, time: Some(time), zone: zone.clone() }))
    });
    if let Some(slot) = clocks.filter_map(Result::ok).next() {
        return Ok(slot);
    }
    // What reads a day would pass over a clock time that it cannot use.
    let is_clock = |word: &&str| word.contains(':') || word.ends_with("am") || word.ends_with("pm");
    if zone.is_some()
        || words.iter().any(is_clock)
        || words.first().is_some_and(|word| word.parse::<u32>().is_ok()) && words.len() == 1
    {
        return Err(Unread::NotADate);
    }
    let date = day_to_come(&words.join(" "), today)?;
    Ok(Slot { date, time: None, zone: None })
}

/// A day as people say it; of one without a year the next one to come.
fn day_to_come(text: &str, today: Date) -> Result<Date, Unread> {
    match day_in_words(text, today) {
        Err(Unread::NoYear) => {
            let of = |year: i16| dates::read(&format!("{text} {year}")).map(|day| day.date);
            of(today.year()).ok().filter(|date| *date >= today).map_or_else(|| of(today.year() + 1), Ok)
        }
        read => read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn times_are_read_as_people_say_them() {
        let today = date(2026, 11, 23);
        for (words, said) in [
            ("friday 10:00", "Friday 27 November, 10:00"),
            ("Friday at 10", "Friday 27 November, 10:00"),
            ("tomorrow 3pm", "Tuesday 24 November, 15:00"),
            ("tomorrow, 3 PM", "Tuesday 24 November, 15:00"),
            ("tomorrow 12pm", "Tuesday 24 November, 12:00"),
            ("today 9.30", "Monday 23 November, 09:30"),
            ("2026-11-26 14:00", "Thursday 26 November, 14:00"),
            ("2026-11-26 14:00 CET", "Thursday 26 November, 14:00 CET"),
            ("26 November 14:00", "Thursday 26 November, 14:00"),
            ("26 November 2026 14:00", "Thursday 26 November, 14:00"),
            ("3 February 8:15am", "Wednesday 3 February 2027, 08:15"),
            ("in 3 days 10:00", "Thursday 26 November, 10:00"),
            ("next friday 10:00", "Friday 4 December, 10:00"),
            ("friday", "Friday 27 November"),
            ("26 November", "Thursday 26 November"),
            ("17/9/2027", "Friday 17 September 2027"),
            ("TODAY", "Monday 23 November"),
            ("TOMORROW 10:00", "Tuesday 24 November, 10:00"),
            ("26 NOV", "Thursday 26 November"),
            ("10 DEC", "Thursday 10 December"),
            ("26 NOV 10:00 CET", "Thursday 26 November, 10:00 CET"),
            ("friday 3 PM CET", "Friday 27 November, 15:00 CET"),
        ] {
            let slot = time_in_words(words, today, None).unwrap_or_else(|why| panic!("{words}: {why:?}"));
            assert_eq!(slot.in_words(today), said, "{words}");
        }
        for words in [
            "",
            "10:00",
            "3pm",
            "10",
            "friday 25:00",
            "friday 10:99",
            "friday 13pm",
            "someday 10:00",
            "friday noonish",
            "5/6/2026 10:00",
            "friday 10:00 sharp",
            "CET",
            "friday CET",
            "december",
            "december 10:00",
            "2 hours",
        ] {
            assert!(time_in_words(words, today, None).is_err(), "{words}: {:?}", time_in_words(words, today, None));
        }
    }

    #[test]
    fn todays_weekday_is_today_until_its_time_has_passed() {
        // A Friday.
        let today = date(2026, 11, 27);
        let at = |hour| Some(Time::constant(hour, 30, 0, 0));
        for (words, now, day) in [
            ("friday 10:00", None, 27),
            ("Fri at 10:00", at(8), 27),
            ("friday 10:00", at(10), 4),
            ("friday 11:00 CET", at(10), 27),
            ("this friday 10:00", at(8), 27),
            ("next friday 10:00", at(8), 4),
            ("saturday 10:00", at(12), 28),
            // Without an hour it is the next one, as everywhere.
            ("friday", at(8), 4),
        ] {
            let slot = time_in_words(words, today, now).unwrap_or_else(|why| panic!("{words}: {why:?}"));
            assert_eq!(slot.date.day(), day, "{words} at {now:?}");
        }
    }
}
