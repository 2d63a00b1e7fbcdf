//! `/sozialraum/{id}`: the team of a Sozialraum, who lives there, what there is and what is missing.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use super::{Layout, filters, html, responsibility::ResponsibilityView};
use crate::{
    domain::{
        masking::Masking,
        population::Estimate,
        resource::{
            Category,
            profile::{CategoryProfile, GAP_BELOW, Profile, Share},
            search::{Filters, Index, Query, Viewer, search},
        },
    },
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Path, Problem},
        profiles,
        resource_query::{Selection, viewer},
    },
    locale::{Lang, words::percent},
    service::Service,
};

const ENTRY: &str = "src/administration.ts";
/// Most offers of a category that are listed; a printed profile of a Sozialraum that is well looked
/// after still has all of them.
const MAX_LISTED: usize = 50;
/// How long the bar of the densest category is, in units of the picture.
const BAR: f64 = 100.0;

/// One category as a row of the table.
struct CategoryRow {
    code: &'static str,
    label: String,
    here: usize,
    density: Option<String>,
    density_elsewhere: Option<String>,
    /// Lengths of the two bars, from 0 to [`BAR`].
    bars: Option<(String, String)>,
    /// What is missing, in words.
    gap: Option<String>,
}

/// A sort of offers and how many there are.
struct ShareRow {
    label: String,
    count: usize,
}

/// The offers of one category.
struct Group {
    label: String,
    offers: Vec<Offer>,
    /// How many more there are, and where all of them are listed.
    more: Option<(usize, String)>,
}

/// An offer as the list names it.
struct Offer {
    name: String,
    href: String,
    address: Option<String>,
    office_only: bool,
}

/// Who lives in the Sozialraum, in words.
struct People {
    minors: String,
    total: String,
    area: String,
    source: String,
}

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage {
    layout: Layout,
    name: String,
    region: String,
    others: Vec<(String, String)>,
    chain: Option<ResponsibilityView>,
    team: Option<String>,
    people: Option<People>,
    rows: Vec<CategoryRow>,
    kinds: Vec<ShareRow>,
    principles: Vec<ShareRow>,
    offers: usize,
    from_outside: usize,
    groups: Vec<Group>,
    gap_below: String,
}

/// The path of the page of a Sozialraum.
pub(super) fn profile_path(id: &str) -> String {
    format!("/sozialraum/{id}")
}

/// `GET /sozialraum/{id}`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let service = state.service();
    let viewer = viewer(&who);
    let profile = profiles::of(&service, &id, viewer)?;
    let lang = language.lang;
    let day = service.on(None)?;
    let sozialraeume = &day.edition.sozialraeume;
    let found = sozialraeume.iter().find(|sozialraum| sozialraum.id == id);
    let sozialraum = found.ok_or_else(|| Problem::not_found("There is no such Sozialraum."))?;
    let region = day.organisation.region(&sozialraum.region);
    let region = region.map_or(&sozialraum.region, |region| &region.name);
    let responsibility = day.organisation.responsibility(&id);
    let edition = Some(day.edition);
    let page = ProfilePage {
        layout: Layout::new(&language, service.city(), edition, ENTRY).signed_in(&who, "/karte"),
        name: sozialraum.name.clone(),
        region: region.clone(),
        others: sozialraeume
            .iter()
            .filter(|other| other.id != id)
            .map(|other| (profile_path(&other.id), other.name.clone()))
            .collect(),
        team: responsibility.as_ref().map(|chain| chain.team.name.clone()),
        chain: responsibility.map(|chain| ResponsibilityView::new(lang, &chain, region)),
        people: people(&state, &service, lang, profile.population.as_ref()),
        rows: rows(lang, &profile),
        kinds: shares(&profile.kinds, |kind| {
            lang.t(&format!("profile.kind.{}", kind.map_or("unknown", |kind| kind.code())), &[])
        }),
        principles: shares(&profile.principles, |principle| {
            let code = principle.map_or("unknown", |principle| principle.code());
            lang.t(&format!("profile.principle.{code}"), &[])
        }),
        offers: profile.offers,
        from_outside: profile.from_outside,
        groups: groups(&service, lang, &id, day.edition.edition.number, viewer),
        gap_below: percent(GAP_BELOW),
    };
    Ok(html(lang, StatusCode::OK, &page))
}

fn people(
    state: &AppState,
    service: &Service,
    lang: Lang,
    estimate: Option<&Estimate>,
) -> Option<People> {
    let (estimate, population) = (estimate?, service.population()?);
    let masking = Masking::new(state.settings.privacy.minimum_count);
    let count = |people: f64| lang.masked(masking.count(people.round() as u64));
    let day = population.day.map(|day| lang.day(day)).unwrap_or_default();
    Some(People {
        minors: count(estimate.minors),
        total: count(estimate.total),
        area: lang
            .t("number.square_kilometres", &[("number", &lang.number(estimate.area_m2 / 1e6))]),
        source: lang.t("profile.people_source", &[("source", &population.source), ("day", &day)]),
    })
}

fn rows(lang: Lang, profile: &Profile) -> Vec<CategoryRow> {
    let densities = |row: &CategoryProfile| {
        [row.density, row.density_elsewhere].into_iter().flatten().fold(0.0, f64::max)
    };
    let densest = profile.categories.iter().map(densities).fold(0.0, f64::max);
    let bar = |density: f64| format!("{:.1}", density / densest * BAR);
    let row = |row: &CategoryProfile| CategoryRow {
        code: row.category.code(),
        label: lang.t(&format!("category.{}", row.category.code()), &[]),
        here: row.here,
        density: row.density.map(|density| lang.number(density)),
        density_elsewhere: row.density_elsewhere.map(|density| lang.number(density)),
        bars: row.density.zip(row.density_elsewhere).map(|(own, other)| (bar(own), bar(other))),
        gap: (row.gap > 0).then(|| lang.t("profile.gap", &[("count", &row.gap.to_string())])),
    };
    profile.categories.iter().map(row).collect()
}

fn shares<T: Copy>(shares: &[Share<T>], label: impl Fn(Option<T>) -> String) -> Vec<ShareRow> {
    shares.iter().map(|share| ShareRow { label: label(share.of), count: share.count }).collect()
}

/// The offers of the Sozialraum by their first category, those on layers of their own left out.
fn groups(service: &Service, lang: Lang, id: &str, edition: u32, viewer: Viewer) -> Vec<Group> {
    let index: &Index = service.resources();
    let filters = Filters { sozialraum: Some(id.to_owned()), ..Filters::default() };
    let query = Query {
        text: "",
        filters: &filters,
        near: None,
        viewer,
        edition,
        now: Service::now(),
        calendar: service.calendar(),
    };
    let found = search(index, &query);
    let of = |category: Category| {
        let mut all = found
            .hits
            .iter()
            .map(|hit| &hit.entry.record.resource)
            .filter(|resource| resource.categories.first() == Some(&category));
        let offers: Vec<Offer> = all
            .by_ref()
            .take(MAX_LISTED)
            .map(|resource| Offer {
                name: resource.name.clone(),
                href: format!("/angebot/{}", resource.id),
                address: resource.address.street.clone(),
                office_only: resource.visibility == crate::domain::resource::Visibility::Office,
            })
            .collect();
        let label = lang.t(&format!("category.{}", category.code()), &[]);
        let more = Some(all.count()).filter(|more| *more > 0);
        let more = more.map(|more| {
            let filters = Filters { categories: vec![category], ..filters.clone() };
            (more, Selection { filters, ..Selection::default() }.link("/karte"))
        });
        (!offers.is_empty()).then_some(Group { label, offers, more })
    };
    Category::ALL.into_iter().filter_map(of).collect()
}
