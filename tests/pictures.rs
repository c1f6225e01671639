//! The pictures in the documentation show what the program prints today, and hold nothing but that. Where a test here fails because the
//! output was changed on purpose, `docs/pictures/make` draws them anew.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs::read_to_string;
use std::path::PathBuf;

use common::Sandbox;
use common::transcript::shell;
use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

const OF_A_TERMINAL: [&str; 2] = ["lint", "status"];

fn picture(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures")).join(name)
}

/// The text that stands in a picture of a terminal, each piece at its line and column.
fn shown(svg: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for piece in svg.lines().filter_map(|line| line.strip_prefix("<text ")) {
        let (marks, words) = piece.split_once('>').expect("a piece");
        let number = |name: &str| -> f64 {
            let rest = marks.split_once(&format!(" {name}=\"")).expect("a place").1;
            rest.split('"').next().expect("a number").parse().expect("a number")
        };
        // A line is 24.4 high, the first one begins at 20, and a column is 12.2 wide.
        let (line, column) = (((number("y") - 20.0) / 24.4).round() as usize, (number("x") / 12.2).round() as usize);
        let words = words.strip_suffix("</text>").expect("the end of a piece");
        let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'").replace("&quot;", "\"");
        lines.resize(lines.len().max(line + 1), String::new());
        let gap = column.checked_sub(lines[line].width()).expect("no piece stands on another");
        lines[line] += &" ".repeat(gap);
        lines[line] += &words.replace("&amp;", "&");
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn the_texts_are_what_the_program_prints() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    if !shell("python3 --version", &work, &home).output().expect("a shell").status.success() {
        return common::cannot("no python3, which makes the journal and the class of the pictures");
    }
    let (make, program) = (picture("make"), common::binary());
    let command = format!("python3 -B '{}' --program '{}' --text . 2>&1", make.display(), program.display());
    let seen = shell(&command, &work, &home).output().expect("a shell");
    assert!(seen.status.success(), "{}", String::from_utf8_lossy(&seen.stdout));
    for name in [OF_A_TERMINAL.as_slice(), &["class"]].concat() {
        let name = format!("{name}.txt");
        let kept = read_to_string(picture(&name)).expect("a text");
        assert!(kept.lines().count() > 10, "{name}");
        // Without a path, so that nothing is written here: a text alone would not be what its picture shows.
        snapbox::assert_data_eq!(read_to_string(work.join(&name)).expect("a text"), snapbox::Data::text(kept).raw());
    }
}

#[test]
fn each_picture_of_a_terminal_shows_its_text_and_asks_for_nothing() {
    for name in OF_A_TERMINAL {
        let svg = read_to_string(picture(&format!("{name}.svg"))).expect("a picture");
        let text = read_to_string(picture(&format!("{name}.txt"))).expect("its text");
        snapbox::assert_data_eq!(shown(&svg), snapbox::Data::text(text).raw());
        let rest = svg.replacen("xmlns=\"http://www.w3.org/2000/svg\"", "", 1).to_lowercase();
        for word in ["http", "//", "url(", "href", "<script", "@import", "@font-face", "<image", "foreignobject"] {
            let outside_the_words = rest.lines().filter(|line| !line.starts_with("<text "));
            assert!(!outside_the_words.into_iter().any(|line| line.contains(word)), "{name}: {word}");
        }
        assert!(svg.contains("@media (prefers-color-scheme: dark)") && svg.len() < 20_000, "{name}");
    }
}

#[test]
fn the_picture_of_a_page_is_of_the_page_with_that_text() {
    let text = std::fs::read(picture("class.txt")).expect("the text of the page");
    let picture = std::fs::read(picture("class.png")).expect("the picture of the page");
    assert!(picture.starts_with(b"\x89PNG\r\n") && picture.len() < 200_000, "{} bytes", picture.len());
    let sum: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    let said = format!("text-sha256\0{sum}");
    assert!(picture.windows(said.len()).any(|bytes| bytes == said.as_bytes()), "drawn from another text");
}
