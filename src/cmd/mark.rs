//! `coffeechat mark`: moves a conversation on.

use std::path::PathBuf;

use jiff::civil::Date;

use super::target::Target;
use super::{Env, Outcome, ask};
use crate::core::calendar::Today;
use crate::core::diagnostic::Severity;
use crate::core::draft::{self, Change};
use crate::core::lint::Plan;
use crate::core::note::recognise::{Group, StatusName, status};
use crate::core::note::{Note, parse};
use crate::core::text::Source;
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};
use crate::render::safe;

/// Move a conversation on: write its new status into the note, and its day with --date
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The note: its path, or the name of the person
    #[arg(value_name = "NOTE")]
    note: PathBuf,
    /// How far it is: planned, contacted, scheduled, talked, followed-up, no-reply or declined
    #[arg(value_name = "STATUS")]
    status: String,
    /// The day: today, friday, in 3 days, 2026-11-26. Under contacted it is the day of your message [default there: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
}

/// Writes the status and the day into the note, and says what is next. Everything else in the note stays as it is, byte for byte.
///
/// # Errors
/// Where there is no such note or status, where it is not plain where the status stands, and where the note cannot be written.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let canonical = ask::status_named(&args.status)?;
    let given = args.date.as_deref().map(|text| ask::day_named(text, env.today.local)).transpose()?;
    let target = Target::find(&args.note, env)?;
    let activity = &target.journal.activity;
    let note = parse(&target.source, activity);
    let was = note.status.get().copied();
    let date = given.or_else(|| day_of_the_message(canonical, &note).then_some(env.today.local));
    let refuse = |why: String, help: String| Error::Path { path: target.shown.clone(), why, help };
    let marked = draft::mark(&note, activity, canonical, date).map_err(|refusal| refuse(refusal.why, refusal.help))?;
    let shown = &target.shown;
    let mut said = match marked.changes.is_empty() {
        true => format!("{shown} says `{canonical}` already; nothing was changed.\n"),
        false => {
            files::replace(&env.folder.join(&target.path), &target.source.text, &marked.text)
                .map_err(|why| refuse(why, "Nothing was changed.".to_owned()))?;
            let lines: String = marked.changes.iter().map(in_words).collect();
            format!("Marked {shown}\n{lines}")
        }
    };
    let after = Source::new(target.source.label.clone(), marked.text);
    let note = parse(&after, activity);
    let plan = Plan {
        activity,
        config: &target.journal.config,
        surroundings: &target.journal.surroundings,
        today: env.today,
        only: &[],
        off: &[],
    };
    let lacks = lacks(&plan, &note, &target.relative);
    if let Some(name) = status(canonical) {
        let is_message = given.is_none() && was.is_some_and(|was| is_message_day(was) && !is_message_day(name));
        let day = note.date.get().map(|day| day.date);
        let typed = safe::path(&path_name(&args.note).shown);
        let again = format!("coffeechat mark {} {canonical} --date", safe::argument(&typed));
        said.push_str(&about_the_day(name, day, is_message, env.today, &again));
    }
    if !lacks.is_empty() {
        said.push_str(&format!("Still open: {} (coffeechat lint {})\n", lacks.join(", "), safe::argument(shown)));
    }
    let next = status(canonical).map_or("", |status| status.next.as_str());
    said.push_str(&format!("{}: {next}\n", if lacks.is_empty() { "Next" } else { "Then" }));
    env.print(&said)?;
    Ok(Outcome::Done)
}

/// Whether the day of this move is the day of the message: nobody gave one, and it says none of a message yet.
fn day_of_the_message(canonical: &str, note: &Note<'_>) -> bool {
    let is_marked = note.status.get().is_some_and(|now| now.canonical == canonical);
    canonical == "contacted" && !(is_marked && note.date.get().is_some())
}

/// Whether the date of a note is the day of the message under this status.
fn is_message_day(status: &StatusName) -> bool {
    matches!(status.canonical.as_str(), "contacted" | "no-reply")
}

fn in_words(change: &Change) -> String {
    let was = match &change.before {
        Some(before) => format!("was {}", safe::inline(before)),
        None => "new".to_owned(),
    };
    format!("  {}: {}   ({was})\n", change.field, change.after)
}

/// A kind word where day and status do not go together, with what to type; nothing where they do. `again` is the command, up to the
/// day.
fn about_the_day(status: &StatusName, day: Option<Date>, is_message: bool, today: Today, again: &str) -> String {
    let is_talked = status.group == Group::Talked;
    let is_scheduled = status.canonical == "scheduled";
    match day {
        None if is_scheduled => format!("It has no day yet. With the day: {again} friday\n"),
        None if is_talked => format!("It has no day yet. If that was today: {again} today\n"),
        Some(day) if is_talked && today.is_ahead(day) => {
            format!("The date is {day}, which is still to come. If you talked already: {again} today\n")
        }
        Some(day) if is_message && is_scheduled => {
            format!("The date is still the day of your message, {day}. With the day agreed: {again} friday\n")
        }
        Some(day) if is_message && is_talked => {
            format!("The date is still the day of your message, {day}. If you talked later: {again} today\n")
        }
        Some(day) if is_scheduled && today.has_passed(day) => {
            format!("That day, {day}, has passed. If the conversation was moved: {again} friday\n")
        }
        _ => String::new(),
    }
}

/// What the note lacks by now: the fields that it has to hold, in the order of the activity, and how many other mistakes there are.
fn lacks(plan: &Plan<'_>, note: &Note<'_>, relative: &str) -> Vec<String> {
    let (found, _) = plan.lint(note, relative);
    let errors: Vec<_> = found.iter().filter(|found| found.severity == Severity::Error).collect();
    let mut fields: Vec<&str> = errors.iter().filter_map(|found| found.field.as_deref()).collect();
    fields.sort_by_key(|field| plan.activity.sections.iter().position(|section| section.key == *field));
    fields.dedup();
    let mut open: Vec<String> =
        fields.into_iter().map(|field| plan.activity.heading_of(field).to_lowercase()).collect();
    match errors.iter().filter(|found| found.field.is_none()).count() {
        0 => {}
        1 => open.push("1 thing to mend".to_owned()),
        count => open.push(format!("{count} things to mend")),
    }
    open
}
