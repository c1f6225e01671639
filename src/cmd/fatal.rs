//! What stops a command, for people.

use crate::core::diagnostic::Severity;
use crate::core::text::LineIndex;
use crate::error::Error;
use crate::render::frame::{Frame, Scene, draw};
use crate::render::{Style, narrated, safe};

/// The longest message, in characters.
const MOST_WORDS: usize = 1_000;

/// The most mistakes of one file that are shown at once.
const MOST_MISTAKES: usize = 5;

/// A fatal error for people, with the place where there is one. `graphics` says whether it may be drawn.
pub fn describe(error: &Error, style: Style, graphics: bool) -> String {
    let help = error.help().unwrap_or_default();
    let below = style.called.below(help).map(|said| format!("{said}\n")).unwrap_or_default();
    if let Error::File { source_text, mistakes } = error {
        let index = LineIndex::new(&source_text.text);
        let mut text = String::new();
        for mistake in mistakes.iter().take(MOST_MISTAKES) {
            let frame = Frame {
                severity: Severity::Error,
                code: None,
                message: mistake.message.clone(),
                scene: Some(Scene { source: source_text, index: &index, places: vec![(mistake.span, "here")] }),
                help: mistake.help.clone(),
            };
            text.push_str(&if graphics { draw(&frame, style) } else { narrated::draw(&frame, style) });
        }
        if mistakes.len() > MOST_MISTAKES {
            text.push_str("There are more mistakes in this file; they are shown once these are mended.\n");
        }
        return text + &below;
    }
    // A value that is repeated in it may be as long as a file.
    let message: String = error.to_string().chars().take(MOST_WORDS).collect();
    let mut text = format!("coffeechat: {}\n", safe::inline(&message));
    if !help.is_empty() {
        text.push_str(&format!("{}\n", safe::same_length(help)));
    }
    text + &below
}
