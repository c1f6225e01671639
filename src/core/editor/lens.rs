//! How far a conversation may go next.

use crate::core::note::Note;
use crate::core::recognise::{Group, NAMES, StatusName};

/// The statuses behind the one that a note gives, the next one first. None where it gives none, or is closed.
pub fn further(note: &Note<'_>) -> impl Iterator<Item = &'static StatusName> {
    let now = note.status.get().filter(|status| status.group != Group::Closed);
    let place = now.and_then(|now| NAMES.statuses.iter().position(|status| status.canonical == now.canonical));
    let behind = place.map_or(NAMES.statuses.len(), |place| place + 1);
    NAMES.statuses[behind..].iter().filter(|status| status.group != Group::Closed)
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
            assert_eq!(further(&note).next().map(|status| status.canonical.as_str()), next, "{status}");
        }
    }
}
