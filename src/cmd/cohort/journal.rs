//! One row of a class: from the folder of a journal to what is known of its student. Everything here was written by strangers; it is
//! read as data, within bounds, and one journal never keeps the next from being checked.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::files::{Files, Reading, failed, is_at_top, task};
use super::rows::{Line, Place};
use crate::cmd::lint::check::Run;
use crate::core::calendar::Today;
use crate::core::cohort::fetching;
use crate::core::cohort::ledger::Ledger;
use crate::core::cohort::timing::Past;
use crate::core::cohort::{Cause, Due, Evidence, Failure, Flag, NO_COMMIT, Note, Student};
use crate::core::config;
use crate::core::note::place::is_template;
use crate::core::progress::{JournalState, NoteState};
use crate::core::recognise::is_project_file;
use crate::core::rules::RULES;
use crate::core::text::Source;
use crate::core::week::{StepKind, Week};
use crate::io::files::{self, path_name};
use crate::io::git::history::{History, Limits};
use crate::io::git::snapshot::{self, Id, Snapshot};
use crate::io::journal::{Journal, Kind};
use crate::io::panics;
use crate::render::status;

/// The most bytes of former versions that are checked of one journal, as of its last commit.
const MOST_CHECKED: usize = 16 * 1024 * 1024;

/// How the journals of a class are looked at.
pub struct Checker<'c> {
    /// What they are read by.
    pub reading: Reading,
    /// The day of the run.
    pub today: Today,
    /// The moment of the run; the end of its day where that was given by hand.
    pub now: Timestamp,
    /// The moment by which a note was to be complete, grace included.
    pub due: Option<Due>,
    /// How much later than a student's own due date is still in time.
    pub grace: Option<String>,
    /// The instructor's time zone.
    pub zone: TimeZone,
    /// What was seen when.
    pub ledger: &'c Ledger,
}

/// A row, and what could not be checked of it.
pub struct Checked {
    /// The row; `None` where the roster has it twice.
    pub student: Option<Student>,
    /// What could not be checked or used.
    pub failures: Vec<Failure>,
}

/// A row that is one, and what could not be checked of it.
struct Looked {
    student: Student,
    failures: Vec<Failure>,
}

impl Looked {
    fn done(self) -> Checked {
        Checked { student: Some(self.student), failures: self.failures }
    }
}

impl Checker<'_> {
    /// Looks at one journal. Never fails and never panics: what went wrong is what the row says.
    pub fn check(&self, line: &Line) -> Checked {
        panics::caught(|| line.student.clone(), || self.look(line)).unwrap_or_else(|place| {
            let message = format!(
                "Internal error{place}: this journal was not checked. Please report it, with what is special about the \
                 journal. The others are not affected."
            );
            self.lost(line, Cause::Fetching, message).done()
        })
    }

    fn look(&self, line: &Line) -> Checked {
        let (folder, name) = match &line.place {
            Place::Folder(folder, name) => (folder, name),
            Place::Lost(cause, why) => return self.lost(line, *cause, why.clone()).done(),
            Place::Repeat(why) => {
                let failure = Failure { line: line.line, path: Some(line.student.clone()), message: why.clone() };
                return Checked { student: None, failures: vec![failure] };
            }
            Place::Nowhere => {
                let mut student = row(line, JournalState::NotStarted);
                student.reason = Some("The roster names no journal.".to_owned());
                student.cause = Some(Cause::NoJournal);
                student.step = Some(StepKind::Start);
                student.next = Some(status::FIRST.to_owned());
                return self.with_due(line, student).done();
            }
        };
        let looked = snapshot::kind(folder).and_then(|kind| match kind {
            Some(_) => self.committed(line, folder, name),
            None => Ok(self.on_disk(line, folder)),
        });
        let mut checked = match looked {
            Ok(checked) => checked,
            Err(why) => self.lost(line, Cause::Journal, why),
        };
        checked.student.path = Some(name.clone());
        if let Some(miss) = self.ledger.failed(name) {
            checked.student.flags.push(Flag::LastFetchFailed);
            checked.student.cause = Some(fetching::cause(&miss.why));
        }
        if line.is_shared {
            checked.student.flags.push(Flag::SharedJournal);
        }
        checked.student.flags.sort_unstable();
        let bytes = path_name(Path::new(folder.file_name().unwrap_or_default())).bytes;
        checked.student.path_bytes = bytes;
        checked.done()
    }

    /// A row whose journal could not be read.
    fn lost(&self, line: &Line, cause: Cause, why: String) -> Looked {
        let mut student = row(line, JournalState::Unreadable);
        (student.reason, student.cause) = (Some(why.clone()), Some(cause));
        let mut checked = self.with_due(line, student);
        let path = match &line.place {
            Place::Folder(_, name) => name.clone(),
            _ => line.student.clone(),
        };
        checked.failures.insert(0, Failure { line: line.line, path: Some(path), message: why });
        checked
    }

    /// Puts the student's own due date on a row.
    fn with_due(&self, line: &Line, mut student: Student) -> Looked {
        let mut failures = Vec::new();
        if let Some(text) = &line.due {
            match Due::read(text, self.grace.as_deref(), &self.zone) {
                Ok(due) => student.due = Some(due),
                Err(why) => {
                    student.flags.push(Flag::DueUnread);
                    failures.push(Failure {
                        line: line.line,
                        path: Some(line.student.clone()),
                        message: match self.due {
                            Some(_) => format!("{why} The due date of the class is taken for this student."),
                            None => format!("{why} No due date is known for this student."),
                        },
                    })
                }
            }
        }
        Looked { student, failures }
    }

    /// A folder without Git, as it lies there.
    fn on_disk(&self, line: &Line, folder: &Path) -> Looked {
        let files = self.reading.on_disk(line, folder);
        let own = files::read(&folder.join(config::FILE), config::FILE).ok();
        let mut checked = self.told(line, files, own);
        checked.student.flags.push(Flag::NoHistory);
        checked.student.flags.sort_unstable();
        checked
    }

    /// A repository: what its last commit holds, and what its history says.
    fn committed(&self, line: &Line, folder: &Path, name: &str) -> Result<Looked, String> {
        let snapshot = Snapshot::open(folder)?;
        let files = self.reading.committed(line, folder, &snapshot);
        let journal = Arc::clone(&files.journal);
        let is_gist = journal.kind == Kind::Gist;
        let own = snapshot.files.iter().find(|file| file.path == Path::new(config::FILE));
        let own = own.and_then(|file| snapshot.read(file.id, config::FILE).ok());
        let mut checked = self.told(line, files, own);
        let student = &mut checked.student;
        let is_note = |path: &Path| files::is_markdown(path) || is_gist && is_at_top(path) && files::is_unmarked(path);
        if snapshot.uncommitted(&|path| {
            is_note(path) && journal.config.is_note_place(&path_name(path).shown, &self.reading.activity.folder)
        }) {
            student.flags.push(Flag::UncommittedNotes);
        }
        if snapshot.head.is_none() {
            student.reason = Some(NO_COMMIT.to_owned());
            return Ok(checked);
        }
        let history = snapshot.history(&is_note, Limits::default())?;
        let (complete, is_whole) = self.complete(&snapshot, &history, &journal);
        let looks = self.ledger.of(name);
        let past = Past {
            commits: &history.commits,
            complete: &complete,
            is_shallow: history.is_shallow,
            is_cut: history.is_cut || !is_whole,
            looks: &looks,
        };
        let due = student.due.as_ref().or(self.due.as_ref()).map(|due| due.at);
        let timing = past.timing(due, self.now);
        student.on_time = timing.on_time;
        student.completed_at = timing.completed_at;
        student.evidence = timing.evidence;
        student.written_at = timing.written_at;
        if let Some(due) = due.filter(|_| timing.on_time != Some(true))
            && let Some(at) = self.proven(line, folder, &past, due)
        {
            (student.on_time, student.completed_at, student.written_at) = (Some(true), Some(at), None);
            student.evidence = Evidence::FirstSeen;
        }
        student.head = history.commits.len().checked_sub(1).and_then(|last| past.commit(last));
        student.head_at_due = timing.head_at_due.and_then(|at| past.commit(at));
        student.flags.extend(timing.flags);
        student.flags.retain(|flag| *flag != Flag::WrittenEarlier || student.written_at.is_some());
        if student.completed_at.is_some() && student.state != JournalState::Done {
            student.flags.push(Flag::NoLongerComplete);
        }
        student.flags.sort_unstable();
        Ok(checked)
    }

    /// When a sync that was in time saw a complete note in a history that was rewritten since. What it saw was seen, and Git keeps it.
    fn proven(&self, line: &Line, folder: &Path, past: &Past<'_>, due: Timestamp) -> Option<Timestamp> {
        /// The most former states of a journal that are looked at.
        const MOST: usize = 20;
        let mut known: HashSet<&str> = past.commits.iter().map(|commit| commit.id.as_str()).collect();
        let in_time = past.looks.iter().filter(|look| look.at <= due);
        let gone = in_time.filter_map(|look| Some((look.at, look.head.as_deref()?)));
        let run = Run { may_silence: false, only_held: true, ..Run::on(self.today) };
        let is_complete = |head: &str| {
            let Ok(former) = Snapshot::at(folder, head) else { return false };
            let report = run.check(&self.reading.committed(line, folder, &former).tasks);
            report.notes.iter().any(|note| note.state == NoteState::Complete)
        };
        let mut gone = gone.filter(|(_, head)| known.insert(head)).take(MOST);
        gone.find(|(_, head)| is_complete(head)).map(|(at, _)| at)
    }

    /// The commits that brought a complete version of a note. Of a history in which nobody worked beside anybody else the first one
    /// says it all. Also, whether every version up to there could be read, and was.
    fn complete(&self, snapshot: &Snapshot, history: &History, journal: &Arc<Journal>) -> (Vec<usize>, bool) {
        let is_linear = history.commits.iter().all(|commit| commit.parents.len() < 2);
        let run = Run { may_silence: false, only_held: true, ..Run::on(self.today) };
        let (mut complete, mut is_whole, mut checked) = (Vec::new(), true, 0);
        let mut known: HashMap<(Id, Spot), Option<bool>> = HashMap::new();
        for version in &history.versions {
            let inside = path_name(&version.path).shown;
            let spot = Spot::of(&inside, journal);
            let verdict = match known.get(&(version.id, spot.clone())) {
                Some(verdict) => *verdict,
                None if checked > MOST_CHECKED => None,
                None => {
                    let verdict = snapshot.read(version.id, &inside).ok().map(|source| {
                        checked += source.text.len();
                        let report = run.check(&[task(journal, version.path.clone(), source)]);
                        report.notes.iter().any(|note| note.state == NoteState::Complete)
                    });
                    known.insert((version.id, spot), verdict);
                    verdict
                }
            };
            is_whole &= verdict.is_some();
            if verdict == Some(true) {
                complete.extend(&version.commits);
                if is_linear {
                    break;
                }
            }
        }
        (complete, is_whole)
    }

    /// What the notes say of the student.
    fn told(&self, line: &Line, files: Files, own: Option<Source>) -> Looked {
        let Looked { mut student, mut failures } = self.with_due(line, row(line, JournalState::NotStarted));
        let run = Run { may_silence: false, ..Run::on(self.today) };
        let report = run.check(&files.tasks);
        let not_checked = report.failures.iter().map(|failure| failed(line, &failure.path.shown, &failure.message));
        let lost: Vec<Failure> = files.failures.into_iter().chain(not_checked).collect();
        let unread = lost.first().map(|failure| failure.message.clone());
        failures.extend(lost);
        let zone = |due: &Due| due.at.to_zoned(self.zone.clone()).date();
        let due = student.due.as_ref().or(self.due.as_ref()).map(zone);
        let week = Week::of(&report.notes, &self.reading.activity, due, self.today);
        student.state = week.state;
        student.step = Some(week.next.0.kind());
        student.next = status::sentence(&week, false);
        let complete = report.notes.iter().filter(|note| note.state == NoteState::Complete);
        let levels: BTreeSet<i64> = complete.filter_map(|note| note.level).collect();
        student.levels_done = levels.into_iter().collect();
        let mut off: BTreeSet<String> = report.notes.iter().flat_map(|note| note.silenced.iter().cloned()).collect();
        off.retain(|name| RULES.iter().any(|rule| rule.name == name));
        if let Some(source) = own {
            student.flags.push(Flag::OwnConfiguration);
            let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
            let source = Source::new(config::FILE, source.text.trim_start_matches('\u{feff}'));
            if let Ok(config) = config::read(&source, false, &rules) {
                off.extend(config.switched_off().into_iter().map(str::to_owned));
            }
        }
        if !off.is_empty() {
            student.flags.push(Flag::SwitchedOffRules);
        }
        student.switched_off = off.into_iter().collect();
        if files.is_partial {
            student.flags.push(Flag::PartlyRead);
        }
        student.notes = report.notes.iter().map(Note::from).collect();
        if student.state == JournalState::NotStarted {
            student.reason = files.unread;
        }
        if let (Some(unread), true) = (unread, student.state != JournalState::Done) {
            // What cannot be read might be the note that counts.
            student.state = JournalState::Unreadable;
            student.reason = Some(unread);
            student.cause = Some(Cause::Journal);
            (student.step, student.next) = (None, None);
        }
        Looked { student, failures }
    }
}

/// What of a path has a say in whether a text is a complete note there. One text may stand under thousands of paths.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Spot {
    /// Its kind alone: whether notes lie there, whether it is at the top, and whether its name is that of a template or of a file
    /// that projects have.
    Kind { in_place: bool, at_top: bool, is_template: bool, is_project_file: bool },
    /// All of it, because the instructor's settings may name it.
    Path(String),
}

impl Spot {
    fn of(inside: &str, journal: &Journal) -> Self {
        let config = &journal.config;
        if !config.rules.is_empty() || !config.overrides.is_empty() {
            return Self::Path(inside.to_owned());
        }
        Self::Kind {
            in_place: config.is_note_place(inside, &journal.activity.folder),
            at_top: !inside.contains('/'),
            is_template: is_template(inside),
            is_project_file: is_project_file(&Path::new(inside).file_stem().unwrap_or_default().to_string_lossy()),
        }
    }
}

fn row(line: &Line, state: JournalState) -> Student {
    Student { url: line.url.clone(), columns: line.columns.clone(), ..Student::new(&line.student, state, None) }
}
