//! One note, all rules: the plan of a run, severities, what is held back, and the order of findings.

use std::collections::HashMap;

use super::activity::Activity;
use super::calendar::Today;
use super::config::{Config, Setting};
use super::diagnostic::{Diagnostic, Severity};
use super::note::Note;
use super::progress::NoteState;
use super::rules::{NoteContext, RULES, merge_conflict, unreadable_file};

/// What is the same for all notes of a run.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The assignment.
    pub activity: &'a Activity,
    /// The journal's configuration.
    pub config: &'a Config,
    /// The day of the run.
    pub today: Today,
    /// Only these rules, if there are any.
    pub only: &'a [String],
    /// Not these rules.
    pub off: &'a [String],
}

impl Plan<'_> {
    /// The findings in one note, in the order of the text, and its state. `path` is relative to the journal's root.
    ///
    /// What the command line leaves out of the report still counts for the state: a note is not fine because nobody looked.
    pub fn lint(&self, note: &Note<'_>, path: &str) -> (Vec<Diagnostic>, NoteState) {
        let mut cx =
            NoteContext { note, activity: self.activity, today: self.today, rule: RULES[0], found: Vec::new() };
        for rule in RULES {
            cx.rule = rule;
            (rule.check)(&mut cx);
        }
        let mut found = cx.found;
        found.retain_mut(|diagnostic| match self.severity(diagnostic, note, path) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        });
        // A file that is no text, or two texts in one, has that one thing to say.
        for alone in [unreadable_file::RULE.name, merge_conflict::RULE.name] {
            if found.iter().any(|diagnostic| diagnostic.rule == alone) {
                found.retain(|diagnostic| diagnostic.rule == alone);
            }
        }
        found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.rule));
        let state = NoteState::of(note, &found);
        cap(&mut found);
        let named = |list: &[String], diagnostic: &Diagnostic| list.iter().any(|name| name == diagnostic.rule);
        found.retain(|diagnostic| {
            !named(self.off, diagnostic) && (self.only.is_empty() || named(self.only, diagnostic))
        });
        (found, state)
    }

    /// Configuration, then the activity, then the rule's default.
    fn severity(&self, diagnostic: &Diagnostic, note: &Note<'_>, path: &str) -> Option<Severity> {
        match self.config.setting(diagnostic.rule, path) {
            Some(Setting::Off) => return None,
            Some(Setting::At(severity)) => return Some(severity),
            None => {}
        }
        let level = note.level.get().copied();
        let status = note.status.get().map(|status| status.canonical.as_str());
        let asked = diagnostic.field.as_deref().and_then(|field| self.activity.requires(field, level, status));
        Some(asked.unwrap_or(diagnostic.severity))
    }
}

/// The most findings of one rule in one note that are told one by one. A note that a person wrote has none with more.
const MOST: usize = 100;

/// Drops what is more than [`MOST`] of a rule, and says so in the last one that stays.
fn cap(found: &mut Vec<Diagnostic>) {
    let mut counts: HashMap<&'static str, usize> = HashMap::new();
    for diagnostic in found.iter() {
        *counts.entry(diagnostic.rule).or_default() += 1;
    }
    counts.retain(|_, count| *count > MOST);
    if counts.is_empty() {
        return;
    }
    let mut seen: HashMap<&'static str, usize> = HashMap::new();
    found.retain_mut(|diagnostic| {
        let Some(count) = counts.get(diagnostic.rule) else { return true };
        let number = seen.entry(diagnostic.rule).or_default();
        *number += 1;
        if *number == MOST {
            diagnostic.message.push_str(&format!(" (and {} more like it)", count - MOST));
        }
        *number <= MOST
    });
}
