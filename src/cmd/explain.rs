//! `coffeechat explain`: everything that is known of one rule.

use super::{Env, Outcome};
use crate::core::recognise::nearest;
use crate::core::rules::{RULES, find};
use crate::error::{Error, Result};
use crate::render;

const EXAMPLES: &str = "  coffeechat explain missing-takeaway";

/// Explain a rule: what it sees, why it matters, how to answer it
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The rule's name, as lint shows it
    rule: String,
}

/// Prints the rule's documentation.
///
/// # Errors
/// Where there is no such rule.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let Some(rule) = find(&args.rule.to_lowercase()) else {
        let meant = nearest(&args.rule, RULES.iter().map(|rule| rule.name));
        return Err(Error::Usage {
            message: format!("there is no rule `{}`", args.rule),
            help: match meant {
                Some(meant) => format!("Did you mean this one? coffeechat explain {meant}"),
                None => "All rules: coffeechat rules".to_owned(),
            },
        });
    };
    env.print(&render::rules::explain(rule))?;
    Ok(Outcome::Done)
}
