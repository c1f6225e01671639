//! *Did you mean*: which known name a typed one is close to.

use super::fold;

/// Whether `typed` is close enough to `known` for *did you mean*: one edit or one swap, two from seven letters on,
/// never for words of four letters or fewer. Both are compared folded.
pub fn is_close(typed: &str, known: &str) -> bool {
    // Folding takes away more than it adds; so different lengths are never close.
    if typed.len().abs_diff(known.len()) > 24 {
        return false;
    }
    let (typed, known) = (fold(typed), fold(known));
    if typed.len().abs_diff(known.len()) > 8 {
        return false;
    }
    let shorter = typed.chars().count().min(known.chars().count());
    let allowed = match shorter {
        0..=4 => return false,
        5..=6 => 1,
        _ => 2,
    };
    typed != known && strsim::osa_distance(&typed, &known) <= allowed
}

/// The candidate nearest to `typed`, if one [`is_close`].
pub fn nearest<'c>(typed: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = fold(typed);
    candidates
        .into_iter()
        // Most candidates are of another length; folding takes a few bytes more or less.
        .filter(|candidate| candidate.len().abs_diff(folded.len()) <= 4 && is_close(&folded, candidate))
        .min_by_key(|candidate| strsim::osa_distance(&folded, &fold(candidate)))
}
