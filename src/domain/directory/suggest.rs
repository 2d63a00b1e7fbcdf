//! Suggestions while somebody types.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    Directory, StreetId,
    edits::letters,
    search::{ALIKE_EDITS, Alike, How, Ranked, cut, edits_of, equal, normalise_query},
    texts::{Hit, Typed},
};
use crate::domain::address::{
    Gazetteer, HouseNumbers, Within, ends_as_way, normalise_partial, read_line,
};

/// Beginnings of so many letters are also searched with so many edits.
const EDITS: [(usize, usize); 2] = [(4, 1), (9, 2)];

/// What is only alike is suggested from this score of the search on.
const SIMILAR: f64 = 0.5;

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
        let mut streets = self.beginning(&line.street, &within, limit);
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
            if line.street.is_empty() || whole.first().is_some_and(|(_, fit)| fit.is_near()) {
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

    /// Streets that the text may become, best first.
    fn beginning(&self, text: &str, within: &Within<'_>, limit: usize) -> Vec<(StreetId, Fit)> {
        let whole = normalise_query(text);
        let partial = normalise_partial(cut(text));
        let complete = whole.words.last().is_some_and(|word| ends_as_way(word));
        let mut keys: Vec<Vec<u8>> = vec![letters(&partial.key).collect()];
        if whole.key != partial.key {
            keys.push(letters(&whole.key).collect());
        }
        keys.retain(|key| !key.is_empty());
        let mut fits: HashMap<StreetId, Fit> = HashMap::new();
        let mut add = |street: StreetId, fit: Fit| {
            let known = fits.entry(street).or_insert(fit);
            *known = (*known).min(fit);
        };
        let street = |at: u32| self.index.entries.get(at as usize).map(|entry| entry.street);
        let typed: Vec<Typed<'_>> = keys.iter().map(|key| Typed::new(key)).collect();
        let mut found = 0;
        for (typed, key) in typed.iter().zip(&keys) {
            for hit in self.index.beginning_with(typed) {
                let Some(street) = street(hit.of) else { continue };
                add(street, Fit::beginning(&hit, key.len(), complete));
                found += 1;
            }
        }
        let mut near = false;
        if complete || found < limit {
            for (place, ranked) in (0..).zip(self.ranked(&whole, text, Alike::Needed)) {
                let fit = Fit::whole(&ranked, place);
                near |= fit.is_near();
                if fit.is_near() || found == 0 && ranked.found.score >= SIMILAR {
                    add(ranked.found.street, fit);
                }
            }
        } else {
            let equal = self.index.with_key(&whole.key).filter(|e| equal(&whole, e).is_some());
            equal.for_each(|entry| add(entry.street, Fit::EQUAL));
        }
        if found < limit && !(near && complete) {
            for (typed, key) in typed.iter().zip(&keys) {
                let edits = edits_of(key.len(), &EDITS);
                let near = if edits > 0 { self.index.beginning_near(typed, edits) } else { vec![] };
                for hit in near {
                    let Some(street) = street(hit.of) else { continue };
                    add(street, Fit::beginning(&hit, key.len(), complete));
                }
            }
        }
        let mut ranked: Vec<(StreetId, Fit)> = fits.into_iter().collect();
        ranked.retain(|(street, _)| self.lies_within(*street, within) != Some(false));
        ranked.sort_unstable_by(|a, b| {
            let name = |id: StreetId| self.name(id);
            a.1.cmp(&b.1).then_with(|| name(a.0).cmp(name(b.0))).then(a.0.cmp(&b.0))
        });
        if let Some((_, best)) = ranked.first().copied() {
            ranked.retain(|(_, fit)| fit.cost < best.cost + Fit::WORSE);
        }
        ranked.truncate(limit);
        ranked
    }
}

/// What was typed beside the street, and is not lost when a suggestion is taken.
#[derive(Default)]
struct Kept<'a> {
    number: Option<String>,
    postcode: Option<&'a str>,
    town: Option<&'a str>,
}

/// How well a street fits what was typed so far: the fewer the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Ten for each edit, and something for what is not there yet.
    cost: usize,
    /// Letters between the texts.
    apart: usize,
}

impl Fit {
    const EQUAL: Self = Self { cost: 0, apart: 0 };
    /// What costs so much more than the best is not suggested beside it.
    const WORSE: usize = 20;

    /// A beginning is better than a slip, that of the name better than that of a later word. What
    /// ends like a whole name is one, though, and rather misspelt than a part of another one; and
    /// what is no beginning is rather a misspelt name than a misspelt beginning.
    fn beginning(hit: &Hit, typed: usize, complete: bool) -> Self {
        let missing = match (hit.whole, complete || hit.edits > 0) {
            (true, false) => 4,
            (false, false) => 7,
            (true, true) => 14,
            (false, true) => 17,
        };
        Self { cost: 10 * hit.edits + missing, apart: hit.length.abs_diff(typed) }
    }

    /// The whole name, perhaps misspelt, at a place in the order of the search.
    fn whole(ranked: &Ranked, place: usize) -> Self {
        let cost = match ranked.found.how {
            How::Exact => return Self::EQUAL,
            How::Variant => 1,
            _ => 10 * ranked.edits.max(1),
        };
        Self { cost, apart: place }
    }

    /// Whether it is more than alike.
    fn is_near(self) -> bool {
        self.cost < 10 * ALIKE_EDITS
    }

    /// From 0 to 1.
    fn score(self) -> f64 {
        let share = if self.cost == 0 { 0.0 } else { self.apart.min(100) as f64 / 10_000.0 };
        (1.0 - self.cost as f64 / 50.0 - share).max(0.0)
    }
}
