//! The HTML pages: rendered here, working without scripts, enhanced by `web/`.

pub mod accounts;
mod answer;
mod assignment;
pub mod audit;
mod audit_detail;
pub mod batch;
pub mod confirmation;
pub mod coordination;
pub mod directory;
pub mod embed;
mod filters;
mod folded;
mod forms;
pub mod invitation;
mod layout;
mod map_data;
pub mod moderation;
pub mod no_address;
pub mod offer;
mod offline;
pub mod organisation;
pub mod overview;
pub mod own_account;
mod privacy;
mod problem_page;
pub mod profile;
mod ranges;
pub mod register;
pub mod residence;
pub mod resources;
mod responsibility;
mod roles;
pub mod sign_in;
pub mod start;
pub mod suggest;
pub mod tokens;

#[cfg(test)]
mod tests;

use std::any::Any;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{
    identity::{SignedIn, Who},
    language::Language,
    problem::Problem,
};
use crate::locale::Lang;

pub use assignment::{answer, form};
pub use layout::Layout;
pub use offline::offline;
pub use privacy::privacy;
pub use problem_page::problem_page;

/// A template in a language.
fn render(lang: Lang, template: &impl askama::Template) -> askama::Result<String> {
    let lang: &dyn Any = &lang;
    template.render_with_values(&(filters::LANG, lang))
}

/// A rendered template as a response. Nothing on a page is kept by browser or proxy: what was
/// typed into it is social data.
fn html(lang: Lang, status: StatusCode, template: &impl askama::Template) -> Response {
    match render(lang, template) {
        Ok(page) => (status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

/// A page that the browser may keep for times without a connection, when its frame says so: then
/// it asks for a new one first whenever there is a connection.
fn html_to_keep(language: &Language, template: &impl askama::Template, kept: bool) -> Response {
    let mut response = html(language.lang, StatusCode::OK, template);
    if kept && response.status() == StatusCode::OK {
        let value = HeaderValue::from_static("private, no-cache");
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    response
}

/// Who is signed in, on pages that the gate keeps for those who are.
fn own(who: &Who) -> Result<&SignedIn, Problem> {
    who.signed_in().ok_or_else(|| {
        let title = "Not signed in";
        Problem::new(StatusCode::UNAUTHORIZED, "not-signed-in", title, "Sign in first.")
    })
}
