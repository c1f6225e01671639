//! What somebody has to type to call the tool. Who has it from `npx` alone has no `coffeechat` on the `PATH`.
//!
//! Only lines for people pass here. What programs read, and what a hook runs, is the same however the tool was called.

use std::borrow::Cow;

/// The name that stands in our own words.
const NAME: &str = "coffeechat ";

/// How the tool was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Called {
    /// By its name.
    #[default]
    ByName,
    /// By npm, which fetches it and keeps it for itself.
    ByNpx,
}

impl Called {
    /// What a launcher says of itself. Any other word is none of ours, and changes nothing: it comes from the environment.
    pub fn from_launcher(said: &str) -> Self {
        match said {
            "npx coffeechat" => Self::ByNpx,
            _ => Self::ByName,
        }
    }

    /// A command of ours as it has to be typed here. The words behind the name, such as a path, are left as they are.
    pub fn command(self, command: &str) -> String {
        match self {
            Self::ByNpx if command.starts_with(NAME) => format!("npx {command}"),
            _ => command.to_owned(),
        }
    }

    /// The same of all commands in a sentence that is whole in the source, so that nobody else's words are in it.
    pub fn sentence(self, ours: &'static str) -> Cow<'static, str> {
        match self {
            Self::ByName => Cow::Borrowed(ours),
            Self::ByNpx => Cow::Owned(ours.replace(NAME, &format!("npx {NAME}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_launcher_says_changes_what_is_told() {
        for said in
            ["", "coffeechat", "npx", "npx coffeechat ", "npx coffeechat; rm -rf .", "rm", "\u{1b}[31mnpx coffeechat"]
        {
            assert_eq!(Called::from_launcher(said), Called::ByName, "{said:?}");
        }
        let npx = Called::from_launcher("npx coffeechat");
        assert_eq!(
            npx.command("coffeechat lint 'my coffeechat notes/a.md'"),
            "npx coffeechat lint 'my coffeechat notes/a.md'"
        );
        assert_eq!(npx.command("git add coffeechat x"), "git add coffeechat x");
        assert_eq!(
            npx.sentence("coffeechat a, coffeechat b in coffeechat.toml"),
            "npx coffeechat a, npx coffeechat b in coffeechat.toml"
        );
        assert_eq!(Called::ByName.sentence("coffeechat a"), "coffeechat a");
        assert_eq!(Called::ByName.command("coffeechat a"), "coffeechat a");
    }
}
