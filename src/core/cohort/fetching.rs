//! What came of fetching a journal, and Git's own words about a failure as a sentence that says what to do.

use super::Cause;
use super::address::without_token;
use crate::core::text::one_line;

/// How the row of a roster ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there, and is now; how many commits it has.
    Cloned(usize),
    /// There is more of it than before; how many commits are new.
    Updated(usize),
    /// It is as it was.
    Unchanged,
    /// There is nothing to fetch; why.
    Passed(&'static str),
    /// It could not be fetched; why, and what to do.
    Failed(String),
    /// It was not tried any more, because the run was stopped.
    Stopped,
}

impl Outcome {
    /// The word used for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Cloned(_) => "cloned",
            Self::Updated(_) => "updated",
            Self::Unchanged => "unchanged",
            Self::Passed(_) => "skipped",
            Self::Failed(_) => "failed",
            Self::Stopped => "stopped",
        }
    }
}

const ASKS: &str = "The server asks who you are: the journal is private or gone, or the address is not quite right. Open it in \
                    your browser. If it is private, ask the student to let you in, and sign in with Git once by hand.";
const CLOSED: &str = "The server lets nobody in with your key or account: the journal is private or gone. Ask the student to let \
                      you in.";
const NONE: &str =
    "There is no journal at that address. It may be private, renamed or deleted. Ask the student where it is.";

/// What Git says, in lower case, and what it means. The first that fits is taken: the more exact ones stand first.
const MEANINGS: [(&[&str], &str); 15] = [
    (
        &["out of memory", "memory exhausted"],
        "To unpack it takes far more memory than a journal does, so it was stopped. Look at it in your browser, and ask the \
         student what is in it.",
    ),
    (
        &[
            "could not read username",
            "could not read password",
            "unable to get password",
            "terminal prompts disabled",
            "authentication failed",
        ],
        ASKS,
    ),
    (&["permission denied (", "error: 403", "error: 401"], CLOSED),
    (
        &["host key verification failed", "remote host identification has changed"],
        "This machine does not know the server's key yet, or knows another one. Connect once by hand with ssh, and \
         look at what it says.",
    ),
    (
        &["could not resolve host", "name or service not known", "name resolution", "nodename nor servname"],
        "The server's name is not known. Check the address, and whether this machine is online.",
    ),
    (
        &[
            "ssl certificate",
            "peer certificate",
            "issuer certificate",
            "signed certificate",
            "certificate verif",
            "certificate subject",
            "certificate chain",
            "certificate has",
            "certificate is",
        ],
        "The server cannot prove who it is (its certificate). Check the address, or try again later.",
    ),
    (
        &["dubious ownership"],
        "The folder belongs to somebody else on this machine, and Git reads nothing there. Ask them for a copy.",
    ),
    (
        &["mismatched algorithms", "object format", "objectformat"],
        "The journal keeps its history in a form (SHA-256) that is not read here. Ask the student for an ordinary \
         repository.",
    ),
    (&["no space left", "disk quota"], "The disk is full. Make room, and run the command again."),
    (&["not allowed"], "The server sent Git on to a kind of address that is not fetched from."),
    (
        &[
            "not found",
            "does not exist",
            "does not appear to be a git repository",
            "error: 404",
            "error: 410",
            "no such",
            "not exported",
        ],
        NONE,
    ),
    (
        &[
            "connection refused",
            "failed to connect",
            "couldn't connect",
            "unable to connect",
            "unreachable",
            "timed out",
        ],
        "The server does not answer. Check the address, or try again later.",
    ),
    (
        &[
            "early eof",
            "hung up",
            "disconnect",
            "rpc failed",
            "transfer closed",
            "reset by peer",
            "broken pipe",
            "unpack",
        ],
        "The connection broke off before everything was there. Run the command again.",
    ),
    (
        &["bad object", "did not receive expected object", "fatal: pack"],
        "What the server sent is damaged. Ask the student to push the journal again.",
    ),
    (&["error: 5"], "The server has trouble of its own. Try again later."),
];

/// Whose a failure is to mend: the student's where the server knows no such journal, or lets nobody in. `why` is as [`meaning`] said it.
pub fn cause(why: &str) -> Cause {
    if [ASKS, CLOSED, NONE].contains(&why) { Cause::Access } else { Cause::Fetching }
}

/// What a failure of Git's means and what to do; `said` is what it wrote to standard error.
pub fn meaning(said: &str) -> String {
    let lower = own_words(said).to_lowercase();
    let known = MEANINGS.iter().find(|(signs, _)| signs.iter().any(|sign| lower.contains(sign)));
    if let Some((_, sentence)) = known {
        return (*sentence).to_owned();
    }
    // What a server says begins with `remote:`; the last line of Git's own is the most exact one.
    let mut own = said.lines().filter(|line| line.starts_with("fatal:") || line.starts_with("error:"));
    let line = own.next_back().or_else(|| said.lines().next()).unwrap_or_default();
    let line = line.trim_start_matches("fatal: ").trim_start_matches("error: ");
    match line.trim() {
        "" => "Git ended without saying why. Try again, or fetch this journal by hand to see more.".to_owned(),
        line => {
            let words: String = one_line(&without_token(line)).chars().take(200).collect();
            format!("Git could not fetch it: {words}")
        }
    }
}

/// What Git says without what it quotes: an address or a path may hold any of the words that are looked for.
fn own_words(said: &str) -> String {
    let mut words = Vec::new();
    let mut quote: Option<char> = None;
    for word in said.split_whitespace() {
        // A sign within a word, as in `couldn't`, opens and closes nothing.
        let opened = quote.or_else(|| word.trim_start_matches('(').chars().next().filter(|c| matches!(c, '\'' | '"')));
        match opened {
            Some(mark) => {
                let inside = if quote.is_none() { &word[word.find(mark).unwrap_or(0) + 1..] } else { word };
                let is_closed = inside.trim_end_matches([':', '.', ',', ';', ')', '!']).ends_with(mark);
                quote = if is_closed { None } else { Some(mark) };
            }
            None if word.contains("://") => {}
            None => words.push(word),
        }
    }
    // One that is never closed is no quotation.
    match quote {
        Some(_) => said.split_whitespace().filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" "),
        None => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_address_decide_nothing() {
        for (text, part) in [
            ("fatal: '/x/certificate-journal' does not appear to be a git repository", "no journal at that address"),
            (
                "fatal: '/x/it's an unpack sha256/j' does not appear to be a git repository",
                "no journal at that address",
            ),
            (
                "fatal: unable to access 'https://localhost:1/certificate-notes/': Failed to connect to localhost port 1 after 0 ms: Couldn't connect to server",
                "does not answer",
            ),
            (
                "fatal: unable to access 'https://e.org/sha256/': The requested URL returned error: 503",
                "trouble of its own",
            ),
            (
                "fatal: unable to access 'https://e.org/': SSL certificate problem: self-signed certificate",
                "certificate",
            ),
            (
                "fatal: unable to access 'https://e.org/': server certificate verification failed. CAfile: none CRLfile: none",
                "certificate",
            ),
            ("fatal: unknown object format 'sha256' specified by server", "SHA-256"),
            ("fatal: transport 'ext' not allowed", "not fetched from"),
        ] {
            assert!(meaning(text).contains(part), "{text}: {}", meaning(text));
        }
    }

    #[test]
    fn what_git_says_becomes_a_sentence() {
        let said = [
            ("fatal: could not read Username for 'https://example.org': terminal prompts disabled", "who you are"),
            ("fatal: unable to get password from user", "who you are"),
            (
                "fatal: Out of memory, malloc failed (tried to allocate 1073741825 bytes)\nfatal: fetch-pack: invalid index-pack output",
                "more memory",
            ),
            ("git@example.org: Permission denied (publickey).\nfatal: Could not read from remote repository.", "key"),
            ("fatal: repository 'https://example.org/x/' not found", "no journal at that address"),
            ("fatal: unable to access 'https://e.org/': Could not resolve host: e.org", "name is not known"),
            ("fatal: unable to access 'http://127.0.0.1:9/': Failed to connect to 127.0.0.1", "does not answer"),
            (
                "error: RPC failed; curl 18 transfer closed\nfatal: early EOF\nfatal: fetch-pack: invalid index-pack output",
                "broke off",
            ),
            ("fatal: unable to access 'https://e.org/': The requested URL returned error: 503", "trouble of its own"),
            ("fatal: mismatched algorithms: client sha1; server sha256", "SHA-256"),
            ("Host key verification failed.\nfatal: Could not read from remote repository.", "server's key"),
            ("", "without saying why"),
        ];
        for (text, part) in said {
            assert!(meaning(text).contains(part), "{text}: {}", meaning(text));
        }
    }

    #[test]
    fn other_words_are_passed_on_without_a_token_and_on_one_line() {
        let said = "remote: \u{1b}[31mhello\nfatal: odd https://ada:sesame@example.org/x\u{7} thing\n";
        let sentence = meaning(said);
        assert!(sentence.contains("odd https://example.org/x") && !sentence.contains("sesame"), "{sentence}");
        assert!(!sentence.chars().any(char::is_control), "{sentence}");
    }
}
