//! The pages for signing in and for running the service, used as a browser without scripts
//! would use them.

#[path = "../common/mod.rs"]
mod common;

mod accounts;
mod address_files;
mod no_address;
mod organisation;
mod overview;
mod signing_in;
mod street_rules;

use std::time::Duration;

use axum_test::{TestResponse, TestServer};
use common::App;
use sozialraum::http::{Guards, Timeouts, router};

const PASSWORD: &str = "vier graue Kutschen am Ufer";
const TEAM: &str = "/verwaltung/organisation/eintrag/team/nord-a";
const TEAM_NAME: &str = "Sozialraumteam Nord A";
const SCRIPT: &str = "<script>alert(1)</script>";

/// A browser that keeps its cookies.
struct Browser {
    server: TestServer,
    app: App,
}

impl Browser {
    async fn new() -> Self {
        Self::over(App::new().await)
    }

    fn over(app: App) -> Self {
        // No test watches the clock: a machine may be busy with others.
        let timeouts = Timeouts { request: Duration::from_mins(10), ..Timeouts::default() };
        let guards = Guards { rate: None, writes: None, timeouts, ..Guards::default() };
        let mut server = TestServer::new(router(app.state.clone(), &guards));
        server.save_cookies();
        Self { server, app }
    }

    /// A browser in which the first administrator, `erika`, has signed in.
    async fn of_admin() -> Self {
        let browser = Self::new().await;
        browser.create_first_admin().await;
        browser.sign_in("erika", PASSWORD, "").await.assert_status_see_other();
        browser
    }

    async fn create_first_admin(&self) {
        let secret = self.app.state.accounts.offer_first_admin().await.unwrap().unwrap();
        let path = format!("/einladung/{}", secret.expose());
        let form = [("name", "erika"), ("password", PASSWORD), ("repeat", PASSWORD)];
        let done = self.server.post(&path).form(&form).await;
        assert_eq!(done.header("location"), "/anmelden?hinweis=passwort");
    }

    async fn sign_in(&self, name: &str, password: &str, wanted: &str) -> TestResponse {
        let form = [("name", name), ("password", password), ("weiter", wanted)];
        self.server.post("/anmelden").form(&form).await
    }

    async fn page(&self, path: &str) -> String {
        let response = self.server.get(path).await;
        response.assert_status_ok();
        response.text()
    }

    /// Sends a form with the token that the page of one's account carries.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let page = self.page("/konto").await;
        let token = between(&page, "name=\"form_token\" value=\"", "\"").to_owned();
        let mut fields = fields.to_vec();
        fields.push(("form_token", &token));
        self.server.post(path).form(&fields).await
    }

    /// Sends a form and follows to the page that it leads to.
    async fn send_on(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let response = self.send(path, fields).await;
        assert_eq!(response.status_code(), 303, "{}", response.text());
        let to = response.header("location").to_str().unwrap().to_owned();
        self.page(&to).await
    }

    async fn id_of(&self, name: &str) -> i64 {
        self.app.state.accounts.named(name).await.unwrap().id
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("„{from}“ is missing: {text}"));
    rest.split_once(to).expect("the end is there").0
}

fn assert_has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "„{text}“ is missing in {page}");
    }
}
