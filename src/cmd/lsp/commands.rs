//! What a client may have done in an open document, and the lists that it shows before. What is done is an edit that the client makes: no
//! file is written here.

use gen_lsp_types::{ApplyWorkspaceEditParams, ExecuteCommandParams, MessageType, ShowMessageParams};
use serde_json::{Value, json};

use super::document::Document;
use super::place::Address;
use super::server::{Answer, Fault, Server};
use crate::cmd::adopt;
use crate::cmd::ask::{day_named, status_named};
use crate::cmd::lint::tasks::Task;
use crate::cmd::mark::Step;
use crate::core::activity::{DEFAULT, Level};
use crate::core::calendar::Side;
use crate::core::diagnostic::Edit;
use crate::core::draft::Adoption;
use crate::core::editor::edits;
use crate::core::note::parse;
use crate::core::recognise::{NAMES, StatusName};
use crate::core::text::Source;
use crate::error::Error;
use crate::io::files::path_name;
use crate::render::safe;

/// The commands, by their names in the protocol.
pub const COMMANDS: [&str; 2] = ["coffeechat.mark", "coffeechat.adopt"];

/// Runs one.
pub fn run(server: &mut Server<'_>, params: ExecuteCommandParams) -> Answer {
    let arguments = params.arguments.unwrap_or_default();
    let words: Vec<&str> = arguments.iter().filter_map(Value::as_str).collect();
    let done = match (params.command.as_str(), &words[..]) {
        ("coffeechat.mark", [uri, status]) => mark(server, &as_opened(server, uri), status, None),
        ("coffeechat.mark", [uri, status, date]) => mark(server, &as_opened(server, uri), status, Some(date)),
        ("coffeechat.mark", _) => {
            return Err(Fault::invalid("coffeechat.mark takes a document, a status, and a day or nothing"));
        }
        ("coffeechat.adopt", [uri]) => adopt(server, &as_opened(server, uri)),
        ("coffeechat.adopt", _) => return Err(Fault::invalid("coffeechat.adopt takes a document")),
        _ => return Err(Fault::invalid("there is no such command")),
    };
    // Whoever asked for it by a menu sees a message, and no error of a program.
    if let Err(message) = done {
        let message = in_a_box(&message);
        server.tell("window/showMessage", ShowMessageParams { kind: MessageType::Warning, message });
    }
    Ok(Value::Null)
}

/// A message as the client may show it. Some make a link of `[words](address)`, and of `command:` as an address, which a click would run:
/// what looks like one is a file's name or a text of somebody else's, and stays words.
fn in_a_box(message: &str) -> String {
    safe::visible(message).replace("](", "] (")
}

/// A document as it was opened: whoever types its address need not write its letters as the client did.
fn as_opened(server: &Server<'_>, uri: &str) -> String {
    let address = Address::of(uri);
    let is_it = |document: &&Document| matches!(address, Address::File(_)) && document.address == address;
    let known = || server.documents.values().find(is_it).map(|document| document.uri.0.clone());
    server.document(uri).map(|_| uri.to_owned()).or_else(known).unwrap_or_else(|| uri.to_owned())
}

/// An open document and its text, for something that is about to be done in it.
fn opened(server: &mut Server<'_>, uri: &str) -> Result<(Task, Source), String> {
    let text = server.document(uri).map(|document| document.text.clone());
    let Some(text) = text else { return Err("Open the note first; the change is made there.".to_owned()) };
    let Some(task) = server.task(uri) else {
        return Err("This is no Markdown file of a journal, or the journal's settings cannot be read.".to_owned());
    };
    let source = Source::from_bytes(task.relative.clone(), text.into_bytes());
    match source.damage {
        Some(_) => Err(format!("{} is no text that can be read; its finding says why.", shown(&task))),
        None => Ok((task, source)),
    }
}

fn shown(task: &Task) -> String {
    match task.relative.is_empty() {
        true => "This note".to_owned(),
        false => safe::path(&task.relative),
    }
}

/// Moves a conversation on, as `coffeechat mark` does.
fn mark(server: &mut Server<'_>, uri: &str, status: &str, date: Option<&str>) -> Result<(), String> {
    let now = status_named(status).map_err(|error| in_words(&error))?;
    let today = server.today().local;
    let given = date.map(|text| day_named(text, today, Side::of(now))).transpose().map_err(|error| in_words(&error))?;
    let (task, source) = opened(server, uri)?;
    let note = parse(&source, &task.journal.activity);
    let shown = shown(&task);
    let command = format!("coffeechat mark {}", safe::argument(&safe::path(&path_name(&task.path).shown)));
    let step = Step { status: now, word: status, given, today, command: &command };
    let decided = step.decide(&note, &task.journal.activity);
    let decided = decided.map_err(|refusal| format!("{shown} {}. {}", refusal.why, refusal.help))?;
    if decided.marked.changes.is_empty() {
        return Err(format!("{shown} says `{}` already.", now.canonical));
    }
    apply(server, uri, &format!("Mark as {}", now.canonical), &edits::between(&source.text, &decided.marked.text))
}

/// Gives a free-form note front matter, as `coffeechat adopt --write` does.
fn adopt(server: &mut Server<'_>, uri: &str) -> Result<(), String> {
    let (task, source) = opened(server, uri)?;
    let activity = &task.journal.activity;
    let note = parse(&source, activity);
    let shown = shown(&task);
    if !adopt::can_adopt(&note) {
        return Err(format!("{shown} {}.", adopt::UNREAD));
    }
    let edits = adopt::edits(&Adoption::read(&note, activity, server.today().local), &note, activity);
    if edits.is_empty() {
        return Err(format!("{shown} has its front matter already; nothing is added."));
    }
    apply(server, uri, "Adopt this note", &edits)
}

/// Has the client make edits.
fn apply(server: &mut Server<'_>, uri: &str, label: &str, edits: &[Edit]) -> Result<(), String> {
    let Some(document): Option<&Document> = server.document(uri) else { return Ok(()) };
    let edit = server.workspace_edit(document, &server.positions(document), edits);
    let params = ApplyWorkspaceEditParams { label: Some(label.to_owned()), edit, metadata: None };
    server.ask("workspace/applyEdit", params);
    Ok(())
}

fn in_words(error: &Error) -> String {
    format!("{error}. {}", error.help().unwrap_or_default())
}

/// Every status, with what it means.
pub fn statuses() -> Answer {
    let entry = |status: &StatusName| json!({ "name": status.canonical, "meaning": status.meaning });
    Ok(NAMES.statuses.iter().map(entry).collect())
}

/// Every level of an activity, with what it means: of the document's journal, or that of the first folder that is shown.
pub fn levels(server: &mut Server<'_>, params: &Value) -> Answer {
    let uri = params.get("uri").and_then(Value::as_str);
    let journal = uri.and_then(|uri| server.task(uri)).map(|task| task.journal).or_else(|| {
        let root = server.first_root();
        server.journal(&root)
    });
    let activity = journal.map_or_else(|| DEFAULT.clone(), |journal| journal.activity.clone());
    let words = |level: &Level| format!("{}: {}", level.name, level.meaning);
    let entry = |level: &Level| json!({ "name": level.level.to_string(), "meaning": safe::visible(&words(level)) });
    Ok(activity.levels.iter().map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_no_link_of_somebody_else() {
        assert_eq!(in_a_box("[a](command:b).md \u{202e}says so"), "[a] (command:b).md \\u202esays so");
        assert_eq!(in_a_box("Write `a` (or b)."), "Write `a` (or b).");
    }
}
