//! What became of the street rules before: the audit record keeps which rules a change took away
//! and which it put there, so that it can be read and taken back.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{EditionPlan, Plan, RuleChange, RulesError, changes, plan_rules, write};
use crate::{
    domain::{
        address::NumberRanges,
        audit::{Action, Entry},
        rules::StreetRule,
    },
    store::{AuditFilter, Store, StoreError},
};

/// A change of the street rules, as the audit record keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Replaced {
    /// The entry of the record.
    pub entry: Entry,
    /// What became of the rules of each edition.
    pub editions: Vec<(u32, Vec<RuleChange>)>,
    /// The entry whose change it took back.
    pub undoes: Option<i64>,
}

/// A rule as the record keeps it.
#[derive(Serialize, Deserialize)]
struct Kept {
    edition: u32,
    street: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    numbers: NumberRanges,
    sozialraum: String,
    reason: String,
}

impl Kept {
    fn of(edition: u32, rule: &StreetRule) -> Self {
        let StreetRule { street, place, numbers, sozialraum, reason, .. } = rule.clone();
        Self { edition, street, place, numbers, sozialraum, reason }
    }

    fn rule(self) -> StreetRule {
        let Self { street, place, numbers, sozialraum, reason, .. } = self;
        StreetRule { id: String::new(), street, place, numbers, sozialraum, reason }
    }
}

/// What the record keeps of a change.
pub(super) fn detail<'a>(
    changed: impl Iterator<Item = &'a EditionPlan> + Clone,
    undoes: Option<i64>,
) -> Value {
    let sum = |at: usize| changed.clone().map(|plan| plan.counts()[at]).sum::<usize>();
    let kept = |of: fn(&RuleChange) -> Option<&StreetRule>| -> Vec<Kept> {
        let of_plan = |plan: &'a EditionPlan| {
            let number = plan.edition.number;
            plan.changes.iter().filter_map(of).map(move |rule| Kept::of(number, rule))
        };
        changed.clone().flat_map(of_plan).collect()
    };
    let mut detail = json!({
        "editions": changed.clone().map(|plan| plan.edition.number).collect::<Vec<_>>(),
        "rules": changed.clone().map(|plan| plan.rules.len()).sum::<usize>(),
        "new": sum(0),
        "changed": sum(1),
        "gone": sum(2),
        "removed": kept(RuleChange::before),
        "added": kept(RuleChange::after),
    });
    if let Some(undoes) = undoes {
        detail["undoes"] = undoes.into();
    }
    detail
}

impl Replaced {
    /// Reads an entry; `None` for one that does not say which rules it changed, as those of
    /// earlier versions.
    fn read(entry: Entry) -> Option<Self> {
        let mut detail: Value = serde_json::from_str(&entry.detail).ok()?;
        let mut list = |key: &str| serde_json::from_value::<Vec<Kept>>(detail[key].take()).ok();
        let (mut removed, mut added) = (list("removed")?, list("added")?);
        let mut numbers: Vec<u32> = removed.iter().chain(&added).map(|kept| kept.edition).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut of_edition = |number: u32| {
            let take = |from: &mut Vec<Kept>| -> Vec<StreetRule> {
                from.extract_if(.., |kept| kept.edition == number).map(Kept::rule).collect()
            };
            let (before, after) = (take(&mut removed), take(&mut added));
            (number, changes(&before, &after))
        };
        let editions = numbers.iter().map(|number| of_edition(*number)).collect();
        Some(Self { editions, undoes: detail["undoes"].as_i64(), entry })
    }

    /// The rules of an edition as if the change had not been made; `None` when what it left does
    /// not stand there any more.
    pub fn reversed(&self, edition: u32, rules: &[StreetRule]) -> Option<Vec<StreetRule>> {
        let mut rules = rules.to_vec();
        let of_edition = self.editions.iter().find(|(number, _)| *number == edition);
        for change in of_edition.iter().flat_map(|(_, changes)| changes) {
            if let Some(gone) = change.before()
                && rules.iter().any(|rule| rule.says_as(gone))
            {
                return None;
            }
            let at = |after: &StreetRule| rules.iter().position(|rule| rule.says_as(after));
            match change {
                RuleChange::New(after) => {
                    let at = at(after)?;
                    rules.remove(at);
                }
                RuleChange::Changed { before, after } => {
                    let at = at(after)?;
                    rules[at] = before.clone();
                }
                RuleChange::Gone(before) => rules.push(before.clone()),
            }
        }
        Some(rules)
    }
}

/// The latest changes of the rules, the newest first, at most `limit` before entry `before` of the
/// record.
///
/// # Errors
/// When the store fails.
pub async fn history(
    store: &dyn Store,
    before: i64,
    limit: u32,
) -> Result<Vec<Replaced>, StoreError> {
    let filter =
        AuditFilter { action: Some(Action::RulesReplaced.code()), ..AuditFilter::default() };
    let entries = store.audit(&filter, before, limit).await?;
    Ok(entries.into_iter().filter_map(Replaced::read).collect())
}

/// The change that an entry of the record keeps.
///
/// # Errors
/// [`StoreError::NotFound`] without one; when the store fails.
pub async fn replaced(store: &dyn Store, entry: i64) -> Result<Replaced, StoreError> {
    let found = history(store, entry.saturating_add(1), 1).await?.pop();
    found.filter(|found| found.entry.seq == entry).ok_or(StoreError::NotFound)
}

/// Takes a change of the rules back, all of it or nothing. Later changes of other rules stay.
///
/// # Errors
/// [`StoreError::NotFound`] without such a change, [`StoreError::Stale`] when one of its rules was
/// changed since; when the store fails.
pub async fn take_back(store: &dyn Store, actor: &str, entry: i64) -> Result<Plan, RulesError> {
    let change = replaced(store, entry).await?;
    let before = |number: u32, rules: &[StreetRule]| change.reversed(number, rules);
    let plan = plan_rules(store, &format!("{entry}"), None, before).await?;
    write(store, actor, &plan, Some(entry)).await?;
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn rule(street: &str, numbers: &str, sozialraum: &str) -> StreetRule {
        StreetRule {
            id: String::new(),
            street: street.into(),
            place: None,
            numbers: numbers.parse().unwrap(),
            sozialraum: sozialraum.into(),
            reason: "x".into(),
        }
    }

    fn replaced(before: &[StreetRule], after: &[StreetRule]) -> Replaced {
        let kept = |rules: &[StreetRule]| -> Vec<Kept> {
            rules.iter().map(|rule| Kept::of(1, rule)).collect()
        };
        let detail = json!({ "removed": kept(before), "added": kept(after), "undoes": 7 });
        let entry = Entry {
            seq: 9,
            at: Timestamp::UNIX_EPOCH,
            actor: "erika".into(),
            action: Action::RulesReplaced.code(),
            subject: String::new(),
            detail: detail.to_string(),
            hash: String::new(),
        };
        Replaced::read(entry).unwrap()
    }

    #[test]
    fn a_change_is_read_from_the_record_and_taken_back_while_its_rules_stand() {
        let before = [rule("A", "1-9 ung.", "west"), rule("B", "5", "west")];
        let after = [rule("A", "1-9 ung.", "east"), rule("C", "", "west")];
        let change = replaced(&before, &after);
        assert_eq!((change.undoes, change.editions[0].1.len()), (Some(7), 3));
        let other = rule("D", "3", "east");
        let now = [&after[..], std::slice::from_ref(&other)].concat();
        let reversed = change.reversed(1, &now).unwrap();
        assert_eq!(reversed, [before[0].clone(), other.clone(), before[1].clone()]);
        assert_eq!(change.reversed(2, &now).as_deref(), Some(&now[..]), "another edition");
        // One of its rules was changed since, or what it took away is there again.
        assert_eq!(change.reversed(1, &[after[0].clone(), other.clone()]), None);
        assert_eq!(change.reversed(1, &[&now[..], &before[1..]].concat()), None);
    }
}
