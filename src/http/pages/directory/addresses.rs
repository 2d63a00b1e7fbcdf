//! Addresses of a street, what the map says of them and what holds so far.

use crate::{
    domain::{
        address::NumberRanges,
        assign::{Concerned, concerned},
        city::OnDay,
        directory::StreetId,
        partition::FaceIndex,
        rules::Verdict,
    },
    locale::Lang,
};

/// How many addresses a page lists; the counts are of all.
const SHOWN: usize = 300;

/// An address.
pub struct Address {
    /// Its house number.
    pub number: String,
    /// The Sozialräume that the map leads to.
    pub by_map: String,
    /// The Sozialraum of the rule that holds so far; empty without one.
    pub by_rule: String,
    /// How far it is to the nearest border.
    pub border: String,
    /// Whether the map says something else than the rule that is looked at.
    pub contradicts: bool,
}

/// The addresses that a list of house numbers concerns.
pub struct Addresses {
    /// The first of them.
    pub rows: Vec<Address>,
    /// How many more there are.
    pub more: usize,
    /// All of them in words: how many, and how many the map gives to another Sozialraum.
    pub counts: String,
    /// How many contradict the map.
    pub contradicting: usize,
    /// Numbers that the list leaves open.
    pub open: String,
}

impl Addresses {
    /// The addresses of a list that gives them to `face`.
    pub fn of(
        lang: Lang,
        day: OnDay<'_>,
        street: StreetId,
        numbers: &NumberRanges,
        face: FaceIndex,
    ) -> Self {
        let found = concerned(day.edition, &day.city.directory, street, numbers);
        let (named, open): (Vec<_>, Vec<_>) = found.into_iter().partition(|of| of.named);
        let contradicting = named.iter().filter(|of| of.contradicts(face)).count();
        let view = |of: &Concerned<'_>| Address {
            number: of.number.to_string(),
            by_map: by_map(lang, day, of),
            by_rule: match day.edition.rules.verdict(street, of.number) {
                Verdict::Sure(face, _) => day.edition.sozialraum(face).name.clone(),
                _ => String::new(),
            },
            border: of.border_m.map(|metres| lang.metres(metres)).unwrap_or_default(),
            contradicts: of.contradicts(face),
        };
        Self {
            rows: named.iter().take(SHOWN).map(view).collect(),
            more: named.len().saturating_sub(SHOWN),
            counts: counts(lang, named.len(), contradicting),
            contradicting,
            open: lang.list(open.iter().map(|of| of.number)),
        }
    }
}

fn by_map(lang: Lang, day: OnDay<'_>, of: &Concerned<'_>) -> String {
    lang.list(of.by_map.iter().map(|face| match face {
        Some(face) => day.edition.sozialraum(*face).name.clone(),
        None => lang.t("street_admin.outside", &[]),
    }))
}

/// How many addresses, and how many of them the map gives to another Sozialraum.
fn counts(lang: Lang, all: usize, contradicting: usize) -> String {
    let (all, against) = (all.to_string(), contradicting.to_string());
    let values = [("count", &*all), ("against", &*against)];
    match (&*all, contradicting) {
        ("0", _) => lang.t("street_admin.no_addresses", &[]),
        ("1", 0) => lang.t("street_admin.address_one", &[]),
        (_, 0) => lang.t("street_admin.addresses", &values[..1]),
        ("1", _) => lang.t("street_admin.address_against_one", &[]),
        _ => lang.t("street_admin.addresses_against", &values),
    }
}
