//! `coffeechat man`: manual pages out of the command tree.

use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;
use roff::{Roff, roman};

use super::{EXIT_CODES, Env, Outcome};
use crate::error::{Error, Result};
use crate::io::files::{self, Shape, path_name};
use crate::render::safe;

const EXAMPLES: &str = "  coffeechat man | man -l -                the page of coffeechat
  coffeechat man cohort sync | man -l -    the page of a command
  coffeechat man --into man1               a file for each command";

/// Print a manual page
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// Of this command; without this, of coffeechat itself
    #[arg(value_name = "COMMAND", conflicts_with = "into")]
    commands: Vec<String>,
    /// Write all pages into this folder instead, such as ~/.local/share/man/man1; a page of ours is replaced, another file is left alone.
    /// Without this, a page is printed
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

/// Prints a page, or writes all of them.
///
/// # Errors
/// Where there is no such command, and where a page cannot be written.
pub fn run(args: &Args, tree: Command, env: &mut Env) -> Result<Outcome> {
    let mut tree = tree.disable_help_subcommand(true);
    tree.build();
    let Some(folder) = &args.into else {
        let mut command = &tree;
        for name in &args.commands {
            command = command.find_subcommand(name).ok_or_else(|| Error::Usage {
                message: format!("there is no command `{}`", args.commands.join(" ")),
                help: "All commands: coffeechat --help".to_owned(),
            })?;
        }
        let page = page(command)?;
        env.print(&page)?;
        return Ok(Outcome::Done);
    };
    let into = env.folder.join(folder);
    // Whoever names a place means it, wherever it is.
    if let Some(there) = into.ancestors().find(|above| files::end(above) == Some(Shape::Folder)) {
        files::make_folder(there, &into)?;
    }
    let mut count = 0;
    let mut waiting = vec![&tree];
    while let Some(command) = waiting.pop() {
        write(&into, command)?;
        count += 1;
        waiting.extend(command.get_subcommands());
    }
    env.print(&format!("Wrote {count} pages into {}\n", safe::path(&path_name(folder).shown)))?;
    Ok(Outcome::Done)
}

/// What every page begins with, by which ours are known.
const OURS: &str = ".\\\" Made by coffeechat man\n";

fn write(folder: &Path, command: &Command) -> Result<()> {
    let path = folder.join(format!("{}.1", title(command)));
    let text = page(command)?;
    if files::create(&path, &text)? {
        return Ok(());
    }
    let refuse = |why: String| Error::Path {
        path: path_name(&path).shown,
        why,
        help: "Name another folder for the pages, or move that file away.".to_owned(),
    };
    let before = files::read(&path, &path_name(&path).shown).map_err(refuse)?;
    if !before.text.starts_with(OURS) {
        return Err(refuse("is there already, and is no page of coffeechat".to_owned()));
    }
    if before.text == text { Ok(()) } else { files::replace(&path, &before.text, &text).map_err(refuse) }
}

/// The name of a command's page: `coffeechat-cohort-sync`.
fn title(command: &Command) -> String {
    command.get_bin_name().unwrap_or_else(|| command.get_name()).replace(' ', "-")
}

fn page(command: &Command) -> Result<String> {
    let man = Man::new(command.clone()).title(title(command)).manual("coffeechat").date("");
    let mut out = OURS.as_bytes().to_vec();
    let mut examples = Roff::new();
    if let Some(text) = command.get_before_help() {
        examples.control("SH", ["EXAMPLES"]).control("nf", []);
        for line in text.to_string().lines() {
            examples.text([roman(line.trim_start())]);
        }
        examples.control("fi", []);
    }
    let mut codes = Roff::new();
    codes.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_CODES {
        codes.control("TP", []).text([roman(code.to_string())]).text([roman(meaning)]);
    }
    let written = man
        .render_title(&mut out)
        .and_then(|()| man.render_name_section(&mut out))
        .and_then(|()| man.render_synopsis_section(&mut out))
        .and_then(|()| man.render_description_section(&mut out))
        .and_then(|()| examples.to_writer(&mut out))
        .and_then(|()| man.render_options_section(&mut out))
        .and_then(|()| if command.has_subcommands() { man.render_subcommands_section(&mut out) } else { Ok(()) })
        .and_then(|()| codes.to_writer(&mut out));
    written.map_err(Error::output)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
