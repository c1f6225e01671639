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

const NOTE: &str = "---\nlevel: 1\ncontact: Ada\nstatus: planned\n---\n\n# Conversation with Ada\n\n## Questions\n\n- How did you start?\n";

/// A journal on the disk, with a server for it.
struct Journal {
    sandbox: Sandbox,
    root: PathBuf,
    client: Client,
}

impl Journal {
    /// With these files.
    fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, &[], &[], able("utf-16"))
    }

    fn with(files: &[(&str, &str)], arguments: &[&str], variables: &[(&str, &str)], capabilities: Value) -> Self {
        let sandbox = Sandbox::new();
        let root = sandbox.work.canonicalize().expect("a path").join("journal");
        fs::create_dir_all(root.join("networking")).expect("a folder");
        fs::write(root.join("coffeechat.toml"), "").expect("settings");
        for (name, text) in files {
            fs::write(root.join(name), text).expect("a file");
        }
        let mut client = Client::start_with(common::binary(), &root, &sandbox.home, arguments, variables);
        client.greet(&root, capabilities);
        Self { sandbox, root, client }
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.root.join(name))
    }

    /// Opens a file as it lies on the disk; gives its address and what is found in it.
    fn open(&mut self, name: &str) -> (String, Vec<Value>) {
        let uri = self.uri(name);
        let text = fs::read_to_string(self.root.join(name)).expect("a file");
        self.client.open(&uri, &text);
        let found = self.client.findings_of(&uri, 1);
        (uri, found)
    }

    /// Tells that files changed on the disk.
    fn changed(&mut self, names: &[&str]) {
        let changes: Vec<Value> = names.iter().map(|name| json!({ "uri": self.uri(name), "type": 2 })).collect();
        self.client.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    /// The actions at a place, all of a kind where one is named.
    fn actions(&mut self, uri: &str, range: &Value, only: Option<&str>) -> Vec<Value> {
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

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|found| found["code"].as_str().unwrap_or("none")).collect()
}

/// The edits of an action or of a request to make some, which are for that version.
fn edits(edit: &Value, uri: &str, version: i64) -> Value {
    let change = &edit["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": version }));
    change["edits"].clone()
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9_999, "character": 0 } })
}

fn at(uri: &str, line: u64, character: u64) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

#[test]
fn a_session() {
    let text = "---\nlevel: 1\ncontact: Ada 👩\u{200d}💻\ndate: 18 November 2026\nchanel: coffee\nstatus: planned\n---\n\n## Questions\n\n- How did you start?\n";
    let mut journal = Journal::new(&[("networking/ada.md", text)]);
    let registered = journal.client.find(|message| message["method"] == "client/registerCapability");
    let watched = registered["params"].to_string();
    assert!(watched.contains("**/*.toml") && watched.contains("markdown"), "{watched}");
    journal.client.send(&json!({ "jsonrpc": "2.0", "id": registered["id"], "result": null }));

    // A broken note, and what lint says of it.
    let written = text;
    let (uri, found) = journal.open("networking/ada.md");
    assert_eq!(codes(&found), ["date-style", "unknown-field"]);
    let report = lint(&journal.root, &journal.sandbox.home);
    let wanted: Vec<Value> = report["notes"][0]["diagnostics"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|one| expected(one, text, "utf-16"))
        .collect();
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), wanted);

    // A quick fix, applied.
    let actions = journal.actions(&uri, &found[1]["range"], Some("quickfix"));
    let fix = actions.iter().find(|action| action["isPreferred"] == true).expect("a fix");
    assert_eq!((&fix["kind"], &fix["diagnostics"][0]["code"]), (&json!("quickfix"), &json!("unknown-field")));
    let text = common::client::applied(text, &edits(&fix["edit"], &uri, 1), false);
    assert!(text.contains("\nchannel: coffee\n"), "{text}");
    journal.client.change(&uri, 2, &text);
    assert_eq!(codes(&journal.client.findings_of(&uri, 2)), ["date-style"]);

    // A status, completed.
    let line = text.lines().position(|line| line.starts_with("status")).expect("a line") as u64;
    let offered = journal.client.result("textDocument/completion", at(&uri, line, 8));
    let talked =
        offered["items"].as_array().expect("items").iter().find(|item| item["label"] == "talked").expect("a status");
    assert_eq!(talked["detail"], "you had the conversation");
    let text = common::client::applied(&text, &json!([talked["textEdit"]]), false);
    assert!(text.contains("\nstatus: talked\n"), "{text}");
    let range = &talked["textEdit"]["range"];
    journal.client.edit(&uri, 3, json!([{ "range": range, "text": "talked" }]));
    assert_eq!(codes(&journal.client.findings_of(&uri, 3)), ["date-style", "missing-notes", "missing-takeaway"]);

    // What a value, a key, a heading and a finding mean.
    let hover = |client: &mut Client, line: u64, column: u64| {
        let said = client.result("textDocument/hover", at(&uri, line, column));
        assert_eq!(said["contents"]["kind"], "markdown");
        said["contents"]["value"].as_str().expect("words").to_owned()
    };
    assert!(hover(&mut journal.client, line, 9).starts_with("**talked**: you had the conversation"));
    assert!(hover(&mut journal.client, 1, 2).contains("**level**"));
    assert!(hover(&mut journal.client, 8, 4).contains("**Questions**"));
    let mut shell = common::transcript::shell("coffeechat explain date-style", &journal.root, &journal.sandbox.home);
    let explained = String::from_utf8(shell.output().expect("explain").stdout).expect("text");
    assert!(hover(&mut journal.client, 3, 8).starts_with(&explained), "{explained}");

    // An outline, and the step that comes next.
    let outline = journal.client.result("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(
        (&outline[0]["detail"], &outline[0]["children"][0]["name"]),
        (&json!("talked, 2026-11-18"), &json!("Questions"))
    );
    let lens = journal.client.result("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
    let command = &lens[0]["command"];
    assert_eq!(
        (&command["title"], &command["arguments"]),
        (&json!("Mark as followed-up"), &json!([uri, "followed-up"]))
    );

    // An edit, followed, and the end.
    journal.client.edit(&uri, 4, json!([{ "range": { "start": { "line": 99, "character": 0 }, "end": { "line": 99, "character": 0 } }, "text": "\n## Notes\n\nShe began at school.\n\n## Takeaway\n\nBuild something small.\n" }]));
    assert_eq!(codes(&journal.client.findings_of(&uri, 4)), ["date-style", "no-follow-up"]);
    journal.client.close(&uri);
    assert!(journal.client.findings(&uri).is_empty());
    assert_eq!(
        fs::read_to_string(journal.root.join("networking/ada.md")).expect("the file"),
        written,
        "nothing is written"
    );
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn everything_is_mended_as_lint_mends_it() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for encoding in ["utf-8", "utf-16"] {
        let sandbox = Sandbox::new();
        let place = sandbox.work.canonicalize().expect("a path").join("journal");
        copy(&fixtures.join("journals/student"), &place);
        let before: Vec<(PathBuf, String)> =
            files(&place).into_iter().filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?))).collect();
        let mut client = Client::start(&place, &sandbox.home, &[]);
        client.greet(&place, able(encoding));
        let mut after = Vec::new();
        for (path, text) in &before {
            let uri = uri(path);
            client.open(&uri, text);
            let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
            let params = json!({ "textDocument": { "uri": uri }, "range": whole(), "context": context });
            let actions = client.result("textDocument/codeAction", params);
            let mended = actions.as_array().and_then(|actions| actions.first()).map(|action| {
                assert_eq!(action["kind"], "source.fixAll.coffeechat");
                common::client::applied(text, &edits(&action["edit"], &uri, 1), encoding == "utf-8")
            });
            after.push(mended.unwrap_or_else(|| text.clone()));
        }
        let mut shell = common::transcript::shell("coffeechat lint --fix", &place, &sandbox.home);
        shell.output().expect("lint --fix");
        let mut changed = 0;
        for ((path, before), after) in before.iter().zip(&after) {
            assert_eq!(*after, fs::read_to_string(path).expect("a file"), "{}", path.display());
            changed += usize::from(before != after);
        }
        assert!(changed > 0, "something was mended");
        assert_eq!(client.leave(), 0);
    }
}

#[test]
fn what_a_person_should_look_at_is_named_so_and_a_rule_can_be_kept_quiet() {
    let text = "---\r\ncontact: Ada\r\ndate: 18 November 2026\r\nstatus: talked\r\n---\r\n\r\nLevel: 1\r\n";
    let mut journal = Journal::new(&[("networking/ada.md", text)]);
    let (uri, found) = journal.open("networking/ada.md");
    let of = |code: &str| {
        found.iter().find(|found| found["code"] == code).unwrap_or_else(|| panic!("{code}: {found:?}"))["range"].clone()
    };
    let (level, date) = (of("missing-level"), of("date-style"));
    let actions = journal.actions(&uri, &level, None);
    let look =
        actions.iter().find(|action| action["title"] == "Take the level from the text (read the result once more)");
    assert!(look.is_some_and(|action| action.get("isPreferred").is_none()), "{actions:?}");
    let actions = journal.actions(&uri, &date, None);
    let title = "Keep `date-style` quiet in this note";
    let quiet = actions.iter().find(|action| action["title"] == title).unwrap_or_else(|| panic!("{actions:?}"));
    let text = common::client::applied(text, &edits(&quiet["edit"], &uri, 1), false);
    assert!(text.ends_with("Level: 1\r\n\r\n<!-- coffeechat: off date-style -->\r\n"), "{text:?}");
    journal.client.change(&uri, 2, &text);
    let left = journal.client.findings_of(&uri, 2);
    assert!(
        codes(&left).contains(&"missing-level")
            && !codes(&left).contains(&"date-style")
            && !codes(&left).contains(&"unused-suppression"),
        "{left:?}"
    );
    // Behind a comment that is not closed nothing would be kept quiet, so it is not offered.
    journal.client.change(
        &uri,
        3,
        &format!("{text}\r\n<!-- open\r\n").replace("<!-- coffeechat: off date-style -->", ""),
    );
    assert!(journal.actions(&uri, &date, None).iter().all(|action| action["title"] != title));
}

#[test]
fn a_note_is_marked_and_adopted_in_the_editor_as_on_the_command_line() {
    let free = "# Coffee with Ada Lovelace\n\nDate: 2026-11-12\n\n## Questions\n- How did you start?\n\n## Notes\nAt school.\n";
    let files = [("networking/plan.md", NOTE), ("networking/free.md", free)];
    let mut journal = Journal::new(&files);
    let run = |journal: &Journal, command: &str| {
        let mut shell = common::transcript::shell(command, &journal.root, &journal.sandbox.home);
        assert!(shell.output().expect("a run").status.success(), "{command}");
    };
    for (name, text, command, arguments, line) in [
        (
            "networking/plan.md",
            NOTE,
            "coffeechat.mark",
            json!(["contacted"]),
            "coffeechat mark networking/plan.md contacted",
        ),
        (
            "networking/plan.md",
            NOTE,
            "coffeechat.mark",
            json!(["scheduled", "friday"]),
            "coffeechat mark networking/plan.md scheduled --date friday",
        ),
        (
            "networking/free.md",
            free,
            "coffeechat.adopt",
            json!([]),
            "coffeechat adopt networking/free.md --write --no-input",
        ),
    ] {
        fs::write(journal.root.join(name), text).expect("a file");
        let (uri, _) = journal.open(name);
        let mut all = vec![json!(uri)];
        all.extend(arguments.as_array().expect("words").clone());
        let answer = journal.client.ask("workspace/executeCommand", json!({ "command": command, "arguments": all }));
        assert!(answer["result"].is_null() && answer.get("error").is_none(), "{answer}");
        let asked = journal.client.find(|message| message["method"] == "workspace/applyEdit");
        let edited = common::client::applied(text, &edits(&asked["params"]["edit"], &uri, 1), false);
        journal.client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": { "applied": true } }));
        assert_eq!(fs::read_to_string(journal.root.join(name)).expect("a file"), text, "the server writes no file");
        run(&journal, line);
        assert_eq!(edited, fs::read_to_string(journal.root.join(name)).expect("a file"), "{line}");
        journal.client.close(&uri);
    }
    // Where nothing is to be done, or something is missing, it is said.
    fs::write(journal.root.join("networking/plan.md"), NOTE).expect("a file");
    let (uri, _) = journal.open("networking/plan.md");
    for (command, arguments, says) in [
        ("coffeechat.adopt", json!([uri]), "has its front matter already"),
        ("coffeechat.mark", json!([uri, "planned"]), "says `planned` already"),
        ("coffeechat.mark", json!([uri, "scheduled"]), "Which day is agreed?"),
        ("coffeechat.mark", json!([uri, "talkd"]), "Did you mean `talked`?"),
        ("coffeechat.mark", json!(["file:///nowhere.md", "talked"]), "Open the note first"),
    ] {
        assert!(
            journal
                .client
                .result("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
                .is_null()
        );
        let said = journal.client.find(|message| message["method"] == "window/showMessage");
        assert!(said["params"]["message"].as_str().expect("words").contains(says), "{said}");
    }
    let statuses = journal.client.result("coffeechat/statuses", json!({ "uri": uri }));
    assert_eq!(statuses[0], json!({ "name": "planned", "meaning": "you mean to talk" }));
    let levels = journal.client.result("coffeechat/levels", json!({}));
    assert_eq!((levels.as_array().map(Vec::len), &levels[0]["name"]), (Some(3), &json!("1")));
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn rules_of_the_journal_see_notes_that_are_not_open_and_those_that_are_as_they_stand_there() {
    // The second one by its name is told of the first.
    let (one, other) = ("networking/two.md", "networking/other.md");
    let note = |name: &str| NOTE.replace("Ada", name).replace("status", "date: 2026-12-01\nstatus");
    let mut journal = Journal::new(&[(one, &note("Ada")), (other, &note("Ada"))]);
    let (first, found) = journal.open(one);
    assert_eq!(codes(&found), ["duplicate-note"], "the other one is not open");
    // On the disk it is about somebody else now.
    fs::write(journal.root.join(other), note("Grace")).expect("a file");
    journal.changed(&[other]);
    assert!(journal.client.findings(&first).is_empty());
    // In the editor it is about her again, and that is what counts.
    let second = journal.uri(other);
    journal.client.open(&second, &note("Ada"));
    assert!(journal.client.findings_of(&second, 1).is_empty());
    assert_eq!(codes(&journal.client.findings(&first)), ["duplicate-note"]);
    // An edit of one changes what is said of the other.
    journal.client.change(&second, 2, &note("Grace"));
    assert!(journal.client.findings_of(&second, 2).is_empty());
    assert!(journal.client.findings(&first).is_empty());
    // A name that another note has is offered.
    journal.client.change(&second, 3, &note("Lin"));
    journal.client.findings_of(&second, 3);
    let offered = journal.client.result("textDocument/completion", at(&first, 2, 9));
    assert_eq!(
        offered["items"].as_array().map(|items| items.iter().map(|item| item["label"].clone()).collect()),
        Some(vec![json!("Lin")])
    );
    // Closed without being saved, it counts as it lies on the disk.
    journal.client.close(&second);
    fs::write(journal.root.join(other), note("Ada")).expect("a file");
    journal.changed(&[other]);
    assert_eq!(codes(&journal.client.findings(&first)), ["duplicate-note"]);
    fs::remove_file(journal.root.join(other)).expect("the end of it");
    journal.changed(&[other]);
    assert!(journal.client.findings(&first).is_empty());
}

#[test]
fn without_a_watching_client_what_is_saved_and_opened_is_read_again() {
    let note = NOTE.replace("status", "date: 2026-12-01\nstatus");
    let mut journal = Journal::with(&[("networking/two.md", &note)], &[], &[], json!({}));
    let (uri, found) = journal.open("networking/two.md");
    assert!(found.is_empty());
    fs::write(journal.root.join("networking/other.md"), &note).expect("a file");
    journal.client.save(&uri);
    assert_eq!(codes(&journal.client.findings(&uri)), ["duplicate-note"]);
    // It neither watches nor knows versions of edits, nested symbols or snippets.
    let actions = journal.actions(&uri, &whole(), None);
    assert!(actions[0]["edit"]["changes"][&uri].is_array(), "{actions:?}");
    let outline = journal.client.result("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(
        (&outline[1]["name"], &outline[1]["containerName"]),
        (&json!("Questions"), &json!("Conversation with Ada"))
    );
    assert!(
        journal
            .client
            .within(std::time::Duration::from_millis(10), |message| message["method"] == "client/registerCapability")
            .is_none()
    );
}

#[test]
fn a_renamed_note_is_the_same_one_elsewhere() {
    let note = NOTE.replace("status", "date: 2026-12-01\nstatus");
    let mut journal = Journal::new(&[("networking/old.md", &note)]);
    let (old, found) = journal.open("networking/old.md");
    assert!(found.is_empty());
    fs::rename(journal.root.join("networking/old.md"), journal.root.join("networking/new.md")).expect("a rename");
    journal.client.close(&old);
    assert!(journal.client.findings(&old).is_empty());
    let (new, found) = journal.open("networking/new.md");
    assert!(found.is_empty(), "it is no second one: {found:?}");
    journal.changed(&["networking/old.md", "networking/new.md"]);
    journal.client.change(&new, 2, &note.replace("planned", "nobody knows"));
    assert_eq!(codes(&journal.client.findings_of(&new, 2)), ["invalid-status"]);
}

#[test]
fn settings_that_break_are_told_at_their_place_and_the_ones_from_before_serve() {
    let note = NOTE.replace("status", "date: 18 November 2026\nstatus");
    let mut journal = Journal::new(&[("networking/ada.md", &note)]);
    let settings = journal.uri("coffeechat.toml");
    let write = |journal: &mut Journal, text: &str| {
        fs::write(journal.root.join("coffeechat.toml"), text).expect("settings");
        journal.changed(&["coffeechat.toml"]);
    };
    let (uri, found) = journal.open("networking/ada.md");
    assert_eq!(codes(&found), ["date-style"]);
    write(&mut journal, "[rules]\ndate-style = \"off\"\n");
    assert!(journal.client.findings(&uri).is_empty(), "the settings are read again");
    write(&mut journal, "[rules]\ndate-style = \"loud\"\n");
    let told = journal.client.findings(&settings);
    assert!(told[0]["message"].as_str().expect("words").contains("`loud` is not a severity"), "{told:?}");
    assert_eq!(told[0]["range"]["start"]["line"], 1);
    assert!(journal.client.findings(&uri).is_empty(), "the ones from before serve");
    write(&mut journal, "");
    assert_eq!(codes(&journal.client.findings(&uri)), ["date-style"]);
    assert!(journal.client.findings(&settings).is_empty(), "nothing is wrong any more");

    // In the editor a mistake is seen before the file is saved; the notes wait for that.
    journal.client.open(&settings, "");
    assert!(journal.client.findings_of(&settings, 1).is_empty());
    journal.client.change(&settings, 2, "activty = \"networking\"\n");
    let told = journal.client.findings_of(&settings, 2);
    assert!(told[0]["message"].as_str().expect("words").contains("Did you mean `activity`?"), "{told:?}");
    journal.client.change(&settings, 3, "activity = \"nowhere\"\n");
    assert!(
        journal.client.findings_of(&settings, 3)[0]["message"]
            .as_str()
            .expect("words")
            .contains("no activity `nowhere`")
    );
    journal.client.change(&settings, 4, "[rules]\ndate-style = \"off\"\n");
    assert!(journal.client.findings_of(&settings, 4).is_empty());
    fs::write(journal.root.join("coffeechat.toml"), "[rules]\ndate-style = \"off\"\n").expect("settings");
    journal.client.save(&settings);
    assert!(journal.client.findings(&uri).is_empty());
    assert!(journal.client.result("textDocument/hover", at(&settings, 0, 0)).is_null());
}

#[test]
fn a_journal_whose_settings_were_never_read_says_so_in_its_notes() {
    let mut journal = Journal::new(&[("networking/ada.md", NOTE), ("coffeechat.toml", "activity = 3\n")]);
    let (uri, found) = journal.open("networking/ada.md");
    let message = found[0]["message"].as_str().expect("words").to_owned();
    assert!(message.contains("coffeechat.toml, line 1") && message.contains("not checked"), "{message}");
    let settings = journal.uri("coffeechat.toml");
    assert_eq!(journal.client.findings(&settings).len(), 1);
    assert!(journal.client.result("textDocument/completion", at(&uri, 3, 8)).is_null());
    fs::write(journal.root.join("coffeechat.toml"), "").expect("settings");
    journal.changed(&["coffeechat.toml"]);
    assert!(journal.client.findings(&uri).is_empty());
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn a_file_that_is_no_note_is_left_in_peace() {
    let files = [
        ("README.md", "# My journal\n\n## Questions\n\n- \n"),
        ("essay.md", "---\ntitle: x\n---\n\nWords.\n"),
        ("networking/README.md", "# Notes\n"),
        ("code.rs", "fn main() {}\n"),
    ];
    let mut journal = Journal::new(&files);
    for (name, _) in files {
        let (uri, found) = journal.open(name);
        assert!(found.is_empty(), "{name}: {found:?}");
        for (method, params) in [
            ("textDocument/hover", at(&uri, 0, 3)),
            ("textDocument/completion", at(&uri, 4, 2)),
            ("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })),
            ("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })),
        ] {
            assert!(journal.client.result(method, params).is_null(), "{name}: {method}");
        }
        assert!(journal.actions(&uri, &whole(), None).is_empty());
    }
    // Neither is one that lint would not come upon, or that is no file of this machine.
    fs::create_dir_all(journal.root.join(".trash")).expect("a folder");
    std::os::unix::fs::symlink(journal.root.join("networking"), journal.root.join("link")).expect("a link");
    std::os::unix::fs::symlink("/etc", journal.root.join("out")).expect("a link");
    let broken = "---\nlevel: 9\ncontact: Ada\n---\n";
    let uris = [
        journal.uri(".trash/ada.md"),
        journal.uri("out/ada.md"),
        "https://example.org/ada.md".to_owned(),
        "git:/networking/ada.md".to_owned(),
    ];
    for uri in uris {
        journal.client.open(&uri, broken);
        assert!(journal.client.findings(&uri).is_empty(), "{uri}");
    }
    // A text without a file is a note where it says so.
    journal.client.open("untitled:Untitled-1", broken);
    assert!(codes(&journal.client.findings("untitled:Untitled-1")).contains(&"invalid-level"));
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn a_cancelled_request_is_not_begun() {
    let mut journal = Journal::new(&[]);
    let uri = journal.uri("networking/large.md");
    let text = format!("{NOTE}\n{}", "- How did you start, and what came of it?\n".repeat(20_000));
    journal.client.open(&uri, &text);
    // The first one looks at the note, and meanwhile the others arrive.
    let first = journal.client.begin("textDocument/hover", at(&uri, 1, 1));
    let second = journal.client.begin("textDocument/hover", at(&uri, 1, 1));
    let third = journal.client.begin("textDocument/hover", at(&uri, 1, 1));
    journal.client.tell("$/cancelRequest", json!({ "id": second }));
    journal.client.tell("$/cancelRequest", json!({ "id": 99_999 }));
    journal.client.tell("$/cancelRequest", json!({ "id": "x" }));
    assert_eq!(journal.client.answer(second)["error"]["code"], -32800);
    assert!(journal.client.answer(first)["result"].is_object() && journal.client.answer(third)["result"].is_object());
    journal.client.tell("$/cancelRequest", json!({ "id": first }));
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn a_client_that_crashes_is_the_end_of_it() {
    let mut journal = Journal::new(&[("networking/ada.md", NOTE)]);
    journal.open("networking/ada.md");
    assert_eq!(journal.client.end(), (0, String::new()), "its input is closed");

    // The other end of its output is gone, too.
    let sandbox = Sandbox::new();
    let mut shell = common::transcript::shell("coffeechat lsp", &sandbox.work, &sandbox.home);
    let mut child =
        shell.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().expect("a server");
    drop(child.stdout.take());
    let text = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
    let mut input = child.stdin.take().expect("its input");
    std::io::Write::write_all(&mut input, format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes())
        .expect("a pipe");
    let start = std::time::Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(start.elapsed().as_secs() < 30, "the server did not end");
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert_eq!(status.code(), Some(0));

    // It left without a word, or in the middle of one.
    let mut journal = Journal::new(&[]);
    journal.client.tell("exit", Value::Null);
    assert_eq!(journal.client.end().0, 1);
    let mut journal = Journal::new(&[]);
    journal.client.write(b"Content-Length: 5000\r\n\r\n{\"jsonrpc\":");
    assert_eq!(journal.client.end(), (0, String::new()));
}

#[test]
fn ten_megabytes_are_pasted_and_taken_back() {
    let mut journal = Journal::new(&[("networking/ada.md", NOTE)]);
    let (uri, found) = journal.open("networking/ada.md");
    assert!(found.is_empty());
    let start = std::time::Instant::now();
    let paste = "lorem ipsum 魚 👩\u{200d}💻\n".repeat(10 * 1024 * 1024 / 28);
    let end = json!({ "line": 10, "character": 20 });
    journal.client.edit(&uri, 2, json!([{ "range": { "start": end, "end": end }, "text": paste }]));
    let told = journal.client.findings_of(&uri, 2);
    assert_eq!(codes(&told), ["unreadable-file"]);
    assert!(told[0]["message"].as_str().expect("words").contains("larger than 1 MiB"));
    let lines = 10 + paste.matches('\n').count();
    for (method, params) in [("textDocument/hover", at(&uri, 0, 0)), ("textDocument/completion", at(&uri, 3, 9))] {
        journal.client.result(method, params);
    }
    let back = json!({ "start": end, "end": { "line": lines, "character": 0 } });
    journal.client.edit(&uri, 3, json!([{ "range": back, "text": "" }]));
    assert!(journal.client.findings_of(&uri, 3).is_empty());
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn two_hundred_notes_are_open_at_once() {
    let mut journal = Journal::new(&[]);
    let start = std::time::Instant::now();
    let name = |at: usize| format!("networking/note-{at}.md");
    let note = |at: usize| NOTE.replace("Ada", &format!("Person {at}"));
    for at in 0..200 {
        fs::write(journal.root.join(name(at)), note(at)).expect("a note");
    }
    for at in 0..200 {
        let uri = journal.uri(&name(at));
        journal.client.open(&uri, &note(at));
    }
    for at in 0..200 {
        assert!(journal.client.findings_of(&uri(&journal.root.join(name(at))), 1).is_empty());
    }
    for at in 0..200 {
        let uri = journal.uri(&name(at));
        journal.client.change(&uri, 2, &note(at).replace("planned", "plannd"));
    }
    for at in 0..200 {
        let found = journal.client.findings_of(&uri(&journal.root.join(name(at))), 2);
        assert_eq!(codes(&found), ["invalid-status"]);
    }
    assert!(start.elapsed().as_secs() < 50, "{:?}", start.elapsed());
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn what_is_no_message_of_the_protocol_is_answered_and_the_next_one_is_done() {
    let mut journal = Journal::new(&[("networking/ada.md", NOTE)]);
    let (uri, _) = journal.open("networking/ada.md");
    for text in ["{", "[]", "\u{0}", "null", "\"x\"", "{\"jsonrpc\":\"2.0\"}"] {
        assert!(journal.client.write(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes()));
        let answer = journal.client.find(|message| message["error"]["code"] == -32700);
        assert!(answer["id"].is_null(), "{answer}");
    }
    assert!(journal.client.write(b"Content-Length: 2\r\n\r\n\xff\xfe"));
    journal.client.find(|message| message["error"]["code"] == -32700);
    for (method, params, code) in [
        ("textDocument/hover", json!({}), -32602),
        (
            "textDocument/hover",
            json!({ "textDocument": { "uri": uri }, "position": { "line": -1, "character": 0 } }),
            -32602,
        ),
        ("textDocument/completion", json!([1, 2]), -32602),
        ("textDocument/codeAction", json!("x"), -32602),
        ("workspace/executeCommand", json!({ "command": "rm -rf", "arguments": [] }), -32602),
        ("workspace/executeCommand", json!({ "command": "coffeechat.mark", "arguments": [1] }), -32602),
        ("textDocument/formatting", json!({}), -32601),
        ("initialize", json!({}), -32600),
    ] {
        assert_eq!(journal.client.ask(method, params)["error"]["code"], code, "{method}");
    }
    let huge = u32::MAX;
    for (line, column) in [(0, huge), (huge, 0), (huge, huge)] {
        assert!(journal.client.ask("textDocument/hover", at(&uri, line.into(), column.into())).get("error").is_none());
    }
    for other in [
        "file:///%00",
        "file:///%ff%fe.md",
        "file://%%%",
        "file:",
        "",
        "data:text/markdown,x",
        "file:///networking/../../../etc/passwd",
        "FILE:///x%2Fy%zz.md",
    ] {
        journal.client.open(other, "---\nlevel: 1\n---\n");
        assert!(journal.client.findings(other).len() < 99, "{other}");
        assert!(journal.client.ask("textDocument/hover", at(other, 0, 0)).get("error").is_none(), "{other}");
        journal.client.close(other);
    }
    // Changes that lie outside the text, backwards, inside a character; and of a document that is not open.
    let range = |a: u32, b: u32, c: u32, d: u32| json!({ "start": { "line": a, "character": b }, "end": { "line": c, "character": d } });
    journal.client.change(&uri, 2, "👩\u{200d}💻");
    journal.client.edit(
        &uri,
        3,
        json!([{ "range": range(huge, huge, 0, 1), "text": "x" }, { "range": range(0, 1, 0, 1), "text": "\r" }]),
    );
    journal.client.edit("file:///nowhere.md", 9, json!([{ "range": range(0, 0, 9, 9), "text": "" }]));
    journal.client.tell("textDocument/didChange", json!({ "textDocument": 3 }));
    journal
        .client
        .tell("textDocument/didChange", json!({ "textDocument": { "uri": uri, "version": 4 }, "contentChanges": "x" }));
    journal.client.tell("nobody/knows", json!({ "x": 1 }));
    journal.client.send(&json!({ "jsonrpc": "2.0", "id": 77, "result": { "nobody": "asked" } }));
    journal.client.findings_of(&uri, 3);
    journal.client.change(&uri, 5, &NOTE.replace("planned", "x"));
    assert_eq!(codes(&journal.client.findings_of(&uri, 5)), ["invalid-status"]);
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn nothing_is_done_before_the_greeting_and_after_the_farewell() {
    let sandbox = Sandbox::new();
    let mut client = Client::start(&sandbox.work, &sandbox.home, &["--stdio"]);
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32002);
    client.tell("textDocument/didOpen", json!({}));
    client.greet(&sandbox.work, json!({ "general": { "positionEncodings": "odd" }, "workspace": 7 }));
    assert!(client.ask("shutdown", Value::Null)["result"].is_null());
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32600);
    client.tell("exit", Value::Null);
    assert_eq!(client.end().0, 0);
    let mut client = Client::start(&sandbox.work, &sandbox.home, &["--activity", "nonsense"]);
    let (code, said) = client.end();
    assert!(code == 2 && said.contains("there is no activity `nonsense`"), "{code}: {said}");
}

#[test]
fn what_others_wrote_neither_turns_nor_hides_the_words_around_it() {
    let text = NOTE.replace("planned", "\"pla\u{202e}nned\u{200b}\"").replace("Conversation with", "\u{202e}Evil");
    let mut journal = Journal::new(&[("networking/ada.md", &text)]);
    let (uri, found) = journal.open("networking/ada.md");
    let words = found[0]["message"].as_str().expect("words");
    assert!(words.contains("\\u202e") && !words.contains('\u{202e}') && !words.contains('\u{200b}'), "{words}");
    let outline =
        journal.client.result("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).to_string();
    assert!(outline.contains("Evil") && !outline.contains('\u{202e}'), "{outline}");
}

#[test]
fn a_panic_of_ours_is_one_answer_that_is_missing() {
    let mut journal = Journal::with(
        &[("networking/ada.md", NOTE)],
        &[],
        &[("COFFEECHAT_PANIC_AT", "textDocument/hover")],
        able("utf-8"),
    );
    let (uri, _) = journal.open("networking/ada.md");
    let answer = journal.client.ask("textDocument/hover", at(&uri, 1, 1));
    if answer.get("error").is_none() {
        return common::cannot("this build has no variable that provokes a panic");
    }
    assert_eq!(answer["error"]["code"], -32603);
    assert!(answer["error"]["message"].as_str().expect("words").starts_with("internal error (src/"), "{answer}");
    assert!(journal.client.result("textDocument/completion", at(&uri, 3, 8))["items"].is_array());
    let mut journal = Journal::with(
        &[("networking/ada.md", NOTE)],
        &[],
        &[("COFFEECHAT_PANIC_AT", "networking/ada.md")],
        able("utf-8"),
    );
    let (uri, found) = journal.open("networking/ada.md");
    assert!(found[0]["message"].as_str().expect("words").contains("this note was not checked"), "{found:?}");
    let is_another = |message: &Value| message["method"] == "textDocument/publishDiagnostics";
    assert!(
        journal.client.within(std::time::Duration::from_millis(300), is_another).is_none(),
        "that is the last word"
    );
    assert!(journal.client.result("textDocument/hover", at(&uri, 1, 1)).is_null());
    assert_eq!(journal.client.leave(), 0);
}

#[test]
fn what_is_told_stands_where_the_text_has_it_now() {
    let (one, other) = ("networking/two.md", "networking/other.md");
    let note = |name: &str| NOTE.replace("Ada", name).replace("status", "date: 2026-12-01\nstatus");
    let mut journal = Journal::new(&[(one, &note("Ada")), (other, &note("Grace"))]);
    let (first, found) = journal.open(one);
    assert!(found.is_empty());
    let (second, _) = journal.open(other);
    // A line is typed above the place, and before it is looked at, the other note makes this one a double.
    let at = json!({ "line": 1, "character": 0 });
    journal.client.edit(&first, 2, json!([{ "range": { "start": at, "end": at }, "text": "mood: fine\n" }]));
    journal.client.change(&second, 2, &note("Ada"));
    journal.client.save(&second);
    let found = journal.client.findings_of(&first, 2);
    assert_eq!(codes(&found), ["duplicate-note"]);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 3, "character": 9 }), "where `contact` stands now");
    assert_eq!(journal.client.leave(), 0);
}
