//! How a message to a contact reads: whether it is one, how many times it offers, and whether it asks for a job. The words are
//! data, in `messages.toml`. In doubt a text is no message, times enough are offered, and no job is asked for.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::phrase::{ends_with, has_phrase, is_spaceless, starts_with};
use super::{NAMES, fold, month};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    greetings: Vec<String>,
    you: Vec<String>,
    reply_labels: Vec<String>,
    reply_beginnings: Vec<String>,
    about: Vec<String>,
    days: Vec<String>,
    parts: Vec<String>,
    clocks: Vec<String>,
    measures: Vec<String>,
    before_clocks: Vec<String>,
    free: Vec<String>,
    or: Vec<String>,
    asks_for_a_job: Vec<String>,
    denies: Vec<String>,
}

/// The tables, folded.
static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    // The file is part of the program; a test reads it, so this cannot fail in a release.
    #[allow(clippy::expect_used)]
    let read: Tables = toml::from_str(include_str!("messages.toml")).expect("messages.toml is read by a test");
    let folded = |list: Vec<String>| list.iter().map(|entry| fold(entry)).collect::<Vec<_>>();
    let weekdays = NAMES.dates.weekdays.iter().cloned();
    Tables {
        greetings: folded(read.greetings),
        you: folded(read.you),
        reply_labels: folded(read.reply_labels),
        reply_beginnings: folded(read.reply_beginnings),
        about: folded(read.about),
        days: folded(read.days.into_iter().chain(weekdays).collect()),
        parts: folded(read.parts),
        clocks: folded(read.clocks),
        measures: folded(read.measures),
        before_clocks: folded(read.before_clocks),
        free: folded(read.free),
        or: folded(read.or),
        asks_for_a_job: folded(read.asks_for_a_job),
        denies: folded(read.denies),
    }
});

/// Fewer words are a note about a message more often than a message.
const FEW_WORDS: usize = 12;
/// The same for scripts that put no space between words, in characters.
const FEW_SIGNS: usize = 30;
/// Without a greeting, a message has at least so many words, two of which name the other person.
const MANY_WORDS: usize = 25;
/// A message with as many questions is a conversation of its own: no time is needed to answer it.
const MANY_QUESTIONS: usize = 3;
/// The longest message that is read, in bytes.
const LONGEST: usize = 20_000;

/// Whether somebody else's words begin with this line: `Her reply: …`.
pub fn begins_a_reply(line: &str) -> bool {
    let head: String = line.chars().take(80).collect();
    let folded = fold(&head);
    let label = head.split_once([':', '：']).map(|(label, _)| fold(label));
    let is_label = |label: &String| TABLES.reply_labels.iter().any(|known| ends_with(label, known));
    label.as_ref().is_some_and(is_label) || TABLES.reply_beginnings.iter().any(|known| starts_with(&folded, known))
}

/// Whether `lines` are a message, and not a note about one.
pub fn is_message(lines: &[&str]) -> bool {
    let text = lines.join("\n");
    if text.len() > LONGEST {
        return false;
    }
    let folded = fold(&text);
    let words = folded.split(' ').count();
    let signs = text.chars().filter(|&c| is_spaceless(c)).count();
    let is_long = words >= FEW_WORDS || signs >= FEW_SIGNS;
    let greets = lines.iter().any(|line| {
        let line = fold(&line.chars().take(60).collect::<String>());
        TABLES.greetings.iter().any(|greeting| starts_with(&line, greeting))
    });
    let you = folded.split(' ').filter(|word| TABLES.you.iter().any(|known| known == word)).count();
    let is_about = TABLES.about.iter().any(|phrase| has_phrase(&folded, phrase));
    is_long && !is_about && (greets || words >= MANY_WORDS && you >= 2)
}

/// How many times to talk the lines of a message offer: 0, 1, or 2 for two and more, or for a free choice.
pub fn times_offered(lines: &[&str]) -> usize {
    let whole = fold(&lines.join(" "));
    let questions: usize = lines.iter().map(|line| line.matches(['?', '？']).count()).sum();
    if questions >= MANY_QUESTIONS || TABLES.free.iter().any(|phrase| has_phrase(&whole, phrase)) {
        return 2;
    }
    let (mut days, mut dates, mut parts, mut clocks) = (HashSet::new(), HashSet::new(), HashSet::new(), HashSet::new());
    let mut apart = false;
    for line in lines {
        let folded = fold(line);
        let words: Vec<&str> = folded.split(' ').collect();
        for word in &words {
            days.extend(TABLES.days.iter().filter(|day| is_word(word, day)).map(|day| short(day)));
            parts.extend(TABLES.parts.iter().filter(|part| is_word(word, part)));
        }
        // `Tuesday, 24 November` is one day, `Tuesday or 3 December` are two.
        let is_in = |list: &[String], word: &str| list.iter().any(|known| known == word);
        apart |= words.windows(2).any(|pair| {
            is_in(&TABLES.or, pair[0]) && is_in(&TABLES.days, pair[1])
                || is_in(&TABLES.days, pair[0]) && is_in(&TABLES.or, pair[1])
        });
        let has_month = words.iter().any(|word| month(word).is_some()) || line.contains(['月', '월']);
        let (more_dates, more_clocks) = numbers(line, has_month);
        dates.extend(more_dates);
        clocks.extend(more_clocks);
    }
    let apart = apart && days.len() == 1 && dates.len() == 1;
    days.len().max(dates.len()).max(parts.len()).max(clocks.len()).max(if apart { 2 } else { 0 }).min(2)
}

/// A day by the letters that all of its short forms have.
fn short(day: &str) -> String {
    if day.is_ascii() { day.chars().take(3).collect() } else { day.to_owned() }
}

/// The days of a month and the clock times among the numbers of a line.
fn numbers(line: &str, has_month: bool) -> (HashSet<String>, HashSet<String>) {
    let (mut dates, mut times) = (HashSet::new(), HashSet::new());
    let mut loose: Vec<String> = Vec::new();
    let mut has_clock = false;
    let tokens: Vec<&str> = line.split_whitespace().collect();
    for (at, token) in tokens.iter().enumerate() {
        let token = token.trim_matches(|c: char| !c.is_alphanumeric());
        if !token.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let next = tokens.get(at + 1).map(|next| fold(next)).unwrap_or_default();
        let before = at.checked_sub(1).map(|at| fold(tokens[at])).unwrap_or_default();
        let is_in = |list: &[String], word: &str| list.iter().any(|known| known == word);
        // `11/26`, `26.11.`, `2026-11-26`; but `10:30` and `2-5pm` are clock times.
        let digits = token.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let numbers: Vec<String> = digits.filter(|part| part.len() <= 2).map(str::to_owned).collect();
        let letters: String = fold(token).chars().filter(|c| c.is_alphabetic()).collect();
        let has_letters = is_in(&TABLES.clocks, &letters);
        if is_in(&TABLES.measures, &next) || is_in(&TABLES.measures, &letters) {
            continue;
        }
        if token.contains(':') || has_letters || is_in(&TABLES.clocks, &next) || token.contains(['時', '시', '点']) {
            has_clock = true;
            let ends = token.split(['-', '–', '—', '/']);
            times.extend(ends.map(str::to_owned));
        } else if token.contains(['/', '.']) && numbers.len() >= 2 || token.matches('-').count() == 2 {
            dates.insert(token.to_owned());
        } else if is_in(&TABLES.before_clocks, &before) {
            has_clock = true;
            times.insert(token.to_owned());
        } else if numbers.len() > 1 {
            // `2-5`, a span of time.
            times.extend(numbers);
        } else if letters.is_empty() || matches!(letters.as_str(), "st" | "nd" | "rd" | "th") {
            loose.extend(numbers);
        }
    }
    if has_month {
        dates.extend(loose);
    } else if has_clock {
        times.extend(loose);
    }
    (dates, times)
}

/// The sentence of `text` that asks for a job, and the words that ask.
pub fn asks_for_a_job(text: &str) -> Option<(&str, &'static str)> {
    let sentences = text.split_inclusive(['.', '?', '!', ';', '。', '？', '！']);
    sentences.map(str::trim).filter(|sentence| sentence.len() <= LONGEST).find_map(|sentence| {
        let folded = fold(sentence);
        let asks = TABLES.asks_for_a_job.iter().find(|phrase| has_phrase(&folded, phrase))?;
        let denies = TABLES.denies.iter().any(|phrase| has_phrase(&folded, phrase));
        (!denies).then_some((sentence, asks.as_str()))
    })
}

/// Whether `word` is `known`, or holds it where words are not kept apart.
fn is_word(word: &str, known: &str) -> bool {
    word == known || known.starts_with(is_spaceless) && word.contains(known)
}
