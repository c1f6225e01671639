//! Days as people write them. Reads what has one meaning only, and never guesses.

use jiff::civil::Date;

use crate::core::recognise::{fold, is_date_noise, month};

/// A day that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Whether it was written `YYYY-MM-DD`.
    pub iso: bool,
}

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// The calendar has no such day.
    NoSuchDay,
    /// A day of a year in which nobody living has talked: a digit too few, or one in the wrong place.
    FarYear,
    /// Day and month, but no year.
    NoYear,
    /// The year has two digits.
    ShortYear,
    /// Two days fit.
    Ambiguous(Date, Date),
    /// Something else.
    NotADate,
}

/// Reads one day.
///
/// # Errors
/// [`Unread`] where the text names no day, or more than one.
pub fn read(text: &str) -> Result<Day, Unread> {
    let text = text.trim();
    if let Some((y, m, d)) = iso(text) {
        return day(y, m, d).map(|date| Day { date, iso: text.len() == 10 });
    }
    let (named, numbers) = parts(text)?;
    let found = match (named, &numbers[..]) {
        (Some(month), [(d, 1..=2), (y, 4)] | [(y, 4), (d, 1..=2)]) => day(*y, u32::from(month.unsigned_abs()), *d),
        (Some(_), [(_, 1..=2)]) => Err(Unread::NoYear),
        (Some(_), [(_, 1..=2), (_, 1..=2)]) => Err(Unread::ShortYear),
        (None, [(y, 4), (m, 1..=2), (d, 1..=2)]) => day(*y, *m, *d),
        (None, [(a, 1..=2), (b, 1..=2), (y, 4)]) => either(*a, *b, *y, has_dot_between_numbers(text)),
        (None, [(a, 1..=2), (b, 1..=2)]) if *a <= 31 && *b <= 31 => Err(Unread::NoYear),
        (None, [(a, 1..=2), (b, 1..=2), (_, 1..=2)]) if *a <= 31 && *b <= 31 => Err(Unread::ShortYear),
        // Eight digits in another order than this, `26112026`, are not read as a day at all.
        (None, [(n, 8)]) => day(n / 10_000, n / 100 % 100, n % 100).map_err(|_| Unread::NotADate),
        _ => Err(Unread::NotADate),
    };
    found.map(|date| Day { date, iso: false })
}

/// The days that a text may mean without its year, or with a short one: `year` stands where none is said.
pub fn completed(text: &str, year: i16) -> Vec<Date> {
    let Ok((named, numbers)) = parts(text.trim()) else { return Vec::new() };
    let (year, is_dotted) = (u32::from(year.unsigned_abs()), has_dot_between_numbers(text));
    let orders = match (named.map(|month| u32::from(month.unsigned_abs())), &numbers[..]) {
        (Some(month), [(d, _)]) => vec![(year, month, *d)],
        (Some(month), [(d, _), (y, 1..=2)]) => vec![(2000 + y, month, *d)],
        (None, [(a, _), (b, _)]) if is_dotted => vec![(year, *b, *a)],
        (None, [(a, _), (b, _)]) => vec![(year, *b, *a), (year, *a, *b)],
        (None, [(a, _), (b, _), (y, 1..=2)]) if is_dotted => vec![(2000 + y, *b, *a)],
        (None, [(a, _), (b, _), (c, 1..=2)]) => vec![(2000 + c, *b, *a), (2000 + c, *a, *b), (2000 + a, *b, *c)],
        _ => Vec::new(),
    };
    let mut days: Vec<Date> = Vec::new();
    for date in orders.into_iter().filter_map(|(y, m, d)| day(y, m, d).ok()) {
        if !days.contains(&date) {
            days.push(date);
        }
    }
    days
}

/// A number, and how many digits it was written with.
type Number = (u32, usize);

/// The month that a text names, and its numbers.
fn parts(text: &str) -> Result<(Option<i8>, Vec<Number>), Unread> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut named = None;
    for word in text.split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')') {
        if is_time(word) {
            continue;
        }
        let parts = pieces(word);
        for (at, piece) in parts.iter().enumerate() {
            if let Ok(number) = piece.parse::<u32>() {
                numbers.push((number, piece.len()));
            } else if let Some(found) = month(piece) {
                if named.replace(found).is_some() {
                    return Err(Unread::NotADate);
                }
            } else if matches!(piece.as_str(), "st" | "nd" | "rd" | "th") {
                let before = at.checked_sub(1).and_then(|before| parts.get(before));
                if before.and_then(|n| n.parse().ok()).map(ordinal) != Some(piece.as_str()) {
                    return Err(Unread::NotADate);
                }
            } else if !is_date_noise(piece) {
                return Err(Unread::NotADate);
            }
        }
    }
    Ok((named, numbers))
}

fn day(y: u32, m: u32, d: u32) -> Result<Date, Unread> {
    let part = |n: u32| i8::try_from(n).map_err(|_| Unread::NoSuchDay);
    let year = i16::try_from(y).map_err(|_| Unread::FarYear)?;
    let date = Date::new(year, part(m)?, part(d)?).map_err(|_| Unread::NoSuchDay)?;
    if YEARS.contains(&year) { Ok(date) } else { Err(Unread::FarYear) }
}

/// Nobody living has talked in another century but these.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

/// `26.11.2026` and `26. 11. 2026`, but not `5/6/2026 p.m.`.
fn has_dot_between_numbers(text: &str) -> bool {
    text.match_indices('.').any(|(at, _)| {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        is_digit(text[..at].chars().next_back()) && is_digit(text[at + 1..].trim_start().chars().next())
    })
}

/// Day and month in either order: dots mean day first; otherwise only one order may fit.
fn either(a: u32, b: u32, y: u32, dots: bool) -> Result<Date, Unread> {
    match (day(y, b, a), day(y, a, b)) {
        (Ok(date), _) if dots => Ok(date),
        (Ok(first), Ok(second)) if first != second => Err(Unread::Ambiguous(first, second)),
        (Ok(date), _) | (_, Ok(date)) => Ok(date),
        (Err(Unread::FarYear), _) | (_, Err(Unread::FarYear)) => Err(Unread::FarYear),
        _ => Err(Unread::NoSuchDay),
    }
}

/// Year, month and day of a text that begins with `YYYY-MM-DD` and goes on with nothing or a time.
fn iso(text: &str) -> Option<(u32, u32, u32)> {
    let head = text.get(..10)?;
    let shape = |(at, b): (usize, u8)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() };
    if !head.bytes().enumerate().all(shape) {
        return None;
    }
    let rest = text[10..].trim_start_matches(['T', 't']).trim();
    if !rest.is_empty() && !rest.split_whitespace().all(is_time) {
        return None;
    }
    Some((head[..4].parse().ok()?, head[5..7].parse().ok()?, head[8..].parse().ok()?))
}

/// `18:00`, `6:30pm`, `18:00Z`, `am`, `UTC`.
fn is_time(word: &str) -> bool {
    let lower = word.trim_end_matches(['.', ';']).to_ascii_lowercase();
    if matches!(lower.as_str(), "am" | "pm" | "a.m" | "p.m" | "utc" | "gmt" | "uhr" | "h") {
        return true;
    }
    let bare = lower.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('z');
    let clock = bare.split(['-', '–', '+']).all(|part| {
        part.split_once(':').is_some_and(|(hour, rest)| {
            (1..=2).contains(&hour.len())
                && hour.bytes().all(|b| b.is_ascii_digit())
                && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'))
        })
    });
    let hour =
        bare.len() < lower.len() && bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_digit()) && !bare.is_empty();
    clock || hour
}

/// Whether a text that was read as a day says a time as well.
pub fn has_time(text: &str) -> bool {
    let is_separator = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '"' | '\'');
    let with_time = |word: &str| word.len() > 10 && iso(word).is_some();
    text.split(is_separator).any(|word| is_time(word) || with_time(word))
}

/// The runs of digits and of letters in a word, folded.
fn pieces(word: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for c in word.chars() {
        let kind = c.is_ascii_digit();
        if !c.is_alphanumeric() {
            last = None;
        } else if let (true, Some(piece)) = (last == Some(kind), pieces.last_mut()) {
            piece.push(c);
        } else {
            pieces.push(c.to_string());
            last = Some(kind);
        }
    }
    pieces.iter().map(|piece| fold(piece)).collect()
}

fn ordinal(number: u32) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn one_meaning_is_read() {
        for text in [
            "2026-11-26",
            "26 November 2026",
            "Nov 26, 2026",
            "November 26th, 2026",
            "26.11.2026",
            "2026/11/26",
            "26/11/2026",
            "11/26/2026",
            "Thursday, 26 Nov 2026",
            "26 de noviembre de 2026",
            "26 novembre 2026",
            "26. November 2026",
            "2026年11月26日",
            "2026년 11월 26일",
            "2026-11-26 18:00",
            "2026-11-26T18:00:00Z",
            "Nov 26 2026 at 6pm",
            "20261126",
            "Thu Nov 26 2026, 6:30 pm",
        ] {
            assert_eq!(read(text).map(|day| day.date), Ok(date(2026, 11, 26)), "{text}");
        }
        assert_eq!(read("17/9/2026").map(|day| day.date), Ok(date(2026, 9, 17)));
        assert_eq!(read("06/06/2026").map(|day| day.date), Ok(date(2026, 6, 6)));
        assert_eq!(read("05.06.2026").map(|day| day.date), Ok(date(2026, 6, 5)));
        assert_eq!(read("2026-11-26").map(|day| day.iso), Ok(true));
        assert_eq!(read("2026/11/26").map(|day| day.iso), Ok(false));
    }

    #[test]
    fn a_time_is_seen() {
        for text in ["2026-11-26 18:00", "2026-11-26T18:00:00Z", "\"Nov 26 2026, 6 pm\"", "Nov 26 2026 at 6pm"] {
            assert!(has_time(text), "{text}");
        }
        for text in [
            "26 November 2026",
            "Thursday, Oct 26th 2026",
            "26.11.2026",
            "2026/11/26",
            "26.November.2026",
            "(2026-11-26)",
        ] {
            assert!(!has_time(text), "{text}");
        }
    }

    #[test]
    fn the_rest_is_not_guessed() {
        for (text, why) in [
            ("2026-02-30", Unread::NoSuchDay),
            ("31.11.2026", Unread::NoSuchDay),
            ("May 25rd", Unread::NotADate),
            ("May 25rd, 2026", Unread::NotADate),
            ("May 25", Unread::NoYear),
            ("11/20", Unread::NoYear),
            ("11/20/26", Unread::ShortYear),
            ("26 Nov 26", Unread::ShortYear),
            ("5/6/2026", Unread::Ambiguous(date(2026, 6, 5), date(2026, 5, 6))),
            ("5/6/2026 6:30 p.m.", Unread::Ambiguous(date(2026, 6, 5), date(2026, 5, 6))),
            ("Fri. 5/6/2026", Unread::Ambiguous(date(2026, 6, 5), date(2026, 5, 6))),
            ("soon", Unread::NotADate),
            ("sometime in May 2026", Unread::NotADate),
            ("", Unread::NotADate),
            ("2026", Unread::NotADate),
            ("November 2026", Unread::NotADate),
            ("99999999999-1-1", Unread::NotADate),
            ("2026-13-01", Unread::NoSuchDay),
            ("0206-11-26", Unread::FarYear),
            ("0000-11-26", Unread::FarYear),
            ("26/11/0206", Unread::FarYear),
            ("0206-02-30", Unread::NoSuchDay),
            ("26112026", Unread::NotADate),
            ("20261326", Unread::NotADate),
            ("tomorrow", Unread::NotADate),
        ] {
            assert_eq!(read(text), Err(why), "{text}");
        }
    }
}
