//! To come: nothing is answered yet.
use super::server::{Answer, Server};
use serde_json::Value;
/// Nothing.
pub fn answer(_: &mut Server<'_>, _: Value) -> Answer {
    Ok(Value::Null)
}
