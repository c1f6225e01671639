//! Which rows a class has, and where the journal of each of them lies: by the roster, or by the folders that are there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::cmd::Env;
use crate::core::cohort::address::Address;
use crate::core::cohort::ledger::Ledger;
use crate::core::cohort::roster::{Roster, Row};
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
    /// It cannot be had; why, and what to do.
    Lost(String),
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
                true => Place::Lost(format!("{} {LINK}", entry.name)),
                false => Place::Folder(dir.join(&entry.path), entry.name.clone()),
            },
            url: known.map(|(_, url)| url.to_owned()),
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
/// Where `dir` cannot be read.
pub fn of_roster(dir: &Path, roster: Roster, ledger: &Ledger) -> Result<Rows> {
    let there: HashMap<String, Entry> = folders(dir)?.into_iter().map(|entry| (entry.name.clone(), entry)).collect();
    let places: Vec<Place> = roster.rows.iter().map(|row| place(dir, row, &there, ledger)).collect();
    let mut taken: HashMap<String, Vec<usize>> = HashMap::new();
    for (row, place) in roster.rows.iter().zip(&places) {
        if let Place::Folder(_, name) = place {
            taken.entry(name.clone()).or_default().push(row.line);
        }
    }
    let mut lines = Vec::with_capacity(roster.rows.len());
    let mut remarks = Vec::new();
    for (row, mut place) in roster.rows.into_iter().zip(places) {
        if let Place::Folder(_, name) = &place
            && let Some(sharing) = taken.get(name).filter(|lines| lines.len() > 1)
        {
            let shared = format!("{} of the roster have the folder {name}", of_lines(sharing));
            match row.journal {
                // Whose it is was read from a name, which may be another student's, too.
                Ok(None) => {
                    place = Place::Lost(format!(
                        "{shared}, and it is not plain whose it is. Name each student's folder in a column `path`."
                    ));
                }
                _ => remarks.push((row.line, row.student.clone(), format!("{shared}: they are told the same."))),
            }
        }
        let url = address(&row);
        remarks.extend(row.advice.map(|advice| (row.line, row.student.clone(), advice)));
        lines.push(Line { line: Some(row.line), student: row.student, place, url, due: row.due, columns: row.columns });
    }
    let mut others: Vec<String> = there.into_keys().filter(|name| !taken.contains_key(name)).collect();
    others.sort();
    Ok(Rows { lines, others, remarks })
}

/// Some lines of the roster in words, the first of them where they are many.
fn of_lines(lines: &[usize]) -> String {
    let shown: Vec<String> = lines.iter().take(5).map(usize::to_string).collect();
    match &shown[..] {
        [first @ .., last] if lines.len() == shown.len() => format!("Lines {} and {last}", first.join(", ")),
        _ => format!("Lines {} and {} more", shown.join(", "), lines.len() - shown.len()),
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
        return Place::Lost(problem.clone());
    }
    let found = |name: &str| {
        let entry = there.get(name)?;
        Some(match entry.is_link {
            true => Place::Lost(format!("{name} {LINK}")),
            false => Place::Folder(dir.join(&entry.path), name.to_owned()),
        })
    };
    match &row.journal {
        Err(why) => Place::Lost(why.clone()),
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
                return Place::Lost(match ledger.failed(&address.folder(&row.student)) {
                    Some(miss) => format!("The last sync could not fetch it. {}", miss.why),
                    None => "The journal has not been fetched yet. Fetch it with: coffeechat cohort sync".to_owned(),
                });
            };
            let inside = dir.join(path);
            let path = if files::is_there(&inside) { inside } else { PathBuf::from(path) };
            match files::shape(&path) {
                Some(Shape::Link) => Place::Lost(format!("{} {LINK}", path_name(&path).shown)),
                Some(Shape::Folder) => {
                    let name = path_name(path.strip_prefix(dir).unwrap_or(&path)).shown;
                    Place::Folder(path, name)
                }
                Some(_) => Place::Lost(format!("{} is no folder. Correct the roster.", path_name(&path).shown)),
                None => Place::Lost(format!(
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
