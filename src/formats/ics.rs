//! A calendar file (RFC 5545) of opening hours: the open spans of the coming weeks as events.

use std::fmt::Write;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use sha2::{Digest, Sha256};

use crate::domain::resource::hours::{Calendar, Hours, OpenSpan, SpanKind};

/// How many days a file covers unless something else is asked for.
pub const DAYS: u16 = 8 * 7;

/// What the events are about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Stable identifier of the resource; events keep their identity by it.
    pub id: &'a str,
    /// Name: the title of the events.
    pub name: &'a str,
    /// Where it is.
    pub location: Option<&'a str>,
    /// A page about it.
    pub url: Option<&'a str>,
}

/// Daylight saving in Germany, for readers that do not know the zone by its name.
const TIME_ZONE: &str = "BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
TZNAME:CET\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:19960331T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
TZNAME:CEST\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
END:VTIMEZONE\r
";

/// The open spans of `days` days from `from` on. What needs an appointment or is not known is none.
pub fn open_spans(
    hours: &Hours,
    calendar: &Calendar,
    from: Date,
    days: u16,
) -> impl Iterator<Item = OpenSpan> {
    let spans = hours.days(from, days, calendar).into_iter().flat_map(|day| day.spans);
    spans.filter(|span| span.kind == SpanKind::Open)
}

/// The calendar file of the open spans of `days` days from `from` on. The same input gives the same
/// bytes; `stamp` says when it was made. Without such a span the file has no events, and not every
/// program reads that: ask [`open_spans`] before.
pub fn calendar_file(
    subject: &Subject,
    hours: &Hours,
    calendar: &Calendar,
    from: Date,
    days: u16,
    stamp: Timestamp,
) -> String {
    let mut file = String::new();
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    file.push_str("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    file.push_str("PRODID:-//Sozialraum//Oeffnungszeiten//DE\r\nCALSCALE:GREGORIAN\r\n");
    file.push_str("METHOD:PUBLISH\r\n");
    line(&mut file, "X-WR-CALNAME", &escaped(subject.name));
    file.push_str(TIME_ZONE);
    for span in open_spans(hours, calendar, from, days) {
        file.push_str("BEGIN:VEVENT\r\n");
        line(&mut file, "UID", &uid(subject.id, span.from));
        line(&mut file, "DTSTAMP", &stamp);
        line(&mut file, "DTSTART;TZID=Europe/Berlin", &local(span.from));
        line(&mut file, "DTEND;TZID=Europe/Berlin", &local(span.to));
        line(&mut file, "SUMMARY", &escaped(subject.name));
        if let Some(location) = subject.location {
            line(&mut file, "LOCATION", &escaped(location));
        }
        if let Some(comment) = &span.comment {
            line(&mut file, "DESCRIPTION", &escaped(comment));
        }
        if let Some(url) = subject.url {
            let clean: String = url.chars().filter(|c| !c.is_control()).collect();
            line(&mut file, "URL", &clean);
        }
        // Nobody is busy because a place is open.
        file.push_str("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    }
    file.push_str("END:VCALENDAR\r\n");
    file
}

/// The same resource and start always have the same identity, whatever else changes.
fn uid(id: &str, from: DateTime) -> String {
    let hash = Sha256::digest(format!("{id}\n{from}"));
    let mut uid = String::with_capacity(48);
    for byte in &hash[..16] {
        let _ = write!(uid, "{byte:02x}");
    }
    uid.push_str("@sozialraum");
    uid
}

fn local(time: DateTime) -> String {
    time.strftime("%Y%m%dT%H%M%S").to_string()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' | ';' | ',' => escaped.extend(['\\', char]),
            '\n' => escaped.push_str("\\n"),
            char if char.is_control() => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// Writes a content line, folded so that no line has more than 75 octets.
fn line(file: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    for char in name.chars().chain([':']).chain(value.chars()) {
        if octets + char.len_utf8() > 75 {
            file.push_str("\r\n ");
            octets = 1;
        }
        file.push(char);
        octets += char.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn file(text: &str, from: Date, days: u16) -> String {
        let subject = Subject {
            id: "spielmobil",
            name: "Spielmobil; Eltern, Kinder",
            location: Some(
                "Straße mit einem sehr langen Namen, damit die Zeile über 75 Bytes läuft 1",
            ),
            url: Some("https://example.org/ressourcen/spielmobil"),
        };
        let hours = Hours::parse(text).unwrap();
        let calendar = Calendar::new("Schleswig-Holstein").unwrap();
        let stamp = "2026-11-25T08:00:00Z".parse().unwrap();
        calendar_file(&subject, &hours, &calendar, from, days, stamp)
    }

    #[test]
    fn open_spans_become_events_and_nothing_else_does() {
        let file = file(
            "Fr 20:00-02:00 open \"Hof\"; Mo \"nach Vereinbarung\"; PH off",
            date(2026, 11, 23),
            14,
        );
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 2);
        assert!(file.contains("DTSTART;TZID=Europe/Berlin:20261127T200000\r\n"));
        assert!(file.contains("DTEND;TZID=Europe/Berlin:20261128T020000\r\n"));
        assert!(file.contains("SUMMARY:Spielmobil\\; Eltern\\, Kinder\r\n"));
        assert!(file.contains("DTSTAMP:20261125T080000Z\r\n"));
    }

    #[test]
    fn lines_are_folded_by_octets_and_end_with_both_signs() {
        let file = file("Mo-Fr 09:00-12:00", date(2026, 11, 23), 3);
        assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains("damit die Zeile über 75 Bytes läuft 1\r\n"));
    }

    #[test]
    fn an_event_keeps_its_identity() {
        let uids = |text: &str, from| -> Vec<String> {
            let file = file(text, from, 7);
            file.lines().filter(|line| line.starts_with("UID")).map(str::to_owned).collect()
        };
        let one = uids("Mo-Fr 09:00-12:00", date(2026, 11, 23));
        let other = uids("Mo-We 09:00-13:00", date(2026, 11, 24));
        assert_eq!(one.len(), 5);
        assert_eq!(one[1..3], other[..2]);
    }
}
