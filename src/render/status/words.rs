//! What is next, in words, and the commands to type. The same for people and for programs.

use jiff::civil::Date;

use crate::core::diagnostic::Severity;
use crate::core::report::NoteReport;
use crate::core::week::{Due, Goal, Step, Week};
use crate::render::closing::{self, plural};
use crate::render::safe;

/// What to do, and what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// A sentence or two.
    pub text: String,
    /// Commands, each with the words before it where it is one of several ways.
    pub commands: Vec<(&'static str, String)>,
}

/// Whom a conversation is with, else its file's name; harmless within a line.
pub fn with(note: &NoteReport) -> String {
    let name = note.contact.as_deref().filter(|name| !name.trim().is_empty());
    let file = || note.path.shown.rsplit('/').next().unwrap_or_default();
    safe::inline(name.unwrap_or_else(file)).into_owned()
}

/// A day as people write it.
pub fn in_full(day: Date) -> String {
    day.strftime("%A, %-d %B %Y").to_string()
}

fn ahead(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

/// The one thing to do next. `has_failures` says that there are notes which could not be read.
pub fn next(week: &Week<'_>, has_failures: bool) -> Advice {
    let (step, note) = week.next;
    let whom = note.map(with).unwrap_or_default();
    let path = note.map(|note| safe::path(&note.path.shown)).unwrap_or_default();
    let path = safe::argument(&path);
    let new = || ("", "coffeechat new".to_owned());
    let lint = || ("", format!("coffeechat lint {path}").trim_end().to_owned());
    let mark = |lead: &'static str, status: &str| (lead, format!("coffeechat mark {path} {status}"));
    let agreed = |lead: &'static str| mark(lead, &format!("scheduled --date {}", week.weekday));
    let (text, commands) = match step {
        Step::Start if has_failures => ("None of the notes here could be read.".to_owned(), vec![lint()]),
        Step::Start => ("There is no note here yet. Start one:".to_owned(), vec![new()]),
        Step::Mend(_) => (mend(note, &whom), vec![lint()]),
        Step::SayHowItWent(day) => (
            format!("Your conversation with {whom} was agreed for {}. Did you talk?", in_full(day)),
            vec![
                mark("If you did:", "talked"),
                agreed("If it was moved:"),
                mark("If they said no:", "declined"),
                mark("If nobody came:", "no-reply"),
            ],
        ),
        Step::Told => (
            format!("Your note about {whom} reads as if you talked, and its status does not say so."),
            vec![mark("If you did:", "talked")],
        ),
        Step::CheckDay(day) => (
            format!("By your note you have talked with {whom}, and its day, {}, is still to come.", in_full(day)),
            vec![mark("If you talked today:", "talked --date today"), mark("If you have not talked yet:", "scheduled")],
        ),
        Step::AskAnother(Some(days)) => (
            format!(
                "{whom} has not answered for {}. People are busy; keep the note, and ask somebody else meanwhile:",
                plural(usize::try_from(days).unwrap_or_default(), "day", "days")
            ),
            vec![new(), mark("If they stay silent:", "no-reply")],
        ),
        Step::AskAnother(None) if note.is_some() => (
            match week.due.and_then(|due| due.day) {
                Some((_, 0..)) => {
                    format!(
                        "Nothing is agreed yet, and the deadline is near. While you wait for {whom}, ask somebody else:"
                    )
                }
                _ => format!("Nothing is agreed yet. While you wait for {whom}, ask somebody else:"),
            },
            vec![new()],
        ),
        Step::AskAnother(None) => ("Nobody is asked at the moment. Ask a second person:".to_owned(), vec![new()]),
        Step::FollowUp => {
            (format!("Follow up on what you took away from {whom}."), vec![mark("When it is done:", "followed-up")])
        }
        Step::Talk(Some((day, days))) => (
            format!(
                "Your conversation with {whom} is {}, on {}. Read your questions once more.",
                ahead(days),
                in_full(day)
            ),
            vec![mark("When you have talked:", "talked")],
        ),
        Step::Talk(None) => (
            format!("Have your conversation with {whom}."),
            vec![agreed("To write down the day:"), mark("When you have talked:", "talked")],
        ),
        Step::Send(None) => {
            (send(note, &whom), vec![mark("When it is sent:", "contacted"), agreed("With a day agreed:")])
        }
        Step::Send(Some(day)) => (
            format!("{} Its day, {}, has passed: did you talk?", send(note, &whom), in_full(day)),
            vec![mark("When it is sent:", "contacted"), mark("If you talked:", "talked"), agreed("With a day agreed:")],
        ),
        Step::Wait(days) => (
            match days {
                None => format!("Wait for {whom} to answer."),
                Some(0) => format!("Wait for {whom} to answer; your message went out today."),
                Some(days) => format!(
                    "Wait for {whom} to answer; your message is {} old.",
                    plural(usize::try_from(days).unwrap_or_default(), "day", "days")
                ),
            },
            vec![agreed("With a day agreed:")],
        ),
        Step::Nothing => done(week.goal.as_ref()),
    };
    Advice { text, commands }
}

/// A message is ready once its blanks are filled.
fn send(note: Option<&NoteReport>, whom: &str) -> String {
    match note.and_then(closing::blanks) {
        None => format!("Send your message to {whom}."),
        Some(blanks) => format!("Fill the {blanks}, then send your message to {whom}."),
    }
}

fn mend(note: Option<&NoteReport>, whom: &str) -> String {
    let found = note.map(|note| note.found.as_slice()).unwrap_or_default();
    let worst = found
        .iter()
        .max_by_key(|found| (found.severity == Severity::Error, found.blocks, std::cmp::Reverse(found.span.start)));
    let about = match note.is_some_and(|note| note.contact.is_some()) {
        true => format!("The note about {whom}"),
        false => format!("The note {whom}"),
    };
    let Some(worst) = worst else {
        return format!("{about} needs work, and the rule that would say why is switched off.");
    };
    let errors = note.map(crate::core::week::errors).unwrap_or_default();
    let more = match errors.saturating_sub(1) {
        0 => String::new(),
        count => format!(" And {}.", plural(count, "more thing to mend", "more things to mend")),
    };
    format!("{about} needs a hand. {}.{more}", safe::inline(&worst.message).trim_end_matches('.'))
}

fn done(goal: Option<&Goal>) -> (String, Vec<(&'static str, String)>) {
    let text = "Nothing. Every conversation that you had is written down and followed up.".to_owned();
    match goal.filter(|goal| goal.done < goal.count) {
        None => (text, Vec::new()),
        Some(goal) => (text, vec![("For the next one:", format!("coffeechat new --level {}", goal.level))]),
    }
}

/// A few words on what is next for a conversation, for a table.
pub fn short(step: Step) -> String {
    match step {
        Step::Start => "start a note".to_owned(),
        Step::Mend(0) => "look at it once more".to_owned(),
        Step::Mend(count) => format!("{} to mend", plural(count, "thing", "things")),
        Step::SayHowItWent(_) | Step::Told => "did you talk?".to_owned(),
        Step::CheckDay(_) => "check the date".to_owned(),
        Step::AskAnother(Some(days)) => format!("no answer for {days} days"),
        Step::AskAnother(None) => "ask somebody else".to_owned(),
        Step::FollowUp => "follow up".to_owned(),
        Step::Talk(Some((_, days))) => format!("talk {}", ahead(days)),
        Step::Talk(None) => "talk".to_owned(),
        Step::Send(_) => "send your message".to_owned(),
        Step::Wait(_) => "wait for the answer".to_owned(),
        Step::Nothing => "nothing".to_owned(),
    }
}

/// The line of the settings that says when week 1 began, such as the one that `init` writes; where it is missing.
pub fn module_start(due: Due) -> Option<&'static str> {
    due.day.is_none().then_some("module-start = 2026-11-09")
}

/// What is said of the deadline. Where [`module_start`] has a line, that stands below it.
pub fn deadline(due: Due, is_done: bool) -> String {
    let week = due.week;
    let Some((day, days)) = due.day else {
        return format!(
            "Deadline: the end of week {week}. For its day, write the Monday of week 1 at the top of coffeechat.toml:"
        );
    };
    let day = in_full(day);
    let left = match days {
        _ if is_done => "and you have a complete note".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days if days > 1 => format!("{days} days left"),
        _ => return format!("Deadline: it was {day} (the end of week {week}). A conversation is still worth having."),
    };
    format!("Deadline: {day} (the end of week {week}), {left}.")
}
