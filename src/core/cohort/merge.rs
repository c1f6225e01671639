//! The reports of a class's parts, joined to the report of the whole.

use std::collections::HashMap;

use super::shard::Shard;
use super::{Class, Student};

/// Joins the reports of parts, in the order of the parts; reports that name no part stay in the order in which they are given. What
/// became of a part since a former report is left out.
///
/// # Errors
/// A sentence, where they are not the parts of one class: another activity, another due moment, a part that is missing or there twice,
/// or a student twice.
pub fn merge(mut parts: Vec<Class>) -> Result<Class, String> {
    in_order(&mut parts)?;
    told_apart(&parts)?;
    let mut parts = parts.into_iter();
    let mut whole = parts.next().ok_or("There is no report to join.")?;
    whole.shard = None;
    whole.changes = None;
    for part in parts {
        if part.activity != whole.activity {
            return Err(format!(
                "The reports are about two activities, {} and {}. Join those of one.",
                whole.activity, part.activity
            ));
        }
        // One moment, in whatever zone a machine writes it.
        if part.due.as_ref().map(|due| due.at) != whole.due.as_ref().map(|due| due.at) {
            return Err(
                "The reports were made with different due moments, so \"on time\" means two things. Make them anew with one --due."
                    .to_owned(),
            );
        }
        whole.students.extend(part.students);
        whole.failures.extend(part.failures);
    }
    Ok(whole)
}

/// Sees that no student is in two of the parts. Within one, two rows may well be of the same name: a roster can repeat who has no journal.
fn told_apart(parts: &[Class]) -> Result<(), String> {
    // Of parts that say which they are, nobody stands in two but by such a repetition.
    let is_divided = parts.iter().all(|part| part.shard.is_some());
    let is_asked = |student: &&Student| !is_divided || student.path.is_some() || student.url.is_some();
    let mut seen = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        for student in part.students.iter().filter(is_asked) {
            let first = *seen.entry((&student.student, &student.path, &student.url)).or_insert(at);
            if first != at {
                return Err(format!(
                    "{} is in two of the reports. Give each part once: --shard 1/3, 2/3 and 3/3 have nobody in common.",
                    student.student
                ));
            }
        }
    }
    Ok(())
}

/// Puts the parts of a class in their order, and sees that each is there once.
fn in_order(parts: &mut [Class]) -> Result<(), String> {
    let shards: Vec<Shard> = parts.iter().filter_map(|part| part.shard).collect();
    let Some(of) = shards.first().map(|shard| shard.of()) else { return Ok(()) };
    if shards.len() < parts.len() || shards.iter().any(|shard| shard.of() != of) {
        return Err(
            "The reports are not parts of one whole: the class was divided in different ways. Join those of one --shard I/N."
                .to_owned(),
        );
    }
    parts.sort_by_key(|part| part.shard.map(Shard::index));
    let mut shards = parts.iter().filter_map(|part| part.shard);
    let mut expected = 1;
    loop {
        match shards.next().map(Shard::index) {
            Some(index) if index == expected => expected += 1,
            Some(index) if index < expected => {
                return Err(format!("Part {index}/{of} is given twice. Give each part once."));
            }
            None if expected > of => return Ok(()),
            _ => {
                return Err(format!(
                    "Part {expected}/{of} is not among the reports, so its students would be missing. Add its report."
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::cohort::{Due, Failure};
    use crate::core::progress::JournalState;

    fn part(index: usize, of: usize) -> Class {
        let failure = Failure { line: Some(index), path: None, message: String::new() };
        Class { shard: Shard::new(index, of), failures: vec![failure], ..Class::default() }
    }

    fn lines(parts: Vec<Class>) -> Result<Vec<usize>, String> {
        merge(parts).map(|class| class.failures.iter().filter_map(|failure| failure.line).collect())
    }

    #[test]
    fn the_parts_are_put_in_their_order() {
        assert_eq!(lines(vec![part(3, 3), part(1, 3), part(2, 3)]), Ok(vec![1, 2, 3]));
        let unnamed = |line| Class { shard: None, ..part(line, 9) };
        assert_eq!(lines(vec![unnamed(2), unnamed(1)]), Ok(vec![2, 1]), "reports that name no part");
        assert_eq!(merge(vec![part(1, 1)]).map(|class| class.shard), Ok(None), "the whole is no part");
    }

    #[test]
    fn a_name_may_stand_twice_in_one_part_and_in_two_only_where_it_has_no_journal() {
        let bo = || Student::new("Bo", JournalState::NotStarted, None);
        let of = |shard: Option<Shard>, students: Vec<Student>| Class { shard, students, ..Class::default() };
        let count = |parts: Vec<Class>| merge(parts).map(|class| class.students.len());
        assert_eq!(count(vec![of(None, vec![bo(), bo()])]), Ok(2), "a report joined with nothing");
        assert_eq!(count(vec![of(Shard::new(1, 2), vec![bo()]), of(Shard::new(2, 2), vec![bo()])]), Ok(2));
        let whole = || of(None, vec![bo()]);
        assert!(count(vec![whole(), whole()]).is_err_and(|why| why.contains("in two of the reports")));
        let placed = || Student { path: Some("bo-0123".to_owned()), ..bo() };
        let parts = vec![of(Shard::new(1, 2), vec![placed()]), of(Shard::new(2, 2), vec![placed()])];
        assert!(count(parts).is_err_and(|why| why.contains("in two of the reports")));
    }

    #[test]
    fn one_moment_is_one_in_any_zone() {
        let due = |text: &str| Due { at: text.parse().expect("a moment"), text: text.to_owned(), before_grace: None };
        let part = |text: &str| Class { due: Some(due(text)), ..Class::default() };
        let joined = merge(vec![part("2026-11-29T18:00:00+00:00"), part("2026-11-30T03:00:00+09:00")]);
        assert_eq!(joined.map(|class| class.due), Ok(Some(due("2026-11-29T18:00:00+00:00"))));
        assert!(merge(vec![part("2026-11-29T18:00:00+00:00"), part("2026-11-29T18:00:01+00:00")]).is_err());
    }

    #[test]
    fn a_part_that_is_missing_or_twice_is_named() {
        for (parts, named) in [
            (vec![part(1, 3), part(3, 3)], "Part 2/3 is not among"),
            (vec![part(1, 2)], "Part 2/2 is not among"),
            (vec![part(2, usize::MAX)], "Part 1/"),
            (vec![part(1, 2), part(2, 2), part(1, 2)], "Part 1/2 is given twice"),
            (vec![part(1, 2), part(2, 3)], "different ways"),
            (vec![part(1, 2), Class::default()], "different ways"),
        ] {
            let refused = merge(parts).expect_err(named);
            assert!(refused.contains(named), "{refused}");
        }
    }
}
