//! The street register in words, and as a file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Service;
use crate::{
    domain::{
        address::RangeWords,
        assign::{EditionNote, Named},
        city::{CityEdition, OnDay},
        edition::EditionStatus,
        register::{OpenBody, Register, RegisterStreet, ShareBody, StreetBody},
    },
    formats::register::{self, About, COLUMNS, Row},
    locale::Lang,
};

/// How the register can be written.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    clap::ValueEnum,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum RegisterFormat {
    /// For programs.
    #[default]
    Json,
    /// For spreadsheets: UTF-8 with a byte order mark, `;` between the cells.
    Csv,
    /// A workbook.
    Xlsx,
    /// To read.
    Text,
}

impl RegisterFormat {
    /// The type of its content.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// What stands in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Text => "text",
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Text => "txt",
        }
    }
}

/// The register of a day.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RegisterBody {
    /// The day for which it is written.
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// The edition that it rests on.
    pub edition: EditionNote,
    /// What the licences of the data ask to be shown.
    pub attribution: String,
    /// The streets, sorted as in a dictionary.
    pub streets: Vec<StreetBody>,
}

impl Service {
    /// The register of an edition. The first call works it out.
    pub fn register(&self, edition: &CityEdition) -> &Register {
        let number = edition.edition.number;
        let at = self.city.editions.iter().position(|other| other.edition.number == number);
        self.registers[at.expect("an edition of this city")].get_or_init(|| {
            let organisation = &self.city.organisation;
            Register::of(OnDay { city: &self.city, edition, organisation })
        })
    }
}

/// The streets of a register that concern a Sozialraum, or all of them.
pub fn streets<'a>(
    day: OnDay<'_>,
    register: &'a Register,
    sozialraum: Option<&str>,
) -> Vec<&'a RegisterStreet> {
    let face_of = |id: &str| {
        day.edition.partition.face_indices().find(|face| day.edition.sozialraum(*face).id == id)
    };
    let wanted = sozialraum.map(face_of);
    let concerned = |street: &&RegisterStreet| match wanted {
        None => true,
        Some(face) => face.is_some_and(|face| street.concerns(face)),
    };
    register.streets.iter().filter(concerned).collect()
}

/// Writes a register, in German.
///
/// # Errors
/// When a text does not fit into a cell of a workbook.
pub fn file(
    day: OnDay<'_>,
    date: Date,
    streets: &[&RegisterStreet],
    format: RegisterFormat,
) -> anyhow::Result<Vec<u8>> {
    let rows = || rows(day, streets, Lang::De);
    Ok(match format {
        RegisterFormat::Json => serde_json::to_vec(&body(day, date, streets))?,
        RegisterFormat::Csv => register::write_csv(&rows()),
        RegisterFormat::Text => register::write_text(&about(day, date), &rows()).into_bytes(),
        RegisterFormat::Xlsx => {
            let headings =
                COLUMNS.map(|column| Lang::De.t(&format!("register_column.{column}"), &[]));
            register::write_xlsx(&about(day, date), &headings, &rows())?
        }
    })
}

/// The name of a file, without its ending: no draft is taken for anything else.
pub fn file_name(day: OnDay<'_>) -> String {
    let edition = &day.edition.edition;
    let draft = if edition.status == EditionStatus::Draft { "-entwurf" } else { "" };
    format!("strassenverzeichnis-ausgabe-{}{draft}", edition.number)
}

/// What is said of the register as a whole: label and text.
pub fn facts(day: OnDay<'_>, date: Date, lang: Lang) -> Vec<(String, String)> {
    let edition = &day.edition.edition;
    let fact = |key: &str, text: String| (lang.t(&format!("register_fact.{key}"), &[]), text);
    let number = edition.number.to_string();
    let from = lang.day(edition.valid_from);
    let draft = match edition.status {
        EditionStatus::Draft => "answer.edition_draft",
        EditionStatus::Confirmed => "answer.edition_confirmed",
    };
    vec![
        fact("city", day.city.info.name.clone()),
        fact("day", lang.day(date)),
        fact("edition", lang.t("answer.edition_line", &[("number", &number), ("from", &from)])),
        fact("decision", edition.decision.clone()),
        fact("status", lang.t(draft, &[])),
        fact("ranges", lang.t("register.ranges", &[])),
        fact("sources", day.city.attribution.clone()),
    ]
}

fn about(day: OnDay<'_>, date: Date) -> About {
    let title = Lang::De.t("register.title", &[]);
    About { title, day: date, facts: facts(day, date, Lang::De) }
}

/// The lines of streets.
pub fn rows(day: OnDay<'_>, streets: &[&RegisterStreet], lang: Lang) -> Vec<Row> {
    streets.iter().flat_map(|street| of_street(day, street, lang)).collect()
}

fn of_street(day: OnDay<'_>, street: &RegisterStreet, lang: Lang) -> Vec<Row> {
    let written = StreetBody::new(day, street);
    let bare = || Row {
        letter: street.letter,
        street: written.street.clone(),
        place: written.place.clone(),
        ..Row::default()
    };
    let id = |of: &Option<Named>| of.as_ref().map(|named| named.id.clone()).unwrap_or_default();
    let name = |of: &Option<Named>| of.as_ref().map(|named| named.name.clone()).unwrap_or_default();
    let mut rows = Vec::new();
    for (share, of) in street.shares.iter().zip(&written.shares) {
        rows.push(Row {
            numbers: share.numbers.display_with(&RangeWords::GERMAN),
            sozialraum: of.sozialraum.id.clone(),
            sozialraum_name: of.sozialraum.name.clone(),
            team: id(&of.team),
            team_name: name(&of.team),
            region: name(&of.region),
            note: near_note(of, lang).unwrap_or_default(),
            ..bare()
        });
    }
    for open in &written.open {
        rows.push(Row { numbers: open.numbers.join(", "), note: open_note(open, lang), ..bare() });
    }
    if let Some(note) = line_note(&written, lang) {
        rows.push(Row { note, ..bare() });
    }
    rows
}

/// What is said of numbers near a border; nothing when there are none.
pub fn near_note(share: &ShareBody, lang: Lang) -> Option<String> {
    let numbers = lang.house_numbers(share.near_border.as_deref()?);
    Some(lang.t("register.near_border", &[("numbers", &numbers)]))
}

/// Why numbers have to be clarified.
pub fn open_note(open: &OpenBody, lang: Lang) -> String {
    let reason = lang.t(&format!("register_open.{}", open.reason.code()), &[]);
    match names(&open.sozialraeume) {
        names if names.is_empty() => lang.t("register.open", &[("reason", &reason)]),
        names => lang.t("register.open_between", &[("reason", &reason), ("names", &names)]),
    }
}

/// What is known only by the line of a street.
fn line_note(street: &StreetBody, lang: Lang) -> Option<String> {
    let numbered = !street.shares.is_empty() || !street.open.is_empty();
    let names = names(&street.runs_through);
    match (names.is_empty(), numbered) {
        (true, true) => None,
        (true, false) => Some(lang.t("register.line_unknown", &[])),
        (false, true) => Some(lang.t("register.runs_also", &[("names", &names)])),
        (false, false) => Some(lang.t("register.runs_through", &[("names", &names)])),
    }
}

fn names(areas: &[Named]) -> String {
    areas.iter().map(|area| area.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn body(day: OnDay<'_>, date: Date, streets: &[&RegisterStreet]) -> RegisterBody {
    let edition = &day.edition.edition;
    RegisterBody {
        day: date,
        edition: EditionNote {
            number: edition.number,
            valid_from: edition.valid_from,
            decision: edition.decision.clone(),
            status: edition.status,
        },
        attribution: day.city.attribution.clone(),
        streets: streets.iter().map(|street| StreetBody::new(day, street)).collect(),
    }
}
