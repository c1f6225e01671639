//! What `cohort sync` saw and when: `DIR/.coffeechat/seen.jsonl`, one line a journal and run. History can be forged with a date; this
//! record cannot.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
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

/// A line of the ledger: one look at one journal that failed. It proves nothing, and tells what to try again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// When, by the clock of this machine.
    pub at: Timestamp,
    /// The folder below the class's.
    pub folder: String,
    /// Who, as the roster spells it.
    pub student: String,
    /// Where it comes from, without any token.
    pub url: String,
    /// Why, and what to do; a sentence.
    pub why: String,
}

/// All looks, in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The looks that succeeded.
    pub looks: Vec<Look>,
    /// The latest look of a folder, where it failed.
    misses: HashMap<String, Miss>,
    /// Where the looks of a folder stand.
    folders: HashMap<String, Vec<usize>>,
    /// The folders into which an address was fetched.
    urls: HashMap<String, Vec<String>>,
    /// When a commit was first seen, by folder.
    seen: HashMap<String, HashMap<String, Timestamp>>,
}

/// The line of a file, version 1.
#[derive(Serialize, Deserialize)]
struct Entry {
    version: u8,
    at: Timestamp,
    folder: String,
    student: String,
    url: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum What {
    Failed { failed: String },
    Seen { head: Option<String>, new: Vec<String> },
}

impl Entry {
    /// As a line of the file, with its end.
    fn line(&self) -> String {
        // Plain data with string keys always serialises.
        format!("{}\n", serde_json::to_string(self).unwrap_or_default())
    }
}

impl Look {
    /// As a line of the file, with its end.
    pub fn line(&self) -> String {
        let Self { at, folder, student, url, head, new } = self.clone();
        Entry { version: VERSION, at, folder, student, url, what: What::Seen { head, new } }.line()
    }
}

impl Miss {
    /// As a line of the file, with its end.
    pub fn line(&self) -> String {
        let Self { at, folder, student, url, why } = self.clone();
        Entry { version: VERSION, at, folder, student, url, what: What::Failed { failed: why } }.line()
    }
}

/// One sync of a large class takes no longer.
const ONE_SYNC: SignedDuration = SignedDuration::from_hours(1);

impl Ledger {
    /// Reads the text of the file. Beside it the lines, from 1, that are not understood: one that a killed run left half written is
    /// among them.
    pub fn read(text: &str) -> (Self, Vec<usize>) {
        let (mut ledger, mut odd) = (Self::default(), Vec::new());
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str::<Entry>(line) {
                Ok(Entry { version: VERSION, at, folder, student, url, what }) => match what {
                    What::Seen { head, new } => ledger.add(Look { at, folder, student, url, head, new }),
                    What::Failed { failed } => ledger.miss(Miss { at, folder, student, url, why: failed }),
                },
                _ => odd.push(at + 1),
            }
        }
        (ledger, odd)
    }

    /// Adds a look behind all others.
    pub fn add(&mut self, look: Look) {
        let seen = self.seen.entry(look.folder.clone()).or_default();
        for id in &look.new {
            seen.entry(id.clone()).or_insert(look.at);
        }
        self.misses.remove(&look.folder);
        let fetched = self.urls.entry(look.url.clone()).or_default();
        if !fetched.contains(&look.folder) {
            fetched.push(look.folder.clone());
        }
        self.folders.entry(look.folder.clone()).or_default().push(self.looks.len());
        self.looks.push(look);
    }

    /// Adds a look that failed behind all others.
    pub fn miss(&mut self, miss: Miss) {
        self.misses.insert(miss.folder.clone(), miss);
    }

    /// Why the latest look at the journal in that folder failed, where it did.
    pub fn failed(&self, folder: &str) -> Option<&Miss> {
        self.misses.get(folder)
    }

    /// Those of `ids` that no look of that folder had.
    pub fn unseen(&self, folder: &str, ids: Vec<String>) -> Vec<String> {
        let mut ids = ids;
        ids.retain(|id| self.first_seen(folder, id).is_none());
        ids
    }

    /// The looks at the journal in that folder, and at the same address in other folders, in the order of time: a name that was mended in
    /// the roster makes another folder, and what was seen was seen.
    pub fn of(&self, folder: &str) -> Vec<&Look> {
        let url = self.name_of(folder).map(|(_, url)| url);
        let others = url.and_then(|url| self.urls.get(url)).map(Vec::as_slice).unwrap_or_default();
        let others = others.iter().filter(|other| *other != folder).flat_map(|other| self.own(other));
        let mut all: Vec<&Look> = self.own(folder).into_iter().chain(others).collect();
        all.sort_by_key(|look| look.at);
        all
    }

    /// The looks into that folder, in the order in which they were taken.
    pub fn own(&self, folder: &str) -> Vec<&Look> {
        let places = self.folders.get(folder).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&at| self.looks.get(at)).collect()
    }

    /// When a commit of the journal in that folder was first seen.
    pub fn first_seen(&self, folder: &str, id: &str) -> Option<Timestamp> {
        self.seen.get(folder)?.get(id).copied()
    }

    /// Which of `folders` holds the same student's journal as `folder` does, and was fetched later: after the roster got another address
    /// or another spelling of the name, the earlier folder stays. Two of one name that one sync fetches are two students.
    pub fn later<'f>(&self, folder: &str, folders: &[&'f str]) -> Option<&'f str> {
        let (student, url) = self.name_of(folder)?;
        let span = |folder: &str| {
            let looks = self.own(folder);
            let last = looks.last()?.at;
            let missed = self.failed(folder).map_or(last, |miss| miss.at);
            Some((looks.first()?.at, last.max(missed)))
        };
        let (_, last) = span(folder)?;
        let is_later = |other: &&&str| {
            let known = self.name_of(other).filter(|known| known.0 == student || known.1 == url);
            let (Some(known), Some((first, latest))) = (known, span(other)) else { return false };
            known.1 == url && (latest, **other) > (last, folder) || known.0 == student && first > last + ONE_SYNC
        };
        folders.iter().filter(|other| **other != folder).find(is_later).copied()
    }

    /// Whose journal lies in that folder, and where it comes from.
    pub fn name_of(&self, folder: &str) -> Option<(&str, &str)> {
        let look = self.looks.get(*self.folders.get(folder)?.last()?)?;
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
        let mut other = look("2026-11-28T10:00:00Z", "tomo", "a", &["a"]);
        other.url = "https://git.example.org/tomo".to_owned();
        let text: String = [&first, &second, &other].iter().map(|look| look.line()).collect();
        assert_eq!(text.lines().count(), 3, "a name never breaks a line");
        let (ledger, odd) = Ledger::read(&format!("{text}\n{{\"version\":2}}\n{}", &first.line()[..40]));
        assert_eq!((ledger.looks.len(), odd), (3, vec![5, 6]));
        assert_eq!(ledger.of("mara"), [&first, &second]);
        assert_eq!(ledger.first_seen("mara", "b"), Some(first.at), "the first look counts");
        assert_eq!(ledger.first_seen("tomo", "a"), Some(other.at), "each journal by itself");
        assert_eq!(ledger.first_seen("tomo", "b"), None);
        assert_eq!(ledger.name_of("tomo").map(|(_, url)| url), Some("https://git.example.org/tomo"));
        let mut ledger = ledger;
        let mended = look("2026-11-29T10:00:00Z", "mara-linde", "c", &["a", "b", "c"]);
        ledger.add(mended.clone());
        assert_eq!(ledger.of("mara-linde"), [&first, &second, &mended], "a mended name takes nothing away");
        assert_eq!(ledger.own("mara-linde"), [&mended]);
        assert_eq!(ledger.name_of("nobody"), None);
        assert_eq!(ledger.unseen("tomo", vec!["a".to_owned(), "b".to_owned()]), ["b"]);
    }

    #[test]
    fn an_earlier_folder_of_a_student_is_known_and_a_namesake_is_none() {
        let of = |at: &str, folder: &str, student: &str, url: &str| Look {
            student: student.to_owned(),
            url: url.to_owned(),
            ..look(at, folder, "a", &[])
        };
        let mut ledger = Ledger::default();
        for look in [
            of("2026-11-20T10:00:00Z", "old-address", "Mara", "u1"),
            of("2026-11-21T10:00:00Z", "new-address", "Mara", "u2"),
            of("2026-11-20T10:00:00Z", "one-anna", "Anna", "u3"),
            of("2026-11-20T10:00:01Z", "other-anna", "Anna", "u4"),
            of("2026-11-21T10:00:00Z", "one-anna", "Anna", "u3"),
            of("2026-11-20T10:00:00Z", "old-name", "Jon", "u5"),
            of("2026-11-21T10:00:00Z", "new-name", "John", "u5"),
            of("2026-11-21T10:00:00Z", "one-sam", "Sam", "u6"),
            of("2026-11-21T10:00:05Z", "other-sam", "Sam", "u7"),
        ] {
            ledger.add(look);
        }
        let all = [
            "old-address",
            "new-address",
            "one-anna",
            "other-anna",
            "old-name",
            "new-name",
            "by-hand",
            "one-sam",
            "other-sam",
        ];
        let later: Vec<Option<&str>> = all.iter().map(|folder| ledger.later(folder, &all)).collect();
        assert_eq!(later, [Some("new-address"), None, None, None, Some("new-name"), None, None, None, None]);
    }

    #[test]
    fn a_look_that_failed_proves_nothing_and_is_known_until_one_succeeds() {
        let first = look("2026-11-20T10:00:00Z", "mara", "b", &["a", "b"]);
        let miss = Miss {
            at: "2026-11-21T10:00:00Z".parse().expect("a moment"),
            folder: "mara".to_owned(),
            student: "Mara\nVance".to_owned(),
            url: "https://git.example.org/mara".to_owned(),
            why: "There is no journal at that address.".to_owned(),
        };
        let (ledger, odd) = Ledger::read(&format!("{}{}", first.line(), miss.line()));
        assert_eq!((ledger.of("mara").len(), odd.len(), ledger.failed("mara")), (1, 0, Some(&miss)));
        let (ledger, _) = Ledger::read(&format!("{}{}{}", miss.line(), first.line(), miss.line().trim_end()));
        assert!(ledger.failed("mara").is_some(), "the latest counts");
        let (ledger, _) = Ledger::read(&format!("{}{}", miss.line(), first.line()));
        assert_eq!(ledger.failed("mara"), None);
    }
}
