//! The page of a class: a small reader of its own takes it apart, and finds no tag, attribute, address or script but ours.

use std::sync::LazyLock;

use coffeechat::core::cohort::Class;
use coffeechat::render::cohort::html as page;

use super::{class, steers};

/// The page of nobody: whatever stands in its head is ours.
static EMPTY: LazyLock<String> = LazyLock::new(|| page::render(&Class::default()));

/// The tags of the page that have no end.
const ALONE: [&str; 4] = ["!doctype", "input", "meta", "path"];

/// All attributes of the page.
const ATTRIBUTES: [&str; 32] = [
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "aria-pressed",
    "autocomplete",
    "charset",
    "class",
    "colspan",
    "content",
    "d",
    "data-flags",
    "data-sort",
    "data-state",
    "disabled",
    "for",
    "hidden",
    "href",
    "html",
    "http-equiv",
    "id",
    "lang",
    "name",
    "preserveaspectratio",
    "rel",
    "role",
    "scope",
    "spellcheck",
    "tabindex",
    "type",
    "value",
    "viewbox",
];

/// A class as a page.
pub fn html(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let text = page::render(&class::class(text));
    assert!(!text.contains(steers), "{text:?}");
    for name in ["style", "script"] {
        assert_eq!(element(&text, name), element(&EMPTY, name), "the {name} is ours");
    }
    let policy = |text: &str| text.lines().find(|line| line.contains("Content-Security-Policy")).map(str::to_owned);
    assert!(policy(&EMPTY).is_some_and(|policy| policy.contains("default-src 'none'")));
    assert_eq!(policy(&text), policy(&EMPTY), "the policy is ours");
    let rest = text.replacen(element(&text, "style"), "", 1).replacen(element(&text, "script"), "", 1);
    let mut open = Vec::new();
    let mut parts = rest.split('<');
    words(parts.next().unwrap_or_default());
    for part in parts {
        let (tag, behind) = part.split_once('>').unwrap_or_else(|| panic!("a tag without an end: <{part}"));
        words(behind);
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "what is opened is closed"),
            None => {
                let name = tag.split([' ', '/']).next().unwrap_or_default();
                attributes(name, tag[name.len()..].trim_end_matches('/'));
                if !ALONE.contains(&name) {
                    open.push(name);
                }
            }
        }
    }
    assert_eq!(open, [""; 0], "all is closed");
}

/// What stands inside the only element of that name.
fn element<'t>(text: &'t str, name: &str) -> &'t str {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    assert_eq!((text.matches(&start).count(), text.matches(&end).count()), (1, 1), "one {name}");
    let from = text.find(&start).map_or(0, |at| at + start.len());
    &text[from..text.find(&end).unwrap_or(from)]
}

/// Text between tags or in a value: every `&` begins an entity, and nothing could end a value.
fn words(text: &str) {
    assert!(!text.contains('<'), "{text:?}");
    for behind in text.split('&').skip(1) {
        let name = behind.split_once(';').map(|(name, _)| name);
        let is_known = |name: &str| matches!(name, "lt" | "gt" | "amp" | "quot") || name.starts_with('#');
        assert!(name.is_some_and(is_known), "no entity: &{behind:?}");
    }
}

/// The attributes of a tag are known ones with values in double quotes, and an address is a place on the page or at https.
fn attributes(tag: &str, mut rest: &str) {
    while let Some(more) = rest.strip_prefix(' ') {
        let end = more.find([' ', '=']).unwrap_or(more.len());
        let name = &more[..end];
        assert!(ATTRIBUTES.contains(&name.to_ascii_lowercase().as_str()), "{name:?} of {tag:?}");
        rest = &more[end..];
        let Some(value) = rest.strip_prefix("=\"") else { continue };
        let (value, behind) = value.split_once('"').unwrap_or_else(|| panic!("no end: {value:?}"));
        words(value);
        let is_ours =
            value.starts_with('#') || value.starts_with("https:&#x2f;&#x2f;") || value.starts_with("https://");
        assert!(name != "href" || is_ours, "an address: {value:?}");
        rest = behind;
    }
    assert_eq!(rest, "", "behind the attributes of {tag:?}");
}
