//! What may stand where somebody writes, as the client takes it.

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, CompletionParams, Documentation,
    InsertTextFormat, TextEdit,
};
use serde_json::Value;

use super::positions::Positions;
use super::server::{Answer, Server, sent};
use crate::core::editor::complete::{self, Kind, Known, Offer};
use crate::core::journal::same_name;
use crate::core::note::parse;
use crate::core::text::one_line;
use crate::render::safe;

/// The most people that are offered.
const MOST: usize = 500;

/// What may stand there.
pub fn answer(server: &mut Server<'_>, params: CompletionParams) -> Answer {
    let at = params.text_document_position_params;
    let uri = at.text_document.uri.0;
    let Some((server, task, document, seen)) = server.note(&uri) else { return sent(Value::Null) };
    if seen.source.damage.is_some() {
        return sent(Value::Null);
    }
    let positions = server.positions(document);
    let offset = positions.offset(at.position);
    let contacts = contacts(server, &uri, &task.journal.root);
    let known = Known { activity: &task.journal.activity, contacts: &contacts, today: server.today().local };
    let offers = complete::at(&parse(&seen.source, &task.journal.activity), offset, known);
    let items = offers.iter().enumerate().map(|(nth, offer)| item(offer, nth, &positions, server.client.snippets));
    sent(CompletionList { is_incomplete: false, items: items.collect(), ..CompletionList::default() })
}

/// The people of the journal's other notes, each once, by name.
fn contacts(server: &Server<'_>, uri: &str, root: &std::path::Path) -> Vec<String> {
    let others = server.notes_of(root).into_iter().filter(|(_, open)| *open != Some(uri));
    let mut names: Vec<(String, String)> = others
        .map(|(facts, _)| facts)
        .flat_map(|facts| &facts.people)
        .map(|name| (same_name(name), one_line(name)))
        .filter(|(same, _)| !same.is_empty())
        .collect();
    names.sort();
    names.dedup_by(|a, b| a.0 == b.0);
    names.truncate(MOST);
    names.into_iter().map(|(_, name)| name).collect()
}

fn item(offer: &Offer, nth: usize, positions: &Positions<'_>, has_snippets: bool) -> CompletionItem {
    let is_snippet = has_snippets && offer.kind == Kind::Question && offer.text.contains(BLANK);
    let new_text = if is_snippet { snippet(&offer.text) } else { offer.text.clone() };
    let edit = TextEdit { range: positions.range(offer.span), new_text };
    let short = short(&offer.detail);
    CompletionItem {
        label: safe::visible(&offer.label).into_owned(),
        kind: Some(match offer.kind {
            Kind::Key => CompletionItemKind::Property,
            Kind::Value => CompletionItemKind::EnumMember,
            Kind::Contact => CompletionItemKind::Constant,
            Kind::Question => CompletionItemKind::Text,
            Kind::Heading => CompletionItemKind::Module,
        }),
        // Beside the name where there is room for it, else in a box of its own.
        documentation: (short.is_none() && !offer.detail.is_empty())
            .then(|| Documentation::String(safe::visible(&offer.detail).into_owned())),
        detail: short,
        sort_text: Some(format!("{nth:04}")),
        // What stands there already is compared with this.
        filter_text: Some(offer.text.trim_start().to_owned()),
        insert_text_format: Some(if is_snippet { InsertTextFormat::Snippet } else { InsertTextFormat::PlainText }),
        text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
        ..CompletionItem::default()
    }
}

/// A meaning that fits the same line.
fn short(detail: &str) -> Option<String> {
    let fits = !detail.is_empty() && !detail.contains('\n') && detail.chars().count() <= 80;
    fits.then(|| safe::visible(detail).into_owned())
}

/// A blank of a suggested question.
const BLANK: &str = "___";

/// The text with each blank as a place that the editor goes to.
fn snippet(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let mut parts = plain.split(BLANK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (nth, part) in parts.enumerate() {
        out.push_str(&format!("${{{}:{BLANK}}}{part}", nth + 1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_becomes_a_place_to_go_to_and_nothing_else_does() {
        assert_eq!(snippet("- Why ___ and not ___?"), "- Why ${1:___} and not ${2:___}?");
        assert_eq!(snippet("$x }\\ ___"), "\\$x \\}\\\\ ${1:___}");
    }
}
