//! What a run found. The only thing that a renderer sees.

use std::collections::BTreeMap;

use super::calendar::{Today, some_weekday};
use super::diagnostic::{Diagnostic, Severity};
use super::journal::Facts;
use super::progress::NoteState;
use super::recognise::secret;
use super::text::Source;
use super::week::Step;

/// What stands in the place of a path for a note that was piped without one.
pub const STDIN: &str = "<stdin>";

/// A path as people see it, and its bytes where these are no UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathName {
    /// For people; lossy where it has to be.
    pub shown: String,
    /// The bytes, where `shown` does not say them all.
    pub bytes: Option<Vec<u8>>,
}

/// What is known of one note.
#[derive(Debug, Clone)]
pub struct NoteReport {
    /// Where it lies.
    pub path: PathName,
    /// How far it is.
    pub state: NoteState,
    /// A weekday to show how an agreed day is typed; not today's, which would be two days.
    pub weekday: &'static str,
    /// Its level.
    pub level: Option<i64>,
    /// With whom; several people are joined by a comma.
    pub contact: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// In canonical spelling.
    pub status: Option<&'static str>,
    /// What is next for it on the day of the run.
    pub step: Step,
    /// Whether it reads as if the conversation was held, whatever its status says.
    pub is_told: bool,
    /// The lines, from 1, in which a blank of its questions or its message is still to be filled.
    pub blanks: Vec<usize>,
    /// Whether it says what was taken away, and nothing yet of what came of that.
    pub awaits_follow_up: bool,
    /// Who it is about, as names are compared; `None` where nobody is named.
    pub who: Option<String>,
    /// A fingerprint of what was said, where there is more of it than a few words.
    pub words: Option<u64>,
    /// What was found, in the order of the text.
    pub found: Vec<Diagnostic>,
    /// The rules that it silences for itself, in the order of the text.
    pub silenced: Vec<String>,
    /// The text, kept where something was found in it.
    pub source: Option<Source>,
}

impl NoteReport {
    /// From what is kept of a note, and what was found in it. `source` is kept only where something was, and without the secrets
    /// in it: whatever a renderer shows of a note, it cannot show these.
    pub fn new(
        path: PathName,
        facts: &Facts,
        (mut found, state): (Vec<Diagnostic>, NoteState),
        source: Option<Source>,
        today: Today,
    ) -> Self {
        let mut contact = (!facts.people.is_empty()).then(|| facts.people.join(", "));
        // Also where nothing is told of the note, and where quotes in the file hid what stands there.
        let may_hide = |contact: &str| contact.contains([':', '=']) || contact.split(' ').any(|word| word.len() >= 16);
        contact = contact.map(|contact| match may_hide(&contact) {
            true => secret::concealed(&contact).unwrap_or(contact),
            false => contact,
        });
        let mut source = source.filter(|_| !found.is_empty());
        if let Some(source) = &mut source
            && let Some(text) = secret::concealed(&source.text)
        {
            let secrets = secret::find(&source.text);
            let words = secret::words(&secrets, &source.text);
            found.iter_mut().for_each(|found| hide(found, &words));
            contact = contact.map(|contact| without(&contact, &words));
            source.text = text;
        }
        let mut note = Self {
            weekday: some_weekday(today.local),
            path,
            state,
            level: facts.level,
            contact,
            date: facts.date.map(|day| day.to_string()),
            status: facts.status.map(|status| status.canonical.as_str()),
            step: Step::Nothing,
            is_told: facts.is_told,
            blanks: facts.blanks.clone(),
            awaits_follow_up: facts.awaits_follow_up,
            who: facts.who.clone(),
            words: facts.words,
            silenced: facts.suppressions.iter().map(|suppression| suppression.rule.clone()).collect(),
            source,
            found,
        };
        note.step = Step::of(&note, today);
        note
    }
}

/// Takes the secrets out of what a finding says: rules quote what they find. A fix that would show one is not told.
fn hide(found: &mut Diagnostic, words: &[&str]) {
    let labels = found.labels.iter_mut().map(|label| &mut label.text);
    let parts = [&mut found.message, &mut found.label, &mut found.why, &mut found.help];
    parts.into_iter().chain(labels).for_each(|part| *part = without(part, words));
    let shows = |text: &str| words.iter().any(|word| text.contains(word));
    found.fix.take_if(|fix| fix.edits.iter().any(|edit| shows(&edit.text)));
}

fn without(text: &str, words: &[&str]) -> String {
    words.iter().fold(text.to_owned(), |text, word| text.replace(word, "…"))
}

/// A file that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which.
    pub path: PathName,
    /// Why, and what to do.
    pub message: String,
}

/// A run.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The notes, by path.
    pub notes: Vec<NoteReport>,
    /// What could not be checked, by path.
    pub failures: Vec<Failure>,
    /// Markdown files that are not notes, by path.
    pub skipped: Vec<PathName>,
    /// What else was passed over, with the reason; said with `--verbose`.
    pub passed_over: Vec<Failure>,
    /// What was mended, or would be, by path.
    pub mended: Vec<Mended>,
    /// Of what is staged, the notes with an error whose files say something else.
    pub not_added: Vec<NotAdded>,
}

/// A staged note with an error, of which the file on the disk has another text that is not staged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAdded {
    /// Where it lies.
    pub path: PathName,
    /// Whether that text has no error.
    pub is_mended: bool,
}

/// A note in which something was mended.
#[derive(Debug, Clone)]
pub struct Mended {
    /// Where it lies.
    pub path: PathName,
    /// How many findings of which rule.
    pub counts: BTreeMap<&'static str, usize>,
    /// The text before and after, without its secrets, where it was not written.
    pub change: Option<(String, String)>,
}

impl Mended {
    /// Keeps what would change, to be shown.
    pub fn show(&mut self, before: &str, after: &str) {
        let shown = |text: &str| secret::concealed(text).unwrap_or_else(|| text.to_owned());
        self.change = Some((shown(before), shown(after)));
    }
}

/// How many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Notes.
    pub notes: usize,
    /// Notes that are complete.
    pub complete: usize,
    /// Notes that are open.
    pub open: usize,
    /// Notes that are closed.
    pub closed: usize,
    /// Notes that need work.
    pub needs_work: usize,
    /// Findings of that severity.
    pub errors: usize,
    /// Findings of that severity.
    pub warnings: usize,
    /// Findings of that severity.
    pub advice: usize,
    /// Markdown files that are not notes.
    pub skipped: usize,
}

impl Report {
    /// Counts everything.
    pub fn summary(&self) -> Summary {
        let state = |state: NoteState| self.notes.iter().filter(|note| note.state == state).count();
        let severity = |severity: Severity| {
            let all = self.notes.iter().flat_map(|note| &note.found);
            all.filter(|found| found.severity == severity).count()
        };
        Summary {
            notes: self.notes.len(),
            complete: state(NoteState::Complete),
            open: state(NoteState::Open),
            closed: state(NoteState::Closed),
            needs_work: state(NoteState::NeedsWork),
            errors: severity(Severity::Error),
            warnings: severity(Severity::Warning),
            advice: severity(Severity::Advice),
            skipped: self.skipped.len(),
        }
    }
}
