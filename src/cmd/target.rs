//! The one note that a command is about: named by its path, or by whom it is with.

use std::path::{Path, PathBuf};

use super::Env;
use super::lint::tasks::Gatherer;
use crate::core::draft::slug;
use crate::core::note::{declares_itself, parse};
use crate::core::recognise::{fold, is_close, nearest, secret};
use crate::core::text::Source;
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};
use crate::io::journal::{Journal, leads_out};
use crate::render::safe;

/// A note, and the journal that it lies in.
#[derive(Debug)]
pub struct Target {
    /// Where it lies, as it was named, or as seen from the current folder.
    pub path: PathBuf,
    /// The same for people, escaped.
    pub shown: String,
    /// Its path as seen from the journal's root, `/` between folders.
    pub relative: String,
    /// Its journal.
    pub journal: Journal,
    /// Its text, which is text.
    pub source: Source,
}

/// The longest name that is made of a word that was given, in bytes.
const LONGEST: usize = 200;

impl Target {
    /// The note that `named` says: the path of a file, else (where there is none, and no folder is named) the contact of one
    /// note of the journal around the current folder, or a part of that note's file name.
    ///
    /// # Errors
    /// Where there is no such note, or more than one; where it cannot be read; where the journal's settings have a mistake.
    pub fn find(named: &Path, env: &Env) -> Result<Self> {
        match is_name(named, env) {
            true => Self::open(&ByName::of(named, env)?.one(named, env)?, env),
            false => Self::open(named, env),
        }
    }

    /// The path of the one note that a name is about; `None` for a path, and for what no note is about.
    ///
    /// # Errors
    /// Where a name is that of several notes.
    pub fn named(named: &Path, env: &Env) -> Result<Option<PathBuf>> {
        if !is_name(named, env) {
            return Ok(None);
        }
        // Settings that cannot be read are told where the paths are looked at.
        let Ok(by_name) = ByName::of(named, env) else { return Ok(None) };
        match by_name.paths.is_empty() {
            true => Ok(None),
            false => by_name.one(named, env).map(Some),
        }
    }

    fn open(path: &Path, env: &Env) -> Result<Self> {
        let refuse = |why: String, help: &str| Error::Path { path: path_name(path).shown, why, help: help.to_owned() };
        let source = files::read(&env.folder.join(path), &path_name(path).shown).map_err(|why| {
            refuse(why, "Name one note: its path, or the name of the person. All notes: coffeechat status")
        })?;
        if source.damage.is_some() {
            return Err(refuse("is no text that can be read".to_owned(), "coffeechat lint says why."));
        }
        let folder = env.folder.join(path);
        let folder = files::folder_of(&folder);
        if leads_out(folder, &env.folder) {
            return Err(refuse(
                "lies behind a link that leads elsewhere".to_owned(),
                "Links are not followed; name the file where it lies.",
            ));
        }
        let root = Journal::root_above(folder).unwrap_or_else(|| folder.to_path_buf());
        let journal = Journal::open(&root, env.activity.as_deref())?;
        let real = files::real(folder);
        let inside = journal.relative(&real).join(path.file_name().unwrap_or_default());
        Ok(Self {
            path: path.to_path_buf(),
            shown: safe::path(&path_name(path).shown),
            relative: path_name(&inside).shown,
            journal,
            source,
        })
    }
}

/// What a name finds in the journal around the current folder.
struct ByName {
    /// The notes whose contact or file name says it.
    paths: Vec<PathBuf>,
    /// The people of all notes.
    known: Vec<String>,
}

impl ByName {
    /// Of `named`.
    fn of(named: &Path, env: &Env) -> Result<Self> {
        let words = named.to_string_lossy();
        let root = Journal::root_above(&env.folder).unwrap_or_else(|| files::real(&env.folder));
        let journal = Journal::open(&root, env.activity.as_deref())?;
        let (wanted, part) = (fold(&words), slug(&words, LONGEST));
        let (mut whole, mut partly, mut known, mut unread) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        // The notes that `status` lists: those of journals further in are not of this one.
        let tasks = Gatherer::new(&env.folder, env.activity.as_deref()).gather(&[], None)?.tasks;
        for task in tasks.into_iter().filter(|task| task.journal.root == root) {
            let path = env.folder.join(&task.path);
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let is_in_name =
                || !part.is_empty() && format!("-{}-", slug(&stem, LONGEST)).contains(&format!("-{part}-"));
            let source = match files::read(&path, "") {
                Ok(source) => source,
                Err(_) => {
                    if is_in_name() {
                        unread.push(path);
                    }
                    continue;
                }
            };
            let note = parse(&source, &journal.activity);
            let is_place = journal.config.is_note_place(&task.relative, &journal.activity.folder);
            if !declares_itself(&note) && !is_place {
                continue;
            }
            let people = note.contact.get().map(Vec::as_slice).unwrap_or_default();
            let names: Vec<String> = people.iter().map(|person| fold(&person.name)).collect();
            known.extend(people.iter().map(|person| person.name.clone()));
            if !wanted.is_empty() && (names.contains(&wanted) || fold(&stem) == wanted) {
                whole.push(path);
            } else if !wanted.is_empty()
                && names.iter().any(|name| format!(" {name} ").contains(&format!(" {wanted} ")))
                || is_in_name()
            {
                partly.push(path);
            }
        }
        let found = if whole.is_empty() { partly } else { whole };
        // One that cannot be read may be it; what keeps it from that is said where it is opened.
        let is_lone = found.is_empty() && unread.len() == 1;
        Ok(Self { paths: if is_lone { unread } else { found }, known })
    }

    /// The one note; an error where there is none, or more than one.
    fn one(mut self, named: &Path, env: &Env) -> Result<PathBuf> {
        match self.paths.len() {
            1 => Ok(files::seen_from(&env.folder, &self.paths.remove(0))),
            0 => Err(Error::Path {
                path: path_name(named).shown,
                why: "is neither a file nor the contact of a note in this journal".to_owned(),
                help: match meant(&named.to_string_lossy(), &self.known) {
                    Some(name) => format!("Did you mean `{}`? All notes: coffeechat status", safe::inline(&name)),
                    None => "All notes: coffeechat status. A new one: coffeechat new".to_owned(),
                },
            }),
            count => {
                let list: Vec<String> = self
                    .paths
                    .iter()
                    .map(|path| format!("  {}", safe::path(&path_name(&files::seen_from(&env.folder, path)).shown)))
                    .collect();
                Err(Error::Path {
                    path: path_name(named).shown,
                    why: format!("could be {count} notes"),
                    help: format!("Name one of them by its path:\n{}", list.join("\n")),
                })
            }
        }
    }
}

/// Whether a word of the command line is no path: it names no file that is there, no folder, and nothing that ends like Markdown.
fn is_name(named: &Path, env: &Env) -> bool {
    let is_bare = named.components().count() == 1 && !files::is_markdown(named) && named.as_os_str() != "-";
    is_bare && !files::is_there(&env.folder.join(named))
}

/// The contact whose name, or a word of it, is close to `words`; without a secret that stands in it.
fn meant(words: &str, known: &[String]) -> Option<String> {
    let whole = nearest(words, known.iter().map(String::as_str));
    let by_word = || known.iter().find(|name| name.split_whitespace().any(|word| is_close(words, word)));
    let name = whole.or_else(|| by_word().map(String::as_str))?;
    Some(secret::concealed(name).unwrap_or_else(|| name.to_owned()))
}
