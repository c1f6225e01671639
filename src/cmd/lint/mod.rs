//! `coffeechat lint`: checks notes.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Env, Outcome};
use crate::core::diagnostic::{Safety, Severity};
use crate::core::note::recognise::nearest;
use crate::core::report::Report;
use crate::core::rules::{self, RULES};
use crate::error::{Error, Result};
use crate::render::{concise, diff, full, json, safe};

mod check;
mod settings;
mod tasks;

use self::check::Run;
use self::tasks::Gatherer;

/// Check notes, and say what is missing and what to type
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders; `-` is standard input. Without any, the journal around the current folder
    paths: Vec<PathBuf>,
    /// The name of the file that standard input holds
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,
    /// Run only this rule; may be given several times
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    /// Do not run this rule; may be given several times
    #[arg(long, value_name = "RULE")]
    off: Vec<String>,
    /// Mend what can be mended without a doubt
    #[arg(long)]
    fix: bool,
    /// Mend also what a person should look at afterwards
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what would be mended, and write nothing
    #[arg(long)]
    diff: bool,
    /// Let warnings count as errors for the exit code
    #[arg(long, value_name = "warnings")]
    deny: Option<Deny>,
    /// Exit with 0 whatever was found
    #[arg(long)]
    exit_zero: bool,
    /// Print every setting of the journal and where it comes from, and check nothing
    #[arg(long)]
    show_settings: bool,
    /// Leave out the closing lines
    #[arg(long, short)]
    quiet: bool,
    /// Say what was passed over, and why
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the place in the file
    Full,
    /// One line a finding
    Concise,
    /// One document for programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// Checks, prints, and says how it ended.
///
/// # Errors
/// Where the run could not start: an unknown rule, a configuration that cannot be read.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    for name in args.only.iter().chain(&args.off) {
        if rules::find(name).is_none() {
            return Err(Error::Usage {
                message: format!("there is no rule `{name}`"),
                help: match nearest(name, RULES.iter().map(|rule| rule.name)) {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None => "All rules: coffeechat rules".to_owned(),
                },
            });
        }
    }
    if args.paths.iter().any(|path| path.as_os_str() == "-") && args.mends().is_some() && !args.diff {
        return Err(Error::Usage {
            message: "standard input cannot be mended, because there is no file to write to".to_owned(),
            help: "Name the file, or see what would change: coffeechat lint --diff -".to_owned(),
        });
    }
    if args.show_settings {
        return settings::show(args, env);
    }
    let report = once(args, env)?;
    print(args, env, &report)?;
    Ok(outcome(args, &report))
}

impl Args {
    /// Which findings are mended, or shown mended.
    fn mends(&self) -> Option<Safety> {
        match (self.unsafe_fixes, self.fix || self.diff) {
            (true, _) => Some(Safety::Unsafe),
            (false, true) => Some(Safety::Safe),
            (false, false) => None,
        }
    }
}

/// Looks at everything once.
fn once(args: &Args, env: &Env) -> Result<Report> {
    let mut gatherer = Gatherer::new(&env.folder, env.activity.as_deref());
    let tasks = gatherer.gather(&args.paths, args.stdin_filename.as_deref())?;
    let run = Run { today: env.today, only: &args.only, off: &args.off, mend: args.mends(), write: !args.diff };
    let mut report = run.check(&tasks);
    report.passed_over.append(&mut gatherer.passed_over);
    report.failures.append(&mut gatherer.failures);
    report.passed_over.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
    report.failures.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
    Ok(report)
}

fn print(args: &Args, env: &mut Env, report: &Report) -> Result<()> {
    if args.diff {
        env.print(&diff::render(report))?;
        env.tell(&diff::closing(report));
        return Ok(());
    }
    let text = match args.format {
        Format::Full => full::render(report, env.style, args.quiet),
        Format::Concise => concise::render(report, args.quiet),
        Format::Json => json::render(report),
    };
    env.print(&text)?;
    env.tell(&diff::closing(report));
    if args.verbose {
        for path in &report.skipped {
            env.tell(&format!("{}: not a note\n", safe::path(&path.shown)));
        }
        for passed in &report.passed_over {
            env.tell(&format!("{}: passed over: {}\n", safe::path(&passed.path.shown), safe::inline(&passed.message)));
        }
    }
    if args.format != Format::Json {
        for failure in &report.failures {
            env.tell(&format!(
                "coffeechat: {}: {}\n",
                safe::inline(&failure.path.shown),
                safe::inline(&failure.message)
            ));
        }
        if report.notes.is_empty() && report.failures.is_empty() && !args.quiet {
            env.tell("There is no note here yet. Start one: coffeechat new\n");
        }
    }
    Ok(())
}

fn outcome(args: &Args, report: &Report) -> Outcome {
    let worst = report.notes.iter().flat_map(|note| &note.found).map(|found| found.severity).max();
    let denied = if args.deny.is_some() { Severity::Warning } else { Severity::Error };
    if !report.failures.is_empty() {
        Outcome::Partly
    } else if worst >= Some(denied) && !args.exit_zero {
        Outcome::Found
    } else {
        Outcome::Done
    }
}
