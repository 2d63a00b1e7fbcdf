//! The verdict on a street name: which one, or that it is not known.

use serde::{Deserialize, Serialize};

use super::{
    Directory, StreetId,
    edits::letters,
    safety,
    search::{Alike, How, StreetMatch, TYPO, equal, normalise_query},
    texts::Typed,
};
use crate::domain::address::{NormalisedStreet, Within};

/// From this score on a street is offered as "did you mean". One wrong letter
/// in a stem of four letters, or two in one of eight, reach it; a different
/// kind of way (at most 0.68) does not.
pub const AMBIGUOUS_MIN: f64 = 0.75;

/// Streets that score this much less than the best are not offered beside it:
/// that is about two more wrong letters in a name of average length.
pub const AMBIGUOUS_GAP: f64 = 0.25;

/// How far the second best has to lie behind for a misspelling to be safe:
/// about one more wrong letter in a long name.
pub const SAFE_GAP: f64 = 0.1;

/// The most streets that are offered.
pub const MAX_CANDIDATES: usize = 8;

/// What a street name comes to. Only the first two may be acted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// One street has this name (see [`How`] for umlauts typed as plain
    /// letters).
    Exact {
        /// The street.
        found: StreetMatch,
        /// The score of the next best.
        next_score: f64,
    },
    /// One street, misspelt in a way that practically never leads from one
    /// real street name to another.
    SafeTypo {
        /// The street.
        found: StreetMatch,
        /// The score of the next best.
        next_score: f64,
    },
    /// These may be meant, perhaps only one; a person has to choose.
    Ambiguous(Vec<StreetMatch>),
    /// No street of this name; the most similar ones, perhaps none.
    Unknown(Vec<StreetMatch>),
}

impl Resolution {
    /// The one street, when it is safe to act on it.
    pub fn street(&self) -> Option<StreetId> {
        match self {
            Self::Exact { found, .. } | Self::SafeTypo { found, .. } => Some(found.street),
            Self::Ambiguous(_) | Self::Unknown(_) => None,
        }
    }

    /// All streets, best first.
    pub fn matches(&self) -> &[StreetMatch] {
        match self {
            Self::Exact { found, .. } | Self::SafeTypo { found, .. } => std::slice::from_ref(found),
            Self::Ambiguous(matches) | Self::Unknown(matches) => matches,
        }
    }

    /// The score of the best; 0 when there is none.
    pub fn score(&self) -> f64 {
        self.matches().iter().map(|found| found.score).fold(0.0, f64::max)
    }

    /// The score of the next best; 0 when there is none.
    pub fn next_score(&self) -> f64 {
        match self {
            Self::Exact { next_score, .. } | Self::SafeTypo { next_score, .. } => *next_score,
            Self::Ambiguous(matches) | Self::Unknown(matches) => {
                let mut scores: Vec<f64> = matches.iter().map(|found| found.score).collect();
                scores.sort_by(|a, b| b.total_cmp(a));
                scores.get(1).copied().unwrap_or(0.0)
            }
        }
    }
}

impl Directory {
    /// Which street a name means. A name that is not in the directory never
    /// resolves to one that is, unless it can only be a slip of the keyboard.
    ///
    /// Cost: one [`search`](Self::search).
    pub fn resolve(&self, text: &str) -> Resolution {
        self.resolve_within(text, &Within::ANYWHERE)
    }

    /// As [`resolve`](Self::resolve), where postcode or place tell streets of one name apart. A
    /// street that is known to lie elsewhere is offered, never chosen.
    pub fn resolve_within(&self, text: &str, within: &Within<'_>) -> Resolution {
        let typed = normalise_query(text);
        let ranked = self.ranked(&typed, text, Alike::Always).into_iter();
        let mut matches: Vec<StreetMatch> = ranked.map(|ranked| ranked.found).collect();
        let lies = |found: &StreetMatch| self.lies_within(found.street, within);
        // Those that lie within first, otherwise in the same order.
        matches.sort_by_key(|found| match lies(found) {
            _ if !matches!(found.how, How::Exact | How::Variant) => (How::Typo, 0),
            Some(true) => (found.how, 0),
            None => (found.how, 1),
            Some(false) => (found.how, 2),
        });
        let Some(first) = matches.first().cloned() else { return Resolution::Unknown(matches) };
        if matches!(first.how, How::Exact | How::Variant) {
            if lies(&first) == Some(false) {
                // Perhaps a slip for a street that is there.
                return Self::ambiguous(matches, first.score);
            }
            let rival = |found: &&StreetMatch| found.how == first.how && lies(found) != Some(false);
            if matches.iter().filter(rival).count() > 1 {
                matches.retain(|found| rival(&found));
                return self.settle(&typed, text, matches);
            }
            let others = matches[1..].iter().filter(|found| lies(found) != Some(false));
            let next_score = others.map(|found| found.score).fold(0.0, f64::max);
            return Resolution::Exact { found: first, next_score };
        }
        // The list is ranked by edits; how sure it is depends on the scores.
        let scored =
            |found: &&StreetMatch, other: &&StreetMatch| found.score.total_cmp(&other.score);
        let Some(best) = matches.iter().rev().max_by(scored) else {
            return Resolution::Unknown(matches);
        };
        let others = matches.iter().filter(|found| found.street != best.street);
        let next_score = others.map(|found| found.score).fold(0.0, f64::max);
        if best.how == How::Typo
            && best.score - next_score >= SAFE_GAP
            && lies(best) != Some(false)
            && self.slipped(&typed, best.street)
        {
            return Resolution::SafeTypo { found: best.clone(), next_score };
        }
        if best.score < AMBIGUOUS_MIN {
            matches.truncate(MAX_CANDIDATES);
            return Resolution::Unknown(matches);
        }
        let score = best.score;
        Self::ambiguous(matches, score)
    }

    fn ambiguous(mut matches: Vec<StreetMatch>, best: f64) -> Resolution {
        matches.retain(|found| found.score >= best - AMBIGUOUS_GAP);
        matches.truncate(MAX_CANDIDATES);
        Resolution::Ambiguous(matches)
    }

    /// Several streets have this name: the one written like it wins, word by
    /// word and then letter by letter; otherwise a person has to choose.
    fn settle(
        &self,
        typed: &NormalisedStreet,
        text: &str,
        mut matches: Vec<StreetMatch>,
    ) -> Resolution {
        let how = matches.first().map(|best| best.how);
        let written: Vec<StreetId> = self
            .index
            .with_key(&typed.key)
            .filter(|entry| equal(typed, entry) == how && entry.normalised.words == typed.words)
            .map(|entry| entry.street)
            .collect();
        let plain =
            |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        for same in [
            &(|found: &StreetMatch| written.contains(&found.street))
                as &dyn Fn(&StreetMatch) -> bool,
            &|found: &StreetMatch| plain(&found.matched_name) == plain(text),
        ] {
            let mut left = matches.iter().filter(|found| same(found));
            if let (Some(found), None) = (left.next(), left.next()) {
                let next_score = found.score;
                return Resolution::Exact { found: found.clone(), next_score };
            }
        }
        matches.truncate(MAX_CANDIDATES);
        Resolution::Ambiguous(matches)
    }

    /// Whether the text can only be this street with a slip of the keyboard,
    /// and no other street lies within two edits of it.
    fn slipped(&self, typed: &NormalisedStreet, street: StreetId) -> bool {
        let key: Vec<u8> = letters(&typed.key).collect();
        let near = self.index.near(&Typed::new(&key), TYPO);
        let near = || near.iter().filter_map(|hit| self.index.entries.get(hit.of as usize));
        near().all(|entry| entry.street == street)
            && near().any(|entry| safety::is_slip(typed, &entry.normalised))
    }
}
