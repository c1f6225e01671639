//! Addresses and numbers at the edges of what is told from them. None of them is anybody's.

use super::*;

/// What is found in a line, as written.
fn found(line: &str) -> Vec<&str> {
    find(line).into_iter().map(|detail| detail.span.of(line)).collect()
}

const ADDRESS: &str = "ada.moreau@lumenworks.io";

#[test]
fn a_line_is_looked_at_to_the_bound_of_its_length() {
    for (length, is_told) in [(LONGEST_LINE, true), (LONGEST_LINE + 1, false)] {
        let line = format!("{} {ADDRESS}", "x".repeat(length - ADDRESS.len() - 1));
        assert_eq!(found(&line), if is_told { vec![ADDRESS] } else { Vec::new() }, "{length}");
    }
}

#[test]
fn the_name_in_an_address_has_a_bound_and_is_never_cut() {
    let whole = format!("{}@lumenworks.io", "a".repeat(LONGEST_NAME));
    assert_eq!(found(&whole), [whole.as_str()]);
    for before in ["a", "."] {
        assert_eq!(found(&format!("{before}{whole}")), [""; 0], "{before}");
    }
}

#[test]
fn a_short_word_with_a_colon_stands_before_an_address_and_a_long_one_is_a_remote() {
    let with = |before: &str| format!("{before}:{ADDRESS}");
    assert_eq!(found(&with("her-address")), [ADDRESS]);
    assert_eq!(found(&with("his-addresss")), [""; 0]);
    assert_eq!(found(&with("see-also-mailto")), [ADDRESS]);
}

#[test]
fn a_role_behind_a_dot_is_an_office_from_four_letters_on() {
    assert_eq!(found("ada.oss@lumenworks.io"), ["ada.oss@lumenworks.io"]);
    assert_eq!(found("ada.jobs@lumenworks.io"), [""; 0]);
    assert_eq!(found("jobs.ada@lumenworks.io"), [""; 0]);
}

#[test]
fn the_word_for_a_number_stands_near_it() {
    assert_eq!(found("Phone: 030 1820112"), ["030 1820112"]);
    for letters in 16..24 {
        let line = format!("Phone: {} 030 1820112", "é".repeat(letters));
        assert_eq!(found(&line), [""; 0], "{letters}");
        // The cut before the number may fall inside a letter.
        let line = format!("{} phone: 030 1820112", "é".repeat(letters));
        assert_eq!(found(&line), ["030 1820112"], "{letters}");
        let line = format!("{}x phone: 030 1820112", "é".repeat(letters));
        assert_eq!(found(&line), ["030 1820112"], "{letters}");
    }
}

#[test]
fn what_touches_a_number_at_its_end_decides() {
    for (line, numbers) in [
        ("Phone: 030 1820112.", vec!["030 1820112"]),
        ("Phone: 030 1820112, then 4", vec!["030 1820112"]),
        ("Phone: 030 1820112,4", Vec::new()),
        ("Phone: 030 1820112,,4", Vec::new()),
        ("Phone: 030 1820112:x", Vec::new()),
        ("Phone: 030 1820112/4", Vec::new()),
        ("Phone: 030 1820112x", Vec::new()),
        ("(030 1820112, phone: 030 1820113)", vec!["030 1820113"]),
    ] {
        assert_eq!(found(line), numbers, "{line}");
    }
}

#[test]
fn a_phrase_is_whole_words() {
    assert!(is_about_a_meeting("Her webinar"));
    assert!(is_about_a_meeting("Webinar"));
    assert!(is_about_a_meeting("The webinar begins at ten"));
    assert!(!is_about_a_meeting("All webinars"));
    assert!(!is_about_a_meeting("Mywebinar"));
}
