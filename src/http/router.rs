//! Every route of the service.

use axum::{
    Router,
    http::StatusCode,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    AppState, Guards, access, accounts, areas, assets, assign, audit, batches, health, hsds, me,
    moderation, no_address, observe, openapi, organisation, pages, problem::Problem, profiles,
    register, resource_categories, resource_clusters, resource_editing, resource_files,
    resource_one, resource_suggest, resources, stack, street_rules, suggest, suggestions, teams,
    tiles, tokens, worker, worklist,
};

/// All routes behind their guard rails.
pub fn router(state: AppState, guards: &Guards) -> Router {
    let (api, mut description) = OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(assign::assign))
        .routes(routes!(suggest::suggest))
        .routes(routes!(batches::create))
        .routes(routes!(batches::progress, batches::forget))
        .routes(routes!(batches::result))
        .routes(routes!(areas::regions))
        .routes(routes!(areas::region))
        .routes(routes!(areas::sozialraeume))
        .routes(routes!(areas::sozialraum))
        .routes(routes!(areas::borders))
        .routes(routes!(areas::border))
        .routes(routes!(profiles::profile))
        .routes(routes!(register::register))
        .routes(routes!(street_rules::street_rules))
        .routes(routes!(teams::teams))
        .routes(routes!(teams::team))
        .routes(routes!(no_address::routes))
        .routes(routes!(resources::list))
        .routes(routes!(resources::search_near))
        .routes(routes!(resource_categories::categories))
        .routes(routes!(resource_clusters::list, resource_clusters::search_list))
        .routes(routes!(resource_suggest::suggest))
        .routes(routes!(resource_one::one))
        .routes(routes!(organisation::entries))
        .routes(routes!(organisation::add))
        .routes(routes!(organisation::edit))
        .routes(routes!(organisation::changes))
        .routes(routes!(organisation::undo))
        .routes(routes!(organisation::redo))
        .routes(routes!(resource_editing::add))
        .routes(routes!(resource_editing::edit, resource_editing::remove))
        .routes(routes!(resource_editing::verify))
        .routes(routes!(resource_editing::history))
        .routes(routes!(resource_editing::restore))
        .routes(routes!(resource_editing::merge))
        .routes(routes!(worklist::tasks))
        .routes(routes!(resource_editing::suspected, resource_editing::tell_apart))
        .routes(routes!(me::me))
        .routes(routes!(accounts::accounts, accounts::create))
        .routes(routes!(accounts::set_roles))
        .routes(routes!(accounts::disable))
        .routes(routes!(accounts::enable))
        .routes(routes!(accounts::reset))
        .routes(routes!(tokens::tokens, tokens::create))
        .routes(routes!(tokens::revoke))
        .routes(routes!(resource_files::export))
        .routes(routes!(resource_files::import))
        .routes(routes!(moderation::suggestions))
        .routes(routes!(moderation::accept))
        .routes(routes!(moderation::decline))
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
        .route("/zustaendigkeit/wohnsitz", get(pages::residence::show))
        .route("/zustaendigkeit/ohne-adresse", get(pages::no_address::show))
        .route("/verzeichnis", get(pages::register::show).post(pages::register::search))
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
        .merge(coordination())
        .route("/massenabfrage", get(pages::batch::show).post(pages::batch::send))
        .route("/massenabfrage/{id}", get(pages::batch::job).post(pages::batch::start))
        .route("/massenabfrage/{id}/vergessen", post(pages::batch::forget))
        .route("/massenabfrage/{id}/ergebnis", get(pages::batch::download))
        .merge(directory())
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
        .route("/verwaltung/protokoll", get(pages::audit::show))
        .route(
            "/koordination/mehrere",
            get(pages::moderation::bulk::show).post(pages::moderation::bulk::preview),
        )
        .route("/koordination/mehrere/anwenden", post(pages::moderation::bulk::apply))
        .route("/koordination/mehrere/zuruecknehmen", post(pages::moderation::bulk::undo))
        .route(
            "/koordination/import",
            get(pages::moderation::import::show).post(pages::moderation::import::read),
        )
        .route("/koordination/import/uebernehmen", post(pages::moderation::import::apply))
        .route("/koordination/export", get(pages::moderation::export::show))
        .route("/koordination/export/datei", get(pages::moderation::export::download))
        .route("/koordination/angebot/{id}/link", post(pages::moderation::link::create))
        .route("/koordination/angebot/{id}/link/senden", post(pages::moderation::link::send))
        .route("/koordination/hinweise", get(pages::moderation::list::list))
        .route("/koordination/hinweise/{id}", get(pages::moderation::suggestion::show))
        .route(
            "/koordination/hinweise/{id}/uebernehmen",
            post(pages::moderation::suggestion::accept),
        )
        .route(
            "/koordination/hinweise/{id}/ablehnen",
            post(pages::moderation::suggestion::decline),
        );
    // Passwords and links can be guessed here.
    let mut entrance = Router::new()
        .route("/anmelden", get(pages::sign_in::form).post(pages::sign_in::sign_in))
        .route("/einladung/{link}", get(pages::invitation::form).post(pages::invitation::accept))
        .route(
            "/bestaetigen/{link}",
            get(pages::confirmation::show).post(pages::confirmation::send),
        );
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

/// The pages for keeping the resource map true.
fn coordination() -> Router<AppState> {
    use pages::coordination as of;
    Router::new()
        .route("/koordination", get(of::worklist))
        .route("/koordination/angebote", get(of::list).post(of::find))
        .route("/koordination/neu", get(of::new).post(of::add))
        .route("/koordination/angebot/{id}", get(of::show).post(of::edit))
        .route("/koordination/angebot/{id}/geprueft", post(of::verify))
        .route("/koordination/angebot/{id}/zuruecknehmen", post(of::undo))
        .route("/koordination/angebot/{id}/wiederherstellen", post(of::restore))
        .route("/koordination/angebot/{id}/entfernen", get(of::ask_remove).post(of::remove))
        .route("/koordination/doppelte", get(of::doubles).post(of::tell_apart))
        .route("/koordination/doppelte/{first}/{second}", get(of::compare).post(of::merge))
}

/// The pages for street rules and files of them.
fn directory() -> Router<AppState> {
    use pages::directory as of;
    Router::new()
        .route("/verwaltung/adressen", get(of::list))
        .route("/verwaltung/adressen/regel", get(of::form).post(of::send))
        .route("/verwaltung/adressen/verlauf", get(of::history))
        .route("/verwaltung/adressen/verlauf/{id}/zuruecknehmen", post(of::take_back))
        .route("/verwaltung/adressen/widersprueche", get(of::contradictions))
        .route("/verwaltung/adressen/datei", get(of::download))
        .route("/verwaltung/adressen/einlesen", get(of::import_form).post(of::read_file))
        .route("/verwaltung/adressen/einlesen/plan", get(of::plan).post(of::read_anew))
        .route("/verwaltung/adressen/einlesen/unterschiede", get(of::differences))
        .route("/verwaltung/adressen/einlesen/uebernehmen", post(of::take_over))
}
