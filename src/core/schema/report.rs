//! What `lint --format json` and `jsonl` print, version 1.

use serde_json::{Value, json};

use super::{closed, document, said};
use crate::core::diagnostic::{Safety, Severity};
use crate::core::progress::NoteState;
use crate::core::recognise::NAMES;
use crate::core::rules::RULES;

const DESCRIPTION: &str = "What `coffeechat lint --format json` prints. A line of `--format jsonl` is described by #/$defs/line. Lines and \
    columns count from 1, columns in characters; offsets count bytes from 0. Rules are those of this version of coffeechat: a later \
    one may have more of them without a new version of the document.";

/// The schema of a report.
pub fn report() -> Value {
    let mut schema = closed(
        vec![
            ("version", version()),
            ("summary", said("Summary", "How many of each.", closed(counts(), &[]))),
            (
                "notes",
                said(
                    "Notes",
                    "All notes that were checked, by path.",
                    json!({ "type": "array", "items": { "$ref": "#/$defs/note" } }),
                ),
            ),
            (
                "failures",
                said(
                    "Failures",
                    "What could not be checked, by path.",
                    json!({ "type": "array", "items": { "$ref": "#/$defs/failure" } }),
                ),
            ),
        ],
        &[],
    );
    let mut definitions = findings();
    definitions["note"] = said("Note", "A note and what was found in it.", closed(note(), &["path_bytes"]));
    definitions["failure"] = said("Failure", "A file that could not be checked.", closed(failure(), &["path_bytes"]));
    definitions["line"] = lines();
    schema["$defs"] = definitions;
    document("report.json", "A report of coffeechat lint, version 1", DESCRIPTION, schema)
}

/// One line of `jsonl`.
fn lines() -> Value {
    let line = |kind: &str, mut fields: Vec<(&'static str, Value)>| {
        fields.push(("type", said("Type", "What this line is.", json!({ "const": kind }))));
        closed(fields, &["path_bytes"])
    };
    let mut last = counts();
    last.push(("version", version()));
    said(
        "Line",
        "A line of --format jsonl: a note, a failure, and last of all the summary.",
        json!({ "oneOf": [line("note", note()), line("failure", failure()), line("summary", last)] }),
    )
}

fn version() -> Value {
    said("Version", "The version of the document.", json!({ "const": 1 }))
}

/// A number of things.
pub(super) fn count(what: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": what })
}

fn counts() -> Vec<(&'static str, Value)> {
    [
        ("notes", "Notes."),
        ("complete", "Notes that are complete."),
        ("open", "Notes whose conversation is still to come."),
        ("closed", "Notes whose conversation will not be held."),
        ("needs_work", "Notes with an error, or with several conversations."),
        ("errors", "Findings of that severity."),
        ("warnings", "Findings of that severity."),
        ("advice", "Findings of that severity."),
        ("skipped", "Markdown files that are not notes."),
    ]
    .map(|(name, what)| (name, count(what)))
    .into()
}

/// Where something lies.
fn place() -> [(&'static str, Value); 2] {
    let bytes = json!({ "type": "string", "contentEncoding": "base64", "pattern": "^[A-Za-z0-9+/]*={0,2}$" });
    [
        (
            "path",
            said(
                "Path",
                "The file's path, with / or \\ as the system has it; lossy where path_bytes is there too.",
                json!({ "type": "string" }),
            ),
        ),
        ("path_bytes", said("Path in bytes", "The path's bytes in base64, where it is not UTF-8.", bytes)),
    ]
}

/// The states of a note.
pub(super) fn states() -> [&'static str; 4] {
    NoteState::ALL.map(NoteState::name)
}

/// A note's fields.
pub(super) fn note() -> Vec<(&'static str, Value)> {
    let mut statuses: Vec<Value> = NAMES.statuses.iter().map(|status| json!(status.canonical)).collect();
    statuses.push(Value::Null);
    let day = json!({ "type": ["string", "null"], "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });
    let mut fields: Vec<(&'static str, Value)> = place().into();
    fields.extend([
        ("state", said("State", "How far the note is.", json!({ "enum": states() }))),
        ("level", said("Level", "Its level; null where none can be read.", json!({ "type": ["integer", "null"] }))),
        (
            "contact",
            said(
                "Contact",
                "With whom, several people joined by a comma; null where nobody is named.",
                json!({ "type": ["string", "null"] }),
            ),
        ),
        ("date", said("Date", "The day, as YYYY-MM-DD; null where none can be read.", day)),
        (
            "status",
            said("Status", "In its canonical spelling; null where none can be read.", json!({ "enum": statuses })),
        ),
        (
            "diagnostics",
            said(
                "Diagnostics",
                "What was found, in the order of the text.",
                json!({ "type": "array", "items": { "$ref": "#/$defs/diagnostic" } }),
            ),
        ),
    ]);
    fields
}

fn failure() -> Vec<(&'static str, Value)> {
    let mut fields: Vec<(&'static str, Value)> = place().into();
    fields.push(("message", said("Message", "Why, and what to do.", json!({ "type": "string" }))));
    fields
}

/// The definitions that a note's fields refer to.
pub(super) fn findings() -> Value {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let severities = Severity::ALL.map(Severity::name);
    let safeties = Safety::ALL.map(Safety::name);
    let text = || json!({ "type": "string" });
    let point = |what: &str| json!({ "$ref": "#/$defs/point", "description": what });
    let edit = closed(
        vec![
            ("start", point("Where what goes begins.")),
            ("end", point("Where it ends; the same place where something is only added.")),
            ("text", said("Text", "What comes in its place.", text())),
        ],
        &[],
    );
    let fix = closed(
        vec![
            ("title", said("Title", "What it does.", text())),
            ("safety", said("Safety", "Whether it may be made unseen.", json!({ "enum": safeties }))),
            ("edits", said("Edits", "All of them, or none.", json!({ "type": "array", "items": edit }))),
        ],
        &[],
    );
    let span = closed(vec![("start", point("Where it begins.")), ("end", point("Where it ends."))], &[]);
    let diagnostic = closed(
        vec![
            ("rule", said("Rule", "The rule's name, for coffeechat explain.", json!({ "enum": rules }))),
            ("severity", said("Severity", "How much it matters.", json!({ "enum": severities }))),
            ("message", said("Message", "What was seen.", text())),
            ("help", said("Help", "Why it matters, and what to type.", text())),
            (
                "url",
                said(
                    "Address",
                    "Where more is said of the rule; not there in this version.",
                    json!({ "type": "string", "format": "uri" }),
                ),
            ),
            ("span", said("Span", "The place, or where the missing thing should go.", span)),
            (
                "fix",
                said(
                    "Fix",
                    "How to mend it; null where that takes a person.",
                    json!({ "anyOf": [{ "type": "null" }, fix] }),
                ),
            ),
        ],
        &["url"],
    );
    let place = |what: &str| json!({ "type": "integer", "minimum": 1, "description": what });
    json!({
        "diagnostic": said("Diagnostic", "One finding.", diagnostic),
        "point": closed(
            vec![
                ("line", place("From 1.")),
                ("column", place("From 1, in characters.")),
                ("offset", json!({ "type": "integer", "minimum": 0, "description": "From 0, in bytes of the file." })),
            ],
            &[],
        ),
    })
}
