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

/// The hours as they are in the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HoursForm {
    /// The rows, those that are empty included.
    pub rows: Vec<TypedRow>,
    /// Closed on public holidays.
    pub closed_on_public_holidays: bool,
    /// Closed in school holidays.
    pub closed_in_school_holidays: bool,
    /// By appointment only.
    pub appointment_only: bool,
    /// What else there is to say.
    pub note: String,
    /// The text of experts.
    pub text: String,
    /// That text as the form was made with it.
    pub was: String,
}

impl HoursForm {
    /// The hours of an entry, with an empty row where nothing is known.
    pub fn of(resource: &Resource) -> Self {
        let text = resource.hours.clone().unwrap_or_default();
        let plain = plain_of(&text);
        let mut form = Self {
            appointment_only: resource.appointment_only,
            was: text.clone(),
            text,
            ..Self::default()
        };
        if let Some(plain) = plain {
            form.appointment_only |= plain.by_appointment_only;
            form.closed_on_public_holidays = plain.closed_on_public_holidays;
            form.closed_in_school_holidays = plain.closed_in_school_holidays;
            form.rows = plain.rows.iter().map(TypedRow::of).collect();
            form.note = plain.note;
        }
        form.room_for_a_row();
        form
    }

    /// The hours that a form sent. What was typed as rows moves into the text, and the other way
    /// round, so that both say the same.
    pub fn read(form: &ResourceForm) -> Self {
        let row = |at: usize| TypedRow {
            days: DAYS.map(|day| form.all(&format!("row.{at}.days")).any(|sent| sent == day)),
            from: form.text(&format!("row.{at}.from")).trim().to_owned(),
            to: form.text(&format!("row.{at}.to")).trim().to_owned(),
        };
        let there = |at: &usize| form.has(&format!("row.{at}.from"));
        Self {
            rows: (0..).take_while(there).map(row).collect(),
            closed_on_public_holidays: form.has("hours_ph_off"),
            closed_in_school_holidays: form.has("hours_sh_off"),
            appointment_only: form.has("appointment_only"),
            note: form.text("hours_note").trim().to_owned(),
            text: form.text("hours").trim().to_owned(),
            was: form.text("hours_was").to_owned(),
        }
    }

    /// Puts them into a form.
    pub fn write(&self, form: &mut ResourceForm) {
        form.clear("row.");
        for (at, row) in self.rows.iter().enumerate() {
            let ticked = DAYS.into_iter().zip(row.days).filter(|(_, ticked)| *ticked);
            form.set_all(&format!("row.{at}.days"), ticked.map(|(day, _)| day.to_owned()));
            form.set(&format!("row.{at}.from"), row.from.clone());
            form.set(&format!("row.{at}.to"), row.to.clone());
        }
        let ticks = [
            ("hours_ph_off", self.closed_on_public_holidays),
            ("hours_sh_off", self.closed_in_school_holidays),
            ("appointment_only", self.appointment_only),
        ];
        for (name, ticked) in ticks {
            form.set_all(name, ticked.then(|| "yes".to_owned()));
        }
        form.set("hours_note", self.note.clone());
        form.set("hours", self.text.clone());
        form.set("hours_was", self.was.clone());
    }

    /// Whether rows cannot say what the text says.
    pub fn is_text_only(&self) -> bool {
        !self.text.is_empty() && plain_of(&self.text).is_none()
    }

    fn room_for_a_row(&mut self) {
        if self.rows.last().is_none_or(|row| *row != TypedRow::default()) {
            self.rows.push(TypedRow::default());
        }
    }

    /// The hours as they are to be kept, and whether people come by appointment only.
    pub fn result(mut self, form: &mut ResourceForm, errors: &mut Vec<FieldError>) -> (Option<String>, bool) {
        let before = Self::of_text(&self.was);
        let rows_changed = (&self.filled(), self.ticks()) != (&before.filled(), before.ticks());
        let text_changed = self.text != self.was.trim();
        let hours = match (rows_changed, text_changed) {
            (_, false) if !rows_changed => self.text.clone(),
            (true, true) => {
                errors.push(error("hours", "hours_twice"));
                self.text.clone()
            }
            (false, _) => {
                let appointment = self.appointment_only;
                let text = std::mem::take(&mut self.text);
                self = Self { was: std::mem::take(&mut self.was), ..Self::of_text(&text) };
                self.appointment_only |= appointment;
                text
            }
            (true, false) => match self.plain(errors) {
                Some(text) => {
                    self.text.clone_from(&text);
                    self.was.clone_from(&text);
                    text
                }
                None => self.text.clone(),
            },
        };
        self.write(form);
        (Some(hours).filter(|text| !text.is_empty()), self.appointment_only)
    }
}
