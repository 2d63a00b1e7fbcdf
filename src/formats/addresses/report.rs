//! Every difference between a register and the directory, as CSV for other programs.

use std::io::{self, Write};

use csv::WriterBuilder;

use crate::{
    domain::{
        directory::{AddressPoint, Quality, Street},
        house_register::Comparison,
    },
    formats::resources::csv::bytes::harmless,
};

/// The columns: what happens, where it stands in the file, the address as it will be, what differs
/// of it, and the same address as it was. Positions are metres in the coordinate system of the city.
const COLUMNS: [&str; 20] = [
    "change",
    "row",
    "id",
    "street",
    "place",
    "house_number",
    "postcode",
    "quality",
    "x",
    "y",
    "fields",
    "moved_m",
    "id_before",
    "street_before",
    "place_before",
    "house_number_before",
    "postcode_before",
    "quality_before",
    "x_before",
    "y_before",
];

/// Writes one row for each difference: what is new, then what is changed, then what is gone.
///
/// # Errors
/// When it cannot be written.
pub fn write_report(comparison: &Comparison, to: impl Write) -> io::Result<()> {
    let mut out = WriterBuilder::new().from_writer(to);
    out.write_record(COLUMNS)?;
    let Comparison { streets, points, streets_before, points_before, at, .. } = comparison;
    let row = |at: &Option<u32>| at.map(|at| at.to_string()).unwrap_or_default();
    let mut write = |change: &str, at: String, after, between: [String; 2], before| {
        let cells = [vec![change.to_owned(), at], after, between.to_vec(), before].concat();
        out.write_record(cells.iter().map(|cell| harmless(cell)))
    };
    for new in &comparison.new {
        let after = cells(&points[*new], streets);
        write("new", row(&at[*new]), after, Default::default(), none())?;
    }
    for changed in &comparison.changed {
        let (before, after) = (&points_before[changed.before], &points[changed.after]);
        let fields: Vec<&str> = changed.fields.iter().map(|field| field.code()).collect();
        let moved = format!("{:.2}", before.position.distance_m(after.position));
        let between = [fields.join(" "), moved];
        let (after, before) = (cells(after, streets), cells(before, streets_before));
        write("changed", row(&at[changed.after]), after, between, before)?;
    }
    for gone in &comparison.gone {
        let before = cells(&points_before[*gone], streets_before);
        write("gone", String::new(), none(), Default::default(), before)?;
    }
    out.flush()
}

fn none() -> Vec<String> {
    vec![String::new(); 8]
}

fn cells(point: &AddressPoint, streets: &[Street]) -> Vec<String> {
    let of = |reading: &crate::domain::directory::Reading| streets.get(reading.street.0 as usize);
    let all: Vec<&Street> = point.readings.iter().filter_map(of).collect();
    let names: Vec<&str> = all.iter().map(|street| street.name.as_str()).collect();
    let place = all.first().and_then(|street| street.place.as_ref());
    let metres = |cm: i64| {
        format!("{}{}.{:02}", if cm < 0 { "-" } else { "" }, cm.abs() / 100, cm.abs() % 100)
    };
    vec![
        point.official.as_ref().map(|entry| entry.id.to_string()).unwrap_or_default(),
        names.join(" | "),
        place.map(|place| place.name.clone()).unwrap_or_default(),
        point.number.clone(),
        point.postcode().map(String::from).unwrap_or_default(),
        point.quality().map(Quality::to_string).unwrap_or_default(),
        metres(point.position.x),
        metres(point.position.y),
    ]
}
