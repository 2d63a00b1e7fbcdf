//! `/verwaltung/adressen`: what administrators do with street rules and files of them.

mod addresses;
mod editions;
mod history;
mod houses_plan;
mod import;
mod read;
mod register_lines;
mod register_plan;
mod rule;
mod rules;
mod rules_plan;

pub use history::{history, take_back};
pub use houses_plan::differences;
pub use import::{download, import_form, plan, read_file};
pub use register_plan::read_anew;
pub use rule::{form, send};
pub use rules::{contradictions, list};

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form;

use super::{
    super::{AppState, identity::Who, language::Language, problem::Problem},
    moderation::Sent,
};
use crate::service::{address_files::Content, street_rules};

/// The list of the rules.
const LIST: &str = "/verwaltung/adressen";
/// The page that everything here belongs to.
const AREA: &str = "/verwaltung";
/// The script of the pages.
const ENTRY: &str = "src/directory.ts";

/// The way back to the list after a change of the rules; with the entry of the record, from where
/// it can be taken back at once.
async fn back_to_list(
    state: &AppState,
    edition: u32,
    done: &str,
    changed: bool,
) -> Result<String, Problem> {
    let to = format!("{LIST}?ausgabe={edition}&hinweis={done}");
    if !changed {
        return Ok(to);
    }
    let entry = latest(state).await?.map(|entry| format!("&eintrag={entry}"));
    Ok(to + &entry.unwrap_or_default())
}

/// The entry of the record that keeps the latest change of the rules.
async fn latest(state: &AppState) -> Result<Option<i64>, Problem> {
    let latest = street_rules::history(state.live.store(), i64::MAX, 1).await?;
    Ok(latest.first().map(|latest| latest.entry.seq))
}

/// `POST /verwaltung/adressen/einlesen/uebernehmen`: does exactly what was shown of a file.
pub async fn take_over(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let Some(file) = import::kept(&state, &who) else { return Ok(import::expired(&language)) };
    match &file.content {
        Content::Rules(_) => rules_plan::take_over(&state, &who, &language, &file, &sent).await,
        Content::Houses(houses) => {
            houses_plan::take_over(&state, &who, &language, (&file, houses), &sent).await
        }
        Content::Register(register) => {
            register_plan::take_over(&state, &who, &language, &file, register, &sent).await
        }
    }
}

/// On to a page of the service.
fn to(language: &Language, path: &str) -> Response {
    Redirect::to(&language.link(path)).into_response()
}
