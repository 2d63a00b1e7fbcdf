//! `/koordination/hinweise`: what residents propose, the oldest first.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;

use crate::{
    domain::resource::{Suggestion, SuggestionState},
    http::{
        AppState,
        identity::Who,
        language::Language,
        pages::{Layout, filters, forms::Message, html},
        problem::{Params, Problem},
    },
    locale::Lang,
    service::Service,
    store::SuggestionFilter,
};

/// How many suggestions one page shows.
const PAGE: u32 = 50;

/// Which suggestions are shown, and what was done before.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListParams {
    stand: String,
    nach: Option<i64>,
    vor: Option<i64>,
    hinweis: String,
}

/// A suggestion as the list shows it.
struct Row {
    href: String,
    /// The entry that it is about, or the name of the new offer.
    title: String,
    /// What is proposed, in a few words.
    what: String,
    sent: String,
    /// What became of it, and the KERN variant of that.
    state: Option<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "suggestions.html")]
struct ListPage {
    layout: Layout,
    message: Option<Message>,
    decided: bool,
    rows: Vec<Row>,
    /// Where there are more.
    next: Option<String>,
}

impl Row {
    fn new(lang: Lang, service: &Service, suggestion: &Suggestion) -> Self {
        let state = match suggestion.state {
            SuggestionState::Open => None,
            SuggestionState::Accepted => Some(("accepted", "success")),
            SuggestionState::Declined => Some(("declined", "info")),
        };
        Self {
            href: format!("/koordination/hinweise/{}", suggestion.id),
            title: title(lang, service, suggestion),
            what: what(lang, suggestion),
            sent: lang.moment(&Service::local(suggestion.at)),
            state: state
                .map(|(code, tone)| (lang.t(&format!("moderation.state.{code}"), &[]), tone)),
        }
    }
}

/// The entry that a suggestion is about, or the name of the new offer.
pub(super) fn title(lang: Lang, service: &Service, suggestion: &Suggestion) -> String {
    let entry = suggestion.resource.and_then(|id| service.resources().record(id));
    let proposed = suggestion.proposal.fields.get(&crate::domain::resource::ProposedField::Name);
    match (entry, proposed) {
        (Some(record), _) => record.resource.name.clone(),
        (None, Some(name)) => name.clone(),
        (None, None) => lang.t("moderation.new_offer", &[]),
    }
}

/// What is proposed, in a few words: „Neues Angebot“, „Telefon, Öffnungszeiten“.
pub(super) fn what(lang: Lang, suggestion: &Suggestion) -> String {
    let proposal = &suggestion.proposal;
    let word = |key: &str| lang.t(&format!("moderation.{key}"), &[]);
    if proposal.gone {
        return word("gone");
    }
    // What became of a new offer has an entry, too; its proposal names it.
    if suggestion.resource.is_none() {
        return word("new_offer");
    }
    let fields: Vec<String> = proposal
        .fields
        .keys()
        .map(|field| lang.t(&format!("moderation.field.{}", field.code()), &[]))
        .collect();
    if fields.is_empty() { word("message_only") } else { fields.join(", ") }
}

/// `GET /koordination/hinweise`.
pub async fn list(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    Params(params): Params<ListParams>,
) -> Result<Response, Problem> {
    let lang = language.lang;
    let decided = params.stand == "entschieden";
    let filter = if decided {
        let before = Some(params.vor.unwrap_or(i64::MAX));
        SuggestionFilter { decided, before, ..SuggestionFilter::default() }
    } else {
        SuggestionFilter { state: Some(SuggestionState::Open), ..SuggestionFilter::default() }
    };
    let after = params.nach.filter(|_| !decided).unwrap_or(0);
    let mut found = state.live.store().suggestions(filter, after, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let service = state.service();
    let last = found.last().map(|suggestion| suggestion.id).filter(|_| more);
    let next = last.map(|id| match decided {
        true => format!("/koordination/hinweise?stand=entschieden&vor={id}"),
        false => format!("/koordination/hinweise?nach={id}"),
    });
    let done = ["uebernommen", "abgelehnt"].contains(&params.hinweis.as_str());
    let message =
        done.then(|| Message::done(lang.t(&format!("moderation.done.{}", params.hinweis), &[])));
    let page = ListPage {
        layout: Layout::of_staff(&state, &language, &who, "/koordination"),
        message,
        decided,
        rows: found.iter().map(|suggestion| Row::new(lang, &service, suggestion)).collect(),
        next,
    };
    Ok(html(lang, StatusCode::OK, &page))
}
