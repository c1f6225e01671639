//! Notes: any bytes are read, judged and reported; any text is mended once and keeps its words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use coffeechat::core::activity::{Activity, BUILT_IN, DEFAULT};
use coffeechat::core::calendar::Today;
use coffeechat::core::config::Config;
use coffeechat::core::diagnostic::{Diagnostic, Safety};
use coffeechat::core::fix::mend;
use coffeechat::core::journal::{Facts, Surroundings};
use coffeechat::core::lint::Plan;
use coffeechat::core::note;
use coffeechat::core::report::{NoteReport, PathName, Report};
use coffeechat::core::text::{Source, Span};
use coffeechat::core::week::Week;
use coffeechat::render::{Called, Style, concise, full, github, gitlab, json, jsonl, junit, narrated, sarif, status};

use super::steers;

/// The day of all fixtures.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 23);

/// Longer texts are left out: they only slow the search down, and the tests of hostile notes look at them.
const LONGEST: usize = 16 * 1024;

/// The built-in activities, the default first.
static ACTIVITIES: LazyLock<Vec<Activity>> =
    LazyLock::new(|| BUILT_IN.iter().map(|(_, text)| Activity::parse(text).expect("a built-in activity")).collect());

fn plan(activity: &Activity) -> Plan<'_> {
    static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
    static SURROUNDINGS: LazyLock<Surroundings> =
        LazyLock::new(|| Surroundings { has_remote: true, ..Surroundings::default() });
    Plan {
        activity,
        config: &CONFIG,
        surroundings: &SURROUNDINGS,
        today: Today::pinned(TODAY),
        only: &[],
        off: &[],
        may_silence: true,
    }
}

/// Any bytes as a note, by every rule and through every renderer.
pub fn parse(bytes: &[u8]) {
    if bytes.len() <= LONGEST {
        for activity in ACTIVITIES.iter() {
            renders(&read(bytes, activity), activity);
        }
    }
}

/// Notes out of pieces of the fixtures, and other text between them: read as any bytes are, then mended.
pub fn lint(bytes: &[u8]) {
    let mut given = Unstructured::new(bytes);
    let mut text = String::new();
    while let (false, Ok(piece)) = (given.is_empty() || text.len() > LONGEST / 4, u8::arbitrary(&mut given)) {
        match PIECES.get(usize::from(piece)) {
            Some(piece) => text.push_str(piece),
            None => text.push_str(<&str>::arbitrary(&mut given).unwrap_or_default()),
        }
    }
    parse(text.as_bytes());
    mends(&text);
}

/// Any text, mended with the safe fixes and with all of them.
pub fn fix(bytes: &[u8]) {
    let source = Source::from_bytes("note.md", bytes.to_vec());
    if bytes.len() <= LONGEST && source.damage.is_none() {
        mends(&source.text);
    }
}

/// What the rules say of a note; every span lies inside the text and between its letters.
fn read(bytes: &[u8], activity: &Activity) -> Report {
    let source = Source::from_bytes("note.md", bytes.to_vec());
    let note = note::parse(&source, activity);
    let inside = |span: Span| assert!(source.text.get(span.start..span.end).is_some(), "{span:?} of {:?}", source.text);
    for unit in &note.body.units {
        inside(unit.span);
        unit.lines.iter().for_each(|line| inside(line.span));
    }
    note.body.headings.iter().for_each(|heading| inside(heading.span));
    note.body.labels.iter().for_each(|label| inside(label.span));
    note.keys.list.iter().for_each(|key| [key.span, key.value].into_iter().for_each(inside));
    let linted = plan(activity).lint(&note, "networking/note.md");
    for found in &linted.0 {
        inside(found.span);
        found.labels.iter().for_each(|label| inside(label.span));
        found.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| inside(edit.span));
        assert!(!found.message.is_empty() && !found.help.is_empty(), "{found:?}");
    }
    let facts = Facts::of(&note, "networking/note.md", activity);
    let path = PathName { shown: "note.md".to_owned(), bytes: None };
    let today = Today::pinned(TODAY);
    Report { notes: vec![NoteReport::new(path, &facts, linted, Some(source.clone()), today)], ..Report::default() }
}

/// Every format of that report is harmless, and well formed where it has a form.
fn renders(report: &Report, activity: &Activity) {
    let style = Style { colour: false, unicode: true, width: 80, called: Called::ByName };
    let narrow = Style { unicode: false, width: 20, ..style };
    let week = Week::of(&report.notes, activity, None, Today::pinned(TODAY));
    let (marks, xml) = (github::render(report), junit::render(report));
    for text in [
        &full::render(report, style, false),
        &full::render(report, narrow, false),
        &concise::render(report, style, false),
        &narrated::render(report, style, false),
        &status::text(&week, false, narrow, true),
        &status::text(&week, false, style, true),
        &marks,
        &xml,
    ] {
        assert!(!text.contains(steers), "{text:?}");
    }
    let lines = jsonl::render(report);
    let documents = [
        json::render(report),
        sarif::render(report),
        gitlab::render(report),
        status::document(&week, &report.failures),
    ];
    for document in documents.iter().map(String::as_str).chain(lines.lines()) {
        assert!(serde_json::from_str::<serde_json::Value>(document).is_ok(), "{document}");
        assert!(!document.contains(steers), "{document:?}");
    }
    assert_eq!(marks.lines().count(), report.notes.iter().map(|note| note.found.len()).sum::<usize>(), "{marks}");
    assert!(marks.lines().all(|line| line.starts_with("::")), "{marks}");
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
}

/// What the rules find in a text.
fn found(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("note.md", text);
    plan(&DEFAULT).lint(&note::parse(&source, &DEFAULT), "networking/note.md").0
}

/// A text once mended, and the words that fixes exchanged on the way; `None` where its fixes do not come to rest.
fn mended(text: &str, safety: Safety) -> Option<(String, Vec<String>)> {
    let mut exchanged = Vec::new();
    let look = |text: &str| {
        let found = found(text);
        let fixes = found.iter().filter_map(|found| found.fix.as_ref()).filter(|fix| fix.safety <= safety);
        let spans = fixes.flat_map(|fix| fix.edits.iter().map(|edit| whole_words(text, edit.span)));
        exchanged.extend(spans.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).map(str::to_owned));
        (found, ())
    };
    let done = mend(text, safety, look).ok()?;
    Some((done.map_or_else(|| text.to_owned(), |done| done.text), exchanged))
}

/// The text of a span that replaces something, and what is left of the words at its ends.
fn whole_words(text: &str, span: Span) -> &str {
    if span.is_empty() {
        return "";
    }
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    let start = before.trim_end_matches(char::is_alphanumeric).len();
    let end = text.len() - behind.trim_start_matches(char::is_alphanumeric).len();
    &text[start..end]
}

/// The words of a text, and how often each stands in it.
fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word).or_default() += 1;
    }
    words
}

/// Mending comes to rest, a second run changes nothing, and no word goes but where a finding exchanges it.
fn mends(text: &str) {
    for safety in [Safety::Safe, Safety::Unsafe] {
        let (after, exchanged) = mended(text, safety).unwrap_or_else(|| panic!("it does not come to rest: {text:?}"));
        let again = mended(&after, safety).map(|(again, _)| again);
        assert_eq!(again.as_ref(), Some(&after), "twice is once: {text:?}");
        let now = words(&after);
        for (word, count) in words(text) {
            let kept = now.get(word).copied().unwrap_or_default();
            let may_go = exchanged.iter().filter(|other| *other == word).count();
            assert!(kept + may_go >= count, "{word:?} was lost: {text:?} became {after:?}");
        }
    }
}

/// Pieces of notes as they stand in the fixtures, good and bad.
const PIECES: [&str; 72] = [
    "---\n",
    "level: 1\n",
    "level: II\n",
    "level: -2\n",
    "contact: Sunniva Bakke\n",
    "contact:\n  name: Sunniva Bakke\n  role: Staff engineer\n  company: Fjordlys\n",
    "contact:\n  - name: Ada\n  - Bo\n",
    "contact: {name: Ada",
    "contcat: Ada\n",
    "date: 2026-11-19\n",
    "date: 19/11/2026\n",
    "date: 2 May 2026\n",
    "date: 2027-01-01\n",
    "status: talked\n",
    "status: planned\n",
    "status: no-reply\n",
    "status: Talked!\n",
    "channel: call\n",
    "channel: pigeon\n",
    "questions:\n  - How did you begin?\n",
    "takeaway: |\n  Ask early.\n",
    "notes: \"We spoke of tests\"\n",
    "why: >-\n  She builds tools.\n",
    "title: mine\n",
    "# Conversation with Sunniva Bakke\n\n",
    "# Networking\n",
    "## Why this person\n\n",
    "## Outreach\n\n",
    "## Questions\n\n",
    "## Notes\n\n",
    "## Takeaway\n\n",
    "## Takeway\n",
    "## 2. Questons:\n",
    "##Notes\n",
    "### Takeaway ###\n",
    "Takeaway\n--------\n",
    "**Takeaway:** ",
    "Notes: ",
    "<h2>Notes</h2>\n",
    "<!-- What did you hear? -->\n",
    "<!-- ",
    " -->\n",
    "<!-- coffeechat: off missing-notes date-style -->\n",
    "- How did you come to this work?\n",
    "- What is ___ like?\n",
    "- [ ] ",
    "- \n",
    "1. What would you do again?\n   She said: begin small.\n",
    "| Question | Answer |\n|---|---|\n| How? | So. |\n",
    "> Hello Sunniva, could we talk on Friday at 15:00?\n",
    "Could you refer me for a job?\n",
    "She thinks that tests are worth it.\n",
    "TBD\n",
    "n/a\n",
    "[Insert name]",
    "___",
    "me@example.org ",
    "+47 912 34 567 ",
    "password: hunter22\n",
    "```\n",
    "~~~\n",
    "<details>\n",
    "</details>\n",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> theirs\n",
    "\n",
    "\r\n",
    "\u{feff}",
    "e\u{301}魚🦀\u{200d}\u{202e}\u{a0}",
    "&nbsp;\\* [x](y) ![z](",
    "\t",
];
