//! Every setting, once: struct field, default, environment variable, flag and meaning.
//!
//! The doc comment of a field is its meaning in English (help, documentation); the German one is
//! in the catalogue under `settings.meaning.<section>.<name>`.

use std::{net::SocketAddr, path::PathBuf};

use ipnet::IpNet;

use super::{
    kind::{
        Address, DatabaseUrl, Filter, Folder, Kind, MailServer, Networks, Optional, Origin, Sender,
        Text, Whole,
    },
    public_url::PublicUrl,
    setting::{Initial, Setting},
    smtp_url::SmtpUrl,
};
use crate::{service::open::DATABASE, telemetry::LogFormat};

/// Writes the structs, their defaults and the table from one list.
///
/// `flag` is a switch of `serve`, `shared` one of every command that reads settings.
macro_rules! settings {
    ($(
        $(#[doc = $about:literal])+
        $section:ident: $Section:ident {$(
            $(#[doc = $doc:literal])+
            $name:ident: $Type:ty = $kind:expr,
            $Initial:ident($initial:expr), $env:literal
            $(, flag $flag:literal $placeholder:literal)?
            $(, shared $shared:literal $shared_placeholder:literal)?;
        )+}
    )+) => {
        $(
            $(#[doc = $about])+
            #[derive(Debug, Clone, PartialEq)]
            pub struct $Section {$(
                $(#[doc = $doc])+
                pub $name: $Type,
            )+}
        )+

        /// How the service runs: plain values, read once at start.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Settings {$(
            $(#[doc = $about])+
            pub $section: $Section,
        )+}

        impl Default for Settings {
            fn default() -> Self {
                Self {$(
                    $section: $Section {$(
                        $name: $kind
                            .read(Initial::$Initial($initial).default_text())
                            .expect("the defaults fit"),
                    )+},
                )+}
            }
        }

        /// All settings in the order in which they are shown.
        pub static SETTINGS: &[Setting] = &[$($(
            Setting {
                key: concat!(stringify!($section), ".", stringify!($name)),
                section: stringify!($section),
                name: stringify!($name),
                env: $env,
                flag: {
                    #[allow(unused_mut, unused_assignments)]
                    let mut flag = None;
                    $(flag = Some(($flag, $placeholder));)?
                    $(flag = Some(($shared, $shared_placeholder));)?
                    flag
                },
                shared: {
                    #[allow(unused_mut, unused_assignments)]
                    let mut shared = false;
                    $(let _ = $shared; shared = true;)?
                    shared
                },
                english: concat!($($doc),+),
                initial: Initial::$Initial($initial),
                shape: || $kind.shape(),
                expected: || $kind.expected(),
                secret: || $kind.is_secret(),
                read: |settings, text| {
                    settings.$section.$name = $kind.read(text)?;
                    Some(())
                },
                show: |settings| $kind.show(&settings.$section.$name),
            },
        )+)+];
    };
}

settings! {
    /// How the service is reached.
    server: Server {
        /// Address and port to listen on
        listen: SocketAddr = Address,
            Default("127.0.0.1:8080"), "SOZIALRAUM_LISTEN", flag "listen" "ADDRESS";
        /// Address and port of `/metrics`; without it there are no metrics to fetch
        metrics_listen: Option<SocketAddr> = Optional(Address),
            Example("127.0.0.1:9090"), "SOZIALRAUM_METRICS_LISTEN", flag "metrics-listen" "ADDRESS";
        /// Under which address people reach the service: scheme, host and port, no path
        public_url: Option<PublicUrl> = Optional(Origin),
            Example("https://sozialraum.example.de"), "SOZIALRAUM_PUBLIC_URL", flag "public-url" "URL";
        /// Addresses or networks of the reverse proxies whose `X-Forwarded-For` is believed
        trusted_proxies: Vec<IpNet> = Networks,
            Default(""), "SOZIALRAUM_TRUSTED_PROXIES", flag "trusted-proxies" "NETWORKS";
    }
    /// Where everything is kept.
    database: Database {
        /// Database; an empty one is filled from the data folder
        url: String = DatabaseUrl,
            Default(DATABASE), "SOZIALRAUM_DATABASE", shared "database" "URL";
    }
    /// Where the first data comes from.
    data: Data {
        /// Data folder that an empty database is filled from; the only one in `data/` by default
        folder: Option<PathBuf> = Optional(Folder),
            Example("data/stadt"), "SOZIALRAUM_DATA", flag "data" "DIR";
    }
    /// What one client and one request may take.
    limits: Limits {
        /// Requests a second that one client may make in the long run
        rate: u32 = Whole(1, 100_000), Default("20"), "SOZIALRAUM_RATE", flag "rate" "N";
        /// Requests that one client may make at once
        rate_burst: u32 = Whole(1, 1_000_000),
            Default("1000"), "SOZIALRAUM_RATE_BURST", flag "rate-burst" "N";
        /// Seconds that one request may take
        request_seconds: u32 = Whole(1, 600), Default("30"), "SOZIALRAUM_REQUEST_SECONDS";
    }
    /// What is logged to stderr.
    log: Log {
        /// What is logged: error, warn, info, debug, trace or a filter by module
        filter: String = Filter, Default("info"), "SOZIALRAUM_LOG", flag "log" "FILTER";
        /// How it is written: `text` for people, `json` for machines
        format: LogFormat = super::kind::Format,
            Default("text"), "SOZIALRAUM_LOG_FORMAT", flag "log-format" "FORMAT";
    }
    /// How long staff stay signed in.
    sessions: Sessions {
        /// Minutes without any request after which a session ends
        idle_minutes: u32 = Whole(1, 1_440), Default("30"), "SOZIALRAUM_SESSION_IDLE_MINUTES";
        /// Hours after which a session ends in any case; 10 are a working day
        absolute_hours: u32 = Whole(1, 168), Default("10"), "SOZIALRAUM_SESSION_ABSOLUTE_HOURS";
    }
    /// The record of what staff did.
    audit: Audit {
        /// Days that the record is kept; 0 keeps it for ever
        keep_days: u32 = Whole(0, 36_500), Default("3650"), "SOZIALRAUM_AUDIT_KEEP_DAYS";
    }
    /// How mail is sent; without it links are copied by hand.
    mail: Mail {
        /// Mail server with user and password, `smtps://` or `smtp://…?tls=required`
        smtp_url: Option<SmtpUrl> = Optional(MailServer),
            Example("smtps://benutzer:kennwort@mail.musterstadt.example"),
            "SOZIALRAUM_MAIL_SMTP_URL";
        /// Who the mails come from
        from: Option<String> = Optional(Sender),
            Example("Sozialraum <sozialraum@musterstadt.example>"), "SOZIALRAUM_MAIL_FROM";
    }
    /// What the privacy page says, and how small counts are shown.
    privacy: Privacy {
        /// Who answers for the processing: name and address
        controller: Option<String> = Optional(Text),
            Example("Stadt Musterstadt, Die Oberbürgermeisterin, Rathausplatz 1, 12345 Musterstadt"),
            "SOZIALRAUM_PRIVACY_CONTROLLER";
        /// How to reach the controller
        controller_contact: Option<String> = Optional(Text),
            Example("Telefon 0123 456-0, jugendamt@musterstadt.example"),
            "SOZIALRAUM_PRIVACY_CONTROLLER_CONTACT";
        /// The data protection officer
        officer: Option<String> = Optional(Text),
            Example("Behördliche Datenschutzbeauftragte der Stadt Musterstadt"),
            "SOZIALRAUM_PRIVACY_OFFICER";
        /// How to reach the data protection officer
        officer_contact: Option<String> = Optional(Text),
            Example("datenschutz@musterstadt.example"), "SOZIALRAUM_PRIVACY_OFFICER_CONTACT";
        /// The supervisory authority, with its address
        authority: Option<String> = Optional(Text),
            Example("Landesbeauftragte für Datenschutz, Musterweg 2, 12345 Musterstadt"),
            "SOZIALRAUM_PRIVACY_AUTHORITY";
        /// Who runs the machine and where it stands
        host: Option<String> = Optional(Text),
            Example("Kommunales Rechenzentrum Musterland, Musterstadt, als Auftragsverarbeiter"),
            "SOZIALRAUM_PRIVACY_HOST";
        /// Days that the reverse proxy keeps its log
        proxy_log_days: Option<u32> = Optional(Whole(0, 3_650)),
            Example("7"), "SOZIALRAUM_PRIVACY_PROXY_LOG_DAYS";
        /// Counts above zero and below this one are shown as "fewer than"
        minimum_count: u32 = Whole(3, 1_000), Default("10"), "SOZIALRAUM_PRIVACY_MINIMUM_COUNT";
    }
}
