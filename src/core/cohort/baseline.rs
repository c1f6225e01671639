//! A class as it is against the class as it was: who moved, what is new, what is mended.

use std::collections::{HashMap, HashSet};

use super::{Class, Student};
use crate::core::diagnostic::Severity;
use crate::core::progress::JournalState;

/// What became of a class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Those of whom something changed, in the order of the class.
    pub students: Vec<Change>,
    /// Those who were not there before.
    pub newcomers: Vec<String>,
    /// Those who are not there any more.
    pub missing: Vec<String>,
    /// How many are as they were.
    pub same: usize,
}

/// What became of a student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Who.
    pub student: String,
    /// The state as it was.
    pub from: JournalState,
    /// The state as it is.
    pub to: JournalState,
    /// Levels that are done and were not.
    pub levels: Vec<i64>,
    /// How many notes are there that were not.
    pub notes_more: usize,
    /// How many notes were there that are not.
    pub notes_less: usize,
    /// The rules that find an error or give a warning where they did not; once for each finding.
    pub found: Vec<String>,
    /// The rules whose findings are gone; once for each.
    pub mended: Vec<String>,
}

impl Changes {
    /// What changed from `former` to `now`. `is_whole` says that `now` has the whole class, so that who is not in it is missing.
    pub fn between(former: &Class, now: &Class, is_whole: bool) -> Self {
        let pairs = pairs(&former.students, &now.students);
        let mut changes = Self::default();
        for (at, student) in now.students.iter().enumerate() {
            let before = pairs.get(&at).and_then(|&before| former.students.get(before));
            match before.map(|before| Change::between(before, student)) {
                None => changes.newcomers.push(student.student.clone()),
                Some(change) if change.is_none() => changes.same += 1,
                Some(change) => changes.students.push(change),
            }
        }
        if is_whole {
            let known: HashSet<usize> = pairs.into_values().collect();
            let others = former.students.iter().enumerate().filter(|(at, _)| !known.contains(at));
            changes.missing.extend(others.map(|(_, student)| student.student.clone()));
        }
        changes
    }
}

/// A name, an address, a folder and columns, as far as they are asked for.
type Key<'s> = (Option<&'s str>, Option<&'s str>, Option<&'s str>, &'s [(String, String)]);

/// Which of the former students each one is: by all that is known, then by the journal, then by the name alone where only one is left that
/// has it. Those whom nothing tells apart are taken in their order.
fn pairs(former: &[Student], now: &[Student]) -> HashMap<usize, usize> {
    let mut pairs = HashMap::new();
    let mut taken: HashSet<usize> = HashSet::new();
    let keys: [fn(&Student) -> Option<Key>; 6] = [
        |student| Some((Some(&student.student), student.url.as_deref(), student.path.as_deref(), &student.columns)),
        |student| Some((Some(&student.student), student.url.as_deref(), student.path.as_deref(), &[])),
        |student| Some((Some(&student.student), student.url.as_deref(), None, &[])),
        |student| student.path.as_deref().map(|path| (None, None, Some(path), &[][..])),
        |student| Some((Some(&student.student), None, None, &[])),
        |student| student.url.as_deref().map(|url| (None, Some(url), None, &[][..])),
    ];
    for (at, key) in keys.into_iter().enumerate() {
        let are_same = at == 0;
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, student) in former.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            if let Some(key) = key(student) {
                places.entry(key).or_default().push(at);
            }
        }
        let mut asked: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, student) in now.iter().enumerate().filter(|(at, _)| !pairs.contains_key(at)) {
            if let Some(key) = key(student) {
                asked.entry(key).or_default().push(at);
            }
        }
        for (key, here) in asked {
            let Some(there) = places.get(&key) else { continue };
            if here.len() == there.len() && (here.len() == 1 || are_same) {
                pairs.extend(here.iter().copied().zip(there.iter().copied()));
                taken.extend(there);
            }
        }
    }
    pairs
}

impl Change {
    fn between(before: &Student, now: &Student) -> Self {
        let paths =
            |student: &Student| -> Vec<Option<String>> { student.notes.iter().map(|note| note.path.clone()).collect() };
        let rules = |items: Vec<(Option<String>, String, String)>| items.into_iter().map(|(_, rule, _)| rule).collect();
        Self {
            student: now.student.clone(),
            from: before.state,
            to: now.state,
            levels: now.levels_done.iter().copied().filter(|level| !before.levels_done.contains(level)).collect(),
            notes_more: without(paths(now), paths(before)).len(),
            notes_less: without(paths(before), paths(now)).len(),
            found: rules(without(findings(now), findings(before))),
            mended: rules(without(findings(before), findings(now))),
        }
    }

    fn is_none(&self) -> bool {
        let lists = [self.found.len(), self.mended.len(), self.levels.len(), self.notes_more, self.notes_less];
        self.from == self.to && lists.iter().all(|&count| count == 0)
    }
}

/// Findings by what makes them the same on another line.
fn findings(student: &Student) -> Vec<(Option<String>, String, String)> {
    let all = student.notes.iter().flat_map(|note| note.found.iter().map(move |found| (note, found)));
    all.filter(|(_, found)| found.severity != Severity::Advice)
        .map(|(note, found)| (note.path.clone(), found.rule.clone(), found.message.clone()))
        .collect()
}

/// What is in `all` beyond `others`, each as often as it is there more often; in its order.
fn without<T: Eq + std::hash::Hash>(all: Vec<T>, others: Vec<T>) -> Vec<T> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    for other in others {
        *counts.entry(other).or_default() += 1;
    }
    let mut left = all;
    left.retain(|item| match counts.get_mut(item) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::cohort::{Evidence, Finding, Note, Place, Point};
    use crate::core::progress::NoteState;

    fn student(name: &str, url: Option<&str>, state: JournalState, findings: &[(&str, &str, usize)]) -> Student {
        let finding = |(rule, message, line): &(&str, &str, usize)| {
            let point = Point { line: *line, column: 1, offset: 0 };
            Finding {
                rule: (*rule).to_owned(),
                severity: Severity::Error,
                message: (*message).to_owned(),
                help: String::new(),
                place: Place { start: point, end: point },
                fix: None,
            }
        };
        Student {
            student: name.to_owned(),
            path: None,
            path_bytes: None,
            url: url.map(str::to_owned),
            state,
            reason: None,
            cause: None,
            on_time: None,
            completed_at: None,
            evidence: Evidence::None,
            written_at: None,
            due: None,
            head: None,
            head_at_due: None,
            flags: Vec::new(),
            switched_off: Vec::new(),
            levels_done: if state == JournalState::Done { vec![1] } else { Vec::new() },
            step: None,
            next: None,
            notes: vec![Note {
                path: Some("a.md".to_owned()),
                path_bytes: None,
                state: NoteState::Open,
                level: None,
                contact: None,
                date: None,
                status: None,
                found: findings.iter().map(finding).collect(),
            }],
            columns: Vec::new(),
        }
    }

    fn class(students: Vec<Student>) -> Class {
        Class { students, ..Class::default() }
    }

    #[test]
    fn who_moved_is_told_and_who_did_not_is_counted() {
        use JournalState::{Done, NeedsWork, Open};
        let former = class(vec![
            student("Mara", None, NeedsWork, &[("missing-takeaway", "m", 3), ("missing-level", "x", 1)]),
            student("Tomo", None, Open, &[("missing-level", "x", 1)]),
            student("Gone", None, Open, &[]),
        ]);
        let now = class(vec![
            student("Tomo", None, Open, &[("missing-level", "x", 9)]),
            student("Mara", None, Done, &[("missing-level", "x", 2), ("missing-level", "x", 4)]),
            student("New", None, Open, &[]),
        ]);
        let changes = Changes::between(&former, &now, true);
        assert_eq!(
            (changes.same, changes.newcomers.as_slice(), changes.missing.as_slice()),
            (1, &["New".to_owned()][..], &["Gone".to_owned()][..])
        );
        let mara = &changes.students[0];
        assert_eq!((mara.student.as_str(), mara.from, mara.to), ("Mara", NeedsWork, Done));
        assert_eq!((mara.levels.as_slice(), mara.mended.as_slice()), (&[1][..], &["missing-takeaway".to_owned()][..]));
        assert_eq!(mara.found, ["missing-level"], "the second of two that read alike");
        assert_eq!(changes.students.len(), 1, "another line is no change");
        assert_eq!(Changes::between(&former, &now, false).missing, Vec::<String>::new());
    }

    #[test]
    fn a_student_is_known_by_name_and_address_or_by_one_of_them() {
        use JournalState::{Done, Open};
        let at = |name: &str, url: &str, state| student(name, Some(url), state, &[]);
        let former =
            class(vec![at("Ada", "u1", Open), at("Ada", "u2", Open), at("Bo", "u3", Open), at("Cy", "u4", Open)]);
        let now =
            class(vec![at("Ada", "u2", Done), at("Ada", "u1", Open), at("Beau", "u3", Done), at("Cy", "u9", Done)]);
        let changes = Changes::between(&former, &now, true);
        let names: Vec<&str> = changes.students.iter().map(|change| change.student.as_str()).collect();
        assert_eq!((names, changes.same), (vec!["Ada", "Beau", "Cy"], 1));
        assert!(changes.newcomers.is_empty() && changes.missing.is_empty());
    }

    #[test]
    fn namesakes_are_told_apart_by_their_journals_and_else_by_their_order() {
        use JournalState::{Done, Open};
        let of =
            |path: Option<&str>, state| Student { path: path.map(str::to_owned), ..student("Anna", None, state, &[]) };
        let former = class(vec![of(Some("a"), Open), of(Some("b"), Open), of(None, Open), of(None, Open)]);
        let same = class(vec![of(Some("b"), Open), of(Some("a"), Open), of(None, Open), of(None, Open)]);
        let changes = Changes::between(&former, &same, true);
        assert_eq!((changes.same, changes.newcomers.len(), changes.missing.len()), (4, 0, 0), "{changes:?}");
        let moved = class(vec![of(Some("b"), Done), of(Some("a"), Open), of(None, Open), of(None, Open)]);
        let changes = Changes::between(&former, &moved, true);
        assert_eq!((changes.same, changes.students.len(), changes.missing.len()), (3, 1, 0), "{changes:?}");
    }
}
