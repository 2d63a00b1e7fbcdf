//! The shipped dataset, asked through the service.

#[path = "../common/mod.rs"]
mod common;
mod elsewhere;
#[path = "../../benches/streets/names.rs"]
mod names;
#[path = "../../benches/streets/random.rs"]
mod random;

use std::sync::LazyLock;

use common::SERVICE;
use sozialraum::{
    domain::{
        assign::{Question, Status},
        city::Dataset,
        directory::{OfficialEntry, Quality, Street},
        grid::GridPoint,
        resource::{Category, Reach, Resource},
    },
    formats::folder::{
        self,
        write::{self, About},
    },
};

static DATASET: LazyLock<Dataset> = LazyLock::new(|| folder::read_sound(&common::data()).unwrap());

fn ask(text: &str) -> sozialraum::domain::assign::Answer {
    SERVICE.assign(&Question::Line(text.into()), None).unwrap()
}

/// 40 m to either side of the middle of each border lie the two areas that it divides, and it is
/// the nearest border.
#[test]
fn both_sides_of_every_border_belong_to_the_areas_it_divides() {
    let city = SERVICE.city();
    let edition = SERVICE.on(None).unwrap().edition;
    let mut looked_at = 0;
    for border in edition.partition.borders() {
        let name = &border.line().expect("every border has a name").name;
        // The middle of the longest straight piece, so that no bend is nearer.
        let Some(piece) = border
            .points()
            .windows(2)
            .max_by(|a, b| a[0].distance_m(a[1]).total_cmp(&b[0].distance_m(b[1])))
        else {
            continue;
        };
        let (a, b) = (piece[0], piece[1]);
        let length = a.distance_m(b) * 100.0;
        let (dx, dy) = ((b.x - a.x) as f64 / length, (b.y - a.y) as f64 / length);
        let middle = ((a.x + b.x) as f64 / 2.0, (a.y + b.y) as f64 / 2.0);
        for (side, face) in [(1.0, border.left()), (-1.0, border.right())] {
            let point =
                GridPoint::nearest(middle.0 - side * 4_000.0 * dy, middle.1 + side * 4_000.0 * dx);
            let near = edition.locator.nearest_border(point).unwrap();
            let found = edition.partition.border(near.border);
            if found.line().map(|line| &line.name) != Some(name) {
                continue; // Another border is closer than 40 m: nothing to say about this one.
            }
            looked_at += 1;
            assert_eq!(edition.face_at(point), face, "{name}");
            let position = city.grid.to_lonlat(point);
            let answer =
                SERVICE.assign(&Question::Position { position, precision_m: 0.0 }, None).unwrap();
            assert_eq!(answer.border.unwrap().name, *name);
        }
    }
    assert!(looked_at >= edition.partition.borders().len(), "only {looked_at} sides looked at");
}

#[test]
fn what_people_type_is_read() {
    for (text, street, number) in [
        ("Ulzburger Str. 308", "Ulzburger Straße", "308"),
        ("22846 Norderstedt, Rathausallee 50", "Rathausallee", "50"),
        ("Oadby and Wigston Str 12", "Oadby-and-Wigston-Straße", "12"),
        ("Am Knick 20, Norderstedt", "Am Knick", "20"),
        ("Ulzburger Straße 116 c", "Ulzburger Straße", "116c"),
        ("ulzburgerstrasse 308b", "Ulzburger Straße", "308b"),
        ("Poppenbuetteler Strasse 230", "Poppenbütteler Straße", "230"),
        ("POPPENBÜTTELER STR.230", "Poppenbütteler Straße", "230"),
    ] {
        let address = ask(text).address.unwrap();
        assert_eq!(address.street.as_deref(), Some(street), "{text}");
        assert_eq!(address.house_number.as_deref(), Some(number), "{text}");
        assert!(address.score > 0.9, "{text}");
    }
}

#[test]
fn where_a_street_lies_in_one_sozialraum_an_unknown_number_has_a_team() {
    let city = SERVICE.city();
    let edition = SERVICE.on(None).unwrap().edition;
    let mut asked = 0;
    for (id, street) in city.directory.street_ids() {
        let Some(face) = edition.extent(id).whole else { continue };
        let answer = ask(&format!("{} 9999", street.name));
        if answer.address.as_ref().and_then(|a| a.street.as_ref()) != Some(&street.name) {
            continue; // Two streets of the same writing.
        }
        asked += 1;
        assert_eq!(answer.status, Status::UnknownHouseNumber, "{}", street.name);
        let team = city.organisation.team_of(&edition.sozialraum(face).id).unwrap();
        assert_eq!(answer.team.as_ref().map(|t| &t.id), Some(&team.id), "{}", street.name);
    }
    assert!(asked > 400, "only {asked} streets lie in one Sozialraum");
}

#[test]
fn nearly_every_known_address_has_a_team() {
    let city = SERVICE.city();
    let (mut asked, mut answered) = (0, 0);
    for (id, street) in city.directory.street_ids() {
        for known in city.directory.numbers(id).iter().filter(|known| known.confidence >= 0.5) {
            asked += 1;
            let question = Question::Parts {
                street: street.name.clone(),
                house_number: Some(known.number.to_string()),
                postcode: None,
                town: None,
            };
            answered += usize::from(SERVICE.assign(&question, None).unwrap().team.is_some());
        }
    }
    assert!(answered * 100 >= asked * 93, "{answered} of {asked}");
}

fn on_grid(resource: &Resource) -> Option<GridPoint> {
    resource.place.map(|place| SERVICE.city().grid.to_grid(place).unwrap())
}

#[test]
fn every_resource_says_where_it_is_from_and_lies_in_the_city_or_is_for_more_than_its_place() {
    let edition = SERVICE.on(None).unwrap().edition;
    assert!(DATASET.resources.len() > 500);
    for resource in &DATASET.resources {
        let name = &resource.name;
        assert!(resource.source.is_some() && resource.licence.is_some(), "{name}");
        match on_grid(resource) {
            Some(place) => assert!(edition.face_at(place).is_some(), "{name} lies outside"),
            None => assert_ne!(resource.reach, Reach::Place, "{name} is nowhere"),
        }
    }
}

/// Nobody guessed: hours, ages, contacts and prices stand only where a source gives them.
#[test]
fn no_resource_knows_more_than_its_source() {
    let named = |known: &dyn Fn(&Resource) -> bool| -> Vec<&str> {
        let known = DATASET.resources.iter().filter(|resource| known(resource));
        known.map(|resource| resource.name.as_str()).collect()
    };
    assert_eq!(named(&|r| r.hours.is_some() || r.contact_hours.is_some()), ["JUMI"]);
    assert_eq!(named(&|r| r.audience.min_age.is_some()), ["JUMI"]);
    assert_eq!(named(&|r| r.audience.max_age.is_some()), ["Frühe Hilfen"]);
    assert_eq!(named(&|r| r.address.postcode.is_some()), ["Rathaus Norderstedt"]);
    let unknown = |r: &Resource| {
        r.contacts.is_empty() && r.website.is_none() && r.cost.is_none() && r.languages.is_empty()
    };
    assert_eq!(named(&|r| !unknown(r)), Vec::<&str>::new());
}

#[test]
fn no_resource_is_there_twice() {
    for (index, resource) in DATASET.resources.iter().enumerate() {
        for other in &DATASET.resources[index + 1..] {
            if resource.name != other.name || resource.categories[0] != other.categories[0] {
                continue;
            }
            let (Some(a), Some(b)) = (on_grid(resource), on_grid(other)) else {
                panic!("{} has no place and is there twice", resource.name);
            };
            assert!(a.distance_m(b) > 50.0, "{} is there twice", resource.name);
        }
    }
}

#[test]
fn the_four_youth_houses_are_on_the_map_in_their_sozialraeume() {
    let edition = SERVICE.on(None).unwrap().edition;
    for (name, street, sozialraum) in [
        ("Jugendhaus Glockenheide", "Glockenheide 42", "friedrichsgabe"),
        ("JUMI", "Rathausallee 33a", "mitte"),
        ("Jugendfreizeitheim Buschweg", "Am Knick 20", "garstedt"),
        ("Jugendhaus Atrium", "Poppenbütteler Straße 230", "glashuette"),
    ] {
        let house = DATASET.resources.iter().find(|resource| resource.name == name).unwrap();
        assert_eq!(house.categories, [Category::YouthWork], "{name}");
        assert_eq!(house.address.street.as_deref(), Some(street));
        let face = edition.face_at(on_grid(house).unwrap()).unwrap();
        assert_eq!(edition.sozialraum(face).id, sozialraum, "{name}");
    }
}

/// The census counts whole cells; shared out by area, their sum is what the source gives for the
/// city: about 74,000 people, 11,131 of them under 18.
#[test]
fn the_people_of_the_sozialraeume_add_up_to_those_of_the_city() {
    let edition = SERVICE.on(None).unwrap().edition;
    let people = DATASET.population.as_ref().unwrap();
    assert_eq!(people.cells.len(), 195);
    let estimates = people.estimate(&edition.partition);
    let sum = |of: fn(&sozialraum::domain::population::Estimate) -> f64| -> f64 {
        estimates.iter().map(of).sum()
    };
    assert!((sum(|e| e.minors) - 11_131.0).abs() < 20.0, "{estimates:?}");
    assert!((sum(|e| e.total) - 73_749.0).abs() < 100.0, "{estimates:?}");
    assert!((sum(|e| e.area_m2) - 58.1e6).abs() < 0.1e6);
    // Under 18 for each of the 2, 4, 4 and 3 posts of the ASD.
    let per_post =
        [("friedrichsgabe", 2.0), ("mitte", 4.0), ("garstedt", 4.0), ("glashuette", 3.0)]
            .map(|(id, posts)| estimates.iter().find(|e| e.id == id).unwrap().minors / posts);
    for (found, expected) in per_post.into_iter().zip([1_440.0, 840.0, 620.0, 790.0]) {
        assert!((found - expected).abs() < 15.0, "{per_post:?}");
    }
}

#[test]
fn places_of_the_map_are_found_by_their_names() {
    let ask = |text: &str| SERVICE.assign_or_place(&Question::Line(text.into()), None).unwrap();
    for text in [
        "Lise-Meitner-Gymnasium",
        "lise meitner gymnasium",
        "Lise-Meitner-Gymnasium, 22844 Norderstedt",
        "Grundschule Heidberg",
    ] {
        let answer = ask(text);
        assert_eq!(answer.address.unwrap().street, None, "{text}");
        assert!(["named_place", "near_border"].contains(&answer.reason.code), "{text}");
        assert!(answer.border.is_some(), "{text}");
    }
    // Several places, one that may be a street elsewhere, and a slip: a person chooses.
    for (text, code) in [
        ("Aldi", "places_of_this_name"),
        ("Stadtpark", "places_of_this_name"),
        ("Lise-Meitner-Gymnasum", "unknown_street"),
    ] {
        let answer = ask(text);
        assert_eq!((answer.reason.code, answer.team), (code, None), "{text}");
        assert!(answer.candidates[0].position.is_some() && answer.candidates[0].team.is_some());
    }
    // Of streets and places, that which is closer by its letters comes first.
    for (text, first) in
        [("Grundschule Heidbreg", "Grundschule Heidberg"), ("Rathausale", "Rathausallee")]
    {
        let label = &ask(text).candidates[0].label;
        assert!(label.starts_with(first), "{text}: {label}");
    }
    // A number belongs to a street, and a known street is none of the places.
    assert_eq!(ask("Grundschule Heidberg 5").status, Status::UnknownStreet);
    // A street and a place: nothing is left to ask only when both lead to one team.
    let both = ask("Herold-Center");
    assert!(both.team.is_some() || both.reason.code == "street_or_place", "{both:?}");
    assert_eq!(ask("Rathausallee 50").address.unwrap().street.as_deref(), Some("Rathausallee"));
    let suggested = |text: &str| SERVICE.suggest_places(text, 3)[0].name.to_owned();
    assert_eq!(suggested("herold"), "Herold-Center");
    assert_eq!(suggested("Grundschule Heidb"), "Grundschule Heidberg");
}

#[test]
fn the_folder_written_again_describes_the_same_city() {
    let description = folder::read(&common::data()).description.unwrap();
    let about = About {
        licence: description.licence,
        licence_text: "ODbL".into(),
        sources: description.sources,
        readme: String::new(),
        places: Vec::new(),
    };
    let root = tempfile::tempdir().unwrap();
    let target = root.path().join("again");
    let mut dataset = DATASET.clone();
    // What an official register adds.
    let of_register = |postcode: Option<&str>| OfficialEntry {
        id: "DESH000000000001".into(),
        quality: Some(Quality::Parcel),
        postcode: postcode.map(|code| code.parse().unwrap()),
    };
    dataset.points[0].official = Some(Box::new(of_register(Some("22846"))));
    dataset.points[1].official = Some(Box::new(of_register(None)));
    dataset.streets.push(Street { name: "Neu".into(), kind: "street".into(), ..Street::default() });
    let files = write::files(&dataset, &about).unwrap();
    write::put(&target, false, &files, |_| Ok::<(), String>(())).unwrap();
    let again = folder::read(&target);
    assert_eq!(again.defects, []);
    let again = again.dataset.unwrap();
    assert_eq!(again.info, DATASET.info);
    assert_eq!(again.attribution, DATASET.attribution);
    assert_eq!(again.limit, DATASET.limit);
    assert_eq!(again.editions, DATASET.editions);
    assert_eq!(again.municipalities, DATASET.municipalities);
    assert_eq!(again.parts, DATASET.parts);
    assert_eq!(again.streets, dataset.streets);
    assert_eq!(again.points, dataset.points);
    assert_eq!(again.organisation, DATASET.organisation);
    assert_eq!(again.resources, DATASET.resources);
    assert_eq!(again.school_holidays, DATASET.school_holidays);
    assert_eq!(again.population, DATASET.population);
    assert_eq!(again.layers, DATASET.layers);
}
