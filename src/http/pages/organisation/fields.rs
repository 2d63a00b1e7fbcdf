//! What can be said about an entry, by its kind: as fields of a form, and as differences.

use crate::{
    domain::organisation::{Content, Details, EntryKind},
    locale::Lang,
};

/// The contact details, in the order of the form.
const CONTACT: [&str; 7] = ["address", "room", "phone", "email", "website", "hours", "source"];

/// The fields of a way without an address: none for where somebody is.
const ROUTE: [&str; 8] =
    ["leads_to", "role", "name", "phone", "email", "website", "hours", "source"];

/// The fields of a kind, in the order of its form.
pub fn of_kind(kind: EntryKind) -> Vec<&'static str> {
    use EntryKind::{Department, Level, Office, Route, Service, Team, WorkingGroup};
    if kind == Route {
        return ROUTE.into();
    }
    let unit = !matches!(kind, Team | EntryKind::CityDuty | Level);
    let meets = matches!(kind, Team | Service | Level | WorkingGroup | Department);
    let mut fields = vec!["name"];
    if unit {
        fields.push("short");
    }
    if kind == Service {
        fields.push("region");
    }
    if unit && kind != Office || kind == Level {
        fields.push("role");
    }
    if meets {
        fields.push("rhythm");
    }
    if kind.has_contact() {
        fields.extend(CONTACT);
    }
    fields
}

/// The label of a field.
pub fn label(lang: Lang, kind: EntryKind, field: &str) -> String {
    let key = match (kind, field) {
        (EntryKind::Level, "role") => "members",
        (EntryKind::Neighbour, "name") => "office_name",
        (EntryKind::Route, "name") => "somebody_else",
        (EntryKind::Route, "role") => "what_to_do",
        _ => field,
    };
    lang.t(&format!("entry.field.{key}"), &[])
}

/// What a field holds.
pub fn get<'a>(details: &'a Details, field: &str) -> Option<&'a str> {
    let contact = &details.contact;
    match field {
        "name" => Some(&details.name).filter(|name| !name.is_empty()),
        "short" => details.short.as_ref(),
        "role" => details.role.as_ref(),
        "region" => details.region.as_ref(),
        "rhythm" => details.rhythm.as_ref(),
        "leads_to" => details.leads_to.as_ref(),
        "address" => contact.address.as_ref(),
        "room" => contact.room.as_ref(),
        "phone" => contact.phone.as_ref(),
        "email" => contact.email.as_ref(),
        "website" => contact.website.as_ref(),
        "hours" => contact.hours.as_ref(),
        "source" => contact.source.as_ref(),
        _ => None,
    }
    .map(String::as_str)
}

/// Puts a text into a field.
pub fn set(details: &mut Details, field: &str, text: String) {
    let contact = &mut details.contact;
    let place = match field {
        "short" => &mut details.short,
        "role" => &mut details.role,
        "region" => &mut details.region,
        "rhythm" => &mut details.rhythm,
        "leads_to" => &mut details.leads_to,
        "address" => &mut contact.address,
        "room" => &mut contact.room,
        "phone" => &mut contact.phone,
        "email" => &mut contact.email,
        "website" => &mut contact.website,
        "hours" => &mut contact.hours,
        "source" => &mut contact.source,
        _ => {
            details.name = text;
            return;
        }
    };
    *place = Some(text);
}

/// How much of what helps people to find an entry is on file, and how much there could be.
pub fn completeness(kind: EntryKind, details: &Details) -> (usize, usize) {
    // A way that leads to an entry needs no name and contact of its own.
    let led = kind == EntryKind::Route && details.leads_to.is_some();
    let counts = |field: &&str| match *field {
        "leads_to" => led,
        field if led => field == "role",
        "name" | "role" if kind == EntryKind::Route => true,
        "name" => kind == EntryKind::Neighbour,
        "role" => kind == EntryKind::Level,
        "short" | "region" | "source" => false,
        _ => true,
    };
    let fields: Vec<&str> = of_kind(kind).into_iter().filter(counts).collect();
    (fields.iter().filter(|field| get(details, field).is_some()).count(), fields.len())
}

/// A field that a change gives another value.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub label: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// What a change changes, field by field.
pub fn differences(
    lang: Lang,
    kind: EntryKind,
    before: &Details,
    after: &Content,
) -> Vec<Difference> {
    let Content::Details(after) = after else { return Vec::new() };
    let text = |details, field| {
        get(details, field).map_or_else(|| lang.t("entry.nothing", &[]), str::to_owned)
    };
    of_kind(kind)
        .into_iter()
        .filter(|field| get(before, field) != get(after, field))
        .map(|field| Difference {
            label: label(lang, kind, field),
            before: text(before, field),
            after: text(after, field),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Catalogue;

    #[test]
    fn every_field_of_every_kind_has_words_and_keeps_what_is_put_into_it() {
        for kind in EntryKind::ALL {
            assert!(Catalogue::german().has(&format!("entry.kind.{}", kind.code())), "{kind:?}");
            for field in of_kind(kind) {
                assert!(!label(Lang::De, kind, field).starts_with("entry."), "{field}");
                let mut details = Details::default();
                set(&mut details, field, "Text".into());
                assert_eq!(get(&details, field), Some("Text"), "{field}");
            }
        }
    }

    #[test]
    fn a_team_is_complete_with_seven_details() {
        let mut details = Details { name: "Team".into(), ..Details::default() };
        assert_eq!(completeness(EntryKind::Team, &details), (0, 7));
        set(&mut details, "phone", "040 1234".into());
        assert_eq!(completeness(EntryKind::Team, &details), (1, 7));
        assert_eq!(completeness(EntryKind::Level, &details), (0, 2));
    }

    #[test]
    fn a_way_to_an_entry_needs_no_contact_of_its_own() {
        let mut details = Details::default();
        assert_eq!(completeness(EntryKind::Route, &details), (0, 6));
        set(&mut details, "leads_to", "team/nord-a".into());
        assert_eq!(completeness(EntryKind::Route, &details), (1, 2));
        set(&mut details, "role", "Rufen Sie an.".into());
        assert_eq!(completeness(EntryKind::Route, &details), (2, 2));
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = Details { name: "Team".into(), ..Details::default() };
        let mut after = before.clone();
        set(&mut after, "room", "E 12".into());
        let found = differences(Lang::De, EntryKind::Team, &before, &Content::Details(after));
        assert_eq!(
            found,
            [Difference {
                label: "Raum".into(),
                before: "nicht hinterlegt".into(),
                after: "E 12".into()
            }]
        );
    }
}
