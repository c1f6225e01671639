//! The page of a class: it runs nothing but our own script, and says what an instructor looks for.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use coffeechat::core::cohort::{Failure, Student};
use coffeechat::core::progress::JournalState;
use coffeechat::render::cohort::html;

mod common;
use common::class::*;

/// What stands between the first `from` and the next `to` behind it.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{from}"));
    rest.split_once(to).unwrap_or_else(|| panic!("{to}")).0
}

#[test]
fn the_page_runs_nothing_but_our_own_style_and_script() {
    use base64::Engine;
    let class = class();
    let page = html::render(&class);
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").replace("&#x27;", "'");
    let policy = policy.replace("&#39;", "'");
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains('*'),
        "{policy}"
    );
    for (from, to) in [("<style>", "</style>"), ("<script>", "</script>")] {
        assert_eq!(page.matches(from).count(), 1, "one {from}");
        let digest = <sha2::Sha256 as sha2::Digest>::digest(between(&page, from, to).as_bytes());
        let hash = format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(digest));
        assert!(policy.contains(&hash), "{from} is not {hash} of {policy}");
    }
    let body =
        page.replace(between(&page, "<style>", "</style>"), "").replace(between(&page, "<script>", "</script>"), "");
    let lower = body.to_lowercase();
    for word in [
        " style=",
        " onclick=",
        " onload=",
        " onerror=",
        "javascript:",
        "src=",
        "@import",
        "<iframe",
        "<img",
        "http://",
    ] {
        assert!(!lower.contains(word), "{word}");
    }
    assert!(!body.chars().any(|c| c.is_control() && c != '\n') && !body.contains('\u{202e}'));
    for link in lower.split("href=\"").skip(1) {
        assert!(link.starts_with('#') || link.starts_with("https:"), "{}", &link[..20]);
    }
    let mut seen = 0;
    for student in &class.students {
        let name = student.student.split(['\n', '<', '\'', '\u{1b}']).next().expect("a name");
        assert!(body.contains(name), "{name}");
        seen += 1;
        for contact in student.notes.iter().filter_map(|note| note.contact.as_deref()) {
            assert!(!body.contains(contact.lines().next().expect("a name")), "{contact}");
        }
    }
    assert!(seen > 3);
}

/// What is no address of a page stands there as text, and leads nowhere.
#[test]
fn the_page_links_to_nothing_but_https() {
    let mut class = class();
    let odd =
        ["javascript:alert(1)", "JavaScript:x", "ssh://git@example.org/x", "http://127.0.0.1/x", "data:text/html,x"];
    let fine = "https://git.example.org/\"><a href=javascript:x>";
    for (at, url) in odd.iter().chain([&fine]).enumerate() {
        let name = format!("Address {at}");
        class.students.push(Student { url: Some((*url).to_owned()), ..Student::new(&name, JournalState::Done, None) });
    }
    let page = html::render(&class).to_lowercase();
    for url in odd {
        assert!(page.replace("&#x2f;", "/").contains(&url.to_lowercase()), "{url} is shown");
    }
    let links: Vec<&str> = page.split("href=").skip(1).collect();
    assert!(links.len() > 2);
    for link in links {
        let leads = link.starts_with("\"#") || link.starts_with("\"https:") || link.starts_with("javascript:x&gt;");
        assert!(leads, "{}", link.chars().take(40).collect::<String>());
    }
}

#[test]
fn the_page_says_when_it_is_due_what_changed_and_what_was_found_in_words() {
    let mut class = class();
    class.failures.push(Failure { line: Some(7), path: Some("line 7".to_owned()), message: "No name.".to_owned() });
    if let Some(changes) = &mut class.changes {
        changes.newcomers.push("محمد".to_owned());
    }
    for student in &mut class.students {
        for found in student.notes.iter_mut().flat_map(|note| &mut note.found) {
            found.rule = "invalid-level".to_owned();
        }
    }
    class.students[0].columns.push(("E-mail".to_owned(), "mara@example.org".to_owned()));
    let page = html::render(&class);
    for words in [
        "<dt>E-mail</dt><dd><bdi>mara@example.org</bdi></dd>",
        "Due: 2026-11-29 23:59 (UTC+01:00).",
        "<dt>Own due date</dt><dd><bdi>2026-11-29 23:59 (UTC+01:00)</bdi></dd>",
        "<a href=\"#changes\">Since the former report: 1 student changed, 2 did not.</a>",
        // Each name by itself, so that one that reads from the right does not take its neighbours along.
        "Not there before: <strong><bdi>Jo</bdi></strong>, <strong><bdi>محمد</bdi></strong>",
        "<strong><bdi>line 7 of the roster</bdi></strong>: No name.",
        "a <code>level</code> that the activity does not have (<code>invalid-level</code>)",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let script = between(&page, "<script>", "</script>");
    assert!(!page.replace(script, "").contains('`'), "code is marked as code");
}

/// What the script looks up by its id or class is on the page, with students and without.
#[test]
fn the_script_finds_what_it_looks_for() {
    let page = html::render(&class());
    let script = between(&page, "<script>", "</script>");
    let ids: Vec<&str> = script.split("getElementById(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.len() > 5, "{ids:?}");
    for id in ids {
        assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(
        page.contains(">Showing all 4 students.<"),
        "what the script says at the start, so that nothing is read out twice"
    );
}

#[test]
fn the_page_of_a_class_without_students_or_dates_is_a_page_all_the_same() {
    let mut class = class();
    class.due = None;
    for student in &mut class.students {
        student.completed_at = None;
    }
    assert!(html::render(&class).contains("</html>"));
    class.students.clear();
    class.failures.clear();
    assert!(html::render(&class).contains("</html>"));
}
