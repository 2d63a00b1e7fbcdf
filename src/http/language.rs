//! In which language a page is asked for, and how its links keep it.
//!
//! The language is in the address and nowhere else: no cookie, nothing about a person. A page
//! can be passed on in the language in which it was read.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};

use super::access::page_near;
use crate::locale::{Catalogue, Lang};

/// Where the pages for staff and partners begin; those are in German and English.
const STAFF: [&str; 7] = [
    "/verwaltung",
    "/koordination",
    "/konto",
    "/anmelden",
    "/abmelden",
    "/einladung",
    "/bestaetigen",
];

/// The language of a page, and the page in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// The language.
    pub lang: Lang,
    /// Path of the page, which can be opened: what was sent to is not always a page.
    path: String,
    staff: bool,
}

/// The same page in a language.
#[derive(Debug, PartialEq, Eq)]
pub struct Offer {
    /// The language.
    pub lang: Lang,
    /// Path of the page in it.
    pub href: String,
}

impl Language {
    /// The language that the query asks for with `lang`, such as `?lang=tr`; German when it asks
    /// for none, or for one that there is not.
    pub fn of(uri: &Uri) -> Self {
        let staff = STAFF.iter().any(|beginning| {
            let rest = uri.path().strip_prefix(beginning);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let mut parts = uri.query().unwrap_or_default().split('&');
        let asked = parts.find_map(|part| part.strip_prefix("lang=")).and_then(Lang::of_code);
        let asked = asked.unwrap_or_default();
        let lang = if staff { asked.of_staff() } else { asked };
        Self { lang, path: page_near(uri.path()).to_owned(), staff }
    }

    /// The language with this code, for what has no address of its own; German when there is none.
    pub fn named(code: Option<&str>) -> Self {
        let lang = code.and_then(Lang::of_code).unwrap_or_default();
        Self { lang, path: "/".to_owned(), staff: false }
    }

    /// The same language on a page whose address says more than its path. Nothing that was typed
    /// may be in it: the page is offered under it in other languages.
    #[must_use]
    pub fn on(self, path: String) -> Self {
        Self { path, ..self }
    }

    /// Whether pages are in this language when none is asked for.
    pub fn is_usual(&self) -> bool {
        self.lang == Lang::default()
    }

    /// The address of another page in this language.
    pub fn link(&self, path: &str) -> String {
        link(self.lang, path)
    }

    /// The languages in which this page can be read.
    pub fn offers(&self) -> Vec<Offer> {
        let offer = |lang: &Lang| Offer { lang: *lang, href: link(*lang, &self.path) };
        if self.staff {
            Lang::OF_STAFF.iter().map(offer).collect()
        } else {
            let there = |lang: &&Lang| Catalogue::of(**lang).is_some();
            Lang::ALL.iter().filter(there).map(offer).collect()
        }
    }
}

/// The address of a page of this service in a language; the usual one is not named.
pub fn link(lang: Lang, path: &str) -> String {
    if lang == Lang::default() {
        return path.to_owned();
    }
    let (page, anchor) = path.split_once('#').map_or((path, None), |(page, id)| (page, Some(id)));
    let sign = if page.contains('?') { '&' } else { '?' };
    let anchor = anchor.map(|id| format!("#{id}")).unwrap_or_default();
    format!("{page}{sign}lang={}{anchor}", lang.code())
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str) -> Language {
        Language::of(&uri.parse().unwrap())
    }

    #[test]
    fn the_query_names_the_language() {
        assert_eq!(of("/zustaendigkeit").lang, Lang::De);
        assert_eq!(of("/zustaendigkeit?lang=en").lang, Lang::En);
        assert_eq!(of("/zustaendigkeit?x=1&lang=ar&lang=en").lang, Lang::Ar);
        assert_eq!(of("/zustaendigkeit?lang=xx").lang, Lang::De);
        assert_eq!(of("/zustaendigkeit?slang=en").lang, Lang::De);
    }

    #[test]
    fn staff_read_german_or_english() {
        assert_eq!(of("/verwaltung/konten?lang=en").lang, Lang::En);
        assert_eq!(of("/verwaltung/konten?lang=ar").lang, Lang::De);
        assert_eq!(of("/konto?lang=ar").lang, Lang::De);
        assert_eq!(of("/kontoauszug?lang=ar").lang, Lang::Ar);
        assert_eq!(of("/konto").offers().len(), 2);
    }

    #[test]
    fn a_link_keeps_the_language_and_its_own_parts() {
        assert_eq!(link(Lang::De, "/konto?x=1#a"), "/konto?x=1#a");
        assert_eq!(link(Lang::Tr, "/konto"), "/konto?lang=tr");
        assert_eq!(link(Lang::Tr, "/konto?x=1#a"), "/konto?x=1&lang=tr#a");
    }

    #[test]
    fn what_was_sent_to_is_offered_as_the_page_that_can_be_opened() {
        let hrefs = |uri| of(uri).offers().into_iter().map(|offer| offer.href).collect::<Vec<_>>();
        assert_eq!(
            hrefs("/zustaendigkeit?lang=en&q=x")[..2],
            ["/zustaendigkeit", "/zustaendigkeit?lang=en"]
        );
        let accounts = ["/verwaltung/konten", "/verwaltung/konten?lang=en"];
        assert_eq!(hrefs("/verwaltung/konten/7/rollen"), accounts);
        assert_eq!(hrefs("/nowhere/x")[0], "/");
    }
}
