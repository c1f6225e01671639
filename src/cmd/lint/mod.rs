//! `coffeechat lint`: checks notes.

use std::path::PathBuf;

use clap::ValueEnum;

use super::target::Target;
use super::{Env, Outcome};
use crate::core::config;
use crate::core::diagnostic::{Safety, Severity};
use crate::core::recognise::nearest;
use crate::core::report::{Failure, Report};
use crate::core::rules::{self, RULES};
use crate::error::{Error, Result};
use crate::io::files::path_name;
use crate::io::git::Since;
use crate::io::journal::Journal;
use crate::io::watch::Watch;
use crate::render::closing::plural;

pub(super) mod check;
mod print;
mod rename;
mod settings;
mod staged;
pub(super) mod tasks;

use self::check::Run;
use self::print::{Format, Printer, Printing};
use self::tasks::{Gathered, Gatherer};

/// What stands above the options, by what they are about.
const WHAT: &str = "What is checked";
const MENDING: &str = "Mending";
const CODE: &str = "The exit code";

const EXAMPLES: &str = "  coffeechat lint                      the journal around the current folder
  coffeechat lint networking/ada.md    one note
  coffeechat lint --fix                mends what can be mended without a doubt
  coffeechat lint --staged             what the next commit would hold";

/// Check notes, and say what is missing and what to type
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// Files and folders; `-` is standard input. Without any, the journal around the current folder
    paths: Vec<PathBuf>,
    /// The name of the file that standard input holds; without this, it has none
    #[arg(long, value_name = "PATH", help_heading = WHAT)]
    stdin_filename: Option<PathBuf>,
    /// Check what the next commit would hold (the index), not the files: notes that it adds, changes or renames
    #[arg(long, conflicts_with_all = ["since", "watch", "stdin_filename"], help_heading = WHAT)]
    staged: bool,
    /// Check the notes that differ from this revision, such as HEAD~1 or main; without this, all of them
    #[arg(long, value_name = "REV", help_heading = WHAT)]
    since: Option<String>,
    #[command(flatten)]
    printing: Printing,
    /// Run only this rule; may be given several times; without this, all that the settings do not switch off
    #[arg(long, value_name = "RULE", help_heading = WHAT)]
    only: Vec<String>,
    /// Do not run this rule; may be given several times; without this, none is left out
    #[arg(long, value_name = "RULE", help_heading = WHAT)]
    off: Vec<String>,
    /// Mend what can be mended without a doubt
    #[arg(long, help_heading = MENDING)]
    fix: bool,
    /// Mend also what a person should look at afterwards
    #[arg(long, help_heading = MENDING)]
    unsafe_fixes: bool,
    /// Show what would be mended, and write nothing
    #[arg(long, help_heading = MENDING)]
    diff: bool,
    /// Check again whenever a note or a setting changes, until you stop it with Ctrl-C
    #[arg(long)]
    watch: bool,
    /// Let warnings count as errors for the exit code; without this, they do not
    #[arg(long, value_name = "warnings", help_heading = CODE)]
    deny: Option<Deny>,
    /// Exit with 0 whatever was found
    #[arg(long, help_heading = CODE)]
    exit_zero: bool,
    /// Print every setting of the journal and where it comes from, and check nothing
    #[arg(long)]
    show_settings: bool,
}

impl Args {
    /// Whether the report is asked for in words, without drawings.
    pub fn is_narrated(&self) -> bool {
        self.printing.is_narrated()
    }
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
    if args.staged && args.mends().is_some() && !args.diff {
        return Err(Error::Usage {
            message: "what is staged cannot be mended in place: the file beside it may say something else".to_owned(),
            help: "Mend the file and stage it again: coffeechat lint --fix, then git add".to_owned(),
        });
    }
    let printer = args.printing.prepare(env, args.diff, &args.paths)?;
    if args.show_settings {
        return settings::show(args, &printer, env);
    }
    if args.watch {
        return watch(args, &printer, env);
    }
    let mut report = once(args, env)?;
    let left_out = if args.staged { leave_out(&mut report, args, printer.format()) } else { String::new() };
    let has_nothing = report.notes.is_empty() && report.failures.is_empty();
    // A commit without notes is nobody's business here; a program still gets its document.
    let says_more = args.printing.verbose || !printer.format().is_for_people();
    if !(args.staged && has_nothing) || says_more {
        printer.print(env, &report, &env.style.called.sentence(args.none()))?;
    }
    if !left_out.is_empty() && !args.printing.quiet {
        let lint = env.style.called.command("coffeechat lint");
        env.tell(&format!("{left_out}: {lint}\n"));
    }
    Ok(outcome(args, &report))
}

/// The paths, and for the name of a person the path of the note that `mark` would take: what is nowhere is no path.
fn named(paths: &[PathBuf], env: &Env) -> Result<Vec<PathBuf>> {
    paths.iter().map(|path| Ok(Target::named(path, env)?.unwrap_or_else(|| path.clone()))).collect()
}

/// Looks at everything again and again. Ends where nobody reads the reports any more.
fn watch(args: &Args, printer: &Printer<'_>, env: &mut Env) -> Result<Outcome> {
    let reads_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    if reads_stdin || args.diff || !printer.format().is_for_people() {
        return Err(Error::Usage {
            message:
                "`--watch` is for people who write: it does not go with standard input, --diff or a format for programs"
                    .to_owned(),
            help: "For example: coffeechat lint --watch --format concise".to_owned(),
        });
    }
    let mut paths = args.paths.clone();
    let root = Journal::root_above(&env.folder).unwrap_or_else(|| env.folder.clone());
    match paths.is_empty() {
        true => paths.push(root),
        // The settings of the journal around them are watched as well.
        false => paths.push(root.join(config::FILE)),
    }
    // From here on nothing is missed, also while the notes are looked at.
    let watch = Watch::new(&paths)?;
    loop {
        match once(args, env) {
            Ok(report) => printer.print(env, &report, args.none())?,
            // A setting that is just being written is no reason to stop.
            Err(error) => env.complain(&error),
        }
        env.tell("Waiting for changes. Stop with Ctrl-C.\n");
        watch.wait();
        env.print("\n")?;
    }
}

impl Args {
    /// What is said where there is no note to check.
    fn none(&self) -> &'static str {
        match self.since {
            _ if self.staged => "",
            Some(_) => "No note differs from that revision.\n",
            None => "There is no note here yet. Start one: coffeechat new\n",
        }
    }

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
    // A revision that is not known is said before a folder is walked.
    let since = args.since.as_deref().map(|revision| Since::open(&env.folder, revision)).transpose()?;
    let mut gathered = match args.staged {
        true => staged::gather(&args.paths, &env.folder, env.activity.as_deref())?,
        false => {
            let gatherer = Gatherer::new(&env.folder, env.activity.as_deref());
            gatherer.gather(&named(&args.paths, env)?, args.stdin_filename.as_deref())?
        }
    };
    if let Some(since) = &since {
        keep_what_differs(&mut gathered, since);
    }
    let run = Run { only: &args.only, off: &args.off, mend: args.mends(), write: !args.diff, ..Run::on(env.today) };
    let mut report = run.check(&gathered.tasks);
    rename::type_it(&mut report, &gathered.tasks);
    if args.staged {
        report.not_added = staged::not_added(&report, &gathered.tasks, &Run { mend: None, ..run }, &env.folder);
    }
    report.passed_over.append(&mut gathered.passed_over);
    report.failures.append(&mut gathered.failures);
    report.passed_over.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
    report.failures.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
    Ok(report)
}

/// More warnings than these are only counted at a commit.
const MOST_WARNINGS: usize = 5;

/// At a commit people want to know what is wrong, not what could be better: takes out the advice, and the warnings where they are many
/// or stand beside an error, which would be hard to find among them. Says how much there was; nothing where it was nothing. Where it is asked for, by a rule's name or by
/// `--verbose`, where warnings hold the commit back, too, and for programs, it stays.
fn leave_out(report: &mut Report, args: &Args, format: Format) -> String {
    if !format.is_for_people() || args.printing.verbose || !args.only.is_empty() || args.diff {
        return String::new();
    }
    let summary = report.summary();
    let is_much = summary.errors > 0 || summary.warnings > MOST_WARNINGS;
    let least = if is_much && args.deny.is_none() { Severity::Error } else { Severity::Warning };
    report.notes.iter_mut().for_each(|note| note.found.retain(|found| found.severity >= least || found.blocks));
    let left = report.summary();
    let (advice, warnings) = (summary.advice - left.advice, summary.warnings - left.warnings);
    let of_warnings = plural(warnings, "warning", "warnings");
    match (warnings, advice) {
        (0, 0) => String::new(),
        (0, advice) => format!("{advice} advice is left out at a commit; to see it"),
        (1, 0) => format!("{of_warnings} is left out at a commit; to see it"),
        (_, 0) => format!("{of_warnings} are left out at a commit; to see them"),
        (_, advice) => format!("{of_warnings} and {advice} advice are left out at a commit; to see them"),
    }
}

/// Asks only for the findings of files that differ from the revision. The others are still there for the journal's rules.
fn keep_what_differs(gathered: &mut Gathered, since: &Since) {
    let files: Vec<_> = gathered.tasks.iter().map(|task| (task.path.as_path(), task.text.given())).collect();
    let differs = since.differ(&files);
    let mut kept = Vec::with_capacity(gathered.tasks.len());
    for (mut task, differs) in gathered.tasks.drain(..).zip(differs) {
        match differs {
            Some(differs) => {
                task.is_asked = differs;
                kept.push(task);
            }
            None => gathered.passed_over.push(Failure {
                path: path_name(&task.path),
                message: "lies in another repository than the revision".to_owned(),
            }),
        }
    }
    gathered.tasks = kept;
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
