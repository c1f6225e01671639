//! `coffeechat explain`: everything that is known of one rule.

use super::{Env, Outcome};
use crate::core::recognise::nearest;
use crate::core::rules::{RULES, find};
use crate::error::{Error, Result};
use crate::render;

const EXAMPLES: &str = "  coffeechat explain missing-takeaway";

/// The shortest part of a name by which rules are looked for.
const SHORTEST: usize = 3;

/// Explain a rule: what it sees, why it matters, how to answer it
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The rule's name, as lint shows it
    #[arg(required = true, num_args = 1.., value_name = "RULE")]
    rule: Vec<String>,
}

/// Prints the rule's documentation.
///
/// # Errors
/// Where there is no such rule.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let asked = args.rule.join(" ");
    let name = asked.trim().to_lowercase().replace([' ', '_'], "-");
    let Some(rule) = find(&name) else {
        let names = || RULES.iter().map(|rule| rule.name);
        // Of `takeaway` or `missing-tak` no name is near, but some have it in them.
        let mut meant: Vec<&str> = names().filter(|rule| name.len() >= SHORTEST && rule.contains(&name)).collect();
        if meant.is_empty() {
            meant.extend(nearest(&name, names()));
        }
        let command = |rule: &&str| format!("coffeechat explain {rule}");
        return Err(Error::Usage {
            message: format!("there is no rule `{asked}`"),
            help: match &meant[..] {
                [] => "All rules: coffeechat rules".to_owned(),
                [meant] => format!("Did you mean this one? {}", command(meant)),
                several => format!(
                    "Did you mean one of these?\n{}",
                    several.iter().map(command).collect::<Vec<_>>().join("\n")
                ),
            },
        });
    };
    env.print(&render::rules::explain(rule))?;
    Ok(Outcome::Done)
}
