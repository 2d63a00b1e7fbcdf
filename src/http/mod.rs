//! The service over HTTP: one router file, one file per resource.

pub mod access;
mod accounts;
mod areas;
mod assets;
mod assign;
mod audit;
mod batches;
mod body;
mod client;
mod connection;
mod cross_site;
mod guards;
mod headers;
mod health;
mod hsds;
pub mod identity;
mod intake;
mod language;
mod limits;
mod listener;
mod me;
mod metrics;
mod moderation;
mod no_address;
mod observe;
mod openapi;
mod organisation;
mod pages;
mod problem;
mod profiles;
mod register;
mod resource_categories;
mod resource_clusters;
mod resource_editing;
mod resource_files;
mod resource_item;
mod resource_one;
pub(crate) mod resource_query;
mod resource_suggest;
mod resources;
mod router;
mod stack;
mod street_rules;
mod suggest;
mod suggestions;
mod teams;
mod tiles;
mod tokens;
mod worker;
mod worklist;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use crate::{
    service::{
        Service,
        accounts::{self as accounts_service, Accounts, SessionLimits},
        address_files::AddressFile,
        batch_jobs::BatchJobs,
        live::Live,
        mail::Mailer,
        resources::uploads::Uploads,
        secret::Secret,
    },
    settings::Settings,
    store::Store,
    telemetry::Metrics,
};

pub use client::Client;
pub use guards::{Connections, Guards, Timeouts};
pub use limits::{RateLimit, WriteLimit};
pub use listener::serve;
pub use metrics::serve_metrics;
pub use observe::REQUEST_ID;
pub use router::router;

/// What every handler can use.
#[derive(Clone)]
pub struct AppState {
    /// The running service.
    pub live: Arc<Live>,
    /// Accounts and tokens.
    pub accounts: Arc<Accounts>,
    /// How the service runs.
    pub settings: Arc<Settings>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Files between their dry run and their import.
    pub uploads: Arc<Uploads>,
    /// Files that are answered row by row.
    pub batch_jobs: Arc<BatchJobs>,
    /// The same for street rules and registers.
    pub address_files: Arc<Uploads<AddressFile>>,
    /// Sends mail, where the settings name a server.
    pub mailer: Option<Arc<Mailer>>,
    /// Under which address people reach the service, such as `https://sozialraum.example`.
    pub public_url: Arc<str>,
}

impl AppState {
    /// The state of a service with these settings that listens on `address`; the counters start
    /// at zero.
    pub fn new(
        live: Arc<Live>,
        store: Arc<dyn Store>,
        settings: Settings,
        address: SocketAddr,
    ) -> Self {
        let limits = SessionLimits {
            idle: Duration::from_mins(settings.sessions.idle_minutes.into()),
            absolute: Duration::from_hours(settings.sessions.absolute_hours.into()),
        };
        let city = live.service().city().info.name.clone();
        let public_url = match &settings.server.public_url {
            Some(url) => url.as_str().into(),
            None => format!("http://{address}").into(),
        };
        let mailer = Mailer::of(&settings.mail).unwrap_or_else(|error| {
            tracing::error!(%error, "mail is off: its settings cannot be used");
            None
        });
        let mailer = mailer.map(Arc::new);
        Self {
            accounts: Arc::new(Accounts::new(store, limits, vec![city])),
            live,
            mailer,
            uploads: Arc::default(),
            batch_jobs: Arc::default(),
            address_files: Arc::default(),
            settings: Arc::new(settings),
            metrics: Arc::new(Metrics::new()),
            public_url,
        }
    }

    /// The snapshot that look-ups work from.
    pub fn service(&self) -> Arc<Service> {
        self.live.service()
    }

    /// Whether people reach the service through TLS.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The link with which a Träger confirms an entry.
    pub fn confirmation_link(&self, secret: &str) -> String {
        format!("{}/bestaetigen/{secret}", self.public_url)
    }

    /// The link with which somebody chooses a password.
    pub fn invitation_link(&self, secret: &Secret) -> String {
        accounts_service::invitation_link(&self.public_url, secret)
    }
}
