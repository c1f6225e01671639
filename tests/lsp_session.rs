//! `coffeechat lsp` while somebody writes a note: the same findings, fixes, words and commands as on the command line.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::Sandbox;
use common::client::{Client, uri};
use common::editing::{Journal, NOTE, able, at, codes, edits, whole};
use serde_json::{Value, json};

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
    let said = hover(&mut journal.client, line, 9);
    assert!(said.starts_with("**talked**: you had the conversation"), "{said}");
    assert!(said.contains("coffeechat mark networking/ada.md followed-up"), "what to type names the note: {said}");
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
    // Whoever types an address writes it as it is read.
    fs::write(journal.root.join("networking/mañana plan.md"), NOTE).expect("a file");
    let (uri, _) = journal.open("networking/mañana plan.md");
    let typed = format!("file://{}", journal.root.join("networking/mañana plan.md").display());
    assert_ne!(typed, uri);
    let arguments = json!([typed, "contacted"]);
    journal.client.ask("workspace/executeCommand", json!({ "command": "coffeechat.mark", "arguments": arguments }));
    let asked = journal.client.find(|message| message["method"] == "workspace/applyEdit");
    edits(&asked["params"]["edit"], &uri, 1);
    journal.client.close(&uri);
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
