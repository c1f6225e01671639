//! What somebody has to type to call the tool. Who has it from `npx`, `uvx` or `pipx run` alone has no `coffeechat` on the `PATH`.
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
    /// By uv, which does the same.
    ByUvx,
    /// By pipx, which does the same where it is not told to install it.
    ByPipx,
}

impl Called {
    /// What a launcher says of itself. Any other word is none of ours, and changes nothing: it comes from the environment.
    pub fn from_launcher(said: &str) -> Self {
        match said {
            "npx coffeechat" => Self::ByNpx,
            _ => Self::ByName,
        }
    }

    /// What the program's own path says. No launcher starts it for uvx and pipx run; but these keep what they run in folders of a form
    /// that is theirs alone: `uv/archive-v0/KEY/bin` and `pipx/KEY/bin` (of older versions `pipx/.cache/KEY/bin`).
    pub fn from_program(path: &str) -> Self {
        let is_key = |name: &str| name.len() == 15 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let parts: Vec<&str> = path.rsplit(['/', '\\']).collect();
        match &parts[..] {
            [_, "bin" | "Scripts", _, archive, ..] if archive.starts_with("archive-v") => Self::ByUvx,
            [_, "bin" | "Scripts", key, "pipx", ..] | [_, "bin" | "Scripts", key, ".cache", "pipx", ..]
                if is_key(key) =>
            {
                Self::ByPipx
            }
            _ => Self::ByName,
        }
    }

    /// What stands before the name.
    fn prefix(self) -> &'static str {
        match self {
            Self::ByName => "",
            Self::ByNpx => "npx ",
            Self::ByUvx => "uvx ",
            Self::ByPipx => "pipx run ",
        }
    }

    /// Who keeps the program at `path` only for a while, and how to get one that stays. npm also starts a program that lies in a project
    /// of somebody's, and that one stays; what it fetched itself lies in a folder `_npx`.
    pub fn passing(self, path: &str) -> Option<(&'static str, &'static str)> {
        match self {
            Self::ByNpx if path.split(['/', '\\']).any(|part| part == "_npx") => {
                Some(("npx", "npm install --global coffeechat"))
            }
            Self::ByUvx => Some(("uvx", "uv tool install coffeechat")),
            Self::ByPipx => Some(("pipx run", "pipx install coffeechat")),
            Self::ByNpx | Self::ByName => None,
        }
    }

    /// A command of ours as it has to be typed here. The words behind the name, such as a path, are left as they are.
    pub fn command(self, command: &str) -> String {
        match command.starts_with(NAME) {
            true => format!("{}{command}", self.prefix()),
            false => command.to_owned(),
        }
    }

    /// What to say below `help`, in which commands of ours stand among other people's words, so that none of them can be changed.
    pub fn below(self, help: &str) -> Option<String> {
        let prefix = self.prefix();
        let has_bare = self != Self::ByName && help.replace(&format!("{prefix}{NAME}"), "").contains(NAME);
        let by = prefix.trim_end();
        has_bare
            .then(|| format!("You have coffeechat from {by}: type {prefix}coffeechat where coffeechat stands above."))
    }

    /// The same of all commands in a sentence that is whole in the source, so that nobody else's words are in it.
    pub fn sentence(self, ours: &'static str) -> Cow<'static, str> {
        match self {
            Self::ByName => Cow::Borrowed(ours),
            _ => Cow::Owned(ours.replace(NAME, &format!("{}{NAME}", self.prefix()))),
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
        assert!(npx.below("coffeechat a, npx coffeechat b").is_some() && npx.below("npx coffeechat a").is_none());
        assert!(npx.below("look at coffeechat.toml").is_none() && Called::ByName.below("coffeechat a").is_none());
        assert_eq!(Called::ByUvx.command("coffeechat a"), "uvx coffeechat a");
        assert_eq!(Called::ByPipx.sentence("coffeechat a"), "pipx run coffeechat a");
        assert_eq!(Called::ByName.sentence("coffeechat a"), "coffeechat a");
        assert_eq!(Called::ByName.command("coffeechat a"), "coffeechat a");
    }

    #[test]
    fn what_npm_starts_in_a_project_stays() {
        let kept = |path| Called::ByNpx.passing(path).map(|(by, _)| by);
        assert_eq!(kept("/home/a/.npm/_npx/0a1b/node_modules/@coffeechat/linux-x64-gnu/bin/coffeechat"), Some("npx"));
        assert_eq!(kept(r"C:\Users\a\npm-cache\_npx\0a1b\node_modules\coffeechat.exe"), Some("npx"));
        assert_eq!(kept("/home/a/my_npx/node_modules/@coffeechat/linux-x64-gnu/bin/coffeechat"), None);
        assert_eq!(Called::ByName.passing("/home/a/.npm/_npx/0a1b/coffeechat"), None);
    }

    #[test]
    fn a_program_that_is_only_kept_for_a_while_is_known_by_its_place() {
        for (path, called) in [
            ("/home/a/.cache/uv/archive-v0/MURMC-PTL31f8JRq/bin/coffeechat", Called::ByUvx),
            (r"C:\Users\a\AppData\Local\uv\cache\archive-v0\MURMC\Scripts\coffeechat.exe", Called::ByUvx),
            ("/home/a/.cache/pipx/8ffae6780419902/bin/coffeechat", Called::ByPipx),
            ("/home/a/.local/pipx/.cache/8ffae6780419902/bin/coffeechat", Called::ByPipx),
            ("/home/a/.local/share/pipx/venvs/coffeechat/bin/coffeechat", Called::ByName),
            ("/home/a/.local/share/uv/tools/coffeechat/bin/coffeechat", Called::ByName),
            ("/home/a/.cargo/bin/coffeechat", Called::ByName),
            ("/home/pipx/bin/coffeechat", Called::ByName),
            ("coffeechat", Called::ByName),
            ("", Called::ByName),
        ] {
            assert_eq!(Called::from_program(path), called, "{path}");
        }
    }
}
