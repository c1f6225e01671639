//! The message to a contact: the student's own words in its section. What the words mean is known elsewhere.

use super::Note;
use super::body::{Line, UnitKind};
use crate::core::activity::Activity;
use crate::core::recognise::{is_placeholder, message};

/// The lines of a message, in order.
#[derive(Debug)]
pub struct Message<'n> {
    /// Without prompts, quotations, and what follows a line that begins a reply.
    pub lines: Vec<&'n Line<'n>>,
}

impl<'n> Message<'n> {
    /// The message of `note`; `None` where there is none yet, or only a note about one.
    pub fn of(note: &'n Note<'_>, activity: &Activity) -> Option<Self> {
        let outreach = activity.known.outreach;
        let mut lines = Vec::new();
        'units: for unit in note.body.units.iter().filter(|unit| unit.owner.has(outreach)) {
            // Under a heading of its own stands a reply, or something that nobody knows.
            let is_right_below = unit.heading.is_some_and(|at| note.body.headings[at].names.has(outreach));
            if unit.quoted || !is_right_below || matches!(unit.kind, UnitKind::Heading | UnitKind::HeadCell) {
                continue;
            }
            let is_ours = activity.is_section_prompt(&unit.text());
            for line in unit.lines.iter().filter(|_| !is_ours) {
                if message::begins_a_reply(&line.text) {
                    break 'units;
                }
                if !line.is_field && !is_placeholder(&line.text) && !activity.is_section_prompt(&line.text) {
                    lines.push(line);
                }
            }
        }
        let texts: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
        message::is_message(&texts).then_some(Self { lines })
    }

    /// The words of its lines.
    pub fn texts(&self) -> Vec<&str> {
        self.lines.iter().map(|line| &*line.text).collect()
    }
}
