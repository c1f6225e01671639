//! A journal at a glance as one JSON document, version 1. The structs here are the contract.

use serde::Serialize;

use super::words;
use crate::core::report::Failure;
use crate::core::week::{Line, Week, errors};
use crate::render::json::{self, FailureEntry};

#[derive(Serialize)]
struct Document<'w> {
    version: u8,
    state: &'static str,
    next: Next<'w>,
    deadline: Option<Deadline>,
    goal: Option<Goal>,
    notes: Vec<Note<'w>>,
    failures: Vec<FailureEntry<'w>>,
}

#[derive(Serialize)]
struct Next<'w> {
    step: &'static str,
    path: Option<&'w str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    text: String,
    commands: Vec<String>,
}

#[derive(Serialize)]
struct Deadline {
    week: u8,
    date: Option<String>,
    days_left: Option<i32>,
}

#[derive(Serialize)]
struct Goal {
    level: i64,
    done: usize,
    count: usize,
}

#[derive(Serialize)]
struct Note<'w> {
    path: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    level: Option<i64>,
    contact: Option<&'w str>,
    date: Option<&'w str>,
    status: Option<&'static str>,
    state: &'static str,
    errors: usize,
    next: &'static str,
}

/// The whole document.
pub fn document(week: &Week<'_>, failures: &[Failure]) -> String {
    let (step, note) = week.next;
    let advice = words::next(week, !failures.is_empty());
    json::pretty(&Document {
        version: 1,
        state: week.state.name(),
        next: Next {
            step: step.name(),
            path: note.map(|note| note.path.shown.as_str()),
            path_bytes: note.and_then(|note| json::bytes(&note.path)),
            text: advice.text,
            commands: advice.commands.into_iter().map(|(_, command)| command).collect(),
        },
        deadline: week.due.map(|due| Deadline {
            week: due.week,
            date: due.day.map(|(day, _)| day.to_string()),
            days_left: due.day.map(|(_, days)| days),
        }),
        goal: week.goal.as_ref().map(|goal| Goal { level: goal.level, done: goal.done, count: goal.count }),
        notes: week.lines.iter().map(entry).collect(),
        failures: failures.iter().map(json::failure).collect(),
    })
}

fn entry<'w>(line: &Line<'w>) -> Note<'w> {
    let note = line.note;
    Note {
        path: &note.path.shown,
        path_bytes: json::bytes(&note.path),
        level: note.level,
        contact: note.contact.as_deref(),
        date: note.date.as_deref(),
        status: note.status,
        state: note.state.name(),
        errors: errors(note),
        next: line.step.name(),
    }
}
