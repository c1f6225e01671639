//! `cohort sync`: against repositories that are served on this machine, and against servers and rosters that are not kind.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs;
use std::io::Read;
use std::process::Stdio;

use common::place::Place;
use common::servers::{breaks_off, journals, noise, says, silent};
use serde_json::Value;

#[test]
fn what_is_missing_is_cloned_and_what_is_there_is_brought_up_to_date() {
    let place = Place::new();
    let port = journals(place.path("served"));
    place.journal("ada", 3);
    place.journal("tomo", 1);
    place.journal("lena", 0);
    let url = |name: &str| format!("git://127.0.0.1:{port}/{name}");
    let (ada, tomo, lena, gone) = (url("ada"), url("tomo"), url("lena"), url("gone"));
    place.roster(&[
        ("Ada Winter", &ada),
        ("Tomo Ito", &tomo),
        ("Lena Okafor", &lena),
        ("Iris Novak", &gone),
        ("Jo Wexler", ""),
    ]);

    let first = place.sync(&["--allow-local"]);
    let lines: Vec<&str> = first.out.lines().collect();
    assert_eq!(
        lines[..3],
        ["cloned     Ada Winter: 3 commits", "cloned     Tomo Ito: 1 commit", "cloned     Lena Okafor: no commit yet"]
    );
    assert!(lines[3].starts_with("failed     Iris Novak: There is no journal at that address."), "{}", first.out);
    assert_eq!(lines[4..], ["skipped    Jo Wexler: the roster names no journal"]);
    assert_eq!(first.code, Some(2));
    assert!(first.err.starts_with("5 rows: 3 cloned, 1 skipped, 1 failed.\n"), "{}", first.err);
    assert!(
        first.err.contains("coffeechat cohort sync class.csv --into class --allow-local --only-failed\n"),
        "{}",
        first.err
    );
    assert_eq!(place.folders(), ["ada-winter", "lena-okafor", "tomo-ito"]);
    let bare = place.folder("ada-winter");
    assert!(!bare.join(".git").exists() && bare.join("HEAD").exists(), "bare");
    assert_eq!(place.ledger().len(), 4, "a line a look");
    assert!(!place.path("class/.coffeechat/tmp").exists(), "nothing of the work is left");

    place.commit("ada", "networking.md", "# Another\n");
    place.commit("lena", "networking.md", "# The first\n");
    let second = place.sync(&["--allow-local"]);
    let lines: Vec<&str> = second.out.lines().collect();
    assert_eq!(
        lines[..3],
        ["updated    Ada Winter: 1 new commit", "unchanged  Tomo Ito", "updated    Lena Okafor: 1 new commit"]
    );
    let ledger = place.ledger();
    assert_eq!(ledger.len(), 8);
    let of_ada: Vec<&Value> = ledger.iter().filter(|line| line["student"] == "Ada Winter").collect();
    assert_eq!(of_ada[0]["new"].as_array().map(Vec::len), Some(3));
    assert_eq!(of_ada[1]["new"], serde_json::json!([place.head("ada")]), "only what no look had");
    assert_eq!(of_ada[1]["head"], place.head("ada").as_str());
    assert!(of_ada[0]["at"].as_str() < of_ada[1]["at"].as_str(), "in the order in which they were taken");

    place.journal("gone", 1);
    let third = place.sync(&["--allow-local", "--only-failed"]);
    assert_eq!((third.out.as_str(), third.code), ("cloned     Iris Novak: 1 commit\n", Some(0)), "{}", third.err);
    let fourth = place.sync(&["--allow-local", "--only-failed"]);
    assert_eq!((fourth.out.as_str(), fourth.code), ("", Some(0)));
    assert!(fourth.err.starts_with("Nothing is left to fetch"), "{}", fourth.err);
}

#[test]
fn servers_that_are_not_kind_keep_nobody_else_from_being_fetched() {
    let place = Place::new();
    place.journal("ada", 2);
    place.journal("large", 1);
    place.commit("large", "noise.txt", &noise(60_000));
    let (good, quiet) = (journals(place.path("served")), silent());
    let asks = says(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    let gone = says("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let elsewhere = says("HTTP/1.1 302 Found\r\nLocation: ext::sh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let part = breaks_off(place.path("served"), 20_000);
    let trap = place.path("asked");
    let askpass = place.path("askpass");
    fs::write(&askpass, format!("#!/bin/sh\ntouch {}\n", trap.display())).expect("a program");
    fs::set_permissions(&askpass, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("its rights");
    place.roster(&[
        ("Quiet", &format!("git://127.0.0.1:{quiet}/x")),
        ("Asks", &format!("http://ada:sesame@127.0.0.1:{asks}/x")),
        ("Gone", &format!("http://127.0.0.1:{gone}/x")),
        ("Elsewhere", &format!("http://127.0.0.1:{elsewhere}/x")),
        ("Breaks", &format!("git://127.0.0.1:{part}/large")),
        ("Ada", &format!("git://127.0.0.1:{good}/ada")),
    ]);
    let mut command =
        place.coffeechat(&["cohort", "sync", "class.csv", "--into", "class", "--allow-local", "--timeout", "3s"]);
    command.env("GIT_ASKPASS", &askpass).env("SSH_ASKPASS", &askpass).env("DISPLAY", ":0");
    let done = command.output().expect("coffeechat");
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    let err = String::from_utf8_lossy(&done.stderr).into_owned();
    let lines: Vec<&str> = out.lines().collect();
    let wanted = [
        "failed     Quiet: Nothing came of it in 3 seconds.",
        "failed     Asks: The server asks who you are",
        "failed     Gone: There is no journal at that address.",
        "failed     Elsewhere: ",
        "failed     Breaks: The connection broke off",
        "cloned     Ada: 2 commits",
    ];
    assert_eq!(lines.len(), wanted.len(), "{out}");
    for (line, wanted) in lines.iter().zip(wanted) {
        assert!(line.starts_with(wanted), "{line} is not {wanted}");
    }
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(place.folders(), ["ada"], "no half folders");
    assert!(!trap.exists(), "nobody was asked");
    assert!(err.contains("token") || err.contains("credential"), "the token is told: {err}");
    for said in [&out, &err, &fs::read_to_string(place.path("class/.coffeechat/seen.jsonl")).expect("a ledger")] {
        assert!(!said.contains("sesame"), "{said}");
    }
    // What could not be fetched is what check says of it.
    let check = place.run(&["cohort", "check", "class", "--roster", "class.csv", "--format", "json"]);
    let report: Value = serde_json::from_str(&check.out).expect("a report");
    let reason = report["students"][2]["reason"].as_str().expect("a reason");
    assert!(reason.starts_with("The last sync could not fetch it. There is no journal"), "{reason}");
}

#[test]
fn what_was_fetched_is_kept_when_it_is_gone_and_a_rewritten_history_is_told() {
    let place = Place::new();
    let port = journals(place.path("served"));
    place.journal("ada", 3);
    place.journal("tomo", 2);
    place.roster(&[("Ada", &format!("git://localhost:{port}/ada")), ("Tomo", &format!("git://localhost:{port}/tomo"))]);
    assert_eq!(place.sync(&["--allow-local"]).code, Some(0));
    place.git("served/ada", &["reset", "-q", "--hard", "HEAD~2"]);
    place.commit("ada", "networking.md", "# Rewritten\n");
    fs::rename(place.path("served/tomo"), place.path("served/away")).expect("it goes");
    let again = place.sync(&["--allow-local"]);
    assert!(
        again.out.starts_with("updated    Ada: 1 new commit\nfailed     Tomo: There is no journal"),
        "{}",
        again.out
    );
    let check = place.run(&["cohort", "check", "class", "--roster", "class.csv", "--format", "json"]);
    let report: Value = serde_json::from_str(&check.out).expect("a report");
    let flags = |at: usize| report["students"][at]["flags"].to_string();
    assert!(flags(0).contains("rewritten-history"), "{}", flags(0));
    assert!(flags(1).contains("last-fetch-failed"), "{}", flags(1));
    assert_eq!(report["students"][0]["head"]["id"], place.head("ada").as_str());
}

#[test]
fn a_roster_starts_no_program_and_leads_nowhere_else() {
    let place = Place::new();
    place.journal("ada", 1);
    let trap = place.path("started");
    let touch = trap.display();
    let rows = [
        format!("ext::sh -c \"touch% {touch}\""),
        format!("--upload-pack=touch {touch}"),
        format!("-u touch {touch}"),
        "fd::17".to_owned(),
        format!("ssh://-oProxyCommand=touch%20{touch}/x"),
        format!("-oProxyCommand=touch {touch}"),
        format!("file://{}", place.path("served/ada").display()),
        place.path("served/ada").display().to_string(),
        "http://127.0.0.1:1/x".to_owned(),
    ];
    let named: Vec<(String, String)> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (format!("../../S {at}"), format!("\"{}\"", row.replace('"', "\"\""))))
        .collect();
    let named: Vec<(&str, &str)> = named.iter().map(|(name, row)| (name.as_str(), row.as_str())).collect();
    place.roster(&named);
    let said = place.sync(&[]);
    assert_eq!(said.out.lines().filter(|line| line.starts_with("failed ")).count(), rows.len(), "{}", said.out);
    assert_eq!(said.code, Some(2));
    assert!(!trap.exists(), "no program was started");
    assert_eq!(place.folders(), Vec::<String>::new());
    let local = place.sync(&["--allow-local", "--student", "../../S 7"]);
    assert_eq!(local.out, "cloned     ../../S 7: 1 commit\n", "{}", local.err);
    assert_eq!(place.folders(), ["s-7"]);
}

#[test]
fn with_files_what_was_changed_here_is_never_touched() {
    let place = Place::new();
    let port = journals(place.path("served"));
    place.journal("ada", 1);
    std::os::unix::fs::symlink("/etc/passwd", place.path("served/ada/link.md")).expect("a link");
    let trap = place.path("filtered");
    fs::write(
        place.path("home/.gitconfig"),
        format!("[filter \"lfs\"]\n\tsmudge = touch {0}; cat\n\tclean = cat\n\trequired = true\n", trap.display()),
    )
    .expect("settings");
    place.commit("ada", ".gitattributes", "* filter=lfs\n");
    let _ = fs::remove_file(&trap);
    place.roster(&[("Ada", &format!("git://localhost:{port}/ada"))]);
    let first = place.sync(&["--allow-local", "--checkout"]);
    assert_eq!(first.out, "cloned     Ada: 2 commits\n", "{}", first.err);
    let folder = place.folder("ada");
    let note = folder.join("networking.md");
    assert_eq!(fs::read_to_string(&note).expect("a note"), "# Talk 0\n");
    assert!(
        folder.join("link.md").symlink_metadata().expect("a file").is_file(),
        "a link is a file with its target's name"
    );
    assert!(!trap.exists(), "no filter was run");

    place.commit("ada", "other.md", "# Other\n");
    fs::write(&note, "# Mine\n").expect("an edit");
    let second = place.sync(&["--allow-local", "--checkout"]);
    assert_eq!(second.out, "updated    Ada: 1 new commit\n", "{}", second.err);
    assert_eq!(fs::read_to_string(&note).expect("a note"), "# Mine\n");
    assert!(folder.join("other.md").exists());

    place.commit("ada", "networking.md", "# Theirs\n");
    let third = place.sync(&["--allow-local", "--checkout"]);
    assert!(third.out.starts_with("failed     Ada: Files in this folder were changed here"), "{}", third.out);
    assert_eq!(fs::read_to_string(&note).expect("a note"), "# Mine\n");
    place.git("served/ada", &["reset", "-q", "--hard", "HEAD~2"]);
    place.commit("ada", "networking.md", "# New\n");
    let fourth = place.sync(&["--allow-local", "--checkout"]);
    assert!(
        fourth.out.starts_with("failed     Ada: The journal here and the one of the student have parted"),
        "{}",
        fourth.out
    );
    assert_eq!(fs::read_to_string(&note).expect("a note"), "# Mine\n");
}

#[test]
fn a_run_that_was_killed_is_gone_on_with_and_two_do_not_meet() {
    let place = Place::new();
    let (port, quiet) = (journals(place.path("served")), silent());
    place.journal("ada", 1);
    place.roster(&[("Ada", &format!("git://localhost:{port}/ada")), ("Quiet", &format!("git://localhost:{quiet}/x"))]);
    let mut first = place.coffeechat(&["cohort", "sync", "class.csv", "--into", "class", "--allow-local"]);
    let mut first = first.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("coffeechat");
    let mut line = vec![0; "cloned     Ada: 1 commit\n".len()];
    first.stdout.as_mut().expect("its words").read_exact(&mut line).expect("the first row, while the second waits");
    assert_eq!(line, b"cloned     Ada: 1 commit\n");
    let meanwhile = place.sync(&["--allow-local"]);
    assert_eq!(meanwhile.code, Some(2));
    assert!(meanwhile.err.contains("is being fetched into by another run"), "{}", meanwhile.err);
    first.kill().expect("killed");
    first.wait().expect("its end");
    assert_eq!(place.folders(), ["ada"]);
    // A line that was only half written takes no other with it.
    let ledger = place.path("class/.coffeechat/seen.jsonl");
    let text = fs::read_to_string(&ledger).expect("a ledger");
    fs::write(&ledger, format!("{text}{{\"version\":1,\"at\":\"20")).expect("half a line");
    place.roster(&[("Ada", &format!("git://localhost:{port}/ada"))]);
    let second = place.sync(&["--allow-local"]);
    assert_eq!((second.out.as_str(), second.code), ("unchanged  Ada\n", Some(0)), "{}", second.err);
    assert!(second.err.contains("Line 2 of .coffeechat/seen.jsonl cannot be read"), "{}", second.err);
    let text = fs::read_to_string(&ledger).expect("a ledger");
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(!place.path("class/.coffeechat/tmp").exists());
}

#[test]
fn what_is_too_large_or_not_ours_is_left_alone() {
    let place = Place::new();
    let port = journals(place.path("served"));
    place.journal("large", 1);
    place.commit("large", "noise.txt", &noise(200_000));
    place.journal("tomo", 1);
    place.roster(&[
        ("Large", &format!("git://localhost:{port}/large")),
        ("Tomo", &format!("git://localhost:{port}/tomo")),
    ]);
    let said = place.sync(&["--allow-local", "--max-size", "1", "--student", "Large"]);
    assert!(said.out.starts_with("failed     Large: It is larger than 1 MB"), "{}", said.out);
    assert_eq!(place.folders(), Vec::<String>::new());

    assert_eq!(place.sync(&["--allow-local", "--student", "Tomo"]).code, Some(0));
    let folder = place.folder("tomo");
    fs::remove_file(place.path("class/.coffeechat/seen.jsonl")).expect("the ledger is lost");
    place.commit("tomo", "networking.md", "# More\n");
    let name = folder.file_name().expect("a name").to_string_lossy();
    let main = || place.git(&format!("class/{name}"), &["rev-parse", "main"]);
    let before = main();
    let said = place.sync(&["--allow-local", "--student", "Tomo"]);
    assert!(said.out.contains("was not made by cohort sync. It was left alone."), "{}", said.out);
    assert_eq!(before, main());
}
