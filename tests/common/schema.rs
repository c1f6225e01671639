//! Schemas as validators. Patterns run in an engine without look-around and back-references, so that they run everywhere.

use jsonschema::{PatternOptions, Validator};
use proptest::prelude::*;
use serde_json::Value;

/// A validator for `schema`.
pub fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .with_pattern_options(PatternOptions::regex().size_limit(50_000_000))
        .build(schema)
        .unwrap_or_else(|error| panic!("the schema can be used: {error}"))
}

/// The schema of one line of `jsonl`, out of that of a report.
pub fn line(report: &Value) -> Value {
    let mut line = report["$defs"]["line"].clone();
    line["$defs"] = report["$defs"].clone();
    line
}

/// What a schema has against a document.
pub fn objections(validator: &Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// A TOML document as editors hand it to a schema: days and times are texts.
pub fn from_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(truth) => Value::from(*truth),
        toml::Value::Datetime(day) => Value::from(day.to_string()),
        toml::Value::Array(items) => items.iter().map(from_toml).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), from_toml(value))).collect(),
    }
}

/// One of these, as it stands.
pub fn of(list: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(list).prop_map(str::to_owned).boxed()
}
