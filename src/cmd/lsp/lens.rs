//! The step that comes next, at the top of a note.

use gen_lsp_types::{CodeLens, CodeLensParams, Command, Range};
use serde_json::{Value, json};

use super::commands::COMMANDS;
use super::server::{Answer, Server, sent};
use crate::cmd::mark::Step;
use crate::core::editor::lens;
use crate::core::note::parse;

/// The step: the next status to which the note can be moved without another word. A day that is not agreed yet is passed over.
pub fn answer(server: &mut Server<'_>, params: CodeLensParams) -> Answer {
    let uri = params.text_document.uri.0;
    let Some((server, task, _, seen)) = server.note(&uri) else { return sent(Value::Null) };
    let activity = &task.journal.activity;
    let note = parse(&seen.source, activity);
    let can = |status: &&'static crate::core::recognise::StatusName| {
        let step = Step { status, word: &status.canonical, given: None, today: server.today().local, command: "" };
        step.decide(&note, activity).is_ok()
    };
    let Some(next) = lens::further(&note, activity).find(can) else { return sent(Value::Null) };
    let command = Command {
        title: format!("Mark as {}", next.canonical),
        tooltip: Some(next.meaning.clone()),
        command: COMMANDS[0].to_owned(),
        arguments: Some(vec![json!(uri), json!(next.canonical)]),
    };
    sent(vec![CodeLens { range: Range::default(), command: Some(command), data: None }])
}
