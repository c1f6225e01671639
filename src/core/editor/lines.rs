//! Front matter as lines, while it is written: half a line is no YAML yet, and is to be completed all the same.

use crate::core::activity::Activity;
use crate::core::recognise::{field_synonym, folded};
use crate::core::text::{Span, lines};

/// A line of front matter.
#[derive(Debug, Clone, Copy)]
pub struct Line<'t> {
    /// Where it stands, without its end.
    pub span: Span,
    /// How far its key is from the margin; the mark of a list counts as space.
    pub indent: usize,
    /// The key: all before the colon, or the whole line where there is none yet.
    pub key: &'t str,
    /// Where the colon stands.
    pub colon: Option<usize>,
}

impl<'t> Line<'t> {
    fn of(span: Span, text: &'t str) -> Self {
        let line = span.of(text);
        let rest = line.trim_start();
        let rest = rest.strip_prefix("- ").map_or(rest, str::trim_start);
        let indent = line.len() - rest.len();
        let colon = rest.find(':').filter(|_| !rest.starts_with(['#', '"', '\'', '{', '[']));
        let key = colon.map_or(rest, |at| &rest[..at]).trim_end();
        Self { span, indent, key, colon: colon.map(|at| span.start + indent + at) }
    }

    /// Where the value stands, without a comment behind it; empty, behind the colon and its space, where there is none.
    pub fn value(&self, text: &str) -> Option<Span> {
        let start = self.colon? + 1;
        let rest = Span::new(start, self.span.end).of(text);
        let end = rest.find(" #").map_or(rest.len(), |at| at);
        let value = rest[..end].trim_end();
        let blanks = value.len() - value.trim_start().len();
        Some(match value.trim_start().is_empty() {
            true => Span::new(start + usize::from(rest.starts_with(' ')), start + usize::from(rest.starts_with(' '))),
            false => Span::new(start + blanks, start + value.len()),
        })
    }

    /// The field that the key names.
    pub fn field<'f>(&self, fields: &'f [String]) -> Option<&'f str> {
        let key = folded(self.key);
        let exact = fields.iter().find(|field| field.replace('-', " ") == *key);
        let meant = || field_synonym(&key).and_then(|meant| fields.iter().find(|field| *field == meant));
        exact.or_else(meant).map(String::as_str)
    }
}

/// The lines between the two `---`; those up to the first heading where the second one is not written yet. None where the text does not
/// begin with one.
pub fn of_front_matter(text: &str) -> Vec<Line<'_>> {
    let mut all = lines(text).skip_while(|(_, line)| line.trim_start_matches('\u{feff}').trim().is_empty());
    if all.next().is_none_or(|(_, line)| line.trim_start_matches('\u{feff}').trim_end() != "---") {
        return Vec::new();
    }
    let is_closed = all.by_ref().any(|(_, line)| line.trim_end() == "---");
    let again = lines(text).skip_while(|(_, line)| line.trim_start_matches('\u{feff}').trim().is_empty()).skip(1);
    let inside = again.take_while(|(_, line)| {
        line.trim_end() != "---" && (is_closed || !line.starts_with("# ") && !line.starts_with("##"))
    });
    inside.map(|(span, _)| Line::of(span, text)).collect()
}

/// The value of a field that stands at the margin.
pub fn value_of<'t>(all: &[Line<'_>], field: &str, text: &'t str, activity: &Activity) -> Option<&'t str> {
    let line = all.iter().find(|line| line.indent == 0 && line.field(activity.field_names()) == Some(field))?;
    Some(line.value(text)?.of(text).trim_matches(['"', '\''])).filter(|value| !value.is_empty())
}
