//! How the rows of a roster ended that were fetched: a line each, and a closing word with what to type next.

use anstyle::AnsiColor;

use crate::core::cohort::fetching::Outcome;
use crate::render::closing::plural;
use crate::render::{Style, safe};

/// A row's line.
pub fn line(student: &str, outcome: &Outcome, style: Style) -> String {
    let colour = match outcome {
        Outcome::Failed(_) | Outcome::Stopped => AnsiColor::Red,
        Outcome::Cloned(_) | Outcome::Updated(_) => AnsiColor::Green,
        Outcome::Unchanged | Outcome::Passed(_) => AnsiColor::BrightBlack,
    };
    let word = format!("{:<9}", outcome.name());
    let word = match style.colour {
        true => format!("{0}{word}{0:#}", anstyle::Style::new().fg_color(Some(colour.into()))),
        false => word,
    };
    let more = match outcome {
        Outcome::Cloned(0) => ": no commit yet".to_owned(),
        Outcome::Cloned(count) => format!(": {}", plural(*count, "commit", "commits")),
        Outcome::Updated(0) => ": no new commit, and another one is the latest".to_owned(),
        Outcome::Updated(count) => format!(": {}", plural(*count, "new commit", "new commits")),
        Outcome::Unchanged | Outcome::Stopped => String::new(),
        Outcome::Passed(why) => format!(": {why}"),
        Outcome::Failed(why) => format!(": {}", safe::inline(why)),
    };
    format!("{word}  {}{more}\n", safe::inline(student))
}

/// What is said behind the last row.
pub struct Closing<'c> {
    /// How each row ended.
    pub outcomes: &'c [Outcome],
    /// Whether what is on this machine was asked for as well.
    pub allow_local: bool,
    /// The roster, as it was given.
    pub roster: &'c str,
    /// The folder of the class, as it was given.
    pub dir: &'c str,
}

impl Closing<'_> {
    /// The counts, and the next command.
    pub fn render(&self) -> String {
        if self.outcomes.is_empty() {
            return "Nothing is left to fetch: the last run had every journal.\n".to_owned();
        }
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for outcome in self.outcomes {
            match counts.iter_mut().find(|(name, _)| *name == outcome.name()) {
                Some((_, count)) => *count += 1,
                None => counts.push((outcome.name(), 1)),
            }
        }
        counts.sort_by_key(|(name, _)| ORDER.iter().position(|known| known == name));
        let parts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        let rows = plural(self.outcomes.len(), "row", "rows");
        let word = |path: &str| safe::argument(&safe::path(path)).into_owned();
        let (roster, dir) = (word(self.roster), word(self.dir));
        let is_left = |outcome: &Outcome| matches!(outcome, Outcome::Failed(_) | Outcome::Stopped);
        let next = match self.outcomes.iter().any(is_left) {
            true => {
                let local = if self.allow_local { " --allow-local" } else { "" };
                format!("To try those again: coffeechat cohort sync {roster} --into {dir}{local} --only-failed\n")
            }
            false => String::new(),
        };
        format!(
            "{rows}: {}.\n{next}To see how far each student is: coffeechat cohort check {dir} --roster {roster}\n",
            parts.join(", ")
        )
    }
}

/// The order in which the counts are told.
const ORDER: [&str; 6] = ["cloned", "updated", "unchanged", "skipped", "failed", "stopped"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Called;

    #[test]
    fn what_others_wrote_stays_on_its_line_and_moves_nothing() {
        let outcome = Outcome::Failed("Git could not\n::error:: fetch it: \u{1b}[2J".to_owned());
        let line = line(
            "Mara\n\u{202e}Linde\u{1b}]0;x\u{7}",
            &outcome,
            Style { colour: false, unicode: true, width: 80, called: Called::ByName },
        );
        assert_eq!(line.matches('\n').count(), 1, "{line}");
        assert!(!line.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{line}");
    }

    #[test]
    fn the_next_command_can_be_typed() {
        let outcomes = [Outcome::Cloned(2), Outcome::Failed("x".to_owned()), Outcome::Cloned(1)];
        let closing = Closing { outcomes: &outcomes, allow_local: false, roster: "my class.csv", dir: "class" };
        let said = closing.render();
        assert!(said.starts_with("3 rows: 2 cloned, 1 failed.\n"), "{said}");
        assert!(said.contains("cohort sync 'my class.csv' --into class --only-failed"), "{said}");
    }
}
