//! The rules about words: on ordinary lines they are silent, and what they look for they find.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::time::Instant;

use coffeechat::core::activity::DEFAULT;
use coffeechat::core::note::parse;
use coffeechat::core::recognise::secret;
use coffeechat::core::text::Source;
use common::plan;
use common::rules;
use common::words::{found, message, named, note};

/// A body that no secret has: letters and digits in an order that is easy to see through, put together here, so that nobody
/// who looks for secrets in this file finds one.
fn body(length: usize) -> String {
    "Q7wZ2kLm9TbX4vRc6NpJ8sHd3Fg5".chars().cycle().take(length).collect()
}

fn hex(length: usize) -> String {
    "3f9a1c7e5b2d8064".chars().cycle().take(length).collect()
}

#[test]
fn ordinary_lines_are_nobodys_business() {
    let picture = format!("![Diagram](data:image/png;base64,{})", body(4_000));
    let lines = [
        "We talked on 2026-11-26 from 10:30 to 11:15.",
        "Call at 17:00 CET / 11:00 EST, Meeting ID: 823 4567 8901, Passcode: 4F9x2K",
        "Dial-in: +1 646 558 8656,,82345678901#",
        "One tap mobile +16465588656,,82345678901#",
        "Her server listens on localhost:8080 and 127.0.0.1:5432.",
        "The book costs 39.99 EUR, ISBN 978-0-13-468599-1.",
        "ISBN-10: 0-201-63361-2",
        "The office is in San Francisco, CA 94107-1234.",
        "They grew by +12 000 000 users in 2025.",
        "They have +100000000 downloads.",
        "Salary range: 45.000 - 52.000, later 60 000 000 yen.",
        "Fixed in commit 9fceb02d0ae598e95dc970b74767f19372d61af8.",
        "See 3f2504e0-4f89-41d3-9a0c-0305e82c3301 for the request.",
        "She uses rustc 1.88.0 and node v22.11.0-nightly20261101.",
        "Her Discord id is 80351110224678912, user ada#0001.",
        "git clone git@github.com:ada/engine.git",
        "The remote is git@gitlab.com:group/sub/project.git.",
        "`ssh ada@build.lumenworks.io` opens the machine",
        "$ scp notes.md ada@build.lumenworks.io:/tmp",
        "Follow her: @ada@example.social and @grace@mastodon.social.",
        "npm install @scope/package@1.2.3 and lodash@4.17.21",
        "uses: actions/checkout@v4 in the workflow",
        "![logo](assets/logo@2x.png)",
        "They write to jobs@lumenworks.io when a post is open.",
        "Careers page: careers-eu@lumenworks.io",
        "info@lumenworks.io, hello@lumenworks.io and support@lumenworks.io answer slowly.",
        "no-reply@lumenworks.io sent the invitation.",
        "ada@example.org stands for any address.",
        "name.surname@company.com is how addresses look there.",
        "My email: kim.lee@lumenworks.io",
        "You can reach me at kim.lee@lumenworks.io.",
        "Co-authored-by: Kim Lee <kim@lumenworks.io>",
        "The form has an @ in it, and an @mention too.",
        "https://ada:8443/path@v2 is how the link looks",
        "https://medium.com/@ada.moreau/how-i-started-12345678901",
        "https://www.linkedin.com/in/ada-moreau-1234567890/",
        "https://gist.github.com/ada/0123456789abcdef0123456789abcdef",
        "https://maps.example.com/?q=+491512345678&z=12",
        "![shot](https://camo.githubusercontent.com/3f9a1c7e5b2d80643f9a1c7e5b2d80643f9a1c7e5b2d8064/68747470733a2f2f)",
        "![shot](https://user-images.githubusercontent.com/12345678/98765432-3f9a1c7e-5b2d-8064-9f3a.png)",
        &picture,
        "She built the password reset flow.",
        "I keep it in my password manager: 1Password.",
        "Password: ask Ada",
        "Password: ********",
        "password = os.environ[\"DB_PASSWORD\"]",
        "password: ${DB_PASSWORD}",
        "API_KEY=<your-api-key-goes-here-2026>",
        "api_key = process.env.OPENAI_API_KEY_2026_PRODUCTION",
        "The API key: see 1Password",
        "Password policy: Min8Chars+1Digit",
        "Password reset: 2026-11-23T10:00:00Z",
        "She asked for a token of appreciation.",
        "Token: a small thing that stands for a large one",
        "A secret of hers: start small.",
        "Keys begin with ghp_ or github_pat_, she said.",
        "An example is ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.",
        "AWS shows AKIAIOSFODNN7EXAMPLE everywhere.",
        "A key file begins with -----BEGIN OPENSSH PRIVATE KEY-----, never commit it.",
        "Connect to postgres://postgres:postgres@localhost:5432/app.",
        "https://user:password@example.com is what not to do.",
        "git remote add origin https://x-access-token:${TOKEN}@github.com/ada/engine.git",
        "SK is Slovakia, SG. is Singapore, hf_ is a prefix.",
        "eyJ is how a JWT begins.",
        "sk-learn, task-runner, risk-averse: words with sk- inside.",
        "Ratio 3:2, score 21-19, section 4.2.1.3.5.8.9.",
        "Phone screen on 26.11.2026 at 10:00, then two rounds.",
        "Phone: 2026-11-26 10:00",
        "Our phone call lasted 45 minutes, 3 of 10 questions were left.",
        "Order 555-010-12345 came too late.",
        "We sat 10 000 000 000 nanoseconds in silence.",
        "IBAN DE89 3704 0044 0532 0130 00 was on the slide.",
        "GMT+1000 is Brisbane, UTC+01:00 is Berlin.",
        "She works 9-5, 5 days, since 2019-2023-2026.",
        "SHA-256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "integrity sha512-Q7wZ2kLm9TbX4vRc6NpJ8sHd3Fg5Q7wZ2kLm9TbX4vRc6NpJ8sHd3Fg5==",
        "She got a referral from a friend, and later a job at her company.",
        "He asked me whether I am looking for a job.",
    ];
    assert!(lines.len() >= 60);
    for line in lines {
        assert_eq!(named(line), Vec::<&str>::new(), "{line}");
    }
    // The same in a comment, as code and in front matter where that is a value.
    for line in lines {
        let shown = line.replace("--", "- -");
        assert_eq!(named(&format!("<!-- {shown} -->")), Vec::<&str>::new(), "in a comment: {line}");
        assert_eq!(named(&format!("```\n{line}\n```")), Vec::<&str>::new(), "as code: {line}");
    }
}

/// Lines with a secret in them, and the part that must not be seen.
fn secrets() -> Vec<(String, String)> {
    let (b, h) = (body, hex);
    let jwt = |n: usize| format!("eyJ{}.eyJ{}.{}", b(n), b(n + 9), b(43));
    let token = |begins: &str, rest: String| (format!("I used {begins}{rest} for it."), rest);
    let upper: String = "QWZKLMTBXVRCNPJS".to_owned();
    vec![
        token("ghp_", b(36)),
        token("gho_", b(36)),
        token("ghs_", b(36)),
        token("github_pat_", format!("{}_{}", b(22), b(59))),
        token("glpat-", b(20)),
        token("xoxb-", format!("123456789{}-987654321{}-{}", 12, 98, b(24))),
        token("xapp-", format!("1-A0{}-12345678{}-{}", "KWZ5QLMTB", 9876, h(64))),
        token("https://hooks.slack.com/services/", format!("T0{}/B0{}/{}", "KWZ5QLMT", "XVRC6NPJ", b(24))),
        token("https://discord.com/api/webhooks/", format!("80351110224678912/{}", b(68))),
        token("AKIA", upper.clone()),
        token("ASIA", upper),
        token("AIza", b(35)),
        token("GOCSPX-", b(28)),
        token("sk_live_", b(24)),
        token("rk_live_", b(24)),
        token("sk-proj-", format!("{}T3BlbkFJ{}", b(58), b(58))),
        token("sk-", format!("{}T3BlbkFJ{}", b(20), b(20))),
        token("sk-ant-api03-", format!("{}AA", b(93))),
        token("npm_", b(36)),
        token("pypi-AgEIcHlwaS5vcmc", b(90)),
        token("SG.", format!("{}.{}", b(22), b(43))),
        token("SK", h(32)),
        token("hf_", b(34)),
        token("dop_v1_", h(64)),
        (format!("Her login: {}", jwt(20)), b(43)),
        (format!("TOKEN=\"ghp_{}\"", b(36)), b(36)),
        (format!("<https://ada:ghp_{}@github.com/ada/x.git>", b(36)), b(36)),
        ("git clone https://ada:Otter7walks@git.lumenworks.io/x.git".to_owned(), "Otter7walks".to_owned()),
        ("mongodb+srv://app:Otter7walks@cluster0.lumenworks.io/db".to_owned(), "Otter7walks".to_owned()),
        ("Password: Otter+7walks".to_owned(), "Otter+7walks".to_owned()),
        ("- **Password:** `Otter+7walks`".to_owned(), "Otter+7walks".to_owned()),
        ("Wi-Fi password = Otter+7walks".to_owned(), "Otter+7walks".to_owned()),
        ("Staging: password for the site: Otter+7walks".to_owned(), "Otter+7walks".to_owned()),
        ("DB_PASSWORD=Otter+7walks".to_owned(), "Otter+7walks".to_owned()),
        ("Passwort: Otter+7läuft".to_owned(), "Otter+7läuft".to_owned()),
        (format!("api_key = \"{}\"", h(32)), h(32)),
        (format!("export OPENWEATHER_API_KEY={}", h(32)), h(32)),
        (format!("\"clientSecret\": \"{}\",", b(40)), b(40)),
        (format!("aws_secret_access_key = {}", b(40)), b(40)),
        (format!("-----BEGIN RSA {}-----\n{}\n{}\n-----END RSA PRIVATE KEY-----", "PRIVATE KEY", b(64), b(64)), b(64)),
        (format!("-----BEGIN {}-----\\n{}\\n-----END PRIVATE KEY-----", "PRIVATE KEY", b(64)), b(64)),
    ]
}

#[test]
fn secrets_are_found_wherever_they_stand_and_never_shown() {
    let secrets = secrets();
    assert!(secrets.len() >= 40);
    for (line, hidden) in secrets {
        let comment = format!("<!-- {} -->", line);
        let places = [line.clone(), format!("```\n{line}\n```"), format!("> {line}"), comment];
        for text in &places {
            let text = note("planned", text);
            let found = found(&text);
            assert_eq!(rules(&found), ["exposed-secret"], "{text}");
            let said = format!("{found:?}");
            assert!(!said.contains(&hidden), "the finding says it: {said}");
            let shown = secret::concealed(&text).expect("something to hide");
            assert!(!shown.contains(&hidden), "it is shown: {shown}");
            assert_eq!((shown.len(), shown.chars().count()), (text.len(), text.chars().count()));
        }
    }
    let front = format!("---\nlevel: 1\ncontact: Ada\nstatus: planned\ntoken: ghp_{}\n---\n", body(36));
    assert_eq!(rules(&found(&front)), ["exposed-secret"]);
    let broken = format!("---\nlevel: [1\ntoken: ghp_{}\n---\n", body(36));
    assert!(rules(&found(&broken)).contains(&"exposed-secret"), "also where front matter cannot be read");
    let twice = format!("ghp_{0} and once more ghp_{0}", body(36));
    assert_eq!(named(&twice), ["exposed-secret"], "one secret is said once");
}

#[test]
fn addresses_of_people_are_found() {
    let exposed = ["exposed-contact-details"];
    for line in [
        "Her address is ada.moreau@lumenworks.io",
        "Write to <ada@lumenworks.io>.",
        "[Mail](mailto:ada@lumenworks.io)",
        "**Email:** ada.moreau+coffee@mail.lumenworks.co.uk",
        "- ada_moreau@lumenworks.io, she prefers mornings",
        "| Ada | ada@lumenworks.io |",
        "> You can reach me at ada@lumenworks.io",
        "Ada: \"email me at ada@lumenworks.io\", said to everybody in the room? (ada@lumenworks.io)",
        "<!-- ada@lumenworks.io -->",
        "Call her: +49 151 234 567 89",
        "+15550101234",
        "+1 (555) 010-1234",
        "+33 6 12 34 56 78",
        "Phone: (555) 010-1234",
        "Tel. 555-010-1234",
        "Her number is 555.010.1234",
        "WhatsApp: +44 7700 900123",
        "Telefon: 030 12345678",
        "Handy 0151 23456789",
        "> call me at 555-010-1234",
        // White space that is wider than a byte.
        "住所　ada@lumenworks.io",
        "Courriel :\u{a0}ada@lumenworks.io",
        "Tél.\u{202f}:\u{a0}+33 6 12 34 56 78",
        "電話　+81 3 1234 5678",
    ] {
        if line.contains("email me at") {
            assert_eq!(named(line), Vec::<&str>::new(), "in doubt nothing: {line}");
        } else {
            assert_eq!(named(line), exposed, "{line}");
        }
    }
    let front = "---\nlevel: 1\ncontact:\n  name: Ada\n  email: ada@lumenworks.io\nstatus: planned\n---\n";
    assert_eq!(rules(&found(front)), exposed);
    let said = format!("{:?}", found(front)[0].message);
    assert!(said.contains("ad…@…") && !said.contains("lumenworks"), "{said}");
    // The student's own signature, and whom the message goes to.
    let letter = "Hi Ada, would Tuesday at 10 or Thursday at 16 suit you for a call about testing?\n\nKim Lee\nkim@lumenworks.io\n+49 151 234 567 89";
    assert_eq!(message("planned", letter), Vec::<&str>::new());
    assert_eq!(message("planned", &format!("To: ada@lumenworks.io\n\n{letter}")), exposed);
    // Nobody reads a journal without a remote but who wrote it.
    let source = Source::new("n.md", front);
    assert!(plan().lint(&parse(&source, &DEFAULT), "n.md").0.is_empty());
}

#[test]
fn a_hostile_line_takes_no_time_to_speak_of() {
    for part in [
        "ghp_",
        " ghp_",
        ".eyJ",
        "/eyJaaaaaaaaaa",
        "://a:",
        "a@",
        "a@b.",
        "+1 ",
        "-----BEGIN ",
        "password: ",
        "=",
        "sk-",
        "@",
        "1-",
    ] {
        let long = |bytes: usize| {
            let text = note("planned", &format!("## Outreach\n\nHi Ada {}\n", part.repeat(bytes / part.len())));
            let start = Instant::now();
            found(&text);
            start.elapsed()
        };
        // Eight times as many bytes take eight times as long, not sixty-four times. On a busy machine one try may be unlucky.
        let tries = (0..5).map(|_| (long(100_000), long(800_000)));
        let slow: Vec<_> = tries.take_while(|(few, many)| *many > *few * 24).collect();
        assert!(slow.len() < 5, "{part:?}: {slow:?}");
    }
}
