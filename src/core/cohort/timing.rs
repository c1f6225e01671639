//! Whether a note was complete in time: read from commits, which can be forged with a date, and from the ledger, which cannot.
//! What is not known is not said.
//!
//! - A complete version that was first seen on or before the due moment proves *on time*.
//! - One that was first seen later proves *late* where an earlier look was itself past the due moment and had not seen it.
//! - Otherwise the committer date decides.
//!
//! A date that was still to come when the commit was seen says nothing, so that it decides nothing.
//!
//! Two things weaken the last two. Where commits that a look had seen are gone, their texts may have been complete, so that nothing
//! is called late without a look that came before the first of them; and the oldest commit that a cut-off history holds brings
//! everything at once, so that its date says until when a note was complete, and not since when.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use super::ledger::Look;
use super::{Commit, Evidence, Flag};

/// A commit of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Its name, in hexadecimal digits.
    pub id: String,
    /// Its committer date, which anybody can set.
    pub committed_at: Timestamp,
    /// Its author date, likewise.
    pub authored_at: Timestamp,
    /// The places of its parents in the history; each is smaller than its own.
    pub parents: Vec<usize>,
    /// Whether it has parents that the history does not hold: it was cut off there.
    pub is_boundary: bool,
}

/// What is known of a journal's past.
#[derive(Debug, Clone, Copy)]
pub struct Past<'p> {
    /// All commits, parents first; the last one is HEAD.
    pub commits: &'p [Moment],
    /// The places of the commits that brought a complete version of a note.
    pub complete: &'p [usize],
    /// Whether the clone is shallow.
    pub is_shallow: bool,
    /// Whether the history is longer than what was looked at.
    pub is_cut: bool,
    /// The looks of the ledger at this journal.
    pub looks: &'p [&'p Look],
}

/// When a note was complete, and what that rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timing {
    /// Whether that was in time; `None` without a due moment, without a complete note, and where it is not known.
    pub on_time: Option<bool>,
    /// When a note was complete first: by the committer date, or when it was first seen where that was earlier, or where it
    /// proves that the note came late. With [`Flag::ShallowHistory`] or [`Flag::LongHistory`] it may have been earlier.
    pub completed_at: Option<Timestamp>,
    /// What these two rest on.
    pub evidence: Evidence,
    /// When the version that decides was written, where that was in time and its commit was made anew later, as a rebase does.
    pub written_at: Option<Timestamp>,
    /// The place of the commit that HEAD named at the due moment, as far as that is known.
    pub head_at_due: Option<usize>,
    /// What is odd about the history, in the order of [`Flag`].
    pub flags: Vec<Flag>,
}

/// What is known of one complete version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    SeenInTime,
    DatedInTime,
    /// Neither can be said.
    Open,
    DatedLate,
    SeenLate,
}

/// How far clocks may be apart.
const CLOCKS: SignedDuration = SignedDuration::from_mins(10);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The beginning of 7 April 2005, UTC: the day on which Git kept itself for the first time.
const GIT_BEGAN: i64 = 1_112_832_000;

/// What the looks say, gathered once: a history may have very many complete commits, and each is judged by it.
struct Seen<'p> {
    /// When each commit was seen first.
    first: HashMap<&'p str, Timestamp>,
    /// The earliest look that had seen a commit which is gone.
    gone: Option<Timestamp>,
    /// The earliest look past the due moment.
    past_due: Option<Timestamp>,
}

impl Seen<'_> {
    fn first(&self, commit: &Moment) -> Option<Timestamp> {
        self.first.get(commit.id.as_str()).copied()
    }

    /// Whether `date` is later than the commit was seen, or than now.
    fn is_later(&self, date: Timestamp, commit: &Moment, now: Timestamp) -> bool {
        let known = self.first(commit).map_or(now, |first| first.min(now));
        date.duration_since(known) > CLOCKS
    }

    /// Whether the commit's date was still to come when it was seen, so that it cannot be true.
    fn is_to_come(&self, commit: &Moment, now: Timestamp) -> bool {
        self.is_later(commit.committed_at, commit, now)
    }

    /// The earliest look past the due moment that had not seen the commit.
    fn look_without(&self, commit: &Moment) -> Option<Timestamp> {
        let first = self.first(commit);
        self.past_due.filter(|look| first.is_none_or(|first| *look < first))
    }
}

impl Past<'_> {
    /// Weighs what is known. `due` has grace in it; `now` is the moment of the run.
    pub fn timing(&self, due: Option<Timestamp>, now: Timestamp) -> Timing {
        let past_due = due.and_then(|due| self.looks.iter().map(|look| look.at).filter(|at| *at > due).min());
        let seen = Seen { first: self.first_seen(), gone: self.first_gone(), past_due };
        let mut timing = Timing { flags: self.flags(&seen, now), ..Timing::default() };
        timing.head_at_due = due.and_then(|due| self.head_at(due, &seen));
        let complete = self.complete.iter().filter_map(|at| self.commits.get(*at));
        let judged = complete.map(|commit| {
            let verdict = due.map_or(Verdict::DatedInTime, |due| judge(commit, due, &seen, now));
            (verdict, moment(commit, verdict, &seen, now), commit)
        });
        // The best of them, and among these the earliest.
        let best =
            judged.min_by_key(|(verdict, moment, commit)| (*verdict, moment.is_none(), *moment, commit.committed_at));
        let Some((verdict, moment, commit)) = best else { return timing };
        timing.completed_at = moment;
        timing.on_time = due.and(match verdict {
            Verdict::SeenInTime | Verdict::DatedInTime => Some(true),
            Verdict::Open => None,
            Verdict::DatedLate | Verdict::SeenLate => Some(false),
        });
        timing.evidence = match verdict {
            Verdict::SeenInTime | Verdict::SeenLate => Evidence::FirstSeen,
            // Without a due moment nothing was weighed but the moment itself.
            Verdict::DatedInTime if due.is_none() && moment < Some(commit.committed_at) => Evidence::FirstSeen,
            Verdict::Open if seen.is_to_come(commit, now) => Evidence::FirstSeen,
            _ => Evidence::CommitterDate,
        };
        if moment.is_none() && verdict != Verdict::SeenLate {
            timing.evidence = Evidence::None;
        }
        if let Some(due) = due {
            let is_late = matches!(verdict, Verdict::DatedLate | Verdict::Open) && commit.committed_at > due;
            // Of a date that cannot be true nothing follows.
            let is_late = is_late && !seen.is_to_come(commit, now);
            timing.written_at = Some(commit.authored_at).filter(|at| is_late && *at <= due);
            timing.flags.extend(timing.written_at.map(|_| Flag::WrittenEarlier));
            let is_dated = matches!(verdict, Verdict::DatedInTime | Verdict::SeenLate) && commit.committed_at <= due;
            let is_late = is_dated && self.was_fetched_late(commit, due, &seen, now);
            timing.flags.extend(is_late.then_some(Flag::FetchedLate));
        }
        timing
    }

    /// Whether a commit was fetched past the due moment, and a look that came after its own date had not seen it.
    fn was_fetched_late(&self, commit: &Moment, due: Timestamp, seen: &Seen<'_>, now: Timestamp) -> bool {
        let fetched = seen.first(commit).unwrap_or(now);
        let is_without = |look: &&Look| look.at > commit.committed_at && look.at < fetched;
        seen.gone.is_none() && fetched > due && self.looks.iter().any(is_without)
    }

    /// The commit at `at` as reports have it.
    pub fn commit(&self, at: usize) -> Option<Commit> {
        let commit = self.commits.get(at)?;
        let first_seen_at = self.first_seen().get(commit.id.as_str()).copied();
        Some(Commit { id: commit.id.clone(), committed_at: commit.committed_at, first_seen_at })
    }

    /// When each commit was seen first.
    fn first_seen(&self) -> HashMap<&str, Timestamp> {
        let mut seen: HashMap<&str, Timestamp> = HashMap::new();
        for look in self.looks {
            for id in look.new.iter().chain(&look.head) {
                seen.entry(id).and_modify(|at| *at = look.at.min(*at)).or_insert(look.at);
            }
        }
        seen
    }

    /// The earliest look that had seen a commit which is gone. A look's HEAD has all of its commits, so that nothing else is asked.
    fn first_gone(&self) -> Option<Timestamp> {
        // What was cut off may still be there.
        if self.looks.is_empty() || self.is_shallow || self.is_cut {
            return None;
        }
        let known: HashSet<&str> = self.commits.iter().map(|commit| commit.id.as_str()).collect();
        let gone = |look: &&&Look| look.head.as_deref().is_some_and(|head| !known.contains(head));
        self.looks.iter().filter(gone).map(|look| look.at).min()
    }

    /// The commit that HEAD named at the due moment: the last one that a look saw until then, or the first one on the way back from
    /// HEAD that is as old by its date and was not proven to have come later; the later one of both.
    fn head_at(&self, due: Timestamp, seen: &Seen<'_>) -> Option<usize> {
        let in_time = self.looks.iter().filter(|look| look.at <= due).max_by_key(|look| look.at);
        let seen_head = in_time.and_then(|look| look.head.as_deref());
        let by_look = seen_head.and_then(|head| self.commits.iter().rposition(|commit| commit.id == head));
        let mut at = self.commits.len().checked_sub(1);
        while let Some(here) = at {
            let Some(commit) = self.commits.get(here) else { break };
            let is_in_time = seen.first(commit).is_some_and(|first| first <= due)
                || commit.committed_at <= due && seen.look_without(commit).is_none();
            if is_in_time {
                break;
            }
            // A parent stands before its child; anything else would be no way back.
            at = commit.parents.first().copied().filter(|parent| *parent < here);
        }
        at.max(by_look)
    }

    fn flags(&self, seen: &Seen<'_>, now: Timestamp) -> Vec<Flag> {
        let any = |odd: &dyn Fn(&Moment) -> bool| self.commits.iter().any(odd);
        let is_after = |one: Timestamp, other: Timestamp, by: SignedDuration| one.duration_since(other) > by;
        let out_of_order = |commit: &Moment| {
            let mut parents = commit.parents.iter().filter_map(|parent| self.commits.get(*parent));
            parents.any(|parent| is_after(parent.committed_at, commit.committed_at, DAY))
        };
        let in_future = |commit: &Moment| seen.is_later(commit.committed_at.max(commit.authored_at), commit, now);
        let before_git = |commit: &Moment| commit.committed_at.min(commit.authored_at).as_second() < GIT_BEGAN;
        let told = [
            (Flag::ShallowHistory, self.is_shallow),
            (Flag::RewrittenHistory, seen.gone.is_some()),
            (Flag::LongHistory, self.is_cut),
            (Flag::DatesOutOfOrder, any(&out_of_order)),
            (Flag::DateInFuture, any(&in_future)),
            (Flag::DateBeforeGit, any(&before_git)),
        ];
        told.into_iter().filter(|(_, is_so)| *is_so).map(|(flag, _)| flag).collect()
    }
}

fn judge(commit: &Moment, due: Timestamp, seen: &Seen<'_>, now: Timestamp) -> Verdict {
    if seen.first(commit).is_some_and(|first| first <= due) {
        return Verdict::SeenInTime;
    }
    let is_dated_in_time = commit.committed_at <= due;
    match seen.look_without(commit) {
        _ if commit.is_boundary && !is_dated_in_time => Verdict::Open,
        Some(_) if commit.is_boundary => Verdict::Open,
        Some(look) if seen.gone.is_none_or(|gone| look < gone) => Verdict::SeenLate,
        Some(_) => Verdict::Open,
        None if seen.is_to_come(commit, now) => Verdict::Open,
        None if is_dated_in_time => Verdict::DatedInTime,
        None if seen.gone.is_some() => Verdict::Open,
        None => Verdict::DatedLate,
    }
}

/// Since when the note is complete by this commit.
fn moment(commit: &Moment, verdict: Verdict, seen: &Seen<'_>, now: Timestamp) -> Option<Timestamp> {
    let first = seen.first(commit);
    let earliest = first.map_or(commit.committed_at, |first| first.min(commit.committed_at));
    if verdict != Verdict::SeenLate {
        // A date that cannot be true is none; it was complete when it was seen, at the latest.
        return if seen.is_to_come(commit, now) { first } else { Some(earliest) };
    }
    // Its own date may be older than the look that did not see it.
    first.or(Some(commit.committed_at).filter(|at| Some(*at) > seen.look_without(commit)))
}
