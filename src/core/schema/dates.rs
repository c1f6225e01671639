//! Days as schemas: what `note::dates` reads, month lengths and leap years included.
//!
//! Month lengths are said by what a date must not be, which keeps the patterns short.

use serde_json::{Value, json};

use super::words::one_of;
use crate::core::recognise::NAMES;

const YEAR: &str = "(?:19|2[0-9])[0-9]{2}";
/// 1900 is none, and 2000, 2400 and 2800 are.
const LEAP_YEAR: &str = "(?:(?:19|2[0-9])(?:0[48]|[2468][048]|[13579][26])|2[048]00)";
/// What may stand between the words of a date, but for a colon.
const GAP: &str = r"[\s,.()/-]";
/// `18:00`, `6:30pm`, `18:00-19:00`, `6pm`.
const TIME: &str = "[0-9]{1,2}(?::[0-9:.]*(?:[-–+][0-9]{1,2}:[0-9:.]*)*(?:[AaPp][Mm]|[Zz])?|[AaPp][Mm]|[Zz])";

/// A text that is a day of the calendar, and one only.
pub fn schema() -> Value {
    let dates = &NAMES.dates;
    let words = dates.weekdays.iter().chain(&dates.fillers).map(String::as_str);
    let noise = one_of(words.chain(["am", "pm", "utc", "gmt", "uhr", "h"]));
    let known = format!("{GAP}|{TIME}|{noise}|[APap]\\.[Mm]");
    // What follows the day: words without digits, and times.
    let rest = format!("(?:[^0-9]*[^0-9A-Za-z]{TIME})*[^0-9]*");
    json!({ "anyOf": [iso(), numbers(&format!("^(?:{known}|[0-9])*$"), &rest), named(&known, &rest)] })
}

/// The months of these numbers.
fn months(numbers: impl Fn(usize) -> bool) -> String {
    let months = NAMES.dates.months.iter().zip(1..).filter(|(_, number)| numbers(*number));
    one_of(months.flat_map(|(names, _)| names.iter().map(String::as_str)))
}

/// `YYYY-MM-DD`, with a time or without.
fn iso() -> Value {
    let times = format!("(?:[Tt]?\\s*{TIME}(?:\\s+{TIME})*)?");
    let days = days("0[1-9]|1[0-9]|2[0-8]", &PADDED, |d, m, y| format!("{y}-{m}-{d}"));
    json!({ "type": "string", "pattern": format!("^\\s*{days}{times}\\s*$"), "description": "YYYY-MM-DD" })
}

/// Months by their length: 31 days, 30 days, February.
type Months = [&'static str; 3];
const PADDED: Months = ["(?:0[13578]|1[02])", "(?:0[469]|11)", "02"];
const PLAIN: Months = ["(?:0?[13578]|1[02])", "(?:0?[469]|11)", "0?2"];

/// Every day of the calendar in numbers, put together by `order` from day, month and year. `early` are the days up to the 28th.
fn days(early: &str, months: &Months, order: impl Fn(&str, &str, &str) -> String) -> String {
    let [long, short, february] = months;
    let parts = [
        order(&format!("(?:{early})"), &format!("(?:{long}|{short}|{february})"), YEAR),
        order("(?:29|30)", &format!("(?:{long}|{short})"), YEAR),
        order("31", long, YEAR),
        order("29", february, LEAP_YEAR),
    ];
    format!("(?:{})", parts.join("|"))
}

/// Day, month and year in numbers.
fn numbers(known: &str, rest: &str) -> Value {
    const EARLY: &str = "0?[1-9]|1[0-9]|2[0-8]";
    // Too late in the month to be a month.
    const LATE: &str = "1[3-9]|2[0-8]";
    let signs: String = NAMES.dates.fillers.iter().filter(|word| !word.is_ascii()).map(String::as_str).collect();
    let twins: Vec<String> = (1..=12).map(|n| format!("0?{n}[/ -]+0?{n}")).collect();
    let ways = [
        ("Year, month, day.", days(EARLY, &PLAIN, |d, m, y| format!("{y}[./ -]+{m}[./ -]+{d}"))),
        ("Eight digits.", days("0[1-9]|1[0-9]|2[0-8]", &PADDED, |d, m, y| format!("{y}{m}{d}"))),
        (
            "Year, month and day with their signs.",
            days(EARLY, &PLAIN, |d, m, y| format!("{y}[{signs}]\\s*{m}[{signs}]\\s*{d}[{signs}]")),
        ),
        ("Dots: the day first.", days(EARLY, &PLAIN, |d, m, y| format!("{d}\\.\\s*{m}\\.\\s*{y}"))),
        ("Dots, and only the second can be the day.", days(LATE, &PLAIN, |d, m, y| format!("{m}\\.\\s*{d}\\.\\s*{y}"))),
        ("Only the first can be the day.", days(LATE, &PLAIN, |d, m, y| format!("{d}[/ -]+{m}[/ -]+{y}"))),
        ("Only the second can be the day.", days(LATE, &PLAIN, |d, m, y| format!("{m}[/ -]+{d}[/ -]+{y}"))),
        ("Day and month are the same number.", format!("(?:{})[/ -]+{YEAR}", twins.join("|"))),
    ];
    let ways = ways.map(|(what, way)| json!({ "pattern": format!("^[^0-9]*{way}{rest}$"), "description": what }));
    json!({ "type": "string", "description": "Numbers that can only be one day.", "pattern": known, "anyOf": ways })
}

/// A day with the month's name.
fn named(known: &str, rest: &str) -> Value {
    let all = months(|_| true);
    let edge = |inner: &str| format!("(?:^|{GAP}|[0-9]){inner}(?:{GAP}|[0-9]|$)");
    let twice = format!("(?:^|{GAP}|[0-9]){all}(?:{GAP}|[0-9])(?:.*(?:{GAP}|[0-9]))?{all}(?:{GAP}|[0-9]|$)");
    let day = |days: &str| format!("(?:^|[^0-9:])(?:{days})(?:[^0-9:]|$)");
    let (day_of_month, between) = ("(?:0?[1-9]|[12][0-9]|3[01])", "[^0-9:]+");
    let ordinals = "1[Ss][Tt]|2[Nn][Dd]|3[Rr][Dd]|[04-9][Tt][Hh]|1[123][Tt][Hh]";
    let february = edge(&months(|number| number == 2));
    let never = |what: &str, patterns: &[&str]| {
        let patterns: Vec<Value> = patterns.iter().map(|pattern| json!({ "pattern": pattern })).collect();
        json!({ "not": { "allOf": patterns }, "description": what })
    };
    json!({
        "type": "string",
        "description": "Day and year, and the month by its name.",
        "pattern": format!("^[^0-9]*(?:{day_of_month}{between}{YEAR}|{YEAR}{between}{day_of_month}){rest}$"),
        "allOf": [
            { "pattern": format!("^(?:{known}|{all}|{ordinals}|[0-9])*$"), "description": "No other words." },
            { "pattern": edge(&all), "description": "A month." },
            never("One month only.", &[&twice]),
            never("11th, 12th and 13th.", &["1(?:1[Ss][Tt]|2[Nn][Dd]|3[Rr][Dd])"]),
            never("Months of 30 days.", &[&edge(&months(|number| [4, 6, 9, 11].contains(&number))), &day("31")]),
            never("February has no 30th.", &[&february, &day("30|31")]),
            {
                "description": "A 29th of February needs a leap year.",
                "anyOf": [
                    { "not": { "pattern": february } },
                    { "not": { "pattern": format!("(?:^|[^0-9:])29(?:[Tt][Hh])?(?:[^0-9:]|$)") } },
                    { "pattern": format!("(?:^|[^0-9]){LEAP_YEAR}(?:[^0-9]|$)") },
                ],
            },
        ],
    })
}
