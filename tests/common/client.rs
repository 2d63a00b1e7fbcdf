//! The running service over real HTTP, and clients of it.

use std::net::SocketAddr;

use serde_json::Value;
use sozialraum::{
    domain::account::{Roles, Session},
    http::{self, Guards, identity::SignedIn},
    service::secret::Secret,
    store::Store,
};
use tokio::{net::TcpListener, sync::oneshot};

use super::App;

/// A password that is taken.
pub const PASSWORD: &str = "vier graue Kutschen am Ufer";

/// The service behind a real socket. It ends with this value.
pub struct Running {
    /// What serves.
    pub app: App,
    /// Where, such as `http://127.0.0.1:40123`.
    pub url: String,
    _stop: oneshot::Sender<()>,
}

impl Running {
    /// The shipped city without any account.
    pub async fn start() -> Self {
        Self::with(Guards { rate: None, writes: None, ..Guards::default() }).await
    }

    /// The same behind these guards.
    pub async fn with(guards: Guards) -> Self {
        Self::over(App::new().await, guards).await
    }

    /// A service of its own behind these guards.
    pub async fn over(app: App, guards: Guards) -> Self {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let state = app.state.clone();
        tokio::spawn(http::serve(listener, state, guards, async {
            let _ = stopped.await;
        }));
        Self { app, url, _stop: stop }
    }

    /// Creates an account with [`PASSWORD`].
    pub async fn add_account(&self, name: &str, roles: &Roles) -> i64 {
        let accounts = &self.app.state.accounts;
        let (id, link) = accounts.add("test", name, roles).await.unwrap();
        accounts.accept(link.expose(), "", PASSWORD.into()).await.unwrap();
        id
    }

    /// A client with a session of its own.
    pub async fn signed_in(&self, name: &str) -> Client {
        let account = self.app.state.accounts.named(name).await.unwrap();
        let secret = Secret::random();
        let now = jiff::Timestamp::now();
        let session = Session { account: account.id, created_at: now, seen_at: now };
        self.app.store.start_session(secret.hash(), session).await.unwrap();
        let signed_in = SignedIn { account, session: secret.expose().to_owned() };
        Client {
            form_token: Some(signed_in.form_token()),
            cookie: Some(format!("sozialraum={}", secret.expose())),
            ..Client::new(&self.url)
        }
    }

    /// Changes the database behind the service's back.
    pub async fn execute(&self, statement: &'static str) {
        let pool = self.pool().await;
        sqlx::query(statement).execute(&pool).await.unwrap();
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let pool = self.pool().await;
        let counting = format!("select count(*) from {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(counting)).fetch_one(&pool).await.unwrap()
    }

    async fn pool(&self) -> sqlx::SqlitePool {
        sqlx::SqlitePool::connect(&format!("sqlite:{}", self.app.file.display())).await.unwrap()
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Client {
    url: String,
    cookie: Option<String>,
    token: Option<String>,
    form_token: Option<String>,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it redirects to; empty when it does not.
    pub location: String,
    /// The cookies that it sets, as they stand.
    pub cookies: Vec<String>,
    /// The body.
    pub body: String,
    headers: ureq::http::HeaderMap,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// A header's value; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    /// Anybody.
    pub fn new(url: &str) -> Self {
        Self { url: url.into(), cookie: None, token: None, form_token: None, headers: Vec::new() }
    }

    /// With a bearer token.
    pub fn token(mut self, token: &str) -> Self {
        self.token = Some(token.into());
        self
    }

    /// With a cookie header.
    pub fn cookie(mut self, cookie: &str) -> Self {
        self.cookie = Some(cookie.into());
        self
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With this form token.
    pub fn form_token(mut self, token: &str) -> Self {
        self.form_token = Some(token.into());
        self
    }

    /// Without the form token, as another site's page would be.
    pub fn without_form_token(mut self) -> Self {
        self.form_token = None;
        self
    }

    /// The form token that goes with the session.
    pub fn form_token_of_session(&self) -> String {
        self.form_token.clone().expect("the client is signed in")
    }

    /// A request with an empty object as body where there is one.
    pub async fn send(&self, method: &str, path: &str) -> Answer {
        let body = (method != "GET" && method != "DELETE").then_some("{}");
        self.request(method, path, "application/json", body).await
    }

    /// Sends JSON.
    pub async fn post_json(&self, path: &str, body: &str) -> Answer {
        self.request("POST", path, "application/json", Some(body)).await
    }

    /// Sends JSON with PUT.
    pub async fn put_json(&self, path: &str, body: &str) -> Answer {
        self.request("PUT", path, "application/json", Some(body)).await
    }

    /// Sends a form.
    pub async fn post_form(&self, path: &str, body: &str) -> Answer {
        self.request("POST", path, "application/x-www-form-urlencoded", Some(body)).await
    }

    /// Sends a request as it stands. No redirect is followed.
    pub async fn request(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: Option<&str>,
    ) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("content-type", content_type);
        for (name, value) in [
            ("cookie", self.cookie.clone()),
            ("authorization", self.token.as_ref().map(|token| format!("Bearer {token}"))),
            ("x-form-token", self.form_token.clone()),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(body.unwrap_or_default().to_owned()).unwrap();
        tokio::task::spawn_blocking(move || run(request)).await.unwrap()
    }
}

fn run(request: ureq::http::Request<String>) -> Answer {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .build();
    let mut response = ureq::Agent::new_with_config(config).run(request).unwrap();
    let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
    Answer {
        status: response.status().as_u16(),
        location: response.headers().get("location").map(text).unwrap_or_default(),
        cookies: response.headers().get_all("set-cookie").iter().map(text).collect(),
        headers: response.headers().clone(),
        body: response.body_mut().read_to_string().unwrap_or_default(),
    }
}
