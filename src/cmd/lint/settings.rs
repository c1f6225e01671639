//! `coffeechat lint --show-settings`: every setting of a journal, and where it comes from.

use std::path::{Path, PathBuf};

use super::Args;
use super::print::{Format, Printer};
use crate::cmd::{Env, Outcome};
use crate::core::settings::{Flags, Settings};
use crate::error::{Error, Result};
use crate::io::files::{self, Shape, path_name};
use crate::io::journal::Journal;
use crate::io::settings::{user_file, user_label};
use crate::render::settings;

/// Prints the settings of the journal around the first path, else around the current folder.
///
/// # Errors
/// Where the path is not there, or a file with settings has a mistake.
pub fn show(args: &Args, printer: &Printer<'_>, env: &mut Env) -> Result<Outcome> {
    let folder = match &args.paths[..] {
        [] => env.folder.clone(),
        [path] if path.as_os_str() == "-" => env.folder.clone(),
        [path] => folder_of(path, &env.folder)?,
        _ => {
            return Err(Error::Usage {
                message: "settings are those of one journal, and several paths were given".to_owned(),
                help: "Name one of them: coffeechat lint --show-settings PATH".to_owned(),
            });
        }
    };
    let root = Journal::root_above(&folder).unwrap_or(folder);
    let journal = Journal::open(&root, env.activity.as_deref())?;
    let flags = Flags { has_activity: env.activity.is_some(), only: &args.only, off: &args.off };
    let gathered = Settings::of(&journal.config, &journal.activity, flags);
    let place = place(&root, &env.folder);
    let text = match printer.format() {
        format if !format.is_for_people() && format != Format::Json => {
            return Err(Error::Usage {
                message: format!("the format `{}` has no place for settings", format.name()),
                help: "Leave out --format, or take --format json".to_owned(),
            });
        }
        Format::Json => settings::document(&gathered, &place),
        _ => {
            let user = user_file().map(|file| (user_label(&file), files::end(&file) == Some(Shape::File)));
            settings::text(&gathered, &place, user.as_ref().map(|(label, there)| (label.as_str(), *there)))
        }
    };
    printer.write(env, &text)?;
    Ok(Outcome::Done)
}

/// The folder that `path` is, or lies in.
fn folder_of(path: &Path, current: &Path) -> Result<PathBuf> {
    let full = current.join(path);
    match files::end(&full) {
        Some(Shape::Folder) => Ok(full),
        Some(_) => Ok(full.parent().map_or_else(|| current.to_path_buf(), Path::to_path_buf)),
        None => Err(Error::Path {
            path: path_name(path).shown,
            why: "is not there".to_owned(),
            help: "Check the path.".to_owned(),
        }),
    }
}

/// The journal's root as seen from the current folder.
fn place(root: &Path, current: &Path) -> String {
    let (root, current) = (files::real(root), files::real(current));
    match root.strip_prefix(&current) {
        Ok(below) if below.as_os_str().is_empty() => ".".to_owned(),
        Ok(below) => path_name(below).shown,
        Err(_) => path_name(&root).shown,
    }
}
