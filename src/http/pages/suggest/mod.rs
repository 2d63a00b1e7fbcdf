//! Suggestions of residents: correcting an offer, proposing a new one, and asking what came of
//! it. No account is needed, and nobody is asked who they are.

mod form;
mod sent;
mod status;

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use axum_extra::extract::Form;
use uuid::Uuid;

use super::{
    Layout, filters, html,
    offer::{self, Found},
};
use crate::{
    domain::resource::{Proposal, Record},
    http::{
        AppState,
        identity::Who,
        language::Language,
        problem::{Path, Problem},
    },
    service::resources::{
        ResourceError,
        suggestions::{self, SuggestError},
    },
};
use form::FormPage;
use sent::{Difference, Sent, Step, differences};

pub use status::{ask, status};

/// What will be sent, to be looked at once more.
#[derive(Template)]
#[template(path = "suggest_review.html")]
struct ReviewPage {
    layout: Layout,
    action: String,
    name: Option<String>,
    differences: Vec<Difference>,
    gone: bool,
    message: Option<String>,
    hidden: Vec<(&'static str, String)>,
    /// What tells whether it was sent before.
    mark: Uuid,
}

/// The number of a suggestion, shown this once.
#[derive(Template)]
#[template(path = "suggest_done.html")]
struct DonePage {
    layout: Layout,
    receipt: String,
    back: Option<String>,
}

/// `GET /angebot/{id}/hinweis`: the form about an offer.
pub async fn correction(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let found = offer::find(&state.service(), id, &who)?;
    let Found::Here(record) = &found else {
        return Ok(offer::elsewhere(&state, &who, &language, &found, "/hinweis"));
    };
    let on = On { state: &state, who: &who, language: &language, about: Some(record) };
    Ok(on.form(None, &[], StatusCode::OK))
}

/// `POST /angebot/{id}/hinweis`: looks at a correction, or sends it.
pub async fn correct(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Path(id): Path<Uuid>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let found = offer::find(&state.service(), id, &who)?;
    let Found::Here(record) = &found else {
        return Ok(offer::elsewhere(&state, &who, &language, &found, "/hinweis"));
    };
    let on = On { state: &state, who: &who, language: &language, about: Some(record) };
    on.take(Sent::read(fields)).await
}

/// `GET /angebot-vorschlagen`: the form for a new offer.
pub async fn new_offer(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let on = On { state: &state, who: &who, language: &language, about: None };
    Ok(on.form(None, &[], StatusCode::OK))
}

/// `POST /angebot-vorschlagen`: looks at a proposal, or sends it.
pub async fn propose(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let on = On { state: &state, who: &who, language: &language, about: None };
    on.take(Sent::read(fields)).await
}

/// What a suggestion is about, and who makes it where.
struct On<'a> {
    state: &'a AppState,
    who: &'a Who,
    language: &'a Language,
    about: Option<&'a Arc<Record>>,
}

/// What is wrong: the field and a key under `suggest.error`.
type Wrong = (String, &'static str);

impl On<'_> {
    fn layout(&self) -> Layout {
        Layout::of_residents(self.state, self.language, self.who, "/karte")
    }

    fn action(&self) -> String {
        match self.about {
            Some(record) => format!("/angebot/{}/hinweis", record.resource.id),
            None => "/angebot-vorschlagen".to_owned(),
        }
    }

    fn form(&self, proposal: Option<&Proposal>, wrong: &[Wrong], status: StatusCode) -> Response {
        let resource = self.about.map(|record| &record.resource);
        let page = FormPage::new(self.layout(), self.action(), resource, proposal, wrong);
        html(self.language.lang, status, &page)
    }

    async fn take(&self, sent: Sent) -> Result<Response, Problem> {
        let Sent { step, proposal, mark, trapped } = sent;
        let refused =
            |wrong: &[Wrong]| self.form(Some(&proposal), wrong, StatusCode::UNPROCESSABLE_ENTITY);
        if trapped {
            return Ok(refused(&[(form::TRAP.to_owned(), "trap")]));
        }
        if step == Step::Change {
            return Ok(self.form(Some(&proposal), &[], StatusCode::OK));
        }
        let about = self.about.map(|record| record.resource.id);
        let done = match step {
            Step::Send => suggestions::suggest(&self.state.live, about, proposal.clone(), mark)
                .await
                .map(|receipt| self.done(receipt)),
            _ => suggestions::checked(&self.state.live, about, proposal.clone())
                .map(|proposal| self.review(&proposal))
                .map_err(SuggestError::from),
        };
        match done {
            Ok(page) => Ok(page),
            Err(SuggestError::Refused(ResourceError::Fields(errors))) => {
                let wrong: Vec<Wrong> =
                    errors.into_iter().map(|error| (error.field, error.code)).collect();
                Ok(refused(&wrong))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn review(&self, proposal: &Proposal) -> Response {
        let lang = self.language.lang;
        let resource = self.about.map(|record| &record.resource);
        let page = ReviewPage {
            layout: self.layout(),
            action: self.action(),
            name: resource.map(|resource| resource.name.clone()),
            differences: differences(lang, resource, proposal),
            gone: proposal.gone,
            message: proposal.message.clone(),
            hidden: sent::hidden(proposal),
            mark: Uuid::new_v4(),
        };
        html(lang, StatusCode::OK, &page)
    }

    fn done(&self, receipt: String) -> Response {
        let back = self.about.map(|record| format!("/angebot/{}", record.resource.id));
        let page = DonePage { layout: self.layout(), receipt, back };
        html(self.language.lang, StatusCode::OK, &page)
    }
}

impl From<SuggestError> for Problem {
    fn from(error: SuggestError) -> Self {
        match error {
            SuggestError::TooMany => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "too-many-suggestions",
                "Too many suggestions are open",
                "So many suggestions wait for a decision that no more are taken. Try again later.",
            ),
            SuggestError::Refused(ResourceError::NotFound) => {
                Self::not_found("There is no such offer.")
            }
            SuggestError::Refused(ResourceError::Fields(errors)) => {
                let words: Vec<String> =
                    errors.iter().map(|e| format!("{}: {}", e.field, e.code)).collect();
                Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "bad-fields",
                    "Fields are wrong",
                    words.join("; "),
                )
            }
            SuggestError::Refused(ResourceError::Store(error)) => error.into(),
            SuggestError::Refused(
                error @ (ResourceError::SameEntry | ResourceError::Refresh(_)),
            ) => Self::internal(&error),
        }
    }
}
