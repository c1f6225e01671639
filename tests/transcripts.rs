//! Every transcript below `tests/transcripts` is what the binary says today, read by a person.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::Path;

use common::Sandbox;
use common::transcript::replay;

#[test]
fn the_binary_says_what_the_transcripts_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the transcripts").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(paths.len() > 5, "the transcripts were found");
    std::thread::scope(|scope| {
        for path in &paths {
            scope.spawn(move || {
                let Sandbox { root: _root, work, home } = Sandbox::new();
                let text = std::fs::read_to_string(path).expect("a transcript");
                let seen = replay(&text, &work, &home, true, |command| Some(command.to_owned()));
                snapbox::assert_data_eq!(seen, snapbox::Data::read_from(path, None).raw());
            });
        }
    });
}
