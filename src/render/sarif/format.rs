//! The parts of SARIF 2.1.0 that we write; it has many more.
//!
//! Columns count characters from 1, as everywhere, and the document says so.

use std::collections::BTreeMap;

use serde::Serialize;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
pub(in crate::render) struct Log {
    #[serde(rename = "$schema")]
    pub(in crate::render) schema: &'static str,
    pub(in crate::render) version: &'static str,
    pub(in crate::render) runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Run {
    pub(in crate::render) tool: Tool,
    pub(in crate::render) invocations: [Invocation; 1],
    pub(in crate::render) column_kind: &'static str,
    pub(in crate::render) newline_sequences: [&'static str; 3],
    pub(in crate::render) results: Vec<Finding>,
}

#[derive(Serialize)]
pub(in crate::render) struct Tool {
    pub(in crate::render) driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Driver {
    pub(in crate::render) name: &'static str,
    pub(in crate::render) semantic_version: &'static str,
    pub(in crate::render) rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Rule {
    pub(in crate::render) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) short_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) full_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) help: Option<Help>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) default_configuration: Option<Configuration>,
}

#[derive(Serialize)]
pub(in crate::render) struct Help {
    pub(in crate::render) text: String,
    pub(in crate::render) markdown: String,
}

#[derive(Serialize)]
pub(in crate::render) struct Configuration {
    pub(in crate::render) level: &'static str,
}

#[derive(Serialize)]
pub(in crate::render) struct Message {
    pub(in crate::render) text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Invocation {
    pub(in crate::render) execution_successful: bool,
    pub(in crate::render) tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
pub(in crate::render) struct Notification {
    pub(in crate::render) level: &'static str,
    pub(in crate::render) message: Message,
    pub(in crate::render) locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Finding {
    pub(in crate::render) rule_id: String,
    pub(in crate::render) rule_index: usize,
    pub(in crate::render) level: &'static str,
    pub(in crate::render) message: Message,
    pub(in crate::render) locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render) related_locations: Vec<Location>,
    pub(in crate::render) partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render) fixes: Vec<Mend>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Location {
    pub(in crate::render) physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct PhysicalLocation {
    pub(in crate::render) artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) region: Option<Region>,
}

#[derive(Serialize)]
pub(in crate::render) struct Artifact {
    pub(in crate::render) uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Region {
    pub(in crate::render) start_line: usize,
    pub(in crate::render) start_column: usize,
    pub(in crate::render) end_line: usize,
    pub(in crate::render) end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Mend {
    pub(in crate::render) description: Message,
    pub(in crate::render) artifact_changes: [Change; 1],
    pub(in crate::render) properties: Safety,
}

#[derive(Serialize)]
pub(in crate::render) struct Safety {
    pub(in crate::render) safety: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Change {
    pub(in crate::render) artifact_location: Artifact,
    pub(in crate::render) replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Replacement {
    pub(in crate::render) deleted_region: Region,
    pub(in crate::render) inserted_content: Message,
}

impl Log {
    /// A document with one run of this tool. Only rules that found something are described: a reader needs no more.
    pub(in crate::render) fn of(rules: Vec<Rule>, notifications: Vec<Notification>, results: Vec<Finding>) -> Self {
        let driver = Driver { name: "coffeechat", semantic_version: env!("CARGO_PKG_VERSION"), rules };
        let invocation = Invocation {
            execution_successful: notifications.iter().all(|told| told.level != "error"),
            tool_execution_notifications: notifications,
        };
        Self {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool { driver },
                invocations: [invocation],
                column_kind: "unicodeCodePoints",
                newline_sequences: ["\r\n", "\n", "\r"],
                results,
            }],
        }
    }
}

pub(in crate::render) fn message(text: &str) -> Message {
    Message { text: text.to_owned() }
}
