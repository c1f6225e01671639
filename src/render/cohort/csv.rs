//! A class as CSV, for a spreadsheet or a gradebook: our columns, then those that GitHub Classroom's export of grades had, then the
//! roster's own. No contact is named.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};

use super::words;
use crate::core::cohort::{Class, Student};
use crate::core::diagnostic::Severity;
use crate::core::progress::{JournalState, NoteState};
use crate::render::safe;

/// How the file is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether it begins with a byte order mark.
    pub bom: bool,
    /// The points of a student who is done.
    pub points: Option<u32>,
}

/// Our own columns.
const OWN: [&str; 22] = [
    "student",
    "state",
    "on_time",
    "completed_at",
    "evidence",
    "levels_done",
    "notes",
    "complete",
    "open",
    "closed",
    "needs_work",
    "errors",
    "warnings",
    "advice",
    "flags",
    "switched_off",
    "next",
    "reason",
    "path",
    "url",
    "head",
    "head_at_due",
];

/// Those of the extension `gh classroom` for its export of grades.
const GRADES: [&str; 7] = [
    "assignment_name",
    "github_username",
    "roster_identifier",
    "student_repository_url",
    "submission_timestamp",
    "points_awarded",
    "points_available",
];

/// The report.
pub fn render(class: &Class, options: Options) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let mut headings: Vec<&str> = Vec::new();
    for (name, _) in class.students.iter().flat_map(|student| &student.columns) {
        if !headings.contains(&name.as_str()) {
            headings.push(name);
        }
    }
    let ours = || OWN.into_iter().chain(GRADES);
    let named = headings.iter().map(|name| match ours().any(|own| own == *name) {
        true => Cow::Owned(format!("roster_{name}")),
        false => guarded(name),
    });
    // A writer into memory does not fail.
    let _ = writer.write_record(ours().map(Cow::Borrowed).chain(named).map(|cell| cell.into_owned()));
    for student in &class.students {
        let cells = own(student).into_iter().chain(grades(class, student, options));
        let theirs = headings.iter().map(|name| column(student, name).unwrap_or_default().to_owned());
        let cells = cells.chain(theirs);
        let _ = writer.write_record(cells.map(|cell| guarded(&cell).into_owned()));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    if options.bom { format!("\u{feff}{text}") } else { text }
}

fn column<'s>(student: &'s Student, name: &str) -> Option<&'s str> {
    student.columns.iter().find(|(heading, _)| heading == name).map(|(_, value)| value.as_str())
}

fn own(student: &Student) -> [String; 22] {
    let notes = |state: NoteState| student.notes.iter().filter(|note| note.state == state).count().to_string();
    let count = |severity: Severity| student.count(severity).to_string();
    let commit = |commit: &Option<crate::core::cohort::Commit>| {
        commit.as_ref().map(|commit| commit.id.clone()).unwrap_or_default()
    };
    [
        student.student.clone(),
        student.state.name().to_owned(),
        student.on_time.map(|on_time| on_time.to_string()).unwrap_or_default(),
        student.completed_at.map(|at| at.to_string()).unwrap_or_default(),
        student.evidence.name().to_owned(),
        student.levels_done.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
        student.notes.len().to_string(),
        notes(NoteState::Complete),
        notes(NoteState::Open),
        notes(NoteState::Closed),
        notes(NoteState::NeedsWork),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Advice),
        student.flags.iter().map(|flag| flag.name()).collect::<Vec<_>>().join(" "),
        student.switched_off.join(" "),
        student.step.map(words::step).unwrap_or_default().to_owned(),
        student.reason.clone().unwrap_or_default(),
        student.path.clone().unwrap_or_default(),
        student.url.clone().unwrap_or_default(),
        commit(&student.head),
        commit(&student.head_at_due),
    ]
}

fn grades(class: &Class, student: &Student, options: Options) -> [String; 7] {
    let named = |name: &str| {
        let plain = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
        student.columns.iter().find(|(heading, _)| plain(heading) == name).map(|(_, value)| value.clone())
    };
    // Nobody knows what stands in a journal that cannot be read.
    let is_known = student.state != JournalState::Unreadable;
    let points = options.points.filter(|_| is_known);
    let points = points.map(|points| if student.state == JournalState::Done { points } else { 0 });
    [
        class.activity.clone(),
        named("github_username").or_else(|| named("username")).unwrap_or_default(),
        named("identifier").unwrap_or_else(|| student.student.clone()),
        student.url.clone().unwrap_or_default(),
        student.completed_at.map(|at| at.to_string()).unwrap_or_default(),
        points.map(|points| points.to_string()).unwrap_or_default(),
        options.points.map(|points| points.to_string()).unwrap_or_default(),
    ]
}

/// A cell that no spreadsheet takes for a formula and no reader of a log for a command (`::error::`, `##vso[`), in one line and without characters that steer a terminal. Numbers stay numbers.
fn guarded(cell: &str) -> Cow<'_, str> {
    let is_number = !cell.is_empty() && cell.parse::<f64>().is_ok_and(f64::is_finite);
    let begins = |text: &str| text.starts_with(BEGINNINGS) || text.starts_with(['\t', '\r', '\n']);
    let is_command = cell.trim_start().starts_with("::") || cell.trim_start().starts_with("##");
    let is_formula = !is_number && (begins(cell) || begins(cell.trim_start()) || is_command);
    let cell = match safe::inline(cell) {
        cell if cell.contains(';') => Cow::Owned(parted(&cell)),
        cell => cell,
    };
    if is_formula { Cow::Owned(format!("'{cell}")) } else { cell }
}

/// What begins a formula.
const BEGINNINGS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The same for each part of a cell between semicolons: where a comma is what parts the digits of a number, spreadsheet programs part
/// the cells of a file there, quotes or not.
fn parted(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 4);
    let mut is_beginning = false;
    for c in cell.chars() {
        if is_beginning && BEGINNINGS.contains(&c) {
            out.push('\'');
        }
        is_beginning = c == ';' || is_beginning && (c.is_whitespace() || c == '"');
        out.push(c);
    }
    out
}
