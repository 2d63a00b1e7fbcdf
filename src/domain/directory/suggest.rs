//! Suggestions while somebody types.

use serde::{Deserialize, Serialize};

use super::{Directory, StreetId, fit::Fit};
use crate::domain::address::{Gazetteer, HouseNumbers, read_line};

/// How many numbers are offered of each street when several fit.
const NUMBERS_PER_STREET: usize = 3;

/// Something that the text may become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What to show and to put in the field: street, number if there is one, and place where
    /// several streets have the name.
    pub label: String,
    /// What to ask with: the label, with a house number that nobody knows, postcode and town as
    /// they were typed.
    pub text: String,
    /// The street.
    pub street: StreetId,
    /// A known house number that begins as typed.
    pub house_number: Option<HouseNumbers>,
    /// How well it fits, from 0 to 1.
    pub score: f64,
}

impl Directory {
    /// What a text may become, best first: the same name, then names with a
    /// word that begins so, then those with a slip in the beginning, then
    /// similar ones. With a number behind the street the known numbers that
    /// begin so, in natural order. Towns and postcodes of the gazetteer do
    /// not disturb; with another town there is nothing to suggest.
    ///
    /// Cost: what begins so, or else a look at one word per word of all names.
    pub fn suggest(&self, text: &str, gazetteer: &Gazetteer, limit: usize) -> Vec<Suggestion> {
        let line = read_line(text, gazetteer, &|street| self.is_street(street));
        if line.town.is_elsewhere() && !line.street.is_empty() {
            return Vec::new();
        }
        let within = line.within();
        let mut streets = self.beginning(as_typed(text, &line.street), &within, limit);
        // "Norderst" may be a town or the beginning of a street, "Breite" a street or the beginning
        // of "Breite Starße", and the digit in "Past0rstraße" no number.
        let mut kept = Kept {
            number: line.house_number.as_ref().map(ToString::to_string),
            postcode: line.postcode.as_deref(),
            town: within.place,
        };
        kept.number = kept.number.or_else(|| line.unreadable_number.clone());
        let misread = !line.rest.is_empty() || line.unreadable_number.is_some();
        if line.street.is_empty() || misread {
            let whole = self.beginning(text, &within, limit);
            let near = whole.first().is_some_and(|(_, fit)| fit.is_near());
            if streets.is_empty() || line.street.is_empty() || near {
                streets = whole;
                kept = Kept::default();
            }
        }
        let Some(number) = &line.house_number else {
            return streets
                .into_iter()
                .map(|(id, fit)| self.suggestion(id, None, fit.score(), &kept))
                .collect();
        };
        let typed = number.to_string();
        let per_street = if streets.len() == 1 { limit } else { NUMBERS_PER_STREET };
        let exact = streets.first().is_some_and(|(_, fit)| *fit == Fit::EQUAL);
        let streets = if exact { &streets[..1] } else { &streets[..] };
        let mut suggestions = Vec::new();
        for (id, fit) in streets {
            let score = fit.score();
            let per_street = if exact { limit } else { per_street };
            let begins = |known: &&HouseNumbers| known.to_string().starts_with(&typed);
            let numbers = self.numbers(*id).iter().map(|known| &known.number).filter(begins);
            let before = suggestions.len();
            let of_number = |n: &HouseNumbers| self.suggestion(*id, Some(n.clone()), score, &kept);
            suggestions.extend(numbers.take(per_street).map(of_number));
            if suggestions.len() == before {
                suggestions.push(self.suggestion(*id, None, score, &kept));
            }
        }
        suggestions.truncate(limit);
        suggestions
    }

    fn suggestion(
        &self,
        street: StreetId,
        number: Option<HouseNumbers>,
        score: f64,
        kept: &Kept<'_>,
    ) -> Suggestion {
        let written = number.as_ref().map(ToString::to_string);
        let label = self.label(street, written.as_deref());
        let mut text = self.name(street).to_owned();
        for number in written.iter().chain(&kept.number).take(1) {
            text.extend([" ", number]);
        }
        let town = kept.town.or_else(|| self.place_to_tell(street));
        for (nth, part) in kept.postcode.into_iter().chain(town).enumerate() {
            text.extend([if nth == 0 { ", " } else { " " }, part]);
        }
        Suggestion { label, text, street, house_number: number, score }
    }
}

/// What was typed beside the street, and is not lost when a suggestion is taken.
#[derive(Default)]
struct Kept<'a> {
    number: Option<String>,
    postcode: Option<&'a str>,
    town: Option<&'a str>,
}

/// The street with the blank or the hyphen typed behind it, which ends a word.
fn as_typed<'a>(text: &'a str, street: &'a str) -> &'a str {
    let ends = |typed: &&str| typed.ends_with(|last: char| last.is_whitespace() || last == '-');
    let typed = text.rfind(street).map(|at| &text[at..]).filter(ends);
    typed.filter(|typed| typed[street.len()..].trim().len() < 2).unwrap_or(street)
}
