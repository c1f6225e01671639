//! One file a command: its arguments, and `run(args, env)`. The only place where `io` meets `core`.

use std::io::Write;
use std::path::PathBuf;

use crate::core::calendar::Today;
use crate::error::{Error, Result};
use crate::io::output::Output;
use crate::render::{Style, safe};

pub mod adopt;
pub mod ask;
pub mod cohort;
pub mod completions;
pub mod explain;
pub mod fatal;
pub mod here;
pub mod hook;
pub mod init;
pub mod lint;
pub mod lsp;
pub mod man;
pub mod mark;
pub mod new;
pub mod outreach;
pub mod questions;
pub mod rules;
pub mod schema;
pub mod status;
pub mod target;

/// What a command gets from outside.
pub struct Env {
    /// The current folder.
    pub folder: PathBuf,
    /// The day of the run.
    pub today: Today,
    /// `--activity`.
    pub activity: Option<String>,
    /// What standard output can show.
    pub style: Style,
    /// What standard error can show.
    pub err_style: Style,
    /// What a file shows: colour only where it is asked for.
    pub file_style: Style,
    /// Whether drawings are welcome, which a screen reader cannot read out.
    pub graphics: bool,
    /// Reports.
    pub out: Box<dyn Write>,
    /// Everything else.
    pub err: Box<dyn Write>,
}

impl Env {
    /// Writes to standard output.
    ///
    /// # Errors
    /// [`Error::ClosedPipe`] or [`Error::Output`].
    pub fn print(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(Error::output)
    }

    /// Sees to it that what was printed so far can be read.
    ///
    /// # Errors
    /// As [`Env::print`].
    pub fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(Error::output)
    }

    /// Writes to standard error, behind what was printed so far. Where that is gone, nobody can be told.
    pub fn tell(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = self.err.write_all(text.as_bytes());
    }

    /// Says on standard error what could not be done with one file, while the others are.
    pub fn fail(&mut self, path: &str, why: &str) {
        self.tell(&format!("coffeechat: {}: {}\n", safe::inline(path), safe::inline(why)));
    }

    /// Says on standard error where the report is.
    pub fn tell_of_report(&mut self, output: &Output) {
        self.tell(&format!("The report is in {}\n", safe::inline(&output.shown())));
    }

    /// Says on standard error what would have stopped the command.
    pub fn complain(&mut self, error: &Error) {
        self.tell(&fatal::describe(error, self.err_style, self.graphics));
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did what was asked.
    Done,
    /// `lint` found an error.
    Found,
    /// Part of what was asked could not be done; the rest was.
    Partly,
    /// The client of `lsp` left without a word. Its protocol wants a code for that.
    Left,
}

/// What each exit code says, for the help and the manual.
pub const EXIT_CODES: [(u8, &str); 3] = [
    (0, "it did what was asked"),
    (1, "lint or the hook found an error, or cohort check a student in a state of --fail-on"),
    (2, "it could not do what was asked"),
];

impl Outcome {
    /// Its exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found | Self::Left => 1,
            Self::Partly => 2,
        }
    }
}
