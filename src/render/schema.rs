//! A JSON Schema as a document that people can read too: what it is about stands first.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::json;

/// The keywords that come before the others, in this order.
const FIRST: [&str; 6] = ["$schema", "$id", "title", "description", "type", "const"];
/// The keyword that comes last: what the others refer to.
const LAST: &str = "$defs";

/// The whole document.
pub fn render(schema: &Value) -> String {
    json::pretty(&Ordered(schema))
}

struct Ordered<'v>(&'v Value);

fn rank(key: &str) -> usize {
    let among_others = FIRST.len() + usize::from(key == LAST);
    FIRST.iter().position(|first| *first == key).unwrap_or(among_others)
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by_key(|(key, _)| (rank(key), *key));
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, &Ordered(value))?;
                }
                map.end()
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Ordered)),
            plain => plain.serialize(serializer),
        }
    }
}
