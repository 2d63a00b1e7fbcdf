//! Street rules: replacing those of editions by a file, tried first, all or nothing.

mod edit;
mod history;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub use edit::{Seen, edit, mark};
pub use history::{Replaced, history, replaced, take_back};

use crate::{
    domain::{
        audit::{Action, Event},
        city::EditionData,
        directory::Directory,
        edition::Edition,
        rules::StreetRule,
    },
    formats::{
        defect::{Defect, Defects},
        street_rules::{self, RuleRow},
    },
    store::{Store, StoreError},
};

/// Why rules cannot be replaced.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// There is no city yet.
    #[error("the database holds no city")]
    NoCity,
    /// There is no such edition, only these.
    #[error("there is no edition {number}")]
    NoEdition {
        /// The edition that was asked for.
        number: u32,
        /// The editions that there are.
        editions: Vec<u32>,
    },
    /// The rules have defects.
    #[error(transparent)]
    Defects(#[from] Defects),
    /// The store fails, or the city was changed since the plan was made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What becomes of one rule.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleChange {
    /// It is added.
    New(StreetRule),
    /// It takes the place of one for the same numbers, or for the same street and Sozialraum.
    Changed {
        /// The rule as it is.
        before: StreetRule,
        /// The rule as it will be.
        after: StreetRule,
    },
    /// It does not hold any more.
    Gone(StreetRule),
}

impl RuleChange {
    /// The rule that is not there any more.
    pub fn before(&self) -> Option<&StreetRule> {
        match self {
            Self::New(_) => None,
            Self::Changed { before: rule, .. } | Self::Gone(rule) => Some(rule),
        }
    }

    /// The rule that is there then.
    pub fn after(&self) -> Option<&StreetRule> {
        match self {
            Self::Gone(_) => None,
            Self::Changed { after: rule, .. } | Self::New(rule) => Some(rule),
        }
    }
}

/// What becomes of the rules of one edition.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionPlan {
    /// The edition.
    pub edition: Edition,
    /// Its rules afterwards.
    pub rules: Vec<StreetRule>,
    /// What changes: what is new, then what is changed, then what is gone.
    pub changes: Vec<RuleChange>,
}

/// What a file would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Edition by edition.
    pub editions: Vec<EditionPlan>,
    /// What may be worth a look.
    pub hints: Vec<Defect>,
    /// The counter of the city's changes that the plan rests on.
    based_on: i64,
    /// The official key of the city.
    ags: String,
}

impl Plan {
    /// A mark of exactly this plan: another file or other rules by now give another one.
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        for plan in &self.editions {
            hash.update(format!("{}:{:?};", plan.edition.number, plan.changes));
        }
        data_encoding::HEXLOWER.encode(&hash.finalize()[..16])
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.editions.iter().all(|plan| plan.changes.is_empty())
    }
}

impl EditionPlan {
    fn new(data: &EditionData, rows: &[RuleRow]) -> Self {
        let rules = street_rules::of_edition(rows, data.edition.number);
        let changes = changes(&data.rules, &rules);
        Self { edition: data.edition.clone(), rules, changes }
    }

    /// How many rules are new, changed, gone, and as they were.
    pub fn counts(&self) -> [usize; 4] {
        let count = |is: fn(&RuleChange) -> bool| self.changes.iter().filter(|c| is(c)).count();
        let new = count(|change| matches!(change, RuleChange::New(_)));
        let changed = count(|change| matches!(change, RuleChange::Changed { .. }));
        let gone = count(|change| matches!(change, RuleChange::Gone(_)));
        [new, changed, gone, self.rules.len() - new - changed]
    }
}

/// What leads from some rules to others. Cost: O(n²) in the rules that differ.
fn changes(before: &[StreetRule], after: &[StreetRule]) -> Vec<RuleChange> {
    let same_street = |a: &StreetRule, b: &StreetRule| a.street == b.street && a.place == b.place;
    let same_numbers = |a: &StreetRule, b: &StreetRule| same_street(a, b) && a.numbers == b.numbers;
    let same_purpose =
        |a: &StreetRule, b: &StreetRule| same_street(a, b) && a.sozialraum == b.sozialraum;
    let mut before: Vec<&StreetRule> = before.iter().collect();
    let mut after: Vec<&StreetRule> = after.iter().collect();
    pairs(&mut before, &mut after, StreetRule::says_as);
    let mut changed = pairs(&mut before, &mut after, same_numbers);
    changed.extend(pairs(&mut before, &mut after, same_purpose));
    let new = after.into_iter().cloned().map(RuleChange::New);
    let changed = changed.into_iter().map(|(before, after)| RuleChange::Changed {
        before: before.clone(),
        after: after.clone(),
    });
    new.chain(changed).chain(before.into_iter().cloned().map(RuleChange::Gone)).collect()
}

/// Takes the rules that go together out of both lists.
fn pairs<'a>(
    before: &mut Vec<&'a StreetRule>,
    after: &mut Vec<&'a StreetRule>,
    go_together: impl Fn(&StreetRule, &StreetRule) -> bool,
) -> Vec<(&'a StreetRule, &'a StreetRule)> {
    let mut found = Vec::new();
    after.retain(|new| {
        let at = before.iter().position(|old| go_together(old, new));
        if let Some(at) = at {
            found.push((before.remove(at), *new));
        }
        at.is_none()
    });
    found
}

/// What a file of rules would do to an edition, or to all of them; nothing is changed.
///
/// # Errors
/// When the file has a defect, the edition does not exist, or the store fails.
pub async fn plan(
    store: &dyn Store,
    bytes: &[u8],
    file: &str,
    edition: Option<u32>,
) -> Result<Plan, RulesError> {
    let present = Present::of(store, edition).await?;
    let (rows, defects) = street_rules::read(bytes, file);
    present.plan(&rows, file, defects)
}

/// What other rules would do to an edition, or to all of them; nothing is changed. `change` makes
/// the new rules of an edition of those that it has, or says `None` when they are not what it
/// expects any more.
///
/// # Errors
/// [`StoreError::Stale`] when `change` says so; when the rules cannot hold together, which names
/// them by their place in the list; when the edition does not exist, or the store fails.
pub async fn plan_rules(
    store: &dyn Store,
    name: &str,
    edition: Option<u32>,
    change: impl Fn(u32, &[StreetRule]) -> Option<Vec<StreetRule>>,
) -> Result<Plan, RulesError> {
    let present = Present::of(store, edition).await?;
    let mut rows = Vec::new();
    for data in &present.editions {
        let number = data.edition.number;
        let rules = change(number, &data.rules).ok_or(StoreError::Stale)?;
        rows.extend(RuleRow::of_edition(number, rules));
    }
    present.plan(&rows, name, Vec::new())
}

/// What holds when a plan is made.
struct Present {
    editions: Vec<EditionData>,
    directory: Directory,
    based_on: i64,
    ags: String,
}

impl Present {
    async fn of(store: &dyn Store, edition: Option<u32>) -> Result<Self, RulesError> {
        // Read before the data, so that a change in between is noticed.
        let based_on = store.revision().await?.dataset;
        let dataset = store.dataset().await?.ok_or(RulesError::NoCity)?;
        let mut editions = dataset.editions;
        let numbers: Vec<u32> = editions.iter().map(|data| data.edition.number).collect();
        if let Some(number) = edition {
            if !numbers.contains(&number) {
                return Err(RulesError::NoEdition { number, editions: numbers });
            }
            editions.retain(|data| data.edition.number == number);
        }
        let directory = Directory::new(dataset.streets, dataset.points);
        Ok(Self { editions, directory, based_on, ags: dataset.info.ags })
    }

    fn plan(
        self,
        rows: &[RuleRow],
        file: &str,
        mut defects: Vec<Defect>,
    ) -> Result<Plan, RulesError> {
        let (wrong, hints) = street_rules::check(rows, file, &self.editions, &self.directory);
        defects.extend(wrong);
        if !defects.is_empty() {
            return Err(Defects(defects).into());
        }
        let editions = self.editions.iter().map(|data| EditionPlan::new(data, rows)).collect();
        Ok(Plan { editions, hints, based_on: self.based_on, ags: self.ags })
    }
}

/// Does what a plan says, all of it or nothing; an empty plan changes and records nothing.
///
/// # Errors
/// [`StoreError::Stale`] when the city was changed since; otherwise when the store fails.
pub async fn apply(store: &dyn Store, actor: &str, plan: &Plan) -> Result<(), RulesError> {
    write(store, actor, plan, None).await
}

async fn write(
    store: &dyn Store,
    actor: &str,
    plan: &Plan,
    undoes: Option<i64>,
) -> Result<(), RulesError> {
    if plan.is_empty() {
        return Ok(());
    }
    let changed = || plan.editions.iter().filter(|plan| !plan.changes.is_empty());
    let event = Event {
        at: Timestamp::now(),
        actor: actor.to_owned(),
        action: Action::RulesReplaced,
        subject: format!("dataset/{}", plan.ags),
        detail: history::detail(changed(), undoes),
    };
    let rules: Vec<(u32, Vec<StreetRule>)> =
        changed().map(|plan| (plan.edition.number, plan.rules.clone())).collect();
    Ok(store.replace_rules(&rules, plan.based_on, &event).await?)
}

/// The rules of an edition, or of all of them, as a file.
///
/// # Errors
/// When there is no city or no such edition, or the store fails.
pub async fn export(store: &dyn Store, edition: Option<u32>) -> Result<Vec<u8>, RulesError> {
    let dataset = store.dataset().await?.ok_or(RulesError::NoCity)?;
    let all = || dataset.editions.iter().map(|data| (data.edition.number, &data.rules[..]));
    let editions: Vec<(u32, &[StreetRule])> =
        all().filter(|(number, _)| edition.is_none_or(|wanted| wanted == *number)).collect();
    match edition.filter(|_| editions.is_empty()) {
        Some(number) => {
            Err(RulesError::NoEdition { number, editions: all().map(|(n, _)| n).collect() })
        }
        None => Ok(street_rules::write(&editions)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_known_again_by_their_numbers_then_by_their_purpose() {
        let rule = |street: &str, numbers: &str, sozialraum: &str| StreetRule {
            id: String::new(),
            place: None,
            street: street.into(),
            numbers: numbers.parse().unwrap(),
            sozialraum: sozialraum.into(),
            reason: "x".into(),
        };
        let before = [
            rule("A", "1-9 ung.", "west"),
            rule("A", "2-8 ger.", "west"),
            rule("B", "5", "west"),
            rule("C", "", "west"),
        ];
        let after = [
            rule("A", "2-8 ger.", "east"),
            // The same numbers in other words.
            rule("A", "1-9 ung., 5", "west"),
            rule("B", "5, 7", "west"),
            rule("D", "", "west"),
        ];
        let changed = |from: usize, to: usize| RuleChange::Changed {
            before: before[from].clone(),
            after: after[to].clone(),
        };
        assert_eq!(
            changes(&before, &after),
            [
                RuleChange::New(after[3].clone()),
                changed(1, 0),
                changed(2, 2),
                RuleChange::Gone(before[3].clone())
            ]
        );
        assert_eq!(changes(&before, &before), []);
    }
}
