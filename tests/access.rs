//! Every route × every role, over real HTTP, against a table of its own.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Client, Running};
use sozialraum::{
    domain::account::{Role, Roles},
    http::access::RULES,
};

/// Who may use a route, as the tests see it.
#[derive(Clone, Copy, PartialEq)]
enum May {
    All,
    SignedIn,
    Only(&'static [Role]),
}

use May::{All, Only, SignedIn};

const ADMINS: May = Only(&[Role::Admin]);
const STAFF: May = Only(&Role::ALL);
const COORDINATORS: May = Only(&[Role::Coordinator]);

/// Every route that there is. A new route fails the test until it stands here.
const TABLE: &[(&str, &str, May)] = &[
    ("GET", "/", All),
    ("GET", "/karte", All),
    ("POST", "/karte", All),
    ("GET", "/zustaendigkeit", All),
    ("POST", "/zustaendigkeit", All),
    ("GET", "/zustaendigkeit/wohnsitz", All),
    ("GET", "/zustaendigkeit/ohne-adresse", All),
    ("GET", "/datenschutz", All),
    ("GET", "/verzeichnis", All),
    ("POST", "/verzeichnis", All),
    ("GET", "/angebot/{id}", All),
    ("GET", "/angebot/{id}/termine.ics", All),
    ("GET", "/einbetten", All),
    ("GET", "/einbetten/anleitung", All),
    ("GET", "/offline", All),
    ("GET", "/angebot/{id}/hinweis", All),
    ("POST", "/angebot/{id}/hinweis", All),
    ("GET", "/angebot-vorschlagen", All),
    ("POST", "/angebot-vorschlagen", All),
    ("GET", "/hinweis", All),
    ("POST", "/hinweis", All),
    ("POST", "/api/v1/suggestions", All),
    ("POST", "/api/v1/suggestions/status", All),
    ("GET", "/sw.js", All),
    ("GET", "/manifest.webmanifest", All),
    ("GET", "/tiles/base/{z}/{x}/{y}", All),
    ("GET", "/assets/{*path}", All),
    ("GET", "/healthz", All),
    ("GET", "/readyz", All),
    ("GET", "/api/v1/openapi.json", All),
    ("POST", "/api/v1/assign", All),
    ("POST", "/api/v1/suggest", All),
    ("GET", "/api/v1/sozialraeume", All),
    ("GET", "/api/v1/sozialraeume/{id}", All),
    ("GET", "/api/v1/sozialraeume/{id}/profile", All),
    ("GET", "/sozialraum/{id}", All),
    ("GET", "/api/v1/regions", All),
    ("GET", "/api/v1/regions/{id}", All),
    ("GET", "/api/v1/borders", All),
    ("GET", "/api/v1/borders/{id}", All),
    ("GET", "/api/v1/register", All),
    ("GET", "/api/v1/teams", All),
    ("GET", "/api/v1/teams/{id}", All),
    ("GET", "/api/v1/routes", All),
    ("GET", "/api/v1/resources", All),
    ("POST", "/api/v1/resources/search", All),
    ("POST", "/api/v1/resources/suggest", All),
    ("GET", "/api/v1/resources/clusters", All),
    ("POST", "/api/v1/resources/clusters", All),
    ("GET", "/api/v1/resources/categories", All),
    ("GET", "/api/v1/resources/{id}", All),
    ("GET", "/api/v1/me", All),
    ("GET", "/hsds", All),
    ("GET", "/hsds/services", All),
    ("GET", "/hsds/services/{id}", All),
    ("GET", "/hsds/service_at_locations", All),
    ("GET", "/hsds/service_at_locations/{id}", All),
    ("GET", "/hsds/organizations", All),
    ("GET", "/hsds/organizations/{id}", All),
    ("GET", "/hsds/taxonomies", All),
    ("GET", "/hsds/taxonomies/{id}", All),
    ("GET", "/hsds/taxonomy_terms", All),
    ("GET", "/hsds/taxonomy_terms/{id}", All),
    ("GET", "/anmelden", All),
    ("POST", "/anmelden", All),
    ("GET", "/einladung/{link}", All),
    ("POST", "/einladung/{link}", All),
    ("POST", "/abmelden", SignedIn),
    ("GET", "/konto", SignedIn),
    ("POST", "/konto/passwort", SignedIn),
    ("POST", "/konto/ueberall-abmelden", SignedIn),
    ("GET", "/massenabfrage", STAFF),
    ("POST", "/massenabfrage", STAFF),
    ("GET", "/massenabfrage/{id}", STAFF),
    ("POST", "/massenabfrage/{id}", STAFF),
    ("POST", "/massenabfrage/{id}/vergessen", STAFF),
    ("GET", "/massenabfrage/{id}/ergebnis", STAFF),
    ("POST", "/api/v1/batch", STAFF),
    ("GET", "/api/v1/batch/{id}", STAFF),
    ("DELETE", "/api/v1/batch/{id}", STAFF),
    ("GET", "/api/v1/batch/{id}/result", STAFF),
    ("GET", "/verwaltung", ADMINS),
    ("GET", "/verwaltung/konten", ADMINS),
    ("POST", "/verwaltung/konten", ADMINS),
    ("POST", "/verwaltung/konten/{id}/rollen", ADMINS),
    ("POST", "/verwaltung/konten/{id}/sperren", ADMINS),
    ("POST", "/verwaltung/konten/{id}/entsperren", ADMINS),
    ("POST", "/verwaltung/konten/{id}/zuruecksetzen", ADMINS),
    ("GET", "/verwaltung/zugriffe", ADMINS),
    ("POST", "/verwaltung/zugriffe", ADMINS),
    ("POST", "/verwaltung/zugriffe/{id}/widerrufen", ADMINS),
    ("GET", "/verwaltung/organisation", ADMINS),
    ("GET", "/verwaltung/organisation/neu/{kind}", ADMINS),
    ("POST", "/verwaltung/organisation/neu/{kind}", ADMINS),
    ("GET", "/verwaltung/organisation/eintrag/{kind}/{id}", ADMINS),
    ("POST", "/verwaltung/organisation/eintrag/{kind}/{id}", ADMINS),
    ("POST", "/verwaltung/organisation/aenderung/{id}/zuruecknehmen", ADMINS),
    ("POST", "/verwaltung/organisation/aenderung/{id}/wiederherstellen", ADMINS),
    ("GET", "/verwaltung/protokoll", ADMINS),
    ("GET", "/api/v1/accounts", ADMINS),
    ("POST", "/api/v1/accounts", ADMINS),
    ("PUT", "/api/v1/accounts/{id}/roles", ADMINS),
    ("POST", "/api/v1/accounts/{id}/disable", ADMINS),
    ("POST", "/api/v1/accounts/{id}/enable", ADMINS),
    ("POST", "/api/v1/accounts/{id}/reset", ADMINS),
    ("GET", "/api/v1/tokens", ADMINS),
    ("POST", "/api/v1/tokens", ADMINS),
    ("DELETE", "/api/v1/tokens/{id}", ADMINS),
    ("GET", "/api/v1/organisation/entries", ADMINS),
    ("POST", "/api/v1/organisation/entries/{kind}", ADMINS),
    ("PUT", "/api/v1/organisation/entries/{kind}/{id}", ADMINS),
    ("GET", "/api/v1/organisation/changes", ADMINS),
    ("POST", "/api/v1/organisation/changes/{id}/undo", ADMINS),
    ("POST", "/api/v1/organisation/changes/{id}/redo", ADMINS),
    ("GET", "/koordination/hinweise", COORDINATORS),
    ("GET", "/koordination/hinweise/{id}", COORDINATORS),
    ("POST", "/koordination/hinweise/{id}/uebernehmen", COORDINATORS),
    ("POST", "/koordination/hinweise/{id}/ablehnen", COORDINATORS),
    ("POST", "/koordination/angebot/{id}/link", COORDINATORS),
    ("POST", "/koordination/angebot/{id}/link/senden", COORDINATORS),
    ("GET", "/bestaetigen/{link}", All),
    ("POST", "/bestaetigen/{link}", All),
    ("GET", "/koordination/mehrere", COORDINATORS),
    ("POST", "/koordination/mehrere", COORDINATORS),
    ("POST", "/koordination/mehrere/anwenden", COORDINATORS),
    ("POST", "/koordination/mehrere/zuruecknehmen", COORDINATORS),
    ("GET", "/koordination/import", COORDINATORS),
    ("POST", "/koordination/import", COORDINATORS),
    ("POST", "/koordination/import/uebernehmen", COORDINATORS),
    ("GET", "/koordination/export", COORDINATORS),
    ("GET", "/koordination/export/datei", COORDINATORS),
    ("GET", "/api/v1/resources/export", COORDINATORS),
    ("POST", "/api/v1/resources/import", COORDINATORS),
    ("GET", "/api/v1/suggestions", COORDINATORS),
    ("POST", "/api/v1/suggestions/{id}/accept", COORDINATORS),
    ("POST", "/api/v1/suggestions/{id}/decline", COORDINATORS),
    ("GET", "/api/v1/audit", ADMINS),
    ("GET", "/api/v1/audit/proof", ADMINS),
    ("POST", "/api/v1/resources", COORDINATORS),
    ("PUT", "/api/v1/resources/{id}", COORDINATORS),
    ("DELETE", "/api/v1/resources/{id}", COORDINATORS),
    ("POST", "/api/v1/resources/{id}/verify", COORDINATORS),
    ("GET", "/api/v1/resources/{id}/history", COORDINATORS),
    ("POST", "/api/v1/resources/{id}/restore", COORDINATORS),
    ("POST", "/api/v1/resources/{id}/merge", COORDINATORS),
    ("GET", "/api/v1/worklist", COORDINATORS),
    ("GET", "/api/v1/duplicates", COORDINATORS),
    ("PUT", "/api/v1/duplicates", COORDINATORS),
    ("GET", "/koordination", COORDINATORS),
    ("GET", "/koordination/angebote", COORDINATORS),
    ("POST", "/koordination/angebote", COORDINATORS),
    ("GET", "/koordination/neu", COORDINATORS),
    ("POST", "/koordination/neu", COORDINATORS),
    ("GET", "/koordination/angebot/{id}", COORDINATORS),
    ("POST", "/koordination/angebot/{id}", COORDINATORS),
    ("POST", "/koordination/angebot/{id}/geprueft", COORDINATORS),
    ("POST", "/koordination/angebot/{id}/zuruecknehmen", COORDINATORS),
    ("POST", "/koordination/angebot/{id}/wiederherstellen", COORDINATORS),
    ("GET", "/koordination/angebot/{id}/entfernen", COORDINATORS),
    ("POST", "/koordination/angebot/{id}/entfernen", COORDINATORS),
    ("GET", "/koordination/doppelte", COORDINATORS),
    ("POST", "/koordination/doppelte", COORDINATORS),
    ("GET", "/koordination/doppelte/{first}/{second}", COORDINATORS),
    ("POST", "/koordination/doppelte/{first}/{second}", COORDINATORS),
];

/// Somebody who tries.
enum Caller {
    Anonymous,
    Account(Role),
    Token(Role),
}

/// A path with something that does no harm in the place of its placeholders.
fn concrete(path: &str) -> String {
    path.replace("{*path}", "none.js")
        .replace("{z}/{x}/{y}", "0/0/0")
        .replace("{kind}", "city_offer")
        .replace("{link}", "nolink")
        .replace("{id}", "999999")
        .replace("{first}/{second}", "1/2")
}

fn callers() -> Vec<Caller> {
    let mut callers = vec![Caller::Anonymous];
    callers.extend(Role::ALL.map(Caller::Account));
    callers.extend(Role::ALL.map(Caller::Token));
    callers
}

#[test]
fn every_route_stands_in_the_table() {
    let listed: BTreeSet<_> = TABLE.iter().map(|(method, path, _)| (*method, *path)).collect();
    let there: BTreeSet<_> = RULES.iter().map(|rule| (rule.method, rule.path)).collect();
    assert_eq!(listed, there);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_gives_every_role_what_the_table_says() {
    let running = Running::start().await;
    let mut tokens = BTreeMap::new();
    for role in Role::ALL {
        let roles = Roles::from([role]);
        let created = running.app.state.accounts.add_token("test", role.code(), &roles, 1).await;
        tokens.insert(role, created.unwrap().1);
        running.add_account(role.code(), &roles).await;
    }
    for (method, path, may) in TABLE {
        for caller in callers() {
            // A session of its own each time: some routes end it.
            let client = match &caller {
                Caller::Anonymous => Client::new(&running.url),
                Caller::Account(role) => running.signed_in(role.code()).await,
                Caller::Token(role) => Client::new(&running.url).token(&tokens[role]),
            };
            let (role, by_token) = match &caller {
                Caller::Anonymous => (None, false),
                Caller::Account(role) => (Some(*role), false),
                Caller::Token(role) => (Some(*role), true),
            };
            let allowed = match may {
                All => true,
                SignedIn => role.is_some() && !by_token,
                Only(roles) => role.is_some_and(|role| roles.contains(&role)),
            };
            let what = format!("{method} {path} as {role:?} by token {by_token}");
            let answer = client.send(method, &concrete(path)).await;
            if allowed {
                let let_through = answer.status != 401
                    && answer.status != 403
                    && !answer.location.starts_with("/anmelden?weiter")
                    && answer.status < 500;
                assert!(let_through, "{what}: {} {}", answer.status, answer.body);
                if *method == "GET" && !path.contains('{') {
                    assert!(matches!(answer.status, 200 | 303), "{what}: {}", answer.status);
                }
            } else if role.is_some() {
                assert_eq!(answer.status, 403, "{what}: {}", answer.body);
            } else if *method == "GET" && !path.starts_with("/api/") {
                assert_eq!(answer.status, 303, "{what}");
                assert!(answer.location.starts_with("/anmelden?weiter=/"), "{what}");
            } else {
                assert_eq!(answer.status, 401, "{what}: {}", answer.body);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn methods_that_a_path_does_not_take_are_refused_for_everybody() {
    let running = Running::start().await;
    running.add_account("chefin", &Roles::from([Role::Admin])).await;
    let chief = running.signed_in("chefin").await;
    for (_, path, _) in TABLE {
        for method in ["PATCH", "DELETE", "PUT", "POST"] {
            if !TABLE.iter().any(|(listed, other, _)| listed == &method && other == path) {
                let answer = chief.send(method, &concrete(path)).await;
                assert_eq!(answer.status, 405, "{method} {path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_account_and_a_revoked_token_are_out_at_once() {
    let running = Running::start().await;
    let accounts = &running.app.state.accounts;
    let admin = Roles::from([Role::Admin]);
    running.add_account("chefin", &admin).await;
    let id = running.add_account("erika", &admin).await;
    let (token_id, token) = accounts.add_token("test", "portal", &admin, 1).await.unwrap();
    let erika = running.signed_in("erika").await;
    let portal = Client::new(&running.url).token(&token);
    assert_eq!(erika.send("GET", "/api/v1/accounts").await.status, 200);
    assert_eq!(portal.send("GET", "/api/v1/accounts").await.status, 200);
    accounts.disable("test", id).await.unwrap();
    accounts.revoke_token("test", token_id).await.unwrap();
    assert_eq!(erika.send("GET", "/api/v1/accounts").await.status, 401);
    assert_eq!(portal.send("GET", "/api/v1/accounts").await.status, 401);
    accounts.enable("test", id).await.unwrap();
    assert_eq!(erika.send("GET", "/api/v1/accounts").await.status, 401, "signed out, not paused");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_were_tampered_with_or_have_run_out_are_refused() {
    let running = Running::start().await;
    let accounts = &running.app.state.accounts;
    let admin = Roles::from([Role::Admin]);
    let (_, token) = accounts.add_token("test", "portal", &admin, 1).await.unwrap();
    let with = |token: &str| Client::new(&running.url).token(token);
    assert_eq!(with(&token).send("GET", "/api/v1/accounts").await.status, 200);
    let mut flipped = token.clone().into_bytes();
    *flipped.last_mut().unwrap() ^= 1;
    let flipped = String::from_utf8(flipped).unwrap();
    let short = &token[..token.len() - 1];
    for bad in [flipped.as_str(), short, "", "szr_", "x", &token.to_uppercase()] {
        let answer = with(bad).send("GET", "/api/v1/accounts").await;
        assert_eq!(answer.status, 401, "{bad}");
        assert!(!answer.body.contains(&token), "secrets are never repeated");
        assert_eq!(with(bad).send("GET", "/api/v1/me").await.status, 401);
        // What is open to everybody stays open.
        assert_eq!(with(bad).send("GET", "/api/v1/teams").await.status, 200);
    }
    running.execute("update token set expires_at = 1").await;
    assert_eq!(with(&token).send("GET", "/api/v1/accounts").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_by_idleness_by_age_and_everywhere() {
    let running = Running::start().await;
    let id = running.add_account("erika", &Roles::from([Role::Admin])).await;
    let accounts = &running.app.state.accounts;

    let idle = running.signed_in("erika").await;
    assert_eq!(idle.send("GET", "/api/v1/me").await.json()["kind"], "account");
    running.execute("update session set seen_at = seen_at - 1801").await;
    assert_eq!(idle.send("GET", "/api/v1/me").await.json()["kind"], "anonymous");
    assert_eq!(running.count("session").await, 0, "what has run out is removed");

    let old = running.signed_in("erika").await;
    running.execute("update session set created_at = created_at - 36001").await;
    assert_eq!(old.send("GET", "/api/v1/me").await.json()["kind"], "anonymous");

    let (first, second) = (running.signed_in("erika").await, running.signed_in("erika").await);
    assert_eq!(accounts.sessions(id).await.unwrap(), 2);
    accounts.sign_out_everywhere(id).await.unwrap();
    for client in [first, second] {
        assert_eq!(client.send("GET", "/api/v1/accounts").await.status, 401, "a replayed cookie");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_without_the_forms_token_is_refused_and_changes_nothing() {
    let running = Running::start().await;
    running.add_account("chefin", &Roles::from([Role::Admin])).await;
    let chief = running.signed_in("chefin").await;
    let forged = chief.clone().without_form_token();
    let body = r#"{"name":"mallory","roles":["admin"]}"#;
    let answer = forged.post_json("/api/v1/accounts", body).await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("urn:sozialraum:problem:forged"), "{}", answer.body);
    let form = "name=mallory&roles=admin&form_token=";
    assert_eq!(forged.post_form("/verwaltung/konten", form).await.status, 403);
    let other = running.signed_in("chefin").await;
    let mixed = chief.clone().form_token(&other.form_token_of_session());
    assert_eq!(mixed.post_json("/api/v1/accounts", body).await.status, 403, "another session's");
    assert_eq!(running.count("account").await, 1);
    assert_eq!(chief.post_json("/api/v1/accounts", body).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bearer_token_goes_before_a_cookie() {
    let running = Running::start().await;
    running.add_account("chefin", &Roles::from([Role::Admin])).await;
    let roles = Roles::from([Role::Intake]);
    let (_, token) =
        running.app.state.accounts.add_token("test", "portal", &roles, 1).await.unwrap();
    let both = running.signed_in("chefin").await.token(&token);
    assert_eq!(both.send("GET", "/api/v1/me").await.json()["name"], "portal");
    assert_eq!(both.send("GET", "/api/v1/accounts").await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_no_id_is_not_found() {
    let running = Running::start().await;
    running.add_account("anna", &Roles::from([Role::Admin, Role::Coordinator])).await;
    let client = running.signed_in("anna").await;
    let placeholders = ["{kind}", "{id}", "{first}", "{second}"];
    let named = |path: &str| placeholders.iter().any(|placeholder| path.contains(placeholder));
    for (method, path, _) in TABLE.iter().filter(|(_, path, _)| named(path)) {
        // It has tests of its own.
        if path.starts_with("/hsds/") {
            continue;
        }
        // What the API does not find, it does not look for before it has read the body.
        if path.starts_with("/api/") && *method != "GET" && *method != "DELETE" {
            continue;
        }
        for id in ["x", "-", "1.5", "99999999999999999999", "%ff"] {
            let path =
                placeholders.iter().fold((*path).to_owned(), |path, one| path.replace(one, id));
            let asked = match *method {
                "POST" => client.post_form(&path, "").await,
                method => client.send(method, &path).await,
            };
            assert_eq!(asked.status, 404, "{method} {path}: {}", asked.body);
        }
    }
    for path in ["suggestions/x/accept", "accounts/x/disable", "organisation/changes/x/undo"] {
        assert_eq!(client.send("POST", &format!("/api/v1/{path}")).await.status, 404, "{path}");
    }
}
