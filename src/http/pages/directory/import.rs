//! `/verwaltung/adressen/einlesen`: a file of rules or a register is read, then shown as a plan.

use askama::Template;
use axum::{
    extract::{Multipart, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{AREA, ENTRY, editions, houses_plan, register_plan, rules_plan};
use crate::{
    domain::address::RangeWords,
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{
            Layout, filters,
            forms::{Choice, Field, Message},
            html,
            moderation::{Sent, defect_text, received},
            own,
        },
        problem::{Params, Problem},
    },
    locale::Lang,
    service::{
        address_files::{AddressFile, Content, Kind},
        street_rules,
    },
};

/// The form for a file.
const IMPORT: &str = "/verwaltung/adressen/einlesen";
/// What the file that was sent would do.
pub(super) const PLAN: &str = "/verwaltung/adressen/einlesen/plan";

/// What was done before.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImportParams {
    hinweis: String,
    eintrag: Option<i64>,
}

/// Which edition is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FileParams {
    ausgabe: Option<u32>,
}

#[derive(Template)]
#[template(path = "address_import.html")]
struct ImportPage {
    layout: Layout,
    message: Option<Message>,
    /// What is wrong with the file.
    file_error: Option<String>,
    fields: Vec<Field>,
    example: String,
}

/// `GET /verwaltung/adressen/einlesen`.
pub async fn import_form(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<ImportParams>,
) -> Response {
    let lang = language.lang;
    let message = (params.hinweis == "abgelaufen")
        .then(|| Message::failed(lang, vec![lang.t("import.expired", &[])]));
    form(&state, &language, &who, &Sent::default(), message, None)
}

/// `POST /verwaltung/adressen/einlesen`: takes a file and goes on to its plan.
pub async fn read_file(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    multipart: Multipart,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let (sent, file) = received(multipart).await?;
    let Some((name, bytes)) = file.filter(|(_, bytes)| !bytes.is_empty()) else {
        let missing = lang.t("import.no_file", &[]);
        return Ok(form(&state, &language, &who, &sent, None, Some(missing)));
    };
    let (kind, edition) = (sent.code::<Kind>("kind"), sent.one("ausgabe").parse().ok());
    // A spreadsheet or a map is read as a whole.
    let reading =
        tokio::task::spawn_blocking(move || AddressFile::new(&name, bytes, kind, edition));
    let file = match reading.await.map_err(|error| Problem::internal(&error))? {
        Ok(file) => file,
        Err(defects) => {
            let texts = defects.0.iter().map(|defect| defect_text(lang, defect)).collect();
            let message = Some(Message::failed(lang, texts));
            return Ok(form(&state, &language, &who, &sent, message, None));
        }
    };
    state.address_files.keep(&own(&who)?.session, file);
    Ok(super::to(&language, PLAN))
}

/// `GET /verwaltung/adressen/einlesen/plan`: what the file that was sent would do.
pub async fn plan(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<ImportParams>,
) -> Result<Response, Problem> {
    let Some(file) = kept(&state, &who) else { return Ok(expired(&language)) };
    let lang = language.lang;
    match &file.content {
        Content::Rules(_) => {
            rules_plan::show(&state, &who, &language, &file, None, StatusCode::OK).await
        }
        Content::Houses(houses) => {
            let file = (&file, houses);
            houses_plan::show(&state, &who, &language, file, None, StatusCode::OK).await
        }
        Content::Register(register) => {
            let message = match &*params.hinweis {
                "uebernommen" => Some(Message::done(lang.t("address_import.taken", &[]))),
                "gemerkt" => Some(Message::done(lang.t("address_import.noted", &[]))),
                _ => None,
            };
            let shown = register_plan::Shown {
                message,
                undo: params.eintrag,
                ..register_plan::Shown::default()
            };
            register_plan::show(&state, &who, &language, &file, register, shown).await
        }
    }
}

/// The file that somebody sent; nothing when that is too long ago.
pub(super) fn kept(state: &AppState, who: &Who) -> Option<AddressFile> {
    state.address_files.of(&who.signed_in()?.session)
}

/// Back to the form: the file is gone.
pub(super) fn expired(language: &Language) -> Response {
    super::to(language, &format!("{IMPORT}?hinweis=abgelaufen"))
}

/// `GET /verwaltung/adressen/datei`: the rules of an edition as a file that can be read in again.
pub async fn download(
    State(state): State<AppState>,
    Params(params): Params<FileParams>,
) -> Result<Response, Problem> {
    let service = state.service();
    let number = editions::chosen(&service, params.ausgabe)?.edition.edition.number;
    let content = street_rules::export(state.live.store(), Some(number)).await;
    let content = content.map_err(|error| Problem::internal(&error))?;
    let kept = format!("attachment; filename=\"strassenregeln-ausgabe-{number}.csv\"");
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, kept),
    ];
    Ok((head, content).into_response())
}

fn form(
    state: &AppState,
    language: &Language,
    who: &Who,
    sent: &Sent,
    message: Option<Message>,
    file_error: Option<String>,
) -> Response {
    let lang = language.lang;
    let service = state.service();
    let auto = Choice { value: String::new(), label: lang.t("address_import.kind_auto", &[]) };
    let kinds = Kind::ALL.map(|kind| Choice {
        value: kind.code().into(),
        label: lang.t(&format!("address_import.kind_of.{}", kind.code()), &[]),
    });
    let kind = Field {
        choices: std::iter::once(auto).chain(kinds).collect(),
        ..Field::new(lang, "address_import", "kind", "select").value(sent.one("kind"))
    };
    let today = service.on(None).ok().map_or(0, |day| day.edition.edition.number);
    let edition = sent.one("ausgabe").parse().unwrap_or(today);
    let status = match message.is_some() || file_error.is_some() {
        true if !sent.0.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = ImportPage {
        layout: Layout::with_script(state, language, who, AREA, ENTRY),
        message,
        file_error,
        fields: std::iter::once(kind).chain(editions::field(lang, &service, edition)).collect(),
        example: example(lang),
    };
    html(lang, status, &page)
}

/// The columns of a file of rules, and how its numbers are written.
fn example(lang: Lang) -> String {
    let words = RangeWords::GERMAN;
    let values = [("odd", words.odd), ("even", words.even), ("from", words.from)];
    lang.t("address_import.example", &values)
}
