//! A class's report, in the format that was asked for and to the place that was asked for; and a report read back.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cmd::Env;
use crate::core::cohort::Class;
use crate::error::{Error, Result};
use crate::io::output::Output;
use crate::render::cohort::{changes, csv, html, json, jsonl, markdown, sarif, table};

/// How a class's report is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, on a terminal
    Table,
    /// One document for programs, which `cohort merge` reads back
    Json,
    /// A line a student, then the failures and the totals, for programs
    Jsonl,
    /// For an issue or a page of a wiki
    Markdown,
    /// For a spreadsheet or a gradebook
    Csv,
    /// One run for code scanning
    Sarif,
    /// One page to open in a browser, also offline
    Html,
}

/// What stands above the options of a report.
pub const TOLD: &str = "How it is told";

/// What decides how a report is printed.
#[derive(Debug, clap::Args)]
pub struct Printing {
    /// How to print the report; without this, as the ending of --output says, else as a table
    #[arg(long, value_name = "FORMAT", help_heading = TOLD)]
    format: Option<Format>,
    /// Write the report to this file, which is replaced whole; without this, it is printed
    #[arg(long, value_name = "FILE", help_heading = TOLD)]
    output: Option<PathBuf>,
    /// With csv: the points that a student gets who is done; without this, there are no points
    #[arg(long, value_name = "N", help_heading = TOLD)]
    points: Option<u32>,
    /// With csv: begin with a byte order mark, which some spreadsheet programs want
    #[arg(long, help_heading = TOLD)]
    bom: bool,
}

/// A way to print that is known to work, as far as that can be known before there is something to print.
pub struct Printer<'a> {
    args: &'a Printing,
    output: Option<Output>,
}

impl Printing {
    /// The format that was asked for, or that the file's ending names.
    fn format(&self) -> Format {
        let end = self.output.as_deref().and_then(Path::extension).and_then(|end| end.to_str()).unwrap_or_default();
        let named = match end.to_ascii_lowercase().as_str() {
            "json" => Format::Json,
            "jsonl" => Format::Jsonl,
            "md" | "markdown" => Format::Markdown,
            "csv" => Format::Csv,
            "sarif" => Format::Sarif,
            "html" | "htm" => Format::Html,
            _ => Format::Table,
        };
        self.format.unwrap_or(named)
    }

    /// Checks everything about printing before anything is looked at; no report goes to one of `inputs`.
    ///
    /// # Errors
    /// Where two flags do not go together, or the report cannot go where it should.
    pub fn prepare(&self, inputs: &[PathBuf]) -> Result<Printer<'_>> {
        if self.format() != Format::Csv && (self.points.is_some() || self.bom) {
            let flag = if self.bom { "--bom" } else { "--points" };
            return Err(Error::Usage {
                message: format!("`{flag}` is for the format csv"),
                help: "Add --format csv, or leave it out.".to_owned(),
            });
        }
        let file = self.output.as_deref().filter(|path| path.as_os_str() != "-");
        let output = file.map(|file| match self.format() {
            Format::Markdown => Output::markdown(file, inputs, markdown::is_report),
            _ => Output::new(file, inputs),
        });
        let output = output.transpose()?;
        Ok(Printer { args: self, output })
    }
}

impl Printer<'_> {
    /// Prints the report.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn print(&self, env: &mut Env, class: &Class) -> Result<()> {
        let style = if self.output.is_some() { env.file_style } else { env.style };
        let text = match self.args.format() {
            Format::Table => table::render(class, style, env.graphics),
            Format::Json => json::render(class),
            Format::Jsonl => jsonl::render(class),
            Format::Markdown => markdown::render(class),
            Format::Sarif => sarif::render(class),
            Format::Html => html::render(class),
            Format::Csv => csv::render(class, csv::Options { bom: self.args.bom, points: self.args.points }),
        };
        match &self.output {
            None => env.print(&text)?,
            Some(output) => {
                output.write(&text)?;
                if output.is_file() {
                    env.tell_of_report(output);
                }
            }
        }
        // These two have no place for it.
        if let (Format::Csv | Format::Sarif, Some(changes)) = (self.args.format(), &class.changes) {
            env.tell(&changes::render(changes, env.err_style));
        }
        Ok(())
    }
}
