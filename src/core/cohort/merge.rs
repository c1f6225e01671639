//! The reports of a class's parts, joined to the report of the whole.

use std::collections::HashSet;

use super::Class;

/// Joins the reports of parts, in the order in which they are given.
///
/// # Errors
/// A sentence, where they are not parts of one class: another activity, another due moment, or a student twice.
pub fn merge(parts: Vec<Class>) -> Result<Class, String> {
    let mut parts = parts.into_iter();
    let mut whole = parts.next().ok_or("There is no report to join.")?;
    for part in parts {
        if part.activity != whole.activity {
            return Err(format!(
                "The reports are about two activities, {} and {}. Join those of one.",
                whole.activity, part.activity
            ));
        }
        if part.due != whole.due {
            return Err(
                "The reports were made with different due moments, so \"on time\" means two things. Make them anew with one --due."
                    .to_owned(),
            );
        }
        whole.students.extend(part.students);
        whole.failures.extend(part.failures);
    }
    let mut seen = HashSet::new();
    let twice = whole.students.iter().find(|student| !seen.insert((&student.student, &student.path, &student.url)));
    match twice {
        Some(student) => Err(format!(
            "{} is in two of the reports. Give each part once: --shard 1/3, 2/3 and 3/3 have nobody in common.",
            student.student
        )),
        None => Ok(whole),
    }
}
