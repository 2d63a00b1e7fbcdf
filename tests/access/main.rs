//! Every route × every role, over real HTTP, against a table of its own.

#[path = "../common/mod.rs"]
mod common;

mod table;

use std::collections::{BTreeMap, BTreeSet};

use common::{Client, Running};
use sozialraum::{
    domain::account::{Role, Roles},
    http::access::RULES,
};
use table::{
    May::{All, Only, SignedIn},
    TABLE,
};

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
