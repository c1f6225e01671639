//! A class as one SARIF run: the usual reader takes 20 runs at most, and a class has more students. No contact is named: a finding is its
//! rule's summary, and its place the student's folder, because the name of a note names a contact.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};

use super::words;
use crate::core::cohort::{Class, Finding, Note, Student, hex};
use crate::core::report::PathName;
use crate::core::rules;
use crate::render::closing::plural;
use crate::render::json;
use crate::render::sarif::format::{Finding as Told, Log, Notification, message};
use crate::render::sarif::{level, location, place_of, rule};

/// The name of this fingerprint, which is made in another way than that of `lint`; another way to make one needs another name.
const FINGERPRINT: &str = "noteAndRule/v1";

/// The most results of a run that GitHub's code scanning takes, by its documentation of SARIF support.
const MOST: usize = 25_000;

/// The whole report.
pub fn render(class: &Class) -> String {
    let all =
        || class.students.iter().flat_map(|student| student.notes.iter().enumerate().map(move |note| (student, note)));
    let names: BTreeSet<(usize, &str)> = all()
        .flat_map(|(_, (_, note))| &note.found)
        .map(|found| (place_of(&found.rule), found.rule.as_str()))
        .collect();
    let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
    let mut results: Vec<Told> = all().flat_map(|(student, note)| results(student, note, &names)).collect();
    let mut told: Vec<Notification> = class
        .failures
        .iter()
        .map(|failure| {
            let line = failure.line.map(|line| format!("line {line} of the roster: ")).unwrap_or_default();
            let path = failure.path.as_deref().map(|path| named(words::folder(path, class)));
            let text = format!("{line}{}", failure.message);
            let locations = path.iter().map(|path| location(path, None, "")).collect();
            Notification { level: "error", message: message(&text), locations }
        })
        .collect();
    let more = results.len().saturating_sub(MOST);
    if more > 0 {
        results.truncate(MOST);
        let text = format!("{} left out: a run holds {MOST} at most.", plural(more, "finding is", "findings are"));
        told.push(Notification { level: "warning", message: message(&text), locations: Vec::new() });
    }
    json::pretty(&Log::of(names.iter().map(|name| rule(name)).collect(), told, results))
}

fn named(path: &str) -> PathName {
    PathName { shown: path.to_owned(), ..PathName::default() }
}

fn results(student: &Student, (at, note): (usize, &Note), names: &[&str]) -> Vec<Told> {
    let join = |folder: &str, file: &str| if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
    let folder = student.path.as_deref().unwrap_or(&student.student);
    let path = named(&join(folder, note.path.as_deref().unwrap_or_default()));
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let told = |found: &Finding, number: usize| {
        let summary = rules::find(&found.rule).map_or("a rule of another version of this tool", |rule| rule.summary);
        let line = found.place.start.line;
        // Lines move when a note is worked on; which of a rule's findings in a note it is, less so.
        let digest = Sha256::digest(format!("{}\n{}\n{number}", path.shown, found.rule).as_bytes());
        Told {
            rule_id: found.rule.clone(),
            rule_index: names.iter().position(|name| *name == found.rule).unwrap_or_default(),
            level: level(found.severity),
            message: message(&format!("{}, note {}, line {line}: {summary}", student.student, at + 1)),
            locations: [location(&named(folder), None, "")],
            related_locations: Vec::new(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, hex(&digest[..16]))]),
            fixes: Vec::new(),
        }
    };
    let numbered = note.found.iter().map(|found| {
        let number = seen.entry(&found.rule).or_default();
        *number += 1;
        told(found, *number)
    });
    numbered.collect()
}
