//! The territory of the city, what lies around it, and the first Sozialräume in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    ImportError,
    city::{self, Found},
    ground::Ground,
};
use crate::{
    domain::{
        city::{Municipality, Sozialraum},
        grid::{Grid, GridPoint, LonLat},
        organisation::slug,
        partition::{
            self, Area, Border, Finding, ForeignArea, LineInfo, NamedLine, Options, Partition,
            PolygonRings, Sureness,
        },
    },
    formats::{
        defect::Defects,
        folder::write::Place,
        osm::{
            Bounds, Extract, Feature, Geometry, Outline, Progress, Relation, Territories,
            outline_holds,
        },
    },
    locale::words::t,
    service::check::finding_defect,
};

/// How far off the mapped course of a boundary may be, in metres.
const UNCERTAINTY_M: f64 = 10.0;
/// The region that all Sozialräume of the draft belong to.
pub(super) const REGION: &str = "stadt";
/// What can be a part of town or another name for a municipality.
const PLACES: [&str; 9] = [
    "city",
    "town",
    "borough",
    "suburb",
    "quarter",
    "neighbourhood",
    "village",
    "hamlet",
    "isolated_dwelling",
];

/// What the map says about the territories.
pub(super) struct Mapped {
    pub limit: Outline,
    level: Option<u8>,
    areas: Vec<(String, Outline)>,
    pub neighbours: Vec<Neighbour>,
}

/// A municipality that touches the city; its outline is empty when the extract cuts it off.
pub(super) struct Neighbour {
    ags: String,
    name: String,
    district: Option<String>,
    pub outline: Outline,
    /// The vertices of its boundary, also of one that is cut off.
    vertices: Vec<LonLat>,
}

/// Fetches the territories.
///
/// # Errors
/// When the extract is damaged, the outline of the city or of one of its areas does not close, or
/// there are no areas of that level.
pub(super) fn read(
    extract: &Extract,
    found: &Found<'_>,
    level: Option<u8>,
    progress: Progress<'_>,
) -> Result<Mapped, ImportError> {
    let others: Vec<Found<'_>> =
        city::municipalities(extract).into_iter().filter(|m| m.ags != found.ags).collect();
    let level_of = |relation: &Relation| relation.tags.get("admin_level")?.parse::<u8>().ok();
    let parts: Vec<&Relation> = extract
        .administrative()
        .filter(|relation| level.is_some() && level_of(relation) >= Some(9))
        .collect();
    let mut wanted = vec![found.relation];
    wanted.extend(others.iter().map(|other| other.relation));
    wanted.extend(&parts);
    let territories = extract.territories(&wanted, progress)?;
    let limit = closed(&territories, found.relation, &found.name)?;
    let touching = others.iter().filter(|o| territories.touch(found.relation, o.relation));
    let neighbours = touching.map(|other| Neighbour {
        ags: other.ags.clone(),
        name: other.name.clone(),
        district: city::district(extract, &other.ags),
        outline: territories.outline(other.relation).unwrap_or_default(),
        vertices: territories.vertices(other.relation),
    });
    let neighbours = neighbours.collect();
    let mut areas = Vec::new();
    if let Some(level) = level {
        let inside: Vec<&Relation> =
            parts.into_iter().filter(|part| lies_in(&territories, part, &limit)).collect();
        for part in inside.iter().filter(|part| level_of(part) == Some(level)) {
            let name = part.tags.get("name").map_or_else(|| part.id.to_string(), str::to_owned);
            let outline = closed(&territories, part, &name)?;
            areas.push((name, outline));
        }
        if areas.is_empty() {
            let mut found: BTreeMap<u8, usize> = BTreeMap::new();
            for level in inside.iter().filter_map(|part| level_of(part)) {
                *found.entry(level).or_default() += 1;
            }
            return Err(ImportError::NoAreas { level, found: found.into_iter().collect() });
        }
        areas.sort_by(|a, b| a.0.cmp(&b.0));
    }
    Ok(Mapped { limit, level, areas, neighbours })
}

fn closed(
    territories: &Territories,
    relation: &Relation,
    name: &str,
) -> Result<Outline, ImportError> {
    territories.outline(relation).map_err(|gaps| ImportError::Open {
        name: name.to_owned(),
        relation: relation.id,
        gaps,
    })
}

/// How many places of a part are looked at to see where it lies.
const LOOKED_AT: usize = 100;

/// Whether a part lies in the city.
fn lies_in(territories: &Territories, part: &Relation, limit: &Outline) -> bool {
    // An open outline cannot be told; if it belongs to the city, the areas do not tile it.
    let Ok(outline) = territories.outline(part) else { return false };
    let around = |outline: &Outline| Bounds::around(outline.iter().flatten().flatten().copied());
    let (Some(own), Some(city)) = (around(&outline), around(limit)) else { return false };
    if !city.holds(&own) {
        return false;
    }
    // The vertices may lie on the limit. The middle of three lies in the part or just beside it,
    // so most of these middles have to lie in the city.
    let ears = outline.iter().filter_map(|rings| rings.first()).flat_map(|ring| ring.windows(3));
    let ears: Vec<LonLat> = ears
        .map(|p| LonLat {
            lon: (p[0].lon + p[1].lon + p[2].lon) / 3.0,
            lat: (p[0].lat + p[1].lat + p[2].lat) / 3.0,
        })
        .collect();
    let some: Vec<&LonLat> = ears.iter().step_by(ears.len() / LOOKED_AT + 1).collect();
    let inside = some.iter().filter(|ear| outline_holds(limit, ***ear)).count();
    inside * 2 > some.len()
}

/// The territories on the grid.
pub(super) struct Drawn {
    pub ground: Ground,
    pub limit: Area,
    pub sozialraeume: Vec<Sozialraum>,
    pub lines: Vec<NamedLine>,
    /// The polygons of the neighbours, in their order.
    pub outlines: Vec<Vec<PolygonRings>>,
}

/// Draws the Sozialräume and names their borders.
///
/// # Errors
/// When the areas do not tile the city, with every place where they do not.
pub(super) fn draw(grid: &Grid, city: &str, mapped: &Mapped) -> Result<Drawn, ImportError> {
    let defects = |findings: &[Finding]| {
        let file = "boundary=administrative";
        Defects(findings.iter().map(|finding| finding_defect(file, finding, grid)).collect())
    };
    let whole = [(city.to_owned(), mapped.limit.clone())];
    let areas = if mapped.areas.is_empty() { &whole[..] } else { &mapped.areas[..] };
    let mut ids = BTreeSet::new();
    let mut sozialraeume = Vec::new();
    let mut foreign = Vec::new();
    for (name, outline) in areas {
        let id = unused(&mut ids, &slug(name));
        foreign.push(projected(grid, &id, outline)?);
        let region = REGION.to_owned();
        sozialraeume.push(Sozialraum { id, name: name.clone(), region, polygons: Vec::new() });
    }
    foreign.push(projected(grid, "limit", &mapped.limit)?);
    let mut snapped =
        partition::snap_foreign(&foreign).map_err(|f| ImportError::Areas(defects(&f)))?;
    let limit = snapped.pop().unwrap_or(Area { id: String::new(), polygons: Vec::new() });
    let unnamed = Options { require_names: false, ..Options::default() };
    let bare = partition::build(&snapped, &[], Some(&limit), &unnamed)
        .into_result()
        .map_err(|findings| ImportError::Areas(defects(&findings)))?;
    let outlines: Vec<Vec<PolygonRings>> =
        mapped.neighbours.iter().map(|neighbour| on_grid(grid, &neighbour.outline)).collect();
    let name_of = |id: &str| {
        sozialraeume.iter().find(|area| area.id == id).map_or("", |area| area.name.as_str())
    };
    let lines = named(&bare, mapped, &Beyond::new(grid, &mapped.neighbours), name_of);
    let named = partition::build(&snapped, &lines, Some(&limit), &Options::default())
        .into_result()
        .map_err(|findings| ImportError::Areas(defects(&findings)))?;
    for (sozialraum, area) in sozialraeume.iter_mut().zip(snapped) {
        sozialraum.polygons = area.polygons;
    }
    let ground = Ground::new(grid.clone(), &limit, &named);
    Ok(Drawn { ground, limit, sozialraeume, lines: named.named_lines(), outlines })
}

fn unused(ids: &mut BTreeSet<String>, wanted: &str) -> String {
    let wanted = if wanted.is_empty() { "sozialraum" } else { wanted };
    let id = (1..)
        .map(|n| if n == 1 { wanted.to_owned() } else { format!("{wanted}-{n}") })
        .find(|id| !ids.contains(id))
        .unwrap_or_default();
    ids.insert(id.clone());
    id
}

fn projected(grid: &Grid, id: &str, outline: &Outline) -> Result<ForeignArea, ImportError> {
    let mut polygons = Vec::new();
    for rings in outline {
        let mut on_plane = Vec::new();
        for ring in rings {
            let points = ring.iter().map(|place| grid.to_metres(*place));
            on_plane.push(points.collect::<Result<Vec<_>, _>>()?);
        }
        polygons.push(on_plane);
    }
    Ok(ForeignArea { id: id.to_owned(), polygons })
}

/// Polygons for looking at: every place rounded to the grid by itself. Empty when one lies too far
/// away for the grid.
fn on_grid(grid: &Grid, outline: &Outline) -> Vec<PolygonRings> {
    let ring = |ring: &Vec<_>| -> Option<Vec<GridPoint>> {
        let points = ring.iter().map(|place| grid.to_grid(*place).ok());
        let mut points: Vec<GridPoint> = points.collect::<Option<_>>()?;
        points.dedup();
        Some(points)
    };
    let polygon = |rings: &Vec<_>| rings.iter().map(ring).collect::<Option<PolygonRings>>();
    outline.iter().map(polygon).collect::<Option<_>>().unwrap_or_default()
}

/// The borders with names: between Sozialräume after both, along the limit after the municipality
/// beyond, where it changes in several pieces.
fn named<'a>(
    bare: &Partition,
    mapped: &Mapped,
    beyond: &Beyond,
    name_of: impl Fn(&str) -> &'a str,
) -> Vec<NamedLine> {
    let mut lines = Vec::new();
    for border in bare.borders() {
        let side = |face: Option<partition::FaceIndex>| Some(bare.face(face?).id.as_str());
        match (side(border.left()), side(border.right())) {
            (Some(left), Some(right)) => {
                let (first, second) = if left < right { (left, right) } else { (right, left) };
                let level = mapped.level.unwrap_or_default().to_string();
                let info = LineInfo {
                    id: format!("{first}-{second}"),
                    name: format!("{} / {}", name_of(first), name_of(second)),
                    sure: Sureness::Assumed,
                    uncertainty_m: UNCERTAINTY_M,
                    source: t("osm.line.level", &[("level", &level)]),
                    municipality: None,
                };
                lines.push(NamedLine { info, points: border.points().to_vec() });
            }
            _ => lines.extend(along_limit(border, mapped, beyond)),
        }
    }
    lines
}

/// Which vertices belong to which neighbours.
struct Beyond(HashMap<GridPoint, BTreeSet<usize>>);

impl Beyond {
    fn new(grid: &Grid, neighbours: &[Neighbour]) -> Self {
        let mut vertices: HashMap<GridPoint, BTreeSet<usize>> = HashMap::new();
        for (index, neighbour) in neighbours.iter().enumerate() {
            for point in neighbour.vertices.iter().filter_map(|place| grid.to_grid(*place).ok()) {
                vertices.entry(point).or_default().insert(index);
            }
        }
        Self(vertices)
    }

    /// The neighbours with a vertex here; rounding may have moved it by a centimetre.
    fn at(&self, p: GridPoint) -> BTreeSet<usize> {
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy)));
        let near = around.filter_map(|(dx, dy)| self.0.get(&GridPoint::new(p.x + dx, p.y + dy)));
        near.flatten().copied().collect()
    }

    /// The neighbour beyond an edge of the limit.
    fn edge(&self, a: GridPoint, b: GridPoint) -> Option<usize> {
        let (a, b) = (self.at(a), self.at(b));
        a.intersection(&b).next().copied()
    }
}

fn along_limit(border: &Border, mapped: &Mapped, beyond: &Beyond) -> Vec<NamedLine> {
    let mut runs: Vec<(Option<usize>, Vec<GridPoint>)> = Vec::new();
    for pair in border.points().windows(2) {
        let other = beyond.edge(pair[0], pair[1]);
        match runs.last_mut() {
            Some((last, points)) if *last == other => points.push(pair[1]),
            _ => runs.push((other, pair.to_vec())),
        }
    }
    let line = |(other, points): (Option<usize>, Vec<GridPoint>)| {
        let neighbour = other.and_then(|index| mapped.neighbours.get(index));
        let info = LineInfo {
            id: neighbour.map_or_else(|| "limit".into(), |n| format!("limit-{}", slug(&n.name))),
            name: match neighbour {
                Some(n) => t("osm.line.limit_to", &[("name", &n.name)]),
                None => t("osm.line.limit", &[]),
            },
            sure: Sureness::Mapped,
            uncertainty_m: UNCERTAINTY_M,
            source: "OpenStreetMap".into(),
            municipality: neighbour.map(|n| n.name.clone()),
        };
        NamedLine { info, points }
    };
    runs.into_iter().map(line).collect()
}

/// A named place of the map.
fn place(feature: &Feature) -> Option<Place> {
    let class = feature.tags.get("place").filter(|class| PLACES.contains(class))?;
    let Geometry::Point(at) = feature.geometry else { return None };
    let name = feature.tags.get("name")?.to_owned();
    Some(Place { name, class: class.to_owned(), at })
}

/// The parts of town, by name.
pub(super) fn places(features: &[Feature], ground: &Ground, city: &str) -> Vec<Place> {
    let mut places: Vec<Place> = features
        .iter()
        .filter_map(place)
        .filter(|place| place.name != city && ground.holds_place(place.at))
        .collect();
    places.sort_by(|a, b| a.name.cmp(&b.name));
    places.dedup_by(|a, b| a.name == b.name);
    places
}

/// The municipalities around the city, with the names of places in them: those that are no place
/// of the city and lie in one of them only.
pub(super) fn municipalities(
    mapped: &Mapped,
    outlines: Vec<Vec<PolygonRings>>,
    features: &[Feature],
    own: &[Place],
) -> Vec<Municipality> {
    let mut of_name: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for place in features.iter().filter_map(place) {
        let inside = mapped.neighbours.iter().position(|n| outline_holds(&n.outline, place.at));
        if let Some(index) = inside {
            of_name.entry(place.name).or_default().insert(index);
        }
    }
    let names: BTreeSet<&str> = mapped.neighbours.iter().map(|n| n.name.as_str()).collect();
    let taken = |name: &str| names.contains(name) || own.iter().any(|place| place.name == name);
    let aliases = |index: usize| {
        let own = of_name
            .iter()
            .filter(|(name, of)| of.len() == 1 && of.contains(&index) && !taken(name));
        own.map(|(name, _)| name.clone()).collect()
    };
    mapped
        .neighbours
        .iter()
        .zip(outlines)
        .enumerate()
        .map(|(index, (neighbour, polygons))| Municipality {
            ags: Some(neighbour.ags.clone()),
            name: neighbour.name.clone(),
            district: neighbour.district.clone(),
            aliases: aliases(index),
            office: None,
            polygons,
        })
        .collect()
}
