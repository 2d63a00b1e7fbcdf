//! Opening hours in words: how things stand now, and day by day.

use jiff::civil::{Date, DateTime, Time};

use super::Lang;
use crate::domain::resource::hours::{Day, OpenSpan, PublicHoliday, SpanKind, State};

/// How things stand now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// `open`, `closed`, `appointment` or `unknown`.
    pub code: &'static str,
    /// The same in words, with what comes next.
    pub text: String,
    /// What the hours say about it, in the language of the data.
    pub comment: Option<String>,
}

/// A day in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// Weekday and date.
    pub day: String,
    /// The same with a short weekday.
    pub short: String,
    /// What is not closed; empty when all of it is.
    pub spans: Vec<SpanLine>,
    /// The public holiday that it is.
    pub holiday: Option<String>,
    /// The school holidays in which it lies, as the data names them.
    pub school: Option<String>,
}

/// A span of a day in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpanLine {
    /// From when to when, and what holds then unless it is simply open.
    pub text: String,
    /// What the hours say about it, in the language of the data.
    pub comment: Option<String>,
}

impl Lang {
    /// How things stand at `now`. An offer that takes people by appointment only is never just
    /// open.
    pub fn opening(self, state: &State, appointment_only: bool, now: DateTime) -> Opening {
        let words = |code, text, comment: &Option<String>| {
            let comment = comment.clone();
            Opening { code, text, comment }
        };
        let plain = |key: &str| self.t(&format!("opening.{key}"), &[]);
        if appointment_only {
            return words("appointment", plain("appointment"), &None);
        }
        match state {
            State::Open { until: Some(until), comment } => {
                let values = [("when", &*self.when(*until, now))];
                words("open", self.t("opening.open_until", &values), comment)
            }
            State::Open { until: None, comment } => words("open", plain("open"), comment),
            State::Closed { next_open: Some(next), comment } => {
                let values = [("when", &*self.when(*next, now))];
                words("closed", self.t("opening.closed_until", &values), comment)
            }
            State::Closed { next_open: None, comment } => {
                words("closed", plain("closed"), comment)
            }
            State::ByAppointment { .. } => words("appointment", plain("appointment"), &None),
            State::Unknown { comment } => words("unknown", plain("unknown"), comment),
        }
    }

    /// A moment to come, as people say it: `18:00 Uhr`, `morgen, 9:00 Uhr`, `Montag, 9:00 Uhr`.
    fn when(self, at: DateTime, now: DateTime) -> String {
        let time = self.clock(at.time());
        let tomorrow = now.date().tomorrow().is_ok_and(|day| day == at.date());
        // Midnight ends the day before.
        if at.date() == now.date() || tomorrow && at.time() == Time::midnight() {
            return self.t("opening.time", &[("time", &time)]);
        }
        let soon = at.date().since(now.date()).is_ok_and(|span| span.get_days() < 7);
        let day = if tomorrow {
            self.t("opening.tomorrow", &[])
        } else if soon {
            self.weekday(at.date())
        } else {
            self.day(at.date())
        };
        self.t("opening.day_time", &[("day", &day), ("time", &time)])
    }

    /// A time of day: `9:00`. The end of a day is `24:00` where it ends something, see
    /// [`Lang::span_line`].
    fn clock(self, time: Time) -> String {
        if time == Time::midnight() {
            return "24:00".to_owned();
        }
        format!("{}:{:02}", time.hour(), time.minute())
    }

    /// A day in words; `today` is named so.
    pub fn day_line(self, day: &Day, today: Date) -> DayLine {
        let name = if day.date == today {
            self.t("opening.today", &[("weekday", &self.weekday(day.date))])
        } else {
            self.weekday(day.date)
        };
        let number = day.date.day().to_string();
        let month = self.t(&format!("month.{}", day.date.month()), &[]);
        let dated = |name: &str| {
            self.t("opening.date", &[("weekday", name), ("day", &number), ("month", &month)])
        };
        DayLine {
            day: dated(&name),
            short: dated(&self.weekday_short(day.date)),
            spans: day.spans.iter().map(|span| self.span_line(span)).collect(),
            holiday: day.public_holiday.map(|holiday| self.holiday(holiday)),
            school: day.school_holiday.clone(),
        }
    }

    fn span_line(self, span: &OpenSpan) -> SpanLine {
        let midnight = |at: DateTime| at.time() == Time::midnight();
        let whole_day = midnight(span.from) && midnight(span.to);
        let from = format!("{}:{:02}", span.from.hour(), span.from.minute());
        let times = match whole_day {
            true => self.t("opening.whole_day", &[]),
            false => format!("{from}–{}", self.clock(span.to.time())),
        };
        let key = match span.kind {
            SpanKind::Open => None,
            SpanKind::ByAppointment => Some("opening.span_appointment"),
            SpanKind::Unknown => Some("opening.span_unknown"),
        };
        let text = key.map_or_else(|| times.clone(), |key| self.t(key, &[("times", &times)]));
        SpanLine { text, comment: span.comment.clone() }
    }

    /// The name of a public holiday.
    pub fn holiday(self, holiday: PublicHoliday) -> String {
        let code = serde_json::to_value(holiday).unwrap_or_default();
        self.t(&format!("holiday.{}", code.as_str().unwrap_or_default()), &[])
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    fn text(state: State) -> String {
        Lang::De.opening(&state, false, datetime(2026, 11, 25, 12, 0, 0, 0)).text
    }

    #[test]
    fn the_state_is_put_in_words_with_what_comes_next() {
        let at = |day, hour| Some(datetime(2026, 11, day, hour, 30, 0, 0));
        let open = |until| State::Open { comment: None, until };
        let closed = |next_open| State::Closed { comment: None, next_open };
        assert_eq!(text(open(at(25, 18))), "Jetzt geöffnet, bis 18:30 Uhr");
        let midnight = Some(datetime(2026, 11, 26, 0, 0, 0, 0));
        assert_eq!(text(open(midnight)), "Jetzt geöffnet, bis 24:00 Uhr");
        assert_eq!(text(open(None)), "Jetzt geöffnet");
        assert_eq!(text(closed(at(25, 14))), "Jetzt geschlossen. Öffnet wieder: 14:30 Uhr");
        assert_eq!(text(closed(at(26, 9))), "Jetzt geschlossen. Öffnet wieder: morgen, 9:30 Uhr");
        assert_eq!(text(closed(at(30, 9))), "Jetzt geschlossen. Öffnet wieder: Montag, 9:30 Uhr");
        let far = Some(datetime(2027, 1, 7, 9, 0, 0, 0));
        assert_eq!(
            text(closed(far)),
            "Jetzt geschlossen. Öffnet wieder: 7. Januar 2027, 9:00 Uhr"
        );
        assert_eq!(text(closed(None)), "Jetzt geschlossen");
        assert_eq!(text(State::Unknown { comment: None }), "Zeiten nicht bekannt");
        let only = Lang::De.opening(&open(None), true, datetime(2026, 11, 25, 12, 0, 0, 0));
        assert_eq!((only.code, &*only.text), ("appointment", "Nach Vereinbarung"));
    }

    #[test]
    fn a_day_is_put_in_words() {
        let span = |from: i8, to: DateTime, kind| OpenSpan {
            from: datetime(2026, 11, 25, from, 0, 0, 0),
            to,
            kind,
            comment: None,
        };
        let day = |spans| Day {
            date: date(2026, 11, 25),
            public_holiday: None,
            school_holiday: Some("Herbstferien".into()),
            spans,
        };
        let noon = datetime(2026, 11, 25, 12, 0, 0, 0);
        let end = datetime(2026, 11, 26, 0, 0, 0, 0);
        let line = Lang::De.day_line(
            &day(vec![span(9, noon, SpanKind::Open), span(14, end, SpanKind::ByAppointment)]),
            date(2026, 11, 25),
        );
        assert_eq!(line.day, "Mittwoch (heute), 25. November");
        let texts: Vec<&str> = line.spans.iter().map(|span| &*span.text).collect();
        assert_eq!(texts, ["9:00–12:00", "14:00–24:00 nach Vereinbarung"]);
        let whole = Lang::De.day_line(&day(vec![span(0, end, SpanKind::Open)]), noon.date());
        assert_eq!(whole.spans[0].text, "den ganzen Tag");
    }
}
