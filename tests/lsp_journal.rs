//! `coffeechat lsp` and what lies around a note: the other notes, the settings, and files that are none.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs;

use common::client::uri;
use common::editing::{Journal, NOTE, at, codes, whole};
use serde_json::{Value, json};

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
fn folders_come_and_go_while_the_editor_is_open() {
    let note = NOTE.replace("status", "date: 2026-12-01\nstatus");
    let mut journal = Journal::new(&[]);
    let elsewhere = journal.root.with_file_name("elsewhere");
    for name in ["autumn", "spring"] {
        fs::create_dir_all(elsewhere.join(name)).expect("a folder");
        fs::write(elsewhere.join(name).join("ada.md"), &note).expect("a note");
    }
    let address = uri(&elsewhere.join("spring/ada.md"));
    journal.client.open(&address, &note);
    assert!(journal.client.findings_of(&address, 1).is_empty(), "in a folder that nobody shows, each is alone");
    let folder = json!([{ "uri": uri(&elsewhere), "name": "elsewhere" }]);
    let change = |journal: &mut Journal, added: &Value, removed: &Value| {
        let event = json!({ "event": { "added": added, "removed": removed } });
        journal.client.tell("workspace/didChangeWorkspaceFolders", event);
    };
    change(&mut journal, &folder, &json!([]));
    assert_eq!(codes(&journal.client.findings(&address)), ["duplicate-note"], "now they lie in one");
    change(&mut journal, &json!([]), &folder);
    assert!(journal.client.findings(&address).is_empty());
    journal.client.tell("workspace/didChangeWorkspaceFolders", json!({ "event": 3 }));
    assert_eq!(journal.client.leave(), 0);
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
