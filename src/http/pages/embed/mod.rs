//! `/einbetten`: a list or map of offers for a frame in a page of another website, and how to
//! put it there.

mod guide;

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};

use super::{Layout, filters, html, resources::offer::OfferView};
use crate::{
    domain::resource::search::Viewer,
    http::{
        AppState,
        headers::Embeddable,
        language::Language,
        problem::Problem,
        resource_query::{Pairs, Selection, pairs},
        resources::find,
    },
    service::Service,
};

pub use guide::guide;

/// The entry of the framed page.
const ENTRY: &str = "src/embed.ts";
/// Most offers in a frame, unless the link says otherwise.
const SIZE: usize = 100;

/// How offers are shown in the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    List,
    Map,
    Both,
}

impl Show {
    const ALL: [Self; 3] = [Self::Both, Self::List, Self::Map];

    const fn code(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Map => "map",
            Self::Both => "both",
        }
    }

    /// What the parameters ask for; list and map when they ask for nothing.
    fn of(pairs: &Pairs) -> Self {
        let asked = pairs.iter().find(|(name, _)| name == "view").map(|(_, code)| &**code);
        Self::ALL.into_iter().find(|show| Some(show.code()) == asked).unwrap_or(Self::Both)
    }
}

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage {
    layout: Layout,
    show: Show,
    offers: Vec<OfferView>,
    left_out: usize,
    all: String,
}

impl EmbedPage {
    fn has_list(&self) -> bool {
        self.show != Show::Map
    }

    fn has_map(&self) -> bool {
        self.show != Show::List
    }
}

/// `GET /einbetten`: what stands in the frame. Whoever reads it is nobody in particular, even
/// with a session here.
pub async fn frame(
    State(state): State<AppState>,
    language: Language,
    uri: Uri,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let pairs = pairs(&uri);
    let (mut selection, _) = Selection::read(&pairs, &["view"], &day, SIZE);
    // Words belong to whoever searches; a frame shows what its website has chosen.
    selection.text.clear();
    let found = find(&service, &day, &selection, None, Viewer::Public);
    let now = Service::now();
    let range = selection.range(found.hits.len());
    let left_out = found.hits.len() - range.len();
    let offers = found.hits[range]
        .iter()
        .zip(1..)
        .map(|(hit, number)| OfferView::new(&service, language.lang, number, hit, now));
    let page = EmbedPage {
        show: Show::of(&pairs),
        offers: offers.collect(),
        left_out,
        all: selection.link("/karte"),
        layout: Layout::new(&language, service.city(), Some(day.edition), ENTRY),
    };
    let mut response = html(language.lang, StatusCode::OK, &page);
    response.extensions_mut().insert(Embeddable);
    Ok(response)
}
