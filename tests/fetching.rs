//! `cohort sync` against what a roster, a server and the user's own settings may bring with them: nothing is fetched but the history,
//! nobody is asked, no token stays, no name leads out of the folder, and no forged date is a proof.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::hostile::make;
use common::place::Place;
use common::servers::{files, journals, says};
use common::{cannot, tame};
use expectrl::{Eof, Expect, Session};
use serde_json::Value;

/// A program of that name.
fn program(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, format!("#!/bin/sh\n{text}\n")).expect("a program");
    fs::set_permissions(path, PermissionsExt::from_mode(0o755)).expect("its rights");
}

/// All files below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    make::pictured(folder).into_keys().filter(|path| path.is_file()).collect()
}

#[test]
fn nothing_but_the_history_is_fetched_and_no_template_is_used() {
    let place = Place::new();
    let (port, inner) = (journals(place.path("served")), journals(place.path("inner")));
    let trap = place.path("trap");
    place.journal("ada", 2);
    place.git("served/ada", &["tag", "v1"]);
    place.git("served/ada", &["tag", "-am", "Two", "v2"]);
    place.git("served/ada", &["branch", "other", "HEAD~1"]);
    fs::create_dir_all(place.path("inner")).expect("a folder");
    place.journal("part", 1);
    fs::rename(place.path("served/part"), place.path("inner/part")).expect("a move");
    let part = place.git("inner/part", &["rev-parse", "HEAD"]);
    let module = format!("[submodule \"part\"]\n\tpath = part\n\turl = git://127.0.0.1:{inner}/part\n");
    fs::write(place.path("served/ada/.gitmodules"), module).expect("a file");
    place.git("served/ada", &["update-index", "--add", "--cacheinfo", &format!("160000,{part},part")]);
    place.git("served/ada", &["add", ".gitmodules"]);
    place.git("served/ada", &["commit", "-qm", "A part"]);
    for hook in ["post-checkout", "reference-transaction", "post-merge", "post-index-change"] {
        program(&place.path("template/hooks").join(hook), &format!("touch {}", trap.display()));
    }
    let settings = format!(
        "[init]\n\ttemplateDir = {0}\n[fetch]\n\trecurseSubmodules = true\n[submodule]\n\trecurse = true\n\tactive = .\n\
         [remote \"origin\"]\n\ttagOpt = --tags\n[core]\n\thooksPath = {0}/hooks\n",
        place.path("template").display()
    );
    fs::write(place.path("home/.gitconfig"), settings).expect("settings");
    place.roster(&[("Ada", &format!("git://127.0.0.1:{port}/ada"))]);
    for (into, more) in [("bare", None), ("files", Some("--checkout"))] {
        for words in ["cloned     Ada: 3 commits\n", "unchanged  Ada\n"] {
            let mut command = place.coffeechat(&["cohort", "sync", "class.csv", "--into", into, "--allow-local"]);
            let done = command.args(more).env("GIT_TEMPLATE_DIR", place.path("template")).output().expect("coffeechat");
            assert_eq!(String::from_utf8_lossy(&done.stdout), words, "{}", String::from_utf8_lossy(&done.stderr));
        }
        let mut folders =
            fs::read_dir(place.path(into)).expect("the class").map(|entry| entry.expect("an entry").path());
        let folder = folders.find(|path| !path.ends_with(".coffeechat")).expect("the journal");
        let refs = place.git(&folder.display().to_string(), &["for-each-ref", "--format=%(refname)"]);
        let branches = if more.is_some() { "refs/heads/main\nrefs/remotes/origin/main" } else { "refs/heads/main" };
        assert_eq!(refs, branches, "no tag and no other branch");
        let odd: Vec<_> = below(&folder)
            .into_iter()
            .filter(|path| {
                ["/hooks/", "/modules/", "/part/"].iter().any(|part| path.display().to_string().contains(part))
            })
            .collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
    assert!(!trap.exists(), "no hook was run");
}

#[test]
fn a_token_is_kept_nowhere_and_the_message_says_what_to_use() {
    let place = Place::new();
    place.journal("ada", 1);
    place.git("served/ada", &["update-server-info"]);
    let port = files(place.path("served/ada/.git"));
    place.roster(&[("Ada", &format!("http://ada:sesame@127.0.0.1:{port}/x?private_token=sesame"))]);
    let said = place.sync(&["--allow-local"]);
    assert_eq!(said.out, "cloned     Ada: 1 commit\n", "{}", said.err);
    assert!(said.err.contains("credential helper"), "{}", said.err);
    let again = place.sync(&["--allow-local"]);
    assert_eq!(again.out, "unchanged  Ada\n", "{}", again.err);
    for path in below(&place.path("class")) {
        let bytes = fs::read(&path).expect("a file");
        assert!(!bytes.windows(6).any(|part| part == b"sesame"), "{}", path.display());
    }
    let mut told = vec![said, again];
    for format in ["table", "json", "jsonl", "markdown", "csv", "sarif", "html"] {
        told.push(place.run(&["cohort", "check", "class", "--roster", "class.csv", "--format", format]));
    }
    told.push(place.run(&["cohort", "compare", "class"]));
    for said in told {
        assert!(!said.out.contains("sesame") && !said.err.contains("sesame"), "{}{}", said.out, said.err);
    }
}

#[test]
fn names_of_a_roster_are_names_and_not_paths() {
    let place = Place::new();
    place.journal("ada", 1);
    let url = place.path("served/ada").display().to_string();
    let names = ["../../x", "/abs", "CON", "", "Ada", "ada", "..", "a\\b", "-rf"];
    place.roster(&names.map(|name| (name, url.as_str())));
    let before = make::pictured(place.root.path());
    let said = place.sync(&["--allow-local"]);
    assert_eq!(said.code, Some(2), "{}{}", said.out, said.err);
    assert!(said.out.contains("This row does not say who the student is."), "{}", said.out);
    assert!(said.out.contains("Lines 6 and 7"), "both lines are named: {}{}", said.out, said.err);
    tame("sync", &said.out);
    let class = place.path("class");
    let after = make::pictured(place.root.path());
    let beside = |path: &&PathBuf| !path.canonicalize().is_ok_and(|path| path.starts_with(&class));
    let odd: Vec<_> = after.keys().filter(beside).filter(|path| !before.contains_key(*path)).collect();
    assert!(odd.is_empty(), "{odd:?}");
    for entry in fs::read_dir(&class).expect("the class") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let is_folder = name.rsplit_once('-').is_some_and(|(slug, hash)| {
            slug.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                && !slug.is_empty()
                && hash.len() == 8
                && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        assert!(is_folder || name == ".coffeechat", "{name}");
    }
}

#[test]
fn ssh_is_told_never_to_ask_and_is_given_no_option() {
    let place = Place::new();
    place.journal("ada", 1);
    let log = place.path("log");
    let served = place.path("served/ada");
    let ssh = format!(
        "for word; do printf '%s\\n' \"$word\" >> {0}; done\necho -- >> {0}\nexec git-upload-pack {1}",
        log.display(),
        served.display()
    );
    program(&place.path("programs/ssh"), &ssh);
    place.roster(&[("Ada", "ssh://git@example.org/x"), ("Bo", "git@example.org:x")]);
    let path = format!("{}:{}", place.path("programs").display(), std::env::var("PATH").expect("a PATH"));
    let upload = place.git("served/ada", &["--exec-path"]);
    for own in [None, Some(format!("{} -o ConnectTimeout=9", place.path("programs/ssh").display()))] {
        let _ = fs::remove_file(&log);
        let _ = fs::remove_dir_all(place.path("class"));
        // One at a time, since both write into one log.
        let mut command = place.coffeechat(&["cohort", "sync", "class.csv", "--into", "class", "--jobs", "1"]);
        command.env("PATH", format!("{path}:{upload}"));
        command.envs(own.as_ref().map(|own| ("GIT_SSH_COMMAND", own.as_str())));
        let done = command.output().expect("coffeechat");
        let out = String::from_utf8_lossy(&done.stdout);
        assert_eq!(
            out,
            "cloned     Ada: 1 commit\ncloned     Bo: 1 commit\n",
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        let log = fs::read_to_string(&log).expect("what ssh was given");
        for call in log.split_terminator("--\n") {
            assert!(call.contains("-o\nBatchMode=yes\n"), "{call}");
            let host = call.lines().find(|word| word.ends_with("example.org")).expect("the host");
            assert_eq!(host, "git@example.org");
            assert_eq!(call.contains("ConnectTimeout=9"), own.is_some(), "{call}");
        }
        assert!(log.matches("git-upload-pack").count() >= 2, "{log}");
    }
}

#[test]
fn nobody_is_asked_on_a_terminal() {
    let place = Place::new();
    let port = says(
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    );
    place.roster(&[("Ada", &format!("http://127.0.0.1:{port}/x"))]);
    let mut command = place.coffeechat(&["cohort", "sync", "class.csv", "--into", "class", "--allow-local"]);
    command.env("TERM", "xterm").stdin(std::process::Stdio::inherit());
    let Ok(mut terminal) = Session::spawn(command) else { return cannot("there is no pseudo-terminal") };
    terminal.set_expect_timeout(Some(Duration::from_secs(20)));
    let seen = terminal.expect(Eof).expect("it ends by itself");
    let seen = String::from_utf8_lossy(seen.as_bytes()).into_owned();
    assert!(seen.contains("The server asks who you are"), "{seen}");
    assert!(!seen.contains("Username") && !seen.contains("Password"), "{seen}");
}

#[test]
fn a_forged_date_is_no_proof_where_somebody_looked() {
    let place = Place::new();
    let port = journals(place.path("served"));
    place.journal("ada", 1);
    place.roster(&[("Ada", &format!("git://127.0.0.1:{port}/ada"))]);
    let now = || {
        // Its own second, so that what is done before and behind it is told apart.
        std::thread::sleep(Duration::from_millis(1_050));
        let said = place.command("date").args(["-u", "+%Y-%m-%dT%H:%M:%SZ"]).output().expect("date").stdout;
        std::thread::sleep(Duration::from_millis(1_050));
        String::from_utf8(said).expect("a time").trim().to_owned()
    };
    let before_the_look = now();
    assert_eq!(place.sync(&["--allow-local"]).code, Some(0));
    let behind_the_look = now();
    fs::create_dir_all(place.path("served/ada/networking")).expect("a folder");
    fs::write(place.path("served/ada/networking/mei.md"), make::note("Mei")).expect("a note");
    place.git("served/ada", &["add", "-A"]);
    let mut forged = place.command("git");
    forged.arg("-C").arg(place.path("served/ada")).args(["commit", "-qm", "Early"]);
    let dates = [("GIT_COMMITTER_DATE", "2020-01-02T03:04:05Z"), ("GIT_AUTHOR_DATE", "2020-01-02T03:04:05Z")];
    assert!(forged.envs(dates).status().expect("git").success());
    assert_eq!(place.sync(&["--allow-local"]).out, "updated    Ada: 1 new commit\n");
    let row = |due: &str| {
        let seen = place.run(&["cohort", "check", "class", "--roster", "class.csv", "--due", due, "--format", "json"]);
        let report: Value = serde_json::from_str(&seen.out).expect("a report");
        report["students"][0].clone()
    };
    // A look past the due moment had not seen it: that is a proof, whatever the date says. Without one, the row says on what it rests.
    for (due, on_time, evidence) in [(before_the_look, false, "first-seen"), (behind_the_look, true, "committer-date")]
    {
        let row = row(&due);
        assert_eq!((&row["state"], &row["on_time"]), (&"done".into(), &on_time.into()), "{due}: {row:#}");
        assert_eq!(row["evidence"], evidence, "{due}: {row:#}");
        assert_eq!(row["head"]["committed_at"], "2020-01-02T03:04:05Z");
        assert!(row["head"]["first_seen_at"].as_str().is_some_and(|at| at > due.as_str()), "{due}: {row:#}");
        assert!(row["flags"].to_string().contains("dates-out-of-order"), "it is flagged: {row:#}");
    }
}

#[test]
fn a_folder_of_this_machine_is_fetched_where_that_is_allowed() {
    let place = Place::new();
    place.journal("ada", 1);
    let url = format!("file://{}", place.path("served/ada").display());
    place.roster(&[("Ada", &url)]);
    let refused = place.sync(&[]);
    assert!(refused.code == Some(2) && refused.out.contains("--allow-local"), "{}{}", refused.out, refused.err);
    let said = place.sync(&["--allow-local"]);
    assert_eq!((said.out.as_str(), said.code), ("cloned     Ada: 1 commit\n", Some(0)), "{}", said.err);
}
