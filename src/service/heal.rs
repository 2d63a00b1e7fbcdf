//! Healing a data folder: small gaps and overlaps between its areas go to a neighbour.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{check::finding_defect, open::OpenError};
use crate::{
    domain::{
        city::{EditionData, Sozialraum},
        partition::{self, Healing, Options, Partition},
    },
    formats::{
        defect::{Defect, Defects},
        folder::{
            self,
            write::{areas_file, lines_file},
        },
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
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
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
        files.push((
            root.join(&entry.sozialraeume),
            areas_file(&grid, &healed_areas(data, &partition)),
        ));
        files.push((root.join(&entry.borders), lines_file(&grid, &partition.named_lines())));
    }
    write_all(&files)?;
    Ok(healed)
}

/// The Sozialräume with the outlines of the partition.
fn healed_areas(data: &EditionData, partition: &Partition) -> Vec<Sozialraum> {
    let area = |area: &Sozialraum| {
        let face = partition.face_index(&area.id)?;
        Some(Sozialraum { polygons: partition.area(face).polygons, ..area.clone() })
    };
    data.sozialraeume.iter().filter_map(area).collect()
}

/// Writes every file beside its target first, so that a full disk changes nothing.
fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), OpenError> {
    let failed = |path: &Path, error: std::io::Error| {
        let file = path.display().to_string();
        OpenError::Defects(Defects(vec![Defect::new(file, "unwritable_file").with("error", error)]))
    };
    let part = |path: &Path| path.with_added_extension("part");
    for (path, content) in files {
        if let Err(error) = fs::write(part(path), content) {
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
