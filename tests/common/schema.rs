//! Schemas as validators. Patterns run in an engine without look-around and back-references, so that they run everywhere.

use jsonschema::{PatternOptions, Validator};
use std::collections::BTreeSet;

use proptest::prelude::*;
use saphyr::{Scalar, Yaml};
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

/// Front matter as an editor's YAML reader hands it on.
pub fn from_yaml(node: &Yaml<'_>) -> Value {
    match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(truth)) => Value::from(*truth),
        Yaml::Value(Scalar::Integer(number)) => Value::from(*number),
        Yaml::Value(Scalar::FloatingPoint(number)) => Value::from(number.into_inner()),
        Yaml::Value(Scalar::String(text)) => Value::from(text.as_ref()),
        Yaml::Sequence(items) => items.iter().map(from_yaml).collect(),
        Yaml::Mapping(pairs) => pairs
            .iter()
            .map(|(key, value)| {
                let key = from_yaml(key);
                (key.as_str().map_or_else(|| key.to_string(), str::to_owned), from_yaml(value))
            })
            .collect(),
        other => panic!("the grammar has no {other:?}"),
    }
}

/// The fields that a schema of notes objects to.
pub fn objected(validator: &Validator, schema: &Value, document: &Value) -> BTreeSet<String> {
    let field = |error: jsonschema::ValidationError<'_>| {
        let place = error.instance_path().to_string();
        let field = place.trim_start_matches('/').split('/').next().unwrap_or_default();
        let path = error.schema_path().to_string();
        match path.strip_prefix("/allOf/").and_then(|rest| rest.split('/').next()) {
            // A field that is asked for: which one, the title of that part says.
            Some(at) => {
                let title = &schema["allOf"][at.parse::<usize>().expect("a number")]["title"];
                title.as_str().expect("a title").split(' ').next().unwrap_or_default().to_owned()
            }
            None => field.to_owned(),
        }
    };
    validator.iter_errors(document).map(field).collect()
}

/// The document, which is SARIF by that format's own schema.
pub fn is_sarif(text: &str) -> Value {
    let mut schema: Value = serde_json::from_str(include_str!("../schemas/sarif-schema-2.1.0.json")).expect("a schema");
    // Its pattern for a language is no regular expression: a bracket is closed that was never opened. We write no language.
    for part in ["run", "toolComponent"] {
        let language = schema["definitions"][part]["properties"]["language"].as_object_mut().expect("a language");
        language.remove("pattern").expect("a pattern");
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema that can be used");
    let log: Value = serde_json::from_str(text).expect("JSON");
    let wrong: Vec<String> =
        validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    log
}

/// What a reader sees of a Markdown document, and whether there is a link, an image or HTML in it that is not ours.
pub fn read_markdown(text: &str) -> (String, Vec<String>) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let (mut seen, mut odd) = (String::new(), Vec::new());
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Text(text) | Event::Code(text) => seen.push_str(&text),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => odd.push(format!("{event:?}")),
            Event::Html(html) | Event::InlineHtml(html) => {
                let is_ours = ["<details>", "</details>", "<summary>", "<!-- coffeechat feedback "];
                if !is_ours.iter().any(|ours| html.starts_with(ours)) {
                    odd.push(html.to_string());
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => seen.push('\n'),
            _ => {}
        }
    }
    (seen, odd)
}
