//! What the rules about words say of a line, a message, a note.

use coffeechat::core::activity::DEFAULT;
use coffeechat::core::diagnostic::Diagnostic;
use coffeechat::core::journal::Surroundings;
use coffeechat::core::lint::Plan;
use coffeechat::core::note::parse;
use coffeechat::core::text::Source;

use super::{plan, rules};

const OURS: [&str; 5] =
    ["exposed-contact-details", "exposed-secret", "one-time-offered", "asks-for-a-job", "only-suggested-questions"];

/// What the rules about words find in a text, in a journal with a remote.
pub fn found(text: &str) -> Vec<Diagnostic> {
    let surroundings = Surroundings { has_remote: true, ..Surroundings::default() };
    let only: Vec<String> = OURS.iter().map(|name| (*name).to_owned()).collect();
    let plan = Plan { surroundings: &surroundings, only: &only, ..plan() };
    let source = Source::new("n.md", text);
    plan.lint(&parse(&source, &DEFAULT), "networking/n.md").0
}

/// A note of that status.
pub fn note(status: &str, body: &str) -> String {
    format!("---\nlevel: 1\ncontact: Ada\nstatus: {status}\n---\n\n{body}\n")
}

/// The rules that a line of notes sets off.
pub fn named(line: &str) -> Vec<&'static str> {
    rules(&found(&note("planned", &format!("## Notes\n\n{line}\n"))))
}

/// The rules that a message sets off.
pub fn message(status: &str, body: &str) -> Vec<&'static str> {
    rules(&found(&note(status, &format!("## Outreach\n\n{body}\n"))))
}
