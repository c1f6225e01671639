//! Random settings: the schema and the reader take the same ones.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::sync::LazyLock;

use coffeechat::core::activity::BUILT_IN;
use coffeechat::core::config;
use coffeechat::core::rules::RULES;
use coffeechat::core::schema;
use coffeechat::core::text::Source;
use common::schema::{from_toml, of, validator};
use jsonschema::Validator;
use proptest::prelude::*;

/// Settings: lines of a configuration, right and wrong.
fn settings() -> BoxedStrategy<String> {
    let patterns = &[
        "[]",
        "[\"networking/**/*.md\"]",
        "['a/*', 'b\\**\\x?.md']",
        "[\"./x.md\"]",
        "[\"[ab]*.md\"]",
        "[\"[!a]\"]",
        "[\"a[\"]",
        "[\"a[]\"]",
        "[\"[]]\"]",
        "[\"[!]\"]",
        "[\"a**\"]",
        "[\"**b/x\"]",
        "[\"a/***/b\"]",
        "[\"**\"]",
        "[\"../x\"]",
        "[\"a/../b\"]",
        "[\"a..b\"]",
        "[\"/x\"]",
        "['\\x']",
        "[\".//x\"]",
        "[\"./\"]",
        "[\".\"]",
        "[\"\"]",
        "[\"C:/x\"]",
        "[\"https://example.org\"]",
        "[3]",
        "\"a/*\"",
        "[[\"a\"]]",
        "3",
    ];
    let rules = &[
        "{}",
        "{ date-style = \"off\" }",
        "{ missing-takeaway = \"warning\", no-follow-up = \"error\" }",
        "{ date-style = \"advice\" }",
        "{ date-style = \"loud\" }",
        "{ date-style = false }",
        "{ date-stile = \"off\" }",
        "{ DATE-STYLE = \"off\" }",
        "\"off\"",
        "[]",
    ];
    // A day in quotes is no day to the reader, and the same text as one without to a schema. That it is a Monday no schema says.
    let days = &[
        "2026-11-09",
        "2026-11-16",
        "2026-11-09T10:00:00",
        "2026-11-09T10:00:00Z",
        "10:00:00",
        "\"soon\"",
        "3",
        "true",
        "[2026-11-09]",
    ];
    let activities = &[
        "\"networking\"",
        "\"coffee-chat\"",
        "\"our.toml\"",
        "\"a/b.TOML\"",
        "\"networkin\"",
        "\"\"",
        "3",
        "[\"networking\"]",
    ];
    let one = |key: &'static str, values: &'static [&'static str]| {
        prop::sample::select(values).prop_map(move |value| format!("{key} = {value}\n"))
    };
    let maybe = |line: BoxedStrategy<String>| prop_oneof![Just(String::new()), line];
    let special = (
        maybe(prop::sample::select(patterns).prop_map(|value| format!("paths = {value}\n")).boxed()),
        maybe(prop::sample::select(rules).prop_map(|value| format!("rules = {value}\n")).boxed()),
        maybe(of(&["rulse = {}\n", "path = []\n"]).prop_filter("seldom", |_| true).boxed()),
    );
    let special = special.prop_map(|(paths, rules, other)| format!("[[overrides]]\n{paths}{rules}{other}"));
    let lists = prop::collection::vec(special, 0..3).prop_map(|list| list.concat());
    let other =
        prop_oneof![8 => Just(String::new()), 1 => of(&["modul-start = 2026-11-09\n", "x = 1\n", "overrides = 3\n"])];
    let parts = (
        maybe(one("activity", activities).boxed()),
        maybe(one("notes", patterns).boxed()),
        maybe(one("module-start", days).boxed()),
        maybe(one("rules", rules).boxed()),
        other,
        lists,
    );
    parts
        .prop_map(
            |(a, b, c, d, e, f)| {
                if e.starts_with("overrides") { [a, b, c, d, e].concat() } else { [a, b, c, d, e, f].concat() }
            },
        )
        .boxed()
}

static CONFIG: LazyLock<Validator> = LazyLock::new(|| validator(&schema::config()));

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// The reader takes a document exactly if the schema does. Whether an activity of that name is built in, the reader leaves
    /// to who opens it; here that counts as refused.
    #[test]
    fn schema_and_reader_agree_on_settings(text in settings()) {
        let Ok(value) = toml::from_str::<toml::Value>(&text) else { panic!("the grammar gives TOML: {text}") };
        let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        let read = config::read(&Source::new("coffeechat.toml", text.as_str()), false, &rules);
        let is_there = |name: &str| name.to_lowercase().ends_with(".toml") || BUILT_IN.iter().any(|(known, _)| *known == name);
        let is_read = read.is_ok_and(|config| config.activity.is_none_or(|given| is_there(&given.value)));
        prop_assert_eq!(CONFIG.is_valid(&from_toml(&value)), is_read, "schema and reader: {}", text);
    }
}
