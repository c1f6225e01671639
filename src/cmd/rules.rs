//! `coffeechat rules`: the table of rules.

use clap::ValueEnum;

use super::{Env, Outcome};
use crate::error::Result;
use crate::render;

const EXAMPLES: &str = "  coffeechat rules
  coffeechat rules --format markdown";

/// List all rules
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One line a rule
    Text,
    /// A table
    Markdown,
    /// One document, with each rule's documentation
    Json,
}

/// Prints the table.
///
/// # Errors
/// Where the output cannot be written.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    env.print(&match args.format {
        Format::Text => render::rules::text(),
        Format::Markdown => render::rules::markdown(),
        Format::Json => render::rules::document(),
    })?;
    Ok(Outcome::Done)
}
