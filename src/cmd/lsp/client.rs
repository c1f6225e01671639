//! What the client said of itself, and what we say of us.

use std::path::PathBuf;

use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CodeActionProvider, CodeLensOptions, CompletionOptions,
    DidChangeWorkspaceFoldersParams, DocumentSymbolProvider, ExecuteCommandOptions, HoverProvider,
    PositionEncodingKind, Save, SaveOptions, ServerCapabilities, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceFolder, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};
use serde_json::{Value, json};

use super::commands::COMMANDS;
use super::place::Address;
use super::positions::Encoding;

/// The kind of the action that mends all that can be mended without a doubt.
pub const FIX_ALL: &str = "source.fixAll.coffeechat";

/// What the client can do. It is read key by key: one that is written in an odd way costs what it stands for, and nothing else.
#[derive(Debug, Clone)]
pub struct Client {
    /// In what it counts columns.
    pub encoding: Encoding,
    /// Whether an edit may say for which version of a document it is.
    pub versioned_edits: bool,
    /// Whether what is completed may have places to fill in.
    pub snippets: bool,
    /// Whether symbols may stand below each other.
    pub nested_symbols: bool,
    /// Whether a finding may name other places.
    pub other_places: bool,
    /// Whether it can be asked to watch files.
    pub watches: bool,
    /// The folders that it shows.
    pub folders: Vec<PathBuf>,
}

impl Client {
    /// Of what it sends first.
    pub fn of(params: &Value) -> Self {
        let can = |path: &str| params.pointer(&format!("/capabilities/{path}")).and_then(Value::as_bool) == Some(true);
        let encodings = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let has_utf8 = encodings.is_some_and(|all| all.iter().any(|one| one == "utf-8"));
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let mut uris: Vec<&Value> = folders.into_iter().flatten().filter_map(|folder| folder.get("uri")).collect();
        uris.extend(params.get("rootUri").filter(|_| folders.is_none()));
        Self {
            encoding: if has_utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            versioned_edits: can("workspace/workspaceEdit/documentChanges"),
            snippets: can("textDocument/completion/completionItem/snippetSupport"),
            nested_symbols: can("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            other_places: can("textDocument/publishDiagnostics/relatedInformation"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            folders: uris.into_iter().filter_map(|uri| Address::of(uri.as_str()?).file()).collect(),
        }
    }

    /// It shows other folders now.
    pub fn folders_changed(&mut self, changed: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: Vec<WorkspaceFolder>| -> Vec<PathBuf> {
            folders.into_iter().filter_map(|folder| Address::of(&folder.uri.0).file()).collect()
        };
        let (added, removed) = (paths(changed.event.added), paths(changed.event.removed));
        self.folders.retain(|folder| !removed.contains(folder) && !added.contains(folder));
        self.folders.extend(added);
    }

    /// The answer to `initialize`.
    pub fn welcome(&self) -> Value {
        let kinds = vec![CodeActionKind::QuickFix, CodeActionKind::from(FIX_ALL.to_owned())];
        let capabilities = ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
            }),
            text_document_sync: Some(TextDocumentSync::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(Save::SaveOptions(SaveOptions { include_text: Some(false) })),
                ..TextDocumentSyncOptions::default()
            })),
            code_action_provider: Some(CodeActionProvider::CodeActionOptions(CodeActionOptions {
                code_action_kinds: Some(kinds),
                ..CodeActionOptions::default()
            })),
            hover_provider: Some(HoverProvider::Bool(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some([":", " ", "#"].map(str::to_owned).to_vec()),
                ..CompletionOptions::default()
            }),
            document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
            code_lens_provider: Some(CodeLensOptions::default()),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: COMMANDS.map(str::to_owned).to_vec(),
                ..ExecuteCommandOptions::default()
            }),
            workspace: Some(WorkspaceOptions {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(ChangeNotifications::Bool(true)),
                }),
                ..WorkspaceOptions::default()
            }),
            ..ServerCapabilities::default()
        };
        json!({
            "capabilities": capabilities,
            "serverInfo": { "name": "coffeechat", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// What the client is asked to watch: notes, and every file that settings or an activity may stand in.
    pub fn watched() -> Value {
        let watchers = json!([{ "globPattern": "**/*.{md,markdown,mdown,MD}" }, { "globPattern": "**/*.toml" }]);
        json!({ "registrations": [{
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        }] })
    }
}
