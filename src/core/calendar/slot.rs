//! A time to talk as people say it: a day, and perhaps an hour.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::Side;
use super::clock::{Split, clock, splits};
use super::words::{NoDay, day, likely, or_close, pieces, weekday, with_its_weekday};
use crate::core::note::dates::Unread;

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

/// A time as people say it: a day of [`super::day_on`] that is to come, or one without a year, and behind it perhaps a clock time and a
/// zone (`friday 10:00`, `tomorrow at 3pm`, `26 November 14:00 CET`). On a Friday `friday 10:00` is that day's, until `now`, the time of
/// this day, has passed it.
///
/// # Errors
/// [`NoDay`] where the words name no day, more than one, or something else beside it.
pub fn time_in_words(text: &str, today: Date, now: Option<Time>) -> Result<Slot, NoDay> {
    or_close(text, |text| read(text, today, now))
}

fn read(text: &str, today: Date, now: Option<Time>) -> Result<Slot, NoDay> {
    let mut unread = NoDay::NONE;
    // Whoever writes `tomorrow 4` means the afternoon; but who knows, and the message goes to a stranger.
    let splits = splits(text).filter(|split| !split.is_lone_number || !(1..7).contains(&split.time.hour()));
    for Split { day, time, zone, .. } in splits {
        let is_todays = weekday(&day.to_lowercase()) == Some(today.weekday());
        let date = match is_todays {
            true if now.is_none_or(|now| time > now) => Ok(today),
            true => today.checked_add(7.days()).map_err(|_| NoDay::NONE),
            false => day_to_come(&day, today),
        };
        match date {
            Ok(date) => return Ok(Slot { date, time: Some(time), zone }),
            Err(why) if unread == NoDay::NONE => unread = why,
            Err(_) => {}
        }
    }
    // What reads a day would pass over a clock time that it cannot use.
    let words = pieces(text);
    let is_clock = |word: &&str| word.contains(':') || clock(&[word]).is_some() && word.ends_with(['m', 'M']);
    if words.iter().any(is_clock) || words.len() == 1 && words[0].parse::<u32>().is_ok() {
        return Err(unread);
    }
    match day_to_come(text, today) {
        Ok(date) => Ok(Slot { date, time: None, zone: None }),
        Err(why) if why == NoDay::NONE => Err(unread),
        Err(why) => Err(why),
    }
}

/// A day as people say it; of one without a year the next one to come.
fn day_to_come(text: &str, today: Date) -> Result<Date, NoDay> {
    match day(text, today, Side::ToCome) {
        Err(NoDay::Unread(Unread::NoYear)) => match likely(text, today, Side::ToCome)[..] {
            [] => Err(NoDay::Unread(Unread::NoSuchDay)),
            [date] => with_its_weekday(text, date),
            [first, second, ..] => Err(NoDay::Either(first, second)),
        },
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
            ("next monday 10:00", "Monday 30 November, 10:00"),
            ("friday", "Friday 27 November"),
            ("26 November", "Thursday 26 November"),
            ("17/9/2027", "Friday 17 September 2027"),
            ("TODAY", "Monday 23 November"),
            ("TOMORROW 10:00", "Tuesday 24 November, 10:00"),
            ("26 NOV", "Thursday 26 November"),
            ("10 DEC", "Thursday 10 December"),
            ("26 NOV 10:00 CET", "Thursday 26 November, 10:00 CET"),
            ("friday 3 PM CET", "Friday 27 November, 15:00 CET"),
            ("Thursday 26 November 10:00", "Thursday 26 November, 10:00"),
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
            "yesterdy",
            "yesterdy 10:00",
            "week",
            "next week 10:00",
            "next friday 10:00",
            "5/6 10:00",
            "30 february",
            "tomorrow 10:00 x",
            "monday 26 november 10:00",
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
        ] {
            let slot = time_in_words(words, today, now).unwrap_or_else(|why| panic!("{words}: {why:?}"));
            assert_eq!(slot.date.day(), day, "{words} at {now:?}");
        }
        // Without an hour nothing says which of the two is meant.
        assert_eq!(time_in_words("friday", today, at(8)), Err(NoDay::Either(today, date(2026, 12, 4))));
        assert_eq!(time_in_words("next mondy 9:00", today, None), Err(NoDay::Close("next monday 9:00".to_owned())));
    }
}
