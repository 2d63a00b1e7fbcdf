//! Files of street rules, on the test city.

use super::*;
use crate::domain::{assign::tests::fixture::dataset, directory::Directory};

fn lines(defects: &[Defect]) -> Vec<String> {
    defects.iter().map(ToString::to_string).collect()
}

#[test]
fn rules_are_read_and_written_the_same() {
    let text = "\u{feff}street,numbers,sozialraum,reason\n\
                Langer Damm,\"1–9 ung., 12\",west,Beschluss 2020\n\
                Westerwiese,,east,\"gesamt, seit 2015\"\n";
    let (rows, defects) = read(text.as_bytes(), "rules.csv");
    assert_eq!(lines(&defects), [""; 0]);
    assert_eq!(
        rows.iter().map(|row| (row.line, row.edition)).collect::<Vec<_>>(),
        [(2, None), (3, None)]
    );
    let rules = of_edition(&rows, 1);
    assert_eq!(rules[0].id, "langer-damm-1");
    assert!(rules[1].numbers.is_whole());
    assert_eq!(String::from_utf8(write(&[(1, &rules)])).unwrap(), text);
    let (again, _) = read(&write(&[(1, &rules), (2, &rules[..1])]), "rules.csv");
    assert_eq!(
        again.iter().map(|row| row.edition).collect::<Vec<_>>(),
        [Some(1), Some(1), Some(2)]
    );
    assert_eq!(of_edition(&again, 1), rules);
    assert_eq!(of_edition(&again, 2), rules[..1]);
}

#[test]
fn spreadsheets_may_separate_by_semicolons() {
    let text =
        "Street;Numbers;Sozialraum;Reason;\r\n\r\nLanger Damm;1-9 ung., 12;west;Beschluss;\r\n";
    let (rows, defects) = read(text.as_bytes(), "rules.csv");
    assert_eq!((lines(&defects).len(), rows.len(), rows[0].line), (0, 1, 3));
}

#[test]
fn what_is_wrong_is_named_with_line_and_field() {
    let text = "street,numbers,sozialraum,reason,edition\n\
                Langer Damm,12-,west,x,\n\
                ,1,,,\n\
                Langer Damm,1, 2,west,x,1\n\
                Langer Damm,1,west,x,eins\n";
    let (rows, defects) = read(text.as_bytes(), "rules.csv");
    assert!(rows.is_empty());
    let said = lines(&defects);
    for (line, words) in [
        "Zeile 2, „numbers“: Die Hausnummern sind so nicht lesbar: Am Ende: Hier fehlt eine Hausnummer",
        "Zeile 3, „street“: Der Text fehlt",
        "Zeile 3, „sozialraum“: Der Text fehlt",
        "Zeile 3, „reason“: Der Text fehlt",
        "Zeile 4: ",
        "Zeile 5, „edition“: ",
    ]
    .into_iter()
    .enumerate()
    {
        assert!(said[line].starts_with(&format!("rules.csv, {words}")), "{}", said[line]);
    }
    let (_, defects) = read(b"street,number,sozialraum,reason\n", "rules.csv");
    assert_eq!(
        defects.iter().map(|d| d.code).collect::<Vec<_>>(),
        ["unknown_rule_column", "missing_column"]
    );
}

#[test]
fn rules_are_held_against_streets_and_editions() {
    let data = dataset();
    let directory = Directory::new(data.streets, data.points);
    let text = "street,numbers,sozialraum,reason,edition\n\
                Langer Dam,1,west,x,\n\
                Langer Damm,1,north,x,\n\
                Langer Damm,1-5,west,x,\n\
                Langer Damm,5-9 ung.,east,x,\n\
                Langer Damm,500,east,x,\n\
                Langer Damm,600,east,x,7\n";
    let (rows, defects) = read(text.as_bytes(), "rules.csv");
    assert_eq!(lines(&defects), [""; 0]);
    let (defects, hints) = check(&rows, "rules.csv", &data.editions, &directory);
    let said = |defects: &[Defect]| {
        let short = defects.iter().map(|d| (d.feature.clone().unwrap_or_default(), d.code));
        short.map(|(line, code)| format!("{line} {code}")).collect::<Vec<_>>()
    };
    assert_eq!(
        said(&defects),
        [
            "Zeile 7 unknown_edition",
            "Zeile 2 rule_street",
            "Zeile 3 rule_sozialraum",
            "Zeile 4 rules_contradict",
            "Zeile 5 rules_contradict"
        ]
    );
    assert_eq!(said(&hints), ["Zeile 6 rule_unused"]);
    let text = defects[4].to_string();
    assert!(text.contains("5") && text.contains("Zeile 4") && text.contains("west"), "{text}");
    assert!(defects[1].to_string().contains("„Langer Damm“"));
}

#[test]
fn a_place_is_read_and_written_where_a_rule_names_one() {
    let text = "street,numbers,sozialraum,reason,place\nAm Markt,1-9,nord,Beschluss,Oberdorf\n\
                Am Markt,,nord,Beschluss,\n";
    let (rows, defects) = read(text.as_bytes(), "rules.csv");
    assert_eq!(lines(&defects), [""; 0]);
    let places: Vec<_> = rows.iter().map(|row| row.rule.place.as_deref()).collect();
    assert_eq!(places, [Some("Oberdorf"), None]);
    let rules = of_edition(&rows, 1);
    let written = write(&[(1, &rules[..])]);
    assert_eq!(of_edition(&read(&written, "rules.csv").0, 1), rules);
    let without = write(&[(1, &rules[1..])]);
    assert!(String::from_utf8(without).unwrap().lines().next().unwrap().ends_with("reason"));
}
