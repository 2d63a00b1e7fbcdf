//! The offers of the resource map.

use serde_json::Value;

use super::{
    RESOURCES, Reader,
    areas::{check_ids, each},
};
use crate::{
    domain::{
        city::EditionData,
        grid::Grid,
        organisation::Organisation,
        resource::{FieldError, Reach, Resource},
    },
    formats::{defect::Defect, geojson::Feature},
    locale::Catalogue,
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
        let resource = resource(feature, grid)?;
        let mut defects = field_defects(feature, &resource);
        defects.extend(reach_defect(feature, &resource.reach, editions, organisation));
        Ok((resource, defects))
    });
    let mut resources = Vec::new();
    for (resource, defects) in read {
        reader.defects.extend(defects);
        resources.push(resource);
    }
    let ids: Vec<String> = resources.iter().map(|resource| resource.id.to_string()).collect();
    check_ids(reader, RESOURCES, ids.iter().map(String::as_str));
    resources
}

/// The properties are the fields of a [`Resource`] but its place, which is the geometry.
fn resource(feature: &Feature<'_>, grid: &Grid) -> Result<Resource, Defect> {
    let properties = feature.properties();
    if properties.contains_key("place") {
        return Err(feature.defect("place_twice").field("place"));
    }
    let resource: Resource = serde_json::from_value(Value::Object(properties.clone()))
        .map_err(|error| feature.defect("no_resource").with("error", error))?;
    Ok(Resource { place: feature.place(grid)?, ..resource.tidy() })
}

fn field_defects(feature: &Feature<'_>, resource: &Resource) -> Vec<Defect> {
    let words = |code| Catalogue::german().text(&format!("resource_error.{code}"), &[]);
    let defect = |error: FieldError| {
        feature.defect("bad_resource").field(error.field).with("problem", words(error.code))
    };
    resource.errors().into_iter().map(defect).collect()
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
