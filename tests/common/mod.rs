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

pub mod bounded;
#[cfg(unix)]
pub mod hostile;
pub mod pieces;
pub mod schema;
#[cfg(unix)]
pub mod servers;
pub mod transcript;
pub mod words;
