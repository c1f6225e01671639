//! What `cohort sync` saw and when: `DIR/.coffeechat/seen.jsonl`, one line a journal and run. History can be forged with a date; this
//! record cannot.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of a line.
const VERSION: u8 = 1;

/// A line of the ledger: one look at one journal that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// When, by the clock of this machine.
    pub at: Timestamp,
    /// The folder below the class's.
    pub folder: String,
    /// Who, as the roster spells it.
    pub student: String,
    /// Where it comes from, without any token.
    pub url: String,
    /// The commit that HEAD named; `None` where the journal was empty.
    pub head: Option<String>,
    /// The commits that no earlier look of this folder had.
    pub new: Vec<String>,
}

/// All looks, in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The looks.
    pub looks: Vec<Look>,
    /// Where the looks of a folder stand.
    folders: HashMap<String, Vec<usize>>,
    /// When a commit of a folder was first seen.
    seen: HashMap<(String, String), Timestamp>,
}

/// The line of a file, version 1.
#[derive(Serialize, Deserialize)]
struct Entry {
    version: u8,
    at: Timestamp,
    folder: String,
    student: String,
    url: String,
    head: Option<String>,
    new: Vec<String>,
}

impl Look {
    /// As a line of the file, with its end.
    pub fn line(&self) -> String {
        let entry = Entry {
            version: VERSION,
            at: self.at,
            folder: self.folder.clone(),
            student: self.student.clone(),
            url: self.url.clone(),
            head: self.head.clone(),
            new: self.new.clone(),
        };
        // Plain data with string keys always serialises.
        format!("{}\n", serde_json::to_string(&entry).unwrap_or_default())
    }
}

impl Ledger {
    /// Reads the text of the file. Beside it the lines, from 1, that are not understood: one that a killed run left half written is
    /// among them.
    pub fn read(text: &str) -> (Self, Vec<usize>) {
        let (mut ledger, mut odd) = (Self::default(), Vec::new());
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str::<Entry>(line) {
                Ok(entry) if entry.version == VERSION => ledger.add(Look {
                    at: entry.at,
                    folder: entry.folder,
                    student: entry.student,
                    url: entry.url,
                    head: entry.head,
                    new: entry.new,
                }),
                _ => odd.push(at + 1),
            }
        }
        (ledger, odd)
    }

    /// Adds a look behind all others.
    pub fn add(&mut self, look: Look) {
        for id in &look.new {
            self.seen.entry((look.folder.clone(), id.clone())).or_insert(look.at);
        }
        self.folders.entry(look.folder.clone()).or_default().push(self.looks.len());
        self.looks.push(look);
    }

    /// The looks at the journal in that folder, in the order in which they were taken.
    pub fn of(&self, folder: &str) -> Vec<&Look> {
        let places = self.folders.get(folder).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&at| self.looks.get(at)).collect()
    }

    /// When a commit of the journal in that folder was first seen.
    pub fn first_seen(&self, folder: &str, id: &str) -> Option<Timestamp> {
        self.seen.get(&(folder.to_owned(), id.to_owned())).copied()
    }

    /// Whose journal lies in that folder, and where it comes from.
    pub fn name_of(&self, folder: &str) -> Option<(&str, &str)> {
        let look = self.of(folder).pop()?;
        Some((&look.student, &look.url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(at: &str, folder: &str, head: &str, new: &[&str]) -> Look {
        Look {
            at: at.parse().expect("a moment"),
            folder: folder.to_owned(),
            student: "Mara \u{1b}[31mLinde\nx".to_owned(),
            url: "https://git.example.org/mara".to_owned(),
            head: Some(head.to_owned()),
            new: new.iter().map(|&id| id.to_owned()).collect(),
        }
    }

    #[test]
    fn what_was_written_is_read_and_a_torn_line_is_told() {
        let first = look("2026-11-20T10:00:00Z", "mara", "b", &["a", "b"]);
        let second = look("2026-11-27T10:00:00Z", "mara", "c", &["b", "c"]);
        let other = look("2026-11-28T10:00:00Z", "tomo", "a", &["a"]);
        let text: String = [&first, &second, &other].iter().map(|look| look.line()).collect();
        assert_eq!(text.lines().count(), 3, "a name never breaks a line");
        let (ledger, odd) = Ledger::read(&format!("{text}\n{{\"version\":2}}\n{}", &first.line()[..40]));
        assert_eq!((ledger.looks.len(), odd), (3, vec![5, 6]));
        assert_eq!(ledger.of("mara"), [&first, &second]);
        assert_eq!(ledger.first_seen("mara", "b"), Some(first.at), "the first look counts");
        assert_eq!(ledger.first_seen("tomo", "a"), Some(other.at), "each journal by itself");
        assert_eq!(ledger.first_seen("tomo", "b"), None);
        assert_eq!(ledger.name_of("tomo").map(|(_, url)| url), Some("https://git.example.org/mara"));
        assert_eq!(ledger.name_of("nobody"), None);
    }
}
