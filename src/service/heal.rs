//! Healing a data folder: small gaps and overlaps between its areas go to a neighbour.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{check::finding_defect, open::OpenError};
use crate::{
    domain::{
        city::EditionData,
        grid::Grid,
        partition::{self, Healing, Options, Partition},
    },
    formats::{
        defect::{Defect, Defects},
        folder, geojson,
    },
};

/// Heals the editions of a data folder and writes their areas and borders back.
///
/// What is larger than the tolerances stays a defect. Returns what was healed. Properties that
/// the program does not know are not kept.
///
/// # Errors
/// When something else is wrong with the areas or a file cannot be written; nothing is changed
/// then.
pub fn heal(root: &Path, max_area_m2: f64, max_width_m: f64) -> Result<Vec<Defect>, OpenError> {
    let folder = folder::read(root);
    let (Some(dataset), Some(grid), Some(description)) =
        (folder.dataset, folder.grid, folder.description)
    else {
        return Err(Defects(folder.defects).into());
    };
    let options = Options { healing: Healing { max_area_m2, max_width_m }, ..Options::default() };
    let mut healed = Vec::new();
    let mut files: Vec<(PathBuf, Value)> = Vec::new();
    for (data, entry) in dataset.editions.iter().zip(&description.editions) {
        let build = partition::build(&data.areas(), &data.lines, Some(&dataset.limit), &options);
        let defect = |finding| finding_defect(&entry.sozialraeume, finding, &grid);
        let Some(partition) = build.partition else {
            return Err(Defects(build.findings.iter().map(defect).collect()).into());
        };
        if build.healed.is_empty() {
            continue;
        }
        healed.extend(build.healed.iter().map(defect));
        files.push((root.join(&entry.sozialraeume), areas_file(&grid, data, &partition)));
        files.push((root.join(&entry.borders), lines_file(&grid, &partition)));
    }
    write_all(&files)?;
    Ok(healed)
}

fn areas_file(grid: &Grid, data: &EditionData, partition: &Partition) -> Value {
    let features = data.sozialraeume.iter().filter_map(|area| {
        let face = partition.face_index(&area.id)?;
        let geometry = geojson::area_geometry(grid, &partition.area(face));
        let properties = json!({"id": area.id, "name": area.name, "region": area.region});
        Some(geojson::feature(&area.id, geometry, properties))
    });
    geojson::collection(features.collect())
}

fn lines_file(grid: &Grid, partition: &Partition) -> Value {
    let mut pieces: HashMap<String, u32> = HashMap::new();
    let features = partition.named_lines().into_iter().map(|line| {
        let piece = pieces.entry(line.info.id.clone()).or_default();
        *piece += 1;
        // Ids are unique in a file; the pieces of one line are held together by `line`.
        let id = match *piece {
            1 => line.info.id.clone(),
            number => format!("{}-{number}", line.info.id),
        };
        let mut properties = serde_json::to_value(&line.info).unwrap_or_default();
        properties["id"] = json!(id);
        properties["line"] = json!(line.info.id);
        geojson::feature(&id, geojson::line_geometry(grid, &line.points), properties)
    });
    geojson::collection(features.collect())
}

/// Writes every file beside its target first, so that a full disk changes nothing.
fn write_all(files: &[(PathBuf, Value)]) -> Result<(), OpenError> {
    let failed = |path: &Path, error: std::io::Error| {
        let file = path.display().to_string();
        OpenError::Defects(Defects(vec![Defect::new(file, "unwritable_file").with("error", error)]))
    };
    let part = |path: &Path| path.with_added_extension("part");
    for (path, content) in files {
        if let Err(error) = fs::write(part(path), content.to_string()) {
            for (path, _) in files {
                // What was not written yet is not there to be removed.
                let _ = fs::remove_file(part(path));
            }
            return Err(failed(path, error));
        }
    }
    for (path, _) in files {
        fs::rename(part(path), path).map_err(|error| failed(path, error))?;
    }
    Ok(())
}
