//! JUnit's XML, as continuous integration reads it: a note is a test case, and what was found in it are its failures.
//!
//! Advice is never a mistake, so it fails nothing: it stands in the case's output. A file that could not be checked is a case with
//! an error. XML holds no control characters; they are replaced, as on a terminal.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::safe;
use crate::core::diagnostic::{Diagnostic, Severity};
use crate::core::report::{Failure, NoteReport, Report};
use crate::core::text::{LineIndex, Position};

type Xml = Writer<Vec<u8>>;

/// The whole report.
pub fn render(report: &Report) -> String {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let _ = document(&mut xml, report);
    let mut text = String::from_utf8(xml.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn document(xml: &mut Xml, report: &Report) -> io::Result<()> {
    let tests = (report.notes.len() + report.failures.len()).to_string();
    let failed = report.notes.iter().filter(|note| note.found.iter().any(fails)).count().to_string();
    let errors = report.failures.len().to_string();
    let counts = [("tests", tests.as_str()), ("failures", &failed), ("errors", &errors)];
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = xml.create_element("testsuites").with_attribute(("name", "coffeechat")).with_attributes(counts);
    all.write_inner_content(|xml| {
        let suite = xml.create_element("testsuite").with_attribute(("name", "notes")).with_attributes(counts);
        suite.write_inner_content(|xml| {
            report.notes.iter().try_for_each(|note| case(xml, note))?;
            report.failures.iter().try_for_each(|failure| unchecked(xml, failure))
        })?;
        Ok(())
    })?;
    Ok(())
}

fn case(xml: &mut Xml, note: &NoteReport) -> io::Result<()> {
    let name = attribute(&note.path.shown);
    let case = xml.create_element("testcase").with_attributes([("name", name.as_str()), ("classname", "coffeechat")]);
    if note.found.is_empty() {
        case.write_empty()?;
        return Ok(());
    }
    let text = note.source.as_ref().map_or("", |source| source.text.as_str());
    let index = LineIndex::new(text);
    let told = |found: &Diagnostic| told(note, found, index.position(text, found.span.start));
    let (failures, advice): (Vec<&Diagnostic>, Vec<&Diagnostic>) = note.found.iter().partition(|found| fails(found));
    case.write_inner_content(|xml| {
        for found in failures {
            let message = attribute(&format!("{}: {}", found.severity.name(), found.message));
            xml.create_element("failure")
                .with_attributes([("type", found.rule), ("message", &message)])
                .write_text_content(BytesText::new(&told(found)))?;
        }
        if !advice.is_empty() {
            let lines = |found: &&Diagnostic| format!("advice: {} [{}]\n{}", found.message, found.rule, told(found));
            let text: Vec<String> = advice.iter().map(lines).collect();
            let text = text.join("\n\n");
            xml.create_element("system-out").write_text_content(BytesText::new(&element(&text)))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn unchecked(xml: &mut Xml, failure: &Failure) -> io::Result<()> {
    let (name, message) = (attribute(&failure.path.shown), attribute(&failure.message));
    let case = xml.create_element("testcase").with_attributes([("name", name.as_str()), ("classname", "coffeechat")]);
    case.write_inner_content(|xml| {
        xml.create_element("error")
            .with_attributes([("type", "not-checked"), ("message", message.as_str())])
            .write_empty()?;
        Ok(())
    })?;
    Ok(())
}

/// Whether a finding fails its case.
fn fails(found: &Diagnostic) -> bool {
    found.severity > Severity::Advice
}

/// The place, why it matters and what to type.
fn told(note: &NoteReport, found: &Diagnostic, at: Position) -> String {
    let place = format!("{}:{}:{}", safe::path(&note.path.shown), at.line, at.column);
    let words = [place.as_str(), &found.why, &found.help];
    let words: Vec<&str> = words.into_iter().filter(|words| !words.is_empty()).collect();
    element(&words.join("\n"))
}

fn element(text: &str) -> String {
    // Two characters are no controls, and yet XML cannot hold them.
    safe::lines(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

fn attribute(text: &str) -> String {
    element(&safe::inline(text))
}
