//! What renames a note whose file is called after another day, ready to type.

use std::path::Path;

use super::tasks::{Task, Text};
use crate::core::report::{NoteReport, Report};
use crate::core::rules::file_name_date;
use crate::io::files::{self, path_name};
use crate::io::git;
use crate::render::safe;

/// For so many notes; the others are named as well, but Git is not asked about each of a thousand.
const MOST: usize = 20;

/// Puts the command into the help of the finding.
pub fn type_it(report: &mut Report, tasks: &[Task]) {
    let is_named_so = |note: &&mut NoteReport| note.found.iter().any(|found| found.rule == file_name_date::RULE.name);
    for note in report.notes.iter_mut().filter(is_named_so).take(MOST) {
        let task = tasks.iter().find(|task| path_name(&task.path) == note.path);
        let is_on_disk = |task: &&Task| matches!(task.text, Text::File) && note.path.bytes.is_none();
        let day = note.date.as_deref().and_then(|date| date.parse().ok());
        let Some((task, day)) = task.filter(is_on_disk).zip(day) else { continue };
        let Some(command) = command(&task.path, day) else { continue };
        for found in note.found.iter_mut().filter(|found| found.rule == file_name_date::RULE.name) {
            found.help(format!("Correct the date here, or rename the file:\n\n{command}"));
        }
    }
}

/// `git mv` for a file that Git has, `mv` for another; `None` where the new name is taken.
fn command(path: &Path, day: jiff::civil::Date) -> Option<String> {
    let renamed = path.with_file_name(file_name_date::renamed(path.file_name()?.to_str()?, day)?);
    if files::is_there(&renamed) {
        return None;
    }
    let word = |path: &Path| safe::argument(&safe::path(&path_name(path).shown)).into_owned();
    let program = match git::is_tracked(path) {
        true => "git mv",
        false if cfg!(windows) => "move",
        false => "mv",
    };
    Some(format!("{program} {} {}", word(path), word(&renamed)))
}
