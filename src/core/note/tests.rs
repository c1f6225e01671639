//! Which keys make a file a note, and which keys stand for a field.

use super::fields::Match;
use super::{declares_itself, parse};
use crate::core::activity::DEFAULT;
use crate::core::text::Source;

#[test]
fn a_note_declares_itself_by_its_own_keys_or_by_a_slip_beside_another_one() {
    for (keys, declares) in [
        ("level: 1", true),
        ("contact: Ada", true),
        ("contcat: Ada", false),
        ("contcat: Ada\ndate: 2026-11-02", true),
        ("contcat: Ada\nstatsu: planned", true),
        ("contcat: Ada\nmood: good", false),
        ("contcat: Ada\nname: Ada", false),
        ("name: Ada", false),
        ("name: Ada\ndate: 2026-11-02", false),
        ("date: 2026-11-02\nstatus: planned", false),
        ("people:\n  contact: Ada", false),
    ] {
        let source = Source::new("note.md", format!("---\n{keys}\n---\n"));
        assert_eq!(declares_itself(&parse(&source, &DEFAULT)), declares, "{keys}");
    }
}

#[test]
fn a_hyphen_in_a_name_may_be_a_space_and_no_letter() {
    for (key, matched) in [("follow-up", Match::Exact), ("Follow up", Match::Exact), ("followxup", Match::NearMiss)] {
        let source = Source::new("note.md", format!("---\n{key}: x\n---\n"));
        let note = parse(&source, &DEFAULT);
        let given = note.keys.list.first().map(|key| (key.field.as_deref(), key.matched));
        assert_eq!(given, Some((Some("follow-up"), matched)), "{key}");
    }
}
