//! `/zustaendigkeit/ohne-adresse`: the ways that are no address, and what each leads to.
//!
//! Nothing can be typed here: where a family is protected, nobody shall be able to write down where.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use super::{Layout, filters, html, responsibility::ContactView};
use crate::{
    domain::{
        organisation::{RouteKind, RouteOnFile},
        residence::PROVISIONAL,
    },
    http::{AppState, identity::Who, language::Language},
    locale::Lang,
    service::Service,
};

/// The styles are those of the look-up.
const ENTRY: &str = "src/assignment.ts";

/// A way as a card.
struct Card {
    /// The anchor, which is the code of the way.
    code: &'static str,
    title: String,
    /// When it is the right one, and what has to be known.
    texts: Vec<String>,
    /// The provision that it rests on, where there is one.
    law: Option<&'static str>,
    /// Who is responsible: an entry of the organisation, somebody else, or both.
    who: Vec<String>,
    what_to_do: Option<String>,
    contact: ContactView,
    source: Option<String>,
    /// Whether anything is on file.
    on_file: bool,
}

#[derive(Template)]
#[template(path = "no_address.html")]
struct NoAddressPage {
    layout: Layout,
    cards: Vec<Card>,
    provisional: &'static str,
}

/// `GET /zustaendigkeit/ohne-adresse`.
pub async fn show(State(state): State<AppState>, who: Who, language: Language) -> Response {
    let service = state.service();
    let edition = service.on(None).ok().map(|day| day.edition);
    let layout = Layout::new(&language, service.city(), edition, ENTRY);
    let routes = service.organisation().on(Service::today()).routes_on_file();
    let lang = language.lang;
    let page = NoAddressPage {
        layout: layout.signed_in(&who, "/zustaendigkeit"),
        cards: routes.into_iter().map(|route| card(lang, route)).collect(),
        provisional: PROVISIONAL,
    };
    html(lang, StatusCode::OK, &page)
}

/// What a way is called.
pub(super) fn title(lang: Lang, kind: RouteKind) -> String {
    lang.t(&format!("no_address.title_of.{}", kind.code()), &[])
}

fn card(lang: Lang, route: RouteOnFile) -> Card {
    let on_file = route.leads_somewhere();
    let mut texts = vec![lang.t(&format!("no_address.when.{}", route.id.code()), &[])];
    match route.id {
        RouteKind::ProtectedPlace => texts.push(lang.t("no_address.nothing_typed", &[])),
        RouteKind::OutsideOfficeHours => texts.push(lang.t("no_address.danger", &[])),
        _ => {}
    }
    Card {
        code: route.id.code(),
        title: title(lang, route.id),
        texts,
        law: route.id.law(),
        who: route.leads_to.map(|target| target.name).into_iter().chain(route.name).collect(),
        what_to_do: route.what_to_do,
        contact: ContactView::new(lang, &route.contact),
        source: route.source,
        on_file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Catalogue;

    #[test]
    fn every_way_has_words() {
        for kind in RouteKind::ALL {
            for group in ["title_of", "when"] {
                let key = format!("no_address.{group}.{}", kind.code());
                assert!(Catalogue::german().has(&key), "{key}");
            }
        }
    }
}
