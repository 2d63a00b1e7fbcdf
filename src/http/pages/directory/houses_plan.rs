//! What an official register of house numbers would do.

use std::{io::Cursor, sync::Arc};

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    AREA, ENTRY, LIST,
    history::refresh,
    import::{expired, kept},
};
use crate::{
    domain::{
        directory::{AddressPoint, Street},
        grid::Crs,
    },
    formats::{
        addresses::{Format, What},
        defect::Defect,
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message, Refused},
            html,
            moderation::{Sent, defect_text},
            own,
        },
        problem::Problem,
    },
    locale::Lang,
    service::{
        address_files::{AddressFile, Content, HousesFile},
        addresses::{self, AddressesError, Plan},
        batch::Control,
    },
    store::StoreError,
};

/// How many of a kind the page shows; the counts are of all.
const SHOWN: usize = 50;

/// House numbers or problems of one kind.
struct Group {
    code: &'static str,
    title: String,
    /// The KERN variant of the sign in front of each.
    tone: &'static str,
    lines: Vec<String>,
    more: usize,
}

#[derive(Template)]
#[template(path = "houses_plan.html")]
struct PlanPage {
    layout: Layout,
    message: Option<Message>,
    file: String,
    /// What was recognised of the file.
    about: Vec<String>,
    fields: Vec<Field>,
    /// Whether they are what has to be looked at.
    reading_open: bool,
    keep_missing: bool,
    refused: bool,
    counts: String,
    /// Whether so many would be gone that the file may not be the whole register.
    loss: bool,
    groups: Vec<Group>,
    /// What the form carries; nothing when there is nothing to do.
    mark: Option<String>,
}

async fn planned(state: &AppState, file: &AddressFile) -> Result<Plan, AddressesError> {
    let houses = match &file.content {
        Content::Houses(houses) => houses.clone(),
        _ => HousesFile::default(),
    };
    let (source, control) = (Cursor::new(houses.content), Arc::new(Control::default()));
    addresses::plan(state.live.store(), source, &file.name, &houses.options, &control).await
}

/// The page.
pub async fn show(
    state: &AppState,
    who: &Who,
    language: &Language,
    (file, houses): (&AddressFile, &HousesFile),
    message: Option<Message>,
    status: StatusCode,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let (plan, wrong) = match planned(state, file).await {
        Ok(plan) => (Some(plan), None),
        Err(AddressesError::File(defect)) => (None, Some(unreadable(lang, &defect, houses))),
        Err(AddressesError::Store(error)) => return Err(error.into()),
        Err(error) => return Err(Problem::internal(&error)),
    };
    let bad_crs = !houses.crs.is_empty() && houses.options.epsg.is_none();
    let refused = bad_crs || plan.as_ref().is_none_or(|plan| plan.defect_count() > 0);
    let page = PlanPage {
        layout: Layout::with_script(state, language, who, AREA, ENTRY),
        message: message.or_else(|| wrong.map(|text| Message::failed(lang, vec![text]))),
        file: file.name.clone(),
        about: plan.as_ref().map(|plan| about(lang, plan)).unwrap_or_default(),
        fields: fields(lang, houses, plan.as_ref(), bad_crs),
        reading_open: bad_crs || plan.is_none(),
        keep_missing: houses.options.keep_missing,
        refused,
        counts: plan.as_ref().map(|plan| counts(lang, plan)).unwrap_or_default(),
        loss: plan.as_ref().is_some_and(loses_most),
        groups: plan.as_ref().map(|plan| groups(lang, plan)).unwrap_or_default(),
        mark: plan.as_ref().filter(|plan| !refused && !plan.is_empty()).map(Plan::mark),
    };
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    Ok(html(lang, status, &page))
}

/// Why the file cannot be read; where its columns are not clear, they are chosen right below.
fn unreadable(lang: Lang, defect: &Defect, houses: &HousesFile) -> String {
    let unclear = ["address_columns_missing", "address_columns_alike"].contains(&defect.code);
    match unclear && !houses.headings.is_empty() {
        true => lang.t("houses_import.choose_columns", &[]),
        false => defect_text(lang, defect),
    }
}

/// The columns that can be chosen: all that a table of a town has; others are recognised, or named
/// on the command line.
const COLUMNS: [(What, &str); 9] = [
    (What::Street, "street_column"),
    (What::Number, "number_column"),
    (What::Suffix, "suffix_column"),
    (What::Postcode, "postcode_column"),
    (What::Place, "place_column"),
    (What::X, "x_column"),
    (What::Y, "y_column"),
    (What::Id, "id_column"),
    (What::Quality, "quality_column"),
];

/// How the file is read: its columns, where it names them, and its coordinate system.
fn fields(lang: Lang, houses: &HousesFile, plan: Option<&Plan>, bad_crs: bool) -> Vec<Field> {
    let about = plan.map(|plan| &plan.contents.about);
    let nameless = about.is_some_and(|about| about.format == Format::HkDe { heading: false });
    let headings = if nameless { &[] } else { houses.headings.as_slice() };
    let recognised = |what: What| {
        let found = about?.columns.iter().find(|(found, _)| *found == what);
        found.map(|(_, name)| lang.t("houses_import.recognised", &[("column", name)]))
    };
    let field = |(what, name): (What, &'static str)| {
        let first = recognised(what).filter(|_| houses.options.columns.of(what).is_none());
        let label = first.unwrap_or_else(|| lang.t("address_import.recognise", &[]));
        let given = headings.iter().filter(|heading| !heading.is_empty());
        let given = given.map(|heading| Choice { value: heading.clone(), label: heading.clone() });
        let value = houses.options.columns.of(what).unwrap_or_default().to_owned();
        let choices = std::iter::once(Choice { value: String::new(), label }).chain(given);
        let field = Field::new(lang, "houses_import", name, "select").value(value);
        Field { choices: choices.collect(), ..field }
    };
    let crs = Field::new(lang, "houses_import", "crs", "text").value(houses.crs.clone());
    let error = bad_crs.then(|| lang.t("houses_import.bad_crs", &[]));
    let crs = Field { error, ..crs.hint("houses_import.crs_hint") };
    let columns = COLUMNS.into_iter().filter(|_| !headings.is_empty()).map(field);
    columns.chain([crs]).collect()
}

fn about(lang: Lang, plan: &Plan) -> Vec<String> {
    let (contents, about) = (&plan.contents, &plan.contents.about);
    let columns = about.columns.iter().map(|(what, name)| format!("{} = {name}", what.code()));
    let crs = about.crs.iter().map(|(epsg, _)| format!("EPSG:{epsg}"));
    let houses: u64 = contents.qualities.values().sum();
    let rows = [("rows", &*contents.rows.to_string()), ("houses", &*houses.to_string())];
    vec![
        lang.t("addresses.columns", &[("columns", &columns.collect::<Vec<_>>().join(", "))]),
        lang.t("addresses.crs", &[("crs", &crs.collect::<Vec<_>>().join(", "))]),
        lang.t("addresses.rows", &rows),
    ]
}

fn counts(lang: Lang, plan: &Plan) -> String {
    let counts = plan.counts();
    let [new, changed, gone, same] =
        [counts.new, counts.changed, counts.gone, counts.same].map(|count| count.to_string());
    let values = [("new", &*new), ("changed", &changed), ("gone", &gone), ("same", &same)];
    lang.t("addresses.counts", &values)
}

/// A part of the register in place of all of it is an easy mistake.
fn loses_most(plan: &Plan) -> bool {
    plan.comparison.gone.len() * 2 > plan.comparison.points_before.len()
}

fn groups(lang: Lang, plan: &Plan) -> Vec<Group> {
    let comparison = &plan.comparison;
    let after = |at: usize| address(&comparison.points[at], &comparison.streets);
    let before = |at: usize| address(&comparison.points_before[at], &comparison.streets_before);
    let text = |defect: Defect| match &defect.feature {
        Some(at) => format!("{at}: {}", defect_text(lang, &defect)),
        None => defect_text(lang, &defect),
    };
    let changed = comparison.changed.iter().map(|of| after(of.after));
    let kinds: [(&str, &str, usize, Vec<String>); 5] = [
        ("defects", "danger", plan.defect_count(), plan.defects().take(SHOWN).map(text).collect()),
        ("hints", "warning", plan.hint_count(), plan.hints().take(SHOWN).map(text).collect()),
        (
            "new",
            "success",
            comparison.new.len(),
            comparison.new.iter().take(SHOWN).map(|at| after(*at)).collect(),
        ),
        ("changed", "info", comparison.changed.len(), changed.take(SHOWN).collect()),
        (
            "gone",
            "warning",
            comparison.gone.len(),
            comparison.gone.iter().take(SHOWN).map(|at| before(*at)).collect(),
        ),
    ];
    let group = |(code, tone, count, lines): (&'static str, &'static str, usize, Vec<String>)| {
        let count_text = count.to_string();
        let title = lang.t(&format!("houses_import.group.{code}"), &[("count", &count_text)]);
        let more = count - lines.len();
        (count > 0).then_some(Group { code, title, tone, lines, more })
    };
    kinds.into_iter().filter_map(group).collect()
}

/// The address of a house, with all streets that it may belong to.
fn address(point: &AddressPoint, streets: &[Street]) -> String {
    let of = point.readings.iter().filter_map(|of| streets.get(of.street.0 as usize));
    let names: Vec<&str> = of.map(|street| street.name.as_str()).collect();
    format!("{} {}", names.join(" | "), point.number)
}

/// The same file read in another way.
pub fn read_anew(houses: &mut HousesFile, sent: &Sent) {
    let named = COLUMNS.into_iter().filter_map(|(what, name)| Some((what, sent.text(name)?)));
    houses.options.columns = named.collect();
    houses.crs = sent.text("crs").unwrap_or_default();
    houses.options.epsg = Crs::parse(&houses.crs).map(|crs| crs.epsg());
    houses.options.keep_missing = sent.has("keep_missing", "1");
}

/// Replaces the house numbers by exactly the file that was shown.
pub async fn take_over(
    state: &AppState,
    who: &Who,
    language: &Language,
    (file, houses): (&AddressFile, &HousesFile),
    sent: &Sent,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let again = |text: String, status| {
        let message = Some(Message::failed(lang, vec![text]));
        show(state, who, language, (file, houses), message, status)
    };
    let stale = || again(lang.t("address_import.stale", &[]), StatusCode::CONFLICT);
    let done = match planned(state, file).await {
        Ok(plan) if plan.mark() != sent.one("mark") => return stale().await,
        Ok(plan) => addresses::apply(state.live.store(), &who.actor(), &plan).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            refresh(state).await?;
            state.address_files.forget(&own(who)?.session);
            Ok(super::to(language, &format!("{LIST}?hinweis=hausnummern")))
        }
        Err(AddressesError::Store(StoreError::Stale) | AddressesError::Defects(_)) => stale().await,
        Err(AddressesError::File(defect)) => {
            again(defect_text(lang, &defect), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(AddressesError::Store(error)) => {
            let refused = Refused::by_store(error)?;
            again(refused.text(lang), refused.status).await
        }
        Err(error) => Err(Problem::internal(&error)),
    }
}

/// `GET /verwaltung/adressen/einlesen/unterschiede`: every difference as a table.
pub async fn differences(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let Some(file) = kept(&state, &who) else { return Ok(expired(&language)) };
    let plan = match planned(&state, &file).await {
        Ok(plan) => plan,
        Err(AddressesError::File(_)) => return Ok(super::to(&language, super::import::PLAN)),
        Err(error) => return Err(Problem::internal(&error)),
    };
    let mut table = Vec::new();
    plan.write_report(&mut table).map_err(|error| Problem::internal(&error))?;
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"unterschiede.csv\""),
    ];
    Ok((head, table).into_response())
}
