//! Any entry that can be taken, for property tests.

use std::collections::BTreeMap;

use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::{select, subsequence},
};
use uuid::Uuid;

use super::{
    Accessibility, Address, Audience, Category, Contact, Cost, Group, Kind, Origin, Principle,
    Reach, Resource, TextField, Translation, Visibility, Wheelchair,
};
use crate::domain::grid::LonLat;

/// Some text as it is kept: with everything that a format could stumble over.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zäöüÄÖÜßéğışЖ中 ]{1,20}",
        "[=+@'-][A-Za-z0-9(|;,\"<>&]{1,12}",
        "['=]{1,3}[a-z]{1,3}",
        r#"[a-z]{1,5}[\n;,"|:\\]{1,4}[a-z]{1,5}"#,
        "<script>alert\\(1\\)</script>",
    ]
    .prop_map(|text| crate::domain::text::tidy(&text))
    .prop_filter("no empty texts", |text| !text.is_empty())
}

fn texts() -> impl Strategy<Value = Option<String>> {
    option::of(text())
}

fn contact() -> impl Strategy<Value = Contact> {
    let phone = option::of("(040|\\+49 40) [0-9]{4,8}(-[0-9]{1,3})?");
    let email = option::of("[a-z]{1,8}@[a-z]{1,8}\\.example");
    (texts(), phone, email)
        .prop_map(|(name, phone, email)| Contact { name, phone, email })
        .prop_filter("no empty contacts", |contact| *contact != Contact::default())
}

fn audience() -> impl Strategy<Value = Audience> {
    use Group::*;
    let all =
        [Families, Parents, Pregnant, Children, Youth, Seniors, Women, Men, Disability, Migration];
    let ages = prop_oneof![
        Just((true, None, None)),
        (option::of(0u8..=60), option::of(60u8..=120)).prop_map(|(min, max)| (false, min, max)),
    ];
    (ages, subsequence(all.to_vec(), 0..=all.len())).prop_map(|(ages, groups)| Audience {
        all_ages: ages.0,
        min_age: ages.1,
        max_age: ages.2,
        groups,
    })
}

fn access() -> impl Strategy<Value = Accessibility> {
    let wheelchair = option::of(select(vec![Wheelchair::Yes, Wheelchair::Limited, Wheelchair::No]));
    (wheelchair, option::of(any::<bool>()), option::of(any::<bool>()), texts()).prop_map(
        |(wheelchair, toilet, induction_loop, stop)| Accessibility {
            wheelchair,
            toilet,
            induction_loop,
            stop,
        },
    )
}

fn address() -> impl Strategy<Value = Address> {
    (texts(), option::of("[0-9]{5}"), texts(), texts())
        .prop_map(|(street, postcode, town, note)| Address { street, postcode, town, note })
}

fn reach() -> impl Strategy<Value = Reach> {
    prop_oneof![
        Just(Reach::Place),
        Just(Reach::City),
        "[a-z:-]{1,8}".prop_map(Reach::Sozialraum),
        "[a-z]{1,8}".prop_map(Reach::Region),
    ]
}

fn translations() -> impl Strategy<Value = BTreeMap<String, BTreeMap<TextField, Translation>>> {
    let fields = vec![TextField::Name, TextField::Description, TextField::CostNote];
    let origin = select(vec![Origin::Person, Origin::Machine]);
    let translation = (text(), origin).prop_map(|(text, origin)| Translation { text, origin });
    let languages = select(vec!["en", "tr", "uk", "de-x-leicht"]).prop_map(str::to_owned);
    btree_map(languages, btree_map(select(fields), translation, 1..3), 0..3)
}

/// Degrees with the seven digits that files write.
fn place() -> impl Strategy<Value = Option<LonLat>> {
    option::of(
        (60_000_000i32..150_000_000, 470_000_000i32..560_000_000)
            .prop_map(|(lon, lat)| LonLat { lon: f64::from(lon) / 1e7, lat: f64::from(lat) / 1e7 }),
    )
}

fn hours() -> impl Strategy<Value = Option<String>> {
    option::of(select(vec![
        "Mo-Fr 08:00-12:00",
        "Mo,We 09:00-12:00,14:00-18:00; Sa 10:00-13:00",
        "Mo-Fr 10:00-18:00; PH off",
        "\"nach Vereinbarung\"",
        "24/7",
    ]))
    .prop_map(|hours| hours.map(str::to_owned))
}

/// Any entry that can be taken, as it is kept: what [`Resource::tidy`] would change is not there.
pub(crate) fn resource() -> impl Strategy<Value = Resource> {
    let kinds = vec![Kind::Professional, Kind::Voluntary, Kind::Informal];
    let principles =
        vec![Principle::Fallspezifisch, Principle::Falluebergreifend, Principle::Fallunabhaengig];
    let what = (
        any::<u128>().prop_map(Uuid::from_u128),
        text(),
        texts(),
        texts(),
        subsequence(Category::ALL.to_vec(), 1..4),
        option::of(select(kinds)),
        subsequence(principles, 0..3),
        reach(),
    );
    let site = option::of("https?://[a-zä]{1,8}\\.example(/[a-zé0-9%?=&-]{0,8})?");
    let for_whom = (place(), address(), audience(), access(), translations());
    let languages = subsequence(vec!["de", "tr", "gsg", "en"], 0..4)
        .prop_map(|codes| codes.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let cost = option::of(select(vec![Cost::Free, Cost::Reduced, Cost::Paid]));
    let more = (
        languages,
        (cost, texts()),
        (hours(), hours(), any::<bool>()),
        vec(contact(), 0..4),
        site,
        (texts(), texts()),
        select(vec![Visibility::Public, Visibility::Office]),
    );
    (what, for_whom, more).prop_map(|(what, for_whom, more)| {
        let (id, name, description, provider, categories, kind, principles, reach) = what;
        let (place, address, audience, access, translations) = for_whom;
        let (languages, (cost, cost_note), times, contacts, website, from, visibility) = more;
        let (hours, contact_hours, appointment_only) = times;
        Resource {
            id,
            name,
            description,
            provider,
            categories,
            kind,
            principles,
            reach,
            place,
            address,
            audience,
            languages,
            cost,
            cost_note,
            access,
            hours,
            contact_hours,
            appointment_only,
            contacts,
            website,
            source: from.0,
            licence: from.1,
            translations,
            visibility,
        }
    })
}

proptest! {
    #[test]
    fn they_are_tidy_and_can_be_taken(resource in resource()) {
        prop_assert_eq!(resource.errors(), Vec::new());
        prop_assert_eq!(resource.clone().tidy(), resource);
    }
}
