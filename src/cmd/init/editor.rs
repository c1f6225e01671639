//! What `init --editor` gives Visual Studio Code in a journal: the extension to offer, and what is done while somebody writes a note.
//!
//! Both files are JSON with comments and trailing commas, so one that is there is never merged with ours: it is left byte for byte, and
//! the lines to add are told.

use std::path::Path;

use crate::error::{Error, Result};
use crate::io::files::{self, Shape, path_name};
use crate::io::journal::Journal;
use crate::render::safe;

/// Where the editor looks for its files.
const FOLDER: &str = ".vscode";

/// The extension as the editor knows it: its publisher and its name.
const EXTENSION: &str = "coffeechat.coffeechat";

/// A file of the editor.
struct File {
    name: &'static str,
    /// What it is for, behind its name.
    what: &'static str,
    /// What only a file with our lines in it says.
    mark: &'static str,
    text: &'static str,
}

const FILES: [File; 2] = [
    File {
        name: "extensions.json",
        what: "VS Code then offers the extension",
        mark: EXTENSION,
        text: "{\n  \"recommendations\": [\"EXTENSION\"]\n}\n",
    },
    // `explicit` mends when somebody saves, and not while they type. Without `quickSuggestions` the editor offers nothing in Markdown;
    // with it, and without the line below, every word of the note.
    File {
        name: "settings.json",
        what: "what is safe to mend is mended on save",
        mark: "source.fixAll.coffeechat",
        text: r#"{
  "[markdown]": {
    "editor.codeActionsOnSave": {
      "source.fixAll.coffeechat": "explicit"
    },
    "editor.quickSuggestions": {
      "other": "on",
      "comments": "off",
      "strings": "off"
    },
    "editor.wordBasedSuggestions": "off"
  }
}
"#,
    },
];

/// What came of it.
#[derive(Default)]
pub struct Written {
    /// What was made, and what for.
    pub made: Vec<String>,
    /// What is to be added by hand, where a file was there already.
    pub by_hand: String,
    /// Why a file is neither there nor made.
    pub error: Option<Error>,
}

/// Writes the files that are missing in `journal`, which is no gist.
pub fn write(journal: &Journal) -> Written {
    let mut written = Written::default();
    let folder = journal.root.join(FOLDER);
    for file in &FILES {
        let result = put(journal, &folder, file);
        match result {
            Ok(true) => written.made.push(format!("{FOLDER}/{}   {}", file.name, file.what)),
            Ok(false) => written.by_hand.push_str(&lines(&folder.join(file.name), file)),
            Err(error) => {
                written.error = Some(error);
                break;
            }
        }
    }
    written
}

/// Writes one file where there is none, and says whether it did.
fn put(journal: &Journal, folder: &Path, file: &File) -> Result<bool> {
    if files::shape(folder).is_some_and(|shape| shape != Shape::Folder) {
        return Err(Error::Path {
            path: safe::path(&path_name(journal.relative(folder)).shown),
            why: "is no folder, so the settings of the editor cannot be written into it".to_owned(),
            help: "If it is a link, links are not followed. Give it another name, then run the command again."
                .to_owned(),
        });
    }
    files::make_folder(&journal.root, folder)?;
    let path = folder.join(file.name);
    if files::is_there(&path) {
        return Ok(false);
    }
    files::create(&path, &file.text.replace("EXTENSION", EXTENSION))
}

/// What has to be added to a file that is there; nothing where it has it already.
fn lines(path: &Path, file: &File) -> String {
    let is_file = files::shape(path) == Some(Shape::File);
    if is_file && files::read(path, "").is_ok_and(|there| there.text.contains(file.mark)) {
        return String::new();
    }
    let text = file.text.replace("EXTENSION", EXTENSION);
    let inner = text.trim_end().trim_start_matches("{\n").trim_end_matches("\n}");
    format!("{FOLDER}/{} is left as it is. Add to what stands between its outer braces:\n{inner}\n", file.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_json_and_is_known_again() {
        for file in &FILES {
            let text = file.text.replace("EXTENSION", EXTENSION);
            assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|value| value.is_object()), "{text}");
            assert!(text.contains(file.mark) && text.ends_with("}\n"), "{text}");
        }
    }
}
