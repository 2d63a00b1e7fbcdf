//! The street rules for programs.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AppState,
    problem::{Params, Problem},
};
use crate::domain::{
    assign::{EditionNote, Named, concerned},
    city::OnDay,
    directory::StreetId,
    partition::FaceIndex,
    rules::StreetRule,
};

/// Which rules are wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RuleParams {
    /// The day for which the rules are wanted; today when it is missing.
    #[serde(default)]
    #[param(value_type = Option<String>, format = Date)]
    as_of: Option<Date>,
}

/// The rules of an edition.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StreetRules {
    /// The edition that they belong to.
    edition: EditionNote,
    /// The rules by street.
    rules: Vec<StreetRuleItem>,
}

/// House numbers that belong to a Sozialraum whatever the map says.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StreetRuleItem {
    /// Stable as long as the rules of its street keep their order.
    id: String,
    /// The street.
    street: String,
    /// Where it lies, in a directory of several places.
    place: Option<String>,
    /// Its house numbers, such as `1–41 odd, 44`; `all` for the whole street.
    #[schema(example = "1–41 odd, 44")]
    numbers: String,
    /// The Sozialraum that they belong to.
    sozialraum: Named,
    /// Why the rule exists.
    reason: String,
    /// How many known addresses it concerns.
    addresses: usize,
    /// How many of them the map gives to another Sozialraum.
    contradictions: usize,
}

/// The street rules: house numbers that belong to a Sozialraum whatever the map says.
#[utoipa::path(
    get,
    path = "/api/v1/street-rules",
    tag = "areas",
    params(RuleParams),
    responses(
        (status = 200, description = "The rules of the edition in force", body = StreetRules),
        (status = 400, description = "No edition on that day, or unknown parameter",
            body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn street_rules(
    State(state): State<AppState>,
    Params(params): Params<RuleParams>,
) -> Result<Json<StreetRules>, Problem> {
    let service = state.service();
    let day = service.on(params.as_of)?;
    let edition = &day.edition.edition;
    Ok(Json(StreetRules {
        edition: EditionNote {
            number: edition.number,
            valid_from: edition.valid_from,
            decision: edition.decision.clone(),
            status: edition.status,
        },
        rules: items(day),
    }))
}

fn items(day: OnDay<'_>) -> Vec<StreetRuleItem> {
    let item = |(street, face, rule): (StreetId, FaceIndex, &StreetRule)| {
        let sozialraum = day.edition.sozialraum(face);
        let found = concerned(day.edition, &day.city.directory, street, &rule.numbers);
        StreetRuleItem {
            id: rule.id.clone(),
            street: rule.street.clone(),
            place: rule.place.clone(),
            numbers: rule.numbers.to_string(),
            sozialraum: Named { id: sozialraum.id.clone(), name: sozialraum.name.clone() },
            reason: rule.reason.clone(),
            addresses: found.iter().filter(|of| of.named).count(),
            contradictions: found.iter().filter(|of| of.contradicts(face)).count(),
        }
    };
    day.edition.rules.all().map(item).collect()
}
