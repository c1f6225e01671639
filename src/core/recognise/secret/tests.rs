//! Secrets at the edges: side by side, on one line, of letters of several bytes. They are put together here, so that nobody who
//! looks for secrets in this file finds one.

use super::*;

const BODY: &str = "Q7wZ2kLm9TbX4vRc6NpJ8sHd3Fg5Q7wZ2kLm9TbX";

fn key_head() -> String {
    ["-----BEGIN ", "PRIVATE", " KEY-----"].concat()
}

fn key_end() -> String {
    ["-----END ", "PRIVATE", " KEY-----"].concat()
}

#[test]
fn a_private_key_on_one_line_is_hidden_and_nothing_beside_it() {
    let (head, end) = (key_head(), key_end());
    let before = "What she sent me by mistake, and what I have not kept anywhere: ";
    let text = format!("{before}{head}{BODY}{end} and more");
    let found = find(&text);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].span.of(&text), found[0].hidden.of(&text)), (head.as_str(), BODY));
    let hidden = "*".repeat(BODY.len());
    assert_eq!(concealed(&text), Some(format!("{before}{head}{hidden}{end} and more")));
    // As it stands in a file of settings.
    let text = format!("key = \"{head}\\n{BODY}\\n{end}\"");
    assert_eq!(find(&text).len(), 1);
    assert!(concealed(&text).is_some_and(|shown| !shown.contains(BODY) && shown.contains(&end)));
}

#[test]
fn a_private_key_has_its_length_and_its_first_line() {
    let (head, end) = (key_head(), key_end());
    for (length, is_key) in [(31, false), (32, true)] {
        let text = format!("{head}\n{}\n{end}\n", &BODY[..length]);
        assert_eq!(find(&text).len(), usize::from(is_key), "{length}");
    }
    let mark = ["PRIVATE", " KEY-----"].concat();
    for (kind, is_key) in [("x".repeat(LONGEST_HEAD - 28), true), ("x".repeat(LONGEST_HEAD - 27), false)] {
        let text = format!("-----BEGIN {kind} {mark}\n{BODY}\n");
        assert_eq!(find(&text).len(), usize::from(is_key), "{text}");
    }
}

#[test]
fn two_keys_side_by_side_are_two() {
    let key = format!("{}\n{BODY}\n", key_head());
    let text = format!("{key}{key}");
    let found = find(&text);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].hidden.end, found[1].span.start);
    assert_eq!(found[1].span.start, key.len());
}

#[test]
fn what_is_hidden_keeps_its_length_and_its_lines() {
    let key = format!("{}\n{BODY}\n{BODY}\n{}\n", key_head(), key_end());
    let shown = concealed(&key).unwrap_or_default();
    assert_eq!(shown.lines().map(str::len).collect::<Vec<_>>(), key.lines().map(str::len).collect::<Vec<_>>());
    let text = "Password: Pa55!é魚🦀ord";
    let shown = concealed(text).unwrap_or_default();
    assert_eq!((shown.len(), shown.chars().count()), (text.len(), text.chars().count()));
    assert!(!shown.contains(['é', '魚', '🦀']), "{shown}");
}

#[test]
fn the_beginning_of_a_token_before_long_text_of_another_script_is_none() {
    for letters in ["魚", "é", "🦀"] {
        for lead in ["", "x", "xx"] {
            let text = format!("{}{lead}{}", ["gh", "p_"].concat(), letters.repeat(LONGEST));
            assert_eq!(find(&text), [], "{lead}{letters}");
        }
    }
}
