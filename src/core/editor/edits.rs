//! The edits that make one text of another, line by line: what is the same in both keeps its place, and with it a cursor that stands there.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::core::diagnostic::Edit;
use crate::core::text::Span;

/// More lines that differ than these are exchanged as a whole: finding the best way would take longer than it is worth.
const MOST: usize = 2_000;

/// The edits that make `after` of `before`, in the order of the text; none where they are the same.
pub fn between(before: &str, after: &str) -> Vec<Edit> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let behind = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[same..old.len() - behind], &new[same..new.len() - behind]);
    let mut at = before.split_inclusive('\n').take(same).map(str::len).sum();
    let ops = match old.len() + new.len() {
        0 => Vec::new(),
        1..=MOST => capture_diff_slices(Algorithm::Myers, old, new),
        _ => vec![DiffOp::Replace { old_index: 0, old_len: old.len(), new_index: 0, new_len: new.len() }],
    };
    let mut edits = Vec::new();
    for op in ops {
        let length: usize = old[op.old_range()].iter().map(|line| line.len()).sum();
        if !matches!(op, DiffOp::Equal { .. }) {
            edits.push(Edit::replace(Span::new(at, at + length), new[op.new_range()].concat()));
        }
        at += length;
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fix::apply;
    use proptest::prelude::*;

    #[test]
    fn lines_that_stay_are_not_touched() {
        let edits = between("a\nb\nc\nd\n", "a\nB\nc\nd\ne");
        assert_eq!(edits, [Edit::replace(Span::new(2, 4), "B\n"), Edit::insert(8, "e")]);
        assert!(between("a\r\nb", "a\r\nb").is_empty());
        let (long, other) = ("x\n".repeat(3_000), "y\n".repeat(3_000));
        assert_eq!(between(&format!("a\n{long}b"), &format!("a\n{other}b")).len(), 1);
    }

    proptest! {
        #[test]
        fn they_make_the_other_text(before in "[ab\n\r魚]{0,20}", after in "[ab\n\r魚]{0,20}") {
            let edits = between(&before, &after);
            prop_assert_eq!(apply(&before, &edits), after);
            prop_assert!(edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }
}
