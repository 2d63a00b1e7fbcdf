//! The street register in words, and as a file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Service;
use crate::{
    domain::{
        address::{NumberRanges, RangeWords},
        assign::{EditionNote, Named},
        city::{CityEdition, OnDay},
        edition::EditionStatus,
        partition::FaceIndex,
        register::{Open, OpenReason, Register, RegisterStreet},
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

/// A street of the register.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StreetBody {
    /// The street.
    pub street: String,
    /// The town.
    pub place: String,
    /// The Sozialräume that it is shared by.
    pub shares: Vec<ShareBody>,
    /// Numbers that have to be clarified.
    pub open: Vec<OpenBody>,
    /// Sozialräume that its line runs through and that no number leads to.
    pub runs_through: Vec<Named>,
}

/// The numbers of a street that belong to one Sozialraum.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ShareBody {
    /// The house numbers, such as `1–41 odd, 44`; `all` for the whole street.
    pub numbers: String,
    /// Whether it is the whole street.
    pub whole: bool,
    /// The Sozialraum.
    pub sozialraum: Named,
    /// Its team.
    pub team: Option<Named>,
    /// Its region.
    pub region: Option<Named>,
    /// The numbers that lie so near to a border that the house should be checked.
    pub near_border: Option<String>,
}

/// Numbers of a street that have to be clarified.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OpenBody {
    /// The numbers, as they are written on the spot.
    pub numbers: Vec<String>,
    /// Why nobody can be sure.
    pub reason: OpenReason,
    /// The Sozialräume that come into question.
    pub sozialraeume: Vec<Named>,
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

/// Where a street lies: the city, or what tells it from streets of the same name.
fn place(day: OnDay<'_>, street: &RegisterStreet) -> String {
    day.city.directory.place_of(street.id).unwrap_or(&day.city.info.name).to_owned()
}

fn of_street(day: OnDay<'_>, street: &RegisterStreet, lang: Lang) -> Vec<Row> {
    let bare = || Row {
        letter: street.letter,
        street: street.name.clone(),
        place: place(day, street),
        ..Row::default()
    };
    let mut rows = Vec::new();
    for share in &street.shares {
        let sozialraum = day.edition.sozialraum(share.face);
        let team = day.organisation.team_of(&sozialraum.id);
        let region = day.organisation.region(&sozialraum.region);
        rows.push(Row {
            numbers: share.numbers.display_with(&RangeWords::GERMAN),
            sozialraum: sozialraum.id.clone(),
            sozialraum_name: sozialraum.name.clone(),
            team: team.map(|team| team.id.clone()).unwrap_or_default(),
            team_name: team.map(|team| team.name.clone()).unwrap_or_default(),
            region: region.map(|region| region.name.clone()).unwrap_or_default(),
            note: near_note(&share.near_border, lang),
            ..bare()
        });
    }
    for open in &street.open {
        rows.push(Row {
            numbers: open.numbers.join(", "),
            note: open_note(day, open, lang),
            ..bare()
        });
    }
    if let Some(note) = line_note(day, street, lang) {
        rows.push(Row { note, ..bare() });
    }
    rows
}

/// What is said of numbers near a border; nothing when there are none.
fn near_note(numbers: &NumberRanges, lang: Lang) -> String {
    if numbers.is_empty() {
        return String::new();
    }
    let numbers = lang.house_numbers(&numbers.to_string());
    lang.t("register.near_border", &[("numbers", &numbers)])
}

/// Why numbers have to be clarified.
fn open_note(day: OnDay<'_>, open: &Open, lang: Lang) -> String {
    let reason = lang.t(&format!("register_open.{}", open.reason.code()), &[]);
    match names(day, &open.faces) {
        names if names.is_empty() => lang.t("register.open", &[("reason", &reason)]),
        names => lang.t("register.open_between", &[("reason", &reason), ("names", &names)]),
    }
}

/// What is known only by the line of a street.
fn line_note(day: OnDay<'_>, street: &RegisterStreet, lang: Lang) -> Option<String> {
    let numbered = !street.shares.is_empty() || !street.open.is_empty();
    let names = names(day, &street.runs_through);
    match (names.is_empty(), numbered) {
        (true, true) => None,
        (true, false) => Some(lang.t("register.line_unknown", &[])),
        (false, true) => Some(lang.t("register.runs_also", &[("names", &names)])),
        (false, false) => Some(lang.t("register.runs_through", &[("names", &names)])),
    }
}

fn names(day: OnDay<'_>, faces: &[FaceIndex]) -> String {
    let names = faces.iter().map(|face| day.edition.sozialraum(*face).name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

fn body(day: OnDay<'_>, date: Date, streets: &[&RegisterStreet]) -> RegisterBody {
    let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
    let area = |face: FaceIndex| {
        let sozialraum = day.edition.sozialraum(face);
        named(&sozialraum.id, &sozialraum.name)
    };
    let areas = |faces: &[FaceIndex]| faces.iter().map(|face| area(*face)).collect();
    let street = |street: &&RegisterStreet| StreetBody {
        street: street.name.clone(),
        place: place(day, street),
        shares: street
            .shares
            .iter()
            .map(|share| {
                let sozialraum = day.edition.sozialraum(share.face);
                let team = day.organisation.team_of(&sozialraum.id);
                let region = day.organisation.region(&sozialraum.region);
                ShareBody {
                    numbers: share.numbers.to_string(),
                    whole: share.numbers.is_whole(),
                    sozialraum: area(share.face),
                    team: team.map(|team| named(&team.id, &team.name)),
                    region: region.map(|region| named(&region.id, &region.name)),
                    near_border: (!share.near_border.is_empty())
                        .then(|| share.near_border.to_string()),
                }
            })
            .collect(),
        open: street
            .open
            .iter()
            .map(|open| OpenBody {
                numbers: open.numbers.clone(),
                reason: open.reason,
                sozialraeume: areas(&open.faces),
            })
            .collect(),
        runs_through: areas(&street.runs_through),
    };
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
        streets: streets.iter().map(street).collect(),
    }
}
