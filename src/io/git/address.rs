//! Whether the address of a remote is that of a gist. Looks at the address alone: nothing is asked of anybody.
//!
//! Known of GitHub: gists lie at `gist.github.com/ID` and `…/USER/ID`; on an enterprise server at `gist.HOST/…`, or, where it
//! keeps its services under one name, at `HOST/gist/…`. An ID has 20 or 32 hexadecimal digits; the oldest ones on github.com
//! are plain numbers. Over ssh the same paths stand behind the host, and a host may be a name of the student's own making
//! (`git@gist-work:ID`, an alias of their ssh configuration).

/// The host where every path is a gist.
const GISTS: &str = "gist.github.com";

/// Hosts that are known to keep no gists under their own name, whatever a path looks like.
const NO_GISTS: [&str; 4] = ["github.com", "gitlab.com", "bitbucket.org", "codeberg.org"];

/// What an address may begin with, besides `user@host:`. Other transports run a program or lead to this machine's own disk.
const TRANSPORTS: [&str; 6] = ["https", "http", "ssh", "git", "git+ssh", "ssh+git"];

/// Whether a remote's address is that of a gist. In doubt it is none: a repository may be called `gist`, and so may a user.
pub fn is_gist(address: &str) -> bool {
    let Some((host, path)) = host_and_path(address.trim()) else { return false };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if host == GISTS {
        return matches!(parts.len(), 1 | 2);
    }
    // A word of its own in the name of the host: `gist.example.org`, `gist-work`, `gist.github.com-work`.
    let is_for_gists = host.split(['.', '-', '_']).any(|word| word == "gist");
    match parts.as_slice() {
        [id] | [_, id] if is_for_gists && is_id(id) => true,
        [folder, id] | [folder, _, id] => {
            !NO_GISTS.contains(&host.as_str()) && folder.eq_ignore_ascii_case("gist") && is_id(id)
        }
        _ => false,
    }
}

/// Whether the last part of a path names a gist: 20 or 32 hexadecimal digits, with `.git` behind them or without.
fn is_id(part: &str) -> bool {
    let id = part.strip_suffix(".git").unwrap_or(part);
    matches!(id.len(), 20 | 32) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The host and the path of an address, without user, token and port; `None` for what lies on this machine.
fn host_and_path(address: &str) -> Option<(&str, &str)> {
    if let Some((transport, rest)) = address.split_once("://") {
        let (authority, path) = rest.split_once('/')?;
        let host = authority.rsplit('@').next()?;
        let host = host.split(':').next()?;
        let path = path.split(['?', '#']).next()?;
        return TRANSPORTS.contains(&transport.to_ascii_lowercase().as_str()).then_some((host, path));
    }
    // `[user@host:port]:path` is how Git has a port without `ssh://`.
    let (authority, path) = match address.strip_prefix('[') {
        Some(rest) => rest.split_once("]:")?,
        None => address.split_once(':')?,
    };
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    // A slash before the colon makes it a path, a single letter a drive, a second colon a program.
    let is_host = !authority.contains('/') && host.len() > 1 && !path.starts_with(':');
    is_host.then_some((host, path))
}

#[cfg(test)]
mod tests {
    use super::is_gist;

    const LONG: &str = "0123456789abcdef0123456789abcdef";
    const SHORT: &str = "0123456789abcdef0123";

    #[test]
    fn every_form_of_a_gist_is_known() {
        for form in [
            // As GitHub offers them today.
            "https://gist.github.com/LONG.git",
            "git@gist.github.com:LONG.git",
            // As the page's own address, and with the user's name.
            "https://gist.github.com/LONG",
            "https://gist.github.com/ada/LONG",
            "https://gist.github.com/ada/LONG.git",
            "https://gist.github.com/ada/LONG/",
            "https://gist.github.com/ada/LONG#file-journal-md",
            "git@gist.github.com:ada/LONG.git",
            // With who asks.
            "https://ada@gist.github.com/LONG.git",
            "https://ada:a-token@gist.github.com/LONG.git",
            "https://a-token:x-oauth-basic@gist.github.com/ada/LONG.git",
            "https://ada%40example.org:a-token@gist.github.com/LONG.git",
            "gist.github.com:LONG.git",
            "ada@gist.github.com:LONG",
            // The other forms of ssh.
            "ssh://git@gist.github.com/LONG.git",
            "ssh://gist.github.com/LONG.git",
            "ssh://git@gist.github.com:22/ada/LONG.git",
            "git+ssh://git@gist.github.com/LONG.git",
            "git@gist.github.com:/LONG.git",
            "[git@gist.github.com:22]:LONG.git",
            "[gist.github.com]:LONG.git",
            // The old forms.
            "git://gist.github.com/LONG.git",
            "http://gist.github.com/LONG.git",
            "https://gist.github.com/SHORT.git",
            "git://gist.github.com/274463.git",
            "https://gist.github.com/gists/274463",
            // As people type them.
            "HTTPS://GIST.GitHub.com/LONG.git",
            "https://gist.github.com:443/LONG.git",
            "https://gist.github.com./LONG.git",
            "  https://gist.github.com/LONG.git  ",
            // On an enterprise server, either way.
            "https://gist.git.example.org/LONG.git",
            "https://gist.git.example.org:8443/ada/LONG.git",
            "git@gist.git.example.org:LONG.git",
            "ssh://git@gist.git.example.org:2222/ada/SHORT.git",
            "https://git.example.org/gist/LONG.git",
            "https://ada@git.example.org:8443/gist/ada/LONG",
            "http://10.0.0.7/gist/SHORT.git",
            "git@git.example.org:gist/LONG.git",
            "git.example.org:gist/ada/LONG.git",
            "ssh://git@git.example.org:2222/gist/LONG.git",
            "https://gist.ada.ghe.com/LONG.git",
            // Names from an ssh configuration that say it.
            "git@gist:LONG.git",
            "gist:LONG",
            "git@gist-work:ada/LONG.git",
            "git@gist.github.com-work:LONG.git",
            "git@github_gist:SHORT.git",
        ] {
            let address = form.replace("LONG", LONG).replace("SHORT", SHORT);
            assert!(is_gist(&address), "{address}");
        }
    }

    #[test]
    fn what_only_looks_like_a_gist_is_none() {
        for form in [
            // Repositories, users and groups with such a name.
            "https://github.com/ada/gist.git",
            "https://github.com/gist/journal.git",
            "https://github.com/gist/LONG.git",
            "git@github.com:gist/LONG.git",
            "https://gitlab.com/gist/LONG.git",
            "https://gitlab.com/ada/gist/LONG.git",
            "git@git.example.org:gist/journal.git",
            "https://git.example.org/gist/journal.git",
            "https://git.example.org/gist/ada/journal.git",
            "https://git.example.org/gist.git",
            "https://git.example.org/ada/LONG.git",
            "https://gist.example.org/ada/journal.git",
            "https://gist.example.org/274463.git",
            "https://gist.example.org/a/b/LONG.git",
            "https://gists.example.org/LONG.git",
            "https://mygist.example.org/ada/LONG.git",
            "https://git.example.org/gist/0123456789abcdef.git",
            "https://git.example.org/gist/LONG0.git",
            "git@github.com:ada/journal.git",
            "git@gist:journal.git",
            "git@work:LONG.git",
            // The host stands elsewhere than where a host stands.
            "https://example.org/gist.github.com/LONG.git",
            "https://gist.github.com@example.org/LONG.git",
            "https://example.org/?https://gist.github.com/LONG.git",
            "https://gist.github.com.example.org/journal.git",
            "https://gist.github.com",
            "https://gist.github.com/",
            "https://gist.github.com/a/b/LONG.git",
            // On this machine, or through a program.
            "/home/ada/gist.github.com/LONG.git",
            "./gist.github.com:LONG.git",
            "../gist",
            "C:/gist/LONG.git",
            "C:\\gist\\LONG.git",
            "file:///tmp/gist.github.com/LONG.git",
            "file://gist.github.com/LONG.git",
            "ext::ssh git@gist.github.com LONG.git",
            "ext::https://gist.github.com/LONG.git",
            "gist::LONG",
            "",
            ":",
            "://",
            "[",
            "[]:",
            "@:",
            "https:///LONG.git",
        ] {
            let address = form.replace("LONG", LONG).replace("SHORT", SHORT);
            assert!(!is_gist(&address), "{address}");
        }
    }
}
