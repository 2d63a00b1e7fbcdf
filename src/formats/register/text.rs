//! The register as plain text, with a heading for each letter.

use std::fmt::Write;

use super::{About, Row};

/// Writes the lines of a register below each other: street, then one line for each Sozialraum.
pub fn write(about: &About, rows: &[Row]) -> String {
    let mut text = format!("{}\n", about.title);
    for (label, fact) in &about.facts {
        let _ = writeln!(text, "{label}: {fact}");
    }
    let mut letter = None;
    let mut street = None;
    for row in rows {
        if letter != Some(row.letter) {
            letter = Some(row.letter);
            let _ = writeln!(text, "\n{}", row.letter.map_or("#".to_owned(), String::from));
        }
        if street != Some(&row.street) {
            street = Some(&row.street);
            let _ = writeln!(text, "{}", row.street);
        }
        let parts = [&*row.numbers, &row.sozialraum_name, &row.team_name, &row.note];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let _ = writeln!(text, "    {}", parts.join(" | "));
    }
    text
}
