//! One note, all rules: the plan of a run, severities, what is held back or silenced, and the order of findings.
//!
//! A journal is linted in three steps: each note alone ([`Plan::look`]), then all of them together
//! ([`Plan::look_around`]), then each note's findings are settled ([`Plan::settle`]), when it is known what there is.

use std::collections::{HashMap, HashSet};

use super::activity::Activity;
use super::calendar::Today;
use super::config::{Config, Setting};
use super::diagnostic::{Diagnostic, Severity};
use super::journal::{Facts, Surroundings};
use super::note::Note;
use super::progress::NoteState;
use super::rules::{Check, JournalContext, NoteContext, RULES, merge_conflict, unreadable_file, unused_suppression};
use super::text::line_end;

/// What is the same for all notes of a run.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The assignment.
    pub activity: &'a Activity,
    /// The journal's configuration.
    pub config: &'a Config,
    /// What else is known of the journal.
    pub surroundings: &'a Surroundings,
    /// The day of the run.
    pub today: Today,
    /// Only these rules, if there are any.
    pub only: &'a [String],
    /// Not these rules.
    pub off: &'a [String],
    /// Whether a note may silence rules for itself. An instructor wants to know what a student has switched off.
    pub may_silence: bool,
}

impl Plan<'_> {
    /// The findings in one note that is looked at alone, in the order of the text, and its state. `path` is relative to the
    /// journal's root.
    pub fn lint(&self, note: &Note<'_>, path: &str) -> (Vec<Diagnostic>, NoteState) {
        let (facts, found) = self.look(note, path);
        let around = self.look_around(&[&facts]);
        self.settle(&facts, found.into_iter().chain(around.into_iter().map(|(_, found)| found)).collect())
    }

    /// What the rules for one note say, unsettled, and what is kept of the note.
    pub fn look(&self, note: &Note<'_>, path: &str) -> (Facts, Vec<Diagnostic>) {
        let mut cx = NoteContext {
            note,
            path,
            surroundings: self.surroundings,
            activity: self.activity,
            today: self.today,
            rule: RULES[0],
            found: Vec::new(),
        };
        for rule in RULES {
            if let Check::Note(check) = rule.check {
                cx.rule = rule;
                check(&mut cx);
            }
        }
        let mut found = cx.found;
        let end = line_end(&note.source.text);
        if end != "\n" {
            let fixes = found.iter_mut().filter_map(|found| found.fix.as_mut());
            fixes.flat_map(|fix| &mut fix.edits).for_each(|edit| edit.text = edit.text.replace('\n', end));
        }
        (Facts::of(note, path, self.activity), found)
    }

    /// What the rules for a whole journal say, unsettled: the place of the note in `notes`, and the finding. `notes` are all of
    /// one journal.
    pub fn look_around(&self, notes: &[&Facts]) -> Vec<(usize, Diagnostic)> {
        let mut cx = JournalContext {
            notes,
            activity: self.activity,
            surroundings: self.surroundings,
            rule: RULES[0],
            found: Vec::new(),
        };
        for rule in RULES {
            if let Check::Journal(check) = rule.check {
                cx.rule = rule;
                check(&mut cx);
            }
        }
        cx.found
    }

    /// What is told of a note of all that was `found` in it, in the order of the text, and its state.
    ///
    /// What the command line leaves out of the report still counts for the state: a note is not fine because nobody looked.
    pub fn settle(&self, facts: &Facts, mut found: Vec<Diagnostic>) -> (Vec<Diagnostic>, NoteState) {
        found.retain_mut(|diagnostic| self.is_on(diagnostic, facts));
        // A file that is no text, or two texts in one, has that one thing to say.
        for alone in [unreadable_file::RULE.name, merge_conflict::RULE.name] {
            if found.iter().any(|diagnostic| diagnostic.rule == alone) {
                found.retain(|diagnostic| diagnostic.rule == alone);
            }
        }
        if self.may_silence {
            self.silence(facts, &mut found);
        }
        found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.rule));
        let state = NoteState::of(facts, &found);
        cap(&mut found);
        let named = |list: &[String], diagnostic: &Diagnostic| list.iter().any(|name| name == diagnostic.rule);
        found.retain(|diagnostic| {
            !named(self.off, diagnostic) && (self.only.is_empty() || named(self.only, diagnostic))
        });
        (found, state)
    }

    /// Takes out what the note silences, and reports what it silences in vain. Where front matter could not be read, nobody
    /// knows what its rules would have said.
    fn silence(&self, facts: &Facts, found: &mut Vec<Diagnostic>) {
        if facts.suppressions.is_empty() {
            return;
        }
        let silenced: HashSet<&str> = facts.suppressions.iter().map(|suppression| suppression.rule.as_str()).collect();
        let told: HashSet<&str> = found.iter().map(|diagnostic| diagnostic.rule).collect();
        let mut unused = Vec::new();
        for suppression in facts.suppressions.iter().filter(|_| facts.is_known) {
            let is_off = self.config.setting(&suppression.rule, &facts.path) == Some(Setting::Off);
            let is_used = told.contains(suppression.rule.as_str());
            if !is_off && !is_used && suppression.rule != unused_suppression::RULE.name {
                let mut diagnostic = unused_suppression::report(suppression);
                if self.is_on(&mut diagnostic, facts) {
                    unused.push(diagnostic);
                }
            }
        }
        found.append(&mut unused);
        found.retain(|diagnostic| !silenced.contains(diagnostic.rule));
    }

    /// Gives a finding its severity; whether it is told at all.
    fn is_on(&self, diagnostic: &mut Diagnostic, facts: &Facts) -> bool {
        match self.severity(diagnostic, facts) {
            Some(severity) => {
                diagnostic.severity = severity;
                true
            }
            None => false,
        }
    }

    /// Configuration, then the activity, then the rule's default.
    fn severity(&self, diagnostic: &Diagnostic, facts: &Facts) -> Option<Severity> {
        match self.config.setting(diagnostic.rule, &facts.path) {
            Some(Setting::Off) => return None,
            Some(Setting::At(severity)) => return Some(severity),
            None => {}
        }
        let status = facts.status.map(|status| status.canonical.as_str());
        let asked = diagnostic.field.as_deref().and_then(|field| self.activity.requires(field, facts.level, status));
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
