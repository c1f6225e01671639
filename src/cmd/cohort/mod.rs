//! `coffeechat cohort`: the instructor's side. A class of journals is fetched, checked, joined and compared.

use clap::Subcommand;

use super::{Env, Outcome};
use crate::error::Result;

mod check;
mod compare;
mod files;
mod journal;
mod letters;
mod merge;
mod print;
mod rows;
mod sync;

const EXAMPLES: &str = "  coffeechat cohort sync students.csv --into class
  coffeechat cohort check class --roster students.csv --due 2026-11-29
  coffeechat cohort compare class";

/// For instructors: a class of journals
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Sync(sync::Args),
    Check(check::Args),
    Merge(merge::Args),
    Compare(compare::Args),
}

/// Runs one of the commands for a class.
///
/// # Errors
/// Where it could not do what was asked at all. What is wrong with one journal is told in its row.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    match &args.command {
        Command::Sync(args) => sync::run(args, env),
        Command::Check(args) => check::run(args, env),
        Command::Compare(args) => compare::run(args, env),
        Command::Merge(args) => merge::run(args, env),
    }
}

/// Says which lines of the ledger could not be read.
fn tell_unread(env: &mut Env, lines: &[usize]) {
    for line in lines {
        env.tell(&format!(
            "Line {line} of .coffeechat/seen.jsonl cannot be read and is passed over: what it saw is not known.\n"
        ));
    }
}
