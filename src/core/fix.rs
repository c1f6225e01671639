//! Edits to text: all or none of a fix, never two at one place, repeated until nothing is left to mend.

use std::collections::BTreeMap;

use super::diagnostic::{Diagnostic, Edit, Fix, Safety};
use super::text::{MAX_BYTES, Span};

/// How often a text is looked at again. What is not settled by then never will be.
pub const PASSES: usize = 10;

/// A text in which everything was mended that could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended<S> {
    /// The new text.
    pub text: String,
    /// How many findings of which rule were mended.
    pub counts: BTreeMap<&'static str, usize>,
    /// What the last look at it gave.
    pub seen: S,
}

/// Fixes that undo or repeat each other: the text is better left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// The rules whose fixes never came to rest.
    pub rules: Vec<&'static str>,
}

/// Mends `text` with the fixes that `allowed` permits. `look` lints a text; what it gives beside the findings comes back from the
/// last call.
///
/// # Errors
/// [`Unsettled`] where there is still something to mend after [`PASSES`] passes. `Ok(None)` where nothing can be mended.
pub fn mend<S>(
    text: &str,
    allowed: Safety,
    mut look: impl FnMut(&str) -> (Vec<Diagnostic>, S),
) -> Result<Option<Mended<S>>, Unsettled> {
    let mut now = text.to_owned();
    let mut counts = BTreeMap::new();
    for _ in 0..=PASSES {
        let (found, seen) = look(&now);
        let (next, rules) = pass(&now, &found, allowed);
        if rules.is_empty() {
            return Ok((now != text).then_some(Mended { text: now, counts, seen }));
        }
        for rule in rules {
            *counts.entry(rule).or_default() += 1;
        }
        now = next;
        if now.len() as u64 > MAX_BYTES {
            break;
        }
    }
    Err(Unsettled { rules: counts.into_keys().collect() })
}

/// One pass: the text with every fix in it that does not stand in the way of an earlier one, and the rules of these fixes.
pub fn pass(text: &str, found: &[Diagnostic], allowed: Safety) -> (String, Vec<&'static str>) {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut rules = Vec::new();
    for diagnostic in found {
        let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.safety <= allowed) else { continue };
        if fits(fix, text) && !fix.edits.iter().any(|edit| taken.iter().any(|other| meet(edit.span, other.span))) {
            taken.extend(&fix.edits);
            rules.push(diagnostic.rule);
        }
    }
    taken.sort_by_key(|edit| (edit.span.start, edit.span.end));
    (apply(text, taken), rules)
}

/// The text with these edits, which are in order and do not meet.
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether the edits lie in the text, one behind the other, and change it.
fn fits(fix: &Fix, text: &str) -> bool {
    let inside = |edit: &Edit| text.get(edit.span.start..edit.span.end).is_some();
    let in_order = fix.edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    in_order && fix.edits.iter().all(inside) && fix.edits.iter().any(|edit| edit.span.of(text) != edit.text)
}

/// Whether two edits share a byte, or one of them inserts where the other begins or ends: their order would decide what comes out.
fn meet(one: Span, other: Span) -> bool {
    match one.is_empty() || other.is_empty() {
        true => one.start <= other.end && other.start <= one.end,
        false => one.start < other.end && other.start < one.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::rules::RULES;

    fn finding(fix: Fix) -> Diagnostic {
        let mut found = RULES[0].finding(Span::default(), "x");
        found.fix(fix);
        found
    }

    #[test]
    fn a_fix_is_made_whole_or_not_at_all() {
        let both = |a: Edit, b: Edit| finding(Fix::safe("both", vec![a, b]));
        let found = [
            both(Edit::replace(Span::new(0, 1), "A"), Edit::replace(Span::new(4, 5), "E")),
            both(Edit::replace(Span::new(2, 3), "C"), Edit::replace(Span::new(4, 5), "X")),
            finding(Fix::needs_a_look("later", vec![Edit::insert(3, "!")])),
        ];
        assert_eq!(pass("abcdefg", &found, Safety::Safe).0, "AbcdEfg");
        assert_eq!(pass("abcdefg", &found, Safety::Unsafe).0, "Abc!dEfg");
    }

    #[test]
    fn two_insertions_at_one_place_take_two_passes() {
        let mut looks = 0;
        let mended = mend("ab", Safety::Safe, |text| {
            looks += 1;
            let insert =
                |what: &str| (!text.contains(what)).then(|| finding(Fix::safe("", vec![Edit::insert(1, what)])));
            (insert("1").into_iter().chain(insert("2")).collect(), ())
        });
        assert_eq!(mended.map(|mended| mended.map(|m| m.text)), Ok(Some("a21b".to_owned())));
        assert_eq!(looks, 3);
    }

    #[test]
    fn what_never_comes_to_rest_is_left_alone() {
        let grow = |text: &str| (vec![finding(Fix::safe("", vec![Edit::insert(text.len(), "x")]))], ());
        assert!(mend("a", Safety::Safe, grow).is_err());
        // Ten passes are enough, eleven are too many.
        for (length, is_settled) in [(PASSES, true), (PASSES + 1, false)] {
            let grow = |text: &str| {
                let fix = Fix::safe("", vec![Edit::insert(text.len(), "x")]);
                ((text.len() <= length).then(|| finding(fix)).into_iter().collect(), ())
            };
            assert_eq!(mend("a", Safety::Safe, grow).is_ok(), is_settled, "{length}");
        }
        let nothing = |_: &str| (vec![finding(Fix::safe("", vec![Edit::replace(Span::new(0, 1), "a")]))], ());
        assert_eq!(mend("a", Safety::Safe, nothing), Ok(None));
    }

    #[test]
    fn a_text_grows_no_larger_than_what_is_read() {
        let most = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
        for (length, is_left) in [(most, false), (most + 1, true)] {
            let grow = |text: &str| {
                let fix = Fix::safe("", vec![Edit::insert(1, "x".repeat(length - 1))]);
                ((text.len() == 1).then(|| finding(fix)).into_iter().collect(), ())
            };
            assert_eq!(mend("a", Safety::Safe, grow).is_err(), is_left, "{length}");
        }
    }

    #[test]
    fn fixes_that_meet_wait_for_the_next_pass_and_those_side_by_side_do_not() {
        for (one, other, meets) in [
            ((0, 1), (1, 1), true),
            ((1, 1), (0, 1), true),
            ((1, 1), (1, 1), true),
            ((2, 5), (4, 6), true),
            ((4, 6), (2, 5), true),
            ((2, 5), (3, 4), true),
            ((0, 1), (1, 2), false),
            ((1, 2), (0, 1), false),
            ((0, 1), (3, 4), false),
            ((3, 4), (0, 1), false),
            ((3, 4), (1, 1), false),
        ] {
            let fix = |(start, end): (usize, usize), word: &str| {
                finding(Fix::safe("", vec![Edit::replace(Span::new(start, end), word)]))
            };
            let made = pass("abcdefg", &[fix(one, "1"), fix(other, "2")], Safety::Safe).1.len();
            assert_eq!(made, if meets { 1 } else { 2 }, "{one:?} {other:?}");
        }
    }

    #[test]
    fn an_edit_outside_the_text_or_inside_a_letter_is_not_made() {
        for span in [Span::new(5, 9), Span::new(1, 2)] {
            let found = [finding(Fix::safe("", vec![Edit::replace(span, "x")]))];
            assert_eq!(pass("é!", &found, Safety::Safe), ("é!".to_owned(), Vec::new()));
        }
    }
}
