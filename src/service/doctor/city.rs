//! The city that is kept: whether it can be served, and which edition is in force.

use jiff::{ToSpan, civil::Date};

use super::Finding;
use crate::{
    domain::edition::{Edition, EditionStatus, in_force},
    service::{Service, served::Served},
    store::{Store, StoreError},
};

/// How many days before its end an edition is pointed out.
const SOON: i64 = 60;

pub(super) async fn examine(store: &dyn Store) -> Vec<Finding> {
    let read = async {
        let changes = store.organisation_changes().await?;
        Ok::<_, StoreError>((store.dataset().await?, changes, store.resources(0).await?))
    };
    let (dataset, changes, records) = match read.await {
        Ok((Some(dataset), changes, records)) => (dataset, changes, records),
        Ok((None, ..)) => return vec![Finding::error("city_missing")],
        Err(error) => return vec![Finding::failure("database_unusable", error)],
    };
    let editions: Vec<Edition> = dataset.editions.iter().map(|data| data.edition.clone()).collect();
    let (city, points) = (dataset.info.name.clone(), dataset.points.len());
    let built = match Served::build(dataset, &changes, records) {
        Ok(_) => Finding::ok("city").with("city", city).with("house_numbers", points),
        Err(error) => Finding::error("city_unsound").with("problem", error),
    };
    vec![built, edition(&editions, Service::today())]
}

fn edition(editions: &[Edition], today: Date) -> Finding {
    let Some(now) = in_force(editions, today) else { return Finding::error("no_edition") };
    let last = now.valid_to.filter(|last| {
        let soon = today.saturating_add(SOON.days());
        let next = last.tomorrow().ok().and_then(|day| in_force(editions, day));
        *last <= soon && next.is_none()
    });
    let finding = match (last, now.status) {
        (Some(last), _) => Finding::hint("edition_ends").with("last", last),
        (None, EditionStatus::Draft) => Finding::hint("edition_draft"),
        (None, EditionStatus::Confirmed) => Finding::ok("edition"),
    };
    finding.with("number", now.number).with("from", now.valid_from)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_edition_that_ends_soon_without_another_one_is_pointed_out() {
        let mut first = Edition {
            number: 1,
            valid_from: date(2014, 1, 1),
            valid_to: Some(date(2026, 12, 31)),
            decision: String::new(),
            status: EditionStatus::Confirmed,
            note: None,
        };
        let next =
            Edition { number: 2, valid_from: date(2027, 1, 1), valid_to: None, ..first.clone() };
        let today = date(2026, 12, 1);
        assert_eq!(edition(std::slice::from_ref(&first), today).code, "edition_ends");
        assert_eq!(edition(&[first.clone(), next], today).code, "edition");
        assert_eq!(edition(std::slice::from_ref(&first), date(2026, 5, 1)).code, "edition");
        assert_eq!(edition(std::slice::from_ref(&first), date(2027, 1, 1)).code, "no_edition");
        first.status = EditionStatus::Draft;
        assert_eq!(edition(&[first], date(2026, 5, 1)).code, "edition_draft");
    }
}
