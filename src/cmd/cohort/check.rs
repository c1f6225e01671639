//! `coffeechat cohort check`: how far each student of a class is.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::tz::TimeZone;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::files::Reading;
use super::journal::{Checked, Checker};
use super::letters::Letters;
use super::merge;
use super::print::{Printing, TOLD};
use super::rows::{self, Rows};
use super::tell_unread;
use crate::cmd::{Env, Outcome};
use crate::core::cohort::anonymous::{anonymous, is_anonymous};
use crate::core::cohort::baseline::Changes;
use crate::core::cohort::ledger::Ledger;
use crate::core::cohort::roster::{MAX_BYTES, Roster};
use crate::core::cohort::shard::Shard;
use crate::core::cohort::{Class, Due, Student};
use crate::core::diagnostic::Severity;
use crate::core::progress::JournalState;
use crate::error::{Error, Result};
use crate::io::{clock, files, key, ledger, settings};
use crate::render::closing::plural;
use crate::render::safe;

const EXAMPLES: &str = "  coffeechat cohort check class
  coffeechat cohort check class --roster students.csv --due 2026-11-29
  coffeechat cohort check class --format html --output class.html
  coffeechat cohort check class --baseline last-week.json --feedback feedback";

/// Say how far each student of a class is, and who needs help
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The folder with the journals, one folder a student
    dir: PathBuf,
    /// The roster, a CSV with one row a student; its order is the order of the report. Without this, every folder is a student
    #[arg(long, value_name = "CSV")]
    roster: Option<PathBuf>,
    /// Until when a note was to be complete: the end of that day here, or a time with its offset; without this, the roster says it, or nothing is late
    #[arg(long, value_name = "DATE|TIME")]
    due: Option<String>,
    /// How much later is still in time, such as 15m or 2h; without this, nothing is
    #[arg(long, value_name = "SPAN", allow_hyphen_values = true)]
    grace: Option<String>,
    /// How many journals are looked at at once; without this, as many as the machine has cores
    #[arg(long, value_name = "N")]
    jobs: Option<std::num::NonZeroUsize>,
    /// The order of the rows; without this, the roster's, else by name
    #[arg(long, value_name = "KEY", help_heading = TOLD)]
    sort: Option<Key>,
    /// Show only this student; may be given several times; without this, all
    #[arg(long, value_name = "NAME")]
    student: Vec<String>,
    /// Show only the students whose journals could not be read
    #[arg(long)]
    only_failed: bool,
    /// Exit with 1 when a student is in one of these states, such as not-started,needs-work; without this, in none
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    fail_on: Vec<State>,
    /// Check the I-th of N parts of the class, such as 2/4; `cohort merge` joins their reports. Without this, all of it
    #[arg(long, value_name = "I/N")]
    shard: Option<String>,
    /// A former report of the format json: say who moved, what is new and what is mended; without this, nothing is compared
    #[arg(long, value_name = "FILE", help_heading = TOLD)]
    baseline: Option<PathBuf>,
    /// Name nobody: a keyed hash for each student, and no paths, addresses, roster columns or quoted values
    #[arg(long, conflicts_with = "feedback", help_heading = TOLD)]
    anonymous: bool,
    /// The key for --anonymous; without this, DIR/.coffeechat/key, which is made on first use
    #[arg(long, value_name = "FILE", requires = "anonymous", help_heading = TOLD)]
    key: Option<PathBuf>,
    /// Write a file for each student into this folder: what is next, and what is to be mended; without this, none is written
    #[arg(long, value_name = "FOLDER", help_heading = TOLD)]
    feedback: Option<PathBuf>,
    #[command(flatten)]
    printing: Printing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Key {
    /// By name
    Name,
    /// Those who need help first: unreadable, needs-work, not-started, open, done
    State,
    /// By the moment of completion, those without one last
    Completed,
    /// Most errors first
    Errors,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum State {
    Unreadable,
    Done,
    NeedsWork,
    Open,
    NotStarted,
}

impl From<State> for JournalState {
    fn from(state: State) -> Self {
        match state {
            State::Unreadable => Self::Unreadable,
            State::Done => Self::Done,
            State::NeedsWork => Self::NeedsWork,
            State::Open => Self::Open,
            State::NotStarted => Self::NotStarted,
        }
    }
}

/// Looks at every journal, prints the report, and says how it ended.
///
/// # Errors
/// Where the run could not start: the folder, the roster, the settings or a flag cannot be used. A journal that cannot be read is a
/// row like the others.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let printer = args.printing.prepare(&args.inputs())?;
    let shard = args.shard.as_deref().map(Shard::parse).transpose().map_err(|why| usage("--shard", why))?;
    let former = args.baseline.as_deref().map(merge::read).transpose()?;
    if let Some(former) = &former
        && !former.students.is_empty()
        && is_anonymous(former) != args.anonymous
    {
        let (has, help) = match args.anonymous {
            true => ("names", "Leave --anonymous out, or compare with a report that was made with it."),
            false => ("no names", "Add --anonymous, or compare with a report that was made without it."),
        };
        let message = format!("the report of --baseline has {has}, so nobody in it can be found again");
        return Err(Error::Usage { message, help: help.to_owned() });
    }
    let settings = settings::read(&args.dir, None)?;
    let activity = settings.activity(env.activity.as_deref(), &args.dir, None)?;
    let zone = clock::zone();
    let grace = args.grace.as_deref();
    // Also where nothing is due, a span that is none is said.
    Due::read("2026-01-01T00:00:00Z", grace, &TimeZone::UTC).map_err(|why| usage("--grace", why))?;
    let due = match &args.due {
        Some(text) => Some(Due::read(text, grace, &zone).map_err(|why| usage("--due", why))?),
        None => activity
            .due_week
            .and_then(|week| settings.config.end_of_week(week))
            .and_then(|day| Due::read(&day.to_string(), grace, &zone).ok()),
    };
    let (ledger, unread) = ledger::read(&args.dir)?;
    let rows = args.rows(&activity.folder, &ledger)?;
    rows.slips.iter().for_each(|slip| env.tell(&format!("{}\n", safe::inline(slip))));
    let now = clock::moment(env.today, &zone);
    let checker = Checker {
        reading: Reading { activity, config: settings.config },
        today: env.today,
        now,
        due: due.clone(),
        grace: args.grace.clone(),
        zone,
        ledger: &ledger,
    };
    let mut lines = rows.lines;
    if lines.is_empty() {
        rows::tell_of_none(&args.dir, env);
    }
    named(&args.student, lines.iter().map(|line| line.student.as_str()))?;
    if let Some(shard) = shard {
        lines = lines.drain(shard.range(lines.len())).collect();
    }
    lines.retain(|line| args.student.is_empty() || args.student.iter().any(|name| name == &line.student));
    let mut pool = ThreadPoolBuilder::new();
    if let Some(jobs) = args.jobs {
        pool = pool.num_threads(jobs.get());
    }
    let pool = pool.build().map_err(|error| Error::Usage {
        message: format!("no thread could be started: {error}"),
        help: "Try fewer at once: --jobs 1".to_owned(),
    })?;
    // Made when nothing that was typed can stop the run any more.
    let key = args.anonymous.then(|| key::of(&args.dir, args.key.as_deref())).transpose()?;
    let letters = args.feedback.as_deref().map(|folder| Letters::new(folder, &args.dir)).transpose()?;
    let checked: Vec<Checked> = pool.install(|| lines.par_iter().map(|line| checker.check(line)).collect());
    let mut class = Class { activity: checker.reading.activity.name.clone(), due, shard, ..Class::default() };
    for Checked { student, failures } in checked {
        class.students.extend(student);
        class.failures.extend(failures);
    }
    let outcome = args.outcome(&class);
    if args.only_failed {
        class.students.retain(|student| student.state == JournalState::Unreadable);
    }
    if let Some(key) = &key {
        anonymous(&mut class, key);
    }
    if let Some(key) = args.sort {
        sort(&mut class, key);
    }
    if let Some(former) = former {
        let is_whole = !args.only_failed && args.student.is_empty() && shard.is_none();
        class.changes = Some(Changes::between(&former, &class, is_whole));
    }
    let printed = printer.print(env, &class);
    // Whoever reads no further asked for the letters all the same.
    let is_whole = !args.only_failed && args.student.is_empty() && shard.is_none();
    let is_told = letters.is_none_or(|letters| letters.write(&class, is_whole, now, env));
    match printed {
        Err(Error::ClosedPipe) if !is_told => return Ok(Outcome::Partly),
        printed => printed?,
    }
    if args.anonymous {
        let count = rows.others.len() + rows.remarks.len() + unread.len();
        if count > 0 {
            let things = plural(count, "thing is", "things are");
            env.tell(&format!("{things} to be said that would name somebody: run it without --anonymous.\n"));
        }
        return Ok(outcome);
    }
    tell_others(env, &rows.others);
    for (line, student, advice) in &rows.remarks {
        env.tell(&format!("{} (line {line} of the roster): {}\n", safe::path(student), safe::inline(advice)));
    }
    tell_unread(env, &unread);
    Ok(if is_told { outcome } else { Outcome::Partly })
}

impl Args {
    /// What is read, so that no report takes its place.
    fn inputs(&self) -> Vec<PathBuf> {
        self.roster.iter().chain(&self.baseline).chain(&self.key).cloned().collect()
    }

    fn rows(&self, notes: &str, ledger: &Ledger) -> Result<Rows> {
        let Some(path) = &self.roster else {
            return rows::of_folders(&self.dir, notes, ledger);
        };
        rows::of_roster(&self.dir, read_roster(path)?, path, ledger)
    }

    fn outcome(&self, class: &Class) -> Outcome {
        let fails = |state: JournalState| self.fail_on.iter().any(|&named| JournalState::from(named) == state);
        if class.is_partial() {
            Outcome::Partly
        } else if class.students.iter().any(|student| fails(student.state)) {
            Outcome::Found
        } else {
            Outcome::Done
        }
    }
}

/// Reads a roster.
///
/// # Errors
/// Where the file cannot be read, or has no row that names a student.
pub fn read_roster(path: &Path) -> Result<Roster> {
    let refuse = |why: String| Error::Path {
        path: files::path_name(path).shown,
        why,
        help: "A roster is a CSV with a heading line such as: student,journal".to_owned(),
    };
    let bytes = files::read_bytes_up_to(path, MAX_BYTES as u64).map_err(refuse)?;
    let bytes = bytes.map_err(|size| refuse(format!("is larger than a roster can be ({size} bytes)")))?;
    Roster::read(&bytes).map_err(refuse)
}

/// Sees that each of the names that were given is a student's.
///
/// # Errors
/// For the first that is none.
pub fn named<'s>(names: &[String], students: impl Iterator<Item = &'s str> + Clone) -> Result<()> {
    match names.iter().find(|name| !students.clone().any(|student| student == *name)) {
        None => Ok(()),
        Some(nobody) => Err(Error::Usage {
            message: match near(nobody, students) {
                None => format!("no student is called `{nobody}`"),
                Some(near) => format!("no student is called `{nobody}`; did you mean `{near}`?"),
            },
            help: "Write the name as the roster or the report shows it, in quotes where it has spaces.".to_owned(),
        }),
    }
}

/// The first student of whose name what was typed is a part, whatever its case.
fn near<'s>(typed: &str, mut students: impl Iterator<Item = &'s str>) -> Option<&'s str> {
    let typed = typed.trim().to_lowercase();
    students.find(|student| !typed.is_empty() && student.to_lowercase().contains(&typed))
}

fn usage(flag: &str, why: String) -> Error {
    Error::Usage { message: why, help: format!("coffeechat cohort check --help says what {flag} takes.") }
}

fn sort(class: &mut Class, key: Key) {
    let help_first = |state: JournalState| match state {
        JournalState::Unreadable => 0,
        JournalState::NeedsWork => 1,
        JournalState::NotStarted => 2,
        JournalState::Open => 3,
        JournalState::Done => 4,
    };
    let students = &mut class.students;
    match key {
        Key::Name => students.sort_by_cached_key(|student| (student.student.to_lowercase(), student.student.clone())),
        Key::State => students.sort_by_key(|student| help_first(student.state)),
        Key::Completed => students.sort_by_key(|student| (student.completed_at.is_none(), student.completed_at)),
        Key::Errors => {
            let errors = |student: &Student| student.count(Severity::Error);
            students.sort_by_key(|student| std::cmp::Reverse(errors(student)));
        }
    }
}

/// A word on folders that the roster does not know.
fn tell_others(env: &mut Env, others: &[String]) {
    if others.is_empty() {
        return;
    }
    let names: Vec<String> = others.iter().take(5).map(|name| safe::inline(name).into_owned()).collect();
    let more = if others.len() > names.len() { ", …" } else { "" };
    let count = plural(others.len(), "folder is", "folders are");
    env.tell(&format!("{count} in no row of the roster, and not checked: {}{more}\n", names.join(", ")));
}
