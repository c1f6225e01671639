//! What students write in the place of a heading: a name and a colon, a bold line, `##Notes`.

use super::Line;
use crate::core::recognise::has_word;

/// How far into a line, in bytes, the end of a name is looked for.
const MAX_NAME: usize = 64;
/// The longest line, in bytes, that is nothing but a name.
const MAX_LINE: usize = 80;

/// How a name is told from the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `Name: rest`, and `name:: rest` of some outliners.
    Colon,
    /// `Name - rest`.
    Dash,
    /// `**Name** rest`.
    Bold,
    /// The whole line is the name.
    Alone,
}

/// A line that begins with a name.
#[derive(Debug, Clone, Copy)]
pub struct Label<'l> {
    /// The name, without Markdown.
    pub name: &'l str,
    /// How it is told from the rest.
    pub sign: Sign,
    /// Where, in bytes of the line, the text behind it begins, if there is any.
    pub rest: Option<usize>,
}

/// The ways in which `line` may begin with a name, the likeliest first. `alone` says whether the whole line may be one.
pub fn labels<'l>(line: &'l Line<'_>, may_stand_alone: bool) -> impl Iterator<Item = Label<'l>> {
    let text: &str = &line.text;
    // Most lines are sentences. One look at their beginning tells them, and spares them the rest.
    let head = &text.as_bytes()[..text.len().min(MAX_NAME)];
    let is_ascii = head.is_ascii();
    let may_have = |sign: u8| !is_ascii || memchr::memchr(sign, head).is_some();
    let start = if head.starts_with(b"[!") { callout(text) } else { 0 };
    let all = [
        may_have(b':').then(|| colon(text, start)),
        may_have(b'-').then(|| dash(text, start)),
        (line.strong > start).then(|| bold(line, start)),
        (may_stand_alone && text.len() <= MAX_LINE).then(|| alone(text, start)),
    ];
    all.into_iter().flatten().flatten()
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

fn colon(text: &str, start: usize) -> Option<Label<'_>> {
    let (at, _) =
        text.char_indices().skip_while(|(at, _)| *at < start).take(MAX_NAME).find(|(_, c)| matches!(c, ':' | '：'))?;
    Some(Label { name: name_of(&text[start..at])?, sign: Sign::Colon, rest: behind(text, at) })
}

fn dash(text: &str, start: usize) -> Option<Label<'_>> {
    let mut before = ' ';
    let (at, _) = text[start..].char_indices().take(MAX_NAME).find(|&(at, c)| {
        let spaced =
            before == ' ' && matches!(c, '-' | '–' | '—') && text[start + at + c.len_utf8()..].starts_with(' ');
        before = c;
        spaced && at > 0
    })?;
    let at = start + at;
    Some(Label { name: name_of(&text[start..at])?, sign: Sign::Dash, rest: behind(text, at) })
}

fn bold<'l>(line: &'l Line<'_>, start: usize) -> Option<Label<'l>> {
    let text: &str = &line.text;
    let is_prefix = line.strong > start && line.strong < text.trim_end().len();
    let name = is_prefix.then(|| text.get(start..line.strong)).flatten()?;
    Some(Label { name: name_of(name)?, sign: Sign::Bold, rest: behind(text, line.strong) })
}

fn alone(text: &str, start: usize) -> Option<Label<'_>> {
    // `Thank you for reading this far.` ends a message; it does not name the section for a thank-you.
    let is_sentence = text.trim_end().ends_with(['.', '!', ',']) && text.split_whitespace().count() > 3;
    if is_sentence {
        return None;
    }
    Some(Label { name: name_of(&text[start..])?, sign: Sign::Alone, rest: None })
}

/// `##Notes`, or `\## Notes` as some exports write it: its level and its name.
pub fn unspaced_heading(text: &str) -> Option<(u8, &str)> {
    let name = text.trim_start_matches('#');
    let level = text.len() - name.len();
    (1..=6).contains(&level).then(|| (u8::try_from(level).unwrap_or(6), name.trim()))
}
