use proptest::prelude::*;

use super::*;
use crate::domain::resource::{Category, Cost, Visibility, arbitrary};

fn options() -> Options<'static> {
    Options { file: "a.csv", source: "ring", default_category: None }
}

fn reading(text: &str) -> Reading {
    read(text.as_bytes(), &options()).unwrap()
}

fn defects(text: &str) -> Vec<(&'static str, Option<String>)> {
    let Defects(defects) = read(text.as_bytes(), &options()).unwrap_err();
    defects.iter().map(|defect| (defect.code, defect.values.get("nearest").cloned())).collect()
}

/// Field and code of everything that is wrong with the first row.
fn wrong(text: &str) -> Vec<(String, &'static str)> {
    let row = reading(text).rows.remove(0);
    row.result.unwrap_err().into_iter().map(|error| (error.field, error.code)).collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(resources in prop::collection::vec(arbitrary::resource(), 1..4)) {
        let file = write(&resources);
        let reading = read(&file, &options()).unwrap();
        prop_assert_eq!(reading.resources(), Some(resources));
        prop_assert!(reading.notes.is_empty());
    }
}

#[test]
fn no_written_cell_is_a_formula() {
    let mut resource = Resource::new(uuid::Uuid::nil(), "=HYPERLINK(1)", Category::Sport);
    resource.description = Some("<script>alert(1)</script>".into());
    let file = String::from_utf8(write([&resource])).unwrap();
    assert!(file.contains(",'=HYPERLINK(1),"), "{file}");
    assert!(file.contains(",<script>alert(1)</script>,"), "{file}");
}

#[test]
fn german_columns_semicolons_and_windows_1252_are_read() {
    let file = "Name;Kategorien;Stra\u{df}e;PLZ;Ort;L\u{e4}ngengrad;Breitengrad;Telefon;E-Mail;\
                Telefon 2;Kosten;Nur mit Termin;Sichtbarkeit;Beschreibung:tr;Beschreibung:tr:origin\r\n\
                Haus;sport|culture;Am Park 1;22844;Ort;9,99;53,7;040 123;a@b.example;040 9;free;ja;\
                office;Merhaba;machine\r\n";
    let bytes: Vec<u8> = file.chars().map(|c| c as u8).collect();
    let reading = read(&bytes, &options()).unwrap();
    assert_eq!(reading.notes[0].code, "windows_1252");
    let [resource] = reading.resources().unwrap().try_into().unwrap();
    assert_eq!(resource.categories, [Category::Sport, Category::Culture]);
    assert_eq!(resource.address.street.as_deref(), Some("Am Park 1"));
    assert_eq!(resource.place.unwrap().lon, 9.99);
    assert_eq!(resource.contacts.len(), 2);
    assert_eq!(resource.contacts[0].email.as_deref(), Some("a@b.example"));
    assert_eq!(resource.cost, Some(Cost::Free));
    assert!(resource.appointment_only);
    assert_eq!(resource.visibility, Visibility::Office);
    assert_eq!(resource.translations["tr"].len(), 1);
}

#[test]
fn a_second_import_of_a_file_without_ids_finds_the_same_entries() {
    let first = reading("name,categories,street\nHaus,sport,Weg 1\n").resources().unwrap();
    let again = reading("categories,name,street\nculture, Haus,Weg 1\n").resources().unwrap();
    assert_eq!(first[0].id, again[0].id);
    let Reading { rows, .. } = reading("name,categories\nHaus,sport\nHaus,sport\n");
    assert!(rows[0].result.is_ok());
    assert_eq!(rows[1].result.as_ref().unwrap_err()[0].code, "double_entry");
}

#[test]
fn unknown_columns_are_named_with_the_nearest_known_one() {
    let near = |column: &str| ("unknown_column", Some(column.to_owned()));
    assert_eq!(
        defects("name,Beschreibng,kategori\nHaus,,\n"),
        [near("description"), near("categories")]
    );
    assert_eq!(defects("name,Name\n"), [("double_column", None)]);
    assert_eq!(
        defects("id,organization_id,name,status\n1,2,Haus,active\n"),
        [("hsds_table", None)]
    );
    assert_eq!(defects("id,location_id,number\n1,2,040 12\n"), [("hsds_table", None)]);
}

#[test]
fn a_file_without_header_is_refused() {
    for text in ["", "Haus am Park,sport\n", "\n"] {
        assert_eq!(defects(text), [("no_header", None)], "{text}");
    }
}

#[test]
fn a_file_that_breaks_off_within_quotation_marks_is_refused() {
    assert_eq!(defects("name,categories\nHaus,sport\n\"Hof,sport\n"), [("open_quote", None)]);
}

#[test]
fn every_wrong_cell_is_named_with_its_line() {
    let text = "id,name,categories,cost,lon,lat,min_age,toilet,reach,name:en\n\
                17,,sprot,cheap,10,,alt,vielleicht,dorf,House\n";
    assert_eq!(
        wrong(text),
        [
            ("categories", "unknown_code"),
            ("lat", "half_place"),
            ("cost", "unknown_code"),
            ("reach", "bad_reach"),
            ("min_age", "bad_number"),
            ("toilet", "bad_truth"),
            ("name:en:origin", "origin_missing"),
            ("id", "bad_id"),
        ]
        .map(|(field, code)| (field.to_owned(), code))
    );
    assert_eq!(wrong("name,categories\nHaus\n"), [("categories".into(), "category_missing")]);
    for text in ["name\nHaus,sport\n", "name,\nHaus,sport\n"] {
        assert!(wrong(text).contains(&(String::new(), "too_many_cells")), "{text}");
    }
    assert!(reading("name,categories,,\nHaus,sport,,\n").resources().is_some());
    assert_eq!(
        wrong("name,categories,lon,lat\nHaus,sport,53.7,10\n"),
        [("place".into(), "swapped_place")]
    );
    let text = "name,categories\n\"Haus\nzwei\",sport\n\nRest,sport\nEnde,sport\n";
    // Unix, Windows, old Macs.
    for end in ["\n", "\r\n", "\r"] {
        let rows = reading(&text.replace('\n', end)).rows;
        assert_eq!(rows.iter().map(|row| row.at).collect::<Vec<_>>(), [2, 5, 6]);
    }
}

#[test]
fn a_category_for_all_is_taken_where_none_is_given() {
    let options = Options { default_category: Some(Category::Club), ..options() };
    let reading = read(b"name,categories\nHaus,\nHof,sport\n", &options).unwrap();
    let categories: Vec<_> =
        reading.resources().unwrap().into_iter().map(|resource| resource.categories).collect();
    assert_eq!(categories, [[Category::Club], [Category::Sport]]);
}

#[test]
fn bare_carriage_returns_end_lines_in_every_message() {
    let Defects(defects) =
        read(b"name,categories\rHaus,sport\r\"Hof,sport\r", &options()).unwrap_err();
    assert_eq!((defects[0].code, defects[0].values["line"].as_str()), ("open_quote", "3"));
    let rows = reading("name;categories\rHaus;sport,x\rHof;sport\r").rows;
    assert_eq!(rows.iter().map(|row| row.at).collect::<Vec<_>>(), [2, 3]);
}
