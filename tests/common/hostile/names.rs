//! Journals, notes and contacts whose names would steer a terminal, a spreadsheet, a log or a page.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use git2::FileMode;

use super::{Hostile, make, row};

/// Names of folders, notes and people.
pub const NAMES: [&[u8]; 17] = [
    b"\x1b[31mred\x1b[0m",
    b"\x1b]8;;https:example.org\x1b\\link\x1b]8;;\x1b\\",
    b"\x1b]52;c;Y29weQ==\x07",
    "\u{9b}31mred".as_bytes(),
    "\u{202e}gnp.exe\u{202c}".as_bytes(),
    "zero\u{200b}width\u{feff}".as_bytes(),
    b"two\nlines",
    b"back\rhome",
    b"=cmd|' !A1",
    b"@SUM(1+1)",
    "\u{ff1d}1+1".as_bytes(),
    b"::error::said",
    b"##vso[task.setvariable]x",
    b"<script>alert(1)<script>",
    b"\"><img src=x onerror=alert(1)>",
    b"not\xff\xfeutf8",
    b"-rf",
];

/// A journal by each name, with a note of that name and a contact of that name in it.
pub fn add(class: &mut Hostile) {
    for name in NAMES {
        let folder = class.named(OsString::from_vec(name.to_vec()), row("done", "", ""));
        let repository = make::repository(&folder, true);
        let quoted: String = String::from_utf8_lossy(name).chars().flat_map(char::escape_default).collect();
        // YAML knows the escapes of a quoted text by other letters than we do, so only what it shares is written so.
        let contact = quoted.replace("\\u{", "\\U{").replace("\\'", "'");
        let text = make::note(&format!("\"{}\"", yaml(&contact)));
        let id = repository.blob(text.as_bytes()).expect("a blob");
        let fine = repository.blob(make::note("Mei").as_bytes()).expect("a blob");
        let mut path = b"networking/".to_vec();
        path.extend_from_slice(name);
        path.extend_from_slice(b".md");
        let blob = u32::from(FileMode::Blob);
        let tree = make::tree_of(&repository, &[(&path, blob, id), (b"networking/mei.md", blob, fine)]);
        make::commit(&repository, tree, make::NOON);
    }
    let long = "n".repeat(250);
    let folder = class.named(long, row("done", "", ""));
    class.copy(&folder);
    let folder = class.named("--help", row("done", "", ""));
    class.copy(&folder);
    let folder = class.named("CON", row("done", "", ""));
    class.copy(&folder);
}

/// Rust's escapes as YAML has them: `\U{1b}` becomes `\U0000001b`.
fn yaml(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\U{") {
        let (digits, after) = behind.split_once('}').expect("an escape that ends");
        out.push_str(&format!("{before}\\U{digits:0>8}"));
        rest = after;
    }
    out + rest
}
