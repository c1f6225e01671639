//! The notes that a journal has of a contact already.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::core::journal::same_name;
use crate::core::note::fields::Contact;
use crate::core::note::{declares_itself, parse};
use crate::io::files;
use crate::io::journal::{Journal, is_root};

/// One note of the contact.
#[derive(Debug)]
pub struct Seen {
    /// Where it lies.
    pub path: PathBuf,
    /// The contact as it says.
    pub contact: Contact,
    /// Its level.
    pub level: Option<i64>,
    /// Its day.
    pub date: Option<Date>,
    /// Whether it is about nobody else.
    pub is_alone: bool,
}

/// All notes below `folder` with a contact of that name, by path, but those of a journal further in. What cannot be read is passed over.
pub fn all(journal: &Journal, folder: &Path, name: &str) -> Vec<Seen> {
    let wanted = same_name(name);
    let files = journal.files(folder);
    let is_of_this =
        |path: &PathBuf| path.ancestors().skip(1).take_while(|above| *above != folder).all(|above| !is_root(above));
    files
        .into_iter()
        .filter(is_of_this)
        .filter_map(|path| {
            let source = files::read(&path, "").ok()?;
            let note = parse(&source, &journal.activity);
            if !declares_itself(&note) && !journal.is_note_place(&path) {
                return None;
            }
            let people = note.contact.get()?;
            let contact = people.iter().find(|person| same_name(&person.name) == wanted)?.clone();
            let (level, date) = (note.level.get().copied(), note.date.get().map(|day| day.date));
            Some(Seen { contact, level, date, is_alone: people.len() == 1, path })
        })
        .collect()
}

/// The one about this contact alone, on this day.
pub fn on(seen: &[Seen], date: Date) -> Option<&Seen> {
    seen.iter().find(|seen| seen.is_alone && seen.date == Some(date))
}

/// The newest one that is not of a later day.
pub fn newest_until(seen: &[Seen], date: Date) -> Option<&Seen> {
    seen.iter().filter(|seen| seen.date.is_none_or(|day| day <= date)).max_by_key(|seen| seen.date)
}

/// The newest one.
pub fn newest(seen: &[Seen]) -> Option<&Seen> {
    seen.iter().max_by_key(|seen| seen.date)
}
