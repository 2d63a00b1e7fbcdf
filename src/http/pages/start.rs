//! `/`: where residents begin.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{Layout, filters, html_to_keep, profile::profile_path, resources::CategoryView};
use crate::{
    http::{
        AppState, identity::Who, language::Language, problem::Problem, resource_categories::counts,
        resource_query::viewer,
    },
    service::MAX_TEXT,
};

const ENTRY: &str = "src/start.ts";

/// A category with the way to its offers.
struct Tile {
    category: CategoryView,
    count: usize,
    layer: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    layout: Layout,
    max_text: usize,
    tiles: Vec<Tile>,
    /// Pages of the Sozialräume and their names.
    sozialraeume: Vec<(String, String)>,
}

impl StartPage {
    /// Tiles of the layers, or of everything else.
    fn tiles_of(&self, layer: bool) -> Vec<&Tile> {
        self.tiles.iter().filter(|tile| tile.layer == layer).collect()
    }
}

/// `GET /`: the first page.
pub async fn show(
    State(state): State<AppState>,
    who: Who,
    language: Language,
) -> Result<Response, Problem> {
    let service = state.service();
    let day = service.on(None)?;
    let lang = language.lang;
    let tiles = counts(&service, viewer(&who))
        .into_iter()
        // A tile without offers would lead nowhere.
        .filter(|(_, count)| *count > 0)
        .map(|(category, count)| Tile {
            category: CategoryView::new(lang, category),
            count,
            layer: category.is_layer(),
        })
        .collect();
    let layout = Layout::new(&language, service.city(), Some(day.edition), ENTRY);
    let layout = layout.signed_in(&who, "/").keepable();
    let kept = layout.kept.is_some();
    let sozialraeume = day.edition.sozialraeume.iter();
    let sozialraeume =
        sozialraeume.map(|area| (profile_path(&area.id), area.name.clone())).collect();
    Ok(html_to_keep(
        &language,
        &StartPage { layout, max_text: MAX_TEXT, tiles, sozialraeume },
        kept,
    ))
}
