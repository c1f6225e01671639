//! What became of a class since a former report, as the document of a class has it. It is written and never read back.

use serde::Serialize;

use crate::core::cohort::baseline;

#[derive(Serialize)]
pub(super) struct Changes {
    students: Vec<Change>,
    new: Vec<String>,
    gone: Vec<String>,
    unchanged: usize,
}

#[derive(Serialize)]
struct Change {
    student: String,
    from: &'static str,
    to: &'static str,
    levels_done: Vec<i64>,
    notes_added: usize,
    notes_removed: usize,
    found: Vec<String>,
    mended: Vec<String>,
}

impl Changes {
    pub(super) fn of(changes: &baseline::Changes) -> Self {
        Self {
            students: changes.students.iter().map(Change::of).collect(),
            new: changes.newcomers.clone(),
            gone: changes.missing.clone(),
            unchanged: changes.same,
        }
    }
}

impl Change {
    fn of(change: &baseline::Change) -> Self {
        Self {
            student: change.student.clone(),
            from: change.from.name(),
            to: change.to.name(),
            levels_done: change.levels.clone(),
            notes_added: change.notes_more,
            notes_removed: change.notes_less,
            found: change.found.clone(),
            mended: change.mended.clone(),
        }
    }
}
