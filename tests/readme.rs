//! README.md and docs: their commands run, their outputs are what they show, their links lead somewhere, and what stands there twice is
//! the same.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::Path;

use coffeechat::core::config;
use coffeechat::core::rules::RULES;
use coffeechat::core::text::Source;
use common::Sandbox;
use common::transcript::{replay, shell};

/// All that people read here, but for the page of the rules, which a test writes.
const PAGES: [&str; 11] = [
    "README.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/reference.md",
    "docs/class.md",
    "docs/comparison.md",
    "docs/contributing.md",
    "packaging/README.md",
    "fuzz/README.md",
    "editors/README.md",
    "editors/vscode/README.md",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn their_commands_say_what_they_show() {
    for name in ["README.md", "docs/reference.md", "docs/class.md"] {
        let Sandbox { root: _root, work, home } = Sandbox::new();
        let path = root().join(name);
        let text = std::fs::read_to_string(&path).expect("the README");
        assert!(text.contains("```console"), "{name} shows commands");
        let here = root().display();
        let seen = replay(&text, &work, &home, false, |command| match command {
            // This test is part of it.
            "cargo test --locked" => None,
            // What comes with the tool lies where the tool lies.
            command if command.contains("fixtures/") => {
                Some(format!("cd '{here}' && {}", command.replace("cargo run --release --", "coffeechat")))
            }
            command => Some(command.to_owned()),
        });
        snapbox::assert_data_eq!(seen, snapbox::Data::read_from(&path, None).raw());
    }
}

/// The reference is written by `SNAPSHOTS=overwrite cargo test --test readme`.
#[test]
fn the_reference_of_rules_says_what_explain_says() {
    let mut text = String::from("# Rules\n\nWhat `coffeechat explain RULE` says of each rule.\n");
    for rule in RULES {
        let told = coffeechat::render::rules::explain(rule);
        text.push_str(&format!("\n## {}\n\n{}", rule.name, told.trim_start_matches(&format!("# {}\n\n", rule.name))));
    }
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&root().join("docs/rules.md"), None).raw());
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    let mut seen = 0;
    for name in PAGES {
        let path = root().join(name);
        let text = std::fs::read_to_string(&path).expect("a page");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            if target.starts_with("https://") {
                continue;
            }
            seen += 1;
            let page = if file.is_empty() { path.clone() } else { path.with_file_name(file) };
            let there = std::fs::read(&page).unwrap_or_else(|why| panic!("{name}: {target}: {why}"));
            let there = String::from_utf8_lossy(&there);
            let heading = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-") == anchor;
            assert!(
                anchor.is_empty() || there.lines().any(|line| line.starts_with('#') && heading(line)),
                "{name}: {target}"
            );
        }
    }
    assert!(seen > 8, "{seen} links");
}

#[test]
fn the_note_that_it_calls_complete_is_complete() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let note = readme.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a note");
    let Sandbox { root: _root, work, home } = Sandbox::new();
    // The file that the commands before it made, once the day has come.
    let name = "2026-11-26-grace-hopper.md";
    assert!(readme.contains(name), "{name}");
    std::fs::write(work.join(name), note).expect("the note");
    let seen = shell(&format!("coffeechat lint {name} --today 2026-11-27 2>&1"), &work, &home).output().expect("a run");
    let said = String::from_utf8(seen.stdout).expect("text");
    let first = said.lines().next().unwrap_or_default();
    assert!(seen.status.success() && !first.is_empty() && readme.contains(&format!("then says `{first}`")), "{said}");
}

/// What a student copies brings the version that these pages belong to.
#[test]
fn the_version_that_is_brought_along_is_this_one() {
    let page = std::fs::read_to_string(root().join("docs/reference.md")).expect("the reference");
    assert!(page.contains(concat!("coffeechat==", env!("CARGO_PKG_VERSION"), "\"")), "in .pre-commit-config.yaml");
}

#[test]
fn the_lines_for_pre_commit_are_those_that_hook_install_says() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).expect("a page");
    let (reference, said) = (read("docs/reference.md"), read("tests/transcripts/hook.md"));
    // There they stand in a list, two spaces further in.
    let from = reference.find("    - repo: local\n").expect("the lines");
    let lines: Vec<&str> = reference[from..].lines().take_while(|line| line.starts_with("    ")).collect();
    let told: String = lines.iter().map(|line| format!("{}\n", &line[2..])).collect();
    assert!(lines.len() > 5 && said.contains(&told), "{told}");
}

#[test]
fn the_main_command_ends_with_the_exit_code_that_it_names() {
    let home = tempfile::tempdir().expect("a home");
    let command = "coffeechat lint fixtures/journals/student --format concise --today 2026-11-23";
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    assert!(
        readme.contains(&command.replace("coffeechat", "cargo run --release --"))
            && readme.contains("The exit code is 1")
    );
    let seen = shell(command, root(), home.path()).output().expect("a run");
    assert_eq!(seen.status.code(), Some(1));
}

#[test]
fn the_test_command_is_the_one_that_ci_runs() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let ci = std::fs::read_to_string(root().join(".ci/run")).expect("the checks");
    assert!(readme.contains("\n$ cargo test --locked\n"));
    assert!(ci.contains("\nrun cargo test --locked\n"));
}

#[test]
fn their_configuration_is_read() {
    let page = std::fs::read_to_string(root().join("docs/reference.md")).expect("the reference");
    let toml = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a configuration");
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let source = Source::new("reference.md", toml);
    let config = config::read(&source, false, &rules).expect("a configuration without a mistake");
    assert!(config.module_start.is_some() && config.notes.is_some());
}

/// Who does not see a picture reads what is in it.
#[test]
fn every_picture_has_its_words_and_each_is_shown() {
    let mut shown = Vec::new();
    for name in PAGES {
        let text = std::fs::read_to_string(root().join(name)).expect("a page");
        for picture in text.split("![").skip(1) {
            let (words, rest) = picture.split_once("](").expect("a picture");
            assert!(words.split(' ').count() > 15, "{name}: {words}");
            shown.push(rest.split(')').next().and_then(|path| path.rsplit('/').next()).expect("a file").to_owned());
        }
    }
    shown.sort();
    assert_eq!(shown, ["class.png", "lint.svg", "status.svg"]);
}

/// The short commands for contributors: their page names each, and each runs tests and benchmarks that are there.
#[test]
fn its_short_commands_run_what_is_there() {
    let page = std::fs::read_to_string(root().join("docs/contributing.md")).expect("the page for contributors");
    let config = std::fs::read_to_string(root().join(".cargo/config.toml")).expect("the short commands");
    let config: toml::Table = config.parse().expect("TOML");
    let aliases = config["alias"].as_table().expect("short commands");
    assert_eq!(aliases.len(), 3);
    for (name, command) in aliases {
        assert!(page.contains(&format!("- `cargo {name}` ")), "{name}");
        let words: Vec<String> = match command {
            toml::Value::String(text) => text.split(' ').map(str::to_owned).collect(),
            list => {
                list.as_array().expect("words").iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
            }
        };
        let named: Vec<&String> = words.windows(2).filter(|pair| pair[0] == "--test").map(|pair| &pair[1]).collect();
        assert!(!named.is_empty() || words.contains(&"--bench".to_owned()), "{name}: {words:?}");
        for test in named {
            assert!(root().join(format!("tests/{test}.rs")).is_file(), "{name}: {test}");
        }
    }
}
