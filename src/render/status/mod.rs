//! A journal at a glance, for people: the one thing to do next, then the conversations, then what should not be forgotten.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Style;
use crate::core::progress::JournalState;
use crate::core::report::NoteReport;
use crate::core::week::{Line, Step, Week};

mod document;
mod words;

pub use self::document::document;
use self::words::{Advice, deadline, module_start, short, with};

/// What stands before the first line.
const LEAD: &str = "Next: ";

/// For people. `has_failures` says that there are notes which could not be read; `graphics` whether columns are welcome, which a
/// screen reader cannot tell apart.
pub fn text(week: &Week<'_>, has_failures: bool, style: Style, graphics: bool) -> String {
    let mut out = advice(&words::next(week, has_failures), style);
    if !week.lines.is_empty() {
        let table = if graphics { table(&week.lines, style) } else { None };
        out.push_str(&format!("\n{}", table.unwrap_or_else(|| list(&week.lines, style))));
    }
    let notes = notes(week);
    if !notes.is_empty() {
        out.push('\n');
    }
    let line = week.due.and_then(module_start);
    for (nth, note) in notes.iter().enumerate() {
        out.push_str(&wrapped(&style.words(note), "", "  ", style.width));
        // As a command, it stands on a line of its own, so that it can be copied.
        if let Some(line) = line.filter(|_| nth == 0) {
            out.push_str(&format!("  {line}\n"));
        }
    }
    out
}

/// The one thing to do next, alone, for people. `has_failures` as in [`text`].
pub fn next(week: &Week<'_>, has_failures: bool, style: Style) -> String {
    advice(&words::next(week, has_failures), style)
}

/// The one thing to do next as a sentence or two, with what to type; `None` where nothing is left to do.
pub fn sentence(week: &Week<'_>, has_failures: bool) -> Option<String> {
    if week.next.0 == Step::Nothing {
        return None;
    }
    let Advice { mut text, commands } = words::next(week, has_failures);
    for (lead, command) in commands {
        let end = if text.ends_with([':', '.', '?', '`']) { "" } else { "." };
        let lead = match lead {
            "" if text.ends_with(':') => "",
            "" => " To see it:",
            _ => &format!(" {lead}"),
        };
        text.push_str(&format!("{end}{lead} `{command}`"));
    }
    Some(text)
}

/// What is next for whoever has no journal yet.
pub const FIRST: &str = "Make a repository for your journal, start your first note there with `coffeechat init` and `coffeechat new`, \
                         and send the address of the repository.";

/// The first lines. A command stands on a line of its own and is never broken, so that it can be copied.
fn advice(advice: &Advice, style: Style) -> String {
    let gap = " ".repeat(LEAD.len());
    let mut out = wrapped(&style.words(&advice.text), LEAD, &gap, style.width);
    for (lead, command) in &advice.commands {
        let command = style.called.command(command);
        let one = format!("{gap}{lead} {command}");
        match lead.is_empty() {
            true => out.push_str(&format!("{gap}{command}\n")),
            false if one.width() <= style.width => out.push_str(&format!("{one}\n")),
            false => out.push_str(&format!("{gap}{lead}\n{gap}  {command}\n")),
        }
    }
    out
}

/// What should not be forgotten, a sentence each.
fn notes(week: &Week<'_>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    notes.extend(week.due.map(|due| deadline(due, week.state == JournalState::Done)));
    if let Some(goal) = &week.goal {
        let (level, name, done, count) = (goal.level, &goal.name, goal.done, goal.count);
        notes.push(format!("Level {level} ({name}): {done} of {count} conversations of the programme are done."));
    }
    let all = |wanted: &dyn Fn(Step) -> Option<String>| -> Vec<String> {
        week.lines.iter().filter_map(|line| Some(format!("{}{}", with(line.note), wanted(line.step)?))).collect()
    };
    let to_follow = told_apart(week.lines.iter().filter(|line| line.step == Step::FollowUp).map(|line| line.note));
    if !to_follow.is_empty() {
        notes.push(format!("Not followed up yet: {}.", to_follow.join(", ")));
    }
    let silent = all(&|step| match step {
        Step::AskAnother(Some(days)) => Some(format!(" ({days} days)")),
        _ => None,
    });
    if !silent.is_empty() {
        notes.push(format!("To be reminded kindly, once: {}.", silent.join(", ")));
    }
    notes
}

/// Whom these notes are about. The day tells two of one name apart.
fn told_apart<'r>(notes: impl Iterator<Item = &'r NoteReport>) -> Vec<String> {
    let notes: Vec<&NoteReport> = notes.collect();
    let is_same = |a: &NoteReport, b: &NoteReport| with(a) == with(b);
    let mut told: Vec<String> = Vec::new();
    for note in &notes {
        let is_alone = notes.iter().filter(|other| is_same(note, other)).count() == 1;
        let name = match note.date.as_deref().filter(|_| !is_alone) {
            Some(date) => format!("{} ({date})", with(note)),
            None => with(note),
        };
        if !told.contains(&name) {
            told.push(name);
        }
    }
    told
}

const HEAD: [&str; 6] = ["level", "with", "date", "status", "state", "next"];
const WITH: usize = 1;

/// One line a conversation, in columns; `None` where the terminal is too narrow for that.
fn table(lines: &[Line<'_>], style: Style) -> Option<String> {
    let none = if style.unicode { "–" } else { "-" };
    let row = |line: &Line<'_>| {
        let Cells { level, date, status, state, step } = Cells::of(line.note, line.step);
        let or_none = |cell: Option<String>| cell.unwrap_or_else(|| none.to_owned());
        [or_none(level), with(line.note), or_none(date), or_none(status), state, step]
    };
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(lines.iter().map(row));
    let mut widths: [usize; 6] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or_default());
    let gaps = 2 * (widths.len() - 1);
    let rest: usize = widths.iter().sum::<usize>() - widths[WITH] + gaps;
    let room = style.width.checked_sub(rest).filter(|room| *room >= LEAST.min(widths[WITH]))?;
    widths[WITH] = widths[WITH].min(room);
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let cell = cut(cell, width, style);
            line.push_str(&format!("{cell}{}  ", " ".repeat(width.saturating_sub(cell.width()))));
        }
        out.push_str(&format!("{}\n", line.trim_end()));
    }
    Some(out)
}

/// A name that is cut shorter than this tells nobody apart.
const LEAST: usize = 10;

/// A few lines a conversation: for narrow terminals, and for screen readers.
fn list(lines: &[Line<'_>], style: Style) -> String {
    let mut out = String::new();
    for line in lines {
        let Cells { level, date, status, state, step } = Cells::of(line.note, line.step);
        let level = level.map(|level| format!("level {level}"));
        let known: Vec<String> = [level, date, status, Some(state)].into_iter().flatten().collect();
        out.push_str(&wrapped(&with(line.note), "", "  ", style.width));
        out.push_str(&wrapped(&known.join(", "), "  ", "  ", style.width));
        out.push_str(&wrapped(&format!("next: {step}"), "  ", "  ", style.width));
    }
    out
}

/// What a table says of a conversation, besides whom it is with.
struct Cells {
    level: Option<String>,
    date: Option<String>,
    status: Option<String>,
    state: String,
    step: String,
}

impl Cells {
    fn of(note: &NoteReport, step: Step) -> Self {
        Self {
            level: note.level.map(|level| level.to_string()),
            date: note.date.clone(),
            status: note.status.map(str::to_owned),
            state: note.state.name().to_owned(),
            step: short(step),
        }
    }
}

/// As much of `text` as fits into `width` columns.
pub(super) fn cut(text: &str, width: usize, style: Style) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let end = style.words("…");
    let mut kept = String::new();
    for letter in text.chars() {
        if kept.width() + letter.width().unwrap_or_default() + end.width() > width {
            break;
        }
        kept.push(letter);
    }
    format!("{}{end}", kept.trim_end())
}

/// `text` on lines of at most `width` columns where its words allow it; `first` stands before the first line, `other` before the rest.
pub(super) fn wrapped(text: &str, first: &str, other: &str, width: usize) -> String {
    let mut out = first.to_owned();
    let mut column = first.width();
    let mut is_start = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let gap = usize::from(!is_start);
        if !is_start && column + gap + word.width() > width {
            out.push_str(&format!("\n{other}{word}"));
            column = other.width() + word.width();
        } else {
            out.push_str(&format!("{}{word}", " ".repeat(gap)));
            column += gap + word.width();
        }
        is_start = false;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::calendar::Today;
    use crate::core::progress::NoteState;
    use crate::core::report::{Failure, PathName};
    use crate::render::Called;
    use jiff::civil::date;

    fn note(contact: &str, date: &str, status: &'static str, state: NoteState) -> NoteReport {
        NoteReport {
            weekday: "friday",
            path: PathName {
                shown: "networking/caf\u{fffd}.md".to_owned(),
                bytes: Some(b"networking/caf\xe9.md".to_vec()),
            },
            state,
            level: Some(1),
            contact: Some(contact.to_owned()),
            date: Some(date.to_owned()),
            status: Some(status),
            step: Step::Nothing,
            is_told: false,
            blanks: Vec::new(),
            awaits_follow_up: false,
            who: None,
            words: None,
            found: Vec::new(),
            silenced: Vec::new(),
            source: None,
        }
    }

    fn notes() -> Vec<NoteReport> {
        vec![
            note("魚さん と 山田さん と 田中さん", "2026-11-20", "contacted", NoteState::Open),
            note("\u{1b}[31mEve\u{202e} of a family with a long name", "2026-11-02", "contacted", NoteState::Open),
            note("Ada", "2026-11-25", "scheduled", NoteState::Open),
        ]
    }

    #[test]
    fn every_width_is_kept_but_by_what_is_copied() {
        let notes = notes();
        let week = Week::of(&notes, &DEFAULT, Some(date(2026, 11, 29)), Today::pinned(date(2026, 11, 23)));
        for width in [40, 60, 72, 80, 120] {
            for (unicode, graphics) in [(true, true), (false, true), (true, false)] {
                let style = Style { colour: false, unicode, width, called: Called::ByName };
                let text = text(&week, false, style, graphics);
                for line in text.lines().filter(|line| !line.contains("coffeechat")) {
                    assert!(line.width() <= width, "{width}: {line}");
                }
                assert!(text.starts_with("Next: ") && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
                assert!(unicode || !text.contains(['…', '–']), "{text}");
            }
        }
    }

    #[test]
    fn columns_are_as_wide_as_they_look() {
        let notes = notes();
        let week = Week::of(&notes, &DEFAULT, None, Today::pinned(date(2026, 11, 23)));
        let style = Style { colour: false, unicode: true, width: 80, called: Called::ByName };
        let table = table(&week.lines, style).expect("a wide terminal");
        let columns: Vec<usize> =
            table.lines().skip(1).filter_map(|line| line.find("2026").map(|at| line[..at].width())).collect();
        assert!(columns.len() == 3 && columns.windows(2).all(|pair| pair[0] == pair[1]), "{table}");
    }

    #[test]
    fn a_path_that_is_no_text_has_its_bytes_in_the_document() {
        let notes = notes();
        let week = Week::of(&notes, &DEFAULT, None, Today::pinned(date(2026, 11, 23)));
        let failed = Failure { path: notes[0].path.clone(), message: "cannot be read".to_owned() };
        let document: serde_json::Value = serde_json::from_str(&document(&week, &[failed])).expect("JSON");
        for place in [&document["notes"][0], &document["next"], &document["failures"][0]] {
            assert_eq!(place["path_bytes"], "bmV0d29ya2luZy9jYWbpLm1k", "{document:#}");
        }
    }
}
