//! `coffeechat schema`: the JSON Schemas, for editors and for programs that read reports.

use std::sync::Arc;

use clap::ValueEnum;

use super::{Env, Outcome};
use crate::core::activity::{Activity, DEFAULT};
use crate::core::schema;
use crate::error::{Error, Result};
use crate::io::settings::find_activity;
use crate::render;

const EXAMPLES: &str = "  coffeechat schema config > coffeechat.schema.json
  coffeechat schema note --activity coffee-chat";

/// Print a JSON Schema, for an editor or a program
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// Of what
    name: Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// The front matter of a note, under the activity that --activity names
    Note,
    /// coffeechat.toml
    Config,
    /// The file of an activity
    Activity,
    /// What lint --format json prints
    Report,
    /// What cohort check --format json prints
    Cohort,
}

/// Prints the schema.
///
/// # Errors
/// Where there is no such activity, or where only a note's schema could follow it.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let of: Arc<Activity> = match &env.activity {
        Some(named) if args.name == Name::Note => find_activity(named)?,
        Some(_) => {
            return Err(Error::Usage {
                message: "only the schema of a note follows an activity".to_owned(),
                help: "Leave --activity out, or write: coffeechat schema note --activity NAME|FILE".to_owned(),
            });
        }
        None => Arc::clone(&DEFAULT),
    };
    // A name of this command is one of the schemas; the transcripts print each.
    let named = args.name.to_possible_value().and_then(|name| schema::named(name.get_name(), &of));
    env.print(&render::schema::render(&named.unwrap_or_default()))?;
    Ok(Outcome::Done)
}
