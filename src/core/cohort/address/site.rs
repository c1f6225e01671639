//! The addresses that people copy from their browser, and the ones that they type from memory.

/// Why a page is no journal, and what to do.
pub type Refusal = (&'static str, String);

/// The address to clone behind a page of github.com: `path` is `/owner/name` and what follows.
pub fn repository(path: &str) -> Result<String, Refusal> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let [owner, name, page @ ..] = parts.as_slice() else {
        return Err(("names no repository", "Write it as https://github.com/owner/name.".to_owned()));
    };
    let name = name.strip_suffix(".git").unwrap_or(name);
    let is_other = ["orgs", "users", "settings", "classrooms", "login", "search", "topics"].contains(owner);
    if is_other || !is_owner(owner) || !is_name(name) {
        return Err(("names no repository", "Write it as https://github.com/owner/name.".to_owned()));
    }
    match page.first() {
        None | Some(&("tree" | "blob" | "raw" | "commits")) => Ok(format!("https://github.com/{owner}/{name}.git")),
        Some(_) => Err((
            "is a page about a repository",
            format!("Write https://github.com/{owner}/{name} if that is the journal."),
        )),
    }
}

/// The address to clone behind a page of gist.github.com: `/ID`, `/owner/ID` and what follows.
pub fn gist(path: &str) -> Result<String, Refusal> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default();
    let first = first.strip_suffix(".git").unwrap_or(first);
    let second = parts.next().unwrap_or_default();
    let second = second.strip_suffix(".git").unwrap_or(second);
    let is_id = |text: &str| (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_long = |text: &str| text.len() >= 20 && is_id(text);
    // An owner may be called `ada`, which is a number to the base of sixteen as well.
    let id = match (first, second) {
        (_, id) if is_long(id) => id,
        (id, _) if is_long(id) => id,
        (_, id) if is_id(id) => id,
        (id, "") if is_id(id) && id.bytes().any(|b| b.is_ascii_digit()) => id,
        _ => return Err(("names no gist", "Open the gist and copy its address from there.".to_owned())),
    };
    Ok(format!("https://gist.github.com/{}.git", id.to_ascii_lowercase()))
}

/// A sentence for what is most likely a repository without its server.
pub fn guess(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let text = text.trim_end_matches('/');
    if ["github.com/", "www.github.com/", "gist.github.com/", "gitlab.com/", "codeberg.org/"]
        .iter()
        .any(|site| lower.starts_with(site))
    {
        let plain = text.split(['?', '#']).next().unwrap_or_default();
        return Some(format!("The address \"{plain}\" does not say how to fetch from there. Write https://{plain}."));
    }
    let (owner, name) = text.split_once('/')?;
    if !is_owner(owner) || !is_name(name) {
        return None;
    }
    Some(format!(
        "\"{text}\" may be a repository or a folder. Write https://github.com/{text} for the one, or ./{text} for the other."
    ))
}

fn is_owner(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    !text.is_empty() && !text.starts_with('-') && text.len() <= 64 && text.chars().all(is_plain)
}

fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !matches!(text, "" | "." | "..") && !text.starts_with('-') && text.len() <= 100 && text.chars().all(is_plain)
}
