//! What stands between the network and the handlers, as settings with safe defaults.

use std::time::Duration;

use ipnet::IpNet;

use super::{RateLimit, WriteLimit};
use crate::settings::{PublicUrl, Settings};

/// The guard rails of a server.
#[derive(Debug, Clone)]
pub struct Guards {
    /// How much one client may ask; no limit when it is missing.
    pub rate: Option<RateLimit>,
    /// How often one client may try to write, such as to sign in; no limit when it is missing.
    pub writes: Option<WriteLimit>,
    /// Whose word about the client's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Where people find the service; unknown behind a plain listener.
    pub public_origin: Option<PublicUrl>,
    /// How long a client may take.
    pub timeouts: Timeouts,
    /// How many connections are held at once.
    pub connections: Connections,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            rate: Some(RateLimit::default()),
            writes: Some(WriteLimit::default()),
            trusted_proxies: Vec::new(),
            public_origin: None,
            timeouts: Timeouts::default(),
            connections: Connections::default(),
        }
    }
}

impl Guards {
    /// Whether people reach the service over TLS: cookies are then `Secure`, and browsers are
    /// told to stay with it.
    pub fn https(&self) -> bool {
        self.public_origin.as_ref().is_some_and(PublicUrl::is_https)
    }
}

/// How long a client may take before it is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the head of a request, and for staying idle between two.
    pub header: Duration,
    /// For the whole body of a request.
    pub body: Duration,
    /// For the answer, with the body that belongs to it.
    pub request: Duration,
    /// Without taking a single byte of an answer.
    pub send: Duration,
    /// For running requests when the server stops.
    pub stop: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(10),
            body: Duration::from_secs(10),
            request: Duration::from_secs(30),
            send: Duration::from_secs(20),
            stop: Duration::from_secs(20),
        }
    }
}

/// How many connections are held at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Altogether; whoever comes then waits.
    pub all: usize,
    /// With one client, trusted proxies apart; more are closed at once.
    pub per_client: usize,
}

impl Default for Connections {
    fn default() -> Self {
        Self { all: 1_000, per_client: 100 }
    }
}

impl From<&Settings> for Guards {
    fn from(settings: &Settings) -> Self {
        let limits = &settings.limits;
        let request = Duration::from_secs(limits.request_seconds.into());
        Self {
            rate: Some(RateLimit { burst: limits.rate_burst, per_second: limits.rate }),
            trusted_proxies: settings.server.trusted_proxies.clone(),
            public_origin: settings.server.public_url.clone(),
            timeouts: Timeouts { request, ..Timeouts::default() },
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_told_by_the_origin() {
        let at = |text: &str| Guards { public_origin: PublicUrl::parse(text), ..Guards::default() };
        assert!(at("https://amt.example").https());
        assert!(!at("http://amt.example").https());
        assert!(!Guards::default().https());
    }
}
