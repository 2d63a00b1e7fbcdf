//! The answer for an address: its town first, then the street, then the number.

use super::{
    answer::{Answer, Reason, Status},
    builder::Builder,
    street,
    town::{self, Locality},
};
use crate::domain::address::{AddressLine, HouseNumbers, TownMention, read_line};

/// What was typed where a house number is expected.
#[derive(Debug, Clone, Copy)]
pub(super) enum TypedNumber<'a> {
    /// Nothing.
    None,
    /// A number or a range.
    Numbers(&'a HouseNumbers),
    /// Something that is no house number.
    Unreadable(&'a str),
}

impl TypedNumber<'_> {
    /// The number in canonical writing, or the text that is none.
    pub fn text(self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Numbers(numbers) => Some(numbers.to_string()),
            Self::Unreadable(text) => Some(text.to_owned()),
        }
    }
}

/// The answer for one line of text.
pub(super) fn line(builder: Builder<'_>, text: &str) -> Answer {
    answer(builder, &builder.read_line(text))
}

/// An address in its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a> {
    pub street: &'a str,
    pub house_number: Option<&'a str>,
    pub postcode: Option<&'a str>,
    pub town: Option<&'a str>,
}

/// The answer for street, number, postcode and town given apart.
pub(super) fn parts(builder: Builder<'_>, parts: Parts<'_>) -> Answer {
    answer(builder, &read_parts(builder, parts))
}

/// What street, number, postcode and town given apart say together. A number in the field of the
/// street is read like one in its own field.
pub(super) fn read_parts(builder: Builder<'_>, parts: Parts<'_>) -> AddressLine {
    let Parts { street, house_number, postcode, town } = parts;
    let gazetteer = &builder.city.gazetteer;
    let typed = house_number.map(str::trim).filter(|text| !text.is_empty());
    let number = typed.and_then(|text| text.parse::<HouseNumbers>().ok());
    // What is no bare number is read behind the street, as in a line: "Nr. 5", "5 EG".
    let text = match (typed, &number) {
        (Some(text), None) => format!("{street} {text}"),
        _ => street.to_owned(),
    };
    let mut line = builder.read_line(&text);
    let place = format!("{} {}", postcode.unwrap_or_default(), town.unwrap_or_default());
    if !place.trim().is_empty() {
        // What is left in the fields of the place is no street but text that was not understood.
        let place = read_line(&place, gazetteer, &|_| false);
        line.rest.extend(Some(place.street).filter(|text| !text.is_empty()));
        line.rest.extend(place.house_number.map(|number| number.to_string()));
        line.rest.extend(place.unreadable_number);
        line.rest.extend(place.rest);
        line.rest.extend(place.additions);
        line.foreign_postcode |= place.foreign_postcode;
        line.postcode = place.postcode.or(line.postcode);
        // Another town beside the street contradicts the field of the town.
        match (&line.town, place.town) {
            (_, TownMention::None) => {}
            (TownMention::Neighbour(beside), town) if TownMention::Neighbour(*beside) != town => {
                let name = builder.city.municipalities.get(*beside).map(|m| m.name.clone());
                line.rest.extend(name);
                line.town = TownMention::None;
            }
            (_, town) => line.town = town,
        }
    }
    if let Some(number) = number {
        // A second number contradicts the first.
        let beside = line.house_number.take().filter(|beside| *beside != number);
        line.rest.extend(beside.map(|beside| beside.to_string()));
        line.house_number = Some(number);
    }
    line
}

/// Whether a text that is no house number holds more than a slip of the keyboard: letters that do
/// not look like digits may be words that tell the place apart.
fn holds_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic() && !"oOlI".contains(*c)).count() > 1
}

fn answer(builder: Builder<'_>, line: &AddressLine) -> Answer {
    let mut line = line.clone();
    line.rest.extend(line.unreadable_number.clone().filter(|text| holds_words(text)));
    let line = &line;
    let number = match (&line.house_number, &line.unreadable_number) {
        (_, Some(text)) => TypedNumber::Unreadable(text),
        (Some(numbers), None) => TypedNumber::Numbers(numbers),
        (None, None) => TypedNumber::None,
    };
    let here = |builder: Builder<'_>| {
        if line.street.trim().is_empty() {
            builder.bare(Status::UnknownStreet, Reason::new("no_street"))
        } else {
            street::answer(builder, &line.street, &line.within(), number)
        }
    };
    let (answer, doubt) = match town::locality(builder, line) {
        Locality::Here => (here(builder), None),
        Locality::Doubtful(reason) => (here(builder), Some(reason)),
        Locality::Elsewhere { municipality, reason } => {
            let mut answer = builder.bare(Status::Outside, reason);
            answer.municipality = municipality;
            return answer;
        }
    };
    let name = line.whole_name.as_deref();
    let others = name.and_then(|name| street::others(builder, name, &line.within(), &answer));
    match (others, doubt) {
        (None, None) => answer,
        (None, Some(reason)) => builder.doubtful(answer, reason),
        (Some(others), doubt) => {
            let reason = doubt.unwrap_or_else(|| Reason::new("several_streets"));
            // Words with a digit in them are a part of the name.
            let number = match number {
                TypedNumber::Unreadable(text) if holds_words(text) => TypedNumber::None,
                number => number,
            };
            street::among(
                builder,
                &others,
                builder.doubtful(answer, reason.clone()),
                reason,
                number,
            )
        }
    }
}
