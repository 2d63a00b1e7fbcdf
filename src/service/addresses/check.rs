//! What is said of houses and street rules once all of them are known.

use std::collections::HashMap;

use super::AddressesError;
use crate::{
    domain::{
        address::RangeWords,
        city::{CityError, Dataset, EditionData},
        directory::{Directory, StreetId},
        grid::GridPoint,
        house_register::Comparison,
        locate::Locator,
        partition::{self, Options},
        rules::{self, RuleProblem, StreetRule},
    },
    formats::{
        addresses::{Contents, Kind, Problem, What},
        defect::Defect,
        folder::STREET_RULES,
    },
};

/// Addresses nearer to each other than this, in metres, are at one place.
const ONE_PLACE_M: f64 = 1.0;

/// Adds hints: houses beyond the city limit, and addresses that are listed several times. Both are
/// kept; who asks for them is told.
pub(super) fn hints(
    contents: &mut Contents,
    comparison: &Comparison,
    dataset: &Dataset,
) -> Result<(), AddressesError> {
    let locator = locator(dataset)?;
    let mut seen: HashMap<(StreetId, &str), (u32, GridPoint)> = HashMap::new();
    let mut hints = Vec::new();
    let mut hint = |at: u32, what: Option<What>, kind: Kind, text: String| {
        hints.push(Problem { at, what, kind, text: text.into() });
    };
    for (point, at) in comparison.points.iter().zip(&comparison.at) {
        let (Some(at), Some(reading)) = (*at, point.readings.first()) else { continue };
        let name = comparison.streets.get(reading.street.0 as usize).map_or("", |of| &of.name);
        let address = || format!("{name} {}", point.number);
        if locator.as_ref().is_some_and(|city| city.face_at(point.position).is_none()) {
            hint(at, None, Kind::Outside, address());
        }
        let first = seen.entry((reading.street, &point.number)).or_insert((at, point.position));
        if first.0 != at {
            let metres = point.position.distance_m(first.1);
            #[expect(clippy::cast_possible_truncation, reason = "metres within a city")]
            let kind = match metres < ONE_PLACE_M {
                true => Kind::Twice(first.0),
                false => Kind::TwoPlaces(first.0, metres.round() as u32),
            };
            hint(at, Some(What::Number), kind, address());
        }
    }
    contents.hints.append(&mut hints);
    contents.hints.sort_by_key(|hint| hint.at);
    Ok(())
}

/// Tells places within the city from others, by its latest edition.
fn locator(dataset: &Dataset) -> Result<Option<Locator>, CityError> {
    let Some(data) = dataset.editions.last() else { return Ok(None) };
    let limit = Some(&dataset.limit);
    let partition = partition::build(&data.areas(), &data.lines, limit, &Options::default())
        .into_result()
        .map_err(|findings| CityError::Partition { number: data.edition.number, findings })?;
    Ok(Some(Locator::new(&partition)))
}

/// Street rules that could not hold any more, and those that are worth a look afterwards, each with
/// its edition.
pub(super) fn rules(
    comparison: &mut Comparison,
    editions: &[EditionData],
) -> (Vec<Defect>, Vec<Defect>) {
    if editions.iter().all(|data| data.rules.is_empty()) {
        return (Vec::new(), Vec::new());
    }
    let (streets, points) =
        (std::mem::take(&mut comparison.streets), std::mem::take(&mut comparison.points));
    let directory = Directory::new(streets, points);
    let (mut defects, mut hints) = (Vec::new(), Vec::new());
    for data in editions {
        let ids: Vec<&str> = data.sozialraeume.iter().map(|area| area.id.as_str()).collect();
        for finding in rules::check(&data.rules, &directory, &ids) {
            let rule = &data.rules[finding.rule];
            let number = data.edition.number;
            match &finding.problem {
                RuleProblem::UnknownStreet(similar) => defects.push(
                    defect("address_rule_street", rule, number).with("similar", list(similar)),
                ),
                RuleProblem::SeveralStreets(streets) => defects.push(
                    defect("address_rule_streets", rule, number).with("similar", list(streets)),
                ),
                RuleProblem::NoKnownNumber => {
                    hints.push(defect("address_rule_unused", rule, number));
                }
                // Nothing that house numbers have to do with.
                RuleProblem::UnknownSozialraum(_)
                | RuleProblem::NoNumbers
                | RuleProblem::Claimed { .. }
                | RuleProblem::SaidTwice { .. } => {}
            }
        }
    }
    (comparison.streets, comparison.points) = directory.into_parts();
    (defects, hints)
}

fn defect(code: &'static str, rule: &StreetRule, edition: u32) -> Defect {
    Defect::new(STREET_RULES, code)
        .feature(&rule.id)
        .with("street", &rule.street)
        .with("numbers", rule.numbers.display_with(&RangeWords::GERMAN))
        .with("sozialraum", &rule.sozialraum)
        .with("edition", edition)
}

fn list(names: &[String]) -> String {
    match names {
        [] => "–".to_owned(),
        names => names.iter().map(|name| format!("„{name}“")).collect::<Vec<_>>().join(", "),
    }
}
