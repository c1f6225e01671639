//! `coffeechat status`: the journal at a glance.

use clap::ValueEnum;
use jiff::civil::Date;

use super::lint::check::Run;
use super::lint::tasks::{Gatherer, Task};
use super::{Env, Outcome};
use crate::core::report::Report;
use crate::core::week::Week;
use crate::error::Result;
use crate::io::files;
use crate::io::journal::Journal;
use crate::render::{closing, status};

const EXAMPLES: &str = "  coffeechat status
  coffeechat status --format json";

/// What comes next, then the journal at a glance
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One document for programs
    Json,
}

/// What was seen of the journal around the current folder.
pub struct Seen {
    pub journal: Journal,
    /// Its notes, as `lint` sees them, and what could not be read.
    pub report: Report,
    /// The day by which a note is to be complete.
    pub due: Option<Date>,
    /// Files of journals inside this one.
    elsewhere: Vec<Task>,
}

/// Looks at the notes of the journal around the current folder as `lint` does.
///
/// # Errors
/// Where the journal's configuration cannot be read.
pub fn look(env: &Env) -> Result<Seen> {
    let root = Journal::root_above(&env.folder).unwrap_or_else(|| files::real(&env.folder));
    let journal = Journal::open(&root, env.activity.as_deref())?;
    let mut gathered = Gatherer::new(&env.folder, env.activity.as_deref()).gather(&[], None)?;
    let (own, elsewhere): (Vec<Task>, Vec<Task>) =
        gathered.tasks.into_iter().partition(|task| task.journal.root == root);
    let mut report = Run::on(env.today).check(&own);
    report.failures.append(&mut gathered.failures);
    report.failures.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
    let due = journal.activity.due_week.and_then(|week| journal.config.end_of_week(week));
    Ok(Seen { journal, report, due, elsewhere })
}

/// Looks at the journal, and says what is next.
///
/// # Errors
/// Where the journal's configuration cannot be read. A note that cannot be read is told, and the others are shown.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let Seen { journal, report, due, elsewhere } = look(env)?;
    let week = Week::of(&report.notes, &journal.activity, due, env.today);
    let text = match args.format {
        Format::Json => status::document(&week, &report.failures),
        Format::Text => status::text(&week, !report.failures.is_empty(), env.style, env.graphics),
    };
    env.print(&text)?;
    if args.format == Format::Text {
        for failure in &report.failures {
            env.fail(&failure.path.shown, &failure.message);
        }
        env.tell(&others(&elsewhere));
    }
    Ok(if report.failures.is_empty() { Outcome::Done } else { Outcome::Partly })
}

/// A word on journals that lie inside this one and hold notes: they are not part of it.
fn others(tasks: &[Task]) -> String {
    let is_note = |task: &&Task| task.journal.config.is_note_place(&task.relative, &task.journal.activity.folder);
    match tasks.iter().filter(is_note).count() {
        0 => String::new(),
        count => format!(
            "{} to journals inside this one; run coffeechat status in their folders.\n",
            closing::plural(count, "more note belongs", "more notes belong")
        ),
    }
}
