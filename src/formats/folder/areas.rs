//! City limit, Sozialräume, borders, municipalities and parts of town.

use std::collections::HashSet;

use super::{LIMIT, NEIGHBOURS, PLACES, Reader, description::Description};
use crate::{
    domain::{
        city::{EditionData, Municipality, Sozialraum},
        grid::Grid,
        partition::{Area, LineInfo, NamedLine},
    },
    formats::{
        defect::Defect,
        geojson::{self, Feature},
    },
};

/// Reads the features of a file, each through `read`; defects are noted and their features
/// left out.
fn each<T>(
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
fn check_ids<'a>(reader: &mut Reader, file: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            reader.defects.push(Defect::new(file, "double_id").field("id").with("id", id));
        }
    }
}

/// The city limit.
pub(super) fn limit(reader: &mut Reader, grid: &Grid) -> Option<Area> {
    let polygons = each(reader, LIMIT, |feature| feature.polygons(grid));
    let polygons: Vec<_> = polygons.into_iter().flatten().collect();
    (!polygons.is_empty()).then(|| Area { id: "limit".into(), polygons })
}

/// What each edition is drawn with.
pub(super) fn editions(
    reader: &mut Reader,
    grid: &Grid,
    description: &Description,
) -> Vec<EditionData> {
    description
        .editions
        .iter()
        .map(|entry| EditionData {
            edition: entry.edition.clone(),
            sozialraeume: sozialraeume(reader, grid, &entry.sozialraeume),
            lines: lines(reader, grid, &entry.borders),
        })
        .collect()
}

fn sozialraeume(reader: &mut Reader, grid: &Grid, file: &str) -> Vec<Sozialraum> {
    let areas = each(reader, file, |feature| {
        Ok(Sozialraum {
            id: feature.text("id")?,
            name: feature.text("name")?,
            region: feature.text("region")?,
            polygons: feature.polygons(grid)?,
        })
    });
    check_ids(reader, file, areas.iter().map(|area| area.id.as_str()));
    areas
}

fn lines(reader: &mut Reader, grid: &Grid, file: &str) -> Vec<NamedLine> {
    let lines = each(reader, file, |feature| {
        let info = LineInfo {
            id: feature.text("id")?,
            name: feature.text("name")?,
            sure: feature.word("sure", "stated, inferred, assumed, mapped")?,
            uncertainty_m: feature.non_negative("uncertainty_m")?,
            source: feature.text("source")?,
            municipality: feature.optional_text("municipality")?,
        };
        Ok(NamedLine { info, points: feature.line(grid)? })
    });
    check_ids(reader, file, lines.iter().map(|line| line.info.id.as_str()));
    lines
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
