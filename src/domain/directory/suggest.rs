//! Suggestions while somebody types.

use std::collections::HashMap;

use fst::{Automaton, automaton::Str};
use serde::{Deserialize, Serialize};

use super::{
    Directory, StreetId,
    search::{automaton, equal, normalise_query},
};
use crate::domain::address::{Gazetteer, HouseNumbers, normalise_partial, read_line};

/// The most names that a prefix may bring before they are ranked. One letter
/// is enough to reach it in a large city; then the alphabet decides.
const MAX_NAMES: usize = 1500;

/// Prefixes from this length on are also searched with one wrong letter …
const ONE_EDIT_FROM: usize = 4;
/// … and from this one on with two.
const TWO_EDITS_FROM: usize = 9;

/// Similar names are suggested from this length on.
const SIMILAR_FROM: usize = 4;

/// How many numbers are offered of each street when several fit.
const NUMBERS_PER_STREET: usize = 3;

/// Something that the text may become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What to show and to put in the field: street, and number if there is one.
    pub label: String,
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
    /// Cost: walks over part of the `fst` map, bounded for short texts.
    pub fn suggest(&self, text: &str, gazetteer: &Gazetteer, limit: usize) -> Vec<Suggestion> {
        let line = read_line(text, gazetteer, &|street| self.is_street(street));
        // "Norderst" may be a town or the beginning of a street.
        let street = if line.street.is_empty() { text } else { &line.street };
        if line.town.is_elsewhere() && !line.street.is_empty() {
            return Vec::new();
        }
        let streets = self.beginning(street, limit);
        let Some(number) = line.house_number else {
            return streets
                .into_iter()
                .map(|(id, score)| self.suggestion(id, None, score))
                .collect();
        };
        let typed = number.to_string();
        let per_street = if streets.len() == 1 { limit } else { NUMBERS_PER_STREET };
        let exact = streets.first().is_some_and(|(_, score)| *score >= 1.0);
        let streets = if exact { &streets[..1] } else { &streets[..] };
        let mut suggestions = Vec::new();
        for (id, score) in streets {
            let per_street = if exact { limit } else { per_street };
            let begins = |known: &&HouseNumbers| known.to_string().starts_with(&typed);
            let numbers = self.numbers(*id).iter().map(|known| &known.number).filter(begins);
            let before = suggestions.len();
            suggestions.extend(
                numbers.take(per_street).map(|n| self.suggestion(*id, Some(n.clone()), *score)),
            );
            if suggestions.len() == before {
                suggestions.push(self.suggestion(*id, None, *score));
            }
        }
        suggestions.truncate(limit);
        suggestions
    }

    fn suggestion(&self, street: StreetId, number: Option<HouseNumbers>, score: f64) -> Suggestion {
        let name = self.name(street);
        let label = match &number {
            Some(number) => format!("{name} {number}"),
            None => name.to_owned(),
        };
        Suggestion { label, street, house_number: number, score }
    }

    /// Streets with a word that begins with the text, best first.
    fn beginning(&self, text: &str, limit: usize) -> Vec<(StreetId, f64)> {
        let whole = normalise_query(text);
        let partial: String = text.chars().take(80).collect();
        let partial = normalise_partial(&partial);
        let mut best: HashMap<StreetId, f64> = HashMap::new();
        let mut add = |street: StreetId, score: f64| {
            let known = best.entry(street).or_insert(score);
            *known = known.max(score);
        };
        for entry in self.index.with_key(&whole.key) {
            if equal(&whole, entry).is_some() {
                add(entry.street, 1.0);
            }
        }
        let mut keys = vec![partial.key.as_str()];
        if whole.key != partial.key {
            keys.push(&whole.key);
        }
        let mut found = 0;
        for key in keys.iter().filter(|key| !key.is_empty()) {
            let names = self.index.by_word(Str::new(key).starts_with(), MAX_NAMES);
            for entry in names.iter().filter_map(|at| self.index.entries.get(*at as usize)) {
                let first = entry.forms().any(|form| form.key.starts_with(key));
                let share = key.len() as f64 / entry.full.key.len().max(1) as f64;
                add(entry.street, if first { 0.85 } else { 0.75 } + 0.1 * share.min(1.0));
                found += 1;
            }
        }
        let letters = partial.key.chars().count();
        if found == 0 && letters >= ONE_EDIT_FROM {
            let edits = if letters < TWO_EDITS_FROM { 1 } else { 2 };
            let names = self.index.by_word(automaton(&partial.key, edits, true), MAX_NAMES);
            for entry in names.iter().filter_map(|at| self.index.entries.get(*at as usize)) {
                let begin = |key: &str| key.chars().take(letters).collect::<String>();
                let apart = entry
                    .forms()
                    .map(|form| strsim::osa_distance(&begin(&form.key), &partial.key))
                    .min()
                    .unwrap_or(letters);
                let closeness = 1.0 - (apart as f64 / letters as f64).min(1.0);
                add(entry.street, 0.4 + 0.3 * closeness);
                found += 1;
            }
        }
        if found == 0 && letters >= SIMILAR_FROM {
            for similar in self.search_normalised(&whole, text, limit) {
                add(similar.street, 0.7 * similar.score.min(0.99));
            }
        }
        let mut ranked: Vec<(StreetId, f64)> = best.into_iter().collect();
        ranked.sort_by(|a, b| {
            let name = |id: StreetId| self.name(id);
            b.1.total_cmp(&a.1).then_with(|| name(a.0).cmp(name(b.0))).then(a.0.cmp(&b.0))
        });
        ranked.truncate(limit);
        ranked
    }
}
