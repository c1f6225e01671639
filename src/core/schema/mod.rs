//! JSON Schemas (draft 2020-12) of what the tool reads and prints, made from the tables that the reader itself uses.
//!
//! A schema says the shape; what needs more than a shape, such as which levels an activity has, its description leaves to the
//! tool. The patterns use only what every dialect of regular expressions has.

use serde_json::{Map, Value, json};

use super::activity::Activity;
use super::table::Key;

mod activity;
mod cohort;
mod config;
mod dates;
mod note;
mod report;
mod words;

pub use self::activity::activity;
pub use self::cohort::cohort;
pub use self::config::config;
pub use self::note::{OF_A_SECTION, about, note};
pub use self::report::report;

/// The schemas, by the names they have on the command line and below `schema/`.
pub const SCHEMAS: [&str; 5] = ["note", "config", "activity", "report", "cohort"];

/// The schema of that name; the one of a note follows `of`.
pub fn named(name: &str, of: &Activity) -> Option<Value> {
    match name {
        "note" => Some(note(of)),
        "config" => Some(config()),
        "activity" => Some(activity()),
        "report" => Some(report()),
        "cohort" => Some(cohort()),
        _ => None,
    }
}

/// `schema` as a whole document.
fn document(id: &str, title: &str, description: &str, schema: Value) -> Value {
    let mut document = said(title, description, schema);
    document["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    document["$id"] = json!(id);
    document
}

/// `schema` with the words that an editor shows.
fn said(title: &str, description: &str, mut schema: Value) -> Value {
    schema["title"] = json!(title);
    schema["description"] = json!(description);
    schema
}

/// An object with these properties and no others. Those that are not among `optional` have to be there.
fn closed(properties: Vec<(&str, Value)>, optional: &[&str]) -> Value {
    let required: Vec<&str> =
        properties.iter().map(|(name, _)| *name).filter(|name| !optional.contains(name)).collect();
    let properties: Map<String, Value> = properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// A table of a TOML file with exactly the keys that its reader knows. `describe` says what each one is; a key that it does not
/// know has no description, and a test finds that.
fn table(keys: &[Key], required: &[&str], describe: impl Fn(&str) -> Value) -> Value {
    let optional: Vec<&str> = keys.iter().map(|key| key.name).filter(|name| !required.contains(name)).collect();
    let properties = keys.iter().map(|key| {
        let mut property = describe(key.name);
        if let Some(Value::String(text)) = property.get_mut("description") {
            text.push_str(&format!(" For example: {}", key.example));
        }
        (key.name, property)
    });
    closed(properties.collect(), &optional)
}

/// A list of `items`, at most `most` of them.
fn list(items: Value, most: usize) -> Value {
    json!({ "type": "array", "items": items, "maxItems": most })
}
