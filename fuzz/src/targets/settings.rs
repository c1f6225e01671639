//! Settings and activities: any text is read, or refused at a place in it and in words; what the reader takes, the schema takes.

use std::sync::LazyLock;

use coffeechat::core::activity::{Activity, BUILT_IN};
use coffeechat::core::config;
use coffeechat::core::note;
use coffeechat::core::rules::RULES;
use coffeechat::core::schema;
use coffeechat::core::table::Mistake;
use coffeechat::core::text::Source;
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

static CONFIG: LazyLock<Validator> = LazyLock::new(|| validator(&schema::config()));
static ACTIVITY: LazyLock<Validator> = LazyLock::new(|| validator(&schema::activity()));

/// A validator whose patterns run in an engine without look-around and back-references.
fn validator(schema: &Value) -> Validator {
    let options = jsonschema::options().with_pattern_options(PatternOptions::regex().size_limit(50_000_000));
    options.build(schema).expect("a schema that can be used")
}

/// Any text as settings. Whether a named activity is there, the reader leaves to who opens it.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    for is_user in [false, true] {
        match config::read(&Source::new("coffeechat.toml", text), is_user, &rules) {
            Err(mistakes) => refused(text, &mistakes),
            Ok(config) => {
                let is_there = |name: &str| {
                    name.to_lowercase().ends_with(".toml") || BUILT_IN.iter().any(|(known, _)| *known == name)
                };
                let is_known = config.activity.as_ref().is_none_or(|given| is_there(&given.value));
                let mut value = value(text);
                without_odd_patterns(&mut value, false);
                assert!(!is_known || is_user || CONFIG.is_valid(&value), "read, and not in the schema: {text:?}");
                let _ = config.is_note_place("networking/a.md", "networking");
                let _ = config.notes_folder("/");
                assert!(config.switched_off().iter().all(|rule| rules.contains(rule)));
                for week in 1..=60 {
                    let _ = config.end_of_week(week);
                }
                for rule in &rules {
                    let _ = config.setting(rule, "networking/a.md");
                }
            }
        }
    }
}

/// Puts a plain pattern in the place of those with wildcards inside square brackets: of them the schema says that it knows fewer than
/// the reader. Patterns stand in lists.
fn without_odd_patterns(value: &mut Value, is_listed: bool) {
    match value {
        Value::String(text) if is_listed => {
            let is_odd = |behind: &str| behind.contains(['*', '?']) && behind.contains(']');
            if text.split_once('[').is_some_and(|(_, behind)| is_odd(behind)) {
                *text = "a".to_owned();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| without_odd_patterns(item, true)),
        Value::Object(fields) => fields.values_mut().for_each(|field| without_odd_patterns(field, false)),
        _ => {}
    }
}

/// Any text as an activity; one that is taken reads notes.
pub fn activity(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Activity::parse(text) {
        Err(mistakes) => refused(text, &mistakes),
        Ok(activity) => {
            assert!(ACTIVITY.is_valid(&value(text)), "read, and not in the schema: {text:?}");
            let source = Source::new("note.md", NOTE);
            let note = note::parse(&source, &activity);
            assert_eq!(note.body.headings.len(), 3);
            let _ = (activity.levels_in_words(), activity.level_lines(), activity.only_level());
        }
    }
}

const NOTE: &str = "---\nlevel: 1\ncontact: Ada\n---\n# Call\n\n## Questions\n\n- How?\n\n## Takeaway\n\nAsk early.\n";

/// Every mistake stands at a place in the text, and says what is wrong and what to write.
fn refused(text: &str, mistakes: &[Mistake]) {
    assert!(!mistakes.is_empty());
    for mistake in mistakes {
        assert!(text.get(mistake.span.start..mistake.span.end).is_some(), "{mistake:?} in {text:?}");
        assert!(!mistake.message.is_empty() && !mistake.help.is_empty(), "{mistake:?} in {text:?}");
    }
}

/// The document as editors hand it to a schema: days and times are texts.
fn value(text: &str) -> Value {
    let document: toml::Value = toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).expect("TOML");
    from_toml(&document)
}

fn from_toml(value: &toml::Value) -> Value {
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
