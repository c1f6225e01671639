//! `coffeechat lint`: checks notes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use rayon::prelude::*;

use super::{Env, Outcome};
use crate::core::calendar::Today;
use crate::core::diagnostic::Severity;
use crate::core::lint::Plan;
use crate::core::note::recognise::{is_project_file, is_template_name, nearest};
use crate::core::note::{declares_itself, front_matter, head_declares_a_note, parse};
use crate::core::report::{Failure, NoteReport, PathName, Report};
use crate::core::rules::{self, RULES};
use crate::core::text::Source;
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};
use crate::io::journal::{Journal, is_root};
use crate::render::{concise, full, json, safe};

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
    /// Let warnings count as errors for the exit code
    #[arg(long, value_name = "warnings")]
    deny: Option<Deny>,
    /// Exit with 0 whatever was found
    #[arg(long)]
    exit_zero: bool,
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

/// From this many files on, several threads are worth starting.
const MANY: usize = 32;

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
    let mut run = Run {
        args,
        folder: env.folder.clone(),
        activity: env.activity.clone(),
        today: env.today,
        journals: HashMap::new(),
        report: Report::default(),
    };
    let mut tasks = Vec::new();
    if args.paths.is_empty() {
        let root = Journal::root_above(&env.folder).unwrap_or_else(|| env.folder.clone());
        let folder = env.folder.canonicalize().unwrap_or_else(|_| env.folder.clone());
        let up = folder.strip_prefix(&root).map_or(0, |below| below.components().count());
        let start: PathBuf = if up == 0 { ".".into() } else { std::iter::repeat_n("..", up).collect() };
        run.folder(&start, &mut tasks)?;
    }
    let mut stdin = None;
    for path in &args.paths {
        if path.as_os_str() != "-" {
            // Without a slash at its end a link is a link.
            let path: PathBuf = path.components().collect();
            run.named(&path, &mut tasks)?;
        } else if stdin.is_none() {
            stdin = Some(run.stdin()?);
        }
    }
    tasks.sort_by(|a, b| a.path.cmp(&b.path));
    if args.paths.len() > 1 {
        tasks = without_doubles(tasks);
    }
    let check = |task: &Task| run.check(task);
    let results: Vec<Checked> =
        if tasks.len() < MANY { tasks.iter().map(check).collect() } else { tasks.par_iter().map(check).collect() };
    let mut report = run.report;
    for checked in stdin.into_iter().chain(results) {
        match checked {
            Checked::Note(note) => report.notes.push(*note),
            Checked::NotANote(path) => report.skipped.push(path),
            Checked::Failed(failure) => report.failures.push(failure),
        }
    }
    report.passed_over.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
    report.failures.sort_by(|a, b| a.path.shown.cmp(&b.path.shown));
    print(args, env, &report)?;
    Ok(outcome(args, &report))
}

fn print(args: &Args, env: &mut Env, report: &Report) -> Result<()> {
    let text = match args.format {
        Format::Full => full::render(report, env.style, args.quiet),
        Format::Concise => concise::render(report, args.quiet),
        Format::Json => json::render(report),
    };
    env.print(&text)?;
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

/// The same file may be named twice, in two spellings; named once by itself it is named.
fn without_doubles(tasks: Vec<Task>) -> Vec<Task> {
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    let mut kept: Vec<Task> = Vec::with_capacity(tasks.len());
    for task in tasks {
        let folder = task.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        match places.entry(folder.join(task.path.file_name().unwrap_or_default())) {
            Entry::Occupied(at) => kept[*at.get()].named |= task.named,
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(task);
            }
        }
    }
    kept
}

/// One file to check.
struct Task {
    path: PathBuf,
    /// Its path as seen from the journal's root, `/` between folders.
    relative: String,
    journal: Arc<Journal>,
    /// Whether it was named on the command line.
    named: bool,
}

enum Checked {
    Note(Box<NoteReport>),
    NotANote(PathName),
    Failed(Failure),
}

struct Run<'r> {
    args: &'r Args,
    /// The current folder.
    folder: PathBuf,
    activity: Option<String>,
    today: Today,
    journals: HashMap<PathBuf, Arc<Journal>>,
    report: Report,
}

impl Run<'_> {
    /// The journal of the files in `folder`: the nearest root at or above it, but not above a journal's own; `fallback` else.
    fn journal(&mut self, folder: &Path, fallback: &Path) -> Result<Arc<Journal>> {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let root = real.ancestors().find(|above| is_root(above)).map(Path::to_path_buf);
        let root = root.unwrap_or_else(|| fallback.canonicalize().unwrap_or_else(|_| fallback.to_path_buf()));
        if let Some(journal) = self.journals.get(&root) {
            return Ok(Arc::clone(journal));
        }
        let journal = Arc::new(Journal::open(&root, self.activity.as_deref())?);
        self.journals.insert(root, Arc::clone(&journal));
        Ok(journal)
    }

    fn fail(&mut self, path: &Path, message: impl Into<String>) {
        self.report.failures.push(Failure { path: path_name(path), message: message.into() });
    }

    fn named(&mut self, path: &Path, tasks: &mut Vec<Task>) -> Result<()> {
        let Ok(data) = path.symlink_metadata() else {
            self.fail(path, "is not there; check the path");
            return Ok(());
        };
        if data.is_symlink() {
            self.fail(path, "is a link, and links are not followed; name the file that it points to");
        } else if data.is_dir() && files::is_markdown(path) {
            self.fail(path, "is a folder, although its name is that of a Markdown file");
        } else if leads_out(&self.folder.join(path).parent().map_or_else(PathBuf::new, Path::to_path_buf)) {
            self.fail(path, "lies behind a link that leads out of the journal, and links are not followed");
        } else if data.is_dir() {
            self.folder(path, tasks)?;
        } else if !data.is_file() {
            self.fail(path, "is not a regular file");
        } else {
            let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let journal = self.journal(folder, folder)?;
            let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
            let inside = journal.relative(&real).join(path.file_name().unwrap_or_default());
            tasks.push(Task { path: path.to_path_buf(), relative: path_name(&inside).shown, journal, named: true });
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path, tasks: &mut Vec<Task>) -> Result<()> {
        let walk = files::walk(folder);
        self.report.failures.extend(walk.failures);
        self.report.passed_over.extend(walk.passed_over);
        let outer = self.journal(folder, folder)?;
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let prefix = outer.relative(&real).to_path_buf();
        let mut inner: HashMap<&Path, Arc<Journal>> = HashMap::new();
        let folder = folder.strip_prefix(".").unwrap_or(folder);
        for root in walk.roots.iter().filter(|root| root.as_path() != folder) {
            inner.insert(root, self.journal(root, root)?);
        }
        for path in walk.files {
            let nested = match inner.is_empty() {
                true => None,
                false => path.ancestors().skip(1).find_map(|above| inner.get(above).map(|journal| (above, journal))),
            };
            let (journal, inside) = match nested {
                Some((root, journal)) => (Arc::clone(journal), path.strip_prefix(root).unwrap_or(&path).to_path_buf()),
                None => (Arc::clone(&outer), prefix.join(path.strip_prefix(folder).unwrap_or(&path))),
            };
            let relative = path_name(&inside).shown;
            tasks.push(Task { path, relative, journal, named: false });
        }
        Ok(())
    }

    fn stdin(&mut self) -> Result<Checked> {
        let name = self.args.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>"));
        let shown = path_name(&name);
        let source = files::read_stdin(&shown.shown)?;
        // An editor may lint a file before its folder is there; what is there decides the journal, the whole path the place.
        let there = name.ancestors().skip(1).find(|above| above.is_dir()).unwrap_or(Path::new(""));
        let folder = if there.as_os_str().is_empty() { Path::new(".") } else { there };
        let journal = self.journal(folder, folder)?;
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let inside = journal.relative(&real).join(name.strip_prefix(there).unwrap_or(&name));
        let relative = path_name(&inside).shown;
        let task = Task { path: name, relative, journal, named: true };
        Ok(guarded(&task.path, || self.judge(&task, source)))
    }

    fn check(&self, task: &Task) -> Checked {
        guarded(&task.path, || {
            let shown = path_name(&task.path);
            match files::read(&task.path, &shown.shown) {
                Ok(source) => self.judge(task, source),
                Err(message) => Checked::Failed(Failure { path: shown, message }),
            }
        })
    }

    fn judge(&self, task: &Task, source: Source) -> Checked {
        let path = path_name(&task.path);
        if is_template(&task.relative) {
            return Checked::NotANote(path);
        }
        let stem = task.path.file_stem().unwrap_or_default().to_string_lossy();
        let journal = &task.journal;
        let flat = journal.kind == crate::io::journal::Kind::Gist;
        let in_place = journal.config.is_note_place(&task.relative, &journal.activity.folder, flat);
        let expected = (task.named || in_place) && !is_project_file(&stem);
        if source.damage.is_some() {
            if !expected && !head_declares_a_note(&files::read_head(&task.path)) {
                return Checked::NotANote(path);
            }
        } else if !expected && front_matter::split(&source.text) == front_matter::Split::None {
            return Checked::NotANote(path);
        }
        let note = parse(&source, &journal.activity);
        if !expected && source.damage.is_none() && !declares_itself(&note) {
            return Checked::NotANote(path);
        }
        let plan = Plan {
            activity: &journal.activity,
            config: &journal.config,
            today: self.today,
            only: &self.args.only,
            off: &self.args.off,
        };
        let found = plan.lint(&note, &task.relative);
        Checked::Note(Box::new(NoteReport::new(path, &note, found)))
    }
}

/// A panic of ours is that one file's failure.
fn guarded(path: &Path, check: impl FnOnce() -> Checked) -> Checked {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| {
        let message = "internal error: this note was not checked. Please report it, with the note if you may.";
        Checked::Failed(Failure { path: path_name(path), message: message.to_owned() })
    })
}

/// Whether a link on the way to `folder` leads out of the journal in which the path begins.
fn leads_out(folder: &Path) -> bool {
    let root = folder.ancestors().find(|above| is_root(above)).and_then(|root| root.canonicalize().ok());
    match (root, folder.canonicalize()) {
        (Some(root), Ok(real)) => !real.starts_with(root),
        _ => false,
    }
}

/// Whether a file, or a folder that it lies in, says by its name that it holds templates.
fn is_template(relative: &str) -> bool {
    let stem = relative.rsplit_once('.').map_or(relative, |(stem, _)| stem);
    stem.split('/').any(is_template_name)
}
