//! `/datenschutz`: what is processed and what is not, by whom and for how long, from the
//! settings of this very service.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};

use super::{Layout, filters, html};
use crate::{
    http::{AppState, identity::Who, language::Language},
    locale::Lang,
    service::resources::links,
    settings::Settings,
};

/// The styles are those of the first page.
const ENTRY: &str = "src/assignment.ts";

/// A line of the page: what, and what is known of it.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    key: String,
    /// Sentences or lines of an address; empty when it is not filled in.
    lines: Vec<String>,
    /// Whether the lines are those of the settings, and so German.
    german: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    layout: Layout,
    who: Vec<Entry>,
    what: Vec<Entry>,
    complaint: String,
}

/// `GET /datenschutz`: the privacy notice.
pub async fn privacy(State(state): State<AppState>, who: Who, language: Language) -> Response {
    let service = state.service();
    let edition = service.on(None).ok().map(|day| day.edition);
    let layout = Layout::new(&language, service.city(), edition, ENTRY);
    let layout = layout.signed_in(&who, "/datenschutz");
    html(language.lang, StatusCode::OK, &PrivacyPage::new(layout, &state.settings))
}

impl PrivacyPage {
    fn new(layout: Layout, settings: &Settings) -> Self {
        let lang = layout.language.lang;
        let authority = settings.privacy.authority.clone();
        let authority = authority.unwrap_or_else(|| lang.t("privacy.missing", &[]));
        Self {
            layout,
            who: who(lang, settings),
            what: what(lang, settings),
            complaint: lang.t("privacy.rights.complaint", &[("authority", &authority)]),
        }
    }
}

fn who(lang: Lang, settings: &Settings) -> Vec<Entry> {
    let privacy = &settings.privacy;
    [
        ("controller", &privacy.controller),
        ("controller_contact", &privacy.controller_contact),
        ("officer", &privacy.officer),
        ("officer_contact", &privacy.officer_contact),
        ("host", &privacy.host),
        ("authority", &privacy.authority),
    ]
    .into_iter()
    .map(|(key, value)| Entry {
        key: lang.t(&format!("privacy.who.{key}"), &[]),
        lines: value.iter().flat_map(|text| text.lines()).map(str::to_owned).collect(),
        german: true,
    })
    .collect()
}

fn what(lang: Lang, settings: &Settings) -> Vec<Entry> {
    let sessions = &settings.sessions;
    let staff = [
        ("idle", &*sessions.idle_minutes.to_string()),
        ("hours", &*sessions.absolute_hours.to_string()),
    ];
    let audit = match settings.audit.keep_days {
        0 => lang.t("privacy.what.audit_forever", &[]),
        days => lang.t("privacy.what.audit_days", &[("period", &period(lang, days))]),
    };
    let entry = |key: &str, lines: Vec<String>| Entry {
        key: lang.t(&format!("privacy.what.{key}"), &[]),
        lines,
        german: false,
    };
    vec![
        entry("lookup", vec![lang.t("privacy.what.lookup_text", &[])]),
        entry("files", vec![lang.t("privacy.what.files_text", &[])]),
        entry("position", vec![lang.t("privacy.what.position_text", &[])]),
        entry("suggestions", vec![lang.t("privacy.what.suggestions_text", &[])]),
        entry("providers", providers(lang, settings)),
        entry(
            "device",
            vec![lang.t("privacy.what.device_text", &[]), lang.t("privacy.what.device_not", &[])],
        ),
        entry("embed", vec![lang.t("privacy.what.embed_text", &[])]),
        entry("staff", vec![lang.t("privacy.what.staff_text", &staff)]),
        entry("audit", vec![audit]),
        entry("log", vec![lang.t("privacy.what.log_text", &[])]),
        entry("proxy", proxy(lang, settings.privacy.proxy_log_days)),
        entry("organisation", vec![lang.t("privacy.what.organisation_text", &[])]),
    ]
}

/// Links for those who carry an offer; mails only where a server for them is set.
fn providers(lang: Lang, settings: &Settings) -> Vec<String> {
    let days = links::DAYS.to_string();
    let mut lines = vec![lang.t("privacy.what.providers_text", &[("days", &days)])];
    if settings.mail.smtp_url.is_some() {
        lines.push(lang.t("privacy.what.providers_mail", &[]));
    }
    lines
}

/// Days in words, whole years as years.
fn period(lang: Lang, days: u32) -> String {
    let counted = |one: &str, many: &str, count: u32| match count {
        1 => lang.t(&format!("privacy.what.{one}"), &[]),
        _ => lang.t(&format!("privacy.what.{many}"), &[("count", &count.to_string())]),
    };
    if days.is_multiple_of(365) {
        counted("year", "years", days / 365)
    } else {
        counted("day", "days", days)
    }
}

fn proxy(lang: Lang, days: Option<u32>) -> Vec<String> {
    match days {
        None => {
            let missing = lang.t("privacy.missing", &[]);
            let period = lang.t("privacy.what.proxy_period", &[("missing", &missing)]);
            vec![lang.t("privacy.what.proxy_text", &[]), period]
        }
        Some(0) => vec![lang.t("privacy.what.proxy_none", &[])],
        Some(1) => vec![lang.t("privacy.what.proxy_day", &[])],
        Some(days) => vec![lang.t("privacy.what.proxy_days", &[("days", &days.to_string())])],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{http::pages::render, settings::Privacy};

    fn page(settings: &Settings) -> String {
        let layout = Layout {
            language: Language::of(&"/datenschutz".parse().unwrap()),
            city: "Musterstadt".into(),
            attribution: String::new(),
            draft: false,
            entry: crate::http::assets::Entry::default(),
            visitor: None,
            area: "",
            kept: None,
        };
        render(Lang::De, &PrivacyPage::new(layout, settings)).unwrap()
    }

    #[test]
    fn what_is_not_filled_in_says_so() {
        let page = page(&Settings::default());
        assert_eq!(page.matches("noch nicht eingetragen").count(), 8, "{page}");
        assert!(!page.contains("privacy."), "a text is missing: {page}");
        assert!(page.contains("30 Minuten") && page.contains("10 Jahre"), "{page}");
    }

    #[test]
    fn what_is_set_is_shown_and_never_read_as_markup() {
        let mut settings = Settings::default();
        settings.privacy = Privacy {
            controller: Some("Stadt Musterstadt\nRathausplatz 1".into()),
            controller_contact: Some("<b>Telefon</b>".into()),
            officer: Some("Büro".into()),
            officer_contact: Some("Tür 2".into()),
            authority: Some("Landesbeauftragte".into()),
            host: Some("Rechenzentrum".into()),
            proxy_log_days: Some(7),
            ..settings.privacy
        };
        settings.audit.keep_days = 0;
        settings.sessions.idle_minutes = 45;
        let page = page(&settings);
        assert!(!page.contains("noch nicht eingetragen"), "{page}");
        assert!(!page.contains("<b>"), "{page}");
        for part in ["Rathausplatz 1", "nach 7 Tagen", "nach 45 Minuten", "Eine Frist", "Landesb"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert_eq!(
            [1, 90, 365].map(|days| period(Lang::De, days)),
            ["einen Tag", "90 Tage", "ein Jahr"]
        );
        assert!(proxy(Lang::De, Some(0))[0].contains("keine Protokolle"));
        assert!(proxy(Lang::De, Some(1))[0].contains("einem Tag"));
    }
}
