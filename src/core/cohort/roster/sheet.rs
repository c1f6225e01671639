//! The cells of a roster, each record with the line that it begins on.

/// A line of cells.
#[derive(Debug, Default)]
pub struct Record {
    /// The line it begins on, from 1.
    pub line: usize,
    /// The cells, without white space around them.
    pub fields: Vec<String>,
    /// Why the cells are not to be trusted.
    pub problem: Option<String>,
}

/// All cells.
#[derive(Debug)]
pub struct Sheet {
    /// The first line that is not blank.
    pub headings: Record,
    /// The others that are not blank.
    pub records: Vec<Record>,
}

/// The text of a file as spreadsheet programs write it.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    let units = |from: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect()
    };
    let save = "Save it from your spreadsheet program as \"CSV UTF-8\".";
    let text = match bytes {
        [0xFF, 0xFE, ..] => String::from_utf16(&units(u16::from_le_bytes)).map_err(|_| None),
        [0xFE, 0xFF, ..] => String::from_utf16(&units(u16::from_be_bytes)).map_err(|_| None),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            // The line is counted in the whole file, the mark before it included.
            String::from_utf8(rest.to_vec()).map_err(|error| Some(3 + error.utf8_error().valid_up_to()))
        }
        _ => String::from_utf8(bytes.to_vec()).map_err(|error| Some(error.utf8_error().valid_up_to())),
    };
    match text {
        Ok(text) if text.contains('\0') => Err(format!("The roster is not plain text. {save}")),
        Ok(text) if text.trim().is_empty() => {
            Err("The roster is empty. Begin it with a line such as: student,journal".to_owned())
        }
        Ok(text) => Ok(text),
        Err(None) => Err(format!("The roster says that it is UTF-16 but is not. {save}")),
        Err(Some(at)) => {
            let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
            Err(format!("Line {line} of the roster holds letters that are not UTF-8. {save}"))
        }
    }
}

impl Sheet {
    /// The cells of `text`, which is not blank.
    pub fn read(text: &str) -> Result<Self, String> {
        let start = text.len() - text.trim_start_matches(['\r', '\n', ' ']).len();
        // Some spreadsheet programs say in a line of its own what parts the cells.
        let said = text[start..].strip_prefix("sep=").and_then(|rest| rest.chars().next());
        let said = said.and_then(|c| u8::try_from(c).ok()).filter(|byte| b",;\t|".contains(byte));
        let separator = said.unwrap_or_else(|| separator(&text[start..]));
        let mut records = Vec::new();
        match open_quote(text, separator) {
            None => cells(text, 0, text.len(), separator, &mut records),
            // The lines behind are read on their own: a forgotten quote must not hide them.
            Some((record, quote)) => {
                let end = text[quote..].find(['\r', '\n']).map_or(text.len(), |at| quote + at);
                cells(text, 0, record, separator, &mut records);
                let before = records.len();
                cells(text, record, end, separator, &mut records);
                let line = 1 + ends(&text[..quote]);
                for record in records.iter_mut().skip(before) {
                    record.problem = Some(format!(
                        "The quote that begins on line {line} is never closed, so it is not plain where the value ends. \
                         Write the second quote, or take out the first."
                    ));
                }
                cells(text, end, text.len(), separator, &mut records);
            }
        }
        let mut records = records.into_iter().filter(|record| record.fields.iter().any(|text| !text.is_empty()));
        if said.is_some() {
            records.next();
        }
        let headings = records.next().unwrap_or_default();
        match &headings.problem {
            Some(problem) => Err(format!("The headings of the roster cannot be read. {problem}")),
            None => Ok(Self { headings, records: records.collect() }),
        }
    }
}

/// What parts the cells of the first line: the most frequent of the three outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => counts.iter_mut().filter(|(separator, _)| *separator == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals: a comma.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

/// Where a quote that is never closed begins, behind where its record does.
fn open_quote(text: &str, separator: u8) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut record, mut quote) = (0, None);
    let mut is_start = true;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(_), b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
            (Some(_), b'"') => quote = None,
            (Some(_), _) => {}
            (None, b'"') if is_start => {
                quote = Some(at);
                is_start = false;
            }
            (None, b'\r' | b'\n') => {
                record = at + 1;
                is_start = true;
            }
            (None, _) => is_start = byte == separator,
        }
        at += 1;
    }
    quote.map(|quote| (record, quote))
}

/// Adds the records between two bytes of `text`.
fn cells(text: &str, from: usize, to: usize, separator: u8, records: &mut Vec<Record>) {
    let part = &text[from..to];
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(part.as_bytes());
    let (mut line, mut counted) = (1 + ends(&text[..from]), 0);
    // The text is UTF-8, and records of any length are let through: no error is left.
    for record in reader.records().map_while(Result::ok) {
        // The reader says where it began to look, which is before the blank lines.
        let begin = record.position().map_or(counted, |place| usize::try_from(place.byte()).unwrap_or(counted));
        let blank = part.get(begin..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let begin = (begin + blank).min(part.len());
        line += part.get(counted..begin).map_or(0, ends);
        counted = begin.max(counted);
        records.push(Record {
            line,
            fields: record.iter().map(|text| text.trim().to_owned()).collect(),
            problem: None,
        });
    }
}

/// How many lines end in `text`: LF, CRLF and a lone CR end one.
fn ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        .count()
}
