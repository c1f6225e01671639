//! The outline of a note, as the client takes it.

use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, Location, SymbolInformation, SymbolKind, Uri,
};
use serde_json::Value;

use super::positions::Positions;
use super::server::{Answer, Server, sent};
use crate::core::editor::symbols::{self, Symbol};
use crate::core::note::parse;
use crate::render::safe;

/// The outline.
pub fn answer(server: &mut Server<'_>, params: DocumentSymbolParams) -> Answer {
    let uri = params.text_document.uri.0;
    let Some((server, task, document, seen)) = server.note(&uri) else { return sent(Value::Null) };
    if seen.source.damage.is_some() {
        return sent(Value::Null);
    }
    let activity = &task.journal.activity;
    let outline = symbols::of(&parse(&seen.source, activity), activity);
    let positions = server.positions(document);
    if server.client.nested_symbols {
        return sent(vec![nested(&outline, &positions)]);
    }
    let mut all = Vec::new();
    flat(&outline, None, &document.uri, &positions, &mut all);
    sent(all)
}

fn kind(symbol: &Symbol) -> SymbolKind {
    if symbol.is_conversation { SymbolKind::Event } else { SymbolKind::Module }
}

fn nested(symbol: &Symbol, positions: &Positions<'_>) -> DocumentSymbol {
    DocumentSymbol {
        name: safe::visible(&symbol.name).into_owned(),
        detail: Some(safe::visible(&symbol.detail).into_owned()).filter(|detail| !detail.is_empty()),
        kind: kind(symbol),
        range: positions.range(symbol.span),
        selection_range: positions.range(symbol.heading),
        children: Some(symbol.parts.iter().map(|part| nested(part, positions)).collect()),
        tags: None,
        #[allow(deprecated)]
        deprecated: None,
    }
}

/// All parts one behind the other, each with the name of what is around it.
fn flat(symbol: &Symbol, around: Option<&str>, uri: &Uri, positions: &Positions<'_>, all: &mut Vec<SymbolInformation>) {
    let name = safe::visible(&symbol.name).into_owned();
    all.push(SymbolInformation {
        location: Location { uri: uri.clone(), range: positions.range(symbol.span) },
        base_symbol_information: BaseSymbolInformation {
            name: name.clone(),
            kind: kind(symbol),
            container_name: around.map(str::to_owned),
            tags: None,
        },
        #[allow(deprecated)]
        deprecated: None,
    });
    symbol.parts.iter().for_each(|part| flat(part, Some(&name), uri, positions, all));
}
