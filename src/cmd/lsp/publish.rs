//! What is told of a document without being asked.

use std::path::Path;

use gen_lsp_types::{
    Code, Diagnostic as Told, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message as Words,
    PublishDiagnosticsParams, Range, Uri,
};

use super::document::{Document, Kind};
use super::place::{Address, uri_of};
use super::positions::Positions;
use super::server::Server;
use crate::core::config;
use crate::core::diagnostic::{Diagnostic, Severity};
use crate::core::text::{LineIndex, MAX_BYTES};
use crate::error::Error;
use crate::io::{files, settings};
use crate::render::safe;

/// Whose findings these are, for whoever sees them among others.
const SOURCE: &str = "coffeechat";

impl Server<'_> {
    /// Tells everything that there is to tell of a document.
    pub fn publish(&mut self, uri: &Uri, version: Option<i32>, diagnostics: Vec<Told>) {
        let params = PublishDiagnosticsParams { uri: uri.clone(), version, diagnostics };
        self.tell("textDocument/publishDiagnostics", params);
    }

    /// Tells what was found in a note, or why nothing could be.
    pub fn publish_note(&mut self, uri: &str) {
        let Some(document) = self.documents.get(uri) else { return };
        let mut all = self.told(document);
        all.extend(document.failed.clone().map(at_top));
        if let Kind::Note(Some(located)) = &document.kind
            && let Some(shelf) = self.shelves.get(&located.root)
            && let Some(error) = &shelf.error
        {
            // What was read before serves meanwhile, and the mistake stands in the journal's file. Where nothing was read yet, or the
            // mistake is in a file that nobody is shown, the note says it.
            let is_shown = mistake_of(error, &located.root);
            match shelf.journal.is_some() {
                true if is_shown => {}
                true => all.push(at_top(format!("{} Meanwhile, the settings from before serve.", in_words(error)))),
                false => all.push(at_top(format!("{} Until then, this note is not checked.", in_words(error)))),
            }
        }
        let (uri, version) = (document.uri.clone(), document.version);
        self.publish(&uri, Some(version), all);
        self.publish_closed_settings();
    }

    /// What was found in a note, as the client takes it.
    pub fn told(&self, document: &Document) -> Vec<Told> {
        let Some(seen) = &document.seen else { return Vec::new() };
        let positions = self.positions(document);
        seen.told.iter().map(|found| self.finding(found, document, &positions)).collect()
    }

    /// One finding, as the client takes it.
    pub fn finding(&self, found: &Diagnostic, document: &Document, positions: &Positions<'_>) -> Told {
        let other = |label: &crate::core::diagnostic::Label| DiagnosticRelatedInformation {
            location: Location { uri: document.uri.clone(), range: positions.range(label.span) },
            message: safe::visible(&label.text).into_owned(),
        };
        let others = Some(&found.labels).filter(|labels| self.client.other_places && !labels.is_empty());
        Told {
            range: positions.range(found.span),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
                Severity::Advice => DiagnosticSeverity::Information,
            }),
            code: Some(Code::String(found.rule.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: words(&found.message, &found.advice()),
            related_information: others.map(|labels| labels.iter().map(other).collect()),
            ..Told::default()
        }
    }

    /// Checks settings as they stand in the editor. They count for the notes once they are saved: while somebody writes a setting, it says
    /// something else with every letter.
    pub fn check_settings(&mut self, uri: &str, root: &Path) {
        let Some(document) = self.documents.get(uri) else { return };
        let told = match document.text.len() as u64 > MAX_BYTES {
            true => vec![at_top("This file is larger than 1 MiB and is not read.".to_owned())],
            false => match settings::check(root, &document.text, self.env.activity.as_deref()) {
                Ok(()) => Vec::new(),
                Err(error) => mistakes(&error, &self.positions(document), root),
            },
        };
        let (uri, version) = (document.uri.clone(), document.version);
        self.publish(&uri, Some(version), told);
        self.publish_closed_settings();
    }

    /// Tells the mistakes of settings that are not open, at their places; and that there are none any more.
    fn publish_closed_settings(&mut self) {
        let mut now = Vec::new();
        for (root, shelf) in &self.shelves {
            let path = root.join(config::FILE);
            let is_open = self.documents.values().any(|document| {
                matches!(&document.kind, Kind::Settings(other) if other == root)
                    || document.address == Address::File(path.clone())
            });
            if let Some(error @ Error::File { source_text, .. }) = &shelf.error
                && mistake_of(error, root)
                && !is_open
            {
                let positions = Positions::new(&source_text.text, self.client.encoding);
                now.push((uri_of(&path), mistakes(error, &positions, root)));
            }
        }
        let before = std::mem::take(&mut self.marked);
        for uri in before.keys().filter(|uri| now.iter().all(|(marked, _)| marked != *uri)) {
            if !self.documents.contains_key(uri) {
                self.publish(&Uri(uri.clone()), None, Vec::new());
            }
        }
        for (uri, told) in now {
            if before.get(&uri) != Some(&told) {
                self.publish(&Uri(uri.clone()), None, told.clone());
            }
            self.marked.insert(uri, told);
        }
    }
}

/// A finding that has no place in the text: it stands at the top.
pub fn at_top(message: String) -> Told {
    Told {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::Error),
        source: Some(SOURCE.to_owned()),
        message: words(&message, ""),
        ..Told::default()
    }
}

/// What was seen, and what to do. Nothing in it turns or hides the words around it.
fn words(message: &str, help: &str) -> Words {
    let gap = if help.is_empty() { "" } else { "\n\n" };
    Words::String(format!("{}{gap}{}", safe::visible(message), safe::visible(help)))
}

/// Whether the mistake stands in the journal's own file.
fn mistake_of(error: &Error, root: &Path) -> bool {
    matches!(error, Error::File { source_text, .. } if source_text.label == files::shown(&root.join(config::FILE)))
}

/// The mistakes of settings at their places, or at the top where they stand in another file.
fn mistakes(error: &Error, positions: &Positions<'_>, root: &Path) -> Vec<Told> {
    match error {
        Error::File { mistakes, .. } if mistake_of(error, root) => {
            let told = mistakes.iter().map(|mistake| Told {
                range: positions.range(mistake.span),
                message: words(&mistake.message, &mistake.help),
                ..at_top(String::new())
            });
            told.collect()
        }
        _ => vec![at_top(in_words(error))],
    }
}

/// What keeps settings from being read, and where.
fn in_words(error: &Error) -> String {
    let help = error.help().map_or_else(String::new, |help| format!(" {help}"));
    let place = match error {
        Error::File { source_text, mistakes } => {
            let at = mistakes.first().map_or(0, |mistake| mistake.span.start);
            let line = LineIndex::new(&source_text.text).line_of(at) + 1;
            format!("{}, line {line}: ", source_text.label)
        }
        _ => String::new(),
    };
    format!("{place}{error}.{help}")
}
