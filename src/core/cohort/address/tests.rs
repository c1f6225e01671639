//! Addresses that are taken, with what is made of them, and those that are not.

use proptest::prelude::*;

use super::*;

#[test]
fn what_is_taken() {
    let taken = [
        ("https://example.org/ada.git", "https://example.org/ada.git"),
        ("HTTPS://Example.ORG/Ada", "https://example.org/Ada"),
        ("https://example.org:8443/ada", "https://example.org:8443/ada"),
        (" https://example.org/ada ", "https://example.org/ada"),
        ("ssh://git@example.org/ada", "ssh://git@example.org/ada"),
        ("ssh://git@example.org:22/~ada/j", "ssh://git@example.org:22/~ada/j"),
        ("git@example.org:ada/journal.git", "git@example.org:ada/journal.git"),
        ("git@Example.org:ada/J", "git@example.org:ada/J"),
        ("https://github.com/ada/journal", "https://github.com/ada/journal.git"),
        ("https://github.com/ada/journal/", "https://github.com/ada/journal.git"),
        ("https://github.com/ada/journal.git/", "https://github.com/ada/journal.git"),
        ("https://www.github.com/ada/journal/tree/main/notes", "https://github.com/ada/journal.git"),
        ("https://github.com/ada/journal/blob/main/a.md", "https://github.com/ada/journal.git"),
        ("https://gist.github.com/ada/0123456789abcdef0123", "https://gist.github.com/0123456789abcdef0123.git"),
        ("https://gist.github.com/0123456789abcdef0123.git", "https://gist.github.com/0123456789abcdef0123.git"),
        (
            "https://gist.github.com/ada/0123456789abcdef0123/revisions",
            "https://gist.github.com/0123456789abcdef0123.git",
        ),
    ];
    for (text, url) in taken {
        assert_eq!(Address::read(text, Column::Any), Ok((Address::Remote(url.to_owned()), false)), "{text}");
    }
    for url in ["http://127.0.0.1:8080/ada.git", "git://localhost/ada", "http://localhost:99/ada"] {
        assert_eq!(Address::read(url, Column::Any), Ok((Address::Loopback(url.to_owned()), false)), "{url}");
    }
    for path in ["/tmp/ada", "./ada", "../ada", "ada", "C:\\x", "\\\\server\\x", "my journal"] {
        assert_eq!(Address::read(path, Column::Any), Ok((Address::Local(path.to_owned()), false)), "{path}");
    }
    let local = |text: &str, path: &str| {
        assert_eq!(Address::read(text, Column::Path), Ok((Address::Local(path.to_owned()), false)), "{text}");
    };
    local("ada/journal", "ada/journal");
    local("file:///tmp/a%20b", "/tmp/a b");
    local("example.org:x", "./example.org:x");
    let id = "0123456789ABCDEF0123";
    let gist = Address::Remote("https://gist.github.com/0123456789abcdef0123.git".to_owned());
    assert_eq!(Address::read(id, Column::Gist), Ok((gist, false)));
}

#[test]
fn what_is_refused() {
    let refused = [
        ("", "is empty"),
        ("http://example.org/x", "protection"),
        ("git://example.org/x", "protection"),
        ("http://127.0.0.1.example.org/x", "protection"),
        ("http://localhost:80@example.org/x", "protection"),
        ("http://localhost#@example.org/x", "no journal"),
        ("http://127.0.0.1\\@example.org/x", "protection"),
        ("ftp://example.org/x", "is not fetched from"),
        ("ext::sh -c touch% /tmp/x", "start a program"),
        ("fd::7", "start a program"),
        ("ext::https://example.org/x", "not fetched from"),
        ("-u./x", "option"),
        ("--upload-pack=touch /tmp/x", "option"),
        ("ssh://-oProxyCommand=x/y", "does not name a server"),
        ("ssh://-oProxyCommand=x@example.org/y", "user name"),
        ("ssh://git@-oProxyCommand=x/y", "does not name a server"),
        ("-oProxyCommand=x@example.org:y", "option"),
        ("git@-oProxyCommand:y", "does not name a server"),
        ("git@example.org:-x", "signs"),
        ("git@example.org:", "no journal"),
        ("ssh://example.org/-x", "signs"),
        ("https://example.org", "no journal"),
        ("https://example.org:0/x", "does not name a server"),
        ("https://example.org:99999/x", "does not name a server"),
        ("https://example.org:/x", "does not name a server"),
        ("https://example.org:2a/x", "does not name a server"),
        ("https:///x", "does not name a server"),
        ("https://example..org/x", "does not name a server"),
        ("https://exa mple.org/x", "does not name a server"),
        ("https://example.org/a b", "signs"),
        ("https://example.org/$(x)", "signs"),
        ("https://example.org/a%0ab", "cannot be read"),
        ("https://example.org/a\nb", "cannot be seen"),
        ("https://example.org/\u{202e}b", "cannot be seen"),
        ("https://github.com/ada", "no repository"),
        ("https://github.com/ada/journal/issues/1", "Write https://github.com/ada/journal if"),
        ("https://gist.github.com/ada", "no gist"),
        ("github.com/ada/journal", "Write https://github.com/ada/journal."),
        ("ada/journal", "Write https://github.com/ada/journal for"),
        ("example.org:ada", "no user"),
        ("file://example.org/x", "no folder"),
        ("file:///a%00b", "cannot be read"),
    ];
    for (text, why) in refused {
        let sentence = Address::read(text, Column::Any).expect_err(text);
        assert!(sentence.contains(why), "{text}: {sentence}");
    }
    for text in ["https://example.org/x", "ext::sh", "-u"] {
        assert!(Address::read(text, Column::Path).is_err(), "{text}");
    }
}

#[test]
fn no_token_is_kept_or_shown() {
    let kept = [
        ("https://ada:sesame@example.org/x", "https://example.org/x"),
        ("https://sesame@example.org/x", "https://example.org/x"),
        ("https://example.org/x?private_token=sesame#sesame", "https://example.org/x"),
        ("ssh://git:sesame@example.org/x", "ssh://git@example.org/x"),
    ];
    for (text, url) in kept {
        assert_eq!(Address::read(text, Column::Any), Ok((Address::Remote(url.to_owned()), true)), "{text}");
    }
    for text in [
        "http://ada:sesame@example.org/x",
        "https://ada:sesame@example.org:x/x?sesame",
        "ada:sesame@example.org/x",
        "ada:sesame@example.org:x",
        "sesame@example.org/x",
        "github.com/ada/x?sesame",
        "http://ada:pass/sesame@example.org/x",
    ] {
        let sentence = Address::read(text, Column::Any).expect_err(text);
        assert!(!sentence.contains("sesame"), "{sentence}");
    }
    for (text, plain) in [
        ("see https://a:b@example.org/x?t=1 now", "see https://example.org/x now"),
        ("https://ada:pa/ssesame@example.org/x", "https://example.org/x"),
        ("https://pa/ssesame@example.org/x", "https://example.org/x"),
        ("https://ada:pa?ssesame@example.org/x", "https://example.org/x"),
        ("https://example.org/x?private_token=sesame", "https://example.org/x"),
        ("https://example.org/x?id=42&pwd=sesame", "https://example.org/x"),
        ("https://example.org/x?sesame", "https://example.org/x"),
        ("https://example.org/x?id=ghp_0123456789sesame", "https://example.org/x"),
        ("https://example.org/x#sesame", "https://example.org/x"),
        ("https://example.org/x,https://a:sesame@example.org/y", "https://example.org/x,https://example.org/y"),
        ("https://ada:p://ssesame@example.org/y", "https://example.org/y"),
        ("https://lms.example.org/u?id=42", "https://lms.example.org/u?id=42"),
        ("https://blog.example.org/@ada/x", "https://blog.example.org/@ada/x"),
    ] {
        assert_eq!(without_token(text), plain);
    }
}

#[test]
fn folders_tell_journals_apart() {
    let remote = |text: &str| Address::Remote(text.to_owned());
    let one = remote("https://example.org/ada");
    assert_eq!(one.folder("Ada Lovelace"), remote("https://example.org/ada.git/").folder("ada lovelace"));
    assert_eq!(one.folder("Ada"), remote("https://EXAMPLE.org/ada").folder("Ada"));
    assert_ne!(one.folder("Ada"), remote("https://example.org/Ada").folder("Ada"));
    assert!(one.folder("../../etc").starts_with("etc-"));
    assert!(one.folder("🦀").starts_with("student-"));
    assert!(one.folder("CON").starts_with("con-"));
}

proptest! {
    #[test]
    fn no_text_breaks_it(text in ".{0,80}", name in ".{0,200}", kind in 0..3usize) {
        let column = [Column::Any, Column::Gist, Column::Path][kind];
        if let Ok((address, _)) = Address::read(&text, column) {
            prop_assert!(!address.url().starts_with('-'));
        }
        let folder = Address::Local(text).folder(&name);
        prop_assert!(!folder.contains(['/', '\\', '\0', ':']) && !folder.starts_with('.') && folder.len() <= 69);
    }
}
