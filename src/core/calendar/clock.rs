//! The clock time behind a day: `10:00`, `at 3 pm`, `14:00 CET`. The calendar has no use for it, a message has.

use jiff::civil::{Date, Time};

use super::Side;
use super::words::{day, is_month, is_unknown, pieces, weekday};

/// A text that ends in a clock time, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// What stands before it.
    pub day: String,
    /// The hour and the minute.
    pub time: Time,
    /// The time zone as it was written, where it is said.
    pub zone: Option<String>,
    /// The time and the zone as they were written.
    pub rest: String,
    /// Whether nothing but its place tells the number from that of a day: `10`.
    pub is_lone_number: bool,
}

/// Each way to take a text apart, the longest time first.
pub fn splits(text: &str) -> impl Iterator<Item = Split> {
    let words = pieces(text);
    let is_zone = |word: &str| (3..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    // `TODAY` and `26 NOV` are days.
    let is_named = |word: &str| is_month(&word.to_lowercase()) || weekday(&word.to_lowercase()).is_some();
    let zone = words.last().filter(|word| is_zone(word) && !is_named(word) && clock(&[word]).is_none()).copied();
    let end = words.len() - usize::from(zone.is_some());
    (1..end).filter_map(move |at| {
        let time = clock(&words[at..end])?;
        let before = words[..at].strip_suffix(&["at"]).unwrap_or(&words[..at]);
        Some(Split {
            day: before.join(" "),
            time,
            zone: zone.map(str::to_owned),
            rest: words[at..].join(" "),
            is_lone_number: words[at..end].concat().bytes().all(|byte| byte.is_ascii_digit()),
        })
    })
}

/// The clock time of a text as it was written, to be put behind another day. Empty where it says none.
pub fn behind_the_day(text: &str, today: Date) -> String {
    let names_one = |split: &Split| !is_unknown(&day(&split.day, today, Side::ToCome));
    splits(text).find(names_one).map_or_else(String::new, |split| split.rest)
}

/// `10:00`, `10.30`, `3pm`, `3 pm`, and a lone hour. All of the words, or nothing.
pub fn clock(words: &[&str]) -> Option<Time> {
    if words.len() > 2 {
        return None;
    }
    let text = words.concat().to_lowercase();
    let half = ["am", "pm"].into_iter().find(|half| text.ends_with(half));
    let bare = half.map_or(text.as_str(), |half| &text[..text.len() - half.len()]);
    let (hour, minute) = bare.split_once([':', '.']).unwrap_or((bare, "00"));
    let number = |digits: &str, lengths: std::ops::RangeInclusive<usize>| {
        let is_number = lengths.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<i8>().ok().filter(|_| is_number)
    };
    let (hour, minute) = (number(hour, 1..=2)?, number(minute, 2..=2)?);
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some("am") => hour % 12,
        Some(_) => hour % 12 + 12,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_time_is_read_whole_or_not_at_all() {
        for (words, time) in [
            (&["10:00"][..], (10, 0)),
            (&["9.30"], (9, 30)),
            (&["3pm"], (15, 0)),
            (&["3", "PM"], (15, 0)),
            (&["12am"], (0, 0)),
            (&["12:15pm"], (12, 15)),
            (&["8:15", "am"], (8, 15)),
            (&["7"], (7, 0)),
        ] {
            assert_eq!(clock(words), Time::new(time.0, time.1, 0, 0).ok(), "{words:?}");
        }
        for words in [
            &["10:5"][..],
            &["25:00"],
            &["10:99"],
            &["13pm"],
            &["0am"],
            &["10:00:00"],
            &["10:00x"],
            &["100"],
            &["+1"],
            &["pm"],
            &[""],
            &["10:00", "sharp"],
            &["10", "00", "pm"],
        ] {
            assert_eq!(clock(words), None, "{words:?}");
        }
    }
}
