//! What the client may do about a finding: mend it, keep it quiet, or mend everything.

use std::collections::{BTreeSet, HashMap};

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, DocumentChange, Edit as SentEdit,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextDocumentIdentifier, WorkspaceEdit,
};
use serde_json::Value;

use super::client::FIX_ALL;
use super::document::{Document, Seen};
use super::positions::Positions;
use super::server::{Answer, Server, sent};
use crate::cmd::lint::check::{Run, as_note};
use crate::cmd::lint::tasks::Task;
use crate::core::calendar::Today;
use crate::core::diagnostic::{Diagnostic, Edit, Safety};
use crate::core::editor::{edits, silence};
use crate::core::fix::{apply, mend};
use crate::core::rules::unused_suppression;
use crate::core::text::Source;
use crate::render::safe;

/// The most rules for which it is offered at once to keep them quiet. Each is tried first.
const MOST: usize = 8;

/// The actions for a range.
pub fn answer(server: &mut Server<'_>, params: CodeActionParams) -> Answer {
    let uri = params.text_document.uri.0;
    let Some((server, task, document, seen)) = server.note(&uri) else { return sent(Value::Null) };
    if seen.source.damage.is_some() {
        return sent(Value::Null);
    }
    let positions = server.positions(document);
    let asked = positions.span(params.range);
    let wants = |kind: &str| {
        let only = params.context.only.as_deref();
        only.is_none_or(|only| only.iter().any(|one| is_below(kind, one.as_str())))
    };
    let mut actions = Vec::new();
    let meets = |found: &&Diagnostic| found.span.start <= asked.end && asked.start <= found.span.end;
    let here: Vec<&Diagnostic> = seen.told.iter().filter(meets).collect();
    if wants("quickfix") {
        for found in &here {
            actions.extend(fix(server, document, &positions, found));
        }
        let mut rules: BTreeSet<&str> = BTreeSet::new();
        let once = here.iter().filter(|found| rules.insert(found.rule)).take(MOST);
        actions.extend(once.filter_map(|found| quiet(server, document, &positions, found, seen, &task)));
    }
    let can_mend = |found: &Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    if wants(FIX_ALL)
        && seen.told.iter().any(can_mend)
        && let Some(edits) = all(seen, &task, server.today())
    {
        actions.push(CodeAction {
            title: "Mend what can be mended without a doubt".to_owned(),
            kind: Some(CodeActionKind::from(FIX_ALL.to_owned())),
            edit: Some(server.workspace_edit(document, &positions, &edits)),
            ..CodeAction::default()
        });
    }
    sent(actions)
}

/// Whether a kind is `asked` or below it: `source` asks for `source.fixAll`, too.
fn is_below(kind: &str, asked: &str) -> bool {
    asked.is_empty() || kind.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// How to mend a finding.
fn fix(server: &Server<'_>, document: &Document, positions: &Positions<'_>, found: &Diagnostic) -> Option<CodeAction> {
    let fix = found.fix.as_ref()?;
    let title = safe::visible(&fix.title);
    let is_safe = fix.safety == Safety::Safe;
    Some(CodeAction {
        title: if is_safe { title.into_owned() } else { format!("{title} (read the result once more)") },
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![server.finding(found, document, positions)]),
        is_preferred: is_safe.then_some(true),
        edit: Some(server.workspace_edit(document, positions, &fix.edits)),
        ..CodeAction::default()
    })
}

/// How to keep a rule quiet in this note, where that can be done.
fn quiet(
    server: &Server<'_>,
    document: &Document,
    positions: &Positions<'_>,
    found: &Diagnostic,
    seen: &Seen,
    task: &Task,
) -> Option<CodeAction> {
    let edit = silence::comment(&seen.source.text, found.rule);
    let after = look(&apply(&seen.source.text, [&edit]), seen, task, server.today());
    let unused = |all: &[Diagnostic]| all.iter().filter(|found| found.rule == unused_suppression::RULE.name).count();
    // In front matter that is not closed, or below a comment that is not, it would be words like others.
    if after.iter().any(|left| left.rule == found.rule) || unused(&after) > unused(&seen.told) {
        return None;
    }
    Some(CodeAction {
        title: format!("Keep `{}` quiet in this note", found.rule),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![server.finding(found, document, positions)]),
        edit: Some(server.workspace_edit(document, positions, &[edit])),
        ..CodeAction::default()
    })
}

/// What is told of `text` in the place of the note that was seen.
fn look(text: &str, seen: &Seen, task: &Task, today: Today) -> Vec<Diagnostic> {
    let source = Source::new(task.relative.clone(), text);
    let run = Run::on(today);
    let Some(note) = as_note(task, &source, false) else { return Vec::new() };
    let (facts, found) = run.plan(task).look(&note, &task.relative);
    run.plan(task).settle(&facts, found.into_iter().chain(seen.around.iter().cloned()).collect()).0
}

/// Everything that can be mended without a doubt, until nothing is left of it; `None` where there is nothing, or no end to it.
fn all(seen: &Seen, task: &Task, today: Today) -> Option<Vec<Edit>> {
    let mended = mend(&seen.source.text, Safety::Safe, |text| (look(text, seen, task, today), ())).ok()??;
    Some(edits::between(&seen.source.text, &mended.text))
}

impl Server<'_> {
    /// Edits of one document, for the version that is open.
    pub fn workspace_edit(&self, document: &Document, positions: &Positions<'_>, edits: &[Edit]) -> WorkspaceEdit {
        let edits = edits.iter().map(|edit| positions.edit(edit));
        if !self.client.versioned_edits {
            let changes = HashMap::from([(document.uri.clone(), edits.collect())]);
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let text_document = OptionalVersionedTextDocumentIdentifier {
            version: Some(document.version),
            text_document_identifier: TextDocumentIdentifier { uri: document.uri.clone() },
        };
        let edits = edits.map(SentEdit::TextEdit).collect();
        let change = DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits });
        WorkspaceEdit { document_changes: Some(vec![change]), ..WorkspaceEdit::default() }
    }
}
