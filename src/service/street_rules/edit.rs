//! One street rule at a time: added, changed or removed.

use sha2::{Digest, Sha256};

use super::{Plan, RulesError, apply, plan_rules};
use crate::{domain::rules::StreetRule, store::Store};

/// A rule as somebody saw it when they decided to change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its id.
    pub id: String,
    /// Its [`mark`].
    pub mark: String,
}

/// A mark of what a rule says: one that says something else has another one.
pub fn mark(rule: &StreetRule) -> String {
    let numbers = String::from(rule.numbers.clone());
    let mut hash = Sha256::new();
    let street = rule.street_and_place();
    for text in [&street, &numbers, &rule.sozialraum, &rule.reason] {
        hash.update(text);
        hash.update([0]);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize()[..8])
}

/// Puts a rule in the place of the one that was seen, adds it when none was, or removes the one
/// that was seen when there is no rule to put there. A rule that stands there already is not added
/// again.
///
/// # Errors
/// [`StoreError::Stale`](crate::store::StoreError::Stale) when the rule that was seen says
/// something else by now or is gone; when the rules cannot hold together; when the store fails.
pub async fn edit(
    store: &dyn Store,
    actor: &str,
    edition: u32,
    seen: Option<&Seen>,
    after: Option<&StreetRule>,
) -> Result<Plan, RulesError> {
    let change = |_, rules: &[StreetRule]| {
        let mut rules = rules.to_vec();
        let is_seen =
            |rule: &StreetRule, seen: &Seen| rule.id == seen.id && mark(rule) == seen.mark;
        let at = match seen {
            Some(seen) => Some(rules.iter().position(|rule| is_seen(rule, seen))?),
            None => None,
        };
        match (at, after) {
            (Some(at), Some(after)) => rules[at] = after.clone(),
            (Some(at), None) => drop(rules.remove(at)),
            (None, Some(after)) if !rules.iter().any(|rule| rule.says_as(after)) => {
                rules.push(after.clone());
            }
            (None, _) => {}
        }
        Some(rules)
    };
    let plan = plan_rules(store, "", Some(edition), change).await?;
    apply(store, actor, &plan).await?;
    Ok(plan)
}
