//! `/verwaltung/protokoll`: who changed what when.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    Layout,
    audit_detail::{self, Line},
    filters,
    forms::{Choice, Field, Message, Refused},
    html,
};
use crate::{
    domain::audit::{Action, Entry},
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Params, Problem},
    },
    locale::{Catalogue, Lang},
    service::{
        Service,
        audit::{self, VerifyError},
    },
    store::AuditFilter,
};

/// What is looked for. All texts, so that what cannot be read is shown with its error.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RecordParams {
    person: String,
    art: String,
    worum: String,
    von: String,
    bis: String,
    vor: Option<i64>,
    pruefen: String,
}

/// An entry as the page shows it.
struct Row {
    seq: i64,
    at: String,
    actor: String,
    action: String,
    subject: String,
    lines: Vec<Line>,
    hash: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    layout: Layout,
    message: Option<Message>,
    /// The mark to be kept elsewhere, after a check that found nothing.
    checkpoint: Option<String>,
    fields: Vec<Field>,
    filtered: bool,
    rows: Vec<Row>,
    /// The entry before which there are older ones.
    older: Option<i64>,
    first_page: bool,
}

impl Row {
    fn new(lang: Lang, entry: Entry) -> Self {
        Self {
            seq: entry.seq,
            at: lang.moment(&Service::local(entry.at)),
            actor: entry.actor,
            action: action(lang, &entry.action),
            subject: audit_detail::subject(lang, &entry.subject),
            lines: audit_detail::lines(lang, &entry.detail),
            hash: entry.hash,
        }
    }
}

/// A kind of change in words; as it is written when it is one of a later version.
fn action(lang: Lang, code: &str) -> String {
    let key = format!("audit.action.{code}");
    if Catalogue::german().has(&key) { lang.t(&key, &[]) } else { code.to_owned() }
}

fn fields(lang: Lang, params: &RecordParams, refused: Option<&Refused>) -> Vec<Field> {
    let field = |name, kind, value: &String| {
        Field::new(lang, "audit", name, kind).value(value.as_str()).refused(refused)
    };
    let all = Choice { value: String::new(), label: lang.t("audit.all", &[]) };
    let kinds = Action::ALL.into_iter().map(Action::code);
    let kinds = kinds.map(|code| Choice { label: action(lang, &code), value: code });
    vec![
        field("person", "text", &params.person),
        Field {
            choices: std::iter::once(all).chain(kinds).collect(),
            ..field("art", "select", &params.art)
        },
        field("worum", "text", &params.worum).hint("audit.worum_hint"),
        field("von", "date", &params.von),
        field("bis", "date", &params.bis),
    ]
}

fn day(field: &'static str, text: &str) -> Result<Option<Date>, Refused> {
    let date = (!text.is_empty()).then(|| text.parse());
    date.transpose().map_err(|_| Refused::new(field, "bad_day"))
}

impl RecordParams {
    fn filter(&self) -> Result<AuditFilter, Refused> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let until = day("bis", &self.bis)?.and_then(|until| until.tomorrow().ok());
        Ok(AuditFilter {
            actor: given(&self.person),
            action: given(&self.art),
            subject: given(&self.worum),
            from: day("von", &self.von)?.map(Service::start_of),
            before: until.map(Service::start_of),
        })
    }
}

/// What a check of the whole record found; the checkpoint when it found nothing.
async fn check(lang: Lang, state: &AppState) -> Result<(Message, Option<String>), Problem> {
    match audit::verify(state.live.store(), None).await {
        Ok(proven) => {
            let values = [("count", &*proven.entries.to_string())];
            Ok((Message::done(lang.t("audit.whole", &values)), Some(proven.head.to_string())))
        }
        Err(VerifyError::Broken(broken)) => {
            tracing::error!(%broken, "the audit record is broken");
            let text = audit_detail::broken(lang, &broken);
            let title = lang.t("audit.broken", &[]);
            Ok((Message { title, ..Message::failed(lang, vec![text]) }, None))
        }
        Err(VerifyError::Store(error)) => Err(error.into()),
    }
}

/// `GET /verwaltung/protokoll`.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<RecordParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let filter = params.filter();
    let (rows, more) = match &filter {
        Ok(filter) => audit::page(state.live.store(), filter, params.vor).await?,
        Err(_) => (Vec::new(), false),
    };
    let fields = fields(lang, &params, filter.as_ref().err());
    let mut message = Message::errors(&fields);
    let mut checkpoint = None;
    if !params.pruefen.is_empty() {
        let (found, kept) = check(lang, &state).await?;
        (message, checkpoint) = (Some(found), kept);
    }
    let older = rows.last().filter(|_| more).map(|last| last.seq);
    let page = AuditPage {
        layout: Layout::of_staff(&state, &language, &who, "/verwaltung"),
        message,
        checkpoint,
        filtered: fields.iter().any(|field| !field.value.is_empty()),
        fields,
        rows: rows.into_iter().map(|entry| Row::new(lang, entry)).collect(),
        older,
        first_page: params.vor.is_none(),
    };
    let status = filter.map_or_else(|refused| refused.status, |_| StatusCode::OK);
    Ok(html(lang, status, &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_change_has_words() {
        for kind in Action::ALL {
            assert_ne!(action(Lang::De, &kind.code()), kind.code());
        }
        assert_eq!(action(Lang::De, "boundary.drawn"), "boundary.drawn", "of a later version");
    }
}
