//! A class without names: what is left counts, and tells nobody who it is.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;

use super::{Class, Failure, Finding, Note, Student, hex};
use crate::core::progress::JournalState;
use crate::core::rules;

/// What opens the name of somebody who has none.
const PREFIX: &str = "student-";
/// How many hexadecimal digits follow.
const DIGITS: usize = 16;

/// Takes out of a class all that names somebody: students become keyed hashes, in whose order they stand; paths, addresses, commits, roster
/// columns, contacts, dates and quoted values are left out, and a finding is its rule's summary. The same key gives the same names again.
pub fn anonymous(class: &mut Class, key: &[u8]) {
    // It names people as they were called; it is told anew of a class that names nobody.
    class.changes = None;
    for student in &mut class.students {
        hide(student, key);
    }
    class.students.sort_by(|a, b| a.student.cmp(&b.student));
    for failure in &mut class.failures {
        let message = "A row of the roster, a journal or a part of one could not be used. Without --anonymous it is said which, and why.";
        *failure = Failure { line: None, path: None, message: message.to_owned() };
    }
    class.failures.dedup();
}

/// Whether a class has been through [`anonymous`].
pub fn is_anonymous(class: &Class) -> bool {
    let is_hash = |student: &Student| {
        let digits = student.student.strip_prefix(PREFIX);
        digits.is_some_and(|digits| digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    !class.students.is_empty() && class.students.iter().all(is_hash)
}

fn hide(student: &mut Student, key: &[u8]) {
    let name: String = student.student.trim().nfc().collect();
    *student = Student {
        student: hash(key, &format!("{name}\n{}", student.url.as_deref().unwrap_or_default())),
        path: None,
        path_bytes: None,
        url: None,
        reason: (student.state == JournalState::Unreadable).then(|| "The journal could not be read.".to_owned()),
        due: None,
        head: None,
        head_at_due: None,
        switched_off: student.switched_off.iter().filter(|rule| rules::find(rule).is_some()).cloned().collect(),
        // It speaks of a contact; the step says the same without.
        next: None,
        notes: student.notes.iter().map(note).collect(),
        columns: Vec::new(),
        flags: std::mem::take(&mut student.flags),
        levels_done: std::mem::take(&mut student.levels_done),
        step: student.step.take(),
        state: student.state,
        on_time: student.on_time,
        completed_at: student.completed_at,
        cause: student.cause,
        written_at: student.written_at,
        evidence: student.evidence,
    };
}

fn note(note: &Note) -> Note {
    Note {
        path: None,
        path_bytes: None,
        state: note.state,
        level: note.level,
        contact: None,
        date: None,
        status: None,
        found: note.found.iter().map(finding).collect(),
    }
}

fn finding(found: &Finding) -> Finding {
    let known = rules::find(&found.rule);
    let name = known.map_or("unknown-rule", |rule| rule.name);
    Finding {
        rule: name.to_owned(),
        severity: found.severity,
        message: known.map_or("a rule of another version found something", |rule| rule.summary).to_owned(),
        help: format!("What it is about: coffeechat explain {name}"),
        place: found.place,
        fix: None,
    }
}

fn hash(key: &[u8], text: &str) -> String {
    // Keys of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return format!("{PREFIX}{:0DIGITS$}", 0) };
    mac.update(text.as_bytes());
    let digest = mac.finalize().into_bytes();
    format!("{PREFIX}{}", hex(&digest[..DIGITS / 2]))
}
