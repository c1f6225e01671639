//! What several tests share.
#![allow(dead_code, clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]

use std::sync::LazyLock;

use coffeechat::core::activity::{Activity, DEFAULT};
use coffeechat::core::calendar::Today;
use coffeechat::core::config::Config;
use coffeechat::core::diagnostic::Diagnostic;
use coffeechat::core::journal::Surroundings;
use coffeechat::core::lint::Plan;
use coffeechat::core::note::parse;
use coffeechat::core::text::Source;

/// A folder of its own for a test, with a place to work and a home in it.
pub struct Sandbox {
    /// Goes when the test ends.
    pub root: tempfile::TempDir,
    /// Where commands run.
    pub work: std::path::PathBuf,
    /// What `HOME` says.
    pub home: std::path::PathBuf,
}

impl Sandbox {
    /// A new one.
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        let (work, home) = (root.path().join("work"), root.path().join("home"));
        std::fs::create_dir_all(&work).expect("a folder to work in");
        std::fs::create_dir_all(&home).expect("a home");
        Self { root, work, home }
    }
}

/// The program under test: the one that was built with the tests, unless `COFFEECHAT_BINARY` gives the path of another.
pub fn binary() -> &'static std::path::Path {
    static BINARY: LazyLock<std::path::PathBuf> = LazyLock::new(|| match another_binary() {
        Some(given) => {
            given.canonicalize().unwrap_or_else(|why| panic!("COFFEECHAT_BINARY={}: {why}", given.display()))
        }
        None => env!("CARGO_BIN_EXE_coffeechat").into(),
    });
    &BINARY
}

/// The path in `COFFEECHAT_BINARY`, if it is set.
pub fn another_binary() -> Option<std::path::PathBuf> {
    std::env::var_os("COFFEECHAT_BINARY").map(Into::into)
}

/// The day on which every example and fixture is read.
pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 23);

/// What is found in a note of that text, with no configuration.
pub fn lint(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("example.md", text);
    let note = parse(&source, &DEFAULT);
    plan().lint(&note, "networking/example.md").0
}

/// What is found in a note of another activity.
pub fn lint_as(activity: &Activity, text: &str) -> Vec<Diagnostic> {
    let source = Source::new("example.md", text);
    let note = parse(&source, activity);
    Plan { activity, ..plan() }.lint(&note, "networking/example.md").0
}

/// A plan with no configuration, for the day of the examples.
pub fn plan() -> Plan<'static> {
    static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
    static SURROUNDINGS: LazyLock<Surroundings> = LazyLock::new(Surroundings::default);
    let today = Today::pinned(TODAY);
    Plan {
        activity: &DEFAULT,
        config: &CONFIG,
        surroundings: &SURROUNDINGS,
        today,
        only: &[],
        off: &[],
        may_silence: true,
    }
}

/// The names of the rules that found something.
pub fn rules(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|found| found.rule).collect()
}

/// Says that a test cannot be run here, and why: behind the back of the harness, which keeps what a test that passes prints. Where
/// `COFFEECHAT_EVERY_TEST` is set, that is a failure.
pub fn cannot(why: &str) {
    let name = std::thread::current().name().unwrap_or("a test").to_owned();
    assert!(std::env::var_os("COFFEECHAT_EVERY_TEST").is_none(), "{name} cannot be run here: {why}");
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("SKIPPED: {name}: {why}\n").as_bytes());
}

/// A character that could move a cursor, or hide or turn text; a line end is none in a line.
pub fn steers(c: char) -> bool {
    let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}');
    c.is_control() && c != '\t' || hides
}

/// Lines of `text` that steer a terminal or the reader of a log; `what` was run.
pub fn tame(what: &str, text: &str) {
    for (at, line) in text.lines().enumerate() {
        assert!(!line.chars().any(steers), "{what}, line {}: {line:?}", at + 1);
        let is_command = ["::error::", "##vso[", "##["].iter().any(|start| line.trim_start().starts_with(start));
        assert!(!is_command, "{what}, line {}: {line:?}", at + 1);
    }
}

pub mod bounded;
pub mod class;
#[cfg(unix)]
pub mod client;
#[cfg(unix)]
pub mod editing;
#[cfg(unix)]
pub mod hostile;
pub mod pieces;
#[cfg(unix)]
pub mod place;
#[cfg(unix)]
pub mod repositories;
pub mod schema;
#[cfg(unix)]
pub mod servers;
pub mod transcript;
pub mod words;
#[cfg(unix)]
pub mod workflow;
#[cfg(unix)]
pub mod writing;
