//! How many people live where.

use super::{
    DESCRIPTION, POPULATION, Reader,
    areas::{check_ids, each},
    description::Description,
};
use crate::{
    domain::{
        grid::Grid,
        population::{Cell, PopulationGrid},
    },
    formats::{defect::Defect, geojson::Feature},
};

/// The cells, with what the description says about them; `None` when the folder has neither.
pub(super) fn read(
    reader: &mut Reader,
    grid: &Grid,
    description: &Description,
) -> Option<PopulationGrid> {
    let Some(about) = &description.population else {
        if reader.exists(POPULATION) {
            reader.defects.push(Defect::new(DESCRIPTION, "no_population").field("population"));
        }
        return None;
    };
    if about.source.trim().is_empty() {
        reader.defects.push(Defect::new(DESCRIPTION, "missing_text").field("population.source"));
    }
    let cells = each(reader, POPULATION, |feature| Ok((feature.text("id")?, cell(feature, grid)?)));
    check_ids(reader, POPULATION, cells.iter().map(|(id, _)| id.as_str()));
    Some(PopulationGrid {
        source: about.source.clone(),
        day: about.day,
        cells: cells.into_iter().map(|(_, cell)| cell).collect(),
    })
}

fn cell(feature: &Feature<'_>, grid: &Grid) -> Result<Cell, Defect> {
    let polygons = feature.polygons(grid)?;
    let [polygon] = <[_; 1]>::try_from(polygons).map_err(|_| feature.defect("one_polygon"))?;
    let cell = Cell { polygon, minors: feature.count("minors")?, total: feature.count("total")? };
    if cell.minors > cell.total {
        return Err(feature.defect("more_minors").field("minors"));
    }
    // Whoever lives on no ground would vanish from every sum.
    if cell.area_m2() == 0.0 {
        return Err(feature.defect("zero_area"));
    }
    Ok(cell)
}
