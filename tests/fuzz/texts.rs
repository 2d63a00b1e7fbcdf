//! Opening hours, and the file of settings.

use std::collections::BTreeMap;

use jiff::civil::date;
use sozialraum::{
    domain::resource::hours::{Calendar, Hours, plain::PlainHours},
    settings::{Sources, example, resolve},
};

use crate::common::fuzz::fuzz;

#[test]
fn opening_hours() {
    let calendar = Calendar::new("Schleswig-Holstein").unwrap();
    let seeds = [
        "Mo-Fr 08:00-12:00,13:00-16:00; Sa[1,-1] 10:00+; PH off; SH Mo 09:00-10:00 \"nach Absprache\"",
        "2026 Apr 01-2026 Oct 31 Mo-We,Fr sunrise-(sunset-01:00) || \"kommt vor\" open; week 01-53/2 off",
        "24/7; Dec 24-26 off; easter -2 days off; Jan-Mar,2027+: 22:00-26:30 unknown",
        "Tu 15:00-17:00/20; Th[-1] -1 day 18:00-24:00, Su,PH closed \"geschlossen\"",
    ];
    let words = [
        "Mo", "-", "PH", "SH", "easter", "week", "24:00", "48:00", "dusk", "+", "||", ";", "off",
        "\"x\"", "[-5]", "days", "2026", "9999", "Feb 29", "/1", "53",
    ];
    let seeds = seeds.map(|text| text.as_bytes().to_vec());
    fuzz("hours", &seeds, &words, |bytes| {
        let Ok(hours) = Hours::parse(&String::from_utf8_lossy(bytes)) else { return };
        for day in [date(2026, 2, 28), date(-9999, 1, 1), date(9999, 12, 31)] {
            let _ = hours.at(day.at(23, 59, 59, 0), &calendar);
            let _ = hours.kind_at(day.at(0, 0, 0, 0), &calendar);
            let _ = hours.days(day, 14, &calendar);
        }
        if let Some(plain) = PlainHours::of(&hours) {
            Hours::parse(&plain.to_osm().unwrap()).unwrap();
        }
    });
}

#[test]
fn settings() {
    let whole = example().replace("# ", "").replace('#', "");
    let seeds =
        [example().into_bytes(), whole.into_bytes(), b"[server]\nlisten = \"[::1]:80\"\n".into()];
    let words =
        ["[[", "=", "\"\"\"", "[mail]", "smtp_url", "1979-05-27T07:32:00Z", "0x7f", "a.b.c"];
    fuzz("settings", &seeds, &words, |bytes| {
        let file =
            Some(("sozialraum.toml".to_owned(), String::from_utf8_lossy(bytes).into_owned()));
        let sources = Sources { flags: &[], environment: BTreeMap::new(), file };
        if let Err(error) = resolve(&sources) {
            let _ = error.to_string();
        }
    });
}
