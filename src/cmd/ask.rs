//! Values of the command line, and the questions that `new` asks on a terminal. Questions come through a library.

use inquire::validator::Validation;
use inquire::{Confirm, InquireError, MultiSelect, Select, Text};
use jiff::civil::{Date, Time};

use crate::core::activity::{Activity, Prompt};
use crate::core::calendar::{
    NoDay, Side, Slot, behind_the_day, day_on, in_full, likely, one_of, some_weekday, time_in_words,
};
use crate::core::note::dates::Unread;
use crate::core::recognise::{NAMES, StatusName, channel, has_word, is_placeholder, nearest, status};
use crate::core::text::one_line;
use crate::error::{Error, Result};

fn usage(message: String, help: String) -> Error {
    Error::Usage { message, help }
}

/// The number of the level that a text names.
///
/// # Errors
/// Where the activity has no such level; the message lists them.
pub fn level_named(text: &str, activity: &Activity) -> Result<i64> {
    activity.level(text).map(|level| level.level).ok_or_else(|| {
        let list: Vec<_> = activity.levels.iter().map(|l| format!("  --level {}   {}", l.level, l.meaning)).collect();
        usage(format!("`{text}` is not a level of this activity"), format!("The levels are:\n{}", list.join("\n")))
    })
}

/// `junior` or `senior`.
///
/// # Errors
/// For every other word.
pub fn seniority_named(text: &str) -> Result<String> {
    let known = &NAMES.contact.seniorities;
    known.iter().find(|name| name.eq_ignore_ascii_case(text.trim())).cloned().ok_or_else(|| {
        usage(format!("`{text}` is not a seniority that is known"), format!("Write one of: {}", known.join(", ")))
    })
}

/// The status that a text names.
///
/// # Errors
/// For a word that is not known; the message lists those that are.
pub fn status_named(text: &str) -> Result<&'static StatusName> {
    status(text).ok_or_else(|| {
        let names = || NAMES.statuses.iter().map(|status| status.canonical.as_str());
        let help = match nearest(text, names()) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("Write one of: {}", names().collect::<Vec<_>>().join(", ")),
        };
        usage(format!("`{text}` is not a status that is known"), help)
    })
}

/// The canonical name of a channel.
///
/// # Errors
/// For a word that is not known; the message lists those that are.
pub fn channel_named(text: &str) -> Result<String> {
    channel(text).map(str::to_owned).ok_or_else(|| {
        let names: Vec<_> = NAMES.channels.iter().map(|channel| channel.canonical.as_str()).collect();
        usage(format!("`{text}` is not a channel that is known"), format!("Write one of: {}", names.join(", ")))
    })
}

/// A day as people say it, of something that lies ahead or behind.
///
/// # Errors
/// Where it names no day, or could be two.
pub fn day_named(text: &str, today: Date, side: Side) -> Result<Date> {
    day_on(text, today, side).map_err(|why| {
        let near = match side {
            Side::ToCome => "tomorrow",
            Side::Past => "yesterday",
        };
        let weekday = some_weekday(today);
        let example = format!("Write for example --date {today}, --date {near} or --date {weekday}");
        let (message, help) =
            no_day(&why, text, likely(text, today, side), |words| format!("--date {}", quoted(words)));
        usage(message, help.unwrap_or(example))
    })
}

/// A time to talk, which is still to come; `now` is the time of this day.
///
/// # Errors
/// Where it names no time, could be two, or has passed.
pub fn time_named(text: &str, today: Date, now: Option<Time>) -> Result<Slot> {
    let weekday = some_weekday(today);
    let slot = time_in_words(text, today, now).map_err(|why| {
        let example =
            format!("Write for example --time \"{weekday} 10:00\", --time \"tomorrow 3pm\" or --time {weekday}");
        let hour = behind_the_day(text, today);
        let typed = |words: &str| match &why {
            NoDay::Close(_) => format!("--time {}", quoted(words)),
            _ => format!("--time {}", quoted(format!("{words} {hour}").trim())),
        };
        let mut likely = likely(text, today, Side::ToCome);
        likely.retain(|date| *date >= today);
        let (message, help) = no_day(&why, text, likely, typed);
        let message = match why == NoDay::NONE || matches!(why, NoDay::Close(_)) {
            true => format!("`{text}` cannot be read as a time"),
            false => message,
        };
        usage(message, help.unwrap_or(example))
    })?;
    // What another zone's clock says by now is not known here.
    let is_over = slot.zone.is_none() && slot.time.zip(now).is_some_and(|(time, now)| time <= now);
    if slot.date < today || slot.date == today && is_over {
        let message = format!("`{text}` is {}, which has passed", slot.in_words(today));
        let help = format!("Offer a time that is still to come, for example --time \"{weekday} 10:00\"");
        return Err(usage(message, help));
    }
    Ok(slot)
}

/// Why a text names no day, and what to type where that can be said. `typed` is how words are given, and `likely` what may be meant.
fn no_day(why: &NoDay, text: &str, likely: Vec<Date>, typed: impl Fn(&str) -> String) -> (String, Option<String>) {
    let days = |days: &[Date]| one_of(days, |date| typed(&date.to_string()));
    match why {
        NoDay::Unread(Unread::NoSuchDay) => (format!("the calendar has no day `{text}`"), None),
        NoDay::Unread(Unread::FarYear) => (format!("the year of `{text}` looks like a slip"), None),
        NoDay::Unread(Unread::NoYear) => (format!("`{text}` does not say which year"), days(&likely)),
        NoDay::Unread(Unread::ShortYear) => (format!("`{text}` has a year of two digits"), days(&likely)),
        NoDay::Unread(_) => (format!("`{text}` cannot be read as a day"), None),
        NoDay::Either(first, second) => {
            (format!("`{text}` could be two days: {first} or {second}"), days(&[*first, *second]))
        }
        NoDay::Part(part) => (format!("`{text}` names a {part}, and no day of it"), None),
        NoDay::OtherWeekday(date) => {
            (format!("`{text}` says another weekday than that day has: it is {}", in_full(*date)), days(&[*date]))
        }
        NoDay::Close(meant) => {
            (format!("`{text}` cannot be read as a day"), Some(format!("Did you mean {}?", typed(meant))))
        }
    }
}

/// Words as one argument.
fn quoted(words: &str) -> String {
    if words.contains(' ') { format!("\"{words}\"") } else { words.to_owned() }
}

/// A name that says something.
///
/// # Errors
/// For an empty one, or a template's.
pub fn contact_named(text: &str) -> Result<String> {
    let name = one_line(text);
    if has_word(&name) && !is_placeholder(&name) {
        return Ok(name);
    }
    Err(usage(format!("`{name}` is not a name"), "A first name or a pseudonym is enough: --contact Ada".to_owned()))
}

/// A question that asks something.
///
/// # Errors
/// For an empty one, or a template's.
pub fn question_named(text: &str) -> Result<String> {
    let question = one_line(text);
    if has_word(&question) && !is_placeholder(&question) {
        return Ok(question);
    }
    Err(usage(
        format!("`{question}` is not a question"),
        "Write one of your own: --question \"How did you start?\"".to_owned(),
    ))
}

fn answered<T>(answer: std::result::Result<T, InquireError>) -> Result<T> {
    answer.map_err(|error| match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Error::Cancelled,
        InquireError::IO(cause) => Error::System { path: "the terminal".to_owned(), action: "cannot be asked", cause },
        other => usage(
            format!("the terminal cannot be asked: {other}"),
            "Give everything on the command line; the command with --help says what it takes.".to_owned(),
        ),
    })
}

/// Asks for the level, with the cursor on `proposed`.
///
/// # Errors
/// [`Error::Cancelled`] where the question is left.
pub fn level(activity: &Activity, proposed: Option<i64>) -> Result<i64> {
    let lines: Vec<String> =
        activity.levels.iter().map(|level| format!("{}  {}", level.level, level.meaning)).collect();
    let at = activity.levels.iter().position(|level| Some(level.level) == proposed).unwrap_or_default();
    // Letters choose among the lines, and a level may be typed in any of its spellings.
    let fits = |typed: &str, _: &String, line: &str, nth: usize| {
        let is_named = level_named(typed, activity)
            .ok()
            .map(|named| activity.levels.get(nth).is_some_and(|level| level.level == named));
        is_named.unwrap_or_else(|| line.to_lowercase().contains(&typed.to_lowercase())).then_some(0)
    };
    let question = Select::new("With whom do you want to talk?", lines).with_starting_cursor(at).with_scorer(&fits);
    let chosen = answered(question.raw_prompt())?;
    Ok(activity.levels[chosen.index].level)
}

/// Asks for the name.
///
/// # Errors
/// [`Error::Cancelled`] where the question is left.
pub fn contact() -> Result<String> {
    let check = |name: &str| {
        Ok(match contact_named(name) {
            Ok(_) => Validation::Valid,
            Err(_) => Validation::Invalid("A first name or a pseudonym is enough.".into()),
        })
    };
    answered(Text::new("Their name?").with_validator(check).prompt()).map(|name| name.trim().to_owned())
}

/// Asks for one of a level's seniorities.
///
/// # Errors
/// [`Error::Cancelled`] where the question is left.
pub fn seniority(of: &[String]) -> Result<String> {
    answered(Select::new("Are they junior or senior? The questions differ.", of.to_vec()).prompt())
}

/// Asks for the day of something that lies ahead or behind.
///
/// # Errors
/// [`Error::Cancelled`] where the question is left.
pub fn day(today: Date, side: Side) -> Result<Date> {
    let check = move |text: &str| {
        Ok(match day_named(text, today, side) {
            Ok(_) => Validation::Valid,
            Err(error) => Validation::Invalid(error.to_string().into()),
        })
    };
    let question = format!("When? (today, {}, 2026-11-26)", some_weekday(today));
    let text = answered(Text::new(&question).with_default("today").with_validator(check).prompt())?;
    day_named(&text, today, side)
}

/// Asks whether the conversation was held, and gives the status that says so.
///
/// # Errors
/// [`Error::Cancelled`] where the question is left.
pub fn how_far() -> Result<&'static str> {
    let has_talked = answered(Confirm::new("Have you talked already?").with_placeholder("y/n").prompt())?;
    Ok(if has_talked { "talked" } else { "planned" })
}

/// Lets the student pick questions, and fill the blanks of those that were picked. A blank that is left stays one.
///
/// # Errors
/// [`Error::Cancelled`] where the question is left.
pub fn questions(prompts: &[&Prompt]) -> Result<Vec<String>> {
    if prompts.is_empty() {
        return Ok(Vec::new());
    }
    let lines: Vec<&str> = prompts.iter().map(|prompt| prompt.text.as_str()).collect();
    let picked = answered(
        MultiSelect::new("Pick 3 to 5 questions (space picks, enter goes on)", lines)
            .with_page_size(prompts.len().max(1))
            .prompt(),
    )?;
    let mut questions = Vec::new();
    for question in picked {
        let mut text = question.to_owned();
        if let Some((before, after)) = question.split_once("___") {
            let word = answered(Text::new("Fill the blank:").with_help_message(question).prompt())?;
            if !word.trim().is_empty() {
                text = format!("{before}{}{after}", word.trim());
            }
        }
        questions.push(text);
    }
    Ok(questions)
}
