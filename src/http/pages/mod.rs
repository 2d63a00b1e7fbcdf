//! The HTML pages: rendered here, working without scripts, enhanced by `web/`.

mod answer;
mod assignment;
mod filters;
mod layout;
mod map_data;
mod privacy;
mod problem_page;
mod responsibility;

#[cfg(test)]
mod tests;

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};

use super::problem::Problem;

pub use assignment::{answer, form};
pub use layout::Layout;
pub use privacy::privacy;
pub use problem_page::problem_page;

/// `GET /`: the first page.
pub async fn home() -> Redirect {
    Redirect::to("/zustaendigkeit")
}

/// A rendered template as a response. Nothing on a page is kept by browser or proxy: what was
/// typed into it is social data.
fn html(status: StatusCode, template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(page) => (status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}
