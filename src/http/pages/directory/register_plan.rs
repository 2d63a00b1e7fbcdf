//! What a register says against what holds, and what becomes of the lines that say something else.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Form;

use super::{
    AREA, ENTRY, editions, houses_plan,
    import::{PLAN, expired, kept},
    register_lines::{Group, groups},
};
use crate::{
    domain::{
        address::Sides,
        city::OnDay,
        register::{Comparison, Understood},
    },
    formats::register::BadColumns,
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
        address_files::{
            self, AddressFile, Content, Decision, RegisterFile, RegisterPlan, TakeError,
        },
        street_rules::RulesError,
    },
};

/// How many areas of a register can be matched on the page.
const MOST_AREAS: usize = 100;

/// What the page shows beside the plan.
#[derive(Default)]
pub struct Shown {
    /// What was done, or why not.
    pub message: Option<Message>,
    /// The entry of the record whose change can be taken back at once.
    pub undo: Option<i64>,
    /// The status of the response.
    pub status: StatusCode,
}

/// An area of the register and the list to match it with.
struct Area {
    name: String,
    field: Field,
}

#[derive(Template)]
#[template(path = "register_plan.html")]
struct PlanPage {
    layout: Layout,
    message: Option<Message>,
    undo: Option<i64>,
    file: String,
    edition_name: String,
    notes: Vec<String>,
    columns: Vec<Field>,
    sides: Field,
    last_numbers: bool,
    areas: Vec<Area>,
    /// Whether something about the reading is still to be chosen.
    reading_open: bool,
    /// Whether the register could be read at all.
    read: bool,
    counts: Vec<(String, usize)>,
    missing: String,
    groups: Vec<Group>,
    /// How many lines are still to be decided.
    open: usize,
    mark: String,
}

/// Holds the register against what an edition says, beside the runtime: a large one takes seconds.
async fn compared(
    state: &AppState,
    register: &RegisterFile,
    edition: u32,
) -> Result<RegisterPlan, BadColumns> {
    let (service, register) = (state.service(), register.clone());
    let work = move || register.plan(&service, edition);
    tokio::task::spawn_blocking(work).await.expect("comparing does not panic")
}

/// The page.
pub async fn show(
    state: &AppState,
    who: &Who,
    language: &Language,
    file: &AddressFile,
    register: &RegisterFile,
    shown: Shown,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let day = editions::chosen(&service, file.edition)?;
    let plan = compared(state, register, day.edition.edition.number).await;
    let comparison = plan.as_ref().ok().map(|plan| &plan.comparison);
    let groups = comparison.map_or_else(Vec::new, |of| groups(lang, day, of, &register.decisions));
    let count = |code: &str| groups.iter().find(|of| of.code == code).map_or(0, |of| of.count);
    let words = |code: &str| lang.t(&format!("address_import.group.{code}"), &[]);
    let status = if plan.is_err() { StatusCode::UNPROCESSABLE_ENTITY } else { shown.status };
    let areas = comparison.map_or_else(Vec::new, |of| areas(lang, day, register, of));
    let page = PlanPage {
        layout: Layout::with_script(state, language, who, AREA, ENTRY),
        message: shown.message,
        undo: shown.undo,
        file: file.name.clone(),
        edition_name: editions::name(lang, day),
        notes: register.table.notes.iter().map(|note| defect_text(lang, note)).collect(),
        columns: columns(lang, register, &plan),
        sides: sides(lang, register),
        last_numbers: register.reading.convention.last_numbers,
        reading_open: plan.is_err() || areas.iter().any(|area| area.field.value.is_empty()),
        areas,
        read: plan.is_ok(),
        counts: ["wrong", "open", "settled", "agrees"]
            .map(|code| (words(code), count(code)))
            .into(),
        missing: comparison.map(|of| missing(lang, day, of)).unwrap_or_default(),
        open: count("open"),
        mark: plan.as_ref().map(RegisterPlan::mark).unwrap_or_default(),
        groups,
    };
    Ok(html(lang, status, &page))
}

/// The columns of the file that are read; with what is wrong where that is not clear.
fn columns(
    lang: Lang,
    register: &RegisterFile,
    plan: &Result<RegisterPlan, BadColumns>,
) -> Vec<Field> {
    let header = &register.table.header;
    let found = plan.as_ref().ok().map(|plan| plan.columns);
    let names = &register.columns;
    let heading = |at: Option<usize>, named: &Option<String>| {
        let found = at.and_then(|at| header.get(at)).cloned();
        found.or_else(|| named.clone()).unwrap_or_default()
    };
    let choose = Choice { value: String::new(), label: lang.t("address_import.recognise", &[]) };
    let choices = || {
        let given = header.iter().filter(|heading| !heading.is_empty());
        let given = given.map(|heading| Choice { value: heading.clone(), label: heading.clone() });
        let first = Choice { value: choose.value.clone(), label: choose.label.clone() };
        std::iter::once(first).chain(given).collect()
    };
    let missing = |name: &str| match plan {
        Err(BadColumns::Missing(what)) if *what == name => {
            Some(lang.t("address_import.no_column", &[]))
        }
        _ => None,
    };
    let field = |name: &'static str, value: String, error| Field {
        choices: choices(),
        error,
        ..Field::new(lang, "address_import", name, "select").value(value)
    };
    vec![
        field(
            "street_column",
            heading(found.map(|of| of.street), &names.street),
            missing("street"),
        ),
        field("numbers_column", heading(found.and_then(|of| of.numbers), &names.numbers), None),
        field("area_column", heading(found.map(|of| of.area), &names.area), missing("sozialraum")),
    ]
}

fn sides(lang: Lang, register: &RegisterFile) -> Field {
    let choice = |value: &str| Choice {
        value: value.into(),
        label: lang.t(&format!("address_import.sides_of.{value}"), &[]),
    };
    let value = match register.reading.convention.sides {
        Sides::BothSides => "both",
        Sides::SideOfEnds => "ends",
    };
    let field = Field::new(lang, "address_import", "sides", "select").value(value);
    Field { choices: vec![choice("both"), choice("ends")], ..field }
}

/// The areas of the register that are none of ours, and those that were matched.
fn areas(
    lang: Lang,
    day: OnDay<'_>,
    register: &RegisterFile,
    comparison: &Comparison,
) -> Vec<Area> {
    let unknown = comparison.lines.iter().filter(|line| line.says == Understood::UnknownArea);
    let matched = &register.reading.areas;
    let mut names: BTreeSet<&str> = unknown.map(|line| line.listed.area.as_str()).collect();
    names.extend(matched.iter().map(|(name, _)| name.as_str()));
    let field = |(at, name): (usize, &str)| {
        let none = Choice { value: String::new(), label: lang.t("address_import.no_area", &[]) };
        let own = day.edition.sozialraeume.iter();
        let own = own.map(|area| Choice { value: area.id.clone(), label: area.name.clone() });
        let id = matched.iter().find(|(of, _)| of == name).map(|(_, id)| id.clone());
        Area {
            name: name.to_owned(),
            field: Field {
                name: format!("area{at}").into(),
                label: format!("„{name}“"),
                kind: "select",
                value: id.unwrap_or_default(),
                choices: std::iter::once(none).chain(own).collect(),
                autocomplete: "off",
                lang,
                ..Field::default()
            },
        }
    };
    names.into_iter().take(MOST_AREAS).enumerate().map(field).collect()
}

/// The streets that no line names.
fn missing(lang: Lang, day: OnDay<'_>, comparison: &Comparison) -> String {
    let streets = &comparison.missing;
    if streets.is_empty() {
        return String::new();
    }
    let names = lang.list(streets.iter().map(|street| day.city.directory.name(*street)));
    let values = [("count", &*streets.len().to_string()), ("streets", &*names)];
    lang.t("register_import.missing", &values)
}

/// `POST /verwaltung/adressen/einlesen/plan`: the file read in another way.
pub async fn read_anew(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let Some(mut file) = kept(&state, &who) else { return Ok(expired(&language)) };
    if let Content::Register(register) = &mut file.content {
        register.columns.street = sent.text("street_column");
        register.columns.numbers = sent.text("numbers_column");
        register.columns.area = sent.text("area_column");
        register.reading.convention.sides = match sent.one("sides") {
            "ends" => Sides::SideOfEnds,
            _ => Sides::BothSides,
        };
        register.reading.convention.last_numbers = sent.has("last_numbers", "1");
        let area = |at: usize| {
            let name = sent.text(&format!("name{at}"))?;
            Some((name, sent.text(&format!("area{at}"))?))
        };
        register.reading.areas = (0..MOST_AREAS).filter_map(area).collect();
    }
    if let Content::Houses(houses) = &mut file.content {
        houses_plan::read_anew(houses, &sent);
    }
    state.address_files.keep(&own(&who)?.session, file);
    Ok(super::to(&language, PLAN))
}

/// Makes rules of the lines that were chosen, and remembers what was decided about the others.
pub async fn take_over(
    state: &AppState,
    who: &Who,
    language: &Language,
    file: &AddressFile,
    register: &RegisterFile,
    sent: &Sent,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let service = state.service();
    let edition = editions::chosen(&service, file.edition)?.edition.edition.number;
    let mut register = register.clone();
    for (name, value) in &sent.0 {
        let line = name.strip_prefix("line").and_then(|at| at.parse::<usize>().ok());
        if let (Some(at), Some(decision)) = (line, Decision::of_code(value)) {
            register.decisions.insert(at, decision);
        }
    }
    let remembered = AddressFile { content: Content::Register(register.clone()), ..file.clone() };
    let chosen = chosen(state, &register, edition, sent).await;
    let mark = (edition, sent.one("mark"));
    let lines = chosen.clone();
    let actor = who.actor();
    let taken = address_files::take_lines(&state.live, &actor, file, &register, mark, lines).await;
    let refuse = async |text: String, status| {
        let message = Some(Message::failed(lang, vec![text]));
        let shown = Shown { message, status, ..Shown::default() };
        show(state, who, language, file, &register, shown).await
    };
    match taken {
        Ok(plan) => {
            let mut remembered = remembered;
            if let Content::Register(register) = &mut remembered.content {
                register.decisions.extend(chosen.into_iter().map(|at| (at, Decision::Rule)));
            }
            state.address_files.keep(&own(who)?.session, remembered);
            let changed = plan.is_some_and(|plan| !plan.is_empty());
            let done = if changed { "uebernommen" } else { "gemerkt" };
            let entry = if changed { super::latest(state).await? } else { None };
            let entry = entry.map(|entry| format!("&eintrag={entry}")).unwrap_or_default();
            Ok(super::to(language, &format!("{PLAN}?hinweis={done}{entry}")))
        }
        Err(TakeError::Stale | TakeError::Columns(_)) => {
            refuse(lang.t("address_import.stale", &[]), StatusCode::CONFLICT).await
        }
        Err(TakeError::Unsound(_) | TakeError::Rules(RulesError::Defects(_))) => {
            let text = lang.t("address_import.unsound", &[]);
            refuse(text, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(TakeError::Rules(RulesError::Store(error))) => {
            let refused = Refused::by_store(error)?;
            refuse(refused.text(lang), refused.status).await
        }
        Err(error) => Err(Problem::internal(&error)),
    }
}

/// The lines that are to become rules: those that were chosen just now, or all that are open.
async fn chosen(
    state: &AppState,
    register: &RegisterFile,
    edition: u32,
    sent: &Sent,
) -> Vec<usize> {
    if !sent.has("all", "1") {
        let said = sent.0.iter().filter(|(_, value)| value == Decision::Rule.code());
        return said.filter_map(|(name, _)| name.strip_prefix("line")?.parse().ok()).collect();
    }
    let Ok(plan) = compared(state, register, edition).await else { return Vec::new() };
    let lines = plan.comparison.lines.iter();
    lines
        .filter(|line| address_files::contradicts(line) && line.is_sound())
        .map(|line| line.listed.at)
        .filter(|at| register.decisions.get(at) != Some(&Decision::Keep))
        .collect()
}
