//! The picture on the page of a class: how many had a complete note by when, as a line that rises, against the due moment; and the same
//! as rows of numbers. The page stretches the picture, so that its words stand beside it and keep their size.

use jiff::Timestamp;
use serde::Serialize;

use crate::core::cohort::{Class, Student};
use crate::core::progress::JournalState;
use crate::render::closing::plural;
use crate::render::cohort::words;

/// How wide the picture is, in units of its own.
const WIDTH: i128 = 1000;
/// Where nobody is, from above.
const FLOOR: i128 = 198;
/// How much higher all students are.
const HEIGHT: i128 = 196;
const DAY: i64 = 24 * 60 * 60;
/// How long before the due moment the picture begins at the earliest. What lies further away is told and not drawn: one commit dated
/// 1999 would flatten everything else.
const BEFORE: i64 = 8 * 7 * DAY;
/// How long after the due moment it ends at the latest.
const AFTER: i64 = 4 * 7 * DAY;

/// A picture, or only a text where there is nothing to draw.
#[derive(Serialize)]
pub(super) struct Picture {
    /// The same in a sentence.
    text: String,
    /// What the upper edge stands for.
    top: String,
    /// The line's path.
    line: String,
    due_x: Option<i128>,
    /// The days at the two edges.
    first: String,
    last: String,
    rows: Vec<Row>,
}

/// A day on which somebody completed a note.
#[derive(Serialize)]
struct Row {
    day: String,
    completed: usize,
    late: usize,
    total: usize,
}

pub(super) fn of(class: &Class) -> Picture {
    let mut completed: Vec<(Timestamp, &Student)> =
        class.students.iter().filter_map(|student| Some((student.completed_at?, student))).collect();
    completed.sort_by_key(|(at, _)| *at);
    let moments: Vec<i64> = completed.iter().map(|(at, _)| at.as_second()).collect();
    let due = class.due.as_ref().map(|due| due.at.as_second());
    let (begin, end) = window(&moments, due);
    let x = |at: i64| i128::from(at - begin) * WIDTH / i128::from(end - begin);
    let everybody = class.students.len().max(1) as i128;
    let y = |count: usize| FLOOR - count as i128 * HEIGHT / everybody;
    let before = moments.iter().filter(|at| **at < begin).count();
    let after = moments.iter().filter(|at| **at > end).count();
    let mut line = format!("M0 {}", y(before));
    for (at, moment) in moments.iter().enumerate().take(moments.len() - after).skip(before) {
        line.push_str(&format!("H{}V{}", x(*moment), y(at + 1)));
    }
    line.push_str(&format!("H{WIDTH}"));
    Picture {
        text: text(class, &completed, before, after),
        top: format!("The upper line: all {}", plural(class.students.len(), "student", "students")),
        line,
        due_x: due.map(x),
        first: day(begin, class),
        last: day(end, class),
        rows: rows(class, &completed),
    }
}

/// From when to when, with some air at both ends, in seconds. `moments` are in order; without a due moment the middle one stands for it.
fn window(moments: &[i64], due: Option<i64>) -> (i64, i64) {
    let about = due.or(moments.get(moments.len() / 2).copied()).unwrap_or_default();
    let after = if due.is_some() { AFTER } else { BEFORE };
    let near = moments.iter().copied().filter(|at| (about - BEFORE..=about + after).contains(at));
    let begin = near.clone().min().unwrap_or(about).min(about);
    let end = near.max().unwrap_or(about).max(about);
    let air = ((end - begin) / 25).max(DAY / 2);
    (begin - air, end + air)
}

fn day(second: i64, class: &Class) -> String {
    Timestamp::from_second(second).map(|at| day_of(at, class)).unwrap_or_default()
}

/// The day of a moment, where the class is due.
fn day_of(at: Timestamp, class: &Class) -> String {
    words::moment(at, class.due.as_ref()).split(' ').next().unwrap_or_default().to_owned()
}

fn rows(class: &Class, completed: &[(Timestamp, &Student)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, (moment, student)) in completed.iter().enumerate() {
        let day = day_of(*moment, class);
        let late = usize::from(student.on_time == Some(false));
        match rows.last_mut().filter(|row| row.day == day) {
            Some(row) => {
                row.completed += 1;
                row.late += late;
                row.total = at + 1;
            }
            None => rows.push(Row { day, completed: 1, late, total: at + 1 }),
        }
    }
    rows
}

fn text(class: &Class, completed: &[(Timestamp, &Student)], before: usize, after: usize) -> String {
    let timeless = class
        .students
        .iter()
        .filter(|student| student.state == JournalState::Done && student.completed_at.is_none())
        .count();
    let students = plural(class.students.len(), "student", "students");
    if completed.is_empty() {
        return match timeless {
            0 => "Nobody has completed a note yet, so there is nothing to draw.".to_owned(),
            _ => format!(
                "When notes were completed is not known ({timeless} of {students} done), so there is nothing to draw."
            ),
        };
    }
    let count = |on_time| completed.iter().filter(|(_, student)| student.on_time == on_time).count();
    let parts: Vec<String> = [(count(Some(true)), "on time"), (count(Some(false)), "late")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let mut text = format!("{} of {students} completed a note", completed.len());
    if !parts.is_empty() {
        text.push_str(&format!(": {}", parts.join(", ")));
    }
    text.push('.');
    let mut add = |count: usize, words: &str| {
        if count > 0 {
            text.push_str(&format!(" {count} {words}."));
        }
    };
    add(timeless, "more done, at a moment that is not known");
    add(before, "completed before the picture begins");
    add(after, "completed after the picture ends");
    add(class.students.iter().filter(|student| student.due.is_some()).count(), "with a due date of their own");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_far_away_does_not_stretch_the_picture() {
        let due = 1_000 * DAY;
        let near = [due - 3 * DAY, due - DAY, due + DAY];
        let far = [0, due - 3 * DAY, due - DAY, due + DAY, 9_000 * DAY];
        assert_eq!(window(&far, Some(due)), window(&near, Some(due)));
        assert_eq!(window(&far, None), window(&near, None));
        assert_eq!(window(&near, None), (due - 3 * DAY - DAY / 2, due + DAY + DAY / 2));
        let (begin, end) = window(&[0], Some(due));
        assert!(begin < due && due < end, "the due moment is in it");
    }
}
