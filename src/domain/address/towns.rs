//! Finding the town that a line names.

use super::{
    gazetteer::{Gazetteer, TownMention},
    normalise::{NormalisedStreet, normalise},
    tokens::{Tokens, Use},
    words,
};

/// The most tokens that the name of a town may have.
const LONGEST: usize = 5;

/// Shorter names of the own town are only read when written correctly: Kiel
/// and Kies are one letter apart.
const TYPO_MIN_CHARS: usize = 7;

/// What a recognised place name means.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    Town(TownMention),
    /// A district or land, which says nothing new.
    Around,
}

/// The place names of a gazetteer, ready to be compared.
pub(in crate::domain) struct Towns(Vec<(NormalisedStreet, Place)>);

impl Towns {
    /// Prepares a gazetteer. Cost: linear in its names.
    pub(in crate::domain) fn of(gazetteer: &Gazetteer) -> Self {
        let mut names = Vec::new();
        let own = |name: &String| Place::Town(TownMention::Own(name.clone()));
        let part = |name: &String| Place::Town(TownMention::Part(name.clone()));
        names.extend(gazetteer.town.iter().map(|name| (normalise(name), own(name))));
        for name in &gazetteer.parts {
            names.push((normalise(name), part(name)));
            for town in &gazetteer.town {
                names.push((normalise(&format!("{town} {name}")), part(name)));
            }
        }
        for (index, neighbour) in gazetteer.neighbours.iter().enumerate() {
            let all = std::iter::once(&neighbour.name).chain(&neighbour.aliases);
            let mention = || Place::Town(TownMention::Neighbour(index));
            names.extend(all.map(|name| (normalise(name), mention())));
        }
        names.extend(gazetteer.surroundings.iter().map(|name| (normalise(name), Place::Around)));
        names.retain(|(name, _)| !name.key.is_empty());
        Self(names)
    }

    fn place(&self, text: &str) -> Option<&Place> {
        let wanted = normalise(text);
        let exact = self.0.iter().find(|(name, _)| name.key == wanted.key);
        exact
            .or_else(|| self.0.iter().find(|(name, _)| wanted.drops_umlauts_of(name)))
            .map(|(_, place)| place)
    }

    /// Whether a text is the name of a place in the gazetteer.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.place(text).is_some()
    }

    /// Whether another town is named anywhere in `from..to`.
    pub(super) fn names_another(&self, tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
        let another =
            |text: &str| matches!(self.place(text), Some(Place::Town(TownMention::Neighbour(_))));
        (from..to).any(|start| {
            // "Hamburg-Langenhorn" names Hamburg.
            tokens.raw(start).split('-').any(another)
                || (start + 1..=to.min(start + LONGEST))
                    .any(|end| another(&tokens.text(start, end)))
        })
    }

    /// Marks the place names among the unrecognised tokens and says what they
    /// mean. With `edges`, as while the street is not known, a name counts
    /// only at the beginning or the end of its words.
    pub(super) fn find(&self, tokens: &mut Tokens<'_>, edges: bool) -> TownMention {
        let mut mention = TownMention::None;
        let mut at = 0;
        while at < tokens.len() {
            let longest = (at..tokens.len().min(at + LONGEST))
                .take_while(|next| tokens.open(*next) && (*next == at || !tokens.breaks_at(*next)))
                .last();
            let Some(longest) = longest else {
                at += 1;
                continue;
            };
            let found = (at + 1..=longest + 1).rev().find_map(|end| {
                let place = self.place(&tokens.text(at, end))?.clone();
                (stands_free(tokens, at, end, edges) && fits(&mention, &place))
                    .then_some((end, place))
            });
            let Some((end, place)) = found else {
                at += 1;
                continue;
            };
            tokens.mark(at, end, Use::Town);
            mark_fillers(tokens, at);
            if let Place::Town(town) = place
                && (mention == TownMention::None || matches!(town, TownMention::Part(_)))
            {
                mention = town;
            }
            at = end;
        }
        match mention {
            TownMention::None => self.find_misspelt(tokens).unwrap_or_default(),
            found => found,
        }
    }

    /// The own town with one letter wrong, standing alone, when no other
    /// place of the gazetteer is as close.
    fn find_misspelt(&self, tokens: &mut Tokens<'_>) -> Option<TownMention> {
        for at in (0..tokens.len()).filter(|at| tokens.open(*at)) {
            let before = at == 0 || tokens.breaks_at(at) || !tokens.open(at - 1);
            let after = tokens.breaks_at(at + 1) || !tokens.open(at + 1);
            let key = tokens.key(at).to_owned();
            if !before || !after || key.chars().count() < TYPO_MIN_CHARS {
                continue;
            }
            let close = |name: &NormalisedStreet| strsim::osa_distance(&name.key, &key) <= 1;
            let mut hits = self.0.iter().filter(|(name, _)| close(name)).map(|(_, place)| place);
            if let Some(Place::Town(own @ TownMention::Own(_))) = hits.next()
                && hits.all(|place| matches!(place, Place::Town(TownMention::Own(_))))
            {
                tokens.mark(at, at + 1, Use::Town);
                return Some(own.clone());
            }
        }
        None
    }
}

/// A second town that says something else stays unrecognised; a part of the
/// own town beside it does not.
fn fits(mention: &TownMention, place: &Place) -> bool {
    match (mention, place) {
        (TownMention::None, _) | (_, Place::Around) => true,
        (TownMention::Own(_), Place::Town(new)) => !new.is_elsewhere(),
        (TownMention::Part(_), Place::Town(new)) => matches!(new, TownMention::Own(_)),
        (TownMention::Neighbour(old), Place::Town(new)) => *new == TownMention::Neighbour(*old),
    }
}

/// Whether the words around leave the place name its own: *Glashütte Weg* and
/// *Am Garstedt* are streets that somebody misspelt.
fn stands_free(tokens: &Tokens<'_>, from: usize, to: usize, edges: bool) -> bool {
    let follows = !tokens.breaks_at(to) && tokens.open(to) && !tokens.digit(to);
    let next = normalise(&tokens.text(to, to + 1));
    if follows && next.words.last().is_some_and(|word| words::is_kind(word)) {
        return false;
    }
    let leads = from > 0 && !tokens.breaks_at(from) && tokens.open(from - 1);
    let before = if leads { tokens.key(from - 1) } else { "" };
    if before != "in" && words::is_particle(before) {
        return false;
    }
    let leads = leads && before != "in" && !tokens.digit(from - 1);
    !(edges && follows && leads)
}

/// *in*, *Stadt* and *Ortsteil* before a town belong to it.
fn mark_fillers(tokens: &mut Tokens<'_>, town: usize) {
    let Some(before) = town.checked_sub(1).filter(|before| tokens.open(*before)) else { return };
    if ["in", "ot", "ortsteil", "stadtteil", "stadt", "gemeinde"].contains(&tokens.key(before)) {
        tokens.mark(before, town, Use::Filler);
    }
}
