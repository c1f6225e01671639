//! `coffeechat lsp` and clients that are in a hurry, broken, or not kind.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs;

use common::Sandbox;
use common::client::{Client, uri};
use common::editing::{Journal, NOTE, able, at, codes};
use serde_json::{Value, json};

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
