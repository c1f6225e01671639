//! `cohort compare`: what is shown stays within its bounds whatever a class holds, nothing in it steers a reader, and the notes are those
//! that `cohort check` counts.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;

use coffeechat::core::cohort::compare::{Shared, Text, shared};
use coffeechat::core::cohort::told::Told;
use coffeechat::render::cohort::alike::{Alike, Journals, Origin};
use coffeechat::render::{Called, Style};
use common::bounded::coffeechat;
use common::hostile::{Hostile, OUTSIDE};
use unicode_width::UnicodeWidthStr;

/// What is shown of texts, each a student's.
fn shown(all: &[String], student: &str, style: Style, graphics: bool) -> (Shared, String) {
    let texts: Vec<Text> =
        all.iter().enumerate().map(|(student, text)| Text { student, told: Told::whole(text) }).collect();
    let origin = |at: usize| Origin { student: format!("{student}{at}"), path: format!("{student}/{at}.md") };
    let origins: Vec<Origin> = (0..all.len()).map(origin).collect();
    let shared = shared(&texts, all.len());
    let journals = Journals { read: all.len(), unread: 0 };
    let text = Alike { shared: &shared, texts: &texts, origins: &origins, journals }.render(style, graphics);
    (shared, text)
}

fn words(seed: usize, count: usize) -> String {
    (0..count).map(|at| format!("w{seed}x{at}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_width_is_kept_and_nothing_steers_a_reader() {
    let bad =
        "::error::x ##vso[task] \u{1b}[31m\u{202e}turned\u{200b} \u{7} 我从她那里学到了排队的意义 ::set-output:: ";
    let all: Vec<String> =
        (0..9).map(|at| format!("{} ::error:: {bad} {}", words(0, 9), words(at / 3 + 1, 30))).collect();
    for width in [40, 60, 71, 80, 120] {
        for (unicode, graphics) in [(true, true), (false, true), (true, false)] {
            let (_, text) = shown(
                &all,
                "::error::\u{1b}[2J 魚",
                Style { colour: false, unicode, width, called: Called::ByName },
                graphics,
            );
            for line in text.lines() {
                // Whatever would be a command to the reader of a log is parted by a blank, after it was wrapped.
                let parted = usize::from(line.contains("# #") || line.contains(": :"));
                assert!(line.width() <= width + parted, "{width}: {line}");
                let line = line.trim_start();
                assert!(!line.starts_with("::") && !line.starts_with("##"), "{line}");
                let is_block = graphics && line.contains("w1x3");
                assert!(!is_block || line.starts_with(['│', '|']), "other people's words stand behind a bar: {line}");
            }
            assert!(
                !text.chars().any(|c| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{200b}')),
                "{text}"
            );
            assert!(unicode || !text.contains(['│', '…']), "{text}");
            assert!(text.contains("These read alike"), "{text}");
        }
    }
}

#[test]
fn what_is_shown_is_bounded_and_the_rest_is_said() {
    // Pairs that share ever less, one of them a hundred times over.
    let mut all: Vec<String> = (0..80).map(|at| words(at / 2, 100 - at / 2)).collect();
    let parts: Vec<String> = (0..9).map(|at| words(100 + at, 20)).collect();
    all.push(parts.join(" mine "));
    let parts: Vec<String> = parts.into_iter().rev().chain([words(109, 24)]).collect();
    all[80].push_str(&format!(" mine {}", parts[9]));
    all.push(parts.join(" yours "));
    all.extend((0..45).map(|_| words(200, 15)));
    let (shared, text) =
        shown(&all, "student", Style { colour: false, unicode: true, width: 80, called: Called::ByName }, true);
    let lines = text.lines().count();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(shared.alike.len(), 41, "forty pairs, and one of ten passages");
    assert_eq!(text.matches("These read alike").count(), 20);
    assert!(text.contains("127 journals compared: 50 passages read alike."), "{text}");
    assert!(
        text.contains("These read alike (10 passages, 20 to 24 words):")
            && text.contains("4 more passages in the same notes.")
    );
    assert!(text.contains("w109x23") && !text.contains("w108x0"), "the longest of them are shown: {text}");
    assert!(text.contains("21 passages are not shown here, of 81 words at most: those above share more."), "{text}");
    let (_, pair) =
        shown(&all[..2], "student", Style { colour: false, unicode: false, width: 40, called: Called::ByName }, false);
    let pair = pair.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(pair.matches("w0x89 ... and 10 more words").count(), 2, "{pair}");
    assert!(text.contains("45 students share this (15 words)."), "{text}");
    assert!(text.contains("student83, student84") && text.contains("and 32 more."), "{text}");
    assert!(lines < 600, "{lines}");
}

#[test]
fn a_hostile_class_is_compared_to_its_end() {
    let root = tempfile::tempdir().expect("a folder");
    let class = Hostile::all(root.path());
    let dir = class.class.to_str().expect("a path");
    let seen = coffeechat(root.path(), None, &["cohort", "compare", dir]);
    assert_eq!(seen.code, 2, "{}", seen.said());
    seen.held_less_than(192 << 10);
    assert!(!class.canary.exists(), "no program was started");
    for text in [seen.text(), seen.said()] {
        for line in text.lines() {
            let steers =
                |c: char| c.is_control() && c != '\t' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!line.chars().any(steers), "{line:?}");
            let start = line.trim_start();
            assert!(!start.starts_with("::error::") && !start.starts_with("##vso["), "{line:?}");
        }
        assert!(!text.contains(OUTSIDE) && !text.contains("root:x:0"), "{text}");
    }
    assert!(seen.text().contains("students share this"), "the healthy ones are all there: {}", seen.text());
    let again = coffeechat(root.path(), None, &["cohort", "compare", dir]);
    assert!(seen.out == again.out && seen.err == again.err, "the same each time");

    // The journals that cannot be compared are those that cannot be checked.
    let report = coffeechat(root.path(), None, &["cohort", "check", dir, "--format", "json"]).json();
    let failures = report["failures"].as_array().expect("failures");
    let folder = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let checked: BTreeSet<String> =
        failures.iter().filter_map(|failure| failure["path"].as_str()).map(folder).collect();
    let lines = seen.said().lines().filter(|line| !line.contains("a part of the journal was not looked at"));
    let compared: Vec<String> = lines.map(|line| folder(line.split(':').next().unwrap_or_default())).collect();
    let missing: Vec<&String> = checked.iter().filter(|name| !compared.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?} of {}", seen.said());
    assert_eq!(compared.iter().collect::<BTreeSet<_>>().len(), compared.len(), "a line each: {}", seen.said());
}
