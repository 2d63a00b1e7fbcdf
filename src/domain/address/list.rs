//! House numbers as data sources write them on one point: `28, 28a-f`.

use super::{house_number::HouseNumber, numbers::HouseNumbers};

/// Reads what a data source says on one house: a number, a range, or a list
/// of them (`3,5`, `28, 28a-f`, `26a,b,c`, `55+a`). `None` when any part is
/// not a house number; the caller keeps the text then.
pub fn parse_number_list(text: &str) -> Option<Vec<HouseNumbers>> {
    let mut numbers = Vec::new();
    let mut last: Option<HouseNumber> = None;
    for part in text.split([',', ';', '+', '&']).map(str::trim) {
        let mut letters = part.chars();
        let parsed = match (letters.next(), letters.next(), &last) {
            (Some(letter), None, Some(last)) if letter.is_ascii_alphabetic() => {
                HouseNumbers::Single(last.with_letter(letter)?)
            }
            _ => part.parse().ok()?,
        };
        last = parsed.ends().last().map(|end| (*end).clone());
        if !numbers.contains(&parsed) {
            numbers.push(parsed);
        }
    }
    Some(numbers)
}
