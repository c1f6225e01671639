//! Commands within a help: a line that is one is never broken, so that it can be copied.

/// The programs whose commands stand on lines of their own. A sentence begins with a capital letter.
const PROGRAMS: [&str; 4] = ["coffeechat ", "git ", "move ", "mv "];

/// The first of the letters that stand for commands while a text is wrapped. They are of no script, and one column wide.
const FIRST: u32 = 0xE000;

/// A text in which a letter stands for each line that is a command, and these lines.
pub fn held(text: &str) -> (String, Vec<(char, String)>) {
    let mut commands = Vec::new();
    let free = (FIRST..FIRST + 0x100).filter_map(char::from_u32).filter(|letter| !text.contains(*letter));
    let mut free = free.collect::<Vec<_>>().into_iter();
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| match PROGRAMS.iter().any(|program| line.starts_with(program)).then(|| free.next()).flatten() {
            Some(letter) => {
                commands.push((letter, line.to_owned()));
                letter.to_string()
            }
            None => line.to_owned(),
        })
        .collect();
    (lines.join("\n"), commands)
}

/// A drawing with its commands again. The help stands last in it: the same letter further up is the student's.
pub fn restored(drawn: String, commands: &[(char, String)]) -> String {
    commands.iter().fold(drawn, |drawn, (letter, command)| match drawn.rsplit_once(*letter) {
        Some((before, behind)) => format!("{before}{command}{behind}"),
        None => drawn,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_comes_back_as_it_was() {
        let text = "Rename it:\n\ngit mv a b\nmv 'c \u{e000}' d\nGit knows it.\n";
        let (held, commands) = held(text);
        assert_eq!(commands.len(), 2);
        assert!(!held.contains("mv") && held.contains("Git knows it."), "{held}");
        let student = format!("{} is a letter, too\n", commands[0].0);
        assert_eq!(restored(format!("{student}{held}"), &commands), format!("{student}{text}"));
    }
}
