//! The parts of which the form of an entry is made.

use crate::http::pages::forms::Field;

/// A box of a list.
pub struct Tick {
    /// What the form sends.
    pub value: String,
    /// What it is.
    pub label: String,
    /// Whether it is ticked.
    pub checked: bool,
}

/// A list of boxes.
pub struct Ticks {
    /// Its name in the form and id on the page.
    pub name: String,
    /// What it is about.
    pub legend: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The boxes.
    pub boxes: Vec<Tick>,
}

/// The hours as rows.
pub struct RowsView {
    /// The rows.
    pub rows: Vec<RowView>,
    /// What else can be ticked, by its name in the form.
    pub ticks: Vec<(&'static str, Tick)>,
    /// What else there is to say.
    pub note: Field,
}

/// Days and times.
pub struct RowView {
    /// The days.
    pub days: Ticks,
    /// When it begins.
    pub from: Field,
    /// When it ends.
    pub to: Field,
}

/// The texts of one language.
pub struct LanguageView {
    /// The language, in its own words where they are known.
    pub name: String,
    /// Whether there is something in it.
    pub open: bool,
    /// Its texts.
    pub fields: Vec<Field>,
}

/// One part of a group.
pub enum Part {
    /// A field.
    Field(Box<Field>),
    /// A list of boxes.
    Ticks(Ticks),
    /// A box of its own.
    Tick(&'static str, Tick, Option<String>),
    /// Fields beside each other.
    Line(Vec<Field>),
    /// The place: its two fields, and the Sozialraum in which it lies.
    Place(Vec<Field>, String),
    /// The rows of the hours; none when they are only there as text.
    Rows(Option<Box<RowsView>>),
    /// The hours as text of experts.
    Text(Box<Field>, bool),
    /// The contacts.
    Contacts(Vec<Vec<Field>>),
    /// The texts in other languages.
    Languages(Vec<LanguageView>),
}

/// A group of fields.
pub struct Group {
    /// Its id on the page.
    pub id: &'static str,
    /// What it is about.
    pub title: String,
    /// Its parts.
    pub parts: Vec<Part>,
}
