//! `coffeechat lsp` over its standard input and output, as an editor talks to it.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::Sandbox;
use common::client::{Client, uri};
use serde_json::{Value, json};

/// What an editor of today can do.
fn able(encoding: &str) -> Value {
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

/// Copies a folder, without links and hidden files.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (kind, target) = (entry.file_type().expect("a kind"), to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if kind.is_file() {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// What `lint` says of a folder, by the path from there.
fn lint(folder: &Path, home: &Path) -> Value {
    let mut shell = common::transcript::shell("exec coffeechat lint . --format json", folder, home);
    let done = shell.output().expect("lint");
    serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|why| panic!("{why}: {}", String::from_utf8_lossy(&done.stderr)))
}

/// A finding of `lint` as the server has to send it: `text` is the file's.
fn expected(found: &Value, text: &str, encoding: &str) -> Value {
    let place = |at: &Value| {
        let offset = at["offset"].as_u64().expect("an offset") as usize;
        let before = &text[..offset.min(text.len())];
        let line = before.matches('\n').count();
        let line_text = before.rsplit('\n').next().expect("a line");
        let column = match encoding {
            "utf-8" => line_text.len(),
            _ => line_text.encode_utf16().count(),
        };
        json!({ "line": line, "character": column })
    };
    let severity = match found["severity"].as_str() {
        Some("error") => 1,
        Some("warning") => 2,
        _ => 3,
    };
    let words = format!("{}\n\n{}", found["message"].as_str().expect("words"), found["help"].as_str().expect("words"));
    let words: String = words
        .chars()
        .map(|c| if common::steers(c) && c != '\n' { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() })
        .collect();
    json!({
        "source": "coffeechat",
        "code": found["rule"],
        "severity": severity,
        "message": words,
        "range": { "start": place(&found["span"]["start"]), "end": place(&found["span"]["end"]) },
    })
}

/// The keys of a published finding that `lint` has, too.
fn told(found: &Value) -> Value {
    json!({
        "source": found["source"], "code": found["code"], "severity": found["severity"],
        "message": found["message"], "range": found["range"],
    })
}

#[test]
fn every_finding_is_that_of_lint_in_both_encodings() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let (mut notes, mut findings, mut others) = (0, 0, 0);
    for encoding in ["utf-8", "utf-16"] {
        for name in ["journals/student", "notes", "cohort/autumn"] {
            let sandbox = Sandbox::new();
            let place = sandbox.work.canonicalize().expect("a path").join("journal");
            copy(&fixtures.join(name), &place);
            let report = lint(&place, &sandbox.home);
            let mut client = Client::start(&place, &sandbox.home, &[]);
            let capabilities = client.greet(&place, able(encoding));
            assert_eq!(capabilities["positionEncoding"], encoding);
            for path in files(&place) {
                let Ok(text) = fs::read_to_string(&path) else { continue };
                let relative = path.strip_prefix(&place).expect("a path").to_str().expect("text");
                let note = report["notes"].as_array().expect("notes").iter().find(|note| note["path"] == relative);
                let uri = uri(&path);
                client.open(&uri, &text);
                let seen: Vec<Value> = client.findings_of(&uri, 1).iter().map(told).collect();
                match note {
                    Some(note) => {
                        let wanted = note["diagnostics"].as_array().expect("findings").iter();
                        let wanted: Vec<Value> = wanted.map(|found| expected(found, &text, encoding)).collect();
                        assert_eq!(seen, wanted, "{relative}");
                        notes += 1;
                        findings += wanted.len();
                    }
                    None => {
                        assert!(seen.is_empty() || relative.ends_with(".toml"), "{relative} is no note: {seen:?}");
                        others += 1;
                    }
                }
                client.close(&uri);
            }
            assert_eq!(client.leave(), 0);
        }
    }
    assert!(notes > 60 && findings > 60 && others > 6, "{notes} notes, {findings} findings, {others} other files");
}
