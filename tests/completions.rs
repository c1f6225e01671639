//! Words of the command line complete in real shells, on a pseudo-terminal, and what is offered is harmless.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::time::Duration;

use common::transcript::shell;
use common::{Sandbox, cannot};
use expectrl::{Eof, Expect, Session};

/// What is offered behind these words, the last of which is half typed: a line each, with a word of help behind a tab.
fn offered(sandbox: &Sandbox, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| shlex::try_quote(word).expect("a word").into_owned()).collect();
    let mut command = shell(&format!("coffeechat -- coffeechat {}", words.join(" ")), &sandbox.work, &sandbox.home);
    let seen = command.env("COFFEECHAT_COMPLETE", "fish").output().expect("a run");
    assert!(seen.status.success() && seen.stderr.is_empty(), "{seen:?}");
    String::from_utf8(seen.stdout).expect("text")
}

#[test]
fn values_complete_and_say_what_they_mean() {
    let sandbox = Sandbox::new();
    let lines = |words: &[&str]| offered(&sandbox, words);
    assert_eq!(lines(&["new", "--level", ""]), "1\tmentor\n2\tknown contact\n3\tcold contact\n");
    assert!(lines(&["new", "--status", "sch"]).starts_with("scheduled\t"));
    assert_eq!(lines(&["new", "--channel", "c"]), "call\nchat\n");
    assert_eq!(lines(&["questions", "--seniority", ""]), "junior\nsenior\n");
    assert!(lines(&["explain", "missing-ta"]).starts_with("missing-takeaway\tthe note does not say"));
    assert_eq!(lines(&["lint", "--off", "date-"]).lines().count(), 2);
    assert_eq!(lines(&["schema", "co"]), "config\tcoffeechat.toml\ncohort\tWhat cohort check --format json prints\n");
    assert!(lines(&["coh"]).starts_with("cohort\tFor instructors"));
    assert!(lines(&["cohort", "check", "--only-f"]).starts_with("--only-failed\t"));
    assert_eq!(lines(&["new", "--activity", "coffee-chat", "--level", ""]).lines().count(), 1, "its only level");
    assert_eq!(lines(&["--activity", "cof"]), "coffee-chat\n");
}

#[test]
fn notes_of_the_journal_complete_where_they_can_be_typed() {
    let sandbox = Sandbox::new();
    let folder = sandbox.work.join("networking");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(sandbox.work.join("coffeechat.toml"), "").expect("settings");
    for name in ["2026-11-26-ada.md", "2026-11-26-\u{1b}]0;x.md", "two words.md", "\u{202e}dm.md"] {
        std::fs::write(folder.join(name), "---\nlevel: 1\n---\n").expect("a note");
    }
    std::fs::write(sandbox.work.join("README.md"), "My journal.\n").expect("no note");
    let notes = "networking/2026-11-26-ada.md\n";
    assert_eq!(offered(&sandbox, &["outreach", "n"]), notes);
    assert_eq!(offered(&sandbox, &["mark", "net"]), notes);
    assert!(offered(&sandbox, &["mark", "networking/2026-11-26-ada.md", "tal"]).starts_with("talked\t"));
    // Paths of all kinds: what would steer the terminal is typed by hand.
    assert_eq!(offered(&sandbox, &["lint", "networking/2026"]), notes);
    // A mistake in the settings is told when a command runs.
    std::fs::write(sandbox.work.join("coffeechat.toml"), "activity = 7\n").expect("settings");
    assert_eq!(offered(&sandbox, &["outreach", "n"]), "");
    assert_eq!(offered(&sandbox, &["new", "--level", ""]).lines().count(), 3);
}

#[test]
fn a_shell_that_is_not_known_is_told_how_to_get_out() {
    let sandbox = Sandbox::new();
    let mut command = shell("coffeechat lint", &sandbox.work, &sandbox.home);
    let seen = command.env("COFFEECHAT_COMPLETE", "ksh\u{1b}").output().expect("a run");
    let said = String::from_utf8(seen.stderr).expect("text");
    assert_eq!((seen.status.code(), said.contains("unset COFFEECHAT_COMPLETE")), (Some(2), true), "{said}");
    common::tame("a shell that is not known", &said);
}

/// A shell on a pseudo-terminal that shows what is typed: how it is started, what is typed first, and how its prompt is set.
struct Interactive {
    name: &'static str,
    start: &'static str,
    setup: &'static [&'static str],
    /// Makes the prompt say `ready`: only then does it look at keys. The quotes keep what is typed apart from that.
    prompt: &'static str,
}

const SHELLS: [Interactive; 4] = [
    Interactive {
        name: "bash",
        start: "stty echo; exec bash --norc --noprofile -i",
        setup: &["source <(coffeechat completions bash)"],
        prompt: "PS1='re''ady '",
    },
    Interactive {
        name: "zsh",
        start: "stty echo; exec zsh -f -i",
        setup: &["autoload -U compinit && compinit -u -D", "source <(coffeechat completions zsh)"],
        prompt: "PS1='re''ady '",
    },
    Interactive {
        name: "fish",
        start: "stty echo; exec fish --no-config -i",
        setup: &["coffeechat completions fish | source"],
        prompt: "function fish_prompt; echo 're''ady '; end",
    },
    Interactive {
        name: "elvish",
        start: "stty echo; exec elvish -norc",
        setup: &["eval (coffeechat completions elvish | slurp)"],
        prompt: "set edit:prompt = { put re''ady' ' }",
    },
];

/// A rule's name is begun, the tab key is struck, and the line is run as the shell completed it.
#[test]
fn a_word_that_is_begun_completes_in_real_shells() {
    for Interactive { name, start, setup, prompt } in SHELLS {
        let sandbox = Sandbox::new();
        if !shell(&format!("command -v {name}"), &sandbox.work, &sandbox.home).output().expect("sh").status.success() {
            cannot(&format!("{name} is not installed"));
            continue;
        }
        let mut command = shell(start, &sandbox.work, &sandbox.home);
        command.env("TERM", "xterm").env("HISTFILE", "/dev/null").stdin(std::process::Stdio::inherit());
        let mut person = Session::spawn(command).expect("a pseudo-terminal");
        person.set_expect_timeout(Some(Duration::from_secs(30)));
        for (nth, line) in setup.iter().enumerate() {
            person.send(format!("{line}; echo do''ne{nth}\r")).expect("a line");
            person.expect(format!("done{nth}")).unwrap_or_else(|why| panic!("{name}: {line}: {why}"));
        }
        person.send(format!("{prompt}\r")).expect("a prompt");
        person.expect("ready").unwrap_or_else(|why| panic!("{name} is ready: {why}"));
        // Some shells draw the line anew, others add what is missing.
        person.send("coffeechat explain missing-ta\t").expect("a word that is begun");
        person.expect("keaway").unwrap_or_else(|why| panic!("{name} completes the rule: {why}"));
        person.send("\r").expect("the line");
        person.expect("the note does not say what you take away").unwrap_or_else(|why| panic!("{name} runs it: {why}"));
        person.send("exit\r").expect("the end");
        person.expect(Eof).unwrap_or_else(|why| panic!("{name} ends: {why}"));
    }
}

#[test]
fn every_shell_has_lines_that_say_how_they_are_loaded() {
    let sandbox = Sandbox::new();
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let seen =
            shell(&format!("coffeechat completions {name}"), &sandbox.work, &sandbox.home).output().expect("a run");
        let script = String::from_utf8(seen.stdout).expect("text");
        assert!(seen.status.success() && script.contains("COFFEECHAT_COMPLETE"), "{name}: {script}");
        let how = script.lines().last().expect("lines");
        assert!(how.starts_with("#   ") && how.contains(&format!("coffeechat completions {name}")), "{how}");
    }
}
