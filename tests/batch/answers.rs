//! Every answer of a batch is that of `assign`, field by field.

use serde_json::Value;
use sozialraum::domain::{
    assign::{Question, assign},
    grid::{GridPoint, LonLat},
};

use super::{Folder, cells, common};

#[test]
fn every_position_is_answered_as_assign_answers_it() {
    let service = &*common::SERVICE;
    let day = service.on(None).unwrap();
    let mut input = "lon,lat\n".to_owned();
    let mut positions = Vec::new();
    let mut add = |at: LonLat| {
        input.push_str(&format!("{},{}\n", at.lon, at.lat));
        positions.push(at);
    };
    for step in 0..1_600 {
        add(LonLat {
            lon: 9.88 + f64::from(step % 40) * 0.005_031,
            lat: 53.63 + f64::from(step / 40) * 0.003_507,
        });
    }
    // On the borders, and a hand's breadth, a step and a house beside them.
    let borders = day.edition.partition.borders();
    for (index, point) in borders.iter().flat_map(|border| border.points()).enumerate() {
        let off = [0, 1, 11, 150, 1_000, 2_999, 3_001][index % 7];
        let at = GridPoint::new(point.x + off, point.y - off * i64::from(index % 2 == 0));
        add(service.city().grid.to_lonlat(at));
    }
    let text = Folder::new().answers(input.as_bytes(), &["--lon", "lon", "--lat", "lat"]);
    for (row, position) in cells(&text, b',')[1..].iter().zip(&positions) {
        let question = Question::Position { position: *position, precision_m: 0.0 };
        let answer = serde_json::to_value(assign(day, &question).unwrap()).unwrap();
        same(&row[2..], &answer);
    }
}

#[test]
fn every_address_is_answered_as_assign_answers_it() {
    let service = &*common::SERVICE;
    let day = service.on(None).unwrap();
    let directory = &service.city().directory;
    let mut lines = Vec::new();
    for (street, _) in directory.street_ids().step_by(9) {
        let name = directory.name(street);
        lines.push(name.to_owned());
        lines.push(name.replace('e', "") + " 3");
        for known in directory.numbers(street).iter().step_by(5) {
            lines.push(format!("{name} {}", known.number));
            lines.push(format!("{name} {}, 22846 Norderstedt", known.number));
            lines.push(format!("{name} {}x Hinterhaus, Hamburg", known.number));
        }
    }
    let mut input = "a\n".to_owned();
    lines.iter().for_each(|line| input.push_str(&format!("\"{line}\"\n")));
    let text = Folder::new().answers(input.as_bytes(), &["--address", "a"]);
    let rows = cells(&text, b',');
    assert_eq!(rows.len(), lines.len() + 1);
    for (row, line) in rows[1..].iter().zip(lines) {
        let answer = serde_json::to_value(assign(day, &Question::Line(line)).unwrap()).unwrap();
        same(&row[1..], &answer);
    }
}

#[test]
fn every_address_in_parts_is_answered_as_assign_answers_it() {
    let service = &*common::SERVICE;
    let day = service.on(None).unwrap();
    let directory = &service.city().directory;
    let mut input = "s,n,p,t\n".to_owned();
    let mut questions = Vec::new();
    for (index, (street, _)) in directory.street_ids().enumerate() {
        for known in directory.numbers(street).iter().step_by(7) {
            let number = format!("{}{}", known.number, ["", "", "x"][questions.len() % 3]);
            let (postcode, town) =
                [("", ""), ("22846", "Norderstedt"), ("20095", ""), ("", "Garstedt")][index % 4];
            let name = directory.name(street);
            input.push_str(&format!("{name},{number},{postcode},{town}\n"));
            questions.push(Question::Parts {
                street: name.into(),
                house_number: Some(number),
                postcode: Some(postcode.into()),
                town: Some(town.into()),
            });
        }
    }
    let arguments = ["--street", "s", "--house-number", "n", "--postcode", "p", "--town", "t"];
    let rows = cells(&Folder::new().answers(input.as_bytes(), &arguments), b',');
    assert_eq!(rows.len(), questions.len() + 1);
    for (row, question) in rows[1..].iter().zip(questions) {
        same(&row[4..], &serde_json::to_value(assign(day, &question).unwrap()).unwrap());
    }
}

fn same(row: &[String], answer: &Value) {
    let text = |pointer: &str| match answer.pointer(pointer) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let texts = [
        "/status",
        "/team/id",
        "/sozialraum/id",
        "/region/id",
        "/address/street",
        "/address/house_number",
    ];
    for (cell, pointer) in row.iter().zip(texts) {
        assert_eq!(*cell, text(pointer), "{pointer} of {answer}");
    }
    let numbers = [
        "/address/position/lon",
        "/address/position/lat",
        "/address/score",
        "/address/next_score",
        "/border/distance_m",
        "/edition/number",
    ];
    for (cell, pointer) in row[6..].iter().zip(numbers) {
        let number = |text: &str| text.parse::<f64>().ok();
        assert_eq!(number(cell), number(&text(pointer)), "{pointer} of {answer}");
    }
}
