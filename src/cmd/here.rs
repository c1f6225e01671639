//! `coffeechat` alone: where somebody is, and what to do next.

use super::status::{Seen, look};
use super::{Env, Outcome};
use crate::core::config;
use crate::core::week::Week;
use crate::error::Result;
use crate::io::files::{self, path_name};
use crate::io::journal::{Journal, Kind};
use crate::render::closing::plural;
use crate::render::{safe, status};

/// Says where `env.folder` is, what is next, and where the rest is told. What could not be read is said, too.
///
/// # Errors
/// Where the journal's configuration cannot be read.
pub fn run(env: &mut Env) -> Result<Outcome> {
    let mut unread = 0;
    let called = env.style.called;
    let init = called.command("coffeechat init");
    let said = match Journal::root_above(&env.folder) {
        None => format!(
            "This folder is no journal yet, and lies in none: it has neither coffeechat.toml nor .git.\n\
             Next: make it one, or go to the one that you have.\n      {init}\n"
        ),
        Some(root) => {
            let Seen { journal, report, due, .. } = look(env)?;
            unread = report.failures.len();
            let week = Week::of(&report.notes, &journal.activity, due, env.today);
            let here = files::real(&env.folder);
            let way = safe::path(&path_name(&files::seen_from(&env.folder, &root)).shown);
            let (is, around) = match here == root {
                true => ("is", ".".to_owned()),
                false => ("lies in", format!(", in the folder {}", way.trim_end_matches('/'))),
            };
            let notes = match report.notes.len() {
                0 => "no note yet".to_owned(),
                count => plural(count, "note", "notes"),
            };
            let kind = journal.kind.named();
            let is_new = report.notes.is_empty() && unread == 0;
            match is_new && journal.kind != Kind::Gist && !files::is_there(&root.join(config::FILE)) {
                true => {
                    format!("This folder {is} {kind} with no journal yet{around}\nNext: make it one.\n      {init}\n")
                }
                false => format!(
                    "This folder {is} a journal with {notes} ({kind}){around}\n{}",
                    status::next(&week, unread > 0, env.style)
                ),
            }
        }
    };
    let others = called.sentence("All conversations: coffeechat status. All commands: coffeechat --help\n");
    env.print(&format!("{said}\n{others}"))?;
    if unread == 0 {
        return Ok(Outcome::Done);
    }
    let what = plural(unread, "file or folder", "files or folders");
    env.tell(&format!(
        "coffeechat: {what} could not be read, and may hold more. {} says why.\n",
        called.command("coffeechat status")
    ));
    Ok(Outcome::Partly)
}
