//! A journal while the editor is open: its settings, and what is kept of every note in it, open or not. Read once; afterwards only what
//! changed is read again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::place::Located;
use crate::cmd::lint::check::as_note;
use crate::cmd::lint::tasks::{Gatherer, Task, Text};
use crate::core::journal::Facts;
use crate::core::text::Source;
use crate::error::Error;
use crate::io::files;
use crate::io::journal::Journal;
use crate::io::panics;

/// From this many notes on, several threads are worth starting.
const MANY: usize = 32;

/// A journal, as it was read.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Its settings and its activity: the last ones that could be read. While somebody writes a setting that cannot, the notes are judged
    /// by those from before, and the mistake stands in the file that has it.
    pub journal: Option<Arc<Journal>>,
    /// Why they cannot be read now.
    pub error: Option<Error>,
    /// What is kept of its notes as they lie on the disk, by their path from the root.
    pub notes: BTreeMap<PathBuf, Facts>,
    are_settings_read: bool,
    are_notes_read: bool,
}

impl Shelf {
    /// Sees to it that everything of the journal at `root` is read. `activity` wins over its settings.
    pub fn fill(&mut self, root: &Path, activity: Option<&str>) {
        if !self.are_settings_read {
            self.are_settings_read = true;
            match Journal::open(root, activity) {
                Ok(journal) => (self.journal, self.error) = (Some(Arc::new(journal)), None),
                Err(error) => self.error = Some(error),
            }
            self.are_notes_read = false;
        }
        if !self.are_notes_read
            && let Some(journal) = self.journal.clone()
        {
            self.are_notes_read = true;
            self.notes = read_all(root, activity, &journal);
        }
    }

    /// Its settings may be others now, and which files are its notes.
    pub fn forget_settings(&mut self) {
        self.are_settings_read = false;
    }

    /// Its notes may be others now.
    pub fn forget_notes(&mut self) {
        self.are_notes_read = false;
    }

    /// One of its files may be another now, or gone.
    pub fn reread(&mut self, path: &Path, located: &Located) {
        let Some(journal) = self.journal.clone().filter(|_| self.are_notes_read) else { return };
        match facts_of(&task(path, located, &journal, Text::File)) {
            Some(facts) => self.notes.insert(located.inside.clone(), facts),
            None => self.notes.remove(&located.inside),
        };
    }
}

/// A file of a journal, to be looked at.
pub fn task(path: &Path, located: &Located, journal: &Arc<Journal>, text: Text) -> Task {
    Task {
        path: path.to_path_buf(),
        relative: located.relative.clone(),
        journal: Arc::clone(journal),
        named: false,
        is_asked: true,
        text,
    }
}

/// What is kept of every note of the journal. A folder or a file that cannot be read has nothing to say here; `lint` names it.
fn read_all(root: &Path, activity: Option<&str>, journal: &Arc<Journal>) -> BTreeMap<PathBuf, Facts> {
    let gathered = Gatherer::new(root, activity).gather(&[root.to_path_buf()], None).unwrap_or_default();
    let mut tasks: Vec<Task> = gathered.tasks;
    // A journal inside this one is another.
    tasks.retain(|task| task.journal.root == journal.root);
    tasks.iter_mut().for_each(|task| task.journal = Arc::clone(journal));
    let kept = |task: &Task| Some((task.path.strip_prefix(root).ok()?.to_path_buf(), facts_of(task)?));
    match tasks.len() < MANY {
        true => tasks.iter().filter_map(kept).collect(),
        false => tasks.par_iter().filter_map(kept).collect(),
    }
}

/// What is kept of a file on the disk; `None` where it is no note, or cannot be read.
fn facts_of(task: &Task) -> Option<Facts> {
    let look = || {
        let source: Source = files::read(&task.path, &task.relative).ok()?;
        as_note(task, &source, false).map(|note| Facts::of(&note, &task.relative, &task.journal.activity))
    };
    // One note that we fail at is not the end of the others.
    panics::caught(|| task.relative.clone(), look).unwrap_or_default()
}
