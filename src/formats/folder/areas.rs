//! City limit, Sozialräume, borders, municipalities and parts of town.

use std::collections::HashSet;

use super::{LIMIT, NEIGHBOURS, PLACES, Reader, description::Description};
use crate::{
    domain::{
        city::{EditionData, Municipality, Sozialraum},
        grid::{Grid, GridPoint},
        partition::{self, Area, ForeignArea, LineInfo, NamedLine},
    },
    formats::{
        defect::Defect,
        geojson::{self, Feature},
    },
};

/// Reads the features of a file, each through `read`; defects are noted and their features
/// left out.
pub(super) fn each<T>(
    reader: &mut Reader,
    file: &str,
    read: impl Fn(&Feature<'_>) -> Result<T, Defect>,
) -> Vec<T> {
    let Some(text) = reader.text(file) else { return Vec::new() };
    let Some(features) = reader.keep(geojson::read(file, &text)) else { return Vec::new() };
    if features.is_empty() {
        reader.defects.push(Defect::new(file, "no_features"));
    }
    features.iter().filter_map(|feature| reader.keep(read(feature))).collect()
}

/// Notes ids that occur twice.
pub(super) fn check_ids<'a>(reader: &mut Reader, file: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            reader.defects.push(Defect::new(file, "double_id").field("id").with("id", id));
        }
    }
}

/// A Sozialraum whose outline is not on the grid yet.
struct Drawn {
    sozialraum: Sozialraum,
    outline: ForeignArea,
}

/// What each edition is drawn with, and the city limit (`None` when it cannot be read).
///
/// The areas of an edition and the limit are put on the grid together, so that polygons from
/// elsewhere keep their common borders.
pub(super) fn editions(
    reader: &mut Reader,
    grid: &Grid,
    description: &Description,
) -> (Option<Area>, Vec<EditionData>) {
    let drawn_limit = each(reader, LIMIT, |feature| feature.foreign_area("limit", grid))
        .into_iter()
        .reduce(|mut whole, part| {
            whole.polygons.extend(part.polygons);
            whole
        });
    let mut limit = None;
    let mut editions = Vec::new();
    for entry in &description.editions {
        let drawn = sozialraeume(reader, grid, &entry.sozialraeume);
        let (snapped, sozialraeume) = snap(drawn_limit.as_ref(), drawn);
        limit = limit.or(snapped);
        let lines = lines(reader, grid, &entry.borders);
        editions.push(EditionData {
            edition: entry.edition.clone(),
            sozialraeume,
            lines,
            rules: Vec::new(),
        });
    }
    (limit, editions)
}

/// Puts the outlines of an edition and the limit on the grid.
fn snap(limit: Option<&ForeignArea>, drawn: Vec<Drawn>) -> (Option<Area>, Vec<Sozialraum>) {
    let mut outlines: Vec<ForeignArea> = drawn.iter().map(|drawn| drawn.outline.clone()).collect();
    outlines.extend(limit.cloned());
    // What snapping refuses is found again, and reported, when the partition is built.
    let mut areas = partition::snap_foreign(&outlines)
        .unwrap_or_else(|_| outlines.iter().map(rounded).collect());
    let limit = limit.and_then(|_| areas.pop());
    let sozialraeume = drawn
        .into_iter()
        .zip(areas)
        .map(|(drawn, area)| Sozialraum { polygons: area.polygons, ..drawn.sozialraum })
        .collect();
    (limit, sozialraeume)
}

/// Every point on its own, rounded to the grid.
fn rounded(area: &ForeignArea) -> Area {
    let point = |(x, y): &(f64, f64)| GridPoint::nearest(x * 100.0, y * 100.0);
    let ring = |ring: &Vec<(f64, f64)>| ring.iter().map(point).collect();
    let polygons = area.polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect();
    Area { id: area.id.clone(), polygons }
}

fn sozialraeume(reader: &mut Reader, grid: &Grid, file: &str) -> Vec<Drawn> {
    let areas = each(reader, file, |feature| {
        let id = feature.text("id")?;
        let sozialraum = Sozialraum {
            id: id.clone(),
            name: feature.text("name")?,
            region: feature.text("region")?,
            polygons: Vec::new(),
        };
        let outline = feature.foreign_area(&id, grid)?;
        Ok(Drawn { sozialraum, outline })
    });
    check_ids(reader, file, areas.iter().map(|area| area.outline.id.as_str()));
    areas
}

/// The named lines of an edition. A line that comes in several features has the same `line` in
/// each, as exports write it; otherwise the feature's `id` is the line's.
fn lines(reader: &mut Reader, grid: &Grid, file: &str) -> Vec<NamedLine> {
    let lines = each(reader, file, |feature| {
        let id = feature.text("id")?;
        let info = LineInfo {
            id: feature.optional_text("line")?.unwrap_or_else(|| id.clone()),
            name: feature.text("name")?,
            sure: feature.word("sure", "stated, inferred, assumed, mapped")?,
            uncertainty_m: feature.non_negative("uncertainty_m")?,
            source: feature.text("source")?,
            municipality: feature.optional_text("municipality")?,
        };
        Ok((id, NamedLine { info, points: feature.line(grid)? }))
    });
    check_ids(reader, file, lines.iter().map(|(id, _)| id.as_str()));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The municipalities around the city; none when the file is missing.
pub(super) fn municipalities(reader: &mut Reader, grid: &Grid) -> Vec<Municipality> {
    if !reader.exists(NEIGHBOURS) {
        return Vec::new();
    }
    each(reader, NEIGHBOURS, |feature| {
        Ok(Municipality {
            ags: feature.optional_text("ags")?,
            name: feature.text("name")?,
            district: feature.optional_text("district")?,
            aliases: feature.texts("aliases"),
            office: feature.optional_text("office")?,
            polygons: feature.polygons(grid)?,
        })
    })
}

/// Names of parts of town other than the city's own; none when the file is missing.
pub(super) fn parts(reader: &mut Reader, city: &str) -> Vec<String> {
    if !reader.exists(PLACES) {
        return Vec::new();
    }
    let mut names = each(reader, PLACES, |feature| feature.text("name"));
    names.retain(|name| name != city);
    names.sort();
    names.dedup();
    names
}
