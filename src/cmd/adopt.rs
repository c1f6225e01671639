//! `coffeechat adopt`: gives free-form notes front matter, read from what they say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Env, Outcome, ask};
use crate::core::activity::Activity;
use crate::core::draft::Adoption;
use crate::core::fix::apply;
use crate::core::note::front_matter::FrontMatter;
use crate::core::note::{Note, parse, yaml};
use crate::core::report::{Mended, Report};
use crate::core::text::{Source, line_end};
use crate::error::Result;
use crate::io::files::{self, path_name};
use crate::io::journal::{Journal, leads_out};
use crate::io::terminal;
use crate::render::{diff, safe};

/// Give notes that you wrote already the lines at the top that make them notes of a conversation
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Write what is shown without this
    #[arg(long)]
    write: bool,
    /// The level, where the text does not say it
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// With whom, where the text does not say it
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// The day, where the text does not say it
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// How far it is, in place of what the text seems to say
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Never ask a question
    #[arg(long)]
    no_input: bool,
}

/// Shows what would be added to each file, or adds it. Of what stands in a file only a placeholder
/// in the front matter is changed.
///
/// # Errors
/// For a value that is not known, and a configuration that cannot be read. A file that cannot be adopted is told, and the others
/// are done.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let given = Adoption {
        level: None,
        contact: args.contact.as_deref().map(ask::contact_named).transpose()?.map(|name| yaml::scalar(&name)),
        date: args
            .date
            .as_deref()
            .map(|text| ask::day_named(text, env.today.local))
            .transpose()?
            .map(|d| d.to_string()),
        status: args.status.as_deref().map(ask::status_named).transpose()?.map(|status| status.canonical.clone()),
    };
    let mut outcome = Outcome::Done;
    for file in &args.files {
        let name = path_name(file).shown;
        let done = match files::read(file, &name) {
            Ok(source) => adopt(args, env, file, &source, &given)?,
            Err(why) => Err(why),
        };
        if let Err(why) = done {
            env.tell(&format!("coffeechat: {}: {}\n", safe::inline(&name), safe::inline(&why)));
            outcome = Outcome::Partly;
        }
    }
    Ok(outcome)
}

/// One file. The inner error says why this one is left as it is.
fn adopt(
    args: &Args,
    env: &mut Env,
    file: &Path,
    source: &Source,
    given: &Adoption,
) -> Result<std::result::Result<(), String>> {
    if source.damage.is_some() {
        return Ok(Err("is no text that can be read; coffeechat lint says why".to_owned()));
    }
    let folder = files::folder_of(file);
    if leads_out(&env.folder.join(folder)) {
        return Ok(Err("lies behind a link that leads out of the journal, and links are not followed".to_owned()));
    }
    let root = Journal::root_above(folder).unwrap_or_else(|| folder.to_path_buf());
    let journal = Journal::open(&root, env.activity.as_deref())?;
    let activity = &journal.activity;
    let note = parse(source, activity);
    if !matches!(note.front, FrontMatter::None | FrontMatter::Read { .. }) {
        return Ok(Err("has front matter that cannot be read; coffeechat lint says where".to_owned()));
    }
    let mut adoption = Adoption::read(&note, activity, env.today.local);
    let level = args.level.as_deref().map(|text| ask::level_named(text, activity)).transpose()?;
    adoption.level = adoption.level.or(level.map(|level| level.to_string()));
    adoption.contact = adoption.contact.or_else(|| given.contact.clone());
    adoption.date = adoption.date.or_else(|| given.date.clone());
    adoption.status = given.status.clone().or(adoption.status);
    if args.write && !args.no_input && terminal::can_ask() {
        ask_for(&mut adoption, &note, env, &path_name(file).shown, activity)?;
    }
    let shown = safe::path(&path_name(file).shown);
    let mut edits = adoption.edits(&note, activity);
    if edits.is_empty() {
        env.tell(&format!("{shown} has its front matter already; nothing is added.\n"));
        return Ok(Ok(()));
    }
    edits.iter_mut().for_each(|edit| edit.text = edit.text.replace('\n', line_end(&source.text)));
    let after = apply(&source.text, &edits);
    if !args.write {
        let mut told = Mended { path: path_name(file), counts: BTreeMap::new(), change: None };
        told.show(&source.text, &after);
        env.print(&diff::render(&Report { mended: vec![told], ..Report::default() }))?;
        env.tell("Nothing was written. To write it, run the same command with --write.\n");
        return Ok(Ok(()));
    }
    if let Err(why) = files::replace(file, &source.text, &after) {
        return Ok(Err(why));
    }
    let to_fill: Vec<&str> = adoption.lines(activity).iter().filter(|line| line.is_open).map(|line| line.key).collect();
    let next = match to_fill.is_empty() {
        true => format!("Next: coffeechat lint {shown}"),
        false => {
            let (last, first) = to_fill.split_last().unwrap_or((&"", &[]));
            let list = if first.is_empty() { (*last).to_owned() } else { format!("{} and {last}", first.join(", ")) };
            format!("Next: open it and fill in {list}, then run coffeechat lint")
        }
    };
    env.print(&format!("Adopted {shown}\n{next}\n"))?;
    Ok(Ok(()))
}

/// Asks for what the text does not say: the level and the contact.
fn ask_for(adoption: &mut Adoption, note: &Note<'_>, env: &mut Env, name: &str, activity: &Activity) -> Result<()> {
    let asks_level = adoption.level.is_none() && note.level.at().is_none();
    let asks_contact = adoption.contact.is_none() && note.contact.at().is_none();
    if asks_level || asks_contact {
        env.tell(&format!("{}\n", safe::path(name)));
    }
    if asks_level {
        adoption.level = Some(ask::level(activity, None)?.to_string());
    }
    if asks_contact {
        adoption.contact = Some(yaml::scalar(&ask::contact()?));
    }
    Ok(())
}
