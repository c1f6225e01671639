//! What stands at a place of a note: a key, a value of one that is known, the heading of a section.

use super::section_keys;
use crate::core::activity::{Activity, Level};
use crate::core::note::Note;
use crate::core::note::fields::{Field, Match};
use crate::core::recognise::StatusName;
use crate::core::text::Span;

/// What stands there.
#[derive(Debug, Clone)]
pub enum Subject<'s> {
    /// A key of the front matter, by the field that it gives.
    Key(&'s str),
    /// A level.
    Level(&'s Level),
    /// A status.
    Status(&'static StatusName),
    /// A channel, in canonical spelling.
    Channel(&'static str),
    /// The heading of sections, by their keys.
    Sections(Vec<&'s str>),
}

/// What stands at byte `offset`, and from where to where.
pub fn at<'s>(note: &'s Note<'_>, activity: &'s Activity, offset: usize) -> Option<(Span, Subject<'s>)> {
    let is_here = |span: Span| span.start <= offset && offset <= span.end;
    let key = note.keys.list.iter().find(|key| is_here(key.span) && key.matched != Match::Own);
    if let Some((key, field)) = key.and_then(|key| Some((key, key.field.as_deref()?))) {
        return Some((key.span, Subject::Key(field)));
    }
    if let Field::Read(status, at) = &note.status
        && is_here(at.value)
    {
        return Some((at.value, Subject::Status(status)));
    }
    if let Field::Read(channel, at) = &note.channel
        && is_here(at.value)
    {
        return Some((at.value, Subject::Channel(channel)));
    }
    if let Field::Read(number, at) = &note.level
        && is_here(at.value)
    {
        let level = activity.levels.iter().find(|level| level.level == *number)?;
        return Some((at.value, Subject::Level(level)));
    }
    let heading = note.body.headings.iter().find(|heading| is_here(heading.span) && !heading.names.is_none())?;
    let set = |key: &str| activity.section(key).map_or_else(|| activity.named_by_whole(key), |(set, _)| set);
    let keys = section_keys(activity).filter(|key| heading.names.has(set(key))).collect();
    Some((heading.span, Subject::Sections(keys)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;

    fn seen(text: &str) -> String {
        let offset = text.find('|').expect("a cursor");
        let source = Source::new("n.md", text.replacen('|', "", 1));
        let note = parse(&source, &DEFAULT);
        match at(&note, &DEFAULT, offset) {
            None => String::new(),
            Some((_, Subject::Key(field))) => format!("key {field}"),
            Some((_, Subject::Level(level))) => format!("level {}", level.level),
            Some((_, Subject::Status(status))) => format!("status {}", status.canonical),
            Some((_, Subject::Channel(channel))) => format!("channel {channel}"),
            Some((_, Subject::Sections(keys))) => format!("sections {}", keys.join(" ")),
        }
    }

    #[test]
    fn keys_values_and_headings_are_known_by_any_spelling() {
        for (text, what) in [
            ("---\nle|vel: II\n---\n", "key level"),
            ("---\nlevel: I|I\n---\n", "level 2"),
            ("---\nlevel: 1\nstatus: d|one\n---\n", "status talked"),
            ("---\nlevel: 1\nchannel: zoo|m\n---\n", "channel video"),
            ("---\ncontact:\n  na|me: Ada\n---\n", "key name"),
            ("---\nmo|od: fine\n---\n", ""),
            ("---\nlevel: 1\n---\n\n## Key ta|keaways\n", "sections takeaway"),
            ("---\nlevel: 1\n---\n\n## Not|es / Takeaway\n", "sections notes takeaway"),
            ("---\nlevel: 1\n---\n\nWo|rds\n", ""),
        ] {
            assert_eq!(seen(text), what, "{text}");
        }
    }
}
