//! What students write in the place of a heading: a name and a colon, a bold line, `##Notes`.

use std::iter;

use super::Line;
use crate::core::recognise::has_word;

/// How far into a line, in bytes, the end of a name is looked for.
const MAX_NAME: usize = 64;
/// The longest line, in bytes, that is nothing but a name.
const MAX_LINE: usize = 80;

/// A line that begins with a name.
#[derive(Debug, Clone, Copy)]
pub struct Label<'l> {
    /// The name, without Markdown.
    pub name: &'l str,
    /// Where, in bytes of the line, the text behind it begins, if there is any.
    pub rest: Option<usize>,
}

/// The ways in which `line` may begin with a name, the likeliest first. `alone` says whether the whole line may be one. Each is looked
/// for when it is asked for: most lines are sentences, and one look at their beginning tells.
pub fn labels<'l>(line: &'l Line<'_>, may_stand_alone: bool) -> impl Iterator<Item = Label<'l>> {
    let text: &str = &line.text;
    let start = start_of(text);
    iter::once_with(|| before_colon(line))
        .chain(iter::once_with(move || may_have(text, b'-').then(|| dash(text, start)).flatten()))
        .chain(iter::once_with(move || (line.strong > start).then(|| bold(line, start)).flatten()))
        .chain(iter::once_with(move || {
            (may_stand_alone && text.len() <= MAX_LINE).then(|| alone(text, start)).flatten()
        }))
        .flatten()
}

/// The name before a colon, if `line` begins with one.
pub fn before_colon<'l>(line: &'l Line<'_>) -> Option<Label<'l>> {
    let text: &str = &line.text;
    may_have(text, b':').then(|| colon(text, start_of(text))).flatten()
}

/// Whether `sign`, or one like it in another script, may stand near the beginning.
fn may_have(text: &str, sign: u8) -> bool {
    let head = &text.as_bytes()[..text.len().min(MAX_NAME)];
    memchr::memchr(sign, head).is_some() || !head.is_ascii()
}

/// Where the name begins: behind `[!note] `.
fn start_of(text: &str) -> usize {
    if text.starts_with("[!") { callout(text) } else { 0 }
}

/// Where the text behind `[!note] ` begins.
fn callout(text: &str) -> usize {
    let inside = text.strip_prefix("[!").and_then(|rest| rest.find(']'));
    inside.map_or(0, |at| {
        let end = at + 3;
        end + text[end..].len() - text[end..].trim_start().len()
    })
}

fn name_of(text: &str) -> Option<&str> {
    let name = text.trim_matches(['*', '_', ' ', '\t', '~']);
    (name.len() <= MAX_LINE && has_word(name) && name.split_whitespace().count() <= 8).then_some(name)
}

fn behind(text: &str, from: usize) -> Option<usize> {
    let rest = text[from..].trim_start_matches([':', '：', '*', '_', ' ', '\t', '-', '–', '—']);
    has_word(rest).then_some(text.len() - rest.len())
}

/// `Name: rest`, and `name:: rest` of some outliners.
fn colon(text: &str, start: usize) -> Option<Label<'_>> {
    let (at, _) =
        text.char_indices().skip_while(|(at, _)| *at < start).take(MAX_NAME).find(|(_, c)| matches!(c, ':' | '：'))?;
    Some(Label { name: name_of(&text[start..at])?, rest: behind(text, at) })
}

/// `Name - rest`.
fn dash(text: &str, start: usize) -> Option<Label<'_>> {
    let mut before = ' ';
    let (at, _) = text[start..].char_indices().take(MAX_NAME).find(|&(at, c)| {
        let spaced =
            before == ' ' && matches!(c, '-' | '–' | '—') && text[start + at + c.len_utf8()..].starts_with(' ');
        before = c;
        spaced && at > 0
    })?;
    let at = start + at;
    Some(Label { name: name_of(&text[start..at])?, rest: behind(text, at) })
}

/// `**Name** rest`.
fn bold<'l>(line: &'l Line<'_>, start: usize) -> Option<Label<'l>> {
    let text: &str = &line.text;
    let is_prefix = line.strong > start && line.strong < text.trim_end().len();
    let name = is_prefix.then(|| text.get(start..line.strong)).flatten()?;
    Some(Label { name: name_of(name)?, rest: behind(text, line.strong) })
}

/// The whole line is the name.
fn alone(text: &str, start: usize) -> Option<Label<'_>> {
    // `Thank you for reading this far.` ends a message; it does not name the section for a thank-you.
    let is_sentence = text.trim_end().ends_with(['.', '!', ',']) && text.split_whitespace().count() > 3;
    if is_sentence {
        return None;
    }
    Some(Label { name: name_of(&text[start..])?, rest: None })
}

/// `##Notes`, or `\## Notes` as some exports write it: its level and its name.
pub fn unspaced_heading(text: &str) -> Option<(u8, &str)> {
    let name = text.trim_start_matches('#');
    let level = text.len() - name.len();
    (1..=6).contains(&level).then(|| (u8::try_from(level).unwrap_or(6), name.trim()))
}
