//! What every page shares: language, city, attribution, styles and scripts, and who is signed in.

use jiff::Timestamp;

use super::super::{
    AppState,
    assets::{self, Entry},
    identity::Who,
    language::Language,
};
use crate::domain::{
    account::Role,
    city::{City, CityEdition},
    edition::EditionStatus,
};
use crate::service::Service;

/// The entry of all pages but the one for look-ups.
const ENTRY: &str = "src/administration.ts";
/// The entry of the pages that show offers to residents.
const OFFERS: &str = "src/offer.ts";

/// Somebody who is signed in, as the head of a page shows them.
pub struct Visitor {
    /// Their name.
    pub name: String,
    /// Whether the pages for running the service are open to them.
    pub admin: bool,
    /// Whether the pages for keeping the resource map true are open to them.
    pub coordinator: bool,
    /// What their forms have to carry.
    pub form_token: String,
}

/// The frame around a page.
pub struct Layout {
    /// The language of the page.
    pub language: Language,
    /// Name of the city.
    pub city: String,
    /// What the licences of the data ask to be shown.
    pub attribution: String,
    /// Whether the borders are a draft, which every page says.
    pub draft: bool,
    /// Scripts and styles of this page.
    pub entry: Entry,
    /// Who is signed in.
    pub visitor: Option<Visitor>,
    /// Path of the part of the service that the page belongs to, marked in the head.
    pub area: &'static str,
    /// When the page was made, in words, on pages that the browser may keep to show them again
    /// without a connection.
    pub kept: Option<String>,
}

impl Layout {
    /// The frame for a page whose script is `entry`, such as `src/assignment.ts`.
    pub fn new(
        language: &Language,
        city: &City,
        edition: Option<&CityEdition>,
        entry: &str,
    ) -> Self {
        Self {
            language: language.clone(),
            city: city.info.name.clone(),
            attribution: city.attribution.clone(),
            draft: edition.is_some_and(|e| e.edition.status == EditionStatus::Draft),
            entry: assets::entry(entry),
            visitor: None,
            area: "",
            kept: None,
        }
    }

    /// The frame for a page of residents that shows offers.
    pub fn of_residents(
        state: &AppState,
        language: &Language,
        who: &Who,
        area: &'static str,
    ) -> Self {
        let service = state.service();
        let edition = service.on(None).ok().map(|day| day.edition);
        Self::new(language, service.city(), edition, OFFERS).signed_in(who, area)
    }

    /// The frame of a page that the browser may keep; one that shows who is signed in never is.
    #[must_use]
    pub fn keepable(mut self) -> Self {
        let now = Service::local(Timestamp::now());
        self.kept = self.visitor.is_none().then(|| self.language.lang.moment(&now));
        self
    }

    /// The frame for a page of staff.
    pub fn of_staff(state: &AppState, language: &Language, who: &Who, area: &'static str) -> Self {
        Self::with_script(state, language, who, area, ENTRY)
    }

    /// The frame for a page of staff with a script of its own.
    pub fn with_script(
        state: &AppState,
        language: &Language,
        who: &Who,
        area: &'static str,
        entry: &str,
    ) -> Self {
        let service = state.service();
        let edition = service.on(None).ok().map(|day| day.edition);
        Self::new(language, service.city(), edition, entry).signed_in(who, area)
    }

    /// The frame with who is signed in, on a page that belongs to `area`.
    #[must_use]
    pub fn signed_in(mut self, who: &Who, area: &'static str) -> Self {
        self.area = area;
        self.visitor = who.signed_in().map(|signed_in| Visitor {
            name: signed_in.account.name.clone(),
            admin: signed_in.account.roles.contains(&Role::Admin),
            coordinator: signed_in.account.roles.contains(&Role::Coordinator),
            form_token: signed_in.form_token(),
        });
        self
    }

    /// What the forms of the page have to carry; nothing for anybody who is not signed in.
    pub fn form_token(&self) -> &str {
        self.visitor.as_ref().map_or("", |visitor| &visitor.form_token)
    }
}
