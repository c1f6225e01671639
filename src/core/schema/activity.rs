//! An activity's file.

use serde_json::{Value, json};

use super::{document, list, said, table};
use crate::core::activity::check::{FIELDS, MAX_LINE, MAX_PROMPT};
use crate::core::activity::file::{
    CONVERSATION_KEYS, KEYS, LEVEL_KEYS, MESSAGE_KEYS, MOST_LEVELS, MOST_MESSAGES, MOST_NAMES, MOST_PROMPTS,
    MOST_REQUIREMENTS, MOST_SECTIONS, MOST_SPELLINGS, PROMPT_KEYS, REQUIREMENT_KEYS, SECTION_KEYS,
};
use crate::core::diagnostic::Severity;
use crate::core::recognise::NAMES;

const DESCRIPTION: &str = "An assignment as data. What belongs together in it only coffeechat itself knows: that a level, a section \
    or a seniority that is named somewhere is there, that no key, number or name stands for two things, and that a section's key is \
    in small letters without accents.";

/// The schema of an activity.
pub fn activity() -> Value {
    let required = ["name", "title", "folder", "heading", "levels", "sections", "requires"];
    let mut schema = table(&KEYS, &required, |name| match name {
        "name" => said("Name", "Its name in a configuration.", line()),
        "title" => said("Title", "What people call it.", line()),
        "folder" => said("Folder", "The folder that holds its notes: one name.", folder()),
        "heading" => said("Heading", "The title of a new note; {contact} stands for the name.", line()),
        "earlier" => said(
            "Earlier",
            "How a note names an earlier one with the same contact: {contact} and {date}, with other words behind | for a note without a day.",
            line(),
        ),
        "due-week" => {
            said("Due week", "The week, counted from the module's first, at whose end it is due.", number(1, 104))
        }
        "conversations" => said("Conversations", "How many conversations a level expects.", conversations()),
        "levels" => {
            let mut levels = list(level(), MOST_LEVELS);
            levels["minItems"] = json!(1);
            said(
                "Levels",
                "Whom a conversation may be with. Where there is one level only, notes need not say it.",
                levels,
            )
        }
        "sections" => said(
            "Sections",
            "What a note holds, in the order in which a new one has it.",
            list(section(), MOST_SECTIONS),
        ),
        "requires" => {
            said("Requires", "What a status asks for. A later entry wins.", list(requirement(), MOST_REQUIREMENTS))
        }
        "prompts" => said("Prompts", "Questions to pick from, one a topic.", list(prompt(), MOST_PROMPTS)),
        "messages" => said(
            "Messages",
            "Messages that ask for a conversation, for `coffeechat outreach`. The last one that fits is taken.",
            list(message(), MOST_MESSAGES),
        ),
        _ => json!({}),
    });
    let edges = r"^\s*[^\s\u0000-\u001F\u007F-\u009F][^\u0000-\u001F\u007F-\u009F]*\s*$";
    schema["$defs"] = json!({
        "line": {
            "description": "A few words on one line, without marks of comments or code.",
            "type": "string", "maxLength": MAX_LINE, "pattern": edges, "not": { "pattern": "<!--|-->|```" },
        },
        "number": { "description": "The number of a level of this file.", "type": "integer", "minimum": 0 },
    });
    document("activity.json", "An activity of coffeechat", DESCRIPTION, schema)
}

fn line() -> Value {
    json!({ "$ref": "#/$defs/line" })
}

fn number(least: usize, most: usize) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

fn level_numbers() -> Value {
    list(json!({ "$ref": "#/$defs/number" }), MOST_LEVELS)
}

fn folder() -> Value {
    json!({
        "type": "string", "maxLength": 60,
        "pattern": r"^[^\u0000-\u001F!-,/:-@\[-^`{-\u009F]*$",
        "not": { "pattern": r"^\.|[. ]$|^$" },
    })
}

fn conversations() -> Value {
    table(&CONVERSATION_KEYS, &["level", "count"], |name| match name {
        "level" => said("Level", "The level.", json!({ "$ref": "#/$defs/number" })),
        "count" => said("Count", "How many conversations.", number(0, 20)),
        _ => json!({}),
    })
}

fn level() -> Value {
    table(&LEVEL_KEYS, &["level", "name", "meaning"], |name| match name {
        "level" => said("Level", "The number that a note has.", json!({ "type": "integer", "minimum": 0 })),
        "name" => said("Name", "A short name.", line()),
        "meaning" => said("Meaning", "Who the contact is, in a few words.", line()),
        "also" => said("Also", "Other spellings of the level.", list(line(), MOST_SPELLINGS)),
        "seniorities" => said(
            "Seniorities",
            "Kinds of contact with questions of their own.",
            list(json!({ "enum": NAMES.contact.seniorities }), MOST_NAMES),
        ),
        _ => json!({}),
    })
}

fn section() -> Value {
    let fields: Vec<&str> = NAMES.fields.iter().map(|field| field.canonical.as_str()).collect();
    table(&SECTION_KEYS, &["key", "heading", "prompt"], |name| match name {
        "key" => said(
            "Key",
            "Its name in `requires` and in front matter: small, with hyphens.",
            json!({
                "type": "string", "maxLength": 40, "not": { "enum": fields },
                "pattern": r"^[^\u0000-/:-`{-\u00A9]+(?:-[^\u0000-/:-`{-\u00A9]+)*$",
            }),
        ),
        "heading" => said("Heading", "The heading that is written.", line()),
        "prompt" => said(
            "Prompt",
            "What a new note says in it, as a comment.",
            json!({
                "type": "string", "maxLength": MAX_PROMPT, "pattern": r"\S",
                "not": { "pattern": r"<!--|-->|```|[\u0000-\u0009\u000B-\u001F\u007F-\u009F]" },
            }),
        ),
        "why" => said("Why", "One sentence on why it is asked for.", line()),
        "levels" => said("Levels", "The levels whose new notes have it; all of them when left out.", level_numbers()),
        "scaffold" => {
            said("Scaffold", "Whether new notes have it at all.", json!({ "type": "boolean", "default": true }))
        }
        "bullets" => said("Bullets", "How many blank list items stand in it in a new note.", number(0, 20)),
        "also" => said(
            "Also",
            "Other headings that mean it, besides those that every activity knows. `…` at the end stands for any words.",
            list(line(), MOST_SPELLINGS),
        ),
        _ => json!({}),
    })
}

fn requirement() -> Value {
    let statuses: Vec<&str> = NAMES.statuses.iter().map(|status| status.canonical.as_str()).chain(["none"]).collect();
    let severities = Severity::ALL.map(Severity::name);
    let optional: Vec<&str> =
        NAMES.fields.iter().map(|field| field.canonical.as_str()).filter(|field| !FIELDS.contains(field)).collect();
    table(&REQUIREMENT_KEYS, &["fields"], |name| match name {
        "fields" => said(
            "Fields",
            "What is asked for: level, contact, date, or the key of a section.",
            list(json!({ "type": "string", "not": { "enum": optional } }), MOST_NAMES),
        ),
        "statuses" => said(
            "Statuses",
            "Under which statuses; `none` is a note without one. All of them when left out.",
            list(json!({ "enum": statuses }), MOST_NAMES),
        ),
        "levels" => said("Levels", "At which levels; all of them when left out.", level_numbers()),
        "severity" => said(
            "Severity",
            "How much it matters when it is missing.",
            json!({ "enum": severities, "default": Severity::Error.name() }),
        ),
        _ => json!({}),
    })
}

fn audience() -> Value {
    let kinds = NAMES.contact.seniorities.join("|");
    let audience = json!({ "type": "string", "pattern": format!("^\\s*\\+?[0-9]+(?:\\s+(?:{kinds}))?\\s*$") });
    said("For", "For whom: a level, or a level and a seniority.", list(audience, MOST_NAMES))
}

fn message() -> Value {
    let channels: Vec<&str> = NAMES.channels.iter().map(|channel| channel.canonical.as_str()).collect();
    table(&MESSAGE_KEYS, &["for", "open-time", "text"], |name| match name {
        "for" => audience(),
        "channels" => said(
            "Channels",
            "For notes of these channels; for all of them when left out.",
            list(json!({ "enum": channels }), MOST_NAMES),
        ),
        "subject" => said("Subject", "The first line, where the channel is email.", line()),
        "open-time" => said(
            "Open time",
            "What stands for a time that is still to be chosen: a blank ___ and a word.",
            json!({ "allOf": [line(), { "pattern": "___" }] }),
        ),
        "text" => said(
            "Text",
            "Paragraphs of sentences, one a line. {contact}, {role}, {company}, {how}, {why} and {question} are filled from the note; \
             {times} and {questions} are lists, each on its own line. A line with a place that nothing is known for is left out, \
             unless other words stand behind | in it. ___ is a blank for the student to fill.",
            json!({
                "type": "string", "maxLength": MAX_PROMPT, "pattern": "___",
                "not": { "pattern": r"<!--|-->|```|[\u0000-\u0009\u000B-\u001F\u007F-\u009F]" },
            }),
        ),
        _ => json!({}),
    })
}

fn prompt() -> Value {
    table(&PROMPT_KEYS, &["topic", "for", "text"], |name| match name {
        "topic" => said("Topic", "What it is about.", line()),
        "for" => audience(),
        "text" => said("Text", "The question; ___ is a blank for the student to fill.", line()),
        _ => json!({}),
    })
}
