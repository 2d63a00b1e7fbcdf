//! A register that an office has, read into street rules: tried first, line by line.

use crate::{
    domain::{
        city::OnDay,
        register::{self, Comparison, Listed, Reading},
        rules::StreetRule,
    },
    service::{
        Service,
        street_rules::{self, Plan, RulesError},
    },
    store::{Store, StoreError},
};

/// Which lines become rules.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Only these lines, by their place in the file; all of them when there are none.
    pub accept: Vec<usize>,
    /// Not these lines.
    pub decline: Vec<usize>,
    /// Also lines that say what holds already.
    pub all: bool,
}

impl Choice {
    /// Whether a line is chosen.
    pub fn takes(&self, at: usize) -> bool {
        (self.accept.is_empty() || self.accept.contains(&at)) && !self.decline.contains(&at)
    }

    /// Lines that are named and that the file does not have.
    pub fn unknown(&self, listed: &[Listed]) -> Vec<usize> {
        let named = self.accept.iter().chain(&self.decline).copied();
        named.filter(|at| !listed.iter().any(|line| line.at == *at)).collect()
    }
}

/// Holds a register against what holds on a day.
pub fn compare(
    service: &Service,
    day: OnDay<'_>,
    listed: Vec<Listed>,
    reading: &Reading,
) -> Comparison {
    register::compare(day, service.register(day.edition), listed, reading)
}

/// How many of the chosen lines cannot be taken over as they are.
pub fn unsound(comparison: &Comparison, choice: &Choice) -> usize {
    let chosen = comparison.lines.iter().filter(|line| choice.takes(line.listed.at));
    chosen.filter(|line| !line.is_sound()).count()
}

/// The rules that the chosen lines need, `reason` naming the line of each. Rules that are there
/// already are not made again.
pub fn rules(
    day: OnDay<'_>,
    comparison: &Comparison,
    choice: &Choice,
    reason: impl Fn(usize) -> String,
) -> Vec<StreetRule> {
    let chosen = comparison.lines.iter().filter(|line| choice.takes(line.listed.at));
    let rules = chosen.filter_map(|line| line.rule(day, choice.all, &reason(line.listed.at)));
    let is_there = |rule: &StreetRule| {
        let street = crate::domain::rules::street_of(rule, &day.city.directory);
        let there = street.and_then(|street| day.edition.rules.street(street));
        let mut of_street = there.iter().flat_map(|rules| rules.rules());
        of_street
            .any(|(_, there)| there.sozialraum == rule.sozialraum && there.numbers == rule.numbers)
    };
    rules.filter(|rule| !is_there(rule)).collect()
}

/// What these rules beside those of an edition would change. `known` is the counter of the city's
/// changes that they rest on.
///
/// # Errors
/// [`StoreError::Stale`] when the city was changed since; when the rules cannot hold together; when
/// the store fails.
pub async fn plan(
    store: &dyn Store,
    edition: u32,
    new: &[StreetRule],
    file: &str,
    known: i64,
) -> Result<Plan, RulesError> {
    let beside = |_, rules: &[StreetRule]| Some([rules, new].concat());
    let plan = street_rules::plan_rules(store, file, Some(edition), beside).await?;
    // The counter only grows: if it is the same afterwards, it was so all the time.
    match store.revision().await?.dataset == known {
        true => Ok(plan),
        false => Err(StoreError::Stale.into()),
    }
}
