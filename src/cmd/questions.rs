//! `coffeechat questions`: the suggested questions.

use std::sync::Arc;

use clap::ValueEnum;
use serde::Serialize;

use super::ask::{level_named, seniority_named};
use super::{Env, Outcome};
use crate::core::activity::{self, Activity};
use crate::error::Result;
use crate::io::journal::Journal;
use crate::io::settings::find_activity;
use crate::render::{json, safe};

const EXAMPLES: &str = "  coffeechat questions --level II
  coffeechat questions --level III --seniority senior --format markdown";

/// List the suggested questions
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// Only for this level (1, II, known, …); without this, for all
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Only for this kind of contact, junior or senior; without this, for both
    #[arg(long, value_name = "SENIORITY")]
    seniority: Option<String>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Under their levels
    Text,
    /// A list to paste
    Markdown,
    /// One document
    Json,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    questions: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    level: i64,
    seniority: Option<&'a str>,
    topic: &'a str,
    text: &'a str,
}

/// Prints the questions of the journal's activity.
///
/// # Errors
/// Where there is no such level, or the journal's configuration cannot be read.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let activity = activity_here(env)?;
    let level = args.level.as_deref().map(|text| level_named(text, &activity)).transpose()?;
    let seniority = args.seniority.as_deref().map(seniority_named).transpose()?;
    let mut entries = Vec::new();
    for audience in audiences(&activity) {
        let fits = level.is_none_or(|level| level == audience.0);
        if fits && (audience.1.is_none() || seniority.is_none() || audience.1 == seniority.as_deref()) {
            entries.extend(activity.questions(audience.0, audience.1).map(|prompt| Entry {
                level: audience.0,
                seniority: audience.1,
                topic: &prompt.topic,
                text: &prompt.text,
            }));
        }
    }
    let text = match args.format {
        Format::Json => json::pretty(&Document { version: 1, questions: entries }),
        Format::Text => listed(&entries, &activity, "", "  "),
        Format::Markdown => listed(&entries, &activity, "## ", "- "),
    };
    env.print(&text)?;
    Ok(Outcome::Done)
}

/// The activity of the journal around the current folder, or the one that the command line names.
fn activity_here(env: &Env) -> Result<Arc<Activity>> {
    if let Some(name) = &env.activity {
        return find_activity(name);
    }
    let root = Journal::root_above(&env.folder).unwrap_or_else(|| env.folder.clone());
    Ok(Journal::open(&root, None)?.activity)
}

/// Levels with their seniorities, in the order of the activity.
fn audiences(activity: &Activity) -> Vec<(i64, Option<&str>)> {
    let mut list: Vec<(i64, Option<&str>)> = Vec::new();
    for level in &activity.levels {
        if level.seniorities.is_empty() {
            list.push((level.level, None));
        }
        list.extend(level.seniorities.iter().map(|seniority| (level.level, Some(seniority.as_str()))));
    }
    list.retain(|audience| {
        let is_for = |meant: &activity::Audience| {
            let seniority = meant.seniority.as_deref();
            meant.level == audience.0 && (seniority.is_none() || seniority == audience.1)
        };
        activity.prompts.iter().any(|prompt| prompt.audience.iter().any(is_for))
    });
    list
}

fn listed(entries: &[Entry<'_>], activity: &Activity, heading: &str, bullet: &str) -> String {
    let mut text = String::new();
    let mut before = None;
    for entry in entries {
        let group = (entry.level, entry.seniority);
        if before != Some(group) {
            let name =
                activity.levels.iter().find(|level| level.level == entry.level).map_or("", |level| level.name.as_str());
            let seniority = entry.seniority.map_or(String::new(), |seniority| format!(", {seniority}"));
            let gap = if before.is_some() { "\n" } else { "" };
            let title = match activity.only_level() {
                Some(_) => format!("{}{seniority}", safe::inline(&activity.title)),
                None => format!("Level {} ({}{seniority})", entry.level, safe::inline(name)),
            };
            text.push_str(&format!("{gap}{heading}{title}\n\n"));
            before = Some(group);
        }
        text.push_str(&format!("{bullet}{}\n", safe::inline(entry.text)));
    }
    text
}
