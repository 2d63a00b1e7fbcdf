//! `/verwaltung`: the areas of running the service, and how it is.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use super::{Layout, filters, html};
use crate::{
    domain::{account::AccountState, edition::EditionStatus, masking::Masking},
    http::{AppState, identity::Who, language::Language, problem::Problem},
    locale::{Lang, answer::status_word},
};

/// An area: where it is, what it is called and what is done there.
struct Area {
    href: &'static str,
    title: String,
    text: String,
}

/// One line about how the service is.
struct Fact {
    key: String,
    value: String,
    /// The KERN variant of the sign in front of it.
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    layout: Layout,
    areas: Vec<Area>,
    facts: Vec<Fact>,
}

const AREAS: [(&str, &str); 5] = [
    ("/verwaltung/organisation", "organisation"),
    ("/verwaltung/adressen", "street_admin"),
    ("/verwaltung/konten", "accounts"),
    ("/verwaltung/zugriffe", "tokens"),
    ("/verwaltung/protokoll", "audit"),
];

/// `GET /verwaltung`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let areas = AREAS.map(|(href, key)| Area {
        href,
        title: lang.t(&format!("{key}.title"), &[]),
        text: lang.t(&format!("overview.{key}"), &[]),
    });
    let page = OverviewPage {
        layout: Layout::of_staff(&state, &language, &who, "/verwaltung"),
        areas: areas.into(),
        facts: facts(lang, &state).await?,
    };
    Ok(html(lang, StatusCode::OK, &page))
}

async fn facts(lang: Lang, state: &AppState) -> Result<Vec<Fact>, Problem> {
    let fact =
        |key: &str, tone, value| Fact { key: lang.t(&format!("overview.{key}"), &[]), value, tone };
    let (tone, key) =
        if state.live.probe().await { ("success", "writable") } else { ("danger", "not_writable") };
    let saving = fact("saving", tone, lang.t(&format!("overview.{key}"), &[]));

    let accounts = state.accounts.all().await?;
    let count = |wanted| accounts.iter().filter(|a| a.state == wanted).count().to_string();
    let values = [
        ("active", &*count(AccountState::Active)),
        ("invited", &*count(AccountState::Invited)),
        ("disabled", &*count(AccountState::Disabled)),
    ];
    let accounts = fact("account_states", "info", lang.t("overview.account_counts", &values));

    let (anchor, head) = state.live.store().audit_ends().await?;
    let entries = (head.seq - anchor.seq).to_string();
    let record = fact("record", "info", lang.t("overview.record_unproven", &[("count", &entries)]));

    let service = state.service();
    let (tone, edition) = match service.on(None) {
        Ok(on) => {
            let edition = &on.edition.edition;
            let (tone, key) = match edition.status {
                EditionStatus::Draft => ("warning", "edition_draft"),
                _ => ("success", "edition_confirmed"),
            };
            let values = [
                ("number", &*edition.number.to_string()),
                ("from", &*lang.day(edition.valid_from)),
            ];
            (tone, lang.t(&format!("overview.{key}"), &values))
        }
        Err(_) => ("danger", lang.t("overview.edition_none", &[])),
    };
    let lookups = fact("lookups", "info", lookups(lang, state, &service.city().info.name));
    Ok(vec![saving, fact("edition", tone, edition), accounts, lookups, record])
}

/// How many questions had which outcome since the start. Small numbers are masked: on a quiet
/// day they could tell of a single family.
fn lookups(lang: Lang, state: &AppState, city: &str) -> String {
    let counts = state.metrics.lookups();
    let masking = Masking::new(state.settings.privacy.minimum_count);
    let asked: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| {
            let count = lang.masked(masking.count(count));
            format!("{}: {count}", status_word(lang, status, city))
        })
        .collect();
    if asked.is_empty() { lang.t("overview.no_lookups", &[]) } else { asked.join(", ") }
}
