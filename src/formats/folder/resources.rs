//! The offers of the resource map.

use super::{
    RESOURCES, Reader,
    areas::{check_ids, each},
};
use crate::{
    domain::{
        city::EditionData,
        grid::Grid,
        organisation::Organisation,
        resource::{Reach, Resource},
    },
    formats::{
        defect::Defect,
        geojson::Feature,
        resources::{RowError, geojson},
    },
};

/// The offers; none when the file is missing. An offer may lie outside the city: it says so on the
/// coordinators' list, and a neighbour's offer can be a resource for a family here.
pub(super) fn read(
    reader: &mut Reader,
    grid: &Grid,
    editions: &[EditionData],
    organisation: &Organisation,
) -> Vec<Resource> {
    if !reader.exists(RESOURCES) {
        return Vec::new();
    }
    let read = each(reader, RESOURCES, |feature| {
        // An id that came from the content would be another one after every correction.
        feature.text("id")?;
        feature.place(grid)?;
        let (resource, errors) = match geojson::resource(&feature.whole(), RESOURCES) {
            Ok(resource) => {
                let resource = resource.tidy();
                let errors = resource.errors().into_iter().map(RowError::from).collect();
                (Some(resource), errors)
            }
            Err(errors) => (None, errors),
        };
        let mut defects: Vec<Defect> =
            errors.into_iter().map(|error| field_defect(feature, error)).collect();
        let reach = resource.as_ref().map(|resource| &resource.reach);
        defects
            .extend(reach.and_then(|reach| reach_defect(feature, reach, editions, organisation)));
        Ok((resource, defects))
    });
    let mut resources = Vec::new();
    for (resource, defects) in read {
        reader.defects.extend(defects);
        resources.extend(resource);
    }
    let ids: Vec<String> = resources.iter().map(|resource| resource.id.to_string()).collect();
    check_ids(reader, RESOURCES, ids.iter().map(String::as_str));
    resources
}

fn field_defect(feature: &Feature<'_>, error: RowError) -> Defect {
    let problem = error.problem();
    feature.defect("bad_resource").field(error.field).with("problem", problem)
}

fn reach_defect(
    feature: &Feature<'_>,
    reach: &Reach,
    editions: &[EditionData],
    organisation: &Organisation,
) -> Option<Defect> {
    let (code, id) = match reach {
        Reach::Sozialraum(id) => {
            let mut areas = editions.iter().flat_map(|data| &data.sozialraeume);
            if areas.any(|area| area.id == *id) {
                return None;
            }
            ("unknown_area", id)
        }
        Reach::Region(id) if organisation.region(id).is_none() => ("unknown_region", id),
        _ => return None,
    };
    Some(feature.defect(code).field("reach").with("id", id))
}
