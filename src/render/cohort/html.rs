//! A class as one page that opens without a network. Everything from outside is made harmless, then escaped by the template; the page's
//! policy knows our own style and script by their hashes and lets nothing else run. No contact is named, also not by a note's path.

mod picture;
mod student;

use base64::Engine;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::{changes, words};
use crate::core::cohort::baseline::Changes;
use crate::core::cohort::{Class, Failure, Flag};
use crate::core::progress::JournalState;
use crate::render::closing::plural;
use crate::render::safe;

const TEMPLATE: &str = include_str!("html/page.html.j2");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// The states in the order in which the page counts and sorts them.
const STATES: [JournalState; 5] = [
    JournalState::Done,
    JournalState::Open,
    JournalState::NeedsWork,
    JournalState::NotStarted,
    JournalState::Unreadable,
];

#[derive(Serialize)]
struct Page {
    policy: String,
    css: &'static str,
    script: &'static str,
    activity: String,
    due: Option<String>,
    totals: String,
    counts: Vec<Count>,
    picture: picture::Picture,
    headings: [&'static str; 6],
    flags: Vec<Choice>,
    shown: String,
    students: Vec<student::Row>,
    failures_count: String,
    failures: Vec<Told>,
    changes: Option<Since>,
}

/// What became of the class since a former report: a sentence, who with what, and who came and went.
#[derive(Serialize)]
struct Since {
    summary: String,
    each: Vec<(String, String)>,
    moved: Vec<(&'static str, Vec<String>)>,
}

/// How many students are in a state; the empty state is that of all.
#[derive(Serialize)]
struct Count {
    state: &'static str,
    number: usize,
    word: &'static str,
    sign: &'static str,
}

#[derive(Serialize)]
struct Choice {
    name: &'static str,
    words: &'static str,
}

#[derive(Serialize)]
struct Told {
    place: Option<String>,
    message: String,
}

/// The page.
pub fn render(class: &Class) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_trim_blocks(false);
    // The template is a part of the program and a test draws it, so this is a mistake of ours; better told than an empty file.
    environment.render_str(TEMPLATE, page(class)).unwrap_or_else(|_| {
        "<!doctype html>\n<html lang=\"en\"><title>No page</title><p>The page could not be made, which is a mistake in coffeechat. \
         The format json has everything that the page would show.</p></html>\n"
            .to_owned()
    })
}

fn page(class: &Class) -> Page {
    let students = plural(class.students.len(), "student", "students");
    Page {
        policy: policy(),
        css: STYLE,
        script: SCRIPT,
        activity: clean(&class.activity),
        due: class.due.as_ref().map(|due| clean(&words::due(due))),
        totals: words::totals(class),
        counts: counts(class),
        picture: picture::of(class),
        headings: ["Student", "State", "Level", "Complete since", "Found", "Next"],
        flags: Flag::ALL
            .into_iter()
            .filter(|flag| class.students.iter().any(|student| student.flags.contains(flag)))
            .map(|flag| Choice { name: flag.name(), words: words::flag(flag) })
            .collect(),
        shown: format!("Showing all {students}."),
        students: class.students.iter().map(|student| student::row(student, class)).collect(),
        failures_count: plural(class.failures.len(), "thing", "things"),
        failures: class.failures.iter().map(|failure| told(failure, class)).collect(),
        changes: class.changes.as_ref().map(since),
    }
}

/// What the page may do: apply our style and run our script, known by their hashes, and nothing else.
fn policy() -> String {
    let hash = |text: &str| {
        let digest = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
        base64::engine::general_purpose::STANDARD.encode(digest)
    };
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn counts(class: &Class) -> Vec<Count> {
    let all = Count { state: "", number: class.students.len(), word: "all", sign: "" };
    let each = STATES.into_iter().map(|state| Count {
        state: state.name(),
        number: class.students.iter().filter(|student| student.state == state).count(),
        word: words::state(state),
        sign: sign(state),
    });
    std::iter::once(all).chain(each).collect()
}

fn since(changes: &Changes) -> Since {
    let each = changes.students.iter().map(|change| (clean(&change.student), changes::told(change)));
    let moved = changes::moved(changes).into_iter();
    Since {
        summary: changes::summary(changes),
        each: each.collect(),
        moved: moved.map(|(words, names)| (words, names.iter().map(|name| clean(name)).collect())).collect(),
    }
}

fn told(failure: &Failure, class: &Class) -> Told {
    let line = failure.line.map(|line| format!("line {line} of the roster"));
    // A row without a name is called by its line already.
    let path = failure.path.as_deref().map(|path| clean(words::folder(path, class)));
    let path = path.filter(|path| line.as_deref().is_none_or(|line| !line.starts_with(&format!("{path} "))));
    let parts: Vec<String> = path.into_iter().chain(line).collect();
    Told { place: (!parts.is_empty()).then(|| parts.join(", ")), message: clean(&failure.message) }
}

/// A shape beside the word, for those who look before they read; a state is never told by a colour.
fn sign(state: JournalState) -> &'static str {
    match state {
        JournalState::Done => "✓",
        JournalState::Open => "○",
        JournalState::NeedsWork => "△",
        JournalState::NotStarted => "–",
        JournalState::Unreadable => "✕",
    }
}

/// Text that others wrote, in one line and without characters that hide or reorder it. The template escapes it.
fn clean(text: &str) -> String {
    safe::inline(text).into_owned()
}
