//! The files that settings come from: the user's, the journal's, and an activity of one's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use etcetera::BaseStrategy;

use super::files;
use super::git::Staged;
use crate::core::activity::{Activity, BUILT_IN, DEFAULT};
use crate::core::config::{self, Config, Given};
use crate::core::recognise::nearest;
use crate::core::rules::RULES;
use crate::core::table::Mistake;
use crate::core::text::Source;
use crate::error::{Error, Result};

/// What the user's file and the journal's file say together, and their texts.
#[derive(Debug, Default)]
pub struct Settings {
    /// The settings.
    pub config: Config,
    user: Option<Source>,
    journal: Option<Source>,
}

/// The user's own file, whether it is there or not; `None` where the system knows no home.
pub fn user_file() -> Option<PathBuf> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(unix) && !is_set("HOME") && !is_set("XDG_CONFIG_HOME") {
        return None;
    }
    let places = etcetera::choose_base_strategy().ok()?;
    let file = places.config_dir().join("coffeechat").join("config.toml");
    file.is_absolute().then_some(file)
}

/// The user's file as people know it: below `~` where it lies there.
pub fn user_label(file: &Path) -> String {
    let home = etcetera::home_dir().ok();
    match home.and_then(|home| file.strip_prefix(home).ok().map(Path::to_path_buf)) {
        Some(below) => format!("~/{}", files::path_name(&below).shown),
        None => files::path_name(file).shown,
    }
}

/// Reads the settings of the journal at `root`, its own ones as they are `staged` where that is asked for.
///
/// # Errors
/// Where a file is there and cannot be read, or has a mistake.
pub fn read(root: &Path, staged: Option<&Staged>) -> Result<Settings> {
    read_with(root, staged, None)
}

/// What is wrong with the settings of the journal at `root` if its file said `text`, as it stands in an editor.
///
/// # Errors
/// As [`read`], and where the activity that it names cannot be used.
pub fn check(root: &Path, text: &str, activity: Option<&str>) -> Result<()> {
    let label = files::shown(&root.join(config::FILE));
    let source = Source::new(label, text.trim_start_matches('\u{feff}'));
    read_with(root, None, Some(source))?.activity(activity, root, None).map(|_| ())
}

fn read_with(root: &Path, staged: Option<&Staged>, given: Option<Source>) -> Result<Settings> {
    let mut settings = Settings::default();
    if let Some(path) = user_file().filter(|path| path.symlink_metadata().is_ok()) {
        let label = user_label(&path);
        // Whose home it is may keep the file elsewhere and link to it.
        let (config, source) = file(&path.canonicalize().unwrap_or(path), &label, true, None)?;
        (settings.config, settings.user) = (config, Some(source));
    }
    let path = root.join(config::FILE);
    if given.is_some() || is_there(&path, staged) {
        let (config, source) = match given {
            Some(source) => parsed(source, false)?,
            None => file(&path, &files::shown(&path), false, staged)?,
        };
        (settings.config, settings.journal) = (config.over(settings.config), Some(source));
    }
    Ok(settings)
}

/// Whether there is a file, in the index or on the disk.
fn is_there(path: &Path, staged: Option<&Staged>) -> bool {
    staged.is_some_and(|staged| staged.find(path).is_some()) || path.symlink_metadata().is_ok()
}

fn file(path: &Path, label: &str, is_user: bool, staged: Option<&Staged>) -> Result<(Config, Source)> {
    let source = text_of(path, label, "Correct the file, or delete it: without it the defaults serve.", staged)?;
    parsed(source, is_user)
}

fn parsed(source: Source, is_user: bool) -> Result<(Config, Source)> {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    match config::read(&source, is_user, &rules) {
        Ok(config) => Ok((config, source)),
        Err(mistakes) => Err(Error::File { source_text: Box::new(source), mistakes }),
    }
}

/// The text of a file, without a byte order mark.
fn text_of(path: &Path, label: &str, help: &str, staged: Option<&Staged>) -> Result<Source> {
    let refuse = |why: String| Error::Path { path: label.to_owned(), why, help: help.to_owned() };
    let source = match staged {
        Some(staged) => staged.read_path(path, label),
        None => files::read(path, label),
    };
    let source = source.map_err(refuse)?;
    if source.damage.is_some() {
        return Err(refuse("is not UTF-8 text, or larger than 1 MiB".to_owned()));
    }
    Ok(Source::new(label, source.text.trim_start_matches('\u{feff}')))
}

impl Settings {
    /// The activity that `flag` names, else the one that the files name, else the default.
    ///
    /// # Errors
    /// Where there is none of that name, or its file cannot be read, has a mistake, or lies outside the journal at `root`.
    pub fn activity(&self, flag: Option<&str>, root: &Path, staged: Option<&Staged>) -> Result<Arc<Activity>> {
        match (flag, &self.config.activity) {
            (Some(named), _) => find_activity(named),
            (None, Some(given)) => self.configured(given, root, staged),
            (None, None) => Ok(Arc::clone(&DEFAULT)),
        }
    }

    fn configured(&self, given: &Given<String>, root: &Path, staged: Option<&Staged>) -> Result<Arc<Activity>> {
        let name = given.value.as_str();
        let source = if given.from.is_user { &self.user } else { &self.journal };
        let wrong = |message: String, help: String| match source {
            Some(source) => Error::File {
                source_text: Box::new(source.clone()),
                mistakes: vec![Mistake { message, span: given.from.span, help }],
            },
            None => Error::Usage { message, help },
        };
        if !is_file(name) {
            return Activity::built_in(name)
                .ok_or_else(|| wrong(format!("There is no activity `{name}`"), known(name)));
        }
        let path = PathBuf::from(if cfg!(windows) { name.to_owned() } else { name.replace('\\', "/") });
        if name.contains("://") {
            return Err(wrong(
                format!("The activity `{name}` is an address, and nothing is fetched"),
                "Save the file in the journal and name it from there.".to_owned(),
            ));
        }
        let path = if given.from.is_user {
            // In the user's own file a path counts from that file's folder.
            user_file().and_then(|file| file.parent().map(|folder| folder.join(&path))).unwrap_or(path)
        } else {
            let inside =
                !path.is_absolute() && !name.contains(':') && !name.split(['/', '\\']).any(|part| part == "..");
            let path = root.join(path);
            // A link may lead out where the words do not.
            let leads_out = match (path.canonicalize(), root.canonicalize()) {
                (Ok(path), Ok(root)) => !path.starts_with(root),
                _ => false,
            };
            if !inside || leads_out {
                return Err(wrong(
                    format!("The activity `{name}` lies outside the journal"),
                    "Copy the file into the journal and name it from there.".to_owned(),
                ));
            }
            path
        };
        let staged = staged.filter(|_| !given.from.is_user);
        if !is_there(&path, staged) {
            return Err(wrong(
                format!("The file `{name}` is not there"),
                match given.from.is_user {
                    true => "Check the path; it counts from the folder of this file.".to_owned(),
                    false => "Check the path; it counts from the journal's root.".to_owned(),
                },
            ));
        }
        read_activity(&path, staged)
    }
}

/// Whether an activity is named by its file.
pub fn is_file(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".toml")
}

fn known(name: &str) -> String {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    match nearest(name, names.iter().copied()) {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => format!("The activities are: {}. A file of your own ends in .toml.", names.join(", ")),
    }
}

/// The activity of that name, or in that file (a path ends in `.toml`; it counts from the current folder).
///
/// # Errors
/// Where there is none, or where the file cannot be read as one.
pub fn find_activity(name: &str) -> Result<Arc<Activity>> {
    if is_file(name) {
        return read_activity(Path::new(name), None);
    }
    find_built_in(name)
}

/// The built-in activity of that name.
///
/// # Errors
/// Where there is none.
pub fn find_built_in(name: &str) -> Result<Arc<Activity>> {
    Activity::built_in(name)
        .ok_or_else(|| Error::Usage { message: format!("there is no activity `{name}`"), help: known(name) })
}

fn read_activity(path: &Path, staged: Option<&Staged>) -> Result<Arc<Activity>> {
    let source = text_of(path, &files::shown(path), "Check the path of the activity's file.", staged)?;
    match Activity::parse(&source.text) {
        Ok(activity) => Ok(Arc::new(activity)),
        Err(mistakes) => Err(Error::File { source_text: Box::new(source), mistakes }),
    }
}
