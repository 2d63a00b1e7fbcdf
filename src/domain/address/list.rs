//! House numbers as data sources write them on one point: `28, 28a-f`.

use super::{house_number::HouseNumber, numbers::HouseNumbers};

/// Reads what a data source says on one house: a number, a range, or a list
/// of them (`3,5`, `28, 28a-f`, `26a,b,c`, `55+a`, `14 16`, `57ab`, `15 - b`).
/// `None` when any part is not a house number; the caller keeps the text then.
pub fn parse_number_list(text: &str) -> Option<Vec<HouseNumbers>> {
    let mut numbers = Vec::new();
    let mut last: Option<HouseNumber> = None;
    for part in text.split([',', ';', '+', '&']).flat_map(parts) {
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

/// The numbers in one part of a list: several with only blanks between them, several letters at
/// one number, or a range that does not repeat its number; otherwise the part as it stands.
fn parts(part: &str) -> Vec<String> {
    let part = part.trim();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_letter = |text: &str| text.len() == 1 && text.bytes().all(|b| b.is_ascii_alphabetic());
    if part.split_whitespace().all(is_number) && !part.is_empty() {
        return part.split_whitespace().map(str::to_owned).collect();
    }
    if let Some((number, letter)) = part.split_once('-') {
        let (number, letter) = (number.trim(), letter.trim());
        if is_number(number) && is_letter(letter) {
            return vec![format!("{number}-{number}{letter}")];
        }
    }
    let (number, letters) = part.split_at(part.bytes().take_while(u8::is_ascii_digit).count());
    let in_a_row =
        letters.as_bytes().windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    if is_number(number)
        && letters.len() > 1
        && letters.bytes().all(|b| b.is_ascii_alphabetic())
        && in_a_row
    {
        return letters.chars().map(|letter| format!("{number}{letter}")).collect();
    }
    vec![part.to_owned()]
}
