//! The verdict on a street name: which one, or that it is not known.

use serde::{Deserialize, Serialize};

use super::{
    Directory, StreetId, safety,
    score::VARIANT_SCORE,
    search::{How, StreetMatch, automaton, equal, normalise_query},
};
use crate::domain::address::NormalisedStreet;

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

/// More names than this within two edits belong to several streets anyway.
const MAX_NEAR: usize = 50;

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
        self.matches().first().map_or(0.0, |found| found.score)
    }

    /// The score of the next best; 0 when there is none.
    pub fn next_score(&self) -> f64 {
        match self {
            Self::Exact { next_score, .. } | Self::SafeTypo { next_score, .. } => *next_score,
            Self::Ambiguous(matches) | Self::Unknown(matches) => {
                matches.get(1).map_or(0.0, |found| found.score)
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
        let typed = normalise_query(text);
        let matches = self.search_normalised(&typed, text, MAX_CANDIDATES);
        let next = matches.get(1).map_or(0.0, |next| next.score);
        let Some(best) = matches.first() else { return Resolution::Unknown(matches) };
        if best.score >= VARIANT_SCORE && matches!(best.how, How::Exact | How::Variant) {
            let rivals = matches.iter().filter(|found| found.how == best.how).count();
            if rivals == 1 {
                return Resolution::Exact { found: best.clone(), next_score: next };
            }
            return self.settle(&typed, text, matches);
        }
        if best.how == How::Typo
            && best.score - next >= SAFE_GAP
            && self.slipped(&typed, best.street)
        {
            return Resolution::SafeTypo { found: best.clone(), next_score: next };
        }
        if best.score < AMBIGUOUS_MIN {
            return Resolution::Unknown(matches);
        }
        let least = best.score - AMBIGUOUS_GAP;
        Resolution::Ambiguous(matches.into_iter().filter(|found| found.score >= least).collect())
    }

    /// Several streets have this name: the one written like it wins, word by
    /// word and then letter by letter; otherwise a person has to choose.
    fn settle(
        &self,
        typed: &NormalisedStreet,
        text: &str,
        matches: Vec<StreetMatch>,
    ) -> Resolution {
        let how = matches.first().map(|best| best.how);
        let rivals: Vec<StreetMatch> =
            matches.into_iter().filter(|found| Some(found.how) == how).collect();
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
            let mut left = rivals.iter().filter(|found| same(found));
            if let (Some(found), None) = (left.next(), left.next()) {
                let next_score = found.score;
                return Resolution::Exact { found: found.clone(), next_score };
            }
        }
        Resolution::Ambiguous(rivals)
    }

    /// Whether the text can only be this street with a slip of the keyboard,
    /// and no other street lies within two edits of it.
    fn slipped(&self, typed: &NormalisedStreet, street: StreetId) -> bool {
        let near = self.index.by_key(automaton(&typed.key, 2, false), MAX_NEAR);
        let near = || near.iter().filter_map(|at| self.index.entries.get(*at as usize));
        near().all(|entry| entry.street == street)
            && near().any(|entry| safety::is_slip(typed, &entry.normalised))
    }
}
