//! Every route of the service.

use axum::{
    Router,
    http::StatusCode,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Guards, access, accounts, areas, assets, assign, audit, health, hsds, me, observe,
    openapi, organisation, pages, problem::Problem, profiles, resource_clusters, resource_suggest,
    resources, stack, suggest, suggestions, teams, tiles, tokens, worker,
};

/// All routes behind their guard rails.
pub fn router(state: AppState, guards: &Guards) -> Router {
    let (api, mut description) = OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(assign::assign))
        .routes(routes!(suggest::suggest))
        .routes(routes!(areas::regions))
        .routes(routes!(areas::region))
        .routes(routes!(areas::sozialraeume))
        .routes(routes!(areas::sozialraum))
        .routes(routes!(areas::borders))
        .routes(routes!(areas::border))
        .routes(routes!(profiles::profile))
        .routes(routes!(teams::teams))
        .routes(routes!(teams::team))
        .routes(routes!(resources::list))
        .routes(routes!(resources::search_near))
        .routes(routes!(resources::categories))
        .routes(routes!(resource_clusters::list, resource_clusters::search_list))
        .routes(routes!(resource_suggest::suggest))
        .routes(routes!(resources::one))
        .routes(routes!(organisation::entries))
        .routes(routes!(organisation::add))
        .routes(routes!(organisation::edit))
        .routes(routes!(organisation::changes))
        .routes(routes!(organisation::undo))
        .routes(routes!(organisation::redo))
        .routes(routes!(me::me))
        .routes(routes!(accounts::accounts, accounts::create))
        .routes(routes!(accounts::set_roles))
        .routes(routes!(accounts::disable))
        .routes(routes!(accounts::enable))
        .routes(routes!(accounts::reset))
        .routes(routes!(tokens::tokens, tokens::create))
        .routes(routes!(tokens::revoke))
        .routes(routes!(audit::entries))
        .routes(routes!(audit::proof))
        .merge(hsds::routes())
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .split_for_parts();
    // Whoever suggests something needs no account; without a limit of their own, programs that
    // send advertising would bury those who read it.
    let (suggesting, described) = OpenApiRouter::new()
        .routes(routes!(suggestions::create))
        .routes(routes!(suggestions::status))
        .split_for_parts();
    description.merge(described);
    let mut suggesting = suggesting
        .route(
            "/angebot/{id}/hinweis",
            get(pages::suggest::correction).post(pages::suggest::correct),
        )
        .route("/angebot-vorschlagen", get(pages::suggest::new_offer).post(pages::suggest::propose))
        .route("/hinweis", get(pages::suggest::status).post(pages::suggest::ask));
    if let Some(limit) = guards.writes {
        suggesting = limit.hold(suggesting);
    }
    let mut asking = api
        .route("/", get(pages::start::show))
        .route("/karte", get(pages::resources::show).post(pages::resources::search))
        .route("/zustaendigkeit", get(pages::form).post(pages::answer))
        .route("/datenschutz", get(pages::privacy))
        .route("/angebot/{id}", get(pages::offer::show))
        .route("/angebot/{id}/termine.ics", get(pages::offer::calendar))
        .route("/einbetten", get(pages::embed::frame))
        .route("/einbetten/anleitung", get(pages::embed::guide))
        .route("/offline", get(pages::offline))
        .route("/abmelden", post(pages::sign_in::sign_out))
        .route("/konto", get(pages::own_account::show))
        .route("/konto/passwort", post(pages::own_account::change_password))
        .route("/konto/ueberall-abmelden", post(pages::own_account::sign_out_everywhere))
        .route("/verwaltung", get(pages::overview::show))
        .route("/verwaltung/konten", get(pages::accounts::list).post(pages::accounts::create))
        .route("/verwaltung/konten/{id}/rollen", post(pages::accounts::set_roles))
        .route("/verwaltung/konten/{id}/sperren", post(pages::accounts::disable))
        .route("/verwaltung/konten/{id}/entsperren", post(pages::accounts::enable))
        .route("/verwaltung/konten/{id}/zuruecksetzen", post(pages::accounts::reset))
        .route("/verwaltung/zugriffe", get(pages::tokens::list).post(pages::tokens::create))
        .route("/verwaltung/zugriffe/{id}/widerrufen", post(pages::tokens::revoke))
        .route("/sozialraum/{id}", get(pages::profile::show))
        .route("/verwaltung/organisation", get(pages::organisation::list))
        .route(
            "/verwaltung/organisation/neu/{kind}",
            get(pages::organisation::new).post(pages::organisation::add),
        )
        .route(
            "/verwaltung/organisation/eintrag/{kind}/{id}",
            get(pages::organisation::show).post(pages::organisation::edit),
        )
        .route(
            "/verwaltung/organisation/aenderung/{id}/zuruecknehmen",
            post(pages::organisation::undo),
        )
        .route(
            "/verwaltung/organisation/aenderung/{id}/wiederherstellen",
            post(pages::organisation::redo),
        )
        .route("/verwaltung/protokoll", get(pages::audit::show));
    // Passwords and links can be guessed here.
    let mut entrance = Router::new()
        .route("/anmelden", get(pages::sign_in::form).post(pages::sign_in::sign_in))
        .route("/einladung/{link}", get(pages::invitation::form).post(pages::invitation::accept));
    if let Some(limit) = guards.writes {
        entrance = limit.hold(entrance);
    }
    asking = asking.merge(entrance).merge(suggesting);
    if let Some(limit) = guards.rate {
        asking = limit.hold(asking);
    }
    let all = asking
        .route("/api/v1/openapi.json", get(move || openapi::document(description.clone())))
        .route("/tiles/base/{z}/{x}/{y}", get(tiles::base))
        .route("/sw.js", get(worker::script))
        .route("/manifest.webmanifest", get(worker::manifest))
        .route("/assets/{*path}", get(assets::asset))
        .layer(from_fn_with_state(state.clone(), access::gate))
        .fallback(async || Problem::not_found("There is nothing under this path."))
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "Method not allowed",
                "This path takes other methods; see /api/v1/openapi.json.",
            )
        });
    stack::guard(all, &state, guards)
        // Outermost, so that refused requests are noted, too.
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}
