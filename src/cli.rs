//! The command tree and its global flags, and how an outcome becomes an exit code.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::io::Write;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::cmd::{self, EXIT_CODES, Env, Outcome, completions};
use crate::core::calendar::Today;
use crate::core::note::dates;
use crate::error::Error;
use crate::io::{clock, panics, terminal};
use crate::render::{Called, Style, safe};

mod help;

const EXAMPLES: &str = "  coffeechat init      make this folder a journal
  coffeechat new       start the note of a conversation
  coffeechat lint      see what is missing, and what to type
  coffeechat status    see what comes next
  coffeechat           see where you are";

/// Scaffolds and lints the notes of networking conversations in a career journal
#[derive(Debug, Parser)]
#[command(name = "coffeechat", version, max_term_width = 100, before_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// The activity: a built-in name, or a file that ends in .toml; without this, the one that the settings name
    #[arg(long, global = true, value_name = "NAME|FILE", display_order = 900, help_heading = EVERYWHERE)]
    activity: Option<String>,

    /// Take this day for today (year-month-day); without this, the day that it is here
    #[arg(
        long,
        global = true,
        value_name = "DATE",
        env = "COFFEECHAT_TODAY",
        hide_env_values = true,
        display_order = 901,
        help_heading = EVERYWHERE
    )]
    today: Option<String>,

    /// Whether to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 902, help_heading = EVERYWHERE)]
    color: Colour,
}

/// In which variable a launcher says what it is called by.
const CALLED_AS: &str = "COFFEECHAT_CALLED_AS";

/// What stands above the options that every command has.
const EVERYWHERE: &str = "Of every command";

/// The command tree, with the order of its help.
fn tree() -> clap::Command {
    let codes: Vec<String> = EXIT_CODES.iter().map(|(code, meaning)| format!("  {code}  {meaning}\n")).collect();
    let heading = *clap::builder::styling::Styles::default().get_header();
    let codes = format!("{heading}Exit codes:{heading:#}\n{}", codes.concat());
    help::arranged(Cli::command().after_help(clap::builder::StyledStr::from(codes)))
}

/// The exit code of what clap printed: a closed pipe is nobody's fault.
fn printed(result: std::io::Result<()>) -> u8 {
    let written = result.and_then(|()| std::io::stdout().flush());
    match written.map_err(Error::output) {
        Ok(()) | Err(Error::ClosedPipe) => 0,
        Err(_) => 2,
    }
}

/// The day that was given by hand; an empty variable gives none.
fn pinned(text: Option<&str>) -> Result<Option<Date>, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    dates::read(text).map(|day| Some(day.date)).map_err(|_| Error::Usage {
        message: format!("`{text}` cannot be read as a day"),
        help: "Write year, month and day, such as --today 2026-11-26 (or in COFFEECHAT_TODAY)".to_owned(),
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// Where the terminal shows it
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(cmd::init::Args),
    New(cmd::new::Args),
    Adopt(cmd::adopt::Args),
    Questions(cmd::questions::Args),
    Outreach(cmd::outreach::Args),
    Lint(cmd::lint::Args),
    Status(cmd::status::Args),
    Mark(cmd::mark::Args),
    Cohort(cmd::cohort::Args),
    Hook(cmd::hook::Args),
    Explain(cmd::explain::Args),
    Rules(cmd::rules::Args),
    Schema(cmd::schema::Args),
    Completions(completions::Args),
    Man(cmd::man::Args),
    Lsp(cmd::lsp::Args),
}

/// What other tools call a command, and what it is called here. Nothing in the two words is alike, so no measure of likeness finds it.
const OTHER_NAMES: [(&str, &str); 14] = [
    ("add", "new"),
    ("check", "lint"),
    ("create", "new"),
    ("done", "mark NOTE talked"),
    ("fix", "lint --fix"),
    ("hooks", "hook install"),
    ("list", "status"),
    ("ls", "status"),
    ("message", "outreach"),
    ("next", "status"),
    ("start", "new"),
    ("todo", "status"),
    ("validate", "lint"),
    ("verify", "lint"),
];

/// What to say of a command that there is not, where it is known what was meant by it.
fn meant_by(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    // `cohort check` is one.
    if std::env::args().nth(1).as_deref() != Some(word) {
        return None;
    }
    let (name, meant) = OTHER_NAMES.iter().find(|(name, _)| name == word)?;
    Some(format!(
        "coffeechat: there is no command `{name}`\nDid you mean this one? coffeechat {meant}\nAll commands: coffeechat --help\n"
    ))
}

/// Runs the tool with the arguments, environment and streams of this process. Gives the exit code: 0 done, 1 `lint` found an
/// error, 2 it could not do what was asked.
pub fn run() -> u8 {
    panics::keep_quiet();
    panics::caught(|| "run".to_owned(), attempt).unwrap_or_else(|place| {
        let told = format!("coffeechat: internal error{place}. Please report it, with the command that led to it.\n");
        let _ = std::io::stderr().write_all(safe::same_length(&told).as_bytes());
        2
    })
}

fn attempt() -> u8 {
    if let Some(shell) = std::env::var_os(completions::VARIABLE).filter(|shell| !shell.is_empty()) {
        return complete(&shell.to_string_lossy());
    }
    let parsed = tree().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to standard output and are no error. A closed pipe ends quietly.
            if !error.use_stderr() {
                return printed(error.print());
            }
            if let Some(said) = meant_by(&error) {
                let _ = std::io::stderr().write_all(said.as_bytes());
                return 2;
            }
            // The words of the command line may have come from somebody else's file names.
            let _ = std::io::stderr().write_all(safe::same_length(&error.render().to_string()).as_bytes());
            return 2;
        }
    };
    let called = match Called::from_launcher(&std::env::var(CALLED_AS).unwrap_or_default()) {
        Called::ByName => {
            let program = std::env::current_exe().unwrap_or_default();
            Called::from_program(&program.to_string_lossy())
        }
        called => called,
    };
    let style = |stdout: bool| Style {
        colour: match cli.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto if stdout => terminal::stdout_has_colour(),
            Colour::Auto => terminal::stderr_has_colour(),
        },
        unicode: terminal::has_unicode(),
        width: terminal::width(),
        called,
    };
    let errors = style(false);
    let file_style = Style {
        colour: cli.color == Colour::Always || cli.color == Colour::Auto && terminal::colour_is_forced(),
        unicode: true,
        width: 80,
        called,
    };
    // Who asks for words is told in words, too, why there is no report.
    let wants_words = matches!(&cli.command, Some(Command::Lint(args)) if args.is_narrated());
    let graphics = terminal::has_graphics() && !wants_words;
    let result = std::env::current_dir()
        .map_err(|cause| Error::System { path: "the current folder".to_owned(), action: "cannot be read", cause })
        .and_then(|folder: PathBuf| {
            let mut env = Env {
                folder,
                today: pinned(cli.today.as_deref())?.map_or_else(clock::today, Today::pinned),
                activity: cli.activity.clone(),
                style: style(true),
                err_style: errors,
                file_style,
                graphics,
                out: Box::new(std::io::stdout().lock()),
                err: Box::new(std::io::stderr()),
            };
            let Some(command) = &cli.command else {
                return ended(cmd::here::run(&mut env)?, &mut env);
            };
            let outcome = match command {
                Command::Init(args) => cmd::init::run(args, &mut env),
                Command::New(args) => cmd::new::run(args, &mut env),
                Command::Adopt(args) => cmd::adopt::run(args, &mut env),
                Command::Questions(args) => cmd::questions::run(args, &mut env),
                Command::Outreach(args) => cmd::outreach::run(args, &mut env),
                Command::Lint(args) => cmd::lint::run(args, &mut env),
                Command::Status(args) => cmd::status::run(args, &mut env),
                Command::Mark(args) => cmd::mark::run(args, &mut env),
                Command::Cohort(args) => cmd::cohort::run(args, &mut env),
                Command::Hook(args) => cmd::hook::run(args, &mut env),
                Command::Explain(args) => cmd::explain::run(args, &mut env),
                Command::Rules(args) => cmd::rules::run(args, &mut env),
                Command::Schema(args) => cmd::schema::run(args, &mut env),
                Command::Completions(args) => completions::run(args, &mut env),
                Command::Lsp(args) => cmd::lsp::run(args, &mut env),
                Command::Man(args) => cmd::man::run(args, tree(), &mut env),
            }?;
            ended(outcome, &mut env)
        });
    match result {
        Ok(outcome) => outcome.code(),
        Err(Error::ClosedPipe) => 0,
        Err(error) => {
            // Where even standard error is gone, the exit code still says it.
            let _ = std::io::stderr().write_all(cmd::fatal::describe(&error, errors, graphics).as_bytes());
            2
        }
    }
}

/// Sees to it that everything is printed.
fn ended(outcome: Outcome, env: &mut Env) -> crate::error::Result<Outcome> {
    env.out.flush().map_err(Error::output)?;
    Ok(outcome)
}

/// Answers a shell that asks what a word may go on with. What is wrong is said where nobody is typing: not at all, but for a shell that
/// is not known.
fn complete(shell: &str) -> u8 {
    let words: Vec<_> = std::env::args_os().collect();
    let between = std::env::var("_CLAP_IFS").unwrap_or_else(|_| "\n".to_owned());
    let folder = std::env::current_dir().unwrap_or_default();
    match completions::answer(shell, tree(), &words, &folder, &between) {
        Ok(offered) => printed(std::io::stdout().write_all(offered.as_bytes())),
        Err(error) => {
            let (unicode, width) = (terminal::has_unicode(), terminal::width());
            let style = Style { colour: false, unicode, width, called: Called::default() };
            let _ = std::io::stderr().write_all(cmd::fatal::describe(&error, style, false).as_bytes());
            2
        }
    }
}
