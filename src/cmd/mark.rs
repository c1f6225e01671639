//! `coffeechat mark`: moves a conversation on.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

use jiff::civil::Date;

use super::target::Target;
use super::{Env, Outcome, ask};
use crate::core::activity::Activity;
use crate::core::calendar::{Side, Today, in_full, some_weekday};
use crate::core::diagnostic::Severity;
use crate::core::draft::{self, Change, Marked, Refusal};
use crate::core::journal::Facts;
use crate::core::lint::Plan;
use crate::core::note::dates;
use crate::core::note::fields::{Field, Problem};
use crate::core::note::{Note, parse};
use crate::core::progress::NoteState;
use crate::core::recognise::{Group, NAMES, StatusName, fold, nearest, status};
use crate::core::report::{NoteReport, PathName};
use crate::core::rules::invalid_date;
use crate::core::text::Source;
use crate::core::week;
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};
use crate::render::{Called, closing, safe};

const EXAMPLES: &str = "  coffeechat mark grace contacted
  coffeechat mark grace scheduled --date friday
  coffeechat mark networking/2026-11-26-grace-hopper.md talked";

/// Write into a note how far its conversation is
///
/// Changes the line with the status, and the line with the day where --date gives one, or where a status needs it; every other byte
/// stays.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The note (its path, or the name of the person), then how far it is: planned, contacted, scheduled, talked, followed-up,
    /// no-reply or declined
    #[arg(value_names = ["NOTE", "STATUS"], required = true, num_args = 1..)]
    words: Vec<OsString>,
    /// The day: today, friday, in 3 days, 2026-11-26. Under contacted it is the day of your message
    /// [default there: today; else the day stays as it is]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// Writes the status and the day into the note, and says what is next. Everything else in the note stays as it is, byte for byte.
///
/// # Errors
/// Where there is no such note or status, where nobody said which day is agreed, where it is not plain where the status stands, and
/// where the note cannot be written.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let (named, word) = apart(&args.words, args.date.as_deref(), env.today.local)?;
    let now = ask::status_named(&word).map_err(|error| whole_status(error, &args.words))?;
    let canonical = now.canonical.as_str();
    let today = env.today.local;
    let given = args.date.as_deref().map(|text| ask::day_named(text, today, Side::of(now))).transpose()?;
    let target = Target::find(&named, env)?;
    let activity = &target.journal.activity;
    let note = parse(&target.source, activity);
    let refuse = |why: String, help: String| Error::Path { path: target.shown.clone(), why, help };
    let typed = safe::path(&path_name(&named).shown);
    let called = env.style.called;
    let command = called.command(&format!("coffeechat mark {}", safe::argument(&typed)));
    let step = Step { status: now, word: &word, given, today, command: &command };
    let Decided { marked, was, is_back, is_sent_today } =
        step.decide(&note, activity).map_err(|refusal| refuse(refusal.why, refusal.help))?;
    let day = note.date.get().map(|day| day.date);
    let shown = &target.shown;
    let mut said = match marked.changes.is_empty() {
        true => format!("{shown} says `{canonical}` already; nothing was changed.\n"),
        false => {
            files::replace(&env.folder.join(&target.path), &target.source.text, &marked.text)
                .map_err(|why| refuse(why, "Nothing was changed.".to_owned()))?;
            let mut lines: String = marked.changes.iter().map(in_words).collect();
            if let Some(date) = given.filter(|_| marked.changes.iter().all(|change| change.field != "date")) {
                lines.push_str(&format!("  date: {}   (as before)\n", with_weekday(date)));
            }
            format!("Marked {shown}\n{lines}")
        }
    };
    let is_exchanged = marked.changes.iter().any(|change| change.field == "date" && change.before.is_some());
    if given.is_none() && is_sent_today && is_exchanged {
        said.push_str(
            "The date is the day of your message now. The day of your conversation comes when it is agreed.\n",
        );
    }
    if args.date.as_deref().is_some_and(dates::has_time) {
        said.push_str("Only the day is kept; a note's date has no hour.\n");
    }
    if let Some(was) = was.filter(|_| is_back) {
        let date = day.map_or_else(String::new, |day| format!(" --date {day}"));
        let was = &was.canonical;
        said.push_str(&format!("That is a step back. If it was not meant: {command} {was}{date}\n"));
    }
    let after = Source::new(target.source.label.clone(), marked.text);
    let is_message = given.is_none() && was.is_some_and(|was| is_message_day(was) && !is_message_day(now));
    let note = parse(&after, activity);
    let plan = Plan {
        activity,
        config: &target.journal.config,
        surroundings: &target.journal.surroundings,
        today: env.today,
        only: &[],
        off: &[],
        may_silence: true,
    };
    let lacks = lacks(&plan, &note, &target.relative);
    said.push_str(&about_the_day(now, &note.date, is_message, env.today, &format!("{command} {canonical} --date")));
    // What comes next waits for what is open.
    said.push_str(&match lacks.is_empty() {
        true => next(&note, now, &target.relative, path_name(&named), env.today, activity)
            .map_or_else(String::new, |report| next_in_words(&report, now, called)),
        false => format!(
            "Still open: {} ({})\n",
            lacks.join(", "),
            called.command(&format!("coffeechat lint {}", safe::argument(shown)))
        ),
    });
    env.print(&said)?;
    Ok(Outcome::Done)
}

/// The note as it is now, for whoever says what is next; nothing where its day has to be looked at first, which was said.
fn next(
    note: &Note<'_>,
    now: &StatusName,
    relative: &str,
    named: PathName,
    today: Today,
    activity: &Activity,
) -> Option<NoteReport> {
    let state = if now.group == Group::Open { NoteState::Open } else { NoteState::Complete };
    let facts = Facts::of(note, relative, activity);
    let report = NoteReport::new(named, &facts, (Vec::new(), state), None, today);
    (!matches!(report.step, week::Step::CheckDay(_))).then_some(report)
}

/// What is next, as `status` and `lint` have it.
fn next_in_words(report: &NoteReport, now: &'static StatusName, called: Called) -> String {
    let is_done = now.group == Group::Talked && report.step == week::Step::Nothing && now.canonical == "talked";
    match closing::step(report, called) {
        Some(words) => format!("Next: {words}\n"),
        None if is_done => "Nothing is left to do here.\n".to_owned(),
        None => format!("Next: {}\n", closing::mark_on(report.weekday, &now.next, &report.path, called)),
    }
}

/// A conversation that is to be moved on.
pub struct Step<'s> {
    /// How far it is.
    pub status: &'static StatusName,
    /// The same as it was typed.
    pub word: &'s str,
    /// The day that was given.
    pub given: Option<Date>,
    /// Today.
    pub today: Date,
    /// What is typed to move it, up to the status.
    pub command: &'s str,
}

/// What becomes of a note that is moved on.
pub struct Decided {
    /// Its text then.
    pub marked: Marked,
    /// How far it was, if that was another status.
    was: Option<&'static StatusName>,
    /// Whether that is a step back.
    is_back: bool,
    /// Whether the message is taken to be sent today, if no other day is given.
    is_sent_today: bool,
}

impl Step<'_> {
    /// What becomes of the note. Nothing is written.
    ///
    /// # Errors
    /// Where it says more already, where nobody said which day is agreed, and as [`draft::mark`].
    pub fn decide(&self, note: &Note<'_>, activity: &Activity) -> std::result::Result<Decided, Refusal> {
        let Self { status: now, word, given, today, command } = *self;
        let canonical = now.canonical.as_str();
        let refuse = |why: String, help: String| Refusal { why, help };
        let was = note.status.get().copied().filter(|was| was.canonical != now.canonical);
        let is_marked = note.status.get().is_some() && was.is_none();
        let is_back = was.is_some_and(|was| is_before(now, was));
        if let Some(was) = was.filter(|was| is_back || was.group == Group::Closed && now.group == Group::Closed)
            && fold(word) != fold(canonical)
        {
            // `done` is said of a conversation that was followed up as well; it means no step back.
            let back = if is_back { "To move it back" } else { "If that has changed" };
            return Err(refuse(
                format!("says `{}` already; nothing was changed", was.canonical),
                format!("{back}: {command} {canonical}"),
            ));
        }
        let day = note.date.get().map(|day| day.date);
        let has_agreed_day = given.is_some() || is_marked || day.is_some_and(|day| day > today);
        if canonical == "scheduled" && !has_agreed_day {
            let seen = match (&note.date, day) {
                (_, Some(day)) => format!("has the date {day}, which is not to come; nothing was changed"),
                (Field::Invalid(problem, at), _) => {
                    format!("has a date that says no day ({}); nothing was changed", reason(*problem, &at.raw))
                }
                _ => "has no day yet; nothing was changed".to_owned(),
            };
            let weekday = some_weekday(today);
            return Err(refuse(seen, format!("Which day is agreed? {command} scheduled --date {weekday}")));
        }
        if let Some(date) = given.filter(|date| canonical == "scheduled" && *date < today) {
            return Err(refuse(
                format!("cannot be scheduled for {}, which has passed; nothing was changed", in_full(date)),
                format!(
                    "If you talked on that day: {command} talked --date {date}\nIf another day is agreed: {command} scheduled --date {}",
                    some_weekday(today)
                ),
            ));
        }
        // The day of a message takes the place of a plan, but not of a day that somebody wrote in words, or of one that was agreed.
        let is_unread = matches!(note.date, Field::Invalid(..));
        let is_sent_today = canonical == "contacted" && !is_marked && !is_back && !is_unread;
        let date = given.or_else(|| is_sent_today.then_some(today));
        let marked = draft::mark(note, activity, canonical, date)?;
        Ok(Decided { marked, was, is_back, is_sent_today })
    }
}

/// The note and the status among the words of the command line: a name may have several words, and so may a status.
fn apart(words: &[OsString], date: Option<&str>, today: Date) -> Result<(PathBuf, String)> {
    let all: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let known = (1..words.len()).find(|&at| status(&all[at..].join(" ")).is_some());
    if known.is_none()
        && let Some(error) = misplaced(&all, date, today)
    {
        return Err(error);
    }
    let Some(at) = known.or_else(|| words.len().checked_sub(1)).filter(|at| *at > 0) else {
        let only = all.join(" ");
        let names: Vec<&str> = NAMES.statuses.iter().map(|status| status.canonical.as_str()).collect();
        let (message, example) = match status(&only) {
            Some(_) => (format!("whose conversation is `{only}`?"), format!("coffeechat mark ada {only}")),
            None => {
                let name = safe::path(&only);
                let example = format!("coffeechat mark {} contacted", safe::argument(&name));
                (format!("how far is the conversation with `{name}`?"), example)
            }
        };
        let help = format!("Name the note, then the status: {example}\nThe statuses are: {}", names.join(", "));
        return Err(Error::Usage { message, help });
    };
    Ok((PathBuf::from(words[..at].join(" ".as_ref())), all[at..].join(" ")))
}

/// The same error with all that was typed behind the note, where that is more than one word: `mark sam follow up`.
fn whole_status(error: Error, words: &[OsString]) -> Error {
    let typed: Vec<_> = words.iter().skip(1).map(|word| word.to_string_lossy()).collect();
    let typed = typed.join(" ");
    match nearest(&typed.replace(' ', "-"), NAMES.statuses.iter().map(|status| status.canonical.as_str())) {
        Some(meant) if words.len() > 2 => Error::Usage {
            message: format!("`{typed}` is not a status that is known"),
            help: format!("Did you mean `{meant}`?"),
        },
        _ => error,
    }
}

/// What to say where a status is among the words, and not the last of them: before the note, or with a day behind it.
fn misplaced(all: &[Cow<'_, str>], date: Option<&str>, today: Date) -> Option<Error> {
    let last = all.last()?;
    // A typing mistake in the status is the likelier one.
    if nearest(last, NAMES.statuses.iter().map(|status| status.canonical.as_str())).is_some() {
        return None;
    }
    let parts = (0..all.len()).flat_map(|from| (from + 1..all.len()).map(move |to| (from, to)));
    let (from, to) = parts.into_iter().find(|&(from, to)| status(&all[from..to].join(" ")).is_some())?;
    let typed = |words: &[Cow<'_, str>]| safe::argument(&safe::path(&words.join(" "))).into_owned();
    let (word, rest) = (all[from..to].join(" "), all[to..].join(" "));
    let day = date.map_or_else(String::new, |date| format!(" --date {}", safe::argument(&safe::path(date))));
    if from == 0 {
        return Some(Error::Usage {
            message: "the note comes first, and then the status".to_owned(),
            help: format!("Type it so: coffeechat mark {} {word}{day}", typed(&all[to..])),
        });
    }
    // A day of several words that nothing holds together: its first word went to --date, or none did.
    let whole = [date.unwrap_or_default(), &rest].join(" ");
    let side = status(&word).map_or(Side::Past, Side::of);
    let help = match ask::day_named(whole.trim(), today, side) {
        Ok(_) => {
            let whole = safe::argument(&safe::path(whole.trim())).into_owned();
            format!("If it is the day: coffeechat mark {} {word} --date {whole}", typed(&all[..from]))
        }
        Err(_) => {
            "The note, then the status, then the day behind --date, in quotes where it has several words.".to_owned()
        }
    };
    Some(Error::Usage { message: format!("`{rest}` stands behind the status `{word}`"), help })
}

/// Whether a conversation goes back from `was` to `now`. What is closed may be opened again, which is no step back.
fn is_before(now: &StatusName, was: &StatusName) -> bool {
    let place = |status: &StatusName| NAMES.statuses.iter().position(|known| known.canonical == status.canonical);
    now.group != Group::Closed && was.group != Group::Closed && place(now) < place(was)
}

/// Whether the date of a note is the day of the message under this status.
fn is_message_day(status: &StatusName) -> bool {
    matches!(status.canonical.as_str(), "contacted" | "no-reply")
}

/// Why a date cannot be read, within a line.
fn reason(problem: Problem, raw: &str) -> String {
    invalid_date::reason(problem, &safe::inline(raw.trim_matches(['"', '\''])))
}

fn in_words(change: &Change) -> String {
    let was = match &change.before {
        Some(before) => format!("was {}", safe::inline(before)),
        None => "new".to_owned(),
    };
    let after = change.after.parse().map_or_else(|_| change.after.clone(), with_weekday);
    format!("  {}: {after}   ({was})\n", change.field)
}

/// A day as a note has it, so that a slip is seen.
fn with_weekday(date: Date) -> String {
    date.strftime("%F, a %A").to_string()
}

/// A kind word where day and status do not go together, with what to type; nothing where they do. `again` is the command, up to the
/// day.
fn about_the_day(status: &StatusName, date: &Field<dates::Day>, is_message: bool, today: Today, again: &str) -> String {
    let weekday = some_weekday(today.local);
    let is_talked = status.group == Group::Talked;
    let is_scheduled = status.canonical == "scheduled";
    // Whoever follows up today may have talked on another day.
    let talked = match status.canonical.as_str() {
        "followed-up" => format!("With the day of the conversation: {again} yesterday"),
        _ if is_message => format!("If you talked later: {again} today"),
        _ => format!("If that was today: {again} today"),
    };
    match date.get().map(|day| day.date) {
        None => match date {
            Field::Invalid(problem, at) => unread(*problem, &at.raw, today.local, status, again),
            _ if is_scheduled => format!("It has no day yet. With the day: {again} {weekday}\n"),
            _ if is_talked => format!("It has no day yet. {talked}\n"),
            _ => String::new(),
        },
        Some(day) if is_talked && today.is_ahead(day) => match status.canonical.as_str() {
            "followed-up" => format!("The date is {day}, which is still to come. {talked}\n"),
            _ => format!("The date is {day}, which is still to come. If you talked already: {again} today\n"),
        },
        Some(day) if is_message && is_talked && day != today.local => {
            format!("The date is still the day of your message, {day}. {talked}\n")
        }
        Some(day) if is_scheduled && today.has_passed(day) => {
            format!("That day, {day}, has passed. If the conversation was moved: {again} {weekday}\n")
        }
        Some(day) if status.canonical == "contacted" && today.is_ahead(day) => {
            format!("The date is {day}, which is still to come. With the day of your message: {again} today\n")
        }
        _ => String::new(),
    }
}

/// Why the date cannot be read, and what to type.
fn unread(problem: Problem, raw: &str, today: Date, status: &StatusName, again: &str) -> String {
    let side = Side::of(status);
    let likely = invalid_date::suggestion(problem, raw, today, side, |date| format!("{again} {date}"));
    let example = match side {
        Side::ToCome => some_weekday(today),
        Side::Past => "yesterday",
    };
    let help = likely.unwrap_or_else(|| format!("With its day, for example: {again} {example}"));
    format!("Its date was left as it is: {}. {help}\n", reason(problem, raw))
}

/// What the note lacks by now: the fields that it has to hold, in the order of the activity, and how many other mistakes there are.
fn lacks(plan: &Plan<'_>, note: &Note<'_>, relative: &str) -> Vec<String> {
    let (found, _) = plan.lint(note, relative);
    let errors: Vec<_> = found.iter().filter(|found| found.severity == Severity::Error).collect();
    let mut fields: Vec<&str> = errors.iter().filter_map(|found| found.field.as_deref()).collect();
    fields.sort_by_key(|field| plan.activity.sections.iter().position(|section| section.key == *field));
    fields.dedup();
    let mut open: Vec<String> = fields.into_iter().map(|field| plan.activity.heading_of(field).to_owned()).collect();
    match errors.iter().filter(|found| found.field.is_none()).count() {
        0 => {}
        1 => open.push("1 thing to mend".to_owned()),
        count => open.push(format!("{count} things to mend")),
    }
    open
}
