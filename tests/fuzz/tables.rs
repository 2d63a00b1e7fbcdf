//! Tables of street rules and street registers.

use std::io::{Cursor, Read, Write};

use sozialraum::{
    domain::{
        address::{Convention, Sides},
        register::Reading,
    },
    formats::{
        register::{self, ColumnNames, Columns},
        street_rules,
    },
    locale::Lang,
    service::{
        Service, open,
        register::{RegisterFormat, rows},
        register_import::{Choice, compare, rules},
    },
};
use tempfile::TempDir;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    city,
    common::fuzz::{Dice, damaged, fuzz, fuzz_with},
};

const LISTS: [&str; 16] = [
    "ger.", "ung.", "außer", "ab", "bis", "–", "alle", "Ende", "u.", "g", "1-9999", "12½", "'=1+1",
    "Am Knick", "Weg 7", "keine",
];

fn service() -> Service {
    let root = TempDir::new().unwrap();
    city::put(root.path());
    open::from_folder(Some(root.path())).unwrap()
}

#[test]
fn street_rules_csv() {
    let service = service();
    let editions: Vec<_> = {
        let root = TempDir::new().unwrap();
        city::put(root.path());
        sozialraum::formats::folder::read_sound(root.path()).unwrap().editions
    };
    let seeds = [
        city::file("street_rules.csv").to_vec(),
        b"street;numbers;sozialraum;reason;edition\r\nAm Knick;\"1-9 ung., 12\";garstedt;weil;1\r\n"
            .to_vec(),
    ];
    fuzz("rules", &seeds, &LISTS, |bytes| {
        let (rows, _) = street_rules::read(bytes, "rules.csv");
        let _ = street_rules::check(&rows, "rules.csv", &editions, &service.city().directory);
    });
}

/// Reads a register as far as it goes.
fn take_register(service: &Service, bytes: &[u8]) {
    let Ok(table) = register::read(bytes, "register") else { return };
    let Ok(columns) = Columns::of(&table, &ColumnNames::default()) else { return };
    let mut listed = columns.listed(&table);
    listed.truncate(40);
    let day = service.on(None).unwrap();
    for sides in [Sides::BothSides, Sides::SideOfEnds] {
        let convention = Convention { sides, last_numbers: true };
        let reading = Reading { convention, areas: Vec::new() };
        let compared = compare(service, day, listed.clone(), &reading);
        let choice = Choice { all: true, ..Choice::default() };
        let _ = rules(day, &compared, &choice, |line| line.to_string());
    }
}

fn written(service: &Service, format: RegisterFormat) -> Vec<u8> {
    let day = service.on(None).unwrap();
    let streets: Vec<_> = service.register(day.edition).streets.iter().collect();
    let rows = rows(day, &streets, Lang::De);
    match format {
        RegisterFormat::Csv => register::write_csv(&rows),
        _ => {
            let about = register::About {
                title: "Verzeichnis".into(),
                day: "2026-01-01".parse().unwrap(),
                facts: Vec::new(),
            };
            register::write_xlsx(&about, &register::COLUMNS.map(str::to_owned), &rows).unwrap()
        }
    }
}

#[test]
fn register_csv() {
    let service = service();
    let seeds = [
        written(&service, RegisterFormat::Csv),
        "Stra\u{df}e;Nr.;Bezirk\nAm Knick;1-9;garstedt\n".bytes().collect(),
        b"Stra\xdfe\tNr\tTeam\r\nAm Knick\t1-997 u\tgarstedt\r\n".to_vec(),
    ];
    fuzz("register-csv", &seeds, &LISTS, |bytes| take_register(&service, bytes));
}

#[test]
fn register_xlsx() {
    let service = service();
    let seeds = [written(&service, RegisterFormat::Xlsx)];
    fuzz("register-xlsx", &seeds, &[], |bytes| take_register(&service, bytes));
}

/// A workbook with one of its parts damaged.
fn damaged_book(dice: &mut Dice, book: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let target = dice.below(archive.len());
    let words = [
        "<c r=\"XFD1048576\" t=\"s\"><v>99999999</v></c>",
        "uniqueCount=\"99999999999\"",
        "<dimension ref=\"A1:XFD1048576\"/>",
        "t=\"str\"",
        "t=\"e\"",
        "t=\"d\"",
        "<row r=\"4294967296\">",
        "&amp;",
        "&#0;",
        "<!DOCTYPE a [<!ENTITY b \"b\">]>",
        "encoding=\"UTF-16\"",
        "../",
        "rId1",
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if index == target {
            bytes = damaged(dice, &[bytes], &words);
        }
        out.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn register_xlsx_parts() {
    let service = service();
    let book = written(&service, RegisterFormat::Xlsx);
    fuzz_with(
        "register-parts",
        |dice| damaged_book(dice, &book),
        |bytes| take_register(&service, bytes),
    );
}
