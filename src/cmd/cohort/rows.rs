//! Which rows a class has, and where the journal of each of them lies: by the roster, or by the folders that are there.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::cmd::Env;
use crate::core::cohort::Cause;
use crate::core::cohort::address::Address;
use crate::core::cohort::fetching;
use crate::core::cohort::ledger::Ledger;
use crate::core::cohort::roster::{Roster, Row, of_lines};
use crate::error::{Error, Result};
use crate::io::files::{self, Entry, Shape, path_name};
use crate::io::journal::is_root;
use crate::render::safe;

/// A row, before its journal was looked at.
#[derive(Debug, Clone)]
pub struct Line {
    /// The line of the roster, from 1.
    pub line: Option<usize>,
    /// Who.
    pub student: String,
    /// Where the journal is.
    pub place: Place,
    /// Where it comes from, without any token.
    pub url: Option<String>,
    /// Whether the roster gives the journal to another student, too.
    pub is_shared: bool,
    /// The student's own due date, as the roster has it.
    pub due: Option<String>,
    /// The roster's columns.
    pub columns: Vec<(String, String)>,
}

/// Where a journal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In this folder; its name below the class's folder, which the ledger knows it by.
    Folder(PathBuf, String),
    /// Nowhere: the roster names none.
    Nowhere,
    /// It cannot be had; whose it is to mend, why, and what to do.
    Lost(Cause, String),
    /// The row is there already; which, and what to do.
    Repeat(String),
}

/// The rows of a class.
#[derive(Debug, Default)]
pub struct Rows {
    /// In the order of the roster, else by name.
    pub lines: Vec<Line>,
    /// Folders that no row of the roster names.
    pub others: Vec<String>,
    /// What should be said of rows that can be used: the line, who, and a sentence.
    pub remarks: Vec<(usize, String, String)>,
    /// What should be said of the roster's headings.
    pub slips: Vec<String>,
}

/// What is there in the folder of a class. Names that begin with a dot are no rows.
fn folders(dir: &Path) -> Result<Vec<Entry>> {
    let mut entries = files::entries(dir)?;
    entries.retain(|entry| !entry.name.starts_with('.') && (entry.is_folder || entry.is_link));
    Ok(entries)
}

const LINK: &str = "is a link, and links are not followed. Put the folder itself here, or name it in a roster.";

/// A row for each folder below `dir`.
///
/// # Errors
/// Where `dir` cannot be read, or is itself a journal: a repository, or a folder in which the folder of `notes`, as the activity
/// names it, holds notes itself. That is no student of that name.
pub fn of_folders(dir: &Path, notes: &str, ledger: &Ledger) -> Result<Rows> {
    if files::is_there(&dir.join(".git")) || is_journal(dir, notes)? {
        return Err(Error::Path {
            path: path_name(dir).shown,
            why: "is itself a journal, not a folder with one journal a student".to_owned(),
            help: format!("Name the folder above it. One journal is checked by: coffeechat lint {}", named(dir)),
        });
    }
    let lines = folders(dir)?.into_iter().map(|entry| {
        let known = ledger.name_of(&entry.name);
        Line {
            line: None,
            student: known.map_or_else(|| entry.name.clone(), |(student, _)| student.to_owned()),
            place: match entry.is_link {
                true => Place::Lost(Cause::Roster, format!("{} {LINK}", entry.name)),
                false => Place::Folder(dir.join(&entry.path), entry.name.clone()),
            },
            url: known.map(|(_, url)| url.to_owned()),
            is_shared: false,
            due: None,
            columns: Vec::new(),
        }
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.sort_by(|a, b| (a.student.to_lowercase(), &a.student).cmp(&(b.student.to_lowercase(), &b.student)));
    Ok(Rows { lines, ..Rows::default() })
}

/// Whether the folder of `notes` in `dir` has notes beside each other, is no journal of its own, and has no journals beside it.
fn is_journal(dir: &Path, notes: &str) -> Result<bool> {
    let own = dir.join(notes);
    let has_notes = || files::names(&own).iter().any(|name| files::is_markdown(Path::new(name)));
    if files::shape(&own) != Some(Shape::Folder) || is_root(&own) || !has_notes() {
        return Ok(false);
    }
    let is_one = |folder: &Path| is_root(folder) || files::is_there(&folder.join(notes));
    Ok(!folders(dir)?.iter().any(|entry| is_one(&dir.join(&entry.path))))
}

/// A folder as a word of a command.
fn named(dir: &Path) -> String {
    safe::argument(&safe::path(&path_name(dir).shown)).into_owned()
}

/// A row for each row of the roster.
///
/// # Errors
/// Where `dir` cannot be read, or the roster does not say where a single journal is: then its headings are not understood.
pub fn of_roster(dir: &Path, roster: Roster, file: &Path, ledger: &Ledger) -> Result<Rows> {
    let there: HashMap<String, Entry> = folders(dir)?.into_iter().map(|entry| (entry.name.clone(), entry)).collect();
    let mut places: Vec<Place> = roster.rows.iter().map(|row| place(dir, row, &there, ledger)).collect();
    find_alike(dir, &roster, &there, &mut places);
    if !roster.says_where && places.iter().all(|place| matches!(place, Place::Nowhere | Place::Repeat(_))) {
        return Err(Error::Path {
            path: path_name(file).shown,
            why: "says where no journal is, and no folder is called like a student".to_owned(),
            help: roster.without_where(),
        });
    }
    let slips = roster.slips();
    let mut taken: HashMap<String, Vec<usize>> = HashMap::new();
    for (row, place) in roster.rows.iter().zip(&places) {
        if let Place::Folder(_, name) = place {
            taken.entry(name.clone()).or_default().push(row.line);
        }
    }
    let mut lines = Vec::with_capacity(roster.rows.len());
    let mut remarks = Vec::new();
    for (mut row, mut place) in roster.rows.into_iter().zip(places) {
        let mut is_shared = row.shared.is_some();
        if let Place::Folder(_, name) = &place
            && let Some(sharing) = taken.get(name).filter(|lines| lines.len() > 1)
        {
            let shared = format!("{} of the roster have the folder {name}", of_lines(sharing));
            match row.journal {
                // Whose it is was read from a name, which may be another student's, too.
                Ok(None) => {
                    let why = "and it is not plain whose it is. Name each student's folder in a column `path`.";
                    place = Place::Lost(Cause::Roster, format!("{shared}, {why}"));
                }
                _ => {
                    is_shared = true;
                    row.shared = None;
                    remarks.push((
                        row.line,
                        row.student.clone(),
                        format!("{shared}: the report says the same of them."),
                    ));
                }
            }
        }
        let url = address(&row);
        let more = row.shared.into_iter().chain(row.advice);
        remarks.extend(more.map(|advice| (row.line, row.student.clone(), advice)));
        let (line, columns) = (Some(row.line), row.columns);
        lines.push(Line { line, student: row.student, place, url, is_shared, due: row.due, columns });
    }
    let mut others: Vec<String> = there.into_keys().filter(|name| !taken.contains_key(name)).collect();
    others.sort();
    Ok(Rows { lines, others, remarks, slips })
}

/// Gives rows that name no place the folder that is called like the student but for case, spaces and signs: where no other folder is, and
/// no other row has it.
fn find_alike(dir: &Path, roster: &Roster, there: &HashMap<String, Entry>, places: &mut [Place]) {
    let taken: HashSet<String> = places.iter().filter_map(folder).map(str::to_owned).collect();
    let mut alike: HashMap<String, Vec<&Entry>> = HashMap::new();
    for entry in there.values() {
        alike.entry(folded(&entry.name)).or_default().push(entry);
    }
    for (row, place) in roster.rows.iter().zip(places) {
        if *place != Place::Nowhere {
            continue;
        }
        let found = row.names.iter().find_map(|name| match alike.get(&folded(name)).map(Vec::as_slice) {
            Some([entry]) if !taken.contains(&entry.name) => Some(*entry),
            _ => None,
        });
        if let Some(entry) = found {
            *place = there_at(dir, entry);
        }
    }
}

/// The folder of the class that a journal lies in.
fn folder(place: &Place) -> Option<&str> {
    match place {
        Place::Folder(_, name) => Some(name),
        _ => None,
    }
}

/// A name without what people write in several ways.
fn folded(name: &str) -> String {
    name.to_lowercase().nfkc().filter(|c| c.is_alphanumeric()).collect()
}

fn there_at(dir: &Path, entry: &Entry) -> Place {
    match entry.is_link {
        true => Place::Lost(Cause::Roster, format!("{} {LINK}", entry.name)),
        false => Place::Folder(dir.join(&entry.path), entry.name.clone()),
    }
}

/// Where the journal comes from. A folder beside the others comes from nowhere.
fn address(row: &Row) -> Option<String> {
    match &row.journal {
        Ok(Some(address @ (Address::Remote(_) | Address::Loopback(_)))) => Some(address.shown()),
        _ => None,
    }
}

fn place(dir: &Path, row: &Row, there: &HashMap<String, Entry>, ledger: &Ledger) -> Place {
    if let Some(problem) = &row.problem {
        return match row.is_repeat {
            true => Place::Repeat(problem.clone()),
            false => Place::Lost(Cause::Roster, problem.clone()),
        };
    }
    let found = |name: &str| there.get(name).map(|entry| there_at(dir, entry));
    match &row.journal {
        Err(why) => Place::Lost(Cause::Roster, why.clone()),
        Ok(None) => {
            // Rosters of a classroom name no journal; their folders are often called by a user's name. What stands in other columns may
            // be somebody else's: a mentor's, a partner's.
            let mut names = row.names.iter().filter(|name| !name.is_empty() && !name.contains(['/', '\\']));
            names.find_map(|name| found(name)).unwrap_or(Place::Nowhere)
        }
        Ok(Some(address)) => {
            if let Some(place) = found(&address.folder(&row.student)) {
                return place;
            }
            let Address::Local(path) = address else {
                return match ledger.failed(&address.folder(&row.student)) {
                    Some(miss) => Place::Lost(
                        fetching::cause(&miss.why),
                        format!("The last sync could not fetch it. {}", miss.why),
                    ),
                    None => Place::Lost(
                        Cause::Fetching,
                        "The journal has not been fetched yet. Fetch it with: coffeechat cohort sync".to_owned(),
                    ),
                };
            };
            let inside = dir.join(path);
            let path = if files::is_there(&inside) { inside } else { PathBuf::from(path) };
            let lost = |why: String| Place::Lost(Cause::Roster, why);
            match files::shape(&path) {
                Some(Shape::Link) => lost(format!("{} {LINK}", path_name(&path).shown)),
                Some(Shape::Folder) => {
                    let name = path_name(path.strip_prefix(dir).unwrap_or(&path)).shown;
                    Place::Folder(path, name)
                }
                Some(_) => lost(format!("{} is no folder. Correct the roster.", path_name(&path).shown)),
                None => lost(format!(
                    "{} is not there. Correct the roster, or put the folder there.",
                    path_name(&path).shown
                )),
            }
        }
    }
}

/// Says that a folder holds no journal.
pub fn tell_of_none(dir: &Path, env: &mut Env) {
    let dir = safe::inline(&path_name(dir).shown).into_owned();
    env.tell(&format!("There is no journal in {dir}: each one is a folder of its own there.\n"));
}
