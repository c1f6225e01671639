//! What is offered for a word of the command line: the name of a value in the tree says it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, Command};
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};

use crate::core::activity::{Activity, BUILT_IN, DEFAULT};
use crate::core::recognise::NAMES;
use crate::core::rules::RULES;
use crate::io::files::{self, Shape, path_name};
use crate::io::journal::Journal;
use crate::io::settings;
use crate::render::safe;

/// The tree with what is offered for its values, for somebody in `folder` who has typed `words`.
pub fn offering(tree: Command, folder: &Path, words: &[OsString]) -> Command {
    let behind = words.iter().skip_while(|word| *word != "mark").skip(1);
    let named = behind.take_while(|word| !word.as_encoded_bytes().starts_with(b"--"));
    let place = Place { folder: folder.to_path_buf(), activity: given(words), is_behind_a_note: named.count() > 1 };
    below(tree, &Arc::new(place))
}

fn below(tree: Command, place: &Arc<Place>) -> Command {
    let (deeper, here) = (Arc::clone(place), Arc::clone(place));
    tree.mut_subcommands(move |command| below(command, &deeper)).mut_args(move |arg| offered(arg, &here))
}

/// Where completions are asked for.
struct Place {
    folder: PathBuf,
    activity: Option<String>,
    /// Whether a word that names something stands between the command and what is typed.
    is_behind_a_note: bool,
}

impl Place {
    /// The journal around it. A mistake in its settings is told when a command runs, not in the middle of a line.
    fn journal(&self) -> Option<Journal> {
        let root = Journal::root_above(&self.folder).unwrap_or_else(|| files::real(&self.folder));
        Journal::open(&root, self.activity.as_deref()).ok()
    }

    fn activity(&self) -> Arc<Activity> {
        let named = self.activity.as_deref().and_then(|named| settings::find_activity(named).ok());
        named.or_else(|| self.journal().map(|journal| journal.activity)).unwrap_or_else(|| Arc::clone(&DEFAULT))
    }

    /// The notes of the journal, as seen from here. Names that would steer a terminal, or end a word, are not offered.
    fn notes(&self) -> Vec<CompletionCandidate> {
        let Some(journal) = self.journal() else { return Vec::new() };
        let here = files::real(&self.folder);
        let all = journal.files(&journal.root);
        let notes = all.iter().filter(|path| journal.is_note_place(path));
        let seen = notes.map(|path| path_name(&files::seen_from(&here, path)));
        let plain = seen.filter(|name| name.bytes.is_none() && safe::path(&name.shown) == name.shown);
        plain.filter(|name| !name.shown.contains(char::is_whitespace)).map(|name| name.shown.into()).collect()
    }
}

/// The activity that the words name.
fn given(words: &[OsString]) -> Option<String> {
    let mut words = words.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        match word.strip_prefix("--activity") {
            Some("") => return words.next().map(|next| next.into_owned()).filter(|next| !next.is_empty()),
            Some(rest) => return rest.strip_prefix('=').filter(|name| !name.is_empty()).map(str::to_owned),
            None => {}
        }
    }
    None
}

fn offer(value: &str, help: &str) -> CompletionCandidate {
    let help = safe::inline(help).into_owned();
    CompletionCandidate::new(value).help((!help.is_empty()).then(|| help.into()))
}

fn offered(arg: Arg, place: &Arc<Place>) -> Arg {
    let place = Arc::clone(place);
    let all = |candidates: fn() -> Vec<CompletionCandidate>| ArgValueCandidates::new(candidates);
    match arg.get_id().as_str() {
        "level" => arg.add(ArgValueCandidates::new(move || {
            let activity = place.activity();
            activity.levels.iter().map(|level| offer(&level.level.to_string(), &level.name)).collect()
        })),
        "status" => arg.add(all(statuses)),
        "channel" => arg.add(all(|| NAMES.channels.iter().map(|channel| offer(&channel.canonical, "")).collect())),
        "seniority" => {
            arg.add(all(|| NAMES.contact.seniorities.iter().map(|seniority| offer(seniority, "")).collect()))
        }
        "only" | "off" | "rule" => arg.add(all(|| RULES.iter().map(|rule| offer(rule.name, rule.summary)).collect())),
        "print_activity" => arg.add(all(activities)),
        "activity" => arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
            let mut offered = activities();
            offered.retain(|one| one.get_value().to_string_lossy().starts_with(&*typed.to_string_lossy()));
            let is_one = |path: &Path| {
                files::shape(path) == Some(Shape::Folder) || path.extension().is_some_and(|end| end == "toml")
            };
            let files = PathCompleter::any().filter(is_one);
            offered.extend(files.complete(typed));
            offered
        })),
        "note" => arg.add(ArgValueCandidates::new(move || place.notes())),
        // `mark` takes a note first, then words of a status. The engine does not say which of them is typed.
        "words" if place.is_behind_a_note => arg.add(all(statuses)),
        "words" => arg.add(ArgValueCandidates::new(move || place.notes())),
        _ => arg,
    }
}

fn statuses() -> Vec<CompletionCandidate> {
    NAMES.statuses.iter().map(|status| offer(&status.canonical, &status.meaning)).collect()
}

fn activities() -> Vec<CompletionCandidate> {
    BUILT_IN.iter().map(|(name, _)| offer(name, "")).collect()
}
