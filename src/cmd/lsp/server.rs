//! What the server knows, and who answers what.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use gen_lsp_types::{
    Diagnostic as Told, DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileEvent,
};
use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::Client;
use super::document::{Document, Kind};
use super::place::{Address, Located, is_settings, locate};
use super::positions::Positions;
use super::shelf::Shelf;
use super::{actions, commands, completion, hover, lens, symbols};
use crate::cmd::Env;
use crate::core::calendar::Today;
use crate::io::clock::{self, since_the_start};
use crate::io::files;
use crate::io::panics;

/// How long nothing may be typed until a note is looked at. Whoever types fast leaves 100 to 200 ms between two keys, and a key that is
/// held down comes every 30 ms: so each pause is used, and a burst, a paste or the several changes of one command, is looked at once.
const QUIET: Duration = Duration::from_millis(60);

/// Why something that was asked is not answered.
pub struct Fault {
    /// What kind of fault it is.
    pub code: ErrorCode,
    /// What is wrong.
    pub message: String,
}

impl Fault {
    /// What was asked cannot be understood.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::InvalidParams, message: message.into() }
    }
}

/// An answer, or why there is none.
pub type Answer = Result<Value, Fault>;

/// A value as it is sent.
pub fn sent(value: impl Serialize) -> Answer {
    serde_json::to_value(value).map_err(|_| Fault { code: ErrorCode::InternalError, message: "no JSON".to_owned() })
}

/// What a message says, in the shape that it has to have.
pub fn read<T: DeserializeOwned>(params: Value) -> Result<T, Fault> {
    // What serde says of it may quote the message.
    serde_json::from_value(params).map_err(|_| Fault::invalid("these are not the parameters of this message"))
}

/// The server.
pub struct Server<'e> {
    /// The world around it.
    pub env: &'e mut Env,
    /// The client.
    pub client: Client,
    /// What is open, by its address.
    pub documents: BTreeMap<String, Document>,
    /// The journals of what is open, by their roots.
    pub shelves: BTreeMap<PathBuf, Shelf>,
    /// The journals in which some note is another now, so that the others have to be asked again.
    pub stirred: BTreeSet<PathBuf>,
    /// Files with settings that are not open, and the mistakes that were told of them.
    pub marked: BTreeMap<String, Vec<Told>>,
    said: Vec<Message>,
    asked: i32,
}

impl<'e> Server<'e> {
    /// For this client.
    pub fn new(env: &'e mut Env, client: Client) -> Self {
        let (documents, shelves, stirred) = Default::default();
        Self { env, client, documents, shelves, stirred, marked: BTreeMap::new(), said: Vec::new(), asked: 0 }
    }

    /// Keeps a message for the client.
    pub fn say(&mut self, message: impl Into<Message>) {
        self.said.push(message.into());
    }

    /// Tells the client something.
    pub fn tell(&mut self, method: &str, params: impl Serialize) {
        if let Ok(params) = serde_json::to_value(params) {
            self.say(Notification { method: method.to_owned(), params });
        }
    }

    /// Asks the client for something. What it answers changes nothing here.
    pub fn ask(&mut self, method: &str, params: impl Serialize) {
        self.asked = self.asked.wrapping_add(1);
        if let Ok(params) = serde_json::to_value(params) {
            self.say(Request { id: self.asked.into(), method: method.to_owned(), params });
        }
    }

    /// What is to be sent by now.
    pub fn take_said(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.said)
    }

    /// Today: a server may be older than a day.
    pub fn today(&self) -> Today {
        let today = self.env.today;
        if today.earliest == today.latest { today } else { clock::today() }
    }

    /// When something is to be looked at.
    pub fn due(&self) -> Option<Duration> {
        let stirred = (!self.stirred.is_empty()).then_some(Duration::ZERO);
        self.documents.values().filter_map(|document| document.due).chain(stirred).min()
    }

    /// An open document.
    pub fn document(&self, uri: &str) -> Option<&Document> {
        self.documents.get(uri)
    }

    /// The places of a document's text.
    pub fn positions<'d>(&self, document: &'d Document) -> Positions<'d> {
        Positions::new(&document.text, self.client.encoding)
    }

    /// Answers a request. A panic of ours is that one request's failure.
    pub fn answer(&mut self, asked: Request) {
        let Request { id, method, params } = asked;
        let answer = panics::caught(|| method.clone(), || self.answered(&method, params));
        let answer = answer.unwrap_or_else(|place| {
            let message = format!("internal error{place}. Please report it, with the note if you may.");
            Err(Fault { code: ErrorCode::InternalError, message })
        });
        self.say(match answer {
            Ok(value) => Response::new_ok(id, value),
            Err(fault) => Response::new_err(id, fault.code as i32, fault.message),
        });
    }

    fn answered(&mut self, method: &str, params: Value) -> Answer {
        match method {
            "textDocument/codeAction" => actions::answer(self, read(params)?),
            "textDocument/hover" => hover::answer(self, read(params)?),
            "textDocument/completion" => completion::answer(self, read(params)?),
            "textDocument/documentSymbol" => symbols::answer(self, read(params)?),
            "textDocument/codeLens" => lens::answer(self, read(params)?),
            "workspace/executeCommand" => commands::run(self, read(params)?),
            "coffeechat/statuses" => commands::statuses(),
            "coffeechat/levels" => commands::levels(self, &params),
            "initialize" => Err(Fault { code: ErrorCode::InvalidRequest, message: "this was said before".to_owned() }),
            _ => Err(Fault { code: ErrorCode::MethodNotFound, message: "this is not offered".to_owned() }),
        }
    }

    /// Takes in what the client tells.
    pub fn hear(&mut self, told: Notification) {
        let Notification { method, params } = told;
        let heard = panics::caught(|| method.clone(), || self.heard(&method, params));
        // What cannot be understood has no answer; the next text that is whole sets it right.
        if let Err(place) = heard {
            self.env.tell(&format!("coffeechat: internal error{place}. Please report it.\n"));
        }
    }

    fn heard(&mut self, method: &str, params: Value) -> Result<(), Fault> {
        match method {
            "initialized" if self.client.watches => self.ask("client/registerCapability", Client::watched()),
            "textDocument/didOpen" => {
                let DidOpenTextDocumentParams { text_document: opened } = read(params)?;
                let document = Document::new(opened.uri, opened.version, opened.text);
                self.open(document);
            }
            "textDocument/didChange" => {
                let changed: DidChangeTextDocumentParams = read(params)?;
                let encoding = self.client.encoding;
                let uri = changed.text_document.text_document_identifier.uri.0;
                if let Some(document) = self.documents.get_mut(&uri) {
                    document.version = changed.text_document.version;
                    document.due = Some(since_the_start() + QUIET);
                    document.change(changed.content_changes, encoding);
                }
            }
            "textDocument/didSave" => {
                let saved: DidSaveTextDocumentParams = read(params)?;
                self.saved(&saved.text_document.uri.0);
            }
            "textDocument/didClose" => {
                let closed: DidCloseTextDocumentParams = read(params)?;
                self.close(&closed.text_document.uri.0);
            }
            "workspace/didChangeWatchedFiles" => {
                let changed: DidChangeWatchedFilesParams = read(params)?;
                self.files_changed(&changed.changes);
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.client.folders_changed(read(params)?);
                self.settings_changed();
            }
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, mut document: Document) {
        document.kind = self.kind_of(&document);
        document.due = Some(Duration::ZERO);
        if !self.client.watches
            && let Kind::Note(Some(located)) = &document.kind
            && let Some(shelf) = self.shelves.get_mut(&located.root)
        {
            shelf.forget_notes();
        }
        self.documents.insert(document.uri.0.clone(), document);
    }

    /// What a document is to us, by where it lies.
    fn kind_of(&self, document: &Document) -> Kind {
        match &document.address {
            Address::Untitled => Kind::Note(None),
            Address::Other => Kind::Other,
            Address::File(path) if is_settings(path) => match path.parent() {
                Some(folder) => Kind::Settings(files::real(folder)),
                None => Kind::Other,
            },
            Address::File(path) => match self.locate(path) {
                Some(located) if files::is_markdown(path) => Kind::Note(Some(located)),
                // In a gist, a file without an ending may be a note. Only at the root, as a walk looks for them.
                Some(located) if files::is_unmarked(path) && located.inside.components().count() == 1 => {
                    Kind::Note(Some(located))
                }
                _ => Kind::Other,
            },
        }
    }

    fn locate(&self, path: &Path) -> Option<Located> {
        locate(path, &self.client.folders)
    }

    fn saved(&mut self, uri: &str) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        document.due = Some(Duration::ZERO);
        match &document.kind {
            Kind::Settings(_) => self.settings_changed(),
            // Where nobody watches, others may have changed as well.
            Kind::Note(Some(located)) if !self.client.watches => {
                if let Some(shelf) = self.shelves.get_mut(&located.root) {
                    shelf.forget_notes();
                }
            }
            _ => {}
        }
    }

    /// What is closed counts as it lies on the disk again.
    fn close(&mut self, uri: &str) {
        let Some(document) = self.documents.remove(uri) else { return };
        self.publish(&document.uri, None, Vec::new());
        match (document.kind, document.address) {
            (Kind::Note(Some(located)), Address::File(path)) => self.file_changed(&path, &located),
            (Kind::Settings(_), _) => self.settings_changed(),
            _ => {}
        }
    }

    fn files_changed(&mut self, changes: &[FileEvent]) {
        let mut has_settings = false;
        for path in changes.iter().filter_map(|change| Address::of(&change.uri.0).file()) {
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
                has_settings = true;
            } else if let Some(located) = self.locate(&path) {
                self.file_changed(&path, &located);
            }
        }
        if has_settings {
            self.settings_changed();
        }
    }

    fn file_changed(&mut self, path: &Path, located: &Located) {
        let Some(shelf) = self.shelves.get_mut(&located.root) else { return };
        // Of a gist the names of all files are known with its settings.
        if shelf.journal.as_ref().is_some_and(|journal| journal.surroundings.is_gist) {
            return self.settings_changed();
        }
        shelf.reread(path, located);
        self.stirred.insert(located.root.clone());
    }

    /// Settings or folders came, went or changed: where journals begin may be another thing now, and everything is looked at again.
    fn settings_changed(&mut self) {
        self.shelves.values_mut().for_each(Shelf::forget_settings);
        let kinds: Vec<_> =
            self.documents.iter().map(|(uri, document)| (uri.clone(), self.kind_of(document))).collect();
        for (uri, kind) in kinds {
            if let Some(document) = self.documents.get_mut(&uri) {
                (document.kind, document.due) = (kind, Some(Duration::ZERO));
            }
        }
    }
}
