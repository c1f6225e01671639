//! States, flags and evidence in words that an instructor reads. The same in every report of a class.

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::core::cohort::{Cause, Class, Due, Evidence, Flag, Student};
use crate::core::progress::JournalState;
use crate::core::week::StepKind;
use crate::render::closing::plural;

/// A state as people say it.
pub fn state(state: JournalState) -> &'static str {
    match state {
        JournalState::Unreadable => "unreadable",
        JournalState::Done => "done",
        JournalState::NeedsWork => "needs work",
        JournalState::Open => "open",
        JournalState::NotStarted => "not started",
    }
}

/// What a flag says.
pub fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::UncommittedNotes => "some notes are not committed, and so not counted",
        Flag::OwnConfiguration => "the journal has settings of its own, which are not obeyed here",
        Flag::SwitchedOffRules => "rules are switched off in the journal, and were run all the same",
        Flag::NoHistory => "a folder without Git, so that nothing says when a note was complete",
        Flag::ShallowHistory => "the clone lacks the beginning of the history",
        Flag::RewrittenHistory => "commits that an earlier sync saw are gone",
        Flag::LongHistory => "the history is longer than what is looked at",
        Flag::DatesOutOfOrder => "a commit is dated before the one it builds on",
        Flag::DateInFuture => "a commit is dated later than today, or than it was first seen",
        Flag::DateBeforeGit => "a commit is dated before there was Git",
        Flag::NoLongerComplete => "a note was complete once, and is not any more",
        Flag::LastFetchFailed => "the last sync could not fetch it, so that it may be older than the student's",
        Flag::WrittenEarlier => "a note was written in time by its own date, and its commit was made anew later",
        Flag::FetchedLate => {
            "dated in time, and first fetched after the due date; a sync between the two did not have it"
        }
        Flag::SharedJournal => "the roster names this journal for another student, too",
        Flag::DueUnread => "the student's own due date in the roster cannot be read",
        Flag::PartlyRead => "a part of the journal was not looked at (links, or too much of it)",
    }
}

/// What a flag says of this student beyond its words: plain text that nobody else wrote.
pub fn more(flag: Flag, student: &Student, class: &Class) -> Option<String> {
    let due = student.due.as_ref().or(class.due.as_ref());
    let written = student.written_at.filter(|_| flag == Flag::WrittenEarlier)?;
    let made = student.completed_at.map(|at| format!(", made anew {}", day(at, due))).unwrap_or_default();
    Some(format!(": written {}{made}", day(written, due)))
}

/// What is said once of the class because it holds for several: that they have no history, where more than one has none.
pub fn without_history(class: &Class) -> Option<String> {
    let count = class.students.iter().filter(|student| student.flags.contains(&Flag::NoHistory)).count();
    (count > 1).then(|| {
        let which = if count == class.students.len() { "All".to_owned() } else { count.to_string() };
        format!("{which} journals are folders without Git, so that nothing says when a note was complete.")
    })
}

/// The same for those whose journal the roster does not name, where they are many.
pub fn without_journal(class: &Class) -> Option<String> {
    const MANY: usize = 4;
    let count = class.students.iter().filter(|student| student.cause == Some(Cause::NoJournal)).count();
    (count >= MANY)
        .then(|| format!("{count} students have no journal: the roster names none, and no folder is called like them."))
}

/// Why a student's state is what it is, where that is not told [once of the class](without_journal).
pub fn reason(student: &Student, is_told_once: bool) -> Option<&str> {
    student.reason.as_deref().filter(|_| !is_told_once || student.cause != Some(Cause::NoJournal))
}

/// The flags that are told of a student, without the one that is told of [the class](without_history) where `is_told_once` says so.
pub fn flags(student: &Student, is_told_once: bool) -> impl Iterator<Item = Flag> {
    student.flags.iter().copied().filter(move |flag| !is_told_once || *flag != Flag::NoHistory)
}

/// What a moment rests on.
pub fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::FirstSeen => "when it was first fetched",
        Evidence::CommitterDate => "the date of the commit",
        Evidence::None => "nothing",
    }
}

/// What is next, without a name in it; empty where nothing is.
pub fn step(step: StepKind) -> &'static str {
    match step {
        StepKind::Start => "start a note",
        StepKind::Mend => "mend a note",
        StepKind::SayHowItWent => "say how the conversation went",
        StepKind::CheckDay => "check a date",
        StepKind::AskAnother => "ask somebody else",
        StepKind::FollowUp => "follow up",
        StepKind::Talk => "have the conversation",
        StepKind::Send => "send the message",
        StepKind::Wait => "wait for an answer",
        StepKind::Nothing => "",
    }
}

/// Counts by state, those that are there.
pub fn totals(class: &Class) -> String {
    let totals = class.totals();
    let counts = [
        (totals.done, JournalState::Done),
        (totals.open, JournalState::Open),
        (totals.needs_work, JournalState::NeedsWork),
        (totals.not_started, JournalState::NotStarted),
        (totals.unreadable, JournalState::Unreadable),
    ];
    let told: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, of)| format!("{count} {}", state(*of))).collect();
    let students = plural(totals.students, "student", "students");
    if told.is_empty() { format!("{students}.") } else { format!("{students}: {}.", told.join(", ")) }
}

/// The journal that a failure's path lies in, without the note in it, whose name may be a contact's; another path as it is.
pub fn folder<'p>(path: &'p str, class: &Class) -> &'p str {
    let within = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let folder = class.students.iter().filter_map(|student| student.path.as_deref()).find(|folder| within(folder));
    folder.map_or(path, |folder| &path[..folder.len()])
}

/// A moment to the minute, where the class is due; in UTC without that.
pub fn moment(at: Timestamp, due: Option<&Due>) -> String {
    match due.and_then(|due| offset(&due.text)) {
        Some(offset) => at.to_zoned(TimeZone::fixed(offset)).strftime("%Y-%m-%d %H:%M").to_string(),
        None => at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    }
}

/// A due moment to the minute, with its zone, which is that of all other moments of the report.
pub fn due(due: &Due) -> String {
    let Some(offset) = offset(&due.text) else { return due.text.clone() };
    let at = due.at.to_zoned(TimeZone::fixed(offset));
    let minute = |at: &jiff::Zoned| at.strftime("%Y-%m-%d %H:%M").to_string();
    let zone = if offset == Offset::UTC { String::new() } else { at.strftime("%:z").to_string() };
    match due.before_grace {
        Some(told) => {
            format!("{} (UTC{zone}), in time until {}", minute(&told.to_zoned(TimeZone::fixed(offset))), minute(&at))
        }
        None => format!("{} (UTC{zone})", minute(&at)),
    }
}

/// A day as people write it, where the class is due; in UTC without that.
pub fn day(at: Timestamp, due: Option<&Due>) -> String {
    let offset = due.and_then(|due| offset(&due.text)).unwrap_or(Offset::UTC);
    at.to_zoned(TimeZone::fixed(offset)).strftime("%-d %B %Y").to_string()
}

/// The offset at the end of a moment's text.
fn offset(text: &str) -> Option<Offset> {
    // What has a `Z` is no moment of a place's own clock to the parser.
    let moment: DateTime = text.strip_suffix('Z').unwrap_or(text).parse().ok()?;
    let at: Timestamp = text.parse().ok()?;
    let apart = moment.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second() - at.as_second();
    Offset::from_seconds(i32::try_from(apart).ok()?).ok()
}

/// When a note was complete, and whether that was in time; `due` is the class's moment.
pub fn completed(student: &Student, due: Option<&Due>) -> String {
    let own = student.due.as_ref().or(due);
    let told = told(student, student.completed_at.map(|at| moment(at, own)));
    // Whoever was in time for the class did not need the extension.
    let is_later = student.completed_at.zip(due).is_some_and(|(at, due)| at > due.at);
    match student.due.is_some() && student.on_time == Some(true) && is_later {
        true => format!("{told} by extension"),
        false => told,
    }
}

/// The same to the day, where there is little room.
pub fn completed_day(student: &Student, due: Option<&Due>) -> String {
    let due = student.due.as_ref().or(due);
    let day = |at| moment(at, due).split(' ').next().unwrap_or_default().to_owned();
    told(student, student.completed_at.map(day))
}

fn told(student: &Student, when: Option<String>) -> String {
    match (when, student.on_time) {
        (Some(when), Some(true)) => format!("{when}, on time"),
        (Some(when), Some(false)) => format!("{when}, late"),
        (Some(when), None) => when,
        (None, _) => String::new(),
    }
}

/// The colour of a state on a terminal. The word is always beside it.
pub fn colour(state: JournalState) -> Style {
    let colour = match state {
        JournalState::Done => AnsiColor::Green,
        JournalState::Open => AnsiColor::Cyan,
        JournalState::NeedsWork => AnsiColor::Yellow,
        JournalState::NotStarted => AnsiColor::Magenta,
        JournalState::Unreadable => AnsiColor::Red,
    };
    colour.on_default()
}
