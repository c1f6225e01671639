//! `coffeechat.toml`, and the user's own file.

use serde_json::{Map, Value, json};

use super::{document, list, said, table};
use crate::core::activity::BUILT_IN;
use crate::core::config::read::{KEYS, MOST, OVERRIDE_KEYS};
use crate::core::diagnostic::Severity;
use crate::core::rules::RULES;

/// What each rule may be set to.
fn settings() -> Vec<&'static str> {
    Severity::ALL.map(Severity::name).into_iter().chain(["off"]).collect()
}

/// The schema of a configuration.
pub fn config() -> Value {
    let setting = |name: &str| match name {
        "activity" => said(
            "Activity",
            "The assignment that the notes are about: a built-in one, or the path of a file that ends in .toml. In a journal's \
             file that path counts from the journal's root and may not lead out of it.",
            json!({ "type": "string", "anyOf": [
                { "enum": BUILT_IN.iter().map(|(name, _)| *name).collect::<Vec<_>>() },
                { "pattern": "\\.[Tt][Oo][Mm][Ll]$" },
            ] }),
        ),
        "notes" => said(
            "Notes",
            "Where notes lie, as patterns that count from the journal's root. Without it, in the activity's own folder.",
            patterns(),
        ),
        "module-start" => said(
            "Module start",
            "The Monday of week 1, a day without quotes and without a time; due dates are counted from it. That it is a Monday \
             this schema cannot say.",
            json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        ),
        "rules" => said("Rules", "How much a rule matters.", json!({ "$ref": "#/$defs/rules" })),
        "overrides" => {
            said("Overrides", "Rules set differently for some paths. Later ones win.", list(special(), MOST))
        }
        _ => json!({}),
    };
    let mut schema = table(&KEYS, &[], setting);
    schema["$defs"] = json!({ "rules": rules(), "pattern": pattern() });
    document(
        "config.json",
        "coffeechat.toml",
        "The settings of a journal, or of a person for all of their journals. Every key is optional. Whether an activity's file is \
         there, only coffeechat itself knows; where wildcards stand inside square brackets, it may also accept more patterns than \
         this schema.",
        schema,
    )
}

fn special() -> Value {
    table(&OVERRIDE_KEYS, &["paths", "rules"], |name| match name {
        "paths" => said("Paths", "For which notes, as patterns that count from the journal's root.", patterns()),
        "rules" => said("Rules", "How much a rule matters there.", json!({ "$ref": "#/$defs/rules" })),
        _ => json!({}),
    })
}

fn rules() -> Value {
    let rules: Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let words = format!("{}. Without a line here: {}.", rule.summary, rule.severity.name());
            (rule.name.to_owned(), said(rule.name, &words, json!({ "enum": settings() })))
        })
        .collect();
    json!({ "type": "object", "properties": rules, "additionalProperties": false })
}

fn patterns() -> Value {
    list(json!({ "$ref": "#/$defs/pattern" }), MOST)
}

/// A pattern for paths: below the journal, brackets closed, `**` for whole folders only.
fn pattern() -> Value {
    said(
        "Pattern",
        "* is anything in one folder, ** any number of folders, ? one letter. At most 200 letters, below the journal's root.",
        json!({
            "type": "string",
            "pattern": r"^(?:\.[/\\])?(?:[^:\n]{1,200})$",
            "allOf": [
                { "pattern": r"^(?:[^\[]|\[![^\n][^\]]*\]|\[[^!][^\]]*\])*$", "description": "Every [ is closed." },
                { "not": { "pattern": r"\*\*[^/\\]|[^/\\*]\*\*" }, "description": "** stands for whole folders." },
                { "not": { "pattern": r"^(?:\.[/\\])?[/\\]|^\.[/\\]$" }, "description": "It begins at the journal's root." },
                { "not": { "pattern": r"(?:^|[/\\])\.\.(?:[/\\]|$)" }, "description": "It does not lead out of the journal." },
            ],
        }),
    )
}
