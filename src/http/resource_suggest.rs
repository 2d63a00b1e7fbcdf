//! `POST /api/v1/resources/suggest`: what somebody who is searching on the resource map may mean.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    AppState,
    identity::Who,
    language::Language,
    problem::{Body, Problem},
    resource_item::name,
    resource_query::{Selection, viewer},
    resources::find,
};
use crate::{
    domain::resource::{Category, search::Filters},
    locale::Lang,
    service::MAX_TEXT,
};

/// Most suggestions of each sort.
const CATEGORIES: usize = 2;
const ADDRESSES: usize = 4;
const OFFERS: usize = 4;

/// What was typed so far.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceSuggestRequest {
    /// The text so far.
    #[schema(example = "bücher")]
    text: String,
    /// In which language categories are named.
    #[serde(default)]
    lang: Option<String>,
}

/// Suggestions: categories, addresses, offers.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ResourceSuggestions {
    /// The suggestions.
    suggestions: Vec<ResourceSuggestion>,
}

/// One suggestion.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ResourceSuggestion {
    /// A category of offers.
    Category {
        /// Its name.
        label: String,
        /// Its code.
        category: Category,
    },
    /// A street, or an address.
    Address {
        /// The text to show and to ask with.
        label: String,
        /// Whether it has a house number.
        whole: bool,
    },
    /// An offer.
    Offer {
        /// Its name.
        label: String,
        /// Its id.
        id: Uuid,
        /// What it is about.
        category: Option<Category>,
    },
}

/// What somebody who is searching on the resource map may mean.
#[utoipa::path(
    post,
    path = "/api/v1/resources/suggest",
    tag = "resources",
    request_body = ResourceSuggestRequest,
    responses(
        (status = 200, description = "Suggestions; none for an empty text", body = ResourceSuggestions),
        (status = 400, description = "Unreadable request", body = Problem,
            content_type = "application/problem+json"),
    )
)]
pub async fn suggest(
    State(state): State<AppState>,
    who: Who,
    Body(request): Body<ResourceSuggestRequest>,
) -> Result<Json<ResourceSuggestions>, Problem> {
    let service = state.service();
    let lang = Language::named(request.lang.as_deref()).lang;
    let text: String = request.text.trim().chars().take(MAX_TEXT).collect();
    if text.is_empty() {
        return Ok(Json(ResourceSuggestions { suggestions: Vec::new() }));
    }
    let categories = Category::ALL.into_iter().filter(|category| is_meant(lang, *category, &text));
    let categories = categories.take(CATEGORIES).map(|category| ResourceSuggestion::Category {
        label: lang.t(&format!("category.{}", category.code()), &[]),
        category,
    });
    let addresses = service.suggest(&text, ADDRESSES).into_iter().map(|suggestion| {
        let whole = suggestion.house_number.is_some();
        ResourceSuggestion::Address { label: suggestion.label, whole }
    });
    let filters = Filters { categories: Category::ALL.to_vec(), ..Filters::default() };
    let selection = Selection { text: text.clone(), filters, ..Selection::default() };
    let found = find(&service, &service.on(None)?, &selection, None, viewer(&who));
    let mut names = Vec::new();
    let offers = found.hits.iter().filter_map(|hit| {
        let resource = &hit.entry.record.resource;
        let label = name(resource, lang).0;
        // A chain of shops is searched for once.
        if names.len() == OFFERS || names.contains(&label) {
            return None;
        }
        names.push(label);
        let category = resource.categories.first().copied();
        Some(ResourceSuggestion::Offer { label: label.to_owned(), id: resource.id, category })
    });
    Ok(Json(ResourceSuggestions {
        suggestions: categories.chain(addresses).chain(offers).collect(),
    }))
}

/// Whether a word of a category begins like the text.
fn is_meant(lang: Lang, category: Category, text: &str) -> bool {
    let text = text.to_lowercase();
    ["category", "category_words"].iter().any(|group| {
        let words = lang.t(&format!("{group}.{}", category.code()), &[]).to_lowercase();
        words.starts_with(&text) || words.split_whitespace().any(|word| word.starts_with(&text))
    })
}
