//! Kinds of values: how they are read, shown, and what is said of a wrong one.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use ipnet::IpNet;
use tracing_subscriber::EnvFilter;

use super::{public_url::PublicUrl, setting::Shape, smtp_url::SmtpUrl};
use crate::{locale::words::t, store, telemetry::LogFormat};

/// A kind of value.
pub(super) trait Kind {
    /// What it is read into.
    type Value;

    /// Reads a text; `None` when it does not fit.
    fn read(&self, text: &str) -> Option<Self::Value>;

    /// The text that reads back as the value.
    fn show(&self, value: &Self::Value) -> String;

    /// What would be right, in German.
    fn expected(&self) -> String;

    /// How it is written in the file.
    fn shape(&self) -> Shape {
        Shape::Text
    }

    /// Whether its values must not be shown, not even wrong ones.
    fn is_secret(&self) -> bool {
        false
    }
}

/// Address and port.
pub(super) struct Address;
/// A public origin.
pub(super) struct Origin;
/// Networks or single addresses.
pub(super) struct Networks;
/// A whole number from … to ….
pub(super) struct Whole(pub u32, pub u32);
/// Any text.
pub(super) struct Text;
/// A folder.
pub(super) struct Folder;
/// A database.
pub(super) struct DatabaseUrl;
/// What is logged.
pub(super) struct Filter;
/// How the log is written.
pub(super) struct Format;
/// A mail server with its password.
pub(super) struct MailServer;
/// Who sends mail.
pub(super) struct Sender;
/// Another kind, or nothing.
pub(super) struct Optional<K>(pub K);

impl Kind for Address {
    type Value = SocketAddr;

    fn read(&self, text: &str) -> Option<SocketAddr> {
        text.trim().parse().ok()
    }

    fn show(&self, value: &SocketAddr) -> String {
        value.to_string()
    }

    fn expected(&self) -> String {
        t("settings.expected.address", &[])
    }
}

impl Kind for Origin {
    type Value = PublicUrl;

    fn read(&self, text: &str) -> Option<PublicUrl> {
        PublicUrl::parse(text)
    }

    fn show(&self, value: &PublicUrl) -> String {
        value.as_str().to_owned()
    }

    fn expected(&self) -> String {
        t("settings.expected.origin", &[])
    }
}

impl Kind for Networks {
    type Value = Vec<IpNet>;

    fn read(&self, text: &str) -> Option<Vec<IpNet>> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(|part| {
                let single = part.parse::<IpAddr>().map(IpNet::from);
                Some(single.ok().or_else(|| part.parse().ok())?.trunc())
            })
            .collect()
    }

    fn show(&self, value: &Vec<IpNet>) -> String {
        value.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }

    fn expected(&self) -> String {
        t("settings.expected.networks", &[])
    }

    fn shape(&self) -> Shape {
        Shape::List
    }
}

impl Kind for Whole {
    type Value = u32;

    fn read(&self, text: &str) -> Option<u32> {
        text.trim().parse().ok().filter(|number| (self.0..=self.1).contains(number))
    }

    fn show(&self, value: &u32) -> String {
        value.to_string()
    }

    fn expected(&self) -> String {
        let values = [("min", &*self.0.to_string()), ("max", &*self.1.to_string())];
        t("settings.expected.whole", &values)
    }

    fn shape(&self) -> Shape {
        Shape::Number
    }
}

impl Kind for Text {
    type Value = String;

    fn read(&self, text: &str) -> Option<String> {
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn expected(&self) -> String {
        t("settings.expected.text", &[])
    }
}

impl Kind for Folder {
    type Value = PathBuf;

    fn read(&self, text: &str) -> Option<PathBuf> {
        Text.read(text).map(PathBuf::from)
    }

    fn show(&self, value: &PathBuf) -> String {
        value.display().to_string()
    }

    fn expected(&self) -> String {
        t("settings.expected.folder", &[])
    }
}

impl Kind for DatabaseUrl {
    type Value = String;

    fn read(&self, text: &str) -> Option<String> {
        Text.read(text).filter(|url| store::file_of(url).is_ok())
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn expected(&self) -> String {
        t("settings.expected.database", &[])
    }
}

impl Kind for Filter {
    type Value = String;

    fn read(&self, text: &str) -> Option<String> {
        Text.read(text).filter(|filter| EnvFilter::try_new(filter).is_ok())
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn expected(&self) -> String {
        t("settings.expected.filter", &[])
    }
}

impl Kind for Format {
    type Value = LogFormat;

    fn read(&self, text: &str) -> Option<LogFormat> {
        match text.trim() {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        }
    }

    fn show(&self, value: &LogFormat) -> String {
        match value {
            LogFormat::Text => "text".into(),
            LogFormat::Json => "json".into(),
        }
    }

    fn expected(&self) -> String {
        t("settings.expected.format", &[])
    }
}

impl Kind for MailServer {
    type Value = SmtpUrl;

    fn read(&self, text: &str) -> Option<SmtpUrl> {
        SmtpUrl::parse(text)
    }

    fn show(&self, value: &SmtpUrl) -> String {
        value.to_string()
    }

    fn expected(&self) -> String {
        t("settings.expected.mail_server", &[])
    }

    fn is_secret(&self) -> bool {
        true
    }
}

impl Kind for Sender {
    type Value = String;

    fn read(&self, text: &str) -> Option<String> {
        Text.read(text).filter(|text| text.parse::<lettre::message::Mailbox>().is_ok())
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn expected(&self) -> String {
        t("settings.expected.sender", &[])
    }
}

impl<K: Kind> Kind for Optional<K> {
    type Value = Option<K::Value>;

    fn read(&self, text: &str) -> Option<Self::Value> {
        if text.trim().is_empty() {
            return Some(None);
        }
        self.0.read(text).map(Some)
    }

    fn show(&self, value: &Self::Value) -> String {
        value.as_ref().map(|value| self.0.show(value)).unwrap_or_default()
    }

    fn expected(&self) -> String {
        self.0.expected()
    }

    fn shape(&self) -> Shape {
        self.0.shape()
    }

    fn is_secret(&self) -> bool {
        self.0.is_secret()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read_with_and_without_a_length() {
        let networks = Networks.read("10.0.0.7/8, 192.0.2.1,2001:db8::1").unwrap();
        assert_eq!(Networks.show(&networks), "10.0.0.0/8,192.0.2.1/32,2001:db8::1/128");
        assert_eq!(Networks.read(""), Some(Vec::new()));
        assert_eq!(Networks.read("10.0.0.0/33"), None);
        assert_eq!(Networks.read("proxy.example"), None);
    }

    #[test]
    fn numbers_keep_to_their_range() {
        assert_eq!(Whole(1, 5).read(" 5 "), Some(5));
        for wrong in ["0", "6", "-1", "viele", "1.5", ""] {
            assert_eq!(Whole(1, 5).read(wrong), None, "{wrong}");
        }
        assert_eq!(Optional(Whole(1, 5)).read(""), Some(None));
    }

    #[test]
    fn a_database_has_a_scheme_that_is_known() {
        assert!(DatabaseUrl.read("sqlite:var/a.db").is_some());
        assert!(DatabaseUrl.read("postgres://a").is_none());
    }
}
