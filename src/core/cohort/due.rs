//! By when something is to be done, as an instructor writes it.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, Zoned};

use super::Due;
use crate::core::note::dates::{self, Unread};

impl Due {
    /// Reads `2026-11-29`, which is the end of that day in `zone`, or a time with an offset, `2026-11-29T18:00+01:00`. `grace` is
    /// added to it: `15m`, `1h30m`, `2 days`.
    ///
    /// # Errors
    /// A sentence on what was seen, and what to write.
    pub fn read(text: &str, grace: Option<&str>, zone: &TimeZone) -> Result<Self, String> {
        let moment = moment(text.trim(), zone)?;
        let Some(grace) = grace.map(str::trim) else { return Ok(Self::at(&moment, None)) };
        let wrong = || {
            format!(
                "The grace \"{grace}\" is no length of time, or is longer than a year. Write it as in 15m, 1h30m or 2 days."
            )
        };
        // A bare number would leave open what is counted.
        let span: Span = grace.parse().map_err(|_| wrong())?;
        let end = moment.checked_add(span).map_err(|_| wrong())?;
        let latest = moment.checked_add(1.year()).map_err(|_| wrong())?;
        if end < moment {
            return Err(format!(
                "The grace \"{grace}\" is negative. Move the due date itself, or write a length such as 15m."
            ));
        }
        if end > latest {
            Err(wrong())
        } else {
            Ok(Self::at(
                &end,
                Timestamp::from_second(moment.timestamp().as_second()).ok().filter(|at| *at < end.timestamp()),
            ))
        }
    }

    fn at(moment: &Zoned, before_grace: Option<Timestamp>) -> Self {
        Self { at: moment.timestamp(), text: moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(), before_grace }
    }
}

/// How a due moment is written.
const FORMS: &str = "Write the day as in 2026-11-29, or a time with its offset as in 2026-11-29T18:00+01:00.";

fn moment(text: &str, zone: &TimeZone) -> Result<Zoned, String> {
    match dates::read(text) {
        Ok(day) if !dates::has_time(text) && !text.contains(':') => {
            if zone.is_unknown() {
                return Err(format!(
                    "The due date \"{text}\" is the end of a day, and the time zone of this machine is not known. \
                     Write the moment with its offset, as in {}T23:59:59+01:00.",
                    day.date
                ));
            }
            let next = day.date.tomorrow().and_then(|next| next.to_zoned(zone.clone()));
            let end = next.and_then(|next| next.checked_sub(1.second()));
            return end.map_err(|_| format!("The due date \"{text}\" is beyond the calendar. {FORMS}"));
        }
        Err(Unread::NoSuchDay) if !text.contains(':') => {
            return Err(format!("The due date \"{text}\" names a day that the calendar does not have. {FORMS}"));
        }
        Err(Unread::FarYear) if !text.contains(':') => {
            return Err(format!("The year of the due date \"{text}\" looks like a slip. {FORMS}"));
        }
        Err(Unread::Ambiguous(one, other)) => {
            return Err(format!("The due date \"{text}\" may be {one} or {other}. {FORMS}"));
        }
        _ => {}
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment.to_zoned(zone.clone()));
    }
    // A time of day alone is one moment here and another one for the students elsewhere.
    if let Ok(meant) = text.parse::<DateTime>().and_then(|time| time.to_zoned(zone.clone())) {
        let example = meant.strftime("%Y-%m-%dT%H:%M%:z");
        return Err(format!(
            "The due time \"{text}\" has no offset, so it is another moment elsewhere. Write {example} if you mean it here."
        ));
    }
    Err(format!("The due date \"{text}\" cannot be read. {FORMS}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zones as rules, so that no database has to be there.
    const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
    const SAO_PAULO: &str = "<-03>3<-02>,M11.1.0/0,M2.3.0/0";
    const UTC: &str = "UTC0";

    fn read(text: &str, grace: Option<&str>, zone: &str) -> Result<(String, String), String> {
        let zone = TimeZone::posix(zone).expect("a zone");
        Due::read(text, grace, &zone).map(|due| (due.at.to_string(), due.text))
    }

    fn ok(text: &str, grace: Option<&str>, zone: &str) -> (String, String) {
        read(text, grace, zone).expect("a due moment")
    }

    fn pair(at: &str, text: &str) -> (String, String) {
        (at.to_owned(), text.to_owned())
    }

    #[test]
    fn a_day_ends_where_the_instructor_is() {
        assert_eq!(ok("2026-11-29", None, BERLIN), pair("2026-11-29T22:59:59Z", "2026-11-29T23:59:59+01:00"));
        assert_eq!(ok(" 29 November 2026 ", None, UTC), pair("2026-11-29T23:59:59Z", "2026-11-29T23:59:59+00:00"));
        // Summer time begins and ends on these days.
        assert_eq!(ok("2026-03-29", None, BERLIN).1, "2026-03-29T23:59:59+02:00");
        assert_eq!(ok("2026-10-25", None, BERLIN).1, "2026-10-25T23:59:59+01:00");
        // The day behind this one has no midnight.
        assert_eq!(ok("2018-11-03", None, SAO_PAULO), pair("2018-11-04T02:59:59Z", "2018-11-03T23:59:59-03:00"));
    }

    #[test]
    fn a_time_has_an_offset() {
        assert_eq!(ok("2026-11-29T18:00:00Z", None, BERLIN).1, "2026-11-29T19:00:00+01:00");
        assert_eq!(ok("2026-11-29 18:00-05:00", None, UTC), pair("2026-11-29T23:00:00Z", "2026-11-29T23:00:00+00:00"));
        let said = read("2026-11-29T18:00", None, BERLIN).expect_err("no offset");
        assert!(said.contains("2026-11-29T18:00+01:00"), "{said}");
    }

    #[test]
    fn without_a_known_zone_a_day_has_no_end() {
        let said = Due::read("2026-11-29", None, &TimeZone::unknown()).expect_err("no zone");
        assert!(said.contains("2026-11-29T23:59:59+01:00"), "{said}");
        let due = Due::read("2026-11-29T23:59:59+01:00", None, &TimeZone::unknown()).expect("a moment");
        assert_eq!(due.text, "2026-11-29T22:59:59+00:00");
    }

    #[test]
    fn grace_is_added() {
        assert_eq!(ok("2026-11-29", Some("15m"), UTC).1, "2026-11-30T00:14:59+00:00");
        assert_eq!(ok("2026-11-29", Some("1h30m"), UTC).1, "2026-11-30T01:29:59+00:00");
        assert_eq!(ok("2026-11-29", Some("2 days"), UTC).1, "2026-12-01T23:59:59+00:00");
        // A day of grace over the end of summer time keeps the time of day, hours do not.
        assert_eq!(ok("2026-10-24", Some("1d"), BERLIN).1, "2026-10-25T23:59:59+01:00");
        assert_eq!(ok("2026-10-24", Some("24h"), BERLIN).1, "2026-10-25T22:59:59+01:00");
    }

    #[test]
    fn what_has_no_meaning_is_said() {
        for (text, grace, words) in [
            ("soon", None, "cannot be read"),
            ("", None, "cannot be read"),
            ("2026-02-30", None, "does not have"),
            ("5/6/2026", None, "may be"),
            ("2026-11-29T25:00Z", None, "cannot be read"),
            ("9999-12-31", None, "looks like a slip"),
            ("2026-11-29", Some("15"), "no length"),
            ("2026-11-29", Some(""), "no length"),
            ("2026-11-29", Some("-1h"), "negative"),
            ("2026-11-29", Some("900 years"), "longer than a year"),
        ] {
            let said = read(text, grace, UTC).expect_err(text);
            assert!(said.contains(words), "{text} {grace:?}: {said}");
        }
    }
}
