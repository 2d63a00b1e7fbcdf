//! Settings that fit and are still worth a second look.

use super::{load::Loaded, table::Settings};
use crate::locale::words::t;

/// What is worth a second look, in German sentences.
pub fn warnings(loaded: &Loaded) -> Vec<String> {
    let settings = &loaded.settings;
    let warn = |code: &str, values: &[(&str, &str)]| t(&format!("settings.warning.{code}"), values);
    let mut found: Vec<String> = loaded
        .unknown_environment
        .iter()
        .map(|name| warn("unknown_environment", &[("name", name)]))
        .collect();
    let server = &settings.server;
    let open = !server.listen.ip().is_loopback();
    match &server.public_url {
        None if open => {
            found.push(warn("no_public_url", &[("address", &server.listen.to_string())]));
        }
        Some(url) if !url.is_https() && !url.is_loopback() => {
            found.push(warn("plain_http", &[("url", url.as_str())]));
        }
        _ => {}
    }
    // Behind a proxy everybody comes from its address and shares one limit.
    if server.public_url.is_some() && server.trusted_proxies.is_empty() {
        found.push(warn("no_proxy", &[]));
    }
    for network in server.trusted_proxies.iter().filter(|network| network.prefix_len() == 0) {
        found.push(warn("every_proxy", &[("network", &network.to_string())]));
    }
    if let Some(address) = server.metrics_listen.filter(|address| !address.ip().is_loopback()) {
        found.push(warn("open_metrics", &[("address", &address.to_string())]));
    }
    let mail = &settings.mail;
    if mail.smtp_url.is_some() != mail.from.is_some() {
        found.push(warn("half_mail", &[]));
    }
    if mail.smtp_url.as_ref().is_some_and(super::SmtpUrl::is_plain) {
        found.push(warn("plain_mail", &[]));
    }
    let sessions = &settings.sessions;
    if sessions.idle_minutes > sessions.absolute_hours * 60 {
        let values = [
            ("idle", &*sessions.idle_minutes.to_string()),
            ("absolute", &*sessions.absolute_hours.to_string()),
        ];
        found.push(warn("idle_longer", &values));
    }
    let missing = missing_privacy(settings);
    if !missing.is_empty() {
        found.push(warn("privacy_missing", &[("keys", &missing.join(", "))]));
    }
    found
}

/// What the privacy page shows as not filled in.
fn missing_privacy(settings: &Settings) -> Vec<&'static str> {
    super::SETTINGS
        .iter()
        .filter(|setting| setting.section == "privacy" && setting.show(settings).is_empty())
        .map(|setting| setting.key)
        .collect()
}
