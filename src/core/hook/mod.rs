//! The text of a pre-commit hook: our block of lines in it, and what stands around that. It knows neither files nor Git.
//!
//! The block stands first, so that no `exit` of theirs keeps it from being reached. It runs in a subshell with an input of its own,
//! so that variables, arguments, exit codes and input of what follows are as they were without it.

use std::ops::Range;

/// What the first line of our block begins with.
const OPENS: &str = "# >>> coffeechat >>>";

/// The last line of our block.
const CLOSES: &str = "# <<< coffeechat <<<";

/// The block, for any shell that git can be given.
const BLOCK: &str = include_str!("block.sh");

/// How the block takes up a binary that is not on the `PATH`, with the place of its path.
const FALLBACK: &str = "  command -v \"$tool\" >/dev/null 2>&1 || tool=FALLBACK\n";

/// A hook of ours without the block.
const FRESH: &str = "#!/bin/sh\n\n# Commands of your own may follow here.\n";

/// The shells whose scripts can hold the block.
const SHELLS: [&str; 5] = ["sh", "bash", "dash", "zsh", "ksh"];

/// Why a hook that is there cannot take our block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its first line names no shell.
    NoShell,
    /// Its first line ends as on Windows, so that no system but that can start it.
    WindowsLines,
    /// It is a shell script only until it has another program read it.
    HandsOn,
    /// The two lines around our block do not stand there as a pair.
    Markers,
}

/// What becomes of a hook that takes our block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing: it has this very block.
    None,
    /// The block is new in it.
    Added(String),
    /// The block is in the place of another one of ours.
    Renewed(String),
}

/// Our block. Where `coffeechat` is not on the `PATH`, as in many graphical programs, it runs the binary at `fallback`.
pub fn block(fallback: Option<&str>) -> String {
    match fallback.filter(|path| !path.contains(char::is_control)) {
        Some(path) => BLOCK.replace("=FALLBACK", &format!("={}", quote(path))),
        None => BLOCK.replace(FALLBACK, ""),
    }
}

/// A hook with nothing in it but our block.
pub fn fresh(block: &str) -> String {
    below_first_line(FRESH, block)
}

/// Whether nothing but our own words is left of a hook without its block.
pub fn is_bare(rest: &str) -> bool {
    rest == FRESH
}

/// `hook` with our block right below its first line, or where one of ours stands already.
///
/// # Errors
/// Why it cannot take the block.
pub fn insert(hook: &str, block: &str) -> Result<Change, Refusal> {
    if let Some(place) = find(hook)? {
        let block = if hook[place.clone()].ends_with('\n') { block } else { block.trim_end() };
        if hook[place.clone()] == *block {
            return Ok(Change::None);
        }
        return Ok(Change::Renewed([&hook[..place.start], block, &hook[place.end..]].concat()));
    }
    let first = hook.split('\n').next().unwrap_or_default();
    if !is_shell(first) {
        return Err(Refusal::NoShell);
    }
    if first.ends_with('\r') {
        return Err(Refusal::WindowsLines);
    }
    if hook.lines().any(hands_on) {
        return Err(Refusal::HandsOn);
    }
    Ok(Change::Added(below_first_line(hook, block)))
}

/// `hook` without our block, byte for byte as it was before that; `None` where it has none.
///
/// # Errors
/// [`Refusal::Markers`].
pub fn remove(hook: &str) -> Result<Option<String>, Refusal> {
    let Some(place) = find(hook)? else { return Ok(None) };
    let before = &hook[..place.start];
    // Where the block has no line end, the hook had none, and got one for the block's sake.
    let before = if hook[place.clone()].ends_with('\n') { before } else { before.strip_suffix('\n').unwrap_or(before) };
    Ok(Some([before, &hook[place.end..]].concat()))
}

/// Whether our block stands in `hook`, in whatever state.
pub fn is_ours(hook: &str) -> bool {
    find(hook).is_ok_and(|place| place.is_some())
}

/// The binary that the block in `hook` runs where `coffeechat` is not on the `PATH`.
pub fn fallback(hook: &str) -> Option<String> {
    let block = &hook[find(hook).ok().flatten()?];
    let line = block.lines().find(|line| line.contains("|| tool='"))?;
    let quoted = line.split_once("|| tool='")?.1.strip_suffix('\'')?;
    Some(quoted.replace("'\\''", "'"))
}

fn below_first_line(hook: &str, block: &str) -> String {
    match hook.split_once('\n') {
        Some((first, rest)) => format!("{first}\n{block}{rest}"),
        None => format!("{hook}\n{}", block.trim_end()),
    }
}

/// Where our block stands: from the start of its first line to behind the end of its last.
fn find(hook: &str) -> Result<Option<Range<usize>>, Refusal> {
    let (mut opens, mut closes, mut at) = (Vec::new(), Vec::new(), 0);
    for line in hook.split_inclusive('\n') {
        if line.starts_with(OPENS) {
            opens.push(at);
        }
        at += line.len();
        if line.trim_end() == CLOSES {
            closes.push(at);
        }
    }
    match (opens[..].as_ref(), closes[..].as_ref()) {
        ([], []) => Ok(None),
        ([start], [end]) if start < end && is_block(&hook[*start..*end]) => Ok(Some(*start..*end)),
        _ => Err(Refusal::Markers),
    }
}

/// Whether lines between our two are ours, of whatever version: a subshell. A text that only quotes them is somebody else's.
fn is_block(lines: &str) -> bool {
    let mut inner = lines.lines().skip(1);
    let ends = lines.lines().rev().nth(1).is_some_and(|line| line.starts_with(')'));
    inner.next() == Some("(") && ends
}

/// Whether a first line has a shell read the file, by its path or through `env`.
fn is_shell(first: &str) -> bool {
    let Some(rest) = first.strip_prefix("#!") else { return false };
    let name = |word: &str| word.rsplit(['/', '\\']).next().unwrap_or(word).trim_end_matches(".exe").to_owned();
    let mut words = rest.split_whitespace();
    let mut program = words.next().map(name);
    if program.as_deref() == Some("env") {
        program = words.find(|word| !word.starts_with('-') && !word.contains('=')).map(name);
    }
    program.is_some_and(|program| SHELLS.contains(&&*program))
}

/// Whether a line gives the file itself to another program, which reads it as something else than a shell script.
fn hands_on(line: &str) -> bool {
    let is_itself = |word: &str| matches!(word.trim_matches(['"', '\'', ';']), "$0" | "${0}" | "$BASH_SOURCE");
    !line.trim_start().starts_with('#') && line.contains("exec") && line.split_whitespace().any(is_itself)
}

/// A path as one word of a shell.
fn quote(path: &str) -> String {
    format!("'{}'", path.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_comes_and_goes_without_a_trace() {
        for hook in [
            "#!/bin/sh\n",
            "#!/bin/sh",
            "#!/usr/bin/env -S bash -eu\necho \"$@\"\nexit 0",
            "#! /bin/zsh -f\n\n\n# ours\r\nexit 3\r\n",
        ] {
            for path in [None, Some("/opt/a b/it's $HOME/`x`/coffeechat")] {
                let Ok(Change::Added(with)) = insert(hook, &block(path)) else { panic!("{hook} takes the block") };
                assert!(is_ours(&with) && fallback(&with).as_deref() == path);
                assert_eq!(insert(&with, &block(path)), Ok(Change::None), "a second time changes nothing");
                assert_eq!(remove(&with), Ok(Some(hook.to_owned())));
                let Ok(Change::Renewed(other)) = insert(&with, &block(Some("/b"))) else { panic!("it is renewed") };
                assert_eq!(remove(&other), Ok(Some(hook.to_owned())));
            }
        }
        assert_eq!(remove(&fresh(&block(None))).map(|rest| rest.is_some_and(|rest| is_bare(&rest))), Ok(true));
        assert!(!block(None).contains("FALLBACK") && !block(Some("/x")).contains("FALLBACK"));
    }

    #[test]
    fn what_is_no_shell_script_is_left_alone() {
        for (hook, why) in [
            ("", Refusal::NoShell),
            ("echo no first line\n", Refusal::NoShell),
            ("#!/usr/bin/env python3\n", Refusal::NoShell),
            ("#!/usr/bin/fish\n", Refusal::NoShell),
            ("#!/bin/sh\r\nexit 0\r\n", Refusal::WindowsLines),
            ("#!/bin/sh\n'''exec' python3 \"$0\" \"$@\"\n' '''\n", Refusal::HandsOn),
            ("#!/bin/sh\n# >>> coffeechat >>>\n", Refusal::Markers),
            ("#!/bin/sh\n# <<< coffeechat <<<\n# >>> coffeechat >>>\n", Refusal::Markers),
            ("#!/bin/sh\ncat <<X\n# >>> coffeechat >>> x\nfoo\n# <<< coffeechat <<<\nX\n", Refusal::Markers),
        ] {
            assert_eq!(insert(hook, &block(None)), Err(why), "{hook}");
        }
        let other = "#!/bin/sh\nexec \"$(dirname \"$0\")/../../check.sh\" \"$@\"\n";
        assert!(insert(other, &block(None)).is_ok(), "another script is no other language");
    }
}
