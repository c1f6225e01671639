//! A contact seen before: what a new note takes over from an earlier one, and the link to that.

use std::path::Path;

use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::core::activity::{Activity, Filling};
use crate::core::note::fields::Contact;
use crate::core::recognise::is_placeholder;
use crate::core::text::one_line;

/// What may stand in the destination of a link as it is. A colon may not: what is before it would be a scheme.
const ODD: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// Takes from `earlier` what `contact` does not say, and gives the names of what was taken.
pub fn take_over(contact: &mut Contact, earlier: &Contact) -> Vec<&'static str> {
    let mut taken = Vec::new();
    let fields = [
        ("role", &mut contact.role, &earlier.role),
        ("company", &mut contact.company, &earlier.company),
        ("seniority", &mut contact.seniority, &earlier.seniority),
        ("how", &mut contact.how, &earlier.how),
    ];
    for (name, field, known) in fields {
        let known = known.as_ref().map(|text| one_line(text)).filter(|text| !is_placeholder(text));
        if field.is_none() && known.is_some() {
            *field = known;
            taken.push(name);
        }
    }
    taken
}

/// The line of a new note that leads to the earlier one at `path`, as seen from the new one's folder.
///
/// All its words are the link's, so that no section takes them for the student's.
pub fn link(name: &str, date: Option<Date>, path: &Path, activity: &Activity) -> String {
    let name = one_line(name);
    let text = match &activity.earlier {
        Some(template) => template.fill(|place| match place {
            "contact" => Some(Filling::Words(name.clone())),
            "date" => date.map(|date| Filling::Words(date.strftime("%-d %B %Y").to_string())),
            _ => None,
        }),
        None => activity.heading.replace("{contact}", &name),
    };
    let mut shown = String::new();
    for letter in one_line(&text).chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, ',' | '.' | '-' | '\'' | ':' | '/') {
            shown.push('\\');
        }
        shown.push(letter);
    }
    // Between folders stands `/`, also where the system writes something else.
    let parts = path.components().map(|part| percent_encode(part.as_os_str().as_encoded_bytes(), ODD).to_string());
    format!("[{shown}]({})", parts.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;
    use jiff::civil::date;

    #[test]
    fn a_link_is_one_whatever_the_name() {
        let line = |name: &str, path: &str| link(name, Some(date(2026, 11, 18)), Path::new(path), &DEFAULT);
        assert_eq!(line("Ada", "2026-11-18-ada.md"), "[Earlier note about Ada, 18 November 2026](2026-11-18-ada.md)");
        assert!(line("A]( <b> `c", "a b (1):<x>.md").ends_with("18 November 2026](a%20b%20%281%29%3A%3Cx%3E.md)"));
        assert!(line("A]( <b> `c", "x.md").starts_with("[Earlier note about A\\]\\( \\<b\\> \\`c, "));
        assert!(line("魚", "../x/魚.md").ends_with("(../x/%E9%AD%9A.md)"));
        assert!(link("Ada", None, Path::new("a.md"), &DEFAULT).contains("about Ada, day unknown]"));
    }

    #[test]
    fn what_is_given_wins_over_what_was_known() {
        let mut contact = Contact { name: "Ada".to_owned(), role: Some("lead".to_owned()), ..Contact::default() };
        let earlier = Contact {
            name: "ada".to_owned(),
            role: Some("tester".to_owned()),
            company: Some("Example".to_owned()),
            how: Some("…".to_owned()),
            ..Contact::default()
        };
        assert_eq!(take_over(&mut contact, &earlier), ["company"]);
        assert_eq!((contact.role.as_deref(), contact.company.as_deref()), (Some("lead"), Some("Example")));
    }
}
