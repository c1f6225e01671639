//! A class with one JSON document a line: each student in the fields that `json` has, each failure, what became
//! of the class since a former report, and the totals last.

use serde::Serialize;

use super::json::{Shard, changes, failure, shard, student};
use crate::core::cohort::Class;
use crate::render::json::VERSION;
use crate::render::jsonl::line;

/// What stands at the head of `json`, and its totals.
#[derive(Serialize)]
struct Last<'c> {
    version: u8,
    activity: &'c str,
    due: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_before_grace: Option<jiff::Timestamp>,
    partial: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    shard: Option<Shard>,
    students: usize,
    done: usize,
    open: usize,
    needs_work: usize,
    not_started: usize,
    unreadable: usize,
}

/// The whole report.
pub fn render(class: &Class) -> String {
    let totals = class.totals();
    let last = Last {
        version: VERSION,
        activity: &class.activity,
        due: class.due.as_ref().map(|due| due.text.as_str()),
        due_before_grace: class.due.as_ref().and_then(|due| due.before_grace),
        partial: class.is_partial(),
        shard: shard(class),
        students: totals.students,
        done: totals.done,
        open: totals.open,
        needs_work: totals.needs_work,
        not_started: totals.not_started,
        unreadable: totals.unreadable,
    };
    let students = class.students.iter().map(|one| line("student", student(one)));
    let failures = class.failures.iter().map(|one| line("failure", failure(one)));
    let changes = class.changes.iter().map(|one| line("changes", changes(one)));
    students.chain(failures).chain(changes).chain([line("totals", last)]).collect()
}
