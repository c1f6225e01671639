//! A class out of the lines of a text, so that what the fuzzer grows can be read and written by hand: each value is a line, in the
//! order in which it is asked for, and `␊` stands for a line end inside one.

use coffeechat::core::cohort::baseline::Changes;
use coffeechat::core::cohort::shard::Shard;
use coffeechat::core::cohort::{
    Class, Commit, Due, Evidence, Failure, Finding, Fix, Flag, Note, Place, Point, Student,
};
use coffeechat::core::diagnostic::{Safety, Severity};
use coffeechat::core::progress::{JournalState, NoteState};
use coffeechat::core::week::StepKind;
use jiff::Timestamp;

/// More students say nothing that fewer do not.
const MOST: usize = 8;

/// The class that a text describes; an empty text is one of nobody.
pub fn class(text: &str) -> Class {
    let mut lines = Lines(text.split('\n'));
    let mut class = Class {
        activity: lines.text(),
        due: lines.due(),
        shard: Shard::new(lines.number(), lines.number()),
        ..Class::default()
    };
    while !lines.is_over() && class.students.len() < MOST {
        class.students.push(lines.student());
        if lines.number() == 1 {
            class.failures.push(Failure { line: lines.count(), path: lines.maybe(), message: lines.text() });
        }
    }
    let mut former = class.clone();
    former.students.reverse();
    if let Some(first) = former.students.first_mut() {
        first.student.push('x');
        first.state = JournalState::Open;
    }
    class.changes = (!former.students.is_empty()).then(|| Changes::between(&former, &class, true));
    class
}

struct Lines<'t>(std::str::Split<'t, char>);

impl Lines<'_> {
    fn is_over(&self) -> bool {
        self.0.clone().next().is_none()
    }

    fn text(&mut self) -> String {
        self.0.next().unwrap_or_default().replace('␊', "\n")
    }

    fn maybe(&mut self) -> Option<String> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    fn number(&mut self) -> usize {
        self.0.next().and_then(|line| line.parse().ok()).unwrap_or_default()
    }

    fn count(&mut self) -> Option<usize> {
        Some(self.number()).filter(|&number| number > 0)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.number() % all.len()]
    }

    /// The line as a moment, or as seconds.
    fn moment(&mut self) -> Option<Timestamp> {
        let line = self.0.next()?;
        line.parse().ok().or_else(|| Timestamp::from_second(line.parse().ok()?).ok())
    }

    /// The line as a report has a due moment: with its offset, and nothing beside it.
    fn due(&mut self) -> Option<Due> {
        let text = self.0.next()?;
        let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        let is_one =
            shape.strip_prefix("0000-00-00T00:00:00").is_some_and(|rest| ["Z", "+00:00", "-00:00"].contains(&rest));
        Some(Due { at: text.parse().ok().filter(|_| is_one)?, text: text.to_owned(), before_grace: None })
    }

    fn commit(&mut self) -> Option<Commit> {
        Some(Commit { id: self.maybe()?, committed_at: self.moment()?, first_seen_at: self.moment() })
    }

    fn student(&mut self) -> Student {
        let state = self.one_of(&JournalState::ALL);
        let mut student = Student::new(self.text(), state, self.maybe());
        student.path = self.maybe();
        student.path_bytes = self.maybe().map(String::into_bytes);
        student.url = self.maybe();
        student.completed_at = self.moment();
        student.on_time = self.one_of(&[None, Some(true), Some(false)]);
        student.evidence = self.one_of(&Evidence::ALL);
        student.due = self.due();
        student.head = self.commit();
        student.head_at_due = self.commit();
        let flags = self.number();
        student.flags = Flag::ALL.into_iter().enumerate().filter(|(at, _)| flags >> at & 1 == 1).map(|f| f.1).collect();
        student.switched_off.extend(self.maybe());
        student.levels_done.extend(self.maybe().and_then(|line| line.parse::<i64>().ok()));
        student.step = self.maybe().and_then(|line| StepKind::ALL.into_iter().find(|step| step.name() == line));
        student.next = self.maybe();
        // A roster has no heading twice.
        while let Some(name) = self.maybe() {
            let value = self.text();
            if !student.columns.iter().any(|(other, _)| *other == name) {
                student.columns.push((name, value));
            }
        }
        while let Some(path) = self.maybe() {
            student.notes.push(self.note(path));
        }
        student
    }

    fn note(&mut self, path: String) -> Note {
        Note {
            path: Some(path),
            path_bytes: None,
            state: self.one_of(&NoteState::ALL),
            level: self.maybe().and_then(|line| line.parse().ok()),
            contact: self.maybe(),
            date: self.maybe(),
            status: self.maybe(),
            found: self.maybe().map(|rule| self.finding(rule)).into_iter().collect(),
        }
    }

    fn finding(&mut self, rule: String) -> Finding {
        let place = self.place();
        // A report that was read back has nothing else for the name of a rule.
        let is_name = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-';
        let rule: String = rule.chars().filter(is_name).collect();
        Finding {
            rule: if rule.is_empty() { "missing-takeaway".to_owned() } else { rule },
            severity: self.one_of(&Severity::ALL),
            message: self.text(),
            help: self.text(),
            place,
            fix: self.maybe().map(|title| Fix {
                title,
                safety: self.one_of(&Safety::ALL),
                edits: vec![(place, self.text())],
            }),
        }
    }

    fn place(&mut self) -> Place {
        let line = self.number();
        let point = |offset: usize| Point { line, column: 1, offset };
        Place { start: point(line), end: point(line.saturating_add(1)) }
    }
}
