//! `coffeechat cohort sync`: fetches the journals of a class, and records when each commit was first seen.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::check::{named, read_roster};
use super::tell_unread;
use crate::cmd::{Env, Outcome};
use crate::core::cohort::fetching;
use crate::core::cohort::roster::Row;
use crate::error::{Error, Result};
use crate::io::git_program::fetch::Fetcher;
use crate::io::ledger::{self, Keeper};
use crate::io::{files, interrupt, terminal};
use crate::render::cohort::fetched;
use crate::render::safe;
use worker::Worker;

mod worker;

const EXAMPLES: &str = "  coffeechat cohort sync students.csv --into class
  coffeechat cohort sync students.csv --into class --only-failed --timeout 5m";

/// Fetch the journals of a class, and keep a record of what was new
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The roster, a CSV with one row a student and the address of the journal
    roster: PathBuf,
    /// The folder for the journals; it is made where it is not there
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// How many journals are fetched at once
    #[arg(long, value_name = "N", default_value = "4", value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: u8,
    /// How long one journal may take, such as 90s or 5m
    #[arg(long, value_name = "SPAN", default_value = "60s", value_parser = span)]
    timeout: Duration,
    /// How many megabytes one journal may take on the disk
    #[arg(long, value_name = "MB", default_value = "200", value_parser = clap::value_parser!(u32).range(1..))]
    max_size: u32,
    /// Fetch only this student's journal; may be given several times; without this, all
    #[arg(long, value_name = "NAME")]
    student: Vec<String>,
    /// Fetch only what the last run could not, and what was never tried
    #[arg(long)]
    only_failed: bool,
    /// Put the files beside the history, for journals that are fetched for the first time
    #[arg(long)]
    checkout: bool,
    /// Fetch also from folders and servers of this machine
    #[arg(long)]
    allow_local: bool,
}

fn span(text: &str) -> std::result::Result<Duration, String> {
    let span = text.trim().parse::<jiff::SignedDuration>().ok().and_then(|span| Duration::try_from(span).ok());
    span.filter(|span| (1..=86_400).contains(&span.as_secs()))
        .ok_or_else(|| "write a length from 1s to 24h, as in 90s or 5m".to_owned())
}

/// Fetches one journal after the other, says how each row ended, and ends with [`Outcome::Partly`] where one failed.
///
/// # Errors
/// Where the run could not start: the roster, the folder or a flag cannot be used, or there is no Git.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let roster = read_roster(&args.roster)?;
    if !roster.says_where {
        return Err(Error::Path {
            path: files::path_name(&args.roster).shown,
            why: "says where no journal is".to_owned(),
            help: roster.without_where(),
        });
    }
    roster.slips().iter().for_each(|slip| env.tell(&format!("{}\n", safe::inline(slip))));
    named(&args.student, roster.rows.iter().map(|row| row.student.as_str()))?;
    let stop = interrupt::flag();
    if files::is_there(&args.into.join(".git")) {
        return Err(Error::Path {
            path: files::path_name(&args.into).shown,
            why: "is itself a journal, and no others are put into it".to_owned(),
            help: "Name a folder of its own, such as --into class".to_owned(),
        });
    }
    let keeper = Keeper::take(&args.into)?;
    let (ledger, unread) = ledger::read(&args.into)?;
    let fetcher = Fetcher::new(keeper.workplace().to_path_buf(), args.timeout, u64::from(args.max_size) << 20, &stop)?;
    let worker = Worker {
        dir: files::resolved(&args.into, "cannot be read")?,
        fetcher: &fetcher,
        ledger: &ledger,
        keeper: keeper.into(),
        with_files: args.checkout,
        allow_local: args.allow_local,
    };
    let is_asked = |row: &&Row| {
        (args.student.is_empty() || args.student.contains(&row.student)) && (!args.only_failed || worker.is_due(row))
    };
    let rows: Vec<&Row> = roster.rows.iter().filter(is_asked).collect();
    let (outcomes, printed) = args.fetch(&worker, &rows, env);
    worker.clear();
    tell_unread(env, &unread);
    let closing = fetched::Closing {
        outcomes: &outcomes,
        allow_local: args.allow_local,
        roster: &files::path_name(&args.roster).shown,
        dir: &files::path_name(&args.into).shown,
    };
    env.tell(&closing.render());
    // A reader that leaves does not change how the rows ended.
    match printed {
        Ok(()) | Err(Error::ClosedPipe) => {}
        Err(error) => return Err(error),
    }
    let is_bad =
        |outcome: &fetching::Outcome| matches!(outcome, fetching::Outcome::Failed(_) | fetching::Outcome::Stopped);
    Ok(if outcomes.iter().any(is_bad) { Outcome::Partly } else { Outcome::Done })
}

impl Args {
    /// Fetches the rows, several at once, and prints how they ended in the order of the roster; the second is how that went.
    fn fetch(&self, worker: &Worker, rows: &[&Row], env: &mut Env) -> (Vec<fetching::Outcome>, Result<()>) {
        let next = AtomicUsize::new(0);
        let bar = bar(rows.len(), env);
        let (tell, ended) = channel();
        std::thread::scope(|scope| {
            for _ in 0..usize::from(self.jobs).min(rows.len()) {
                let (tell, next) = (tell.clone(), &next);
                scope.spawn(move || {
                    let places = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
                    for (at, row) in places.map_while(|at| Some((at, rows.get(at)?))) {
                        // The rows are counted until the last one, so somebody listens.
                        let _ = tell.send((at, worker.fetch(row)));
                    }
                });
            }
            drop(tell);
            let mut done: Vec<Option<fetching::Outcome>> = vec![None; rows.len()];
            let (mut printed, mut result) = (0, Ok(()));
            for (at, outcome) in ended {
                if let Some(place) = done.get_mut(at) {
                    *place = Some(outcome);
                }
                bar.inc(1);
                let ready = rows.iter().zip(&done).skip(printed).map_while(|(row, done)| Some((row, done.as_ref()?)));
                for (row, outcome) in ready {
                    if result.is_ok() {
                        result = bar.suspend(|| say(env, row, outcome));
                    }
                    printed += 1;
                }
            }
            bar.finish_and_clear();
            (done.into_iter().flatten().collect(), result)
        })
    }
}

/// Says how a row ended.
fn say(env: &mut Env, row: &Row, outcome: &fetching::Outcome) -> Result<()> {
    let line = fetched::line(&row.student, outcome, env.style);
    env.print(&line)?;
    env.out.flush().map_err(Error::output)?;
    for advice in row.shared.iter().chain(&row.advice) {
        let (student, advice) = (safe::path(&row.student), safe::inline(advice));
        env.tell(&format!("{student} (line {} of the roster): {advice}\n", row.line));
    }
    Ok(())
}

/// A bar on standard error, where that is a terminal on which drawings are welcome.
fn bar(length: usize, env: &Env) -> ProgressBar {
    if !env.graphics || !terminal::stderr_is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr());
    let signs = if env.err_style.unicode { "━━─" } else { "#>-" };
    match ProgressStyle::with_template("{bar:30} {pos} of {len} journals, {elapsed}") {
        Ok(style) => bar.with_style(style.progress_chars(signs)),
        Err(_) => bar,
    }
}
