//! What an editor asks of a note: functions of a text, a byte in it, the activity and what is known of the journal. Knows no protocol.

pub mod edits;
pub mod silence;
