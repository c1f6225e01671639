//! A class on a terminal: who is done, who is on the way, who has not started, who needs help with what. No contact is named.

use unicode_width::UnicodeWidthStr;

use super::{changes, words};
use crate::core::cohort::{Class, Due, Flag, Student};
use crate::core::diagnostic::Severity;
use crate::core::progress::{JournalState, NoteState};
use crate::render::closing::plural;
use crate::render::status::{cut, wrapped};
use crate::render::{Style, safe};

/// The widest that a student's name is shown in the table.
const NAME: usize = 28;

/// How much room there is at least for what is next: any of it can be told apart then.
const NEXT: usize = 18;

/// Below this width a row is told in lines of its own.
const NARROW: usize = 72;

/// The report. `graphics` says that columns are welcome, which a screen reader cannot tell apart.
pub fn render(class: &Class, style: Style, graphics: bool) -> String {
    let mut out = format!("{}\n", words::totals(class));
    if let Some(due) = &class.due {
        out.push_str(&format!("Due: {}\n", words::due(due)));
    }
    if !class.students.is_empty() {
        out.push('\n');
        match graphics && style.width >= NARROW {
            true => out.push_str(&columns(class, style)),
            false => out.extend(class.students.iter().map(|student| listed(student, class))),
        }
        // A line that is broken between words may begin with any of them.
        out.push_str(&safe::lines(&asides(class, style)));
    }
    if let Some(changes) = &class.changes {
        out.push_str(&format!("\n{}", changes::render(changes, style)));
    }
    out
}

/// The columns before the last.
const HEADING: [&str; 4] = ["student", "state", "level", "complete since"];

/// What stands in them, with names no wider than `width`.
fn cells(
    class: &Class,
    style: Style,
    width: usize,
    completed: fn(&Student, Option<&Due>) -> String,
) -> Vec<[String; 4]> {
    let cells = |student: &Student| {
        let name = cut(&name(student), width, style);
        [name, words::state(student.state).to_owned(), levels(student), completed(student, class.due.as_ref())]
    };
    class.students.iter().map(cells).collect()
}

fn widths(rows: &[[String; 4]]) -> [usize; 4] {
    [0, 1, 2, 3].map(|at| rows.iter().map(|row| row[at].width()).chain([HEADING[at].width()]).max().unwrap_or(0))
}

/// A line a student. Where it would be too long, the hour goes first, then the end of the longest names.
fn columns(class: &Class, style: Style) -> String {
    let over = |rows: &[[String; 4]]| {
        let used: usize = widths(rows).iter().map(|width| width + 2).sum();
        (used + NEXT).saturating_sub(style.width)
    };
    let mut rows = cells(class, style, NAME, words::completed);
    if over(&rows) > 0 {
        rows = cells(class, style, NAME, words::completed_day);
        let name = widths(&rows)[0].saturating_sub(over(&rows));
        rows = cells(class, style, name.max(HEADING[0].len()), words::completed_day);
    }
    let widths = widths(&rows);
    let mut out = String::new();
    let mut line = |cells: &[String], state: Option<JournalState>, rest: &str| {
        let mut used = 0;
        let mut text = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let gap = " ".repeat(widths[at].saturating_sub(cell.width()) + 2);
            used += widths[at] + 2;
            match (at, state) {
                (1, Some(state)) if style.colour => {
                    text.push_str(&format!("{0}{cell}{0:#}{gap}", words::colour(state)))
                }
                _ => text.push_str(&format!("{cell}{gap}")),
            }
        }
        text.push_str(&cut(rest, style.width.saturating_sub(used).max(12), style));
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(&HEADING.map(str::to_owned), None, "next");
    for (student, row) in class.students.iter().zip(&rows) {
        line(row, Some(student.state), &next(student));
    }
    out
}

/// Who, in one line that is no command to the reader of a log.
fn name(student: &Student) -> String {
    safe::lines(&safe::inline(&student.student)).into_owned()
}

/// The same in words, for narrow terminals and for screen readers.
fn listed(student: &Student, class: &Class) -> String {
    let mut parts = vec![words::state(student.state).to_owned()];
    if !student.levels_done.is_empty() {
        parts.push(format!("level {}", levels(student)));
    }
    let completed = words::completed(student, class.due.as_ref());
    if !completed.is_empty() {
        parts.push(format!("complete since {completed}"));
    }
    let next = next(student);
    if !next.is_empty() {
        parts.push(format!("next: {next}"));
    }
    safe::lines(&format!("{}: {}\n", name(student), parts.join("; "))).into_owned()
}

/// What to do next, and how much there is of it. Names nobody.
fn next(student: &Student) -> String {
    let errors = student.count(Severity::Error);
    let work = student.notes.iter().filter(|note| note.state == NoteState::NeedsWork).count();
    let step = student.step.map(words::step).unwrap_or_default();
    match (student.state, errors) {
        (JournalState::Unreadable, _) => "see below".to_owned(),
        (_, 1..) if work > 0 => {
            let rules = rules(student);
            format!("{step}: {rules}")
        }
        _ => step.to_owned(),
    }
}

/// The rules that found an error, once each.
fn rules(student: &Student) -> String {
    let found = student.notes.iter().flat_map(|note| &note.found);
    let mut names: Vec<&str> =
        found.filter(|found| found.severity == Severity::Error).map(|found| found.rule.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    // The report may have been read back from a file that anybody wrote.
    safe::inline(&names.join(", ")).into_owned()
}

fn levels(student: &Student) -> String {
    student.levels_done.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// Below the table: why journals could not be read, what else should be known, and what went wrong beside that.
fn asides(class: &Class, style: Style) -> String {
    let mut out = String::new();
    let of_all = words::without_history(class);
    let without = words::without_journal(class);
    for student in &class.students {
        let reason = words::reason(student, without.is_some());
        let mut said: Vec<String> = reason.map(|reason| safe::inline(reason).into_owned()).into_iter().collect();
        let own = student.due.as_ref().filter(|own| class.due.as_ref().is_none_or(|due| due.told() != own.told()));
        said.extend(own.map(|own| format!("own due date {}", words::due(own))));
        for flag in words::flags(student, of_all.is_some()) {
            let mut words = words::flag(flag).to_owned();
            if flag == Flag::SwitchedOffRules {
                words.push_str(&format!(": {}", student.switched_off.join(", ")));
            }
            words.extend(words::more(flag, student, class));
            said.push(words);
        }
        for said in said {
            out.push_str(&wrapped(&format!("{}: {said}", name(student)), "", "  ", style.width));
        }
    }
    let reasons: Vec<&str> = class.students.iter().filter_map(|student| student.reason.as_deref()).collect();
    for failure in class.failures.iter().filter(|failure| !reasons.contains(&failure.message.as_str())) {
        let line = failure.line.map(|line| format!("line {line} of the roster: ")).unwrap_or_default();
        let path = failure
            .path
            .as_deref()
            .map(|path| format!("{}: ", safe::path(words::folder(path, class))))
            .unwrap_or_default();
        out.push_str(&wrapped(&format!("{path}{line}{}", safe::inline(&failure.message)), "", "  ", style.width));
    }
    for said in of_all.into_iter().chain(without) {
        out.push_str(&wrapped(&said, "", "", style.width));
    }
    if !out.is_empty() {
        out.insert(0, '\n');
    }
    let totals = class.totals();
    if totals.unreadable > 0 {
        out.push_str(&wrapped(
            &format!(
                "{} could not be read, so the class is not known in full.",
                plural(totals.unreadable, "journal", "journals")
            ),
            "",
            "",
            style.width,
        ));
    }
    out
}
