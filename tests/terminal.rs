//! `new` on a terminal asks, lets the student pick questions, and fills their blanks; `lint` on a terminal shows what that can show.
//! A pseudo-terminal plays the student.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::time::Duration;

use common::Sandbox;
use common::transcript::shell;
use expectrl::{Eof, Expect, Session};

const DOWN: &str = "\x1b[B";

#[test]
fn what_is_left_out_is_asked_for_and_blanks_are_filled() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    let mut command = shell("exec coffeechat new", &work, &home);
    command.env("TERM", "xterm").stdin(std::process::Stdio::inherit());
    let mut student = Session::spawn(command).expect("a pseudo-terminal");
    student.set_expect_timeout(Some(Duration::from_secs(20)));

    student.expect("With whom").expect("the level is asked for");
    // As the course writes it: the other levels go from the list.
    student.send("III\r").expect("level III");
    student.expect("Their name").expect("the name is asked for");
    student.send("Cleo\r").expect("a name");
    student.expect("junior or senior").expect("the seniority is asked for");
    student.send("\r").expect("junior");
    student.expect("When").expect("the day is asked for");
    student.send("friday\r").expect("a day");
    student.expect("Pick").expect("questions are offered");
    // The first question, and the second, which has a blank.
    student.send(format!(" {DOWN} \r")).expect("two questions");
    student.expect("Fill the blank").expect("the blank is asked for");
    student.send("Example Maps\r").expect("a word");
    student.expect("Made networking/2026-11-27-cleo.md").expect("the note is made");
    student.expect(Eof).expect("nothing else is asked");

    let note = std::fs::read_to_string(work.join("networking/2026-11-27-cleo.md")).expect("the note");
    assert!(
        note.contains("level: 3\ncontact:\n  name: Cleo\n  seniority: junior\ndate: 2026-11-27\nstatus: planned\n"),
        "{note}"
    );
    assert!(note.contains("\n- What did you do before, and what brought you into tech?\n"), "{note}");
    assert!(note.contains("\n- If you could give somebody who would love to work at Example Maps a single"), "{note}");
    let below = note.split("-->").last().expect("the end");
    assert!(!below.contains("___"));
}

#[test]
fn whether_they_have_talked_is_asked_for_a_day_that_has_passed() {
    for (answer, status) in [("y", "talked"), ("n", "planned")] {
        let Sandbox { root: _root, work, home } = Sandbox::new();
        let mut command = shell("exec coffeechat new --level 1 --contact Bob --suggested none", &work, &home);
        command.env("TERM", "xterm").stdin(std::process::Stdio::inherit());
        let mut student = Session::spawn(command).expect("a pseudo-terminal");
        student.set_expect_timeout(Some(Duration::from_secs(20)));
        student.expect("When").expect("the day is asked for");
        student.send("last tuesday\r").expect("a day that has passed");
        student.expect("Have you talked already").expect("what became of it is asked");
        student.send(format!("{answer}\r")).expect("an answer");
        student.expect("Made networking/2026-11-17-bob.md").expect("the note is made");
        student.expect(Eof).expect("nothing else is asked");
        let note = std::fs::read_to_string(work.join("networking/2026-11-17-bob.md")).expect("the note");
        assert!(note.contains(&format!("\nstatus: {status}\n")), "{note}");
    }
}

#[test]
fn leaving_a_question_writes_nothing() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    let mut command = shell("exec coffeechat new --level 1", &work, &home);
    command.env("TERM", "xterm").stdin(std::process::Stdio::inherit());
    let mut student = Session::spawn(command).expect("a pseudo-terminal");
    student.set_expect_timeout(Some(Duration::from_secs(20)));
    student.expect("Their name").expect("the name is asked for");
    student.send("\x1b").expect("escape");
    student.expect("nothing was written").expect("it says so");
    student.expect(Eof).expect("it ends");
    assert_eq!(std::fs::read_dir(&work).expect("the folder").count(), 0);
}

#[test]
fn leaving_a_question_about_the_second_of_two_notes_writes_neither() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    for name in ["a.md", "b.md"] {
        std::fs::write(work.join(name), "We talked about clocks.\n").expect("a note");
    }
    let mut command = shell("exec coffeechat adopt --write --level 1 a.md b.md", &work, &home);
    command.env("TERM", "xterm").stdin(std::process::Stdio::inherit());
    let mut student = Session::spawn(command).expect("a pseudo-terminal");
    student.set_expect_timeout(Some(Duration::from_secs(20)));
    student.expect("Their name").expect("the name is asked for");
    student.send("Ada\r").expect("a name");
    student.expect("Have you talked").expect("neither text says it");
    student.send("y\r").expect("yes");
    student.expect("b.md").expect("the second note is asked about");
    student.expect("Their name").expect("the name is asked for");
    student.send("\x1b").expect("escape");
    student.expect("nothing was written").expect("it says so");
    student.expect(Eof).expect("it ends");
    for name in ["a.md", "b.md"] {
        assert_eq!(std::fs::read_to_string(work.join(name)).expect("a note"), "We talked about clocks.\n");
    }
}

/// What `lint` shows on a terminal with these variables.
fn shown(variables: &[(&str, &str)], flags: &str) -> String {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    let command = format!("exec coffeechat lint $FIXTURES/journals/student --exit-zero {flags}");
    let mut command = shell(&command, &work, &home);
    command.env("TERM", "xterm-256color").envs(variables.iter().copied()).stdin(std::process::Stdio::inherit());
    let mut terminal = Session::spawn(command).expect("a pseudo-terminal");
    terminal.set_expect_timeout(Some(Duration::from_secs(20)));
    let seen = terminal.expect(Eof).expect("it ends");
    String::from_utf8(seen.as_bytes().to_vec()).expect("UTF-8")
}

#[test]
fn a_terminal_is_shown_what_it_can_show() {
    let (escape, drawing) = ('\u{1b}', ['╭', '│', '─']);
    let plain = shown(&[], "");
    assert!(plain.contains(escape) && plain.contains(drawing), "{plain}");
    assert!(!shown(&[("NO_COLOR", "1")], "").contains(escape));
    assert!(!shown(&[], "--color never").contains(escape));
    assert!(!shown(&[("TERM", "dumb")], "").contains(escape));
    assert!(shown(&[("NO_COLOR", "1")], "--color always").contains(escape), "a flag wins over a variable");
    let concise = shown(&[], "--format concise");
    assert!(concise.contains("\u{1b}[31merror\u{1b}[0m: "), "{concise}");
    for variables in [[("LANG", "C")], [("TERM", "linux")]] {
        let ascii = shown(&variables, "");
        assert!(!ascii.contains(drawing) && !ascii.contains('…') && ascii.contains(",-["), "{ascii}");
    }
    let words = shown(&[("NO_GRAPHICS", "1")], "");
    assert!(!words.contains(drawing) && !words.contains(escape) && words.contains("Rule: missing-takeaway"), "{words}");
}

#[test]
fn as_many_passages_stand_beside_each_other_as_the_terminal_is_wide_for() {
    let columns = |width: usize| {
        let Sandbox { root: _root, work, home } = Sandbox::new();
        for name in ["ada", "bo", "cy"] {
            std::fs::create_dir_all(work.join("class").join(name)).expect("a folder");
            let words = "She writes a log of what surprised her, and reads it with her team on Fridays.";
            let note = format!("---\nlevel: 1\ncontact: Grace\nstatus: talked\n---\n{words}\n");
            std::fs::write(work.join("class").join(name).join("note.md"), note).expect("a note");
        }
        // A new terminal gets its own size first.
        let command = format!("read go && stty cols {width} && exec coffeechat cohort compare class");
        let mut command = shell(&command, &work, &home);
        command.env("TERM", "xterm").stdin(std::process::Stdio::inherit());
        let mut terminal = Session::spawn(command).expect("a pseudo-terminal");
        terminal.set_expect_timeout(Some(Duration::from_secs(20)));
        terminal.send("go\n").expect("a word");
        let seen = terminal.expect(Eof).expect("it ends");
        let seen = String::from_utf8(seen.as_bytes().to_vec()).expect("UTF-8");
        let head = seen.lines().find(|line| line.contains("ada")).unwrap_or_else(|| panic!("{seen}"));
        head.matches('│').count()
    };
    assert_eq!([48, 80, 120].map(columns), [1, 2, 3]);
}
