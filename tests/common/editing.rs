//! A journal that is open in an editor: the files on the disk, the server and what a test asks of it.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::Sandbox;
use super::client::{Client, uri};

/// What an editor of today can do.
pub fn able(encoding: &str) -> Value {
    json!({
        "general": { "positionEncodings": [encoding] },
        "workspace": { "workspaceEdit": { "documentChanges": true }, "didChangeWatchedFiles": { "dynamicRegistration": true } },
        "textDocument": {
            "completion": { "completionItem": { "snippetSupport": true } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "publishDiagnostics": { "relatedInformation": true },
        },
    })
}

/// A plan with nothing to find in it.
pub const NOTE: &str = "---\nlevel: 1\ncontact: Ada\nstatus: planned\n---\n\n# Conversation with Ada\n\n## Questions\n\n- How did you start?\n";

/// A journal on the disk, with a server for it.
pub struct Journal {
    pub sandbox: Sandbox,
    pub root: PathBuf,
    pub client: Client,
}

impl Journal {
    /// With these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, &[], &[], able("utf-16"))
    }

    /// The same, with arguments and variables of the server, and a client that can do this.
    pub fn with(files: &[(&str, &str)], arguments: &[&str], variables: &[(&str, &str)], capabilities: Value) -> Self {
        let sandbox = Sandbox::new();
        let root = sandbox.work.canonicalize().expect("a path").join("journal");
        fs::create_dir_all(root.join("networking")).expect("a folder");
        fs::write(root.join("coffeechat.toml"), "").expect("settings");
        for (name, text) in files {
            fs::write(root.join(name), text).expect("a file");
        }
        let mut client = Client::start_with(super::binary(), &root, &sandbox.home, arguments, variables);
        client.greet(&root, capabilities);
        Self { sandbox, root, client }
    }

    /// The address of a file.
    pub fn uri(&self, name: &str) -> String {
        uri(&self.root.join(name))
    }

    /// Opens a file as it lies on the disk; gives its address and what is found in it.
    pub fn open(&mut self, name: &str) -> (String, Vec<Value>) {
        let uri = self.uri(name);
        let text = fs::read_to_string(self.root.join(name)).expect("a file");
        self.client.open(&uri, &text);
        let found = self.client.findings_of(&uri, 1);
        (uri, found)
    }

    /// Tells that files changed on the disk.
    pub fn changed(&mut self, names: &[&str]) {
        let changes: Vec<Value> = names.iter().map(|name| json!({ "uri": self.uri(name), "type": 2 })).collect();
        self.client.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// The actions at a place, all of a kind where one is named.
    pub fn actions(&mut self, uri: &str, range: &Value, only: Option<&str>) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        match self.client.result("textDocument/codeAction", params) {
            Value::Array(actions) => actions,
            _ => Vec::new(),
        }
    }
}

/// The rules of findings.
pub fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|found| found["code"].as_str().unwrap_or("none")).collect()
}

/// The edits of an action or of a request to make some, which are for that version.
pub fn edits(edit: &Value, uri: &str, version: i64) -> Value {
    let change = &edit["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": version }));
    change["edits"].clone()
}

/// All lines.
pub fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9_999, "character": 0 } })
}

/// A place in a document, as a request names it.
pub fn at(uri: &str, line: u64, character: u64) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}
