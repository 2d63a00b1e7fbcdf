//! What a register would do, in words.

use crate::{
    cli::{batch::report::grouped, failure::Failure, output::line},
    domain::{
        directory::{AddressPoint, Quality, Street},
        house_register::{Changed, Field},
    },
    formats::{
        addresses::{Format, encoding_name},
        defect::Defect,
    },
    locale::{Lang, words::t},
    service::addresses::Plan,
};

/// How many of a kind are listed unless all are wanted.
const LISTED: usize = 50;
/// How many other municipalities are named.
const KEYS: usize = 8;

/// What was recognised of the file.
pub(super) fn about(plan: &Plan) -> Result<(), Failure> {
    let (contents, about) = (&plan.contents, &plan.contents.about);
    let format = match about.format {
        Format::HkDe { heading: true } => "hk_de",
        Format::HkDe { heading: false } => "hk_de_plain",
        Format::Table => "table",
        Format::GeoJson => "geojson",
        Format::FlatGeobuf => "flatgeobuf",
    };
    let format = t(&format!("addresses.format.{format}"), &[]);
    let delimiter = match about.delimiter {
        b'\t' => "Tab".to_owned(),
        sign => char::from(sign).to_string(),
    };
    let values = [
        ("file", plan.file.as_str()),
        ("format", &format),
        ("encoding", encoding_name(about.encoding)),
        ("delimiter", &delimiter),
    ];
    let key = if contents.features { "addresses.about_features" } else { "addresses.about" };
    line(&t(key, &values))?;
    let columns: Vec<String> =
        about.columns.iter().map(|(what, name)| format!("{} = {name}", what.code())).collect();
    line(&t("addresses.columns", &[("columns", &columns.join(", "))]))?;
    let crs: Vec<String> = about
        .crs
        .iter()
        .map(|(epsg, rows)| {
            let values = [("epsg", &*epsg.to_string()), ("rows", &grouped(*rows))];
            t("addresses.crs_one", &values)
        })
        .collect();
    line(&t("addresses.crs", &[("crs", &crs.join(", "))]))?;
    let houses: u64 = contents.qualities.values().sum();
    let values = [("rows", &*grouped(contents.rows)), ("houses", &grouped(houses))];
    line(&t("addresses.rows", &values))?;
    skipped(plan)?;
    for (code, count) in &contents.qualities {
        let meaning = match code.as_str() {
            "" => "none",
            code => Quality::from(code).meaning(),
        };
        let meaning = t(&format!("addresses.quality_meaning.{meaning}"), &[]);
        let values = [("code", code.as_str()), ("meaning", &meaning), ("count", &grouped(*count))];
        line(&t("addresses.quality", &values))?;
    }
    Ok(())
}

fn skipped(plan: &Plan) -> Result<(), Failure> {
    let mut others: Vec<(&String, &u64)> = plan.contents.skipped.iter().collect();
    if others.is_empty() {
        return Ok(());
    }
    others.sort_by_key(|(key, count)| (std::cmp::Reverse(**count), (*key).clone()));
    let rows: u64 = others.iter().map(|(_, count)| **count).sum();
    let named =
        others.iter().take(KEYS).map(|(key, count)| format!("{key} ({})", grouped(**count)));
    let mut keys = named.collect::<Vec<_>>().join(", ");
    if others.len() > KEYS {
        let more = (others.len() - KEYS).to_string();
        keys = t("addresses.skipped_more", &[("keys", &keys), ("more", &more)]);
    }
    line(&t("addresses.skipped", &[("rows", &grouped(rows)), ("keys", &keys)]))
}

/// What may be worth a look.
pub(super) fn hints(plan: &Plan, all: bool) -> Result<(), Failure> {
    let text = |hint: Defect| t("addresses.hint", &[("hint", &hint.to_string())]);
    list(plan.hints().map(text), plan.hint_count(), all)
}

/// What is new, changed and gone.
pub(super) fn differences(plan: &Plan, all: bool) -> Result<(), Failure> {
    let comparison = &plan.comparison;
    let after = |at: usize| {
        let address = address(&comparison.points[at], &comparison.streets);
        match comparison.at[at] {
            Some(row) => {
                t("addresses.address", &[("address", &address), ("row", &row.to_string())])
            }
            None => address,
        }
    };
    let new = |at: &usize| t("addresses.new", &[("address", &after(*at))]);
    list(comparison.new.iter().map(new), comparison.new.len(), all)?;
    let changed = |changed: &Changed| {
        let fields: Vec<String> =
            changed.fields.iter().map(|field| difference(plan, *changed, field)).collect();
        let values = [("address", &*after(changed.after)), ("fields", &fields.join(", "))];
        t("addresses.changed", &values)
    };
    list(comparison.changed.iter().map(changed), comparison.changed.len(), all)?;
    let gone = |at: &usize| {
        let address = address(&comparison.points_before[*at], &comparison.streets_before);
        t("addresses.gone", &[("address", &address)])
    };
    list(comparison.gone.iter().map(gone), comparison.gone.len(), all)?;
    streets("addresses.new_streets", &comparison.new_streets, &comparison.streets, all)?;
    streets("addresses.gone_streets", &comparison.gone_streets, &comparison.streets_before, all)?;
    streets("addresses.emptied_streets", &comparison.emptied_streets, &comparison.streets, all)?;
    let counts = plan.counts();
    let grouped = |count: usize| grouped(count as u64);
    if counts.kept_missing > 0 {
        line(&t("addresses.kept_missing", &[("count", &grouped(counts.kept_missing))]))?;
    }
    let values = [
        ("new", &*grouped(counts.new)),
        ("changed", &grouped(counts.changed)),
        ("gone", &grouped(counts.gone)),
        ("same", &grouped(counts.same)),
    ];
    line(&t("addresses.counts", &values))
}

fn list(texts: impl Iterator<Item = String>, count: usize, all: bool) -> Result<(), Failure> {
    let most = if all { usize::MAX } else { LISTED };
    for text in texts.take(most) {
        line(&format!("  {text}"))?;
    }
    match count.checked_sub(most).filter(|more| *more > 0) {
        Some(more) => {
            line(&format!("  {}", t("addresses.more", &[("count", &grouped(more as u64))])))
        }
        None => Ok(()),
    }
}

fn streets(key: &str, places: &[usize], streets: &[Street], all: bool) -> Result<(), Failure> {
    if places.is_empty() {
        return Ok(());
    }
    let most = if all { usize::MAX } else { LISTED };
    let mut names: Vec<String> =
        places.iter().take(most).map(|at| in_full(&streets[*at])).collect();
    if places.len() > most {
        names.push("…".to_owned());
    }
    let values = [("count", &*grouped(places.len() as u64)), ("streets", &names.join(", "))];
    line(&t(key, &values))
}

fn in_full(street: &Street) -> String {
    match &street.place {
        Some(place) => format!("{} ({})", street.name, place.name),
        None => street.name.clone(),
    }
}

/// The address of a house, with all streets that it may belong to.
fn address(point: &AddressPoint, streets: &[Street]) -> String {
    format!("{} {}", street(point, streets), point.number)
}

fn street(point: &AddressPoint, streets: &[Street]) -> String {
    let of = point.readings.iter().filter_map(|of| streets.get(of.street.0 as usize));
    of.map(in_full).collect::<Vec<_>>().join(" | ")
}

/// One field before and after.
fn difference(plan: &Plan, changed: Changed, field: Field) -> String {
    let comparison = &plan.comparison;
    let before = &comparison.points_before[changed.before];
    let after = &comparison.points[changed.after];
    if field == Field::Position {
        let metres = before.position.distance_m(after.position);
        if metres < 1.0 {
            let cm = format!("{:.0}", metres * 100.0);
            return t("addresses.field.position_cm", &[("cm", &cm)]);
        }
        let metres = Lang::De.metres(metres);
        return t("addresses.field.position", &[("metres", &metres)]);
    }
    let id = |point: &AddressPoint| point.official.as_ref().map(|entry| entry.id.to_string());
    let value = |point: &AddressPoint, streets: &[Street]| {
        let value = match field {
            Field::Id | Field::Position => id(point),
            Field::Street => Some(street(point, streets)),
            Field::Number => Some(point.number.clone()),
            Field::Postcode => point.postcode().map(String::from),
            Field::Quality => point.quality().map(Quality::to_string),
        };
        value.filter(|value| !value.is_empty()).unwrap_or_else(|| t("addresses.nothing_known", &[]))
    };
    let (before, after) =
        (value(before, &comparison.streets_before), value(after, &comparison.streets));
    if before == after {
        // Only how sure it is.
        return t("addresses.field.street_sure", &[]);
    }
    let values = [("before", &*before), ("after", &after)];
    t(&format!("addresses.field.{}", field.code()), &values)
}
