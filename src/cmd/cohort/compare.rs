//! `coffeechat cohort compare`: passages that several students share, for an instructor to read. No score, no verdict.

use std::path::PathBuf;

use rayon::prelude::*;

use super::files::Reading;
use super::rows::{self, Line, Place};
use crate::cmd::lint::check::as_note;
use crate::cmd::lint::tasks::Text as Given;
use crate::cmd::{Env, Outcome};
use crate::core::cohort::Flag;
use crate::core::cohort::compare::{Text, shared};
use crate::core::cohort::ledger::Ledger;
use crate::core::cohort::told::Told;
use crate::error::Result;
use crate::io::git::snapshot::{self, Snapshot};
use crate::io::{ledger, panics, settings};
use crate::render::cohort::alike::{Alike, Journals, Origin};
use crate::render::cohort::words;
use crate::render::{closing, safe};

const EXAMPLES: &str = "  coffeechat cohort compare class";

/// Show passages that several students share in their notes
///
/// What is compared: all that notes say of a conversation, also in their front matter, word by word; case, accents and punctuation make
/// no difference. Left out first: the scaffold and headings, questions, quotations, the message to the contact and why it is them. Of a
/// clone the last commit counts. A passage is shown from twelve words in a row on. There is no score and no verdict, and what is found
/// never changes the exit code.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The folder with the journals, one folder a student
    dir: PathBuf,
}

/// The most bytes of one student's words that are kept, some forty pages.
const MOST_TOLD: usize = 128 * 1024;

/// What a student tells, note by note.
#[derive(Default)]
struct Heard {
    notes: Vec<(String, Told)>,
    /// What could not be read, by its place, and why.
    failures: Vec<(String, String)>,
    /// Whether something was passed over.
    is_partial: bool,
}

/// Compares and shows; ends with [`Outcome::Partly`] where a journal could not be read, and says nothing by its exit code besides.
///
/// # Errors
/// Where the folder cannot be read at all.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let settings = settings::read(&args.dir, None)?;
    let activity = settings.activity(env.activity.as_deref(), &args.dir, None)?;
    let (ledger, _) = ledger::read(&args.dir)?;
    let mut rows = rows::of_folders(&args.dir, &activity.folder, &ledger)?;
    leave_out_earlier(&mut rows.lines, &ledger, env);
    if rows.lines.is_empty() {
        rows::tell_of_none(&args.dir, env);
        return Ok(Outcome::Done);
    }
    let reading = Reading { activity, config: settings.config };
    let heard: Vec<_> = rows.lines.par_iter().map(|line| guarded(line, &reading)).collect();
    let (mut texts, mut origins, mut journals) = (Vec::new(), Vec::new(), Journals { read: 0, unread: 0 });
    for (student, (line, heard)) in rows.lines.iter().zip(heard).enumerate() {
        let heard = heard.unwrap_or_else(|why| {
            let failures = vec![(line.student.clone(), why)];
            Heard { failures, ..Heard::default() }
        });
        journals.read += usize::from(heard.failures.is_empty() || !heard.notes.is_empty());
        journals.unread += usize::from(!heard.failures.is_empty());
        tell(env, line, &heard);
        for (path, told) in heard.notes {
            texts.push(Text { student, told });
            origins.push(Origin { student: line.student.clone(), path });
        }
    }
    let shared = shared(&texts, students(&texts));
    let alike = Alike { shared: &shared, texts: &texts, origins: &origins, journals };
    env.print(&alike.render(env.style, env.graphics))?;
    Ok(if journals.unread > 0 { Outcome::Partly } else { Outcome::Done })
}

/// Leaves out the folders of a student whose journal lies in a later one, and says so: nobody is compared with themselves.
fn leave_out_earlier(lines: &mut Vec<Line>, ledger: &Ledger, env: &mut Env) {
    let folder = |line: &Line| match &line.place {
        Place::Folder(_, name) => Some(name.clone()),
        _ => None,
    };
    let folders: Vec<String> = lines.iter().filter_map(folder).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    lines.retain(|line| {
        let Some(name) = folder(line) else { return true };
        let Some(later) = ledger.later(&name, &folders) else { return true };
        let (name, later) = (safe::path(&name), safe::path(later));
        env.tell(&format!("{name} is of the same student or journal as {later}, and only that one was compared.\n"));
        false
    });
}

/// How many students tell something.
fn students(texts: &[Text]) -> usize {
    texts.chunk_by(|a, b| a.student == b.student).count()
}

/// Says in a line what of a journal could not be read.
fn tell(env: &mut Env, line: &Line, heard: &Heard) {
    if let Some((place, why)) = heard.failures.first() {
        let more = match heard.failures.len() - 1 {
            0 => String::new(),
            more => {
                let more = closing::plural(more, "more file", "more files");
                format!(" {more} of this journal could not be compared.")
            }
        };
        env.tell(&format!("{}: {}{more}\n", safe::path(place), safe::inline(why)));
    }
    if heard.is_partial {
        env.tell(&format!("{}: {}\n", safe::path(&line.student), words::flag(Flag::PartlyRead)));
    }
}

/// A panic of ours is that one journal's failure.
fn guarded(line: &Line, reading: &Reading) -> std::result::Result<Heard, String> {
    panics::caught(|| line.student.clone(), || hear(line, reading)).unwrap_or_else(|place| {
        Err(format!(
            "Internal error{place}: this journal was not compared. Please report it, with what is special about the \
             journal. The others are not affected."
        ))
    })
}

/// What the notes of a journal tell: of its last commit, or as they lie there where there is no Git.
fn hear(line: &Line, reading: &Reading) -> std::result::Result<Heard, String> {
    let folder = match &line.place {
        Place::Folder(folder, _) => folder,
        Place::Lost(_, why) => return Err(why.clone()),
        Place::Nowhere | Place::Repeat(_) => return Ok(Heard::default()),
    };
    let files = match snapshot::kind(folder)? {
        Some(_) => reading.committed(line, folder, &Snapshot::open(folder)?),
        None => reading.on_disk(line, folder),
    };
    let failures = files.failures.into_iter();
    let failures = failures.map(|failure| (failure.path.unwrap_or_default(), failure.message)).collect();
    let mut heard = Heard { notes: Vec::new(), failures, is_partial: files.is_partial };
    let mut left = MOST_TOLD;
    for task in &files.tasks {
        let Given::Given(source) = &task.text else { continue };
        let Some(note) = as_note(task, source, false) else { continue };
        if source.damage.is_some() {
            let why = "is not UTF-8 text, or is larger than 1 MiB, and was not compared.".to_owned();
            heard.failures.push((super::files::place(line, &source.label), why));
            continue;
        }
        let mut told = Told::of(&note, &reading.activity);
        if told.text.len() > left {
            heard.is_partial = true;
            told.truncate(left);
        }
        left -= told.text.len();
        heard.notes.push((source.label.clone(), told));
    }
    Ok(heard)
}
