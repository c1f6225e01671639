//! Which words are read as which day, which are refused, and that nothing is passed over.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

#[test]
fn days_are_read_as_people_say_them() {
    // A Monday.
    let today = date(2026, 11, 23);
    for (words, day) in [
        ("today", today),
        ("tomorrow", date(2026, 11, 24)),
        ("yesterday", date(2026, 11, 22)),
        ("Friday", date(2026, 11, 27)),
        ("next monday", date(2026, 11, 30)),
        ("in 3 days", date(2026, 11, 26)),
        ("3 days ago", date(2026, 11, 20)),
        ("2 weeks", date(2026, 12, 7)),
        ("in 1 month", date(2026, 12, 23)),
        ("TODAY", today),
        ("tomorrow 3 pm", date(2026, 11, 24)),
        ("friday at 10:00 CET", date(2026, 11, 27)),
        ("26 NOV 2026", date(2026, 11, 26)),
        ("Thursday, 26 Nov 2026", date(2026, 11, 26)),
        ("2026-11-26", date(2026, 11, 26)),
        ("26 November 2026", date(2026, 11, 26)),
        ("17/9/2026", date(2026, 9, 17)),
    ] {
        assert_eq!(day_on(words, today, Side::ToCome), Ok(day), "{words}");
    }
}

#[test]
fn what_is_not_understood_whole_is_refused() {
    let today = date(2026, 11, 27);
    for words in [
        "someday",
        "",
        "27",
        "2026",
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
        "0 days",
        "00:00:00",
        "yester",
        "yest",
        "yes",
        "y",
        "day",
        "days",
        "next day",
        "d",
        "w",
        "m",
        "monda y",
        "in 3 days ago",
        "in friday",
        "3 dalmatians",
        "2 weird",
        "2 yeti",
        "2 weeks or so",
        "in 3 days 10",
        "friday sharp",
        "friday 10:00 sharp",
        "friday 10",
        "friday 25:00",
        "tomorrow maybe",
        "next next monday",
        "last yesterday",
        "today tomorrow",
        "-friday",
        "3 days - 2 weeks",
        "P3D",
        "99999999 days",
    ] {
        for side in [Side::ToCome, Side::Past] {
            assert_eq!(day_on(words, today, side), Err(NoDay::NONE), "{words}");
        }
    }
    for (words, why) in [
        ("2026-02-30", Unread::NoSuchDay),
        ("31.11.2026", Unread::NoSuchDay),
        ("in 2000 years", Unread::FarYear),
        ("20 nov", Unread::NoYear),
        ("11/12/26", Unread::ShortYear),
    ] {
        assert_eq!(day_on(words, today, Side::ToCome), Err(NoDay::Unread(why)), "{words}");
    }
    for (words, part) in [
        ("week", "week"),
        ("next week", "week"),
        ("last week", "week"),
        ("this weekend", "weekend"),
        ("month", "month"),
        ("next month", "month"),
        ("year", "year"),
        ("may", "month"),
        ("in may", "month"),
        ("next may", "month"),
        ("december", "month"),
        ("Dec.", "month"),
        ("december 2026", "month"),
    ] {
        assert_eq!(day_on(words, today, Side::ToCome), Err(NoDay::Part(part)), "{words}");
    }
    for (words, meant) in [
        ("yesterdy", "yesterday"),
        ("yesturday", "yesterday"),
        ("yestarday", "yesterday"),
        ("tomorow", "tomorrow"),
        ("fridy", "friday"),
        ("last fridy 10:00", "last friday 10:00"),
        ("20 novembr 2026", "20 november 2026"),
        ("2 weks", ""),
        ("3 wekks ago", "3 weeks ago"),
    ] {
        let why = if meant.is_empty() { NoDay::NONE } else { NoDay::Close(meant.to_owned()) };
        assert_eq!(day_on(words, today, Side::Past), Err(why), "{words}");
    }
    let thursday = date(2026, 11, 26);
    for words in ["monday 26 november 2026", "Fri, 2026-11-26", "26.11.2026 (Mon)"] {
        assert_eq!(day_on(words, today, Side::Past), Err(NoDay::OtherWeekday(thursday)), "{words}");
    }
}

#[test]
fn a_weekday_lies_ahead_or_behind_or_is_two_days() {
    let friday = date(2026, 11, 27);
    let of = |(month, day)| date(2026, month, day);
    for (words, ahead, behind) in [
        ("monday", (11, 30), (11, 23)),
        ("Tue", (12, 1), (11, 24)),
        ("this monday", (11, 30), (11, 23)),
        ("this friday", (11, 27), (11, 27)),
        ("last friday", (11, 20), (11, 20)),
        ("last monday", (11, 23), (11, 23)),
        ("next friday", (12, 4), (12, 4)),
        ("yesterday", (11, 26), (11, 26)),
        ("thursday 10:00", (12, 3), (11, 26)),
        ("2026-12-24", (12, 24), (12, 24)),
    ] {
        assert_eq!(day_on(words, friday, Side::ToCome), Ok(of(ahead)), "{words}");
        assert_eq!(day_on(words, friday, Side::Past), Ok(of(behind)), "{words}");
    }
    for (words, side, first, second) in [
        ("friday", Side::ToCome, (11, 27), (12, 4)),
        ("fri", Side::Past, (11, 27), (11, 20)),
        ("friday 10:00", Side::ToCome, (11, 27), (12, 4)),
        ("next monday", Side::ToCome, (11, 30), (12, 7)),
        ("next tuesday", Side::ToCome, (12, 1), (12, 8)),
        ("next thursday 10:00", Side::Past, (12, 3), (12, 10)),
        ("5/6/2026", Side::Past, (6, 5), (5, 6)),
    ] {
        assert_eq!(day_on(words, friday, side), Err(NoDay::Either(of(first), of(second))), "{words}");
    }
}

#[test]
fn a_day_without_its_year_is_the_nearest_on_its_side() {
    let today = date(2026, 11, 27);
    for (words, side, days) in [
        ("20 nov", Side::Past, &[date(2026, 11, 20)][..]),
        ("20 nov", Side::ToCome, &[date(2027, 11, 20)]),
        ("30.11.", Side::ToCome, &[date(2026, 11, 30)]),
        ("Nov 30th", Side::Past, &[date(2025, 11, 30)]),
        ("29 Feb", Side::ToCome, &[date(2028, 2, 29)]),
        ("12/11", Side::Past, &[date(2026, 11, 12), date(2025, 12, 11)]),
        ("11/12/26", Side::Past, &[date(2026, 12, 11), date(2026, 11, 12)]),
        ("26/11/12", Side::Past, &[date(2026, 11, 12)]),
        ("20.11.26", Side::Past, &[date(2026, 11, 20)]),
        ("26 Nov 26", Side::Past, &[date(2026, 11, 26)]),
        ("31.11.", Side::Past, &[]),
        ("2026-11-26", Side::Past, &[]),
        ("friday", Side::Past, &[]),
    ] {
        assert_eq!(likely(words, today, side), days, "{words}");
    }
}

/// Words that mean something in some order, and what is nearly one of them.
fn words() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "today",
        "tomorrow",
        "yesterday",
        "friday",
        "mon",
        "thurs",
        "next",
        "last",
        "this",
        "in",
        "ago",
        "at",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "y",
        "d",
        "w",
        "3",
        "12",
        "2026",
        "10:00",
        "3pm",
        "CET",
        "nov",
        "may",
        "-",
        "+",
        "'",
        "of",
        "yest",
        "10",
        "2d",
    ]);
    let slip = (known.clone(), any::<prop::sample::Index>(), "[a-z]{0,2}").prop_map(|(word, at, more)| {
        let at = at.index(word.len());
        format!("{}{more}{}", &word[..at], &word[at + 1..])
    });
    let word = prop_oneof![known.prop_map(str::to_owned), slip, "[a-z]{1,9}"];
    prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn every_word_of_a_day_that_was_read_is_known(words in words(), is_past in any::<bool>()) {
        let today = date(2026, 11, 27);
        let side = if is_past { Side::Past } else { Side::ToCome };
        if let Ok(day) = day_on(&words, today, side) {
            // Said once more with a word that means nothing, before it or behind it, it is no day any more.
            for noise in ["qqq", "yestrdy", "xday"] {
                prop_assert!(day_on(&format!("{words} {noise}"), today, side).is_err(), "{words} {noise}");
                prop_assert!(day_on(&format!("{noise} {words}"), today, side).is_err(), "{noise} {words}");
            }
            // Each word of letters is one of a few.
            let letters = words.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
            for word in letters.map(str::to_lowercase) {
                let is_unit = ["d", "w", "wk", "wks", "y", "yr", "yrs", "mo", "mos"].contains(&word.as_str())
                    || ["day", "week", "month", "year"].contains(&word.trim_end_matches('s'));
                let is_known = weekday(&word).is_some() || is_month(&word) || is_unit
                    || ["today", "tomorrow", "yesterday", "next", "last", "this", "in", "ago", "at", "am", "pm", "now"].contains(&word.as_str())
                    || dates::read(&words).is_ok() || words.contains(':') || words.contains("pm");
                prop_assert!(is_known, "`{word}` in `{words}` was passed over for {day}");
            }
        }
    }
}
