//! A box to tick, as Markdown has it at the beginning of an item: `- [ ] write to her`.

/// Whether the box that a line begins with is ticked, and what stands behind it.
pub fn boxed(line: &str) -> Option<(bool, &str)> {
    let boxed = line.trim_start_matches(|c: char| {
        matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit()
    });
    let marks = [("[ ]", false), ("[x]", true), ("[X]", true)];
    let (is_ticked, rest) = marks.iter().find_map(|(mark, is_ticked)| Some((*is_ticked, boxed.strip_prefix(mark)?)))?;
    let is_box = boxed.len() < line.len() && (rest.is_empty() || rest.starts_with(' '));
    is_box.then_some((is_ticked, rest))
}
