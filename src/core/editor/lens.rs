//! How far a conversation may go next.

use crate::core::activity::Activity;
use crate::core::journal::is_told;
use crate::core::note::Note;
use crate::core::recognise::{Group, NAMES, StatusName};

/// The statuses behind the one that a note gives, the next one first. None where it gives none, or is closed. Where it holds what is
/// written afterwards, the conversation was held.
pub fn further(note: &Note<'_>, activity: &Activity) -> impl Iterator<Item = &'static StatusName> {
    let now = note.status.get().filter(|status| status.group != Group::Closed);
    let place = now.and_then(|now| NAMES.statuses.iter().position(|status| status.canonical == now.canonical));
    let behind = place.map_or(NAMES.statuses.len(), |place| place + 1);
    let is_told = is_told(note, activity);
    let fits = move |status: &&StatusName| status.group == Group::Talked || status.group == Group::Open && !is_told;
    NAMES.statuses[behind..].iter().filter(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use crate::core::note::parse;
    use crate::core::text::Source;

    #[test]
    fn a_conversation_goes_on_until_it_ends() {
        for (status, next) in [
            ("status: planned", Some("contacted")),
            ("status: contacted", Some("scheduled")),
            ("status: done", Some("followed-up")),
            ("status: followed-up", None),
            ("status: declined", None),
            ("status: nobody knows", None),
            ("mood: fine", None),
        ] {
            let source = Source::new("n.md", format!("---\nlevel: 1\n{status}\n---\n"));
            let note = parse(&source, &DEFAULT);
            assert_eq!(further(&note, &DEFAULT).next().map(|status| status.canonical.as_str()), next, "{status}");
        }
    }

    #[test]
    fn what_is_told_was_held() {
        for (body, next) in [
            ("## Notes\nBy teaching herself.\n\n## Takeaway\nBuild something small.\n", "talked"),
            ("## Notes\nBy teaching herself.\n\n## Takeaway\n", "contacted"),
        ] {
            let source = Source::new("n.md", format!("---\nlevel: 1\nstatus: planned\n---\n\n{body}"));
            let note = parse(&source, &DEFAULT);
            let found = further(&note, &DEFAULT).next().map(|status| status.canonical.as_str());
            assert_eq!(found, Some(next), "{body}");
        }
    }
}
