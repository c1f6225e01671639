//! Files to findings: each note alone, then each journal, then what is mended.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::tasks::{Task, Text};
use crate::core::calendar::Today;
use crate::core::diagnostic::{Diagnostic, Safety};
use crate::core::fix::mend;
use crate::core::journal::Facts;
use crate::core::lint::Plan;
use crate::core::note::place::Place;
use crate::core::note::{Note, parse};
use crate::core::progress::NoteState;
use crate::core::report::{Failure, Mended, NoteReport, PathName, Report};
use crate::core::text::Source;
use crate::io::files::{self, path_name};
use crate::io::journal::Journal;
use crate::io::{git, panics};
use crate::render::safe;

/// From this many files on, several threads are worth starting.
const MANY: usize = 32;

/// How a run looks at files.
#[derive(Debug, Clone, Copy)]
pub struct Run<'r> {
    /// The day of the run.
    pub today: Today,
    /// Only these rules, if there are any.
    pub only: &'r [String],
    /// Not these rules.
    pub off: &'r [String],
    /// Which findings are mended.
    pub mend: Option<Safety>,
    /// Whether a note may silence rules for itself.
    pub may_silence: bool,
    /// Whether what is mended is written to the files.
    pub write: bool,
    /// Whether notes that state that they were not held are passed over.
    pub only_held: bool,
}

impl Run<'_> {
    /// Every rule, on that day, and nothing is mended.
    pub fn on(today: Today) -> Self {
        Self { today, only: &[], off: &[], mend: None, may_silence: true, write: false, only_held: false }
    }

    /// Checks all files. The report has the notes in the order of `tasks`.
    pub fn check(&self, tasks: &[Task]) -> Report {
        let mut report = Report::default();
        let mut looks = Vec::new();
        for (at, seen) in on_all(tasks, |task| self.look(task)).into_iter().enumerate() {
            match seen {
                Seen::Note(look) => looks.push((&tasks[at], *look)),
                _ if !tasks[at].is_asked => {}
                Seen::NotANote(path) => report.skipped.push(path),
                Seen::Failed(failure) => report.failures.push(failure),
            }
        }
        self.look_around(&mut looks);
        looks.retain(|(task, _)| task.is_asked);
        for settled in on_all(&looks, |(task, look)| self.settle(task, look)) {
            match settled {
                Ok(Settled { note, mended, failure }) => {
                    report.notes.push(note);
                    report.mended.extend(mended);
                    report.failures.extend(failure);
                }
                Err(failure) => report.failures.push(failure),
            }
        }
        report
    }

    /// The plan for a file.
    pub fn plan<'t>(&'t self, task: &'t Task) -> Plan<'t> {
        self.plan_of(&task.journal)
    }

    /// The plan for a journal.
    pub fn plan_of<'t>(&'t self, journal: &'t Journal) -> Plan<'t> {
        Plan {
            activity: &journal.activity,
            config: &journal.config,
            surroundings: &journal.surroundings,
            today: self.today,
            only: self.only,
            off: self.off,
            may_silence: self.may_silence,
        }
    }

    /// One file by itself.
    fn look(&self, task: &Task) -> Seen {
        guarded(&task.path, || match load(task) {
            Ok(source) => self.look_at(task, source),
            Err(message) => Seen::Failed(Failure { path: path_name(&task.path), message }),
        })
        .unwrap_or_else(Seen::Failed)
    }

    fn look_at(&self, task: &Task, source: Source) -> Seen {
        let journal = &task.journal;
        let note = as_note(task, &source, self.only_held);
        let Some(note) = note else { return Seen::NotANote(path_name(&task.path)) };
        if !task.is_asked {
            let facts = Facts::of(&note, &task.relative, &journal.activity);
            return Seen::Note(Box::new(Look { facts, found: Vec::new(), around: Vec::new(), source: None }));
        }
        let (facts, found) = self.plan(task).look(&note, &task.relative);
        let is_wanted = !found.is_empty() || !facts.suppressions.is_empty();
        drop(note);
        Seen::Note(Box::new(Look { facts, found, around: Vec::new(), source: is_wanted.then_some(source) }))
    }

    /// The rules that need all notes of a journal.
    fn look_around(&self, looks: &mut [(&Task, Look)]) {
        let mut journals: HashMap<*const _, Vec<usize>> = HashMap::new();
        for (at, (task, _)) in looks.iter().enumerate() {
            journals.entry(Arc::as_ptr(&task.journal)).or_default().push(at);
        }
        for mut members in journals.into_values() {
            members.sort_by(|&a, &b| looks[a].1.facts.path.cmp(&looks[b].1.facts.path));
            let facts: Vec<&Facts> = members.iter().map(|&at| &looks[at].1.facts).collect();
            for (at, found) in self.plan(looks[members[0]].0).look_around(&facts) {
                looks[members[at]].1.around.push(found);
            }
        }
        for (task, look) in
            looks.iter_mut().filter(|(task, look)| task.is_asked && !look.around.is_empty() && look.source.is_none())
        {
            look.source = load(task).ok();
        }
    }

    /// What is told of a note, and what is mended in it.
    fn settle(&self, task: &Task, look: &Look) -> Result<Settled, Failure> {
        guarded(&task.path, || {
            let all: Vec<_> = look.found.iter().chain(&look.around).cloned().collect();
            let (found, state) = self.plan(task).settle(&look.facts, all);
            let path = path_name(&task.path);
            let (mended, failure) = match self.mend(task, look, &found) {
                Ok(Remedy::Written(note, mended)) => {
                    return Settled { note: *note, mended: Some(mended), failure: None };
                }
                Ok(Remedy::Shown(mended)) => (Some(mended), None),
                Ok(Remedy::None) => (None, None),
                Err(message) => (None, Some(Failure { path: path.clone(), message })),
            };
            let note = NoteReport::new(path, &look.facts, (found, state), look.source.clone(), self.today);
            Settled { note, mended, failure }
        })
    }

    /// What can be mended, written to the file where that is wanted. The error says why the file was left as it is.
    fn mend(&self, task: &Task, look: &Look, found: &[Diagnostic]) -> Result<Remedy, String> {
        let (Some(allowed), Some(source)) = (self.mend, look.source.as_ref().filter(|source| source.damage.is_none()))
        else {
            return Ok(Remedy::None);
        };
        if !found.iter().any(|found| found.fix.as_ref().is_some_and(|fix| fix.safety <= allowed)) {
            return Ok(Remedy::None);
        }
        let mended = mend(&source.text, allowed, |text| {
            let source = Source::new(source.label.clone(), text);
            let note = parse(&source, &task.journal.activity);
            let (facts, found) = self.plan(task).look(&note, &task.relative);
            drop(note);
            // What other notes say of this one is not changed by mending it.
            let all = found.into_iter().chain(look.around.iter().cloned()).collect();
            let (found, state) = self.plan(task).settle(&facts, all);
            (found.clone(), (facts, found, state, source))
        });
        let Some(mended) = mended.map_err(|unsettled| {
            format!(
                "is left as it is: mending it came to no end, or would have made it larger than 1 MiB ({}). Mend some of it by \
                 hand and run the command again; if that changes nothing, please report it, with the note if you may.",
                unsettled.rules.join(", ")
            )
        })?
        else {
            return Ok(Remedy::None);
        };
        let path = path_name(&task.path);
        let mut told = Mended { path: path.clone(), counts: mended.counts, change: None };
        if !self.write {
            told.show(&source.text, &mended.text);
            return Ok(Remedy::Shown(told));
        }
        match git::is_half_staged(&task.path) {
            Ok(false) => {}
            Ok(true) => {
                let add = format!("git add {}", safe::argument(&safe::path(&path.shown)));
                return Err(format!(
                    "is left as it is: some of its changes are staged and others are not. Stage the others, then run the \
                     command again: {add}"
                ));
            }
            Err(why) => {
                return Err(format!(
                    "is left as it is: it cannot be told whether only some of its changes are staged. {why} To see what \
                     would be mended, and do it by hand: coffeechat lint --diff"
                ));
            }
        }
        files::replace(&task.path, &source.text, &mended.text)?;
        let (facts, found, state, after): (Facts, Vec<Diagnostic>, NoteState, Source) = mended.seen;
        let note = NoteReport::new(path, &facts, (found, state), Some(after), self.today);
        Ok(Remedy::Written(Box::new(note), told))
    }
}

/// What came of mending a note.
enum Remedy {
    /// There was nothing to mend.
    None,
    /// It would change like this.
    Shown(Mended),
    /// The note as it is now.
    Written(Box<NoteReport>, Mended),
}

/// What one look at a file gave.
enum Seen {
    Note(Box<Look>),
    NotANote(PathName),
    Failed(Failure),
}

/// A note that was looked at.
struct Look {
    facts: Facts,
    /// What its own rules say.
    found: Vec<Diagnostic>,
    /// What the journal's rules say of it.
    around: Vec<Diagnostic>,
    /// The text, where it is wanted.
    source: Option<Source>,
}

/// A note whose findings are settled.
struct Settled {
    note: NoteReport,
    mended: Option<Mended>,
    /// Why it was not mended although it could have been.
    failure: Option<Failure>,
}

/// The text of a file, or the one that was given in its place.
fn load(task: &Task) -> Result<Source, String> {
    match &task.text {
        Text::Given(source) => Ok(source.clone()),
        Text::File => files::read(&task.path, &path_name(&task.path).shown),
    }
}

/// `work` on all of `list`, on several threads where that is worth it; what it gives is in the order of the list.
fn on_all<T: Sync, R: Send>(list: &[T], work: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    if list.len() < MANY { list.iter().map(work).collect() } else { list.par_iter().map(work).collect() }
}

/// A panic of ours is that one file's failure.
fn guarded<T>(path: &Path, work: impl FnOnce() -> T) -> Result<T, Failure> {
    panics::caught(|| path_name(path).shown, work).map_err(|place| {
        let message =
            format!("internal error{place}: this note was not checked. Please report it, with the note if you may.");
        Failure { path: path_name(path), message }
    })
}

/// What `source` says as a note; `None` where the file is none. `only_held` passes over notes that state that they were not held.
pub fn as_note<'s>(task: &Task, source: &'s Source, only_held: bool) -> Option<Note<'s>> {
    let journal = &task.journal;
    let is_expected = task.named || journal.config.is_note_place(&task.relative, &journal.activity.folder);
    let place = Place { path: &task.relative, is_expected };
    let top = place.note(source, &journal.activity)?;
    (!only_held || !top.states_not_held()).then(|| top.note(&journal.activity))
}
