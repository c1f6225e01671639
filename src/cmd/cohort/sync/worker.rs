//! One row of a roster: from the address of a journal to its folder and its line in the ledger.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::core::cohort::address::Address;
use crate::core::cohort::fetching::Outcome;
use crate::core::cohort::ledger::{Ledger, Look, Miss};
use crate::core::cohort::roster::Row;
use crate::io::git_program::fetch::{Clone, Failure, Fetcher, Source};
use crate::io::ledger::Keeper;
use crate::io::{clock, files, panics};

/// Fetches journals; several threads share it.
pub struct Worker<'w> {
    /// The folder of the class.
    pub dir: PathBuf,
    /// Git.
    pub fetcher: &'w Fetcher<'w>,
    /// What earlier runs saw.
    pub ledger: &'w Ledger,
    /// What this run sees.
    pub keeper: Mutex<Keeper>,
    /// Whether new journals have their files beside the history.
    pub with_files: bool,
    /// Whether folders and servers of this machine are fetched from.
    pub allow_local: bool,
}

impl Worker<'_> {
    /// Whether the row's journal is still to be had: it was never seen, or could not be when it was last looked for.
    pub fn is_due(&self, row: &Row) -> bool {
        let Ok(Some(address)) = &row.journal else { return row.journal.is_err() || row.problem.is_some() };
        let folder = address.folder(&row.student);
        self.ledger.failed(&folder).is_some() || self.ledger.name_of(&folder).is_none()
    }

    /// Fetches the row's journal. Never fails and never panics: what went wrong is how the row ended.
    pub fn fetch(&self, row: &Row) -> Outcome {
        panics::caught(|| row.student.clone(), || self.try_fetch(row)).unwrap_or_else(|place| {
            Outcome::Failed(format!(
                "Internal error{place}: this journal was not fetched. Please report it. The others are not affected."
            ))
        })
    }

    fn try_fetch(&self, row: &Row) -> Outcome {
        if self.fetcher.is_stopped() {
            return Outcome::Stopped;
        }
        if let Some(problem) = &row.problem {
            return Outcome::Failed(problem.clone());
        }
        let address = match &row.journal {
            Ok(Some(address)) => address,
            Ok(None) => return Outcome::Passed("the roster names no journal"),
            Err(why) => return Outcome::Failed(why.clone()),
        };
        let mut path = None;
        match address {
            Address::Local(text) => match self.local(text) {
                Ok(found) => path = Some(found),
                Err(outcome) => return outcome,
            },
            Address::Loopback(_) if !self.allow_local => {
                let why = "It is on a server of this machine, and no roster from elsewhere should name one. If it is yours: --allow-local";
                return Outcome::Failed(why.to_owned());
            }
            _ => {}
        }
        let url = path.as_deref().unwrap_or(address.url());
        let journal = Journal { row, address, source: Source { url, transport: transport(address) } };
        match self.bring(&journal) {
            Ok(outcome) => outcome,
            Err(Failure::Stopped) => Outcome::Stopped,
            Err(Failure::Because(why)) => {
                let miss = Miss {
                    at: clock::now(),
                    folder: journal.folder(),
                    student: row.student.clone(),
                    url: address.shown(),
                    why: why.clone(),
                };
                match self.record(&miss.line()) {
                    Ok(()) => Outcome::Failed(why),
                    Err(other) => Outcome::Failed(format!("{why} {other}")),
                }
            }
        }
    }

    /// The whole path of a folder of this machine.
    fn local(&self, text: &str) -> Result<String, Outcome> {
        let inside = self.dir.join(text);
        let path = if files::is_there(&inside) { inside } else { PathBuf::from(text) };
        let path = files::resolved(&path, "cannot be read").map_err(|_| {
            Outcome::Failed("The folder is not there. Correct the roster, or put the folder there.".to_owned())
        })?;
        if path.starts_with(&self.dir) {
            return Err(Outcome::Passed("the journal lies in the folder of the class already"));
        }
        if !self.allow_local {
            let why = "It is a folder of this machine, and no roster from elsewhere should name one. If it is yours: --allow-local";
            return Err(Outcome::Failed(why.to_owned()));
        }
        let unnamed = || Outcome::Failed("The folder's name is no text. Give it another one.".to_owned());
        path.to_str().map(str::to_owned).ok_or_else(unnamed)
    }

    fn bring(&self, journal: &Journal) -> Result<Outcome, Failure> {
        let place = self.dir.join(journal.folder());
        let is_there = files::is_there(&place);
        let is_ours = self.ledger.name_of(&journal.folder()).is_some();
        match (is_there, is_ours) {
            (true, true) => self.update(journal, &place),
            (true, false) => Err(Failure::Because(format!(
                "The folder {} is there, and was not made by cohort sync. It was left alone. Give it another name, and \
                 the journal is fetched into a new one.",
                files::path_name(Path::new(&journal.folder())).shown
            ))),
            (false, _) => self.clone(journal, &place),
        }
    }

    fn clone(&self, journal: &Journal, place: &Path) -> Result<Outcome, Failure> {
        let new = self.fetcher.workplace.join(journal.folder());
        let cleared = |failure| {
            files::clear(&self.fetcher.workplace, &new);
            failure
        };
        let made = || -> Result<usize, Failure> {
            let clone = self.fetcher.make(&new, self.with_files, journal.source)?;
            let head = clone.fetch(journal.source.url)?;
            let commits = if head.is_some() { clone.commits()? } else { Vec::new() };
            if head.is_some() {
                clone.bring_files(true)?;
            }
            let count = commits.len();
            // Before the folder appears, so that every folder that is ours is known to be.
            self.look(journal, head, commits)?;
            files::place_folder(&new, place).map_err(Failure::Because)?;
            Ok(count)
        };
        made().map(Outcome::Cloned).map_err(cleared)
    }

    fn update(&self, journal: &Journal, place: &Path) -> Result<Outcome, Failure> {
        let clone: Clone = self.fetcher.open(place, journal.source)?;
        clone.sweep();
        let last = self.ledger.own(&journal.folder()).pop().and_then(|look| look.head.clone());
        let head = clone.fetch(journal.source.url)?;
        if head.is_none() && last.is_some() {
            let why = "The journal has no commit any more, where it had some before. What was fetched earlier was kept. \
                       Ask the student what happened.";
            return Err(Failure::Because(why.to_owned()));
        }
        let commits = if head.is_some() && head != last { clone.commits()? } else { Vec::new() };
        let new = self.ledger.unseen(&journal.folder(), commits);
        let (count, is_same) = (new.len(), head == last);
        // What was seen was seen, also where the files cannot follow.
        self.look(journal, head.clone(), new)?;
        if head.is_some() {
            clone.bring_files(false)?;
        }
        Ok(if is_same { Outcome::Unchanged } else { Outcome::Updated(count) })
    }

    fn look(&self, journal: &Journal, head: Option<String>, new: Vec<String>) -> Result<(), Failure> {
        let look = Look {
            at: clock::now(),
            folder: journal.folder(),
            student: journal.row.student.clone(),
            url: journal.address.shown(),
            head,
            new,
        };
        self.record(&look.line()).map_err(Failure::Because)
    }

    fn record(&self, line: &str) -> Result<(), String> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner).append(line)
    }

    /// Leaves nothing of the work behind.
    pub fn clear(self) {
        self.keeper.into_inner().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A row whose journal can be fetched.
struct Journal<'j> {
    row: &'j Row,
    address: &'j Address,
    source: Source<'j>,
}

impl Journal<'_> {
    fn folder(&self) -> String {
        self.address.folder(&self.row.student)
    }
}

/// The one kind of way that an address names.
fn transport(address: &Address) -> &'static str {
    let scheme = |name: &str| address.url().get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
    match address {
        Address::Local(_) => "file",
        Address::Loopback(_) if scheme("git://") => "git",
        Address::Loopback(_) => "http",
        Address::Remote(_) if scheme("https://") => "https",
        Address::Remote(_) => "ssh",
    }
}
