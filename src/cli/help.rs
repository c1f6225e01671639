//! How help looks: examples first, then what there is to type, in groups. The words stand with the commands; here is their order.

use clap::Command;
use clap::builder::StyledStr;
use clap::builder::styling::{Style, Styles};

/// The commands of the tool by what they are for, in the order of a first week.
const GROUPS: [(&str, &[&str]); 4] = [
    ("A conversation", &["init", "new", "adopt", "questions", "outreach", "mark"]),
    ("What is missing, what is next", &["lint", "status", "hook", "explain", "rules"]),
    ("A class", &["cohort"]),
    ("Around it", &["lsp", "schema", "completions", "man"]),
];

/// How far a command's words are from the margin.
const COLUMN: usize = 15;

/// Gives a command, and all below it, the order of its help.
pub fn arranged(tree: Command) -> Command {
    let heading = *Styles::default().get_header();
    let tree = tree.mut_subcommands(arranged);
    let examples = match tree.get_before_help() {
        Some(_) => format!("{heading}Examples:{heading:#}\n{{before-help}}"),
        None => String::new(),
    };
    let rest = match tree.get_name() {
        "coffeechat" => {
            format!("{}{heading}Options:{heading:#}\n{{options}}{{after-help}}", commands(&tree, heading))
        }
        _ => "{all-args}{after-help}".to_owned(),
    };
    let template = format!("{{about-with-newline}}\n{examples}{{usage-heading}} {{usage}}\n\n{rest}");
    tree.help_template(StyledStr::from(template))
}

/// The commands in their groups. One that has none stands in the last.
fn commands(tree: &Command, heading: Style) -> String {
    let mut out = String::new();
    let literal = *Styles::default().get_literal();
    let grouped = |name: &str| GROUPS.iter().any(|(_, names)| names.contains(&name));
    let last = GROUPS.len() - 1;
    for (nth, (title, names)) in GROUPS.iter().enumerate() {
        let of = names.iter().filter_map(|name| tree.find_subcommand(name));
        let rest = tree.get_subcommands().filter(|command| nth == last && !grouped(command.get_name()));
        out.push_str(&format!("{heading}{title}:{heading:#}\n"));
        for command in of.chain(rest) {
            let name = command.get_name();
            let gap = " ".repeat(COLUMN.saturating_sub(name.len() + 2));
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            out.push_str(&format!("  {literal}{name}{literal:#}{gap}{about}\n"));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::super::tree;
    use super::*;

    /// All commands by their whole names, as they are typed.
    fn all() -> Vec<(String, Command)> {
        let mut found = Vec::new();
        let mut waiting = vec![(String::from("coffeechat"), tree())];
        while let Some((name, command)) = waiting.pop() {
            for below in command.get_subcommands() {
                waiting.push((format!("{name} {}", below.get_name()), below.clone()));
            }
            found.push((name, command));
        }
        found
    }

    #[test]
    fn every_command_begins_its_help_with_examples_that_are_understood() {
        let (mut commands, mut examples) = (0, 0);
        for (name, command) in all() {
            commands += 1;
            let text = command.get_before_help().map(ToString::to_string).unwrap_or_default();
            assert!(text.contains(&name), "{name} has an example of its own: {text:?}");
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{name}: too long for a terminal: {line}");
                let command = line.trim_start().split("  ").next().unwrap_or_default();
                // What a shell does around it: a pipe, a file, a substitution.
                let command = command.split(['|', '>', ')']).next().unwrap_or_default();
                let command = command.trim_start_matches("source <(").trim_start_matches("eval (");
                let words = shlex::split(command).expect("words");
                tree().try_get_matches_from(&words).unwrap_or_else(|why| panic!("{name}: {line}\n{why}"));
                examples += 1;
            }
        }
        assert!(commands > 20 && examples > 30, "{commands} commands, {examples} examples");
    }

    #[test]
    fn what_others_call_a_command_is_none_here_and_leads_to_one() {
        let tree = tree();
        for (name, meant) in crate::cli::OTHER_NAMES {
            let first = meant.split(' ').next().unwrap_or_default();
            assert!(tree.find_subcommand(name).is_none() && tree.find_subcommand(first).is_some(), "{name}: {meant}");
        }
    }

    #[test]
    fn every_option_says_what_holds_without_it() {
        let mut seen = 0;
        for (name, command) in all() {
            let takes = |arg: &&Arg| arg.get_action().takes_values() && !arg.is_required_set() && !arg.is_positional();
            for arg in command.get_arguments().filter(takes) {
                let told = format!(
                    "{} {}",
                    arg.get_help().cloned().unwrap_or_default(),
                    arg.get_long_help().cloned().unwrap_or_default()
                );
                let says = !arg.get_default_values().is_empty()
                    || ["ithout this", "ithout one", "[default"].iter().any(|words| told.contains(words));
                assert!(says, "{name} --{}: {told}", arg.get_id());
                seen += 1;
            }
        }
        assert!(seen > 40, "{seen} options");
    }

    #[test]
    fn every_command_stands_in_one_group_and_its_words_on_one_line() {
        let tree = tree();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let mut known: Vec<&str> = tree.get_subcommands().map(Command::get_name).collect();
        grouped.sort_unstable();
        known.sort_unstable();
        assert_eq!(grouped, known);
        for (name, command) in all() {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let column = if name == "coffeechat" { 0 } else { COLUMN };
            assert!(!about.is_empty() && about.len() + column <= 80, "{name}: {about}");
        }
    }
}
