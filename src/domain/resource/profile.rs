//! What a Sozialraum has, and what it lacks against the others.

use serde::Serialize;

use super::{
    Category, Kind, Principle,
    search::{Entry, Index, Viewer},
};
use crate::domain::population::Estimate;

/// Below this share of what the other Sozialräume have per minor, a category counts as a gap.
pub const GAP_BELOW: f64 = 0.5;
/// Densities are given per this many people under 18.
pub const PER_MINORS: f64 = 1_000.0;

/// One category in a Sozialraum.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CategoryProfile {
    /// The category.
    pub category: Category,
    /// How many offers lie in the Sozialraum.
    pub here: usize,
    /// How many lie in the other Sozialräume together.
    pub elsewhere: usize,
    /// Offers per 1,000 minors here; `None` where the number of minors is not known.
    pub density: Option<f64>,
    /// Offers per 1,000 minors in the other Sozialräume together.
    pub density_elsewhere: Option<f64>,
    /// How many offers more it would take to have as many per minor as the others, rounded to
    /// whole ones; 0 unless the density is less than half of theirs.
    pub gap: u32,
}

/// How many offers there are of a sort.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Share<T> {
    /// The sort; `None` for offers of which it is not known.
    pub of: Option<T>,
    /// How many lie in the Sozialraum.
    pub count: usize,
}

/// What a Sozialraum has and lacks. Layers of their own (shops, playgrounds, stops) count in
/// their category only.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Profile {
    /// Its id.
    pub sozialraum: String,
    /// Who lives there, if it is known.
    pub population: Option<Estimate>,
    /// Every category that is somewhere in the city, in their order.
    pub categories: Vec<CategoryProfile>,
    /// By who carries them.
    pub kinds: Vec<Share<Kind>>,
    /// By working principle; an offer with several counts for each.
    pub principles: Vec<Share<Principle>>,
    /// How many offers lie in it.
    pub offers: usize,
    /// How many are meant for it without lying in it: for its region or the whole city.
    pub from_outside: usize,
}

impl Profile {
    /// The profile of a Sozialraum in an edition. `estimates` has all Sozialräume of the edition,
    /// or none. Costs one walk over all entries.
    pub fn of(
        index: &Index,
        sozialraum: &str,
        edition: u32,
        estimates: &[Estimate],
        viewer: Viewer,
    ) -> Self {
        let shown = |entry: &&Entry| viewer == Viewer::Staff || entry.is_public();
        let (mut here, mut elsewhere, mut from_outside) = (Vec::new(), Vec::new(), 0);
        for entry in index.entries().iter().filter(shown) {
            match entry.area(edition) {
                Some(area) if *area.id == *sozialraum => here.push(entry),
                other => {
                    if !entry.is_layer() && index.is_meant_for(entry, sozialraum, edition) {
                        from_outside += 1;
                    }
                    if other.is_some() {
                        elsewhere.push(entry);
                    }
                }
            }
        }
        let own = estimates.iter().find(|estimate| estimate.id == sozialraum);
        let others: f64 =
            estimates.iter().filter(|e| e.id != sozialraum).map(|estimate| estimate.minors).sum();
        let minors = own.map(|estimate| (estimate.minors, others));
        let by_category = |entries: &[&Entry]| {
            let mut counts = Category::ALL.map(|_| 0);
            for category in entries.iter().flat_map(|entry| entry.categories()) {
                counts[category as usize] += 1;
            }
            counts
        };
        let (of_here, of_elsewhere) = (by_category(&here), by_category(&elsewhere));
        let categories = Category::ALL.into_iter().filter_map(|category| {
            let (here, elsewhere) = (of_here[category as usize], of_elsewhere[category as usize]);
            (here + elsewhere > 0).then(|| compare(category, here, elsewhere, minors))
        });
        let offers: Vec<&Entry> = here.iter().copied().filter(|entry| !entry.is_layer()).collect();
        Self {
            sozialraum: sozialraum.to_owned(),
            population: own.cloned(),
            categories: categories.collect(),
            kinds: shares(&offers, &Kind::ALL, |entry| {
                entry.record.resource.kind.as_slice().to_vec()
            }),
            principles: shares(&offers, &Principle::ALL, |entry| {
                entry.record.resource.principles.clone()
            }),
            offers: offers.len(),
            from_outside,
        }
    }
}

fn compare(
    category: Category,
    here: usize,
    elsewhere: usize,
    minors: Option<(f64, f64)>,
) -> CategoryProfile {
    let density =
        |count: usize, minors: f64| (minors > 0.0).then(|| count as f64 / minors * PER_MINORS);
    let own = minors.and_then(|(own, _)| density(here, own));
    let others = minors.and_then(|(_, others)| density(elsewhere, others));
    let gap = match (minors, own, others) {
        (Some((minors, _)), Some(own), Some(others)) if own < GAP_BELOW * others => {
            ((others - own) / PER_MINORS * minors).round() as u32
        }
        _ => 0,
    };
    CategoryProfile { category, here, elsewhere, density: own, density_elsewhere: others, gap }
}

fn shares<T: Copy + PartialEq>(
    entries: &[&Entry],
    all: &[T],
    of: impl Fn(&Entry) -> Vec<T>,
) -> Vec<Share<T>> {
    let sorts: Vec<Vec<T>> = entries.iter().map(|entry| of(entry)).collect();
    let known = all.iter().map(|sort| Share {
        of: Some(*sort),
        count: sorts.iter().filter(|sorts| sorts.contains(sort)).count(),
    });
    let unknown = Share { of: None, count: sorts.iter().filter(|sorts| sorts.is_empty()).count() };
    known.chain([unknown]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_what_is_missing_to_the_density_of_the_others() {
        // 1 for 1,000 minors here, 9 for 3,000 elsewhere: 3 per 1,000, so 2 are missing.
        let school = compare(Category::School, 1, 9, Some((1_000.0, 3_000.0)));
        assert_eq!((school.density, school.density_elsewhere), (Some(1.0), Some(3.0)));
        assert_eq!(school.gap, 2);
        // Two thirds of what the others have is no gap.
        assert_eq!(compare(Category::School, 2, 9, Some((1_000.0, 3_000.0))).gap, 0);
        // Nothing here, but hardly anything elsewhere: less than half an offer is none.
        assert_eq!(compare(Category::School, 0, 1, Some((1_000.0, 3_000.0))).gap, 0);
    }

    #[test]
    fn without_counts_of_people_nothing_is_claimed() {
        let school = compare(Category::School, 0, 9, None);
        assert_eq!((school.density, school.density_elsewhere, school.gap), (None, None, 0));
        assert_eq!(compare(Category::School, 0, 9, Some((0.0, 3_000.0))).gap, 0);
    }
}
