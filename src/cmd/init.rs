//! `coffeechat init`: makes a folder a journal.

use std::path::{Path, PathBuf};

use super::{Env, Outcome, hook};
use crate::core::activity::BUILT_IN;
use crate::core::config;
use crate::error::{Error, Result};
use crate::io::files::{self, Shape, path_name};
use crate::io::journal::{Journal, Kind};
use crate::io::settings::{find_built_in, is_file};
use crate::render::{json, safe};

mod editor;

const EXAMPLES: &str = "  coffeechat init                   this folder, or the journal around it
  coffeechat init --editor          the same, with settings for VS Code
  coffeechat init journal --hook    another folder, with a check in each commit";

/// Make a repository, a gist's clone or a plain folder a journal
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The folder; without this, the journal around the current folder, or that folder itself
    dir: Option<PathBuf>,
    /// Also check the notes in each commit before it is made: coffeechat hook install
    #[arg(long, conflicts_with = "print_activity")]
    hook: bool,
    /// Also write the settings of VS Code for the journal; a file that is there is left as it is
    #[arg(long, conflicts_with = "print_activity")]
    editor: bool,
    /// Print the file of a built-in activity and do nothing else; without this, a journal is made
    ///
    /// It is a model for an activity of your own: save it in the journal, and name it in coffeechat.toml: activity =
    /// "our-activity.toml"
    #[arg(long, value_name = "NAME", conflicts_with = "dir")]
    print_activity: Option<String>,
}

/// The configuration that is written. Everything in it is a comment or a default, so it can be deleted.
const TEMPLATE: &str = r#"# The settings of this career journal. Every line is optional.

# The activity that its notes are about: NAMES, or a file of your own in this folder,
# such as "our-activity.toml". Such a file begins as a copy of a built-in one:
#   coffeechat init --print-activity DEFAULT > our-activity.toml
ACTIVITY

# Where its notes lie. Without this line it is the activity's own folder.
NOTES

# The Monday of week 1; due dates are counted from it.
# module-start = 2026-11-09

# How much a rule matters: "error", "warning", "advice" or "off". All rules: coffeechat rules
# [rules]
# date-style = "off"

# Where each setting comes from: coffeechat lint --show-settings
"#;

/// The line of [`TEMPLATE`] that says where notes lie.
fn notes_line(folder: &str) -> String {
    format!("# notes = [\"{folder}/**/*.md\"]")
}

/// The configuration of a journal with that line for the activity, and that folder.
fn configuration(activity: &str, folder: &str) -> String {
    let names: Vec<String> = BUILT_IN.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let text = TEMPLATE.replace("NAMES", &names.join(" or ")).replace("DEFAULT", BUILT_IN[0].0);
    text.replace("ACTIVITY", activity).replace("NOTES", &notes_line(folder))
}

/// The line of the configuration that names the activity.
fn activity_line(journal: &Journal, root: &Path, env: &Env) -> Result<String> {
    let name = |name: &str| format!("activity = {}", quoted(name));
    if let Some(file) = env.activity.as_deref().filter(|named| is_file(named)) {
        return Ok(name(&inside(root, &env.folder.join(file), file)?));
    }
    let configured = journal.config.activity.as_ref().filter(|_| env.activity.is_none());
    Ok(match configured.is_some_and(|given| is_file(&given.value)) {
        // The user's own file names one that others do not have.
        true => format!("# {}", name(BUILT_IN[0].0)),
        false => name(&journal.activity.name),
    })
}

/// A text as TOML writes it, which is as JSON does.
fn quoted(text: &str) -> String {
    json::pretty(&text).trim_end().to_owned()
}

/// Writes what is missing, and says what it made. A second run changes nothing.
///
/// # Errors
/// Where the folder is not there, or cannot be written to.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    if let Some(name) = &args.print_activity {
        // Whoever names a file here has one already; what there is to print is built in.
        find_built_in(name)?;
        let text = BUILT_IN.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text);
        env.print(text)?;
        return Ok(Outcome::Done);
    }
    let root = match &args.dir {
        Some(dir) => existing(&env.folder.join(dir), dir)?,
        None => Journal::root_above(&env.folder).unwrap_or_else(|| env.folder.clone()),
    };
    let journal = Journal::open(&root, env.activity.as_deref())?;
    let shown = match root.strip_prefix(&env.folder) {
        Ok(inside) if inside.as_os_str().is_empty() => "This folder".to_owned(),
        Ok(inside) => safe::path(&path_name(inside).shown),
        Err(_) => safe::path(&path_name(&root).shown),
    };
    let is_within = || root.ancestors().skip(1).any(|above| files::is_there(&above.join(".git")));
    let kind = match journal.kind {
        Kind::Folder if is_within() => "a folder in a Git repository",
        kind => kind.named(),
    };
    let mut said = format!("{shown} is {kind}.\n");
    let mut made = Vec::new();
    let is_other = env.activity.is_some() && Journal::open(&root, None)?.activity.name != journal.activity.name;
    let mut to_write = None;
    if journal.kind == Kind::Gist {
        said.push_str(
            "A gist has no folders: notes lie beside each other, and their names begin with the activity's.\n",
        );
    } else {
        let line = activity_line(&journal, &root, env)?;
        let mut text = configuration(&line, &journal.activity.folder);
        let mut folder = journal.notes_folder();
        if journal.config.notes.is_none() && root.file_name().is_some_and(|name| name == &*journal.activity.folder) {
            // This folder is the one for the notes already.
            text = text.replace(&notes_line(&journal.activity.folder), "notes = [\"*.md\"]");
            folder.clone_from(&root);
        }
        if files::make_folder(&root, &folder)? {
            made.push(format!("{}/   for the notes", path_name(journal.relative(&folder)).shown));
        }
        if !files::is_there(&root.join(config::FILE)) {
            if files::create(&root.join(config::FILE), &text)? {
                made.push(format!("{}   the settings, all of them optional", config::FILE));
            }
        } else if is_other {
            said.push_str(&format!("{} is left as it is.\n", config::FILE));
            to_write = Some(line);
        }
    }
    if journal.kind == Kind::Gist && is_other {
        to_write = Some(activity_line(&journal, &root, env)?);
    }
    let editor = match args.editor && journal.kind != Kind::Gist {
        true => editor::write(&journal),
        false => editor::Written::default(),
    };
    made.extend(editor.made);
    match made.is_empty() {
        true if journal.kind == Kind::Gist && !is_other => said.push_str("No file is needed for that.\n"),
        true if is_other => {}
        true => said.push_str("It is a journal already; nothing was changed.\n"),
        false => made.iter().for_each(|line| said.push_str(&format!("Made {line}\n"))),
    }
    if args.editor && journal.kind == Kind::Gist {
        said.push_str("The settings of an editor lie in a folder, so a gist has none; nothing was written for it.\n");
    }
    said.push_str(&editor.by_hand);
    // What cannot be done for the editor or the hook is no reason to have no journal.
    let hook = args.hook.then(|| hook::install(&root, env));
    if let Some(Ok(hook)) = &hook {
        said.push_str(hook);
    }
    match (&to_write, &hook) {
        (Some(line), _) => {
            said.push_str(&format!("Next: for this activity write in {}: {}\n", config::FILE, safe::inline(line)))
        }
        // What to do comes with what could not be done.
        (None, Some(Err(_))) => {}
        (None, _) => {
            said.push_str(&format!("Next: {}{}\n", way_to(&root, env), env.style.called.command("coffeechat new")))
        }
    }
    env.print(&said)?;
    let errors = editor.error.into_iter().chain(hook.and_then(Result::err));
    Ok(errors.fold(Outcome::Done, |_, error| {
        env.complain(&error);
        Outcome::Partly
    }))
}

/// What brings somebody into the journal at `root`, where the current folder is not in it.
fn way_to(root: &Path, env: &Env) -> String {
    let here = files::real(&env.folder);
    if here == root || Journal::root_above(&here).is_some_and(|above| above == root) {
        return String::new();
    }
    let way = safe::path(&path_name(&files::seen_from(&env.folder, root)).shown);
    format!("cd {} && ", safe::argument(&way))
}

/// The path of an activity's file as the journal's configuration has to name it.
fn inside(root: &Path, file: &Path, given: &str) -> Result<String> {
    let real = |path: &Path| files::resolved(path, "cannot be opened").ok();
    let refuse =
        |why: &str, help: &str| Error::Path { path: given.to_owned(), why: why.to_owned(), help: help.to_owned() };
    let below = real(file).zip(real(root)).and_then(|(file, root)| file.strip_prefix(root).ok().map(path_name));
    let below = below
        .ok_or_else(|| refuse("lies outside the journal", "Copy the file into the journal and name it from there."))?;
    // In the settings a backslash parts folders, and a colon begins an address or names a drive.
    if below.bytes.is_some() || below.shown.contains(['\\', ':']) {
        let why = "has a name that the settings cannot hold: with a backslash, a colon, or bytes that are no text";
        return Err(refuse(why, "Give the file another name, such as our-activity.toml"));
    }
    Ok(below.shown)
}

fn existing(folder: &Path, given: &Path) -> Result<PathBuf> {
    let refuse = |why: &str, help: &str| Error::Path {
        path: path_name(given).shown,
        why: why.to_owned(),
        help: help.to_owned(),
    };
    match files::end(folder) {
        Some(Shape::Folder) => files::resolved(folder, "cannot be opened"),
        Some(_) => Err(refuse("is a file, not a folder", "Name the folder that shall be the journal.")),
        None => Err(refuse("is not there", "Make the folder first, or check its name.")),
    }
}
