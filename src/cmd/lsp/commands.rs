//! What a client may have done in an open document, and the lists that it shows before.

use gen_lsp_types::ExecuteCommandParams;
use serde_json::{Value, json};

use super::server::{Answer, Fault, Server};
use crate::core::recognise::NAMES;

/// The commands, by their names in the protocol.
pub const COMMANDS: [&str; 2] = ["coffeechat.mark", "coffeechat.adopt"];

/// Runs one.
pub fn run(_: &mut Server<'_>, params: ExecuteCommandParams) -> Answer {
    Err(Fault::invalid(format!("there is no command `{}`", params.command.len())))
}

/// Every status, with what it means.
pub fn statuses() -> Answer {
    let entry =
        |status: &crate::core::recognise::StatusName| json!({ "name": status.canonical, "meaning": status.meaning });
    Ok(NAMES.statuses.iter().map(entry).collect())
}

/// Every level of an activity, with what it means.
pub fn levels(_: &mut Server<'_>, _: &Value) -> Answer {
    Ok(Value::Null)
}
