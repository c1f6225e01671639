//! The roster's columns of a student: an object whose keys stand in the order of the roster.

use std::collections::HashSet;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Headings and values.
pub(super) struct Columns(pub(super) Vec<(String, String)>);

impl Serialize for Columns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Columns;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the columns of a roster")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Columns, M::Error> {
        let (mut columns, mut seen) = (Vec::new(), HashSet::new());
        while let Some((name, value)) = map.next_entry::<String, serde_json::Value>()? {
            // The first of two, as in a sheet.
            if seen.insert(name.clone()) {
                columns.push((name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
            }
        }
        Ok(Columns(columns))
    }
}
