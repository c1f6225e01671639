//! What `cohort check --format json` prints, version 1.

use serde_json::{Value, json};

use super::report::{count, findings, note, states};
use super::{closed, document, said};
use crate::core::cohort::{Cause, Evidence, Flag};
use crate::core::progress::JournalState;
use crate::core::recognise::fold;
use crate::core::week::StepKind;

const DESCRIPTION: &str = "What `coffeechat cohort check --format json` prints. A line of `--format jsonl` is described by #/$defs/line. One row a student, in the order of the roster, else by name. Under --anonymous, `student` \
    is a keyed hash; path, url, contact and a note's path are null, columns are empty, fixes are null, and messages hold no \
    quoted values.";

/// How a total is called: as the state, with the underscore that keys have.
fn key(state: &str) -> String {
    fold(state).replace(' ', "_")
}

/// The schema of a cohort's report.
pub fn cohort() -> Value {
    let array = |name: &str| json!({ "type": "array", "items": { "$ref": format!("#/$defs/{name}") } });
    let moment = json!({ "type": ["string", "null"], "format": "date-time", "pattern": MOMENT });
    let mut schema = closed(
        vec![
            ("version", said("Version", "The version of the document.", json!({ "const": 1 }))),
            ("activity", said("Activity", "The name of the activity.", json!({ "type": "string" }))),
            (
                "due",
                said(
                    "Due",
                    "The moment that \"on time\" is measured by, grace included, as a time with its offset; null where none is known.",
                    moment,
                ),
            ),
            (
                "partial",
                said(
                    "Partial",
                    "Whether something could not be checked, so that the exit code is 2.",
                    json!({ "type": "boolean" }),
                ),
            ),
            ("totals", totals()),
            ("students", said("Students", "One row each.", array("student"))),
            (
                "failures",
                said(
                    "Failures",
                    "What could not be checked or used, such as a line of the roster. Its student has a row all the same.",
                    array("failure"),
                ),
            ),
            ("due_before_grace", before_grace()),
            ("shard", shard()),
            ("changes", said("Changes", "What became of the class since the report of --baseline.", changes())),
        ],
        &["changes", "shard", "due_before_grace"],
    );
    let mut definitions = findings();
    definitions["student"] = said("Student", "A student, and how far the journal is.", student());
    definitions["note"] = said("Note", "A note, as in the report of lint.", closed(cohort_note(), &["path_bytes"]));
    definitions["failure"] = failure();
    definitions["line"] = lines(&schema);
    schema["$defs"] = definitions;
    document("cohort.json", "A report of coffeechat cohort check, version 1", DESCRIPTION, schema)
}

/// A moment with its offset from UTC.
const MOMENT: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})$";

/// One line of `jsonl`, made from what `json` has.
fn lines(document: &Value) -> Value {
    let line = |kind: &str, mut object: Value| {
        object["properties"]["type"] = said("Type", "What this line is.", json!({ "const": kind }));
        if let Some(required) = object["required"].as_array_mut() {
            required.push(json!("type"));
        }
        object
    };
    let mut last = totals();
    for name in ["version", "activity", "due", "due_before_grace", "partial", "shard"] {
        last["properties"][name] = document["properties"][name].clone();
    }
    if let Some(required) = last["required"].as_array_mut() {
        required.extend(["version", "activity", "due", "partial"].map(Value::from));
    }
    let lines =
        [line("student", student()), line("failure", failure()), line("changes", changes()), line("totals", last)];
    said(
        "Line",
        "A line of --format jsonl: a student, a failure, what changed, and last of all the totals with what stands at the head of json.",
        json!({ "oneOf": lines }),
    )
}

fn shard() -> Value {
    let number = || json!({ "type": "integer", "minimum": 1 });
    let part = closed(
        vec![("index", said("Index", "Which, from 1.", number())), ("of", said("Of", "Of how many.", number()))],
        &[],
    );
    said("Shard", "Which part of the class this is, where it is one.", part)
}

fn changes() -> Value {
    let names = || json!({ "type": "array", "items": { "type": "string" } });
    let state = || json!({ "enum": JournalState::ALL.map(JournalState::name) });
    let levels = json!({ "type": "array", "uniqueItems": true, "items": { "type": "integer" } });
    let change = closed(
        vec![
            ("student", said("Student", "Of whom something changed.", json!({ "type": "string" }))),
            ("from", said("From", "The state as it was.", state())),
            ("to", said("To", "The state as it is.", state())),
            ("levels_done", said("Levels done", "The levels that are done and were not.", levels)),
            ("notes_added", count("Notes that are there and were not.")),
            ("notes_removed", count("Notes that were there and are not.")),
            ("found", said("Found", "The rule of each new error or warning.", names())),
            ("mended", said("Mended", "The rule of each error or warning that is gone.", names())),
        ],
        &[],
    );
    let students = json!({ "type": "array", "items": change });
    closed(
        vec![
            ("students", said("Students", "Those of whom something changed, in the order of the report.", students)),
            ("new", said("New", "Those who were not in the former report.", names())),
            (
                "gone",
                said(
                    "Gone",
                    "Those who are not there any more; empty where only a part of the class was checked.",
                    names(),
                ),
            ),
            ("unchanged", count("Those of whom nothing changed.")),
        ],
        &[],
    )
}

fn totals() -> Value {
    let keys: Vec<String> = JournalState::ALL.iter().map(|state| key(state.name())).collect();
    let mut counts = vec![("students", count("Rows."))];
    counts.extend(keys.iter().map(|key| (key.as_str(), count("Rows of that state."))));
    said("Totals", "How many students in each state.", closed(counts, &[]))
}

/// A note of lint's report whose path may be left out.
fn cohort_note() -> Vec<(&'static str, Value)> {
    let mut fields = note();
    for (name, field) in &mut fields {
        if *name == "path" {
            field["type"] = json!(["string", "null"]);
        }
    }
    fields
}

fn student() -> Value {
    let text = || json!({ "type": "string" });
    let maybe = || json!({ "type": ["string", "null"] });
    let commit = |what: &str| {
        let mut commit = closed(
            vec![
                (
                    "id",
                    said(
                        "Id",
                        "The commit's id.",
                        json!({ "type": "string", "pattern": "^(?:[0-9a-f]{40}|[0-9a-f]{64})$" }),
                    ),
                ),
                ("committed_at", said("Committed at", "Its committer date in UTC; a date is not a proof.", moment())),
                (
                    "first_seen_at",
                    said(
                        "First seen at",
                        "When it was first fetched, in UTC; null where no sync recorded it.",
                        json!({ "type": ["string", "null"], "format": "date-time", "pattern": UTC }),
                    ),
                ),
            ],
            &[],
        );
        commit["type"] = json!(["object", "null"]);
        said("Commit", what, commit)
    };
    let mut steps: Vec<Value> = StepKind::ALL.iter().map(|step| json!(step.name())).collect();
    steps.push(Value::Null);
    let by_state: Vec<String> = states().iter().map(|state| key(state)).collect();
    let by_state = by_state.iter().map(|key| (key.as_str(), count("Notes of that state.")));
    closed(
        vec![
            ("student", said("Student", "Who, as the roster spells it; without a roster the folder's name.", text())),
            ("path", said("Path", "Where the journal lies, below the folder that was checked.", maybe())),
            ("path_bytes", said("Path bytes", "The bytes of a path that is no UTF-8, in base64.", text())),
            ("url", said("Address", "Where it comes from, without any token.", maybe())),
            (
                "state",
                said(
                    "State",
                    "The state of the journal, the first of these that holds.",
                    json!({ "enum": JournalState::ALL.map(JournalState::name) }),
                ),
            ),
            (
                "reason",
                said(
                    "Reason",
                    "Why it is unreadable, or what else the state comes from; null where it needs no words.",
                    maybe(),
                ),
            ),
            (
                "cause",
                said(
                    "Cause",
                    "Whose it is to mend, where the journal or its latest commit is not known.",
                    json!({ "enum": Cause::ALL.map(Cause::name) }),
                ),
            ),
            (
                "on_time",
                said(
                    "On time",
                    "Whether a note was complete in time; null where that is not known.",
                    json!({ "type": ["boolean", "null"] }),
                ),
            ),
            (
                "completed_at",
                said(
                    "Completed at",
                    "The first moment, in UTC, at which a note was complete; null where there is none or it is not known.",
                    json!({ "type": ["string", "null"], "format": "date-time", "pattern": UTC }),
                ),
            ),
            (
                "evidence",
                said(
                    "Evidence",
                    "What completed_at and on_time rest on.",
                    json!({ "enum": Evidence::ALL.map(Evidence::name) }),
                ),
            ),
            (
                "written_at",
                said(
                    "Written at",
                    "When the note was written by its commit's author date, in UTC, where that was in time and the commit was made anew later.",
                    moment(),
                ),
            ),
            (
                "due",
                said(
                    "Due",
                    "The moment for this student, where the roster grants an extension.",
                    json!({ "type": ["string", "null"], "format": "date-time", "pattern": MOMENT }),
                ),
            ),
            ("due_before_grace", before_grace()),
            ("head", commit("The latest commit; null where there is none.")),
            ("head_at_due", commit("The commit at the due moment; null where there is none or it is not known.")),
            (
                "flags",
                said(
                    "Flags",
                    "What an instructor should know. None of them is a verdict.",
                    json!({ "type": "array", "uniqueItems": true, "items": { "enum": Flag::ALL.map(Flag::name) } }),
                ),
            ),
            (
                "switched_off",
                said(
                    "Switched off",
                    "The rules that the student's own settings or notes switch off; they were run all the same.",
                    json!({ "type": "array", "uniqueItems": true, "items": { "type": "string" } }),
                ),
            ),
            (
                "levels_done",
                said(
                    "Levels done",
                    "The levels with a complete note, in rising order.",
                    json!({ "type": "array", "uniqueItems": true, "items": { "type": "integer" } }),
                ),
            ),
            (
                "notes_by_state",
                said("Notes by state", "How many notes in each state.", closed(by_state.collect(), &[])),
            ),
            ("errors", count("Findings of that severity.")),
            ("warnings", count("Findings of that severity.")),
            ("advice", count("Findings of that severity.")),
            (
                "step",
                said(
                    "Step",
                    "What is next, in a word, as in the report of status; null where the journal could not be read.",
                    json!({ "enum": steps }),
                ),
            ),
            ("next", said("Next", "The one thing to do next; null where nothing is left to do.", maybe())),
            (
                "notes",
                said(
                    "Notes",
                    "The notes and what was found in them.",
                    json!({ "type": "array", "items": { "$ref": "#/$defs/note" } }),
                ),
            ),
            (
                "columns",
                said(
                    "Columns",
                    "The other columns of the roster, by their heading, as they stand there.",
                    json!({ "type": "object", "additionalProperties": { "type": "string" } }),
                ),
            ),
        ],
        &["due", "path_bytes", "cause", "written_at", "due_before_grace"],
    )
}

fn before_grace() -> Value {
    said("Due before grace", "The due moment as it was given, in UTC, where grace was added to it.", moment())
}

/// A moment in UTC.
const UTC: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

fn moment() -> Value {
    json!({ "type": "string", "format": "date-time", "pattern": UTC })
}

fn failure() -> Value {
    let failure = closed(
        vec![
            ("line", said("Line", "The line of the roster, from 1.", json!({ "type": "integer", "minimum": 1 }))),
            ("path", said("Path", "The folder or file.", json!({ "type": "string" }))),
            ("message", said("Message", "Why, and what to do.", json!({ "type": "string" }))),
        ],
        &["line", "path"],
    );
    said("Failure", "Something that could not be checked.", failure)
}
