//! Journals that would rather decide for themselves what is checked.

use super::{Hostile, make, row};

/// One journal a way to switch the checks off.
pub fn add(class: &mut Hostile) {
    let activity = class.outside.join("activity.toml");
    std::fs::write(&activity, format!("name = \"{}\"\n", super::OUTSIDE)).expect("an activity");
    let off: String = coffeechat::core::rules::RULES.iter().map(|rule| format!("{} = \"off\"\n", rule.name)).collect();
    let unfinished = make::unfinished("Mei");
    let cases: [(&str, &'static str, String); 6] = [
        ("own-activity", "own-configuration", format!("activity = \"{}\"\n", activity.display())),
        ("own-activity-above", "own-configuration", "activity = \"../../outside/activity.toml\"\n".to_owned()),
        ("rules-off", "own-configuration switched-off-rules", format!("[rules]\n{off}")),
        ("notes-elsewhere", "own-configuration", "notes = [\"/etc/**\", \"../**\", \"nothing/*.md\"]\n".to_owned()),
        ("settings-broken", "own-configuration", "[rules\n\u{1b}[31m = = \u{202e}".to_owned()),
        (
            "overrides",
            "own-configuration switched-off-rules",
            format!("[[overrides]]\npaths = [\"**\"]\n[overrides.rules]\n{off}"),
        ),
    ];
    for (name, flags, text) in cases {
        for bare in [true, false] {
            let folder =
                class.next(&format!("{name}{}", if bare { "" } else { "-clone" }), row("needs-work", "", flags));
            make::committed(&folder, bare, &[("coffeechat.toml", text.as_str()), ("networking/mei.md", &unfinished)]);
        }
    }
    let names: Vec<&str> = coffeechat::core::rules::RULES.iter().map(|rule| rule.name).collect();
    let silenced = format!("{unfinished}\n<!-- coffeechat: off {} -->\n", names.join(" "));
    let folder = class.next("silenced", row("needs-work", "", "switched-off-rules"));
    make::committed(&folder, true, &[("networking/mei.md", &silenced)]);
    let folder = class.next("silenced-on-disk", row("needs-work", "", "switched-off-rules"));
    make::overwrite(&folder.join("networking/mei.md"), silenced.as_bytes());

    let folder = class.next("ignored", row("done", "", ""));
    make::committed(&folder, false, &[(".gitignore", "*\n"), ("networking/mei.md", &make::note("Mei"))]);
}
