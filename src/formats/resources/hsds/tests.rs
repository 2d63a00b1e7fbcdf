use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::{
    domain::resource::*,
    formats::{defect::Defects, resources::*},
};

fn options() -> Options<'static> {
    Options { file: "a.json", source: "ring", default_category: None }
}

fn record(resource: Resource) -> Record {
    Record {
        resource,
        status: Status::Active,
        version: 1,
        updated_at: "2026-05-04T10:00:00Z".parse().unwrap(),
        updated_by: "anna".into(),
        verification: Some(Verification {
            at: "2026-05-03T10:00:00Z".parse().unwrap(),
            by: "anna@stadt.example".into(),
        }),
        next_check: None,
        seeded: false,
    }
}

fn area(reach: &Reach) -> Option<Area> {
    let Reach::Sozialraum(id) = reach else { return None };
    let outline =
        json!({"type": "Polygon", "coordinates": [[[10, 53], [11, 53], [11, 54], [10, 53]]]});
    Some(Area { name: id.clone(), outline })
}

const CONTEXT: Context<'static> = Context { state: "Schleswig-Holstein", area: &area };

fn read_json(value: &Value) -> Reading {
    read(value.to_string().as_bytes(), &options()).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_sound_and_comes_back(
        resources in prop::collection::vec(arbitrary::resource(), 1..4)
    ) {
        let records: Vec<Record> = resources.iter().cloned().map(record).collect();
        let file = write(&records, &CONTEXT);
        prop_assert_eq!(spec::errors(&file, "[Service]"), Vec::<String>::new());
        let reading = read_json(&file);
        let public: Vec<Resource> = resources
            .into_iter()
            .filter(|resource| resource.visibility == Visibility::Public)
            .collect();
        prop_assert!(reading.rows.iter().all(|row| row.dropped.is_empty()), "{:?}", reading);
        prop_assert!(reading.ignored.is_empty(), "{:?}", reading.ignored);
        prop_assert_eq!(reading.resources(), Some(public));
    }
}

#[test]
fn everything_else_that_is_written_is_sound() {
    let mut resource = Resource::new(Uuid::from_u128(1), "Haus", Category::MeetingPlace);
    resource.provider = Some("Verein".into());
    resource.place = Some(crate::domain::grid::LonLat { lon: 10.0, lat: 53.7 });
    let services = vec![service(&record(resource), &CONTEXT).unwrap()];
    let places = locations(&services);
    assert_eq!(places[0]["service"]["name"], "Haus");
    assert_eq!(spec::errors(&json!(places), "[ServiceAtLocation]"), Vec::<String>::new());
    let carriers = organizations(&services, basic);
    assert_eq!(carriers[0]["services"][0]["id"], services[0]["id"]);
    assert_eq!(spec::errors(&json!(carriers), "[Organization]"), Vec::<String>::new());
    assert_eq!(spec::errors(&json!(term::taxonomies()), "[Taxonomy]"), Vec::<String>::new());
    let terms: Vec<Value> = term::terms().map(term::Term::to_json).collect();
    assert_eq!(spec::errors(&json!(terms), "[TaxonomyTerm]"), Vec::<String>::new());
    // All three can be read, too.
    for value in
        [json!({"contents": services}), json!({"contents": carriers}), json!({"contents": places})]
    {
        let resources = read_json(&value).rows;
        assert_eq!(resources[0].name, "Haus");
    }
}

#[test]
fn what_is_not_for_everybody_is_not_written() {
    let mut hidden = record(Resource::new(Uuid::nil(), "Haus", Category::Sport));
    hidden.resource.visibility = Visibility::Office;
    assert_eq!(service(&hidden, &CONTEXT), None);
    let removed = Record {
        status: Status::Removed,
        ..record(Resource::new(Uuid::nil(), "Haus", Category::Sport))
    };
    assert_eq!(service(&removed, &CONTEXT), None);
    let written = write([&record(Resource::new(Uuid::nil(), "Haus", Category::Sport))], &CONTEXT);
    assert_eq!(written[0]["assured_date"], "2026-05-03");
    assert!(!written.to_string().contains("anna"), "names of accounts stay here");
}

/// A service as a directory in another country writes it.
fn foreign() -> Value {
    json!({
        "id": "service-17",
        "name": "Homework Club",
        "alternate_name": "HC",
        "description": "Help with homework.",
        "url": "club.example",
        "email": "club@club.example",
        "status": "active",
        "accreditations": null,
        "minimum_age": 6,
        "maximum_age": "12",
        "phones": [{"id": "p", "number": "\"+44 1234 5678\"", "extension": 3}],
        "schedules": [
            {"id": "a", "freq": "WEEKLY", "interval": 1, "byday": "MO,TU", "opens_at": "14:00:00",
             "closes_at": "16:00:00", "wkst": "MO"}
        ],
        "service_at_locations": [
            {"id": "l", "location": {
                "id": "m", "location_type": "physical", "name": "Town Hall", "latitude": 100,
                "longitude": 101, "external_identifier": "9",
                "addresses": [{"id": "n", "address_1": "1 High Street", "city": "Town",
                    "state_province": "County", "postal_code": "AB1 2CD", "country": "GB",
                    "address_type": "postal"}]
            }},
            {"id": "k"}
        ],
        "languages": [{"id": "o", "name": "Urdu", "code": "ur"}, {"id": "q", "name": "Polish"}],
        "organization": {"id": "r", "name": "Clubs Ltd", "description": "Clubs"},
        "cost_options": [{"id": "s", "amount": 0}],
        "contacts": [{"id": "t", "name": "Ann", "title": "Manager", "phones": [
            {"id": "u", "number": "01234 1"}, {"id": "v", "number": "01234 2"}]}],
        "attributes": [{"id": "w", "link_type": "x", "taxonomy_term": {
            "id": "y", "name": "Youth Development", "description": "", "taxonomy": "Open Eligibility"}},
            {"id": "z", "label": "Something"}],
        "funding": [{"id": "f", "source": "Town"}]
    })
}

#[test]
fn a_service_of_others_is_read_and_what_is_left_out_is_listed() {
    for value in [
        foreign(),
        json!([foreign()]),
        json!({"services": [foreign()]}),
        json!({"total_items": 1, "empty": false, "contents": [foreign()]}),
    ] {
        let mut reading = read_json(&value);
        let row = reading.rows.remove(0);
        let resource = row.result.unwrap();
        assert_eq!(resource.categories, [Category::YouthWork]);
        assert_eq!(resource.provider.as_deref(), Some("Clubs Ltd"));
        assert_eq!(resource.hours.as_deref(), Some("Mo,Tu 14:00-16:00"));
        assert_eq!((resource.audience.min_age, resource.audience.max_age), (Some(6), Some(12)));
        assert_eq!(resource.address.note.as_deref(), Some("Town Hall"));
        assert_eq!(resource.place, None);
        assert_eq!(resource.cost, Some(Cost::Free));
        assert_eq!(resource.languages, ["ur"]);
        let contacts: Vec<_> = resource
            .contacts
            .iter()
            .map(|contact| {
                (contact.name.as_deref(), contact.phone.as_deref(), contact.email.as_deref())
            })
            .collect();
        assert_eq!(
            contacts,
            [
                (Some("Ann, Manager"), Some("01234 1"), None),
                (Some("Ann, Manager"), Some("01234 2"), None),
                (None, Some("+44 1234 5678"), None),
                (None, None, Some("club@club.example")),
            ]
        );
        let dropped: Vec<_> = row.dropped.iter().map(|error| error.code).collect();
        assert_eq!(
            dropped,
            [
                "bad_website",
                "bad_language",
                "bad_place",
                "bad_postcode",
                "more_places",
                "unknown_term"
            ]
        );
        let ignored: Vec<(&str, usize)> =
            reading.ignored.iter().map(|(field, count)| (field.as_str(), *count)).collect();
        assert_eq!(
            ignored,
            [
                ("addresses.country", 1),
                ("addresses.state_province", 1),
                ("alternate_name", 1),
                ("funding", 1),
                ("location.external_identifier", 1),
                ("organization.description", 1),
                ("phones.extension", 1),
            ]
        );
        assert_eq!(resource.id, read_json(&value).resources().unwrap()[0].id);
    }
}

#[test]
fn services_that_cannot_be_taken_say_why() {
    let wrong = |change: (&str, Value)| {
        let mut service = foreign();
        service[change.0] = change.1;
        let row = read_json(&service).rows.remove(0);
        let errors = row.result.unwrap_err();
        errors.into_iter().map(|error| error.code).collect::<Vec<_>>()
    };
    assert_eq!(wrong(("name", json!(7))), ["no_text"]);
    let mut service = foreign();
    service["attributes"] = Value::Null;
    let options = Options { default_category: Some(Category::Club), ..options() };
    let reading = read(service.to_string().as_bytes(), &options).unwrap();
    assert_eq!(reading.resources().unwrap()[0].categories, [Category::Club]);
}

#[test]
fn a_service_that_is_not_running_is_left_out_and_named() {
    let with = |status: &str, name: &str| {
        let mut service = foreign();
        (service["status"], service["name"], service["id"]) =
            (json!(status), json!(name), json!(name));
        service
    };
    let all = json!([with("active", "A"), with("defunct", "B"), with("temporarily closed", "C")]);
    let reading = read_json(&all);
    let rows: Vec<(usize, &str)> = reading.rows.iter().map(|row| (row.at, &*row.name)).collect();
    assert_eq!(rows, [(1, "A")]);
    let note = reading.notes.iter().find(|note| note.code == "hsds_stopped").unwrap();
    assert_eq!(note.values["services"], "2 „B“ (defunct), 3 „C“ (temporarily closed)");
    assert!(read_json(&with("active", "A")).notes.is_empty());
}

#[test]
fn services_without_a_known_term_come_in_as_institutions_and_the_report_says_so() {
    let mut service = foreign();
    service["attributes"] = json!([]);
    let row = read_json(&service).rows.remove(0);
    assert!(row.dropped.iter().any(|error| error.code == "category_assumed"), "{row:?}");
    assert_eq!(row.result.unwrap().categories, [Category::Institution]);
}

fn sport_with(field: &str, value: Value) -> Row {
    let mut service = json!({"id": "1", "name": "A", "status": "active"});
    service[field] = value;
    let options = Options { default_category: Some(Category::Sport), ..options() };
    read(service.to_string().as_bytes(), &options).unwrap().rows.remove(0)
}

#[test]
fn hours_that_cannot_be_written_stay_as_words_or_are_listed() {
    let monthly = json!({"freq": "MONTHLY", "bymonthday": "2", "description": "Once a month"});
    let row = sport_with("schedules", json!([monthly]));
    assert_eq!(row.result.unwrap().hours.as_deref(), Some("\"Once a month\""));
    assert_eq!(row.dropped[0].code, "hours_as_words");
    assert_eq!(row.dropped[0].values["value"], "Once a month");
    let row = sport_with("schedules", json!([{"freq": "MONTHLY", "bymonthday": "2"}]));
    assert_eq!(row.result.unwrap().hours, None);
    assert_eq!(row.dropped[0].code, "not_weekly");
    assert!(row.dropped[0].values["value"].contains("bymonthday"));
}

#[test]
fn prices_stand_in_the_note() {
    let options = |options: Value| {
        let resource = sport_with("cost_options", options).result.unwrap();
        (resource.cost, resource.cost_note)
    };
    let note = |text: &str| Some(text.to_owned());
    assert_eq!(
        options(json!([
            {"option": "Children", "amount": 0},
            {"option": "Others", "amount": "3.5", "currency": "eur", "amount_description": "a day"}
        ])),
        (Some(Cost::Paid), note("Children: 0\nOthers: 3.5 EUR a day"))
    );
    assert_eq!(options(json!([{"amount": 0, "currency": "gbp"}])), (Some(Cost::Free), None));
    assert_eq!(options(json!([{"option": "Ask us"}])), (None, note("Ask us")));
    assert_eq!(options(json!([])), (None, None));
    let old = sport_with("fees", json!("A small fee")).result.unwrap();
    assert_eq!(old.cost_note.as_deref(), Some("A small fee"));
}

#[test]
fn whatever_is_not_read_is_counted_however_deep_it_stands() {
    let service = json!({
        "id": "1", "name": "A", "status": "active", "organization_id": "9", "alert": " ",
        "required_documents": [{"id": "2", "document": "Passport"}],
        "schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "10:00", "closes_at": "12:00",
            "schedule_link": "https://club.example"}],
        "languages": [{"code": "ur", "note": "on Mondays"}],
        "contacts": [{"name": "Ann", "phones": [{"number": "01234 1", "type": "voice"}]}],
        "service_at_locations": [{"description": "Upstairs", "location": {
            "location_type": "physical", "accessibility": [{"description": "A ramp"}],
            "transportation": "Bus 1",
            "addresses": [
                {"address_1": "Weg 1", "city": "Ort", "state_province": "SH", "country": "DE"},
                {"address_1": "Postfach 2"}]}}],
        "organization": {"name": "Club", "description": "Club", "email": "a@club.example"}
    });
    let options = Options { default_category: Some(Category::Sport), ..options() };
    let reading = read(service.to_string().as_bytes(), &options).unwrap();
    let ignored: Vec<&str> = reading.ignored.keys().map(String::as_str).collect();
    assert_eq!(
        ignored,
        [
            "addresses",
            "languages.note",
            "location.accessibility",
            "location.transportation",
            "organization.email",
            "phones.type",
            "required_documents",
            "schedules.schedule_link",
            "service_at_locations.description",
        ]
    );
}

#[test]
fn mail_addresses_that_the_specification_does_not_know_come_back() {
    let mut resource = Resource::new(Uuid::from_u128(1), "Haus", Category::Sport);
    for email in ["anna@müller.example", "anna@haus.example", "a..b@haus.example"] {
        resource.contacts.push(Contact { email: Some(email.into()), ..Contact::default() });
    }
    let file = write([&record(resource.clone())], &CONTEXT);
    assert_eq!(spec::errors(&file, "[Service]"), Vec::<String>::new());
    assert_eq!(file[0]["email"], "anna@haus.example");
    assert_eq!(file[0]["contacts"][1]["email"], "anna@haus.example");
    assert_eq!(file[0]["contacts"][0]["email"], Value::Null);
    let reading = read_json(&file);
    assert!(reading.ignored.is_empty(), "{:?}", reading.ignored);
    assert_eq!(reading.resources().unwrap(), [resource]);
}

#[test]
fn one_page_of_several_is_said_to_be_one() {
    let page = json!({"total_pages": 3, "page_number": 2, "contents": [foreign()]});
    let reading = read_json(&page);
    assert_eq!(reading.notes[0].code, "hsds_page");
    assert_eq!(reading.notes.len(), 1);
}

#[test]
fn organisations_places_and_terms_are_not_taken_for_services() {
    for item in [
        json!({"id": "1", "name": "Clubs Ltd", "description": "Clubs", "legal_status": "Ltd"}),
        json!({"id": "2", "name": "Town Hall", "location_type": "physical"}),
        json!({"id": "3", "name": "Food", "description": "", "taxonomy": "Open Eligibility"}),
        json!({"id": "4", "name": "Clubs Ltd", "description": "Clubs"}),
        json!({"id": "5", "name": "Open Eligibility", "description": "", "uri": "https://a.example"}),
    ] {
        let page = json!({"contents": [item]});
        let Defects(defects) = read(page.to_string().as_bytes(), &options()).unwrap_err();
        assert_eq!(defects[0].code, "no_hsds", "{page}");
    }
}

#[test]
fn the_places_of_an_organisation_are_listed_as_left_out() {
    let reading = read_json(&json!({
        "id": "1", "name": "Clubs Ltd", "locations": [{"id": "2", "latitude": 53.7, "longitude": 10}],
        "services": [{"id": "3", "name": "Homework Club", "status": "active"}]
    }));
    assert_eq!(reading.ignored["organization.locations"], 1);
}

#[test]
fn files_that_are_something_else_are_refused() {
    for (file, code) in [
        ("name;ort", "no_json"),
        ("7", "no_hsds"),
        (r#"{"type": "FeatureCollection", "features": []}"#, "no_hsds"),
        ("[1]", "no_hsds"),
        (r#"{"name": "data", "resources": [{"path": "services.csv"}]}"#, "hsds_table"),
        (r#"{"service": [{"id": "1"}], "location": []}"#, "hsds_table"),
        (r#"{"contents": 1}"#, "no_hsds"),
    ] {
        let Defects(defects) = read(file.as_bytes(), &options()).unwrap_err();
        assert_eq!(defects[0].code, code, "{file}");
    }
    assert_eq!(read(b"[]", &options()).unwrap().notes[0].code, "no_rows");
}
