//! Whether a note was complete in time, sentence by sentence: what proves it, what decides otherwise, and what is not said.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use coffeechat::core::cohort::ledger::Look;
use coffeechat::core::cohort::timing::{Moment, Past, Timing};
use coffeechat::core::cohort::{Evidence, Flag};
use jiff::Timestamp;

/// A moment of November 2026 (days above 30 are December's), at noon.
fn day(day: i64) -> Timestamp {
    let first: Timestamp = "2026-11-01T12:00:00Z".parse().expect("a moment");
    Timestamp::from_second(first.as_second() + (day - 1) * 86_400).expect("a moment")
}

/// A line of commits by their days; the first one is a boundary if the history is cut off.
fn line(days: &[(&str, i64)]) -> Vec<Moment> {
    let commits = days.iter().enumerate().map(|(at, (id, on))| Moment {
        id: (*id).to_owned(),
        committed_at: day(*on),
        authored_at: day(*on),
        parents: at.checked_sub(1).into_iter().collect(),
        is_boundary: false,
    });
    commits.collect()
}

fn look(on: i64, head: &str, new: &[&str]) -> Look {
    Look {
        at: day(on),
        folder: "ada".to_owned(),
        student: "Ada".to_owned(),
        url: "https://example.org/ada".to_owned(),
        head: Some(head.to_owned()).filter(|head| !head.is_empty()),
        new: new.iter().map(|id| (*id).to_owned()).collect(),
    }
}

/// The due moment of all tests, and the moment of the run.
const DUE: i64 = 20;
const NOW: i64 = 60;

fn weigh(commits: &[Moment], complete: &[usize], looks: &[Look]) -> Timing {
    let looks: Vec<&Look> = looks.iter().collect();
    let past = Past { commits, complete, is_shallow: false, is_cut: false, looks: &looks };
    past.timing(Some(day(DUE)), day(NOW))
}

/// A stranger's history may have as many complete commits as are looked at, and each is weighed.
#[test]
fn a_long_history_of_complete_notes_is_weighed_in_no_time() {
    let ids: Vec<String> = (0..20_000).map(|at| format!("{at:040}")).collect();
    let commits: Vec<Moment> = ids.iter().flat_map(|id| line(&[(id, 18)])).collect();
    let complete: Vec<usize> = (0..commits.len()).collect();
    let looks: Vec<Look> = (0..200).map(|on| look(15 + on % 20, &ids[ids.len() - 1], &[])).collect();
    let start = std::time::Instant::now();
    assert_eq!(weigh(&commits, &complete, &looks).on_time, Some(true));
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

type Row<'r> = (&'r str, i64, Vec<Look>, Option<bool>, i64, Evidence);

#[test]
fn each_sentence_decides() {
    use Evidence::{CommitterDate, FirstSeen};
    // `b` brings the complete note on the day that is given.
    let rows: Vec<Row<'_>> = vec![
        ("no ledger, dated in time", 18, vec![], Some(true), 18, CommitterDate),
        ("no ledger, dated on the moment itself", 20, vec![], Some(true), 20, CommitterDate),
        ("no ledger, dated late", 21, vec![], Some(false), 21, CommitterDate),
        ("seen in time", 18, vec![look(19, "b", &["a", "b"])], Some(true), 18, FirstSeen),
        ("seen on the moment itself", 18, vec![look(20, "b", &["a", "b"])], Some(true), 18, FirstSeen),
        ("seen in time, and dated in the future", 50, vec![look(19, "b", &["a", "b"])], Some(true), 19, FirstSeen),
        ("seen late and never before", 18, vec![look(25, "b", &["a", "b"])], Some(true), 18, CommitterDate),
        (
            "seen late, an earlier look was before the due moment",
            18,
            vec![look(15, "a", &["a"]), look(25, "b", &["b"])],
            Some(true),
            18,
            CommitterDate,
        ),
        (
            "seen late, an earlier look past the due moment had not seen it",
            18,
            vec![look(21, "a", &["a"]), look(25, "b", &["b"])],
            Some(false),
            25,
            FirstSeen,
        ),
        (
            "the same where that look found an empty journal",
            18,
            vec![look(21, "", &[]), look(25, "b", &["a", "b"])],
            Some(false),
            25,
            FirstSeen,
        ),
        (
            "a look on the due moment itself is not past it",
            18,
            vec![look(20, "a", &["a"]), look(25, "b", &["b"])],
            Some(true),
            18,
            CommitterDate,
        ),
        (
            "fetched by hand after a look that had not seen it",
            22,
            vec![look(21, "a", &["a"])],
            Some(false),
            22,
            FirstSeen,
        ),
    ];
    for (what, on, looks, on_time, completed, evidence) in rows {
        let commits = line(&[("a", 10), ("b", on)]);
        let timing = weigh(&commits, &[1], &looks);
        assert_eq!(timing.on_time, on_time, "{what}");
        assert_eq!(timing.completed_at, Some(day(completed)), "{what}");
        assert_eq!(timing.evidence, evidence, "{what}");
    }
}

#[test]
fn a_date_that_cannot_be_true_decides_nothing() {
    // Seen past the due moment, with a date that was still to come.
    let commits = line(&[("a", 10), ("b", 50)]);
    let timing = weigh(&commits, &[1], &[look(25, "b", &["a", "b"])]);
    assert_eq!((timing.on_time, timing.completed_at, timing.evidence), (None, Some(day(25)), Evidence::FirstSeen));
    // The same where no look is kept, and it is still to come.
    let timing = weigh(&line(&[("a", 10), ("b", 70)]), &[1], &[]);
    assert_eq!((timing.on_time, timing.completed_at, timing.evidence), (None, None, Evidence::None));
    assert_eq!(timing.written_at, None);
}

#[test]
fn a_commit_that_was_made_anew_says_when_it_was_written() {
    let mut commits = line(&[("a", 10), ("b", 26)]);
    commits[1].authored_at = day(18);
    let timing = weigh(&commits, &[1], &[]);
    assert_eq!((timing.on_time, timing.written_at), (Some(false), Some(day(18))), "it is the instructor's to weigh");
    assert_eq!(timing.flags, [Flag::WrittenEarlier]);
    commits[1].authored_at = day(21);
    assert_eq!(weigh(&commits, &[1], &[]).flags, [], "that was late, too");
}

#[test]
fn a_date_before_a_sync_that_had_it_not_is_told() {
    let commits = line(&[("a", 10), ("b", 15)]);
    let looks = [look(17, "a", &["a"]), look(25, "b", &["b"])];
    let timing = weigh(&commits, &[1], &looks);
    assert_eq!((timing.on_time, timing.flags), (Some(true), vec![Flag::FetchedLate]), "told, and not judged");
    assert_eq!(weigh(&commits, &[1], &[look(12, "a", &["a"]), look(25, "b", &["b"])]).flags, [], "written since");
    assert_eq!(weigh(&commits, &[1], &[look(17, "a", &["a"]), look(19, "b", &["b"])]).flags, [], "in time");
}

#[test]
fn a_forged_date_has_no_moment_of_its_own() {
    // Dated before the look that did not have it, and in no later look.
    let commits = line(&[("a", 10), ("b", 18)]);
    let timing = weigh(&commits, &[1], &[look(21, "a", &["a"])]);
    assert_eq!((timing.on_time, timing.completed_at), (Some(false), None));
}

#[test]
fn the_earliest_of_several_counts_and_a_proof_before_a_date() {
    let commits = line(&[("a", 10), ("b", 12), ("c", 15), ("d", 30)]);
    let timing = weigh(&commits, &[1, 2, 3], &[]);
    assert_eq!((timing.on_time, timing.completed_at), (Some(true), Some(day(12))));
    let timing = weigh(&commits, &[3, 2], &[look(16, "c", &["a", "b", "c"])]);
    assert_eq!((timing.completed_at, timing.evidence), (Some(day(15)), Evidence::FirstSeen));
    // A commit that is dated back behind a proof does not move it.
    let mut commits = line(&[("a", 10), ("c", 15), ("forged", 11)]);
    commits[2].parents = vec![1];
    let looks = [look(16, "c", &["a", "c"]), look(22, "c", &[]), look(30, "forged", &["forged"])];
    let timing = weigh(&commits, &[1, 2], &looks);
    assert_eq!((timing.on_time, timing.completed_at), (Some(true), Some(day(15))));
}

#[test]
fn without_a_due_moment_or_a_note_nothing_is_said() {
    let commits = line(&[("a", 10), ("b", 18)]);
    let seen = look(12, "b", &["a", "b"]);
    let past = Past { commits: &commits, complete: &[1], is_shallow: false, is_cut: false, looks: &[&seen] };
    let timing = past.timing(None, day(NOW));
    assert_eq!((timing.on_time, timing.completed_at, timing.evidence), (None, Some(day(12)), Evidence::FirstSeen));
    assert_eq!(timing.head_at_due, None);
    let timing = weigh(&commits, &[], &[]);
    assert_eq!((timing.on_time, timing.completed_at, timing.evidence), (None, None, Evidence::None));
    assert_eq!(timing.head_at_due, Some(1));
    assert_eq!(weigh(&[], &[], &[]), Timing::default(), "an empty journal");
    assert_eq!(weigh(&[], &[7], &[]).completed_at, None, "a place that is not there");
}

#[test]
fn a_history_that_was_cut_off_says_until_when() {
    let mut commits = line(&[("a", 18), ("b", 25)]);
    commits[0].is_boundary = true;
    let shallow = |complete: &[usize], commits: &[Moment], looks: &[&Look]| {
        Past { commits, complete, is_shallow: true, is_cut: false, looks }.timing(Some(day(DUE)), day(NOW))
    };
    let timing = shallow(&[0], &commits, &[]);
    assert_eq!((timing.on_time, timing.flags), (Some(true), vec![Flag::ShallowHistory]));
    assert_eq!(shallow(&[1], &commits, &[]).on_time, Some(false), "the oldest one had it not");
    commits[0].committed_at = day(22);
    assert_eq!(shallow(&[0], &commits, &[]).on_time, None, "it may have been complete before");
    let (without, with) = (look(21, "older", &["older"]), look(23, "a", &["a"]));
    assert_eq!(shallow(&[0], &commits, &[&without, &with]).on_time, None, "its parents may have had it");
    let with = look(19, "a", &["a"]);
    assert_eq!(shallow(&[0], &commits, &[&with]).on_time, Some(true), "a proof stays one");
}

#[test]
fn a_rewritten_history_is_not_called_late() {
    // `x` was seen and is gone; `b` may be what became of it.
    let late = line(&[("a", 10), ("b", 30)]);
    let seen = [look(15, "x", &["a", "x"]), look(31, "b", &["b"])];
    let timing = weigh(&late, &[1], &seen);
    assert_eq!((timing.on_time, timing.flags), (None, vec![Flag::RewrittenHistory]));
    // Also not where a look past the due moment had not seen the new one: it had seen what is gone.
    let seen = [look(21, "x", &["a", "x"]), look(31, "b", &["b"])];
    assert_eq!(weigh(&late, &[1], &seen).on_time, None);
    // What was gone was seen after a look past the due moment that had only what is still there.
    let seen = [look(21, "a", &["a"]), look(25, "x", &["x"]), look(31, "b", &["b"])];
    let timing = weigh(&late, &[1], &seen);
    assert_eq!((timing.on_time, timing.evidence), (Some(false), Evidence::FirstSeen));
    // Dated in time, and nobody looked since.
    let timing = weigh(&line(&[("a", 10), ("b", 18)]), &[1], &[look(15, "x", &["a", "x"])]);
    assert_eq!((timing.on_time, timing.evidence), (Some(true), Evidence::CommitterDate));
    // Grown by commits that no look has yet: nothing is gone.
    assert_eq!(weigh(&late, &[1], &[look(15, "a", &["a"])]).flags, []);
}

#[test]
fn the_commit_at_the_due_moment_is_found() {
    let commits = line(&[("a", 10), ("b", 18), ("c", 25)]);
    assert_eq!(weigh(&commits, &[], &[]).head_at_due, Some(1));
    // A date that was forged to be in time, with a look past the due moment that had it not.
    let forged = line(&[("a", 10), ("b", 18), ("c", 19)]);
    let seen = [look(21, "b", &["a", "b"]), look(25, "c", &["c"])];
    assert_eq!(weigh(&forged, &[], &seen).head_at_due, Some(1));
    // A look in time had seen it, whatever its date says.
    let future = line(&[("a", 10), ("b", 50)]);
    assert_eq!(weigh(&future, &[], &[look(19, "b", &["a", "b"])]).head_at_due, Some(1));
    assert_eq!(weigh(&line(&[("a", 30)]), &[], &[]).head_at_due, None, "it began later");
}

#[test]
fn odd_dates_are_flagged() {
    let flags = |commits: &[Moment], looks: &[Look]| weigh(commits, &[], looks).flags;
    assert_eq!(flags(&line(&[("a", 10), ("b", 9)]), &[]), [], "a day back is a clock that is off");
    assert_eq!(flags(&line(&[("a", 10), ("b", 8)]), &[]), [Flag::DatesOutOfOrder]);
    assert_eq!(flags(&line(&[("a", 10), ("b", 61)]), &[]), [Flag::DateInFuture], "later than the run");
    assert_eq!(flags(&line(&[("a", 10), ("b", 30)]), &[look(29, "b", &["a", "b"])]), [Flag::DateInFuture]);
    assert_eq!(flags(&line(&[("a", 10), ("b", 30)]), &[look(30, "b", &["a", "b"])]), []);
    let mut old = line(&[("a", 10)]);
    old[0].committed_at = Timestamp::MIN;
    assert_eq!(flags(&old, &[]), [Flag::DateBeforeGit]);
    let mut young = line(&[("a", 10), ("b", 11)]);
    young[0].committed_at = Timestamp::MAX;
    assert_eq!(flags(&young, &[]), [Flag::DatesOutOfOrder, Flag::DateInFuture]);
    let mut author = line(&[("a", 10)]);
    author[0].authored_at = Timestamp::UNIX_EPOCH;
    assert_eq!(flags(&author, &[]), [Flag::DateBeforeGit], "an author's date counts, too");
    let past = Past { commits: &[], complete: &[], is_shallow: true, is_cut: true, looks: &[] };
    assert_eq!(past.timing(None, day(NOW)).flags, [Flag::ShallowHistory, Flag::LongHistory]);
}
