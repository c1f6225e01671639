//! What a run found, in the format that was asked for and to the place that was asked for.
//!
//! `--quiet` and `--verbose` never change what a program reads: they concern the closing lines of the formats for people, and what
//! is said on standard error.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cmd::Env;
use crate::core::report::Report;
use crate::error::{Error, Result};
use crate::io::output::Output;
use crate::render::{
    Style, concise, diff, full, github, gitlab, json, jsonl, junit, narrated, page, safe, sarif, statistics,
};

/// How a report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the place in the file
    Full,
    /// One line a finding
    Concise,
    /// For screen readers: what `full` says, in words alone
    Narrated,
    /// One document for programs
    Json,
    /// One document a line: each note, each failure, the summary
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands: marks in a pull request on GitHub
    Github,
    /// Code quality: marks in a merge request on GitLab
    Gitlab,
    /// JUnit's XML: a note is a test case
    Junit,
    /// A page: how far each note is and what is missing, for the summary of a job or an issue
    Markdown,
}

/// What stands above the options of a report.
const TOLD: &str = "How it is told";

/// What decides how a report is printed.
#[derive(Debug, clap::Args)]
pub struct Printing {
    /// How to print the report; without this, `full`, or `narrated` where the variable NO_GRAPHICS is set
    #[arg(long, value_name = "FORMAT", help_heading = TOLD)]
    format: Option<Format>,
    /// Write the report to this file, which is replaced whole; without this, it is printed
    #[arg(long, value_name = "FILE", help_heading = TOLD)]
    output: Option<PathBuf>,
    /// Count what each rule found, instead of showing it
    #[arg(long, help_heading = TOLD)]
    statistics: bool,
    /// Leave out the closing lines
    #[arg(long, short, help_heading = TOLD)]
    pub quiet: bool,
    /// Say what was passed over, and why
    #[arg(long, short, help_heading = TOLD)]
    pub verbose: bool,
}

/// A way to print that is known to work, as far as that can be known before there is something to print.
pub struct Printer<'a> {
    args: &'a Printing,
    format: Format,
    output: Option<Output>,
    diff: bool,
}

impl Format {
    /// Whether people read it, rather than programs.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Concise | Self::Narrated)
    }

    /// Its name on the command line.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

impl Printing {
    /// Whether `narrated` is asked for.
    pub fn is_narrated(&self) -> bool {
        self.format == Some(Format::Narrated)
    }

    /// Checks everything about printing before anything is looked at. `diff` prints changes instead of findings; no report
    /// goes to one of `inputs`.
    ///
    /// # Errors
    /// Where two flags do not go together, or the report cannot go where it should.
    pub fn prepare(&self, env: &Env, diff: bool, inputs: &[PathBuf]) -> Result<Printer<'_>> {
        let format = self.format.unwrap_or(if env.graphics { Format::Full } else { Format::Narrated });
        if self.statistics && diff {
            return Err(Error::Usage {
                message: "`--statistics` counts findings and `--diff` shows changes; they do not go together"
                    .to_owned(),
                help: "Run the command twice, once with each of them.".to_owned(),
            });
        }
        if self.statistics && !format.is_for_people() && format != Format::Json {
            return Err(Error::Usage {
                message: format!("the format `{}` has no place for statistics", format.name()),
                help: "Leave out --statistics, or take --format full, concise, narrated or json".to_owned(),
            });
        }
        let file = self.output.as_deref().filter(|path| path.as_os_str() != "-");
        Ok(Printer { args: self, format, output: file.map(|file| Output::new(file, inputs)).transpose()?, diff })
    }
}

impl Printer<'_> {
    /// The format that was asked for.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Writes to where the report should go.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, env: &mut Env, text: &str) -> Result<()> {
        let Some(output) = &self.output else { return env.print(text) };
        output.write(text)?;
        if output.is_file() && !self.args.quiet {
            env.tell_of_report(output);
        }
        Ok(())
    }

    /// Prints the report, and says on standard error what does not belong into it; `none` where there is no note in it.
    ///
    /// # Errors
    /// Where the report cannot be written.
    pub fn print(&self, env: &mut Env, report: &Report, none: &str) -> Result<()> {
        let Printing { quiet, verbose, .. } = *self.args;
        let text = self.text(report, if self.output.is_some() { env.file_style } else { env.style });
        self.write(env, &text)?;
        if !quiet {
            env.tell(&diff::closing(report));
        }
        if verbose {
            for path in &report.skipped {
                env.tell(&format!("{}: not a note\n", safe::path(&path.shown)));
            }
            for passed in &report.passed_over {
                let path = safe::path(&passed.path.shown);
                env.tell(&format!("{path}: passed over: {}\n", safe::inline(&passed.message)));
            }
        }
        // A program finds them in the report; a diff has no place for them.
        if self.diff || self.format.is_for_people() {
            for failure in &report.failures {
                env.fail(&failure.path.shown, &failure.message);
            }
        }
        // Said aloud beside a document, too: a check of nothing looks like one that found nothing.
        if report.notes.is_empty() && report.failures.is_empty() && !quiet {
            env.tell(none);
        }
        Ok(())
    }

    fn text(&self, report: &Report, style: Style) -> String {
        let quiet = self.args.quiet;
        if self.diff {
            return diff::render(report);
        }
        match (self.format, self.args.statistics) {
            (Format::Full | Format::Concise, true) => statistics::text(report, style.called, quiet),
            (Format::Narrated, true) => statistics::narrated(report, style.called, quiet),
            (Format::Json, true) => statistics::document(report),
            (Format::Full, _) => full::render(report, style, quiet),
            (Format::Concise, _) => concise::render(report, style, quiet),
            (Format::Narrated, _) => narrated::render(report, style, quiet),
            (Format::Json, _) => json::render(report),
            (Format::Jsonl, _) => jsonl::render(report),
            (Format::Sarif, _) => sarif::render(report),
            (Format::Github, _) => github::render(report),
            (Format::Gitlab, _) => gitlab::render(report),
            (Format::Junit, _) => junit::render(report),
            (Format::Markdown, _) => page::render(report),
        }
    }
}
