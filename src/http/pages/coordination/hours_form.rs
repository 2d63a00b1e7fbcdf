//! The hours of an entry in the form: rows of days and times, or the text of experts.

use super::form::{ResourceForm, error};
use crate::domain::resource::{
    FieldError, Resource,
    hours::{
        Hours,
        plain::{BadPlainHours, PlainHours, Row},
    },
};

/// What the form sends for the days of a row: Monday to Sunday, and public holidays.
pub const DAYS: [&str; 8] = ["mo", "tu", "we", "th", "fr", "sa", "su", "ph"];

/// A row as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedRow {
    /// The days that are ticked, as in [`DAYS`].
    pub days: [bool; 8],
    /// When it begins.
    pub from: String,
    /// When it ends.
    pub to: String,
}

/// The hours as rows and ticks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<TypedRow>,
    /// Closed on public holidays.
    pub closed_on_public_holidays: bool,
    /// Closed in school holidays.
    pub closed_in_school_holidays: bool,
    /// What else there is to say.
    pub note: String,
    /// By appointment only.
    pub appointment_only: bool,
}

/// The hours as they are in the form. Rows and text say the same until one of them is changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HoursForm {
    /// As rows.
    pub rows: Rows,
    /// As text of experts.
    pub text: String,
    /// That text as the form was made with it.
    was: String,
    /// Whether it was by appointment only then.
    appointment_was: bool,
}

impl HoursForm {
    /// The hours of an entry.
    pub fn of(resource: &Resource) -> Self {
        Self::new(resource.hours.clone().unwrap_or_default(), resource.appointment_only)
    }

    fn new(text: String, appointment_only: bool) -> Self {
        let rows = Rows::of(&text, appointment_only);
        Self { appointment_was: rows.appointment_only, rows, was: text.clone(), text }
    }

    /// What a form sent; rows in which nothing stands are left out.
    pub fn read(form: &ResourceForm) -> Self {
        let row = |at: usize| TypedRow {
            days: DAYS.map(|day| form.all(&format!("row.{at}.days")).any(|sent| sent == day)),
            from: form.text(&format!("row.{at}.from")).trim().to_owned(),
            to: form.text(&format!("row.{at}.to")).trim().to_owned(),
        };
        let there = |at: &usize| form.has(&format!("row.{at}.from"));
        let rows = (0..).take_while(there).map(row).filter(|row| *row != TypedRow::default());
        Self {
            rows: Rows {
                rows: rows.collect(),
                closed_on_public_holidays: form.has("hours_ph_off"),
                closed_in_school_holidays: form.has("hours_sh_off"),
                note: form.text("hours_note").trim().to_owned(),
                appointment_only: form.has("appointment_only"),
            },
            text: form.text("hours").trim().to_owned(),
            was: form.text("hours_was").to_owned(),
            appointment_was: form.has("appointment_was"),
        }
    }

    /// Puts them into a form, with room for one more row.
    pub fn write(&self, form: &mut ResourceForm) {
        let Rows { rows, .. } = &self.rows;
        form.clear("row.");
        for (at, row) in rows.iter().chain([&TypedRow::default()]).enumerate() {
            let ticked = DAYS.into_iter().zip(row.days).filter(|(_, ticked)| *ticked);
            form.set_all(&format!("row.{at}.days"), ticked.map(|(day, _)| day.to_owned()));
            form.set(&format!("row.{at}.from"), row.from.clone());
            form.set(&format!("row.{at}.to"), row.to.clone());
        }
        let ticks = [
            ("hours_ph_off", self.rows.closed_on_public_holidays),
            ("hours_sh_off", self.rows.closed_in_school_holidays),
            ("appointment_only", self.rows.appointment_only),
            ("appointment_was", self.appointment_was),
        ];
        for (name, ticked) in ticks {
            form.set_all(name, ticked.then(|| "yes".to_owned()));
        }
        form.set("hours_note", self.rows.note.clone());
        form.set("hours", self.text.clone());
        form.set("hours_was", self.was.clone());
    }

    /// Whether rows cannot say what the text says.
    pub fn is_text_only(&self) -> bool {
        !self.text.is_empty() && plain_of(&self.text).is_none()
    }

    /// The hours as rows and text say them together; what cannot be read is added to `errors` and
    /// stays as it was typed.
    #[must_use]
    pub fn settled(self, errors: &mut Vec<FieldError>) -> Self {
        let text_changed = self.text != self.was.trim();
        let before = Rows::of(&self.was, self.appointment_was);
        let only_text = !self.was.is_empty() && plain_of(&self.was).is_none();
        let rows_changed = self.rows != before && !(only_text && self.rows.rows.is_empty());
        match (rows_changed, text_changed) {
            (false, false) => self,
            (false, true) => Self::new(self.text, self.rows.appointment_only),
            (true, true) => {
                errors.push(error("hours", "hours_twice"));
                self
            }
            (true, false) => match self.rows.text(errors) {
                Some(text) => Self::new(text, self.rows.appointment_only),
                None => self,
            },
        }
    }
}

impl Rows {
    fn of(text: &str, appointment_only: bool) -> Self {
        let plain = plain_of(text).unwrap_or_default();
        Self {
            rows: plain.rows.iter().map(TypedRow::of).collect(),
            closed_on_public_holidays: plain.closed_on_public_holidays,
            closed_in_school_holidays: plain.closed_in_school_holidays,
            note: plain.note,
            appointment_only: appointment_only || plain.by_appointment_only,
        }
    }

    /// The text that says the same; empty when nothing is said.
    fn text(&self, errors: &mut Vec<FieldError>) -> Option<String> {
        let mut rows = Vec::with_capacity(self.rows.len());
        for (at, row) in self.rows.iter().enumerate() {
            match row.plain() {
                Some(row) => rows.push(row),
                None => errors.push(error(format!("row.{at}"), "row_bad_time")),
            }
        }
        if rows.len() < self.rows.len() {
            return None;
        }
        let plain = PlainHours {
            rows,
            closed_on_public_holidays: self.closed_on_public_holidays,
            closed_in_school_holidays: self.closed_in_school_holidays,
            by_appointment_only: self.appointment_only,
            note: self.note.clone(),
        };
        if plain == PlainHours::default() {
            return Some(String::new());
        }
        let wrong = match plain.to_osm() {
            Ok(text) => return Some(text),
            Err(BadPlainHours::NoDay(at)) => error(format!("row.{at}"), "row_no_day"),
            Err(BadPlainHours::NoSuchTime(at)) => error(format!("row.{at}"), "row_bad_time"),
            Err(BadPlainHours::Quote) => error("hours_note", "note_quote"),
            Err(BadPlainHours::Empty) => error("row.0", "hours_empty"),
        };
        errors.push(wrong);
        None
    }
}

impl TypedRow {
    fn of(row: &Row) -> Self {
        let mut days = [row.public_holidays; 8];
        days[..7].copy_from_slice(&row.weekdays);
        let clock = |minutes: u16| format!("{}:{:02}", minutes / 60, minutes % 60);
        Self { days, from: clock(row.from), to: clock(row.to) }
    }

    fn plain(&self) -> Option<Row> {
        let mut weekdays = [false; 7];
        weekdays.copy_from_slice(&self.days[..7]);
        let public_holidays = self.days[7];
        Some(Row { weekdays, public_holidays, from: minutes(&self.from)?, to: minutes(&self.to)? })
    }
}

/// A time as people write it: `9`, `9:30`, `9.30`, `09:30 Uhr`.
fn minutes(text: &str) -> Option<u16> {
    let text = text.trim_end_matches("Uhr").trim_end();
    let (hours, minutes) = text.split_once([':', '.']).unwrap_or((text, "0"));
    let number = |text: &str| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (minutes < 60).then_some(hours * 60 + minutes).filter(|minutes| *minutes <= 24 * 60)
}

fn plain_of(text: &str) -> Option<PlainHours> {
    if text.trim().is_empty() {
        return Some(PlainHours::default());
    }
    PlainHours::of(&Hours::parse(text).ok()?)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::resource::Category;

    fn form(hours: &str) -> ResourceForm {
        let mut resource = Resource::new(Uuid::nil(), "Treff", Category::MeetingPlace);
        resource.hours = Some(hours.to_owned()).filter(|hours| !hours.is_empty());
        ResourceForm::of_resource(&resource)
    }

    fn settled(form: &ResourceForm) -> (String, bool, Vec<&'static str>) {
        let mut errors = Vec::new();
        let hours = HoursForm::read(form).settled(&mut errors);
        (hours.text, hours.rows.appointment_only, errors.into_iter().map(|e| e.code).collect())
    }

    #[test]
    fn rows_become_text_and_text_becomes_rows() {
        let mut form = form("");
        form.set_all("row.0.days", ["mo", "we"].map(str::to_owned));
        form.set("row.0.from", "9".into());
        form.set("row.0.to", "12.30".into());
        form.set("hours_ph_off", "yes".into());
        let (text, _, errors) = settled(&form);
        assert_eq!((text.as_str(), errors), ("Mo,We 09:00-12:30; PH off", vec![]));

        let mut form = self::form(&text);
        assert_eq!((form.text("row.0.from"), form.text("row.0.to")), ("9:00", "12:30"));
        assert_eq!(form.all("row.0.days").collect::<Vec<_>>(), ["mo", "we"]);
        form.set("hours", "Tu 10:00-11:00".into());
        let hours = HoursForm::read(&form).settled(&mut Vec::new());
        assert_eq!(hours.rows.rows[0].from, "10:00");
        form.set("row.0.from", "8".into());
        assert_eq!(settled(&form).2, ["hours_twice"]);
    }

    #[test]
    fn what_rows_cannot_say_stays_as_text() {
        let text = "Mar-Oct: Mo 09:00-12:00";
        let mut form = form(text);
        assert!(HoursForm::read(&form).is_text_only());
        assert_eq!(settled(&form), (text.to_owned(), false, vec![]));
        form.set("appointment_only", "yes".into());
        assert_eq!(settled(&form), (text.to_owned(), true, vec![]));
        form.set("hours", String::new());
        form.clear("appointment_only");
        assert_eq!(settled(&form).0, "");
    }

    #[test]
    fn slips_are_named_and_change_nothing() {
        let mut form = form("Mo 09:00-12:00");
        form.set("row.0.to", "25:00".into());
        assert_eq!(settled(&form), ("Mo 09:00-12:00".into(), false, vec!["row_bad_time"]));
        form.set("row.0.to", "12:00".into());
        form.set_all("row.0.days", []);
        assert_eq!(settled(&form).2, ["row_no_day"]);
    }

    #[test]
    fn by_appointment_alone_is_said_as_such() {
        let mut form = form("");
        form.set("appointment_only", "yes".into());
        let (text, appointment_only, errors) = settled(&form);
        assert!(appointment_only && errors.is_empty());
        assert!(text.contains("nach Vereinbarung"), "{text}");
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, expected) in [
            ("9", 540),
            ("09:30", 570),
            ("9.30", 570),
            ("24:00", 1440),
            ("0:00", 0),
            ("14 Uhr", 840),
        ] {
            assert_eq!(minutes(text), Some(expected), "{text}");
        }
        for text in ["", "24:01", "9:60", "früh", "9:5:0", "-1", "123"] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
