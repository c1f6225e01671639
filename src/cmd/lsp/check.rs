//! Looking at what is open: each note alone, then the journals that were stirred, then what is told of each note. The same three steps as
//! in `lint`, with what is kept of the notes that are not open.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::document::{Document, Kind, Seen};
use super::server::Server;
use super::shelf::task;
use crate::cmd::lint::check::{Run, as_note};
use crate::cmd::lint::tasks::{Task, Text};
use crate::core::diagnostic::Diagnostic;
use crate::core::journal::Facts;
use crate::core::report::NoteReport;
use crate::core::text::Source;
use crate::io::files::path_name;
use crate::io::journal::Journal;
use crate::io::panics;

impl Server<'_> {
    /// Looks at everything that is due at `now`, and tells the client.
    pub fn look(&mut self, now: Duration) {
        let is_due = |document: &&Document| document.due.is_some_and(|due| due <= now);
        let due: Vec<String> = self.documents.values().filter(is_due).map(|document| document.uri.0.clone()).collect();
        self.look_at(&due);
    }

    /// Sees to it that what was seen of a document is what stands there now.
    pub fn refresh(&mut self, uri: &str) {
        if self.documents.get(uri).is_some_and(|document| document.due.is_some()) || !self.stirred.is_empty() {
            self.look_at(&[uri.to_owned()]);
        }
    }

    /// A note as it stands there now, with the journal that it is in and what was seen of it; `None` for what is no note of ours.
    pub fn note(&mut self, uri: &str) -> Option<(&Self, Task, &Document, &Seen)> {
        self.refresh(uri);
        let task = self.task(uri)?;
        let server = &*self;
        let document = server.documents.get(uri)?;
        Some((server, task, document, document.seen.as_ref()?))
    }

    /// Where the settings of a text without a file are looked for: in the journal around the first folder that is shown.
    pub fn first_root(&self) -> PathBuf {
        let folder = self.client.folders.first().unwrap_or(&self.env.folder).clone();
        Journal::root_above(&folder).unwrap_or(folder)
    }

    fn look_at(&mut self, due: &[String]) {
        let mut fresh: BTreeSet<String> = BTreeSet::new();
        for uri in due {
            let Some(document) = self.documents.get_mut(uri) else { continue };
            document.due = None;
            match document.kind.clone() {
                Kind::Note(_) => {
                    self.look_alone(uri);
                    fresh.insert(uri.clone());
                }
                Kind::Settings(root) => self.check_settings(uri, &root),
                Kind::Other => {
                    let (uri, version) = (document.uri.clone(), document.version);
                    self.publish(&uri, Some(version), Vec::new());
                }
            }
        }
        for root in std::mem::take(&mut self.stirred) {
            self.look_around(&root, &mut fresh);
        }
        for uri in fresh {
            self.settle(&uri);
        }
    }

    /// One note by itself.
    fn look_alone(&mut self, uri: &str) {
        let today = self.today();
        let Some(task) = self.task(uri) else {
            if let Some(document) = self.documents.get_mut(uri) {
                document.seen = None;
            }
            return;
        };
        let Some(document) = self.documents.get_mut(uri) else { return };
        let source = Source::from_bytes(task.relative.clone(), document.text.clone().into_bytes());
        let looked = panics::caught(
            || task.relative.clone(),
            || as_note(&task, &source, false).map(|note| Run::on(today).plan(&task).look(&note, &task.relative)),
        );
        document.failed = None;
        document.seen = match looked {
            Ok(Some((facts, found))) => {
                let around = document.seen.take().map(|seen| seen.around).unwrap_or_default();
                Some(Seen { source, facts, found, around, told: Vec::new() })
            }
            Ok(None) => None,
            Err(place) => {
                document.failed = Some(failed(&place));
                None
            }
        };
        let root = task.journal.root.clone();
        self.stirred.insert(root);
    }

    /// A document as a file of its journal; `None` where the journal's settings could never be read.
    pub fn task(&mut self, uri: &str) -> Option<Task> {
        let document = self.documents.get(uri)?;
        let Kind::Note(located) = document.kind.clone() else { return None };
        let path = document.address.clone().file();
        let (Some(located), Some(path)) = (located, path) else {
            // A text without a file lies nowhere.
            let journal = self.journal(&self.first_root())?;
            let (path, relative) = (PathBuf::from(uri), String::new());
            let text = Text::Given(Source::default());
            return Some(Task { path, relative, journal, named: false, is_asked: true, text });
        };
        let journal = self.journal(&located.root)?;
        // Only a gist has notes without an ending.
        let is_here = crate::io::files::is_markdown(&path) || journal.surroundings.is_gist;
        is_here.then(|| task(&path, &located, &journal, Text::Given(Source::default())))
    }

    /// The journal at `root`, read where it is not yet.
    pub fn journal(&mut self, root: &Path) -> Option<Arc<Journal>> {
        let shelf = self.shelves.entry(root.to_path_buf()).or_default();
        shelf.fill(root, self.env.activity.as_deref());
        shelf.journal.clone()
    }

    /// The rules that need all notes of a journal. Open notes of which something else is said than before are `fresh`, too.
    fn look_around(&mut self, root: &Path, fresh: &mut BTreeSet<String>) {
        let today = self.today();
        let Some(journal) = self.journal(root) else { return };
        let all = self.notes_of(root);
        let nobody = || journal.root.to_string_lossy().into_owned();
        let said = panics::caught(nobody, || {
            let notes: Vec<&Facts> = all.iter().map(|(facts, _)| *facts).collect();
            Run::on(today).plan_of(&journal).look_around(&notes)
        });
        let mut around: BTreeMap<String, Vec<Diagnostic>> =
            all.iter().filter_map(|(_, uri)| Some(((*uri)?.to_owned(), Vec::new()))).collect();
        for (at, found) in said.unwrap_or_default() {
            if let Some(uri) = all.get(at).and_then(|(_, uri)| *uri) {
                around.entry(uri.to_owned()).or_default().push(found);
            }
        }
        for (uri, found) in around {
            let Some(document) = self.documents.get_mut(&uri) else { continue };
            // What was typed in it meanwhile moves its places; it is told of once it is looked at.
            let is_due = document.due.is_some();
            if let Some(seen) = document.seen.as_mut().filter(|seen| seen.around != found) {
                seen.around = found;
                if !is_due {
                    fresh.insert(uri);
                }
            }
        }
    }

    /// What is told of a note.
    fn settle(&mut self, uri: &str) {
        let today = self.today();
        let task = self.task(uri);
        let Some(document) = self.documents.get_mut(uri) else { return };
        if let (Some(task), Some(seen)) = (&task, &mut document.seen) {
            let settled = panics::caught(
                || task.relative.clone(),
                || {
                    let all = seen.found.iter().chain(&seen.around).cloned().collect();
                    let (found, state) = Run::on(today).plan(task).settle(&seen.facts, all);
                    let source = Some(seen.source.clone());
                    NoteReport::new(path_name(&task.path), &seen.facts, (found, state), source, today).found
                },
            );
            match settled {
                Ok(told) => seen.told = told,
                Err(place) => document.failed = Some(failed(&place)),
            }
        }
        self.publish_note(uri);
    }
}

impl Server<'_> {
    /// What is known of all notes of a journal, in the order of their paths, with the addresses of those that are open: as they stand in
    /// the editor, which wins over the disk.
    pub fn notes_of(&self, root: &Path) -> Vec<(&Facts, Option<&str>)> {
        let open: BTreeMap<PathBuf, &str> = open_notes(&self.documents, root).collect();
        let on_disk = self.shelves.get(root).into_iter().flat_map(|shelf| &shelf.notes);
        let closed = on_disk.filter(|(inside, _)| !open.contains_key(*inside)).map(|(_, facts)| (facts, None));
        let seen = open.values().filter_map(|uri| {
            let seen = self.documents.get(*uri)?.seen.as_ref()?;
            Some((&seen.facts, Some(*uri)))
        });
        let mut all: Vec<_> = closed.chain(seen).collect();
        all.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        all
    }
}

/// What is said of a note at which we failed, as `lint` says it.
fn failed(place: &str) -> String {
    format!("internal error{place}: this note was not checked. Please report it, with the note if you may.")
}

/// The open documents of a journal, by their path from its root.
fn open_notes<'d>(documents: &'d BTreeMap<String, Document>, root: &Path) -> impl Iterator<Item = (PathBuf, &'d str)> {
    documents.iter().filter_map(move |(uri, document)| match &document.kind {
        Kind::Note(Some(located)) if located.root == root => Some((located.inside.clone(), uri.as_str())),
        _ => None,
    })
}
