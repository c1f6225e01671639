//! What a student does next: of each conversation, and of the whole journal the one thing that comes first.
//!
//! Days and statuses decide, not findings: a rule that is switched off hides no day that has passed.

use std::collections::HashSet;

use jiff::civil::Date;

use super::activity::Activity;
use super::calendar::{Today, some_weekday};
use super::diagnostic::Severity;
use super::progress::{JournalState, NoteState};
use super::recognise::{Group, StatusName, status};
use super::report::NoteReport;
use super::rules::asks_second_person::DAYS;
use super::rules::duplicate_note;

/// What is next for a conversation, or for the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is no note: start one.
    Start,
    /// Mend what is wrong in the note; the number of its errors.
    Mend(usize),
    /// The agreed day has passed: say how it went.
    SayHowItWent(Date),
    /// The note reads as if you talked, and its status does not say so: say it.
    Told,
    /// The note says that you talked, on a day that is still to come.
    CheckDay(Date),
    /// Ask somebody else meanwhile; for how many days the message has had no answer, where this is about one.
    AskAnother(Option<i32>),
    /// Do what was taken away.
    FollowUp,
    /// Have the conversation; the day, and how many days are left until then.
    Talk(Option<(Date, i32)>),
    /// Send the message; the day on which the conversation was planned, where that has passed.
    Send(Option<Date>),
    /// Wait for the answer; how many days old the message is.
    Wait(Option<i32>),
    /// Nothing is left to do.
    Nothing,
}

/// A [`Step`] without its days and numbers, which a report of a class keeps: it names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Start a note.
    Start,
    /// Mend a note.
    Mend,
    /// Say how a conversation went.
    SayHowItWent,
    /// Check a day.
    CheckDay,
    /// Ask somebody else.
    AskAnother,
    /// Do what was taken away.
    FollowUp,
    /// Have the conversation.
    Talk,
    /// Send the message.
    Send,
    /// Wait for the answer.
    Wait,
    /// Nothing is left to do.
    Nothing,
}

impl StepKind {
    /// Every kind, what needs somebody's help first.
    pub const ALL: [Self; 10] = [
        Self::Start,
        Self::Mend,
        Self::SayHowItWent,
        Self::CheckDay,
        Self::AskAnother,
        Self::FollowUp,
        Self::Talk,
        Self::Send,
        Self::Wait,
        Self::Nothing,
    ];

    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Mend => "mend",
            Self::SayHowItWent => "say-how-it-went",
            Self::CheckDay => "check-date",
            Self::AskAnother => "ask-another",
            Self::FollowUp => "follow-up",
            Self::Talk => "talk",
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Nothing => "nothing",
        }
    }
}

impl Step {
    /// Which kind it is.
    pub fn kind(self) -> StepKind {
        match self {
            Self::Start => StepKind::Start,
            Self::Mend(_) => StepKind::Mend,
            Self::SayHowItWent(_) | Self::Told => StepKind::SayHowItWent,
            Self::CheckDay(_) => StepKind::CheckDay,
            Self::AskAnother(_) => StepKind::AskAnother,
            Self::FollowUp => StepKind::FollowUp,
            Self::Talk(_) => StepKind::Talk,
            Self::Send(_) => StepKind::Send,
            Self::Wait(_) => StepKind::Wait,
            Self::Nothing => StepKind::Nothing,
        }
    }

    /// The word used in reports.
    pub fn name(self) -> &'static str {
        self.kind().name()
    }

    /// What is next for one conversation on that day.
    pub fn of(note: &NoteReport, today: Today) -> Self {
        let date = day(note);
        let name = known(note).map(|status| status.canonical.as_str());
        match (name, date) {
            // Whoever wrote down what was said and forgot this one line is not sent back to the message.
            _ if note.is_told && note.state == NoteState::Open => return Self::Told,
            // By the day of this place, as all counts of days here: where it is yesterday, nobody is told that it is "in -1 days".
            (Some("scheduled"), Some(date)) if today.days_since(date) > 0 => return Self::SayHowItWent(date),
            _ if note.state == NoteState::NeedsWork => return Self::Mend(errors(note)),
            _ => {}
        }
        let silent = date.map(|date| today.days_since(date));
        match known(note).map(|status| status.group) {
            None | Some(Group::Talked) => match date {
                Some(date) if today.is_ahead(date) && name.is_some() => Self::CheckDay(date),
                _ if name != Some("followed-up") && note.awaits_follow_up => Self::FollowUp,
                _ => Self::Nothing,
            },
            Some(Group::Closed) => Self::Nothing,
            Some(Group::Open) => match name {
                Some("scheduled") => Self::Talk(date.map(|date| (date, -today.days_since(date)))),
                Some("contacted") if silent > Some(DAYS) => Self::AskAnother(silent),
                // A message that is sent tomorrow has a slip in its date, and no age.
                Some("contacted") => Self::Wait(silent.filter(|days| *days >= 0)),
                // A plan that is past is asked about, and not called a mistake: a day that `new` set may mean nothing.
                _ => Self::Send(date.filter(|date| today.days_since(*date) > 0)),
            },
        }
    }
}

fn known(note: &NoteReport) -> Option<&'static StatusName> {
    note.status.and_then(status)
}

fn day(note: &NoteReport) -> Option<Date> {
    note.date.as_deref().and_then(|date| date.parse().ok())
}

/// How many errors a note has.
pub fn errors(note: &NoteReport) -> usize {
    note.found.iter().filter(|found| found.severity == Severity::Error).count()
}

/// A conversation, and what is next for it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'r> {
    /// The conversation.
    pub note: &'r NoteReport,
    /// What is next.
    pub step: Step,
}

/// When the activity is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// At the end of which week of the module.
    pub week: u8,
    /// That day, where it is known when the module began, and how many days are left; fewer than none once it has passed.
    pub day: Option<(Date, i32)>,
}

/// How many conversations a level expects over the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The level.
    pub level: i64,
    /// Its name.
    pub name: String,
    /// How many are complete; one conversation in two files is one.
    pub done: usize,
    /// How many it expects.
    pub count: usize,
}

/// A journal at a glance.
#[derive(Debug, Clone)]
pub struct Week<'r> {
    /// How far it is.
    pub state: JournalState,
    /// The one thing to do next, and which conversation it is about, if one.
    pub next: (Step, Option<&'r NoteReport>),
    /// The conversations by day, those without one last.
    pub lines: Vec<Line<'r>>,
    /// When the activity is due, if it is.
    pub due: Option<Due>,
    /// What a level expects, where the journal has a note of it.
    pub goal: Option<Goal>,
    /// A weekday to show how an agreed day is typed; not today's, which would be two days.
    pub weekday: &'static str,
}

/// From so many days before the deadline on, waiting for one person alone is a risk.
const NEAR: i32 = 3;

impl<'r> Week<'r> {
    /// Of these notes. `due` is the day on which the activity is due, where that is known.
    pub fn of(notes: &'r [NoteReport], activity: &Activity, due: Option<Date>, today: Today) -> Self {
        let mut lines: Vec<Line<'r>> = notes.iter().map(|note| Line { note, step: Step::of(note, today) }).collect();
        lines.sort_by(|a, b| place(a).cmp(&place(b)));
        let due = activity.due_week.map(|week| Due { week, day: due.map(|day| (day, -today.days_since(day))) });
        let is_near = due.and_then(|due| due.day).is_some_and(|(_, days)| days <= NEAR);
        Self {
            state: JournalState::of(notes.iter().map(|note| note.state)),
            next: next(&lines, is_near),
            goal: goal(notes, activity),
            lines,
            due,
            weekday: some_weekday(today.local),
        }
    }
}

fn place<'r>(line: &Line<'r>) -> (bool, Option<&'r str>, &'r str) {
    (line.note.date.is_none(), line.note.date.as_deref(), &line.note.path.shown)
}

/// The one thing that comes first. `is_near` says that the deadline is.
fn next<'r>(lines: &[Line<'r>], is_near: bool) -> (Step, Option<&'r NoteReport>) {
    let first = |wanted: &dyn Fn(&Line<'_>) -> bool| lines.iter().find(|line| wanted(line));
    let about = |line: &Line<'r>| (line.step, Some(line.note));
    if lines.is_empty() {
        return (Step::Start, None);
    }
    let is_held = |line: &Line<'_>| known(line.note).is_none_or(|status| status.group == Group::Talked);
    let is_broken = |line: &Line<'_>| matches!(line.step, Step::Mend(_));
    // Of several the one that is nearest to its end.
    let broken = lines.iter().filter(|line| is_broken(line) && is_held(line)).min_by_key(|line| errors(line.note));
    if let Some(line) = broken {
        return about(line);
    }
    let passed = |line: &Line<'_>| matches!(line.step, Step::SayHowItWent(_));
    let is_odd = |line: &Line<'_>| matches!(line.step, Step::CheckDay(_));
    let is_told = |line: &Line<'_>| line.step == Step::Told;
    let asked = first(&passed).or_else(|| first(&is_told));
    if let Some(line) = asked.or_else(|| first(&is_odd)).or_else(|| first(&is_broken)) {
        return about(line);
    }
    let is_done = lines.iter().any(|line| line.note.state == NoteState::Complete);
    let talk = first(&|line| matches!(line.step, Step::Talk(_)));
    let send = first(&|line| matches!(line.step, Step::Send(_)));
    let wait = first(&|line| matches!(line.step, Step::Wait(_)));
    let unanswered = first(&|line| matches!(line.step, Step::AskAnother(_)));
    // Somebody else is asked already where another conversation is on its way.
    if !is_done && talk.or(send).or(wait).is_none() {
        return unanswered.map_or((Step::AskAnother(None), None), about);
    }
    // A message of today is given the night.
    let is_fresh = |line: &Line<'_>| line.step == Step::Wait(Some(0));
    if !is_done && is_near && talk.or(send).is_none() && wait.is_some_and(|line| !is_fresh(line)) {
        return (Step::AskAnother(None), wait.map(|line| line.note));
    }
    let follow_up = first(&|line| line.step == Step::FollowUp);
    follow_up.or(talk).or(send).or(wait).map_or((Step::Nothing, None), about)
}

fn goal(notes: &[NoteReport], activity: &Activity) -> Option<Goal> {
    let wanted = activity.conversations?;
    let name = activity.levels.iter().find(|level| level.level == wanted.level)?.name.clone();
    let of_level = || notes.iter().filter(|note| note.level == Some(wanted.level));
    of_level().next()?;
    let complete = of_level().filter(|note| note.state == NoteState::Complete);
    Some(Goal { level: wanted.level, name, done: conversations(complete), count: wanted.count })
}

/// How many conversations these notes are about: two of the same words, or of the same contact and day, are one, as
/// [`duplicate_note`] has it, unless the student says in a note that it is another.
fn conversations<'r>(notes: impl Iterator<Item = &'r NoteReport>) -> usize {
    let (mut words, mut days) = (HashSet::new(), HashSet::new());
    let is_first = |note: &&'r NoteReport| {
        let is_new = note.words.is_none_or(|said| words.insert(said));
        let is_new_day = note.who.as_deref().zip(note.date.as_deref()).is_none_or(|met| days.insert(met));
        is_new && is_new_day || note.silenced.iter().any(|rule| rule == duplicate_note::RULE.name)
    };
    notes.filter(is_first).count()
}

#[cfg(test)]
mod tests;
