//! What is said of the place under the pointer: the findings there, as `explain` has them, then the field, the value or the section.

use gen_lsp_types::{Contents, Hover, HoverParams, MarkupContent, MarkupKind};
use serde_json::Value;

use super::server::{Answer, Server, sent};
use crate::cmd::lint::tasks::Task;
use crate::core::editor::subject;
use crate::core::note::parse;
use crate::core::report::{PathName, STDIN};
use crate::core::rules::find;
use crate::core::text::Span;
use crate::io::files::path_name;
use crate::render::editor;

/// The note in a command that is to be typed: from the root of its journal. A text without a file has no name yet.
fn name_of(task: &Task) -> PathName {
    let shown = if task.relative.is_empty() { STDIN } else { &task.relative };
    PathName { shown: shown.to_owned(), bytes: path_name(&task.path).bytes }
}

/// What is said there.
pub fn answer(server: &mut Server<'_>, params: HoverParams) -> Answer {
    let at = params.text_document_position_params;
    let uri = at.text_document.uri.0;
    let Some((server, task, document, seen)) = server.note(&uri) else { return sent(Value::Null) };
    let positions = server.positions(document);
    let offset = positions.offset(at.position);
    let activity = &task.journal.activity;
    let (mut parts, mut place): (Vec<String>, Option<Span>) = (Vec::new(), None);
    let mut told: Vec<&str> = Vec::new();
    for found in seen.told.iter().filter(|found| found.span.start <= offset && offset <= found.span.end) {
        if !told.contains(&found.rule) {
            told.push(found.rule);
            parts.extend(find(found.rule).map(editor::explain));
            place = place.or(Some(found.span));
        }
    }
    let note = parse(&seen.source, activity);
    if let Some((span, subject)) = subject::at(&note, activity, offset) {
        parts.push(editor::hover(&subject, activity, &name_of(&task), server.env.style.called));
        place = Some(span);
    }
    if parts.is_empty() {
        return sent(Value::Null);
    }
    let words = MarkupContent { kind: MarkupKind::Markdown, value: parts.join("\n\n---\n\n") };
    sent(Hover { contents: Contents::MarkupContent(words), range: place.map(|span| positions.range(span)) })
}
