//! What an editor asks of a note: functions of a text, a byte in it, the activity and what is known of the journal. Knows no protocol.

use super::activity::Activity;
use super::recognise::NAMES;

pub mod complete;
pub mod edits;
pub mod lens;
mod lines;
pub mod silence;
pub mod subject;
pub mod symbols;

/// The keys of all sections: those of the activity, in its order, then the others that every activity knows.
fn section_keys(activity: &Activity) -> impl Iterator<Item = &str> {
    let own = activity.sections.iter().map(|section| section.key.as_str());
    let common = NAMES.sections.iter().map(|name| name.canonical.as_str());
    own.chain(common.filter(|key| activity.section(key).is_none()))
}
