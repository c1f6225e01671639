//! A note of a student and what is found in it, as the document of a class has them, and back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::{bytes, named};
use crate::core::cohort;
use crate::core::diagnostic::{Safety, Severity};
use crate::core::progress::NoteState;

#[derive(Serialize, Deserialize)]
pub(super) struct Note {
    path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    state: String,
    level: Option<i64>,
    contact: Option<String>,
    date: Option<String>,
    status: Option<String>,
    diagnostics: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
struct Finding {
    rule: String,
    severity: String,
    message: String,
    help: String,
    span: Place,
    fix: Option<Fix>,
}

#[derive(Serialize, Deserialize)]
struct Place {
    start: Point,
    end: Point,
}

#[derive(Serialize, Deserialize)]
struct Point {
    line: usize,
    column: usize,
    offset: usize,
}

#[derive(Serialize, Deserialize)]
struct Fix {
    title: String,
    safety: String,
    edits: Vec<Edit>,
}

#[derive(Serialize, Deserialize)]
struct Edit {
    start: Point,
    end: Point,
    text: String,
}

/// The name of a rule, which may be one of another version. Anything else is somebody's text, and has no place among names.
fn rule_name(text: String) -> Result<String, String> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match !text.is_empty() && text.bytes().all(is_name) {
        true => Ok(text),
        false => Err(format!("has the name of a rule in it that cannot be one: {text}")),
    }
}

impl Note {
    pub(super) fn of(note: &cohort::Note) -> Self {
        Self {
            path: note.path.clone(),
            path_bytes: note.path_bytes.as_ref().map(|bytes| STANDARD.encode(bytes)),
            state: note.state.name().to_owned(),
            level: note.level,
            contact: note.contact.clone(),
            date: note.date.clone(),
            status: note.status.clone(),
            diagnostics: note.found.iter().map(Finding::of).collect(),
        }
    }

    pub(super) fn read(self) -> Result<cohort::Note, String> {
        Ok(cohort::Note {
            path: self.path,
            path_bytes: bytes(self.path_bytes)?,
            state: named(&NoteState::ALL, NoteState::name, &self.state)?,
            level: self.level,
            contact: self.contact,
            date: self.date,
            status: self.status,
            found: self.diagnostics.into_iter().map(Finding::read).collect::<Result<_, _>>()?,
        })
    }
}

impl Finding {
    fn of(found: &cohort::Finding) -> Self {
        Self {
            rule: found.rule.clone(),
            severity: found.severity.name().to_owned(),
            message: found.message.clone(),
            help: found.help.clone(),
            span: Place { start: Point::of(found.place.start), end: Point::of(found.place.end) },
            fix: found.fix.as_ref().map(|fix| Fix {
                title: fix.title.clone(),
                safety: fix.safety.name().to_owned(),
                edits: fix
                    .edits
                    .iter()
                    .map(|(place, text)| Edit {
                        start: Point::of(place.start),
                        end: Point::of(place.end),
                        text: text.clone(),
                    })
                    .collect(),
            }),
        }
    }

    fn read(self) -> Result<cohort::Finding, String> {
        let fix = self.fix.map(|fix| {
            let edits = fix.edits.into_iter();
            Ok::<_, String>(cohort::Fix {
                title: fix.title,
                safety: named(&Safety::ALL, Safety::name, &fix.safety)?,
                edits: edits
                    .map(|edit| (cohort::Place { start: edit.start.read(), end: edit.end.read() }, edit.text))
                    .collect(),
            })
        });
        Ok(cohort::Finding {
            rule: rule_name(self.rule)?,
            severity: named(&Severity::ALL, Severity::name, &self.severity)?,
            message: self.message,
            help: self.help,
            place: cohort::Place { start: self.span.start.read(), end: self.span.end.read() },
            fix: fix.transpose()?,
        })
    }
}

impl Point {
    fn of(point: cohort::Point) -> Self {
        Self { line: point.line, column: point.column, offset: point.offset }
    }

    fn read(self) -> cohort::Point {
        cohort::Point { line: self.line, column: self.column, offset: self.offset }
    }
}
