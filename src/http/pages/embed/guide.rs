//! `/einbetten/anleitung`: choosing what a frame shows, and the line for the other website.

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};

use super::{
    super::{
        Layout, filters,
        forms::Choice,
        html,
        resources::{CategoryBox, Panel},
    },
    SIZE, Show,
};
use crate::{
    domain::resource::search::Viewer,
    http::{
        AppState,
        identity::Who,
        language::{self, Language},
        problem::Problem,
        resource_query::{Selection, pairs},
    },
    locale::{Catalogue, Lang},
};

/// The parameter of this page that chooses the language of the frame.
const LANGUAGE: &str = "sprache";

#[derive(Template)]
#[template(path = "embed_guide.html")]
struct GuidePage {
    layout: Layout,
    panel: Panel,
    shows: Vec<Choice>,
    show: &'static str,
    languages: Vec<Choice>,
    lang: &'static str,
    preview: String,
    snippet: String,
}

impl GuidePage {
    fn categories(&self) -> impl Iterator<Item = &CategoryBox> {
        self.panel.categories.iter().chain(&self.panel.layers)
    }
}

/// `GET /einbetten/anleitung`.
pub async fn guide(
    State(state): State<AppState>,
    who: Who,
    language: Language,
    uri: Uri,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let pairs = pairs(&uri);
    let (selection, _) = Selection::read(&pairs, &["view", LANGUAGE], &day, SIZE);
    let show = Show::of(&pairs);
    let asked = pairs.iter().find(|(name, _)| name == LANGUAGE);
    let lang = asked.and_then(|(_, code)| Lang::of_code(code)).unwrap_or(language.lang);
    let path = selection.link("/einbetten");
    let sign = if path.contains('?') { '&' } else { '?' };
    let path = language::link(lang, &format!("{path}{sign}view={}", show.code()));
    let words = |key: &str| language.lang.t(key, &[]);
    let page = GuidePage {
        panel: Panel::new(&service, &day, language.lang, &selection, Viewer::Public),
        shows: Show::ALL
            .map(|show| Choice {
                value: show.code().to_owned(),
                label: words(&format!("embed.view_{}", show.code())),
            })
            .into(),
        show: show.code(),
        languages: Lang::ALL
            .into_iter()
            .filter(|lang| Catalogue::of(*lang).is_some())
            .map(|lang| Choice { value: lang.code().into(), label: lang.own_name().into() })
            .collect(),
        lang: lang.code(),
        snippet: snippet(&format!("{}{path}", state.public_url), &lang.t("embed.title", &[])),
        preview: path,
        layout: Layout::of_residents(&state, &language, &who, "/karte"),
    };
    Ok(html(language.lang, StatusCode::OK, &page))
}

/// The line for the other website. Its parameters are codes and ids, which need no escapes but
/// for the sign between them.
fn snippet(url: &str, title: &str) -> String {
    let url = url.replace('&', "&amp;");
    format!(
        "<iframe src=\"{url}\" title=\"{title}\" width=\"100%\" height=\"640\" loading=\"lazy\" \
         style=\"border:0\"></iframe>"
    )
}
