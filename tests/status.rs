//! The JSON of `coffeechat status` is a contract: `tests/contracts/status.json` holds its keys, and the README names the steps.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::Path;

use coffeechat::core::week::Step;
use common::Sandbox;
use common::transcript::shell;
use jiff::civil::date;

#[test]
fn the_document_of_the_sample_journal_is_the_one_in_the_contract() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    let seen = shell("cd $FIXTURES/journals/student && coffeechat status --format json", &work, &home).output();
    let seen = seen.expect("a run");
    assert_eq!(seen.status.code(), Some(0), "a note with an error is no error of the command");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contracts/status.json");
    let text = String::from_utf8(seen.stdout).expect("UTF-8");
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&path, None).raw());
}

#[test]
fn the_reference_names_every_step() {
    let page = include_str!("../docs/reference.md");
    let day = date(2026, 11, 23);
    let steps = [
        Step::Start,
        Step::Mend(1),
        Step::SayHowItWent(day),
        Step::CheckDay(day),
        Step::AskAnother(None),
        Step::FollowUp,
        Step::Talk(None),
        Step::Send(None),
        Step::Send(Some(day)),
        Step::Wait(None),
        Step::Nothing,
    ];
    for step in steps {
        assert!(page.contains(&format!("`{}`", step.name())), "{}", step.name());
    }
}
