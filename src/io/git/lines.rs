//! The lines of a repository's configuration, read without Git's library: before it is let at the files that they name, and where it
//! cannot read them.

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Section and name in lower case, what stands between them as it is: `remote.origin.url`.
    pub key: String,
    /// Without its quotes, its escapes and the comment behind it.
    pub value: String,
}

impl Setting {
    /// One of that name.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }

    /// The last part of its key.
    pub fn name(&self) -> &str {
        self.key.rsplit('.').next().unwrap_or_default()
    }
}

/// The settings of a configuration. Where it can be read in two ways both are there: readers differ in which bracket ends the name of
/// a section, and one too many does no harm.
pub fn settings(text: &str) -> Vec<Setting> {
    // A line that ends in a backslash goes on in the next.
    let text = text.replace("\\\r\n", "").replace("\\\n", "");
    let (mut section, mut found) = (String::new(), Vec::new());
    for line in text.lines().map(str::trim) {
        let Some(header) = line.strip_prefix('[') else {
            found.extend(setting(&section, line));
            continue;
        };
        let ways: Vec<_> = header.match_indices(']').map(|(at, _)| (&header[..at], &header[at + 1..])).collect();
        found.extend(ways.iter().filter_map(|(name, behind)| setting(&section_of(name), behind.trim())));
        let is_whole =
            |name: &str| !name.contains('"') || name.trim_end().ends_with('"') && name.matches('"').count() > 1;
        let named = ways.iter().find(|(name, _)| is_whole(name)).or(ways.last());
        section = named.map(|(name, _)| section_of(name)).unwrap_or_default();
    }
    found
}

/// A section as keys begin with it: `remote "origin"` becomes `remote.origin`.
fn section_of(header: &str) -> String {
    match header.split_once('"') {
        Some((name, inner)) => {
            let inner = inner.trim_end();
            let inner = inner.strip_suffix('"').unwrap_or(inner).replace("\\\"", "\"").replace("\\\\", "\\");
            format!("{}.{inner}", name.trim().to_ascii_lowercase())
        }
        None => header.trim().to_ascii_lowercase(),
    }
}

fn setting(section: &str, line: &str) -> Option<Setting> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim().to_ascii_lowercase();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| Setting::new(format!("{section}.{name}"), plain(value.trim())))
}

/// A value without its quotes, its escapes and the comment behind it.
fn plain(value: &str) -> String {
    let (mut out, mut is_quoted) = (String::new(), false);
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => is_quoted = !is_quoted,
            '\\' => out.extend(chars.next()),
            '#' | ';' if !is_quoted => break,
            c => out.push(c),
        }
    }
    if is_quoted { out } else { out.trim_end().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_line_is_read() {
        let text = "# url = no\n[core]\n\tbare = false ; no\n[Remote \"my ]gist\"] URL = \"a #b\" # c\n\tpushurl = d\\\ne\n[include]path=f\n[a.b]\nC=g";
        let told: Vec<_> = settings(text).into_iter().map(|one| format!("{}={}", one.key, one.value)).collect();
        let expected =
            ["core.bare=false", "remote.my ]gist.url=a #b", "remote.my ]gist.pushurl=de", "include.path=f", "a.b.c=g"];
        assert_eq!(told, expected);
    }
}
