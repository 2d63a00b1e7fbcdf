//! The streets that a text may become, best first.

use std::collections::HashMap;

use super::{
    Directory, StreetId,
    edits::{Pattern, letters},
    fit::Fit,
    search::{Alike, cut, edits_of, equal, normalise_query},
    texts::{Hit, Typed},
};
use crate::domain::address::{Within, ends_as_way, normalise_partial};

/// Beginnings of so many letters are also searched with so many edits.
const EDITS: [(usize, usize); 2] = [(3, 1), (7, 2)];

/// How many names that begin so are looked at closely, the shortest first.
const LOOKED_AT: usize = 1_000;

/// What is only alike is suggested from this score of the search on.
const SIMILAR: f64 = 0.5;

impl Directory {
    /// Streets that the text may become, best first.
    pub(super) fn beginning(
        &self,
        text: &str,
        within: &Within<'_>,
        limit: usize,
    ) -> Vec<(StreetId, Fit)> {
        let whole = normalise_query(text);
        let partial = normalise_partial(cut(text));
        let complete = whole.words.last().is_some_and(|word| ends_as_way(word));
        let keys = different([&partial.key, &whole.key]);
        let written: Vec<u8> = letters(&cut(text).trim_start().to_lowercase()).collect();
        let written = Pattern::new(&written);
        let begins = |hit: Hit, typed: usize| {
            let entry = self.index.entries.get(hit.of as usize)?;
            let written = entry.written_edits(&written, hit.whole);
            let other = entry.name != self.name(entry.street);
            Some((entry.street, Fit::beginning(&hit, typed, written, complete, other)))
        };
        let mut fits: HashMap<StreetId, Fit> = HashMap::new();
        let mut add = |(street, fit): (StreetId, Fit)| {
            let known = fits.entry(street).or_insert(fit);
            *known = (*known).min(fit);
        };
        let mut found = 0;
        for key in &keys {
            let hits = shortest(self.index.beginning_with(&Typed::new(key)).collect());
            found += hits.len();
            hits.into_iter().filter_map(|hit| begins(hit, key.len())).for_each(&mut add);
        }
        let (mut near, mut slip) = (false, false);
        if complete || found < limit {
            for (place, ranked) in (0..).zip(self.ranked(&whole, text, Alike::Needed)) {
                let fit = Fit::whole(&ranked, place);
                near |= fit.is_near();
                slip |= ranked.edits <= 1;
                if fit.is_near() || found == 0 && ranked.found.score >= SIMILAR {
                    add((ranked.found.street, fit));
                }
            }
        } else {
            let equal = self.index.with_key(&whole.key).filter(|e| equal(&whole, e).is_some());
            equal.for_each(|entry| add((entry.street, Fit::EQUAL)));
        }
        // Whoever is one slip away from a whole name hardly means the beginning of another one.
        if found < limit && !slip && !(near && complete) {
            // A slip beside an umlaut is none more without it.
            for key in different([&partial.key, &whole.key, &partial.dropped_key()]) {
                let edits = edits_of(key.len(), &EDITS);
                let near = |typed| self.index.beginning_near(typed, edits);
                let near = if edits > 0 { near(&Typed::new(&key)) } else { Vec::new() };
                shortest(near)
                    .into_iter()
                    .filter_map(|hit| begins(hit, key.len()))
                    .for_each(&mut add);
            }
        }
        let mut ranked: Vec<(StreetId, Fit)> = fits.into_iter().collect();
        ranked.retain(|(street, _)| self.lies_within(*street, within) != Some(false));
        let better = |a: &(StreetId, Fit), b: &(StreetId, Fit)| {
            let houses = |id: StreetId| self.numbers(id).len();
            a.1.cmp(&b.1)
                .then_with(|| houses(b.0).cmp(&houses(a.0)))
                .then_with(|| self.name(a.0).cmp(self.name(b.0)))
                .then(a.0.cmp(&b.0))
        };
        ranked.sort_unstable_by(better);
        ranked.truncate(limit);
        if let Some((_, best)) = ranked.first().copied() {
            ranked.retain(|(_, fit)| !fit.is_worse_than(best));
        }
        ranked
    }
}

/// The hits that are looked at: one letter begins a word in half of all names.
fn shortest(mut hits: Vec<Hit>) -> Vec<Hit> {
    if hits.len() > LOOKED_AT {
        hits.select_nth_unstable_by_key(LOOKED_AT, |hit| (hit.edits, !hit.whole, hit.length));
        hits.truncate(LOOKED_AT);
    }
    hits
}

/// The texts as letters, none twice and none empty.
fn different<const N: usize>(texts: [&str; N]) -> Vec<Vec<u8>> {
    let mut different: Vec<Vec<u8>> = Vec::with_capacity(N);
    for text in texts {
        let text: Vec<u8> = letters(text).collect();
        if !text.is_empty() && !different.contains(&text) {
            different.push(text);
        }
    }
    different
}
