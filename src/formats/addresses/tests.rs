//! Registers are read whatever their layout, and everything that is wrong is named.

use proptest::prelude::*;

use super::*;
use crate::{
    domain::grid::{Grid, GridPoint},
    formats::defect::Defect,
};

fn town() -> Wanted {
    Wanted::City(Town {
        ags: "01060063".into(),
        names: vec!["Musterstadt".into()],
        neighbours: vec!["Nachbardorf".into()],
        postcodes: vec!["22846".into()],
    })
}

fn read_with(
    bytes: &[u8],
    columns: &str,
    epsg: Option<u32>,
    wanted: &Wanted,
) -> Result<Contents, Defect> {
    let grid = Grid::new(25832).unwrap();
    let at = |x: i64, y: i64| GridPoint::new(x * 100, y * 100);
    let columns = ColumnNames::read(columns).unwrap();
    let expected = Expected {
        grid: &grid,
        bounds: (at(560_000, 5_946_000), at(570_000, 5_958_000)),
        reach_m: 20_000.0,
        wanted,
        columns: &columns,
        epsg,
    };
    let input = Input { table: bytes, features: None, epsg: None };
    read(input, "x.csv", expected, &mut |_| true)
}

fn of(text: &str) -> Result<Contents, Defect> {
    read_with(text.as_bytes(), "", None, &town())
}

/// The only house of a file: street, number, postcode, quality, centimetres east.
fn only(contents: &Contents) -> (String, String, String, String, i64) {
    assert_eq!((contents.problems.len(), contents.listed.houses.len()), (0, 1), "{contents:?}");
    let house = &contents.listed.houses[0];
    let street = &contents.listed.streets[house.street as usize];
    (
        street.name.to_string(),
        house.number.to_string(),
        street.postcode.map(String::from).unwrap_or_default(),
        house.quality.as_ref().map(ToString::to_string).unwrap_or_default(),
        house.position.x,
    )
}

fn problems(contents: &Contents) -> Vec<(u32, Option<What>, Kind)> {
    contents.problems.iter().map(|problem| (problem.at, problem.what, problem.kind)).collect()
}

const OLDER: &str = "N;DESH000000000001;A;01;0;60;063;0000;00012;5;a;32565465,805;5951900,250;\
                     Große Straße;22846;Musterstadt;;\r\n";

#[test]
fn all_layouts_of_hk_de_say_the_same() {
    let house = ("Große Straße".into(), "5a".into(), "22846".into(), "A".into(), 56_546_581);
    let older = of(OLDER).unwrap();
    assert_eq!(only(&older), house);
    assert_eq!(older.about.format, Format::HkDe { heading: false });
    assert_eq!(older.about.crs, [(4647, 1)]);
    assert_eq!(&*older.listed.houses[0].id, "DESH000000000001");
    assert_eq!(&*older.listed.streets[0].key, "0106006300012");
    let heading =
        "NBA;OI;QUA;LAN;RBZ;KRS;GMD;OTT;SSS;HNR;ADZ;EEEEEEEE,EEE;NNNNNNN,NNN;STN;PLZ;ONM;ZON;POT\n";
    let headed = of(&format!("{heading}{OLDER}")).unwrap();
    assert_eq!(only(&headed), house);
    assert_eq!(
        (headed.about.format, headed.listed.houses[0].at),
        (Format::HkDe { heading: true }, 2)
    );
    let heading = "nba;oid;qua;landschl;land;regbezschl;regbez;kreisschl;kreis;gmdschl;gmd;ottschl;ott;\
                   strschl;str;hnr;adz;zone;ostwert;nordwert;postplz;postonm;postonmzus;postott\r\n";
    let row = "N;DESH000000000001;A;01;Land;0;;60;Kreis;063;Musterstadt;0000;;00012;Große Straße;5;a;32;\
               565465.805;5951900.250;22846;Musterstadt;;\r\n";
    let newer = of(&format!("{heading}{row}")).unwrap();
    assert_eq!(only(&newer), house);
    assert_eq!(newer.about.crs, [(25832, 1)]);
    assert_eq!(only(&of(row).unwrap()), house);
    // Headings stay headings before many rows.
    let rows: String = (10..40).map(|id| row.replace("000001;A", &format!("0000{id};A"))).collect();
    let many = of(&format!("{heading}{rows}")).unwrap();
    assert_eq!((many.listed.houses.len(), problems(&many)), (30, vec![]));
    // Without postcode and town, with a day behind the street.
    let short = OLDER.replace("22846;Musterstadt;;", "2026-01-01");
    assert_eq!(only(&of(&short).unwrap()).2, "");
    let spreadsheet = OLDER.replace(";01;0;60;063;", ";1;0;60;63;");
    assert_eq!(only(&of(&spreadsheet).unwrap()), house);
}

#[test]
fn letters_and_line_ends_do_not_matter() {
    let latin: Vec<u8> =
        OLDER.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(OLDER.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xef\xbb\xbf", OLDER.as_bytes()].concat();
    let blank = format!("\r\n{OLDER}\r\n;;;;;;;;;;;;;;;;;\r\n");
    let remark = format!("# Stand 2026\n{OLDER}\n\n");
    for bytes in
        [latin, utf16, marked, blank.into_bytes(), remark.into_bytes(), OLDER.trim_end().into()]
    {
        let contents = read_with(&bytes, "", None, &town()).unwrap();
        assert_eq!(only(&contents).0, "Große Straße");
        assert_eq!(contents.rows, 1);
    }
}

#[test]
fn tables_of_states_and_cities_are_read_by_their_headings() {
    let table = "STN;HNR;ADZ;PLZ;ONM;X;Y\nAm Markt;7;;22846;Musterstadt;565465,80;5951900,25\n\
                 Am Markt;8;;22850;Nachbardorf;565465,80;5951900,25\n";
    let contents = of(table).unwrap();
    assert_eq!(only(&contents).1, "7");
    assert_eq!(contents.skipped.get("22850 Nachbardorf"), Some(&1));
    let degrees = "id,strasse,hausnummer,lon,lat\n1,Am Markt,7 b,9.99,53.71\n";
    let contents = of(degrees).unwrap();
    assert_eq!((only(&contents).1, contents.about.crs), ("7b".into(), vec![(4326, 1)]));
    assert_eq!(&*contents.listed.houses[0].id, "");
    let named = "Name|Nr|Rechts|Hoch\nAm Markt|7|3565300|5953850\n";
    let columns = "street=Name,number=nr,x=Rechts,y=Hoch";
    let contents = read_with(named.as_bytes(), columns, Some(31467), &town()).unwrap();
    assert_eq!(contents.about.crs, [(31467, 1)]);
    assert_eq!(only(&contents).1, "7");
    let zone = "street,number,x,y\nA,1,168800,5962700\n";
    let contents = of(zone).unwrap();
    assert_eq!(contents.about.crs, [(25833, 1)], "{contents:?}");
}

#[test]
fn what_is_not_clear_is_refused_with_what_was_found() {
    let code = |text: &str, columns: &str| {
        read_with(text.as_bytes(), columns, None, &town()).unwrap_err().code
    };
    assert_eq!(code("", ""), "address_empty");
    assert_eq!(code("\r\n\n", ""), "address_empty");
    assert_eq!(code("street,number,x,y\n", ""), "address_empty");
    assert_eq!(
        code("K;01;0;60;063;Musterstadt\nK;01;0;60;005;Dorf\n", ""),
        "address_columns_missing"
    );
    assert_eq!(code("street,strasse,number,x,y\na,b,1,1,1\n", ""), "address_columns_alike");
    assert_eq!(code("street,number,x,y,lon,lat\na,1,1,1,1,1\n", ""), "address_columns_alike");
    assert_eq!(code("street,number,x,y\na,1,1,1\n", "street=name"), "address_column");
    assert_eq!(code("street,number,x,y\na,1,3565300,5953850\n", ""), "address_no_crs");
    assert_eq!(code(&OLDER.replace("N;DESH", "A;DESH"), ""), "address_differences");
    assert_eq!(code(&OLDER.replace(";063;", ";005;"), ""), "address_other_municipality");
    assert_eq!(code(&OLDER.replace(";5;a;", ";0;;"), ""), "address_no_houses");
    assert_eq!(code("street,number,x,y\n\"a,1,1,1\n", ""), "open_quote");
    assert_eq!(code("PK\u{3}\u{4}\u{81}\u{8d}\u{0}", ""), "address_columns_missing");
    assert!(ColumnNames::read("street=a,nonsense=b").is_err());
    let key = Wanted::Key("01060".into());
    assert_eq!(read_with(OLDER.as_bytes(), "", None, &key).unwrap().rows, 1);
    let no_keys = read_with(b"street,number,x,y\na,1,565300,5951900\n", "", None, &key);
    assert_eq!(no_keys.unwrap_err().code, "address_no_keys");
}

#[test]
fn every_problem_of_every_row_is_named_with_its_line() {
    let row = |street: &str, number: &str, plz: &str, x: &str, y: &str| {
        format!("\"{street}\";{number};{plz};{x};{y}\n")
    };
    let good = row("Am Markt", "7", "22846", "565465,80", "5951900,25");
    let text = [
        "Straße;HNR;PLZ;X;Y\n".to_owned(),
        good.clone(),
        row("", "x", "1", "a", "b"),
        "\n".to_owned(),
        row("Zwei\nZeilen", "7", "22846", "565465,80", "5951900,25"),
        row("A", "7", "", "5951900,25", "565465,80"),
        row("A", "7", "", "965465,80", "5951900,25"),
        row("A", "7", "", "565465,80", "5251900,25"),
        "A;7\n".to_owned(),
        row("MÃ¼hlenweg", "0", "", "565465,80", "5951900,25"),
        good,
    ];
    let contents = of(&text.concat()).unwrap();
    assert_eq!(
        problems(&contents),
        [
            (3, Some(What::Street), Kind::Missing),
            (3, Some(What::Postcode), Kind::NoPostcode),
            (3, Some(What::X), Kind::NoNumber),
            (3, Some(What::Number), Kind::NoHouseNumber),
            (5, Some(What::Street), Kind::NoText),
            (7, Some(What::X), Kind::Swapped),
            (8, Some(What::X), Kind::NoSystem),
            (9, Some(What::X), Kind::FarAway(694)),
            (10, None, Kind::Cells(5)),
            (11, Some(What::Street), Kind::Garbled),
        ]
    );
    assert_eq!(contents.listed.houses.last().unwrap().at, 12);
    let words = contents.defect(&contents.problems[1], "x.csv").to_string();
    assert!(words.starts_with("x.csv, Zeile 3, „PLZ“: „1“ ist keine Postleitzahl."), "{words}");
}

#[test]
fn a_row_in_another_encoding_is_named() {
    let text = [
        OLDER.as_bytes(),
        b"N;X;A;01;0;60;063;0000;00012;5;b;32565465,805;5951900,250;Stra\xdfe;;;;\n",
    ]
    .concat();
    let contents = read_with(&text, "", None, &town()).unwrap();
    assert_eq!(problems(&contents), [(2, None, Kind::Encoding)]);
    assert_eq!(contents.about.encoding, Encoding::Utf8);
}

#[test]
fn named_systems_hold() {
    let text = "street,number,x,y\nA,1,32565465.80,5951900.25\n";
    let read = |epsg| read_with(text.as_bytes(), "", Some(epsg), &town()).unwrap();
    assert_eq!(only(&read(4647)).4, 56_546_580);
    assert_eq!(only(&read(25832)).4, 56_546_580);
    assert_eq!(problems(&read(25833)), [(2, Some(What::X), Kind::OtherZone(32))]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_read_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_with(&bytes, "", None, &town());
        let _ = read_with(&bytes, "street=a,number=b,x=c,y=d", Some(31467), &Wanted::All);
    }

    #[test]
    fn no_broken_row_makes_it_panic(
        heading in prop::sample::select(vec![
            "",
            "street,number,suffix,x,y\n",
            "STN;HNR;ADZ;PLZ;ONM;ags;lon;lat\n",
            "nba;oid;qua;landschl;regbezschl;kreisschl;gmdschl;str;hnr;adz;zone;ostwert;nordwert\n",
        ]),
        pieces in prop::collection::vec(prop::sample::select(vec![
            ";", ",", ";;;", "\n", "\r\n", "\"", "Straße", "Ã¼", "\u{fffd}", "12", "0", "a", "1/2", "99999999999999",
            "-", "32565465,805", "5951900.25", "01060063", "01;0;60;063", "9.9", "53.7", "1e999", "N", OLDER,
        ]), 0..80),
    ) {
        let text = format!("{heading}{}", pieces.concat());
        for wanted in [town(), Wanted::All, Wanted::Key("01".into())] {
            if let Ok(contents) = read_with(text.as_bytes(), "", None, &wanted) {
                for problem in contents.problems.iter().chain(&contents.hints) {
                    prop_assert!(!contents.defect(problem, "x").to_string().is_empty());
                }
            }
        }
    }
}
