//! `coffeechat adopt`: gives free-form notes front matter, read from what they say.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::{Env, Outcome, ask};
use crate::core::activity::Activity;
use crate::core::calendar::Side;
use crate::core::diagnostic::Edit;
use crate::core::draft::Adoption;
use crate::core::fix::apply;
use crate::core::note::front_matter::FrontMatter;
use crate::core::note::{Note, parse, yaml};
use crate::core::report::{Mended, Report};
use crate::core::text::{Source, line_end};
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};
use crate::io::journal::{Journal, leads_out};
use crate::io::terminal;
use crate::render::{diff, safe};

const EXAMPLES: &str = "  coffeechat adopt networking/ada.md          shows the lines that it would add
  coffeechat adopt networking/ada.md --write  adds them";

/// Give notes that you wrote already the lines at their top
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Write what is shown without this
    #[arg(long)]
    write: bool,
    /// The level, where the text does not say it; without this, it is asked for
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// With whom, where the text does not say it; without this, it is asked for
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// The day, where the text does not say it; without this, it is left out
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// How far it is, whatever the text says; without this, what the text says, else it is asked for
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Never ask a question
    #[arg(long)]
    no_input: bool,
}

/// What is to be done with a file.
enum Step<'a> {
    /// It is left as it is; why.
    Fail(&'a Path, String),
    /// It needs nothing.
    Nothing(&'a Path),
    /// Something is added to it.
    Add {
        file: &'a Path,
        before: Source,
        after: String,
        /// What is next for it.
        next: String,
    },
}

/// Shows what would be added to each file, or adds it. Of what stands in a file only a placeholder
/// in the front matter is changed. Whatever is to be asked is asked before the first file is written.
///
/// # Errors
/// For a value that is not known, and a configuration that cannot be read. A file that cannot be adopted is told, and the others
/// are done.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let status = args.status.as_deref().map(ask::status_named).transpose()?;
    // What stands in a text of one's own has been, unless somebody says that it is to come.
    let side = status.map_or(Side::Past, Side::of);
    let given = Adoption {
        level: None,
        channel: None,
        contact: args.contact.as_deref().map(ask::contact_named).transpose()?.map(|name| yaml::scalar(&name)),
        date: args
            .date
            .as_deref()
            .map(|text| ask::day_named(text, env.today.local, side))
            .transpose()?
            .map(|d| d.to_string()),
        status: status.map(|status| status.canonical.clone()),
    };
    let mut steps = Vec::with_capacity(args.files.len());
    let mut seen = HashSet::new();
    for file in args.files.iter().filter(|file| seen.insert(file.components().collect::<PathBuf>())) {
        steps.push(match files::read(file, &path_name(file).shown) {
            Ok(source) => step(args, env, file, source, &given)?,
            Err(why) => Step::Fail(file, why),
        });
    }
    let mut outcome = Outcome::Done;
    for step in steps {
        if let Err((file, why)) = take(step, args, env)? {
            env.fail(&path_name(file).shown, &why);
            outcome = Outcome::Partly;
        }
    }
    Ok(outcome)
}

/// Does it, and says so. The inner error is a file that is left as it is, and why.
fn take<'a>(step: Step<'a>, args: &Args, env: &mut Env) -> Result<std::result::Result<(), (&'a Path, String)>> {
    match step {
        Step::Fail(file, why) => return Ok(Err((file, why))),
        Step::Nothing(file) => {
            let shown = safe::path(&path_name(file).shown);
            env.tell(&format!("{shown} has its front matter already; nothing is added.\n"));
        }
        Step::Add { file, before, after, .. } if !args.write => {
            let mut told = Mended { path: path_name(file), counts: BTreeMap::new(), change: None };
            told.show(&before.text, &after);
            env.print(&diff::render(&Report { mended: vec![told], ..Report::default() }))?;
            env.tell("Nothing was written. To write it, run the same command with --write.\n");
        }
        Step::Add { file, before, after, next } => {
            if let Err(why) = files::replace(file, &before.text, &after) {
                return Ok(Err((file, why)));
            }
            match env.print(&format!("Adopted {}\n{next}\n", safe::path(&path_name(file).shown))) {
                // The other files were to be written all the same.
                Ok(()) | Err(Error::ClosedPipe) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(Ok(()))
}

/// What is to be done with one file.
fn step<'a>(args: &Args, env: &mut Env, file: &'a Path, before: Source, given: &Adoption) -> Result<Step<'a>> {
    let fail = |why: &str| Ok(Step::Fail(file, why.to_owned()));
    if before.damage.is_some() {
        return fail("is no text that can be read; coffeechat lint says why");
    }
    let folder = files::folder_of(file);
    if leads_out(&env.folder.join(folder), &env.folder) {
        return fail("lies behind a link that leads elsewhere, and links are not followed; name it where it lies");
    }
    let root = Journal::root_above(folder).unwrap_or_else(|| folder.to_path_buf());
    let journal = Journal::open(&root, env.activity.as_deref())?;
    let activity = &journal.activity;
    let note = parse(&before, activity);
    if !can_adopt(&note) {
        return fail(UNREAD);
    }
    let mut adoption = Adoption::read(&note, activity, env.today.local);
    let level = args.level.as_deref().map(|text| ask::level_named(text, activity)).transpose()?;
    adoption.level = adoption.level.or(level.map(|level| level.to_string()));
    adoption.contact = adoption.contact.or_else(|| given.contact.clone());
    adoption.date = adoption.date.or_else(|| given.date.clone());
    let how_far = || adoption.how_far(&note, activity, env.today.local);
    adoption.status = given.status.clone().or(adoption.status.clone()).or_else(how_far);
    if args.write && !args.no_input && terminal::can_ask() {
        ask_for(&mut adoption, &note, env, &path_name(file).shown, activity)?;
    }
    let edits = edits(&adoption, &note, activity);
    if edits.is_empty() {
        return Ok(Step::Nothing(file));
    }
    let after = apply(&before.text, &edits);
    let to_fill: Vec<&str> = adoption.lines(activity).iter().filter(|line| line.is_open).map(|line| line.key).collect();
    let called = env.style.called;
    let next = match to_fill.split_last() {
        None => {
            let path = safe::path(&path_name(file).shown);
            format!("Next: {}", called.command(&format!("coffeechat lint {}", safe::argument(&path))))
        }
        Some((last, first)) => {
            let list = if first.is_empty() { (*last).to_owned() } else { format!("{} and {last}", first.join(", ")) };
            format!("Next: open it and fill in {list}, then run {}", called.command("coffeechat lint"))
        }
    };
    drop(note);
    Ok(Step::Add { file, before, after, next })
}

/// Why a file with front matter that is broken is left as it is.
pub const UNREAD: &str = "has front matter that cannot be read; coffeechat lint says where";

/// Whether a note has front matter that can be added to, or none.
pub fn can_adopt(note: &Note<'_>) -> bool {
    matches!(note.front, FrontMatter::None | FrontMatter::Read { .. })
}

/// What is added to a note, with its own line ends.
pub fn edits(adoption: &Adoption, note: &Note<'_>, activity: &Activity) -> Vec<Edit> {
    let mut edits = adoption.edits(note, activity);
    edits.iter_mut().for_each(|edit| edit.text = edit.text.replace('\n', line_end(&note.source.text)));
    edits
}

/// Asks for what the text does not say: the level, the contact, and whether they have talked.
fn ask_for(adoption: &mut Adoption, note: &Note<'_>, env: &mut Env, name: &str, activity: &Activity) -> Result<()> {
    let asks_level = adoption.level.is_none() && note.level.at().is_none();
    let asks_contact = adoption.contact.is_none() && note.contact.at().is_none();
    let asks_status = adoption.status.is_none() && note.status.at().is_none() && note.contact.at().is_none();
    if asks_level || asks_contact || asks_status {
        env.tell(&format!("{}\n", safe::path(name)));
    }
    if asks_level {
        adoption.level = Some(ask::level(activity, None)?.to_string());
    }
    if asks_contact {
        adoption.contact = Some(yaml::scalar(&ask::contact()?));
    }
    if asks_status {
        adoption.status = Some(ask::how_far()?.to_owned());
    }
    Ok(())
}
