//! `coffeechat cohort compare`: passages that several students share, for an instructor to read. No score, no verdict.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::rows::{self, Line, Place};
use crate::cmd::{Env, Outcome};
use crate::core::activity::Activity;
use crate::core::cohort::compare::{Text, shared};
use crate::core::journal::told;
use crate::core::note;
use crate::core::text::Source;
use crate::error::Result;
use crate::io::files::{self, path_name};
use crate::io::git::snapshot::{self, Snapshot};
use crate::io::{ledger, settings};
use crate::render::cohort::alike::{self, Origin};
use crate::render::safe;

/// Show passages that several students share in what they wrote about their conversations
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder with the journals, one folder a student
    dir: PathBuf,
}

/// The most notes of one journal that are compared.
const MOST_NOTES: usize = 2_000;

/// Compares and shows; ends with [`Outcome::Partly`] where a journal could not be read, and says nothing by its exit code besides.
///
/// # Errors
/// Where the folder cannot be read at all.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let settings = settings::read(&args.dir, None)?;
    let activity = settings.activity(env.activity.as_deref(), &args.dir, None)?;
    let (ledger, _) = ledger::read(&args.dir)?;
    let rows = rows::of_folders(&args.dir, &ledger)?;
    let read: Vec<std::result::Result<Vec<Source>, String>> = rows.lines.par_iter().map(sources).collect();
    let (mut texts, mut origins, mut failed) = (Vec::new(), Vec::new(), 0);
    for (student, (line, sources)) in rows.lines.iter().zip(read).enumerate() {
        let sources = match sources {
            Ok(sources) => sources,
            Err(why) => {
                failed += 1;
                env.tell(&format!("{}: {}\n", safe::path(&line.student), safe::inline(&why)));
                continue;
            }
        };
        for source in sources {
            let (text, lines) = words(&source, &activity);
            texts.push(Text { student, text });
            origins.push(Origin { student: line.student.clone(), path: source.label.clone(), lines });
        }
    }
    let passages = shared(&texts);
    env.print(&alike::render(&passages, &texts, &origins, rows.lines.len() - failed, env.style))?;
    Ok(if failed > 0 { Outcome::Partly } else { Outcome::Done })
}

/// What a student says of their conversations in a note, and on which line of the file each line of that stands, by where it begins.
fn words(source: &Source, activity: &Activity) -> (String, Vec<(usize, usize)>) {
    let note = note::parse(source, activity);
    let (mut text, mut lines) = (String::new(), Vec::new());
    for (line, words) in told(&note, activity) {
        lines.push((text.len(), line));
        text.push_str(&words);
        text.push('\n');
    }
    (text, lines)
}

/// The notes of a journal: of its last commit, or as they lie there where there is no Git.
fn sources(line: &Line) -> std::result::Result<Vec<Source>, String> {
    let folder = match &line.place {
        Place::Folder(folder, _) => folder,
        Place::Lost(why) => return Err(why.clone()),
        Place::Nowhere => return Ok(Vec::new()),
    };
    let is_note = |source: &Source| source.damage.is_none() && note::head_declares_a_note(&source.text);
    let found: Vec<Source> = match snapshot::kind(folder)? {
        Some(_) => {
            let snapshot = Snapshot::open(folder)?;
            let notes = snapshot.files.iter().filter(|file| files::is_markdown(&file.path)).take(MOST_NOTES);
            notes.filter_map(|file| snapshot.read(file.id, &path_name(&file.path).shown).ok()).collect()
        }
        None => {
            let paths = files::walk(folder).files;
            let inside = |path: &Path| path_name(path.strip_prefix(folder).unwrap_or(path)).shown;
            paths.iter().take(MOST_NOTES).filter_map(|path| files::read(path, &inside(path)).ok()).collect()
        }
    };
    Ok(found.into_iter().filter(is_note).collect())
}
