//! The layers, held by reading the sources: no import points back, and the tools of one file stay in it.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

use coffeechat::core::activity::{Activity, BUILT_IN};
use coffeechat::core::recognise::NAMES;

fn sources() -> Vec<(String, String)> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let named = files.into_iter().map(|path| {
        let name = path.strip_prefix(&root).expect("a file in src").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).expect("a source");
        (name, text)
    });
    named.collect()
}

/// The code of a file: without comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_arrow_points_back() {
    let forbidden: [(&str, &[&str]); 9] = [
        ("core/", &["crate::io", "crate::render", "crate::cmd", "crate::cli", "crate::error"]),
        // Within the core: names, then an assignment that uses them, then a note of it.
        ("core/recognise/", &["core::activity", "core::note"]),
        ("core/activity/", &["core::note", "super::note"]),
        // A note, what is kept of it, what is drafted from it, and the rules, which use all of these.
        ("core/note/", &["core::journal", "core::draft", "core::rules"]),
        ("core/journal.rs", &["super::draft", "core::draft", "super::rules", "core::rules"]),
        ("core/draft/", &["super::rules", "core::rules"]),
        // What an editor asks knows notes and rules, and no protocol.
        ("core/editor/", &["lsp_types", "lsp_server", "serde"]),
        ("render/", &["crate::io", "crate::cmd", "crate::cli", "crate::error"]),
        ("io/", &["crate::cmd", "crate::cli", "crate::render"]),
    ];
    let mut seen = 0;
    for (name, text) in sources() {
        for (layer, modules) in forbidden {
            if name.starts_with(layer) {
                seen += 1;
                for module in modules {
                    assert!(!code(&text).contains(module), "src/{name} must not know {module}");
                }
            }
        }
    }
    assert!(seen > 40, "the layers were found");
}

#[test]
fn each_tool_is_known_to_the_files_that_own_it() {
    let owners: [(&str, &[&str]); 35] = [
        ("gray_matter", &["core/note/front_matter/matter.rs"]),
        ("aho_corasick", &["core/recognise/secret.rs"]),
        ("rustc_hash", &["core/activity/", "core/recognise/mod.rs"]),
        ("granit_parser", &["core/note/yaml.rs"]),
        ("pulldown_cmark", &["core/note/body/reader.rs", "render/markdown.rs"]),
        ("miette", &["render/frame.rs"]),
        ("anstyle", &["render/concise.rs", "render/cohort/words.rs", "render/cohort/fetched.rs"]),
        (
            "percent_encoding",
            &["render/sarif/mod.rs", "core/draft/earlier.rs", "core/cohort/address.rs", "cmd/lsp/place.rs"],
        ),
        ("quick_xml", &["render/junit.rs"]),
        ("regex_lite", &["core/recognise/secret.rs"]),
        ("git2", &["io/git/"]),
        ("flate2", &["io/git/loose.rs", "io/git/pack.rs"]),
        ("etcetera", &["io/settings.rs"]),
        ("glob", &["core/config/pattern"]),
        ("notify", &["io/watch.rs"]),
        ("walkdir", &["io/files/"]),
        ("inquire", &["cmd/ask.rs"]),
        ("clap", &["cli.rs", "cli/", "cmd/"]),
        ("clap_complete", &["cmd/completions/"]),
        ("clap_mangen", &["cmd/man.rs"]),
        ("roff", &["cmd/man.rs"]),
        ("std::fs", &["io/"]),
        ("unicode_width", &["render/status/", "render/cohort/table.rs", "render/cohort/beside.rs"]),
        ("textwrap", &["render/cohort/beside.rs", "render/frame.rs"]),
        ("csv", &["core/cohort/roster", "render/cohort/csv.rs", "cmd/cohort/print.rs"]),
        ("indicatif", &["cmd/cohort/sync/mod.rs"]),
        ("signal_hook", &["io/interrupt.rs"]),
        ("lsp_server", &["cmd/lsp/", "io/wire.rs"]),
        ("gen_lsp_types", &["cmd/lsp/"]),
        ("rustix", &["io/git_program/run.rs", "io/files/pending.rs", "io/files/attributes.rs"]),
        ("tempfile", &["io/"]),
        (
            "sha2",
            &[
                "core/cohort/address.rs",
                "render/cohort/html",
                "render/cohort/feedback.rs",
                "render/cohort/sarif.rs",
                "core/cohort/anonymous.rs",
            ],
        ),
        ("hmac", &["core/cohort/anonymous.rs"]),
        ("getrandom", &["io/key.rs", "io/files/pending.rs"]),
        ("minijinja", &["render/cohort/html", "render/cohort/feedback.rs"]),
    ];
    for (tool, files) in owners {
        let mut used = false;
        for (name, text) in sources() {
            if code(&text).contains(&format!("{tool}::")) {
                used = true;
                assert!(files.iter().any(|owner| name.starts_with(owner)), "src/{name} must not know {tool}");
            }
        }
        assert!(used, "{tool} is used somewhere");
    }
}

#[test]
fn the_core_neither_prints_nor_asks_the_world() {
    for (name, text) in sources() {
        if name.starts_with("core/") || name.starts_with("render/") {
            for word in
                ["std::env", "std::fs", "std::process", "std::net", "println!", "eprintln!", "Zoned::now", "SystemTime"]
            {
                assert!(!code(&text).contains(word), "src/{name} must not use {word}");
            }
        }
    }
}

/// A program is Git, for `new --commit` and `cohort sync`, or the editor that `new --edit` opens.
#[test]
fn programs_are_started_in_two_places_and_nobody_connects_to_a_network() {
    let starters = ["io/git_program/", "io/terminal.rs"];
    let askers = ["io/git_program/", "cmd/new.rs", "cmd/new/commit.rs", "cmd/cohort/sync/"];
    for (name, text) in sources() {
        let code = code(&text).replace("std::process::ExitCode", "");
        let is_one_of = |files: &[&str]| files.iter().any(|file| name.starts_with(file));
        if ["std::process", "Command::new", "libc::fork", "libc::exec", "posix_spawn"]
            .iter()
            .any(|word| code.contains(word))
        {
            assert!(is_one_of(&starters), "src/{name} must not start a program");
        }
        if code.contains("git_program::") {
            assert!(is_one_of(&askers), "src/{name} must not know how Git is started");
        }
        for word in
            ["std::net", "TcpStream", "UdpSocket", "ToSocketAddrs", "UnixStream", ".fetch(&mut", "RemoteCallbacks"]
        {
            assert!(!code.contains(word), "src/{name} must not use {word}");
        }
    }
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).expect("the lock file");
    for name in ["openssl-sys", "libssh2-sys", "curl-sys", "native-tls", "rustls", "hyper", "reqwest", "ureq"] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name} could reach a network");
    }
}

/// One file makes text harmless; others may refuse a control character, and never print what they looked at.
#[test]
fn there_is_one_choke_point_for_what_steers() {
    let knows = [
        "core/text.rs",
        "core/activity/check.rs",
        "core/cohort/address.rs",
        "core/cohort/fetching.rs",
        "core/hook/mod.rs",
    ];
    for (name, text) in sources() {
        if code(&text).contains("is_control") {
            assert!(knows.contains(&name.as_str()), "src/{name} must leave control characters to core/text.rs");
        }
        for macro_name in ["println!", "eprintln!", "print!(", "eprint!("] {
            assert!(!code(&text).contains(macro_name), "src/{name} must not use {macro_name}");
        }
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    for (name, text) in sources() {
        assert!(text.starts_with("//!"), "src/{name} opens with //!");
    }
}

#[test]
fn no_source_has_the_wording_of_a_prompt_a_level_or_a_heading() {
    let mut wording: Vec<String> = Vec::new();
    for (_, file) in BUILT_IN {
        let activity = Activity::parse(file).expect("a built-in activity");
        wording.extend(activity.prompts.iter().map(|prompt| prompt.text.clone()));
        wording.extend(activity.sections.iter().flat_map(|section| section.prompt.lines().map(str::to_owned)));
        wording.extend(activity.levels.iter().map(|level| level.meaning.clone()));
        // What every activity knows has rules of its own, and these name it.
        let is_common = |key: &str| NAMES.sections.iter().any(|name| name.canonical == key);
        for section in activity.sections.iter().filter(|section| !is_common(&section.key)) {
            wording.extend([section.heading.clone(), format!("\"{}\"", section.key)]);
        }
    }
    for (name, text) in sources() {
        // The fences of rules are examples of notes, and notes hold questions.
        if name.starts_with("core/rules/") {
            continue;
        }
        for words in &wording {
            assert!(!text.contains(words.as_str()), "src/{name} has the words: {words}");
        }
    }
}
