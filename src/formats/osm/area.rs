//! What lies in an area.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    blobs::{Block, Kinds, Progress},
    element::{ElementId, Relation, Tags},
    error::{OsmError, Pass},
    extract::{Extract, MAPPED},
    positions::{Positions, degrees, units},
    rings,
    territory::{Outline, Ways, each_way, outline},
};
use crate::domain::grid::LonLat;

/// A box in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Its south-western corner.
    pub low: LonLat,
    /// Its north-eastern corner.
    pub high: LonLat,
}

impl Bounds {
    /// The box around some places; `None` when there is none.
    pub fn around(places: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        places.into_iter().fold(None, |bounds: Option<Self>, p| {
            let Self { low, high } = bounds.unwrap_or(Self { low: p, high: p });
            Some(Self {
                low: LonLat { lon: low.lon.min(p.lon), lat: low.lat.min(p.lat) },
                high: LonLat { lon: high.lon.max(p.lon), lat: high.lat.max(p.lat) },
            })
        })
    }

    /// The box with so many metres more on every side.
    #[must_use]
    pub fn wider(self, metres: f64) -> Self {
        let lat = metres / 111_000.0;
        let lon = lat / self.high.lat.to_radians().cos().max(0.1);
        Self {
            low: LonLat { lon: self.low.lon - lon, lat: self.low.lat - lat },
            high: LonLat { lon: self.high.lon + lon, lat: self.high.lat + lat },
        }
    }

    /// Whether another box lies in this one.
    pub fn holds(&self, other: &Self) -> bool {
        self.low.lon <= other.low.lon
            && self.low.lat <= other.low.lat
            && self.high.lon >= other.high.lon
            && self.high.lat >= other.high.lat
    }

    fn in_units(self) -> [[i32; 2]; 2] {
        [self.low, self.high].map(|corner| [units(corner.lon), units(corner.lat)])
    }
}

/// Something on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// The element.
    pub id: ElementId,
    /// Its tags.
    pub tags: Tags,
    /// Where it is.
    pub geometry: Geometry,
}

/// Where something is, in degrees.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// A point.
    Point(LonLat),
    /// A line of at least two places.
    Line(Vec<LonLat>),
    /// Polygons.
    Area(Outline),
}

/// What lies in an area.
#[derive(Debug, Default)]
pub struct AreaContent {
    /// Everything that is drawn, addressed or visited, by element.
    pub features: Vec<Feature>,
    /// The nodes along each line of interpolated house numbers.
    pub interpolations: BTreeMap<i64, Vec<i64>>,
    /// Areas left out because their ways do not close.
    pub broken: Vec<ElementId>,
}

/// What one thread finds.
#[derive(Default)]
struct Part {
    inside: Vec<(i64, [i32; 2])>,
    nodes: Vec<Feature>,
    ways: Vec<(i64, Tags, Vec<i64>)>,
    members: Ways,
}

impl Extract {
    /// Everything that lies in one of the boxes or reaches into it, and the names of places in
    /// `around`.
    ///
    /// Memory: sixteen bytes a node in the boxes, and what is mapped there.
    ///
    /// # Errors
    /// When the file cannot be read again or is damaged.
    pub fn area(
        &self,
        bounds: &[Bounds],
        around: &[Bounds],
        progress: Progress<'_>,
    ) -> Result<AreaContent, OsmError> {
        let bounds: Vec<_> = bounds.iter().map(|bounds| bounds.in_units()).collect();
        let around: Vec<_> = around.iter().map(|bounds| bounds.in_units()).collect();
        let mut parts = self.blobs.read(Kinds::NODES, Pass::Area, progress, |part, block| {
            inside(part, block, &bounds, &around)
        })?;
        let take = |part: &mut Part| std::mem::take(&mut part.inside);
        let mut positions = Positions::new(parts.iter_mut().flat_map(take).collect());
        let of_areas: HashSet<i64> = self.multipolygons().flat_map(Relation::ways).collect();
        let found = self.blobs.read(Kinds::WAYS, Pass::Area, progress, |part, block| {
            ways(part, block, &positions, &of_areas)
        })?;
        parts.extend(found);
        let (mut nodes, mut ways, mut members) = (Vec::new(), Vec::new(), HashMap::new());
        for part in parts {
            nodes.extend(part.nodes);
            ways.extend(part.ways);
            members.extend(part.members);
        }
        let reach_in = |area: &&Relation| area.ways().any(|way| members.contains_key(&way));
        let areas: Vec<&Relation> = self.multipolygons().filter(reach_in).collect();
        self.complete(&areas, &ways, &mut members, &mut positions, progress)?;
        let mut content = AreaContent { features: nodes, ..AreaContent::default() };
        content.add_ways(ways, &positions);
        content.add_areas(&areas, &members, &positions);
        content.features.sort_by_key(|feature| feature.id);
        content.features.dedup_by_key(|feature| feature.id);
        Ok(content)
    }

    /// Fetches what lies outside the boxes but belongs to something that reaches into them.
    fn complete(
        &self,
        areas: &[&Relation],
        ways: &[(i64, Tags, Vec<i64>)],
        members: &mut HashMap<i64, Vec<i64>>,
        positions: &mut Positions,
        progress: Progress<'_>,
    ) -> Result<(), OsmError> {
        let missing: HashSet<i64> = areas
            .iter()
            .flat_map(|area| area.ways())
            .filter(|way| !members.contains_key(way))
            .collect();
        if !missing.is_empty() {
            let parts = self.blobs.read(Kinds::WAYS, Pass::Rest, progress, |part, block| {
                each_way(block, part, |id| missing.contains(&id));
                Ok(())
            })?;
            members.extend(parts.into_iter().flatten());
        }
        let of_ways = ways.iter().flat_map(|(_, _, nodes)| nodes);
        let nodes = of_ways.chain(members.values().flatten());
        let missing: HashSet<i64> = nodes.copied().filter(|node| !positions.has(*node)).collect();
        positions.extend(self.positions(&missing, Pass::Rest, progress)?);
        Ok(())
    }
}

/// The nodes of a block that lie in the boxes, and those that are something by themselves.
fn inside(
    part: &mut Part,
    block: &Block<'_>,
    bounds: &[[[i32; 2]; 2]],
    around: &[[[i32; 2]; 2]],
) -> Result<(), OsmError> {
    let within = |boxes: &[[[i32; 2]; 2]], [lon, lat]: [i32; 2]| {
        let holds = |[low, high]: &[[i32; 2]; 2]| {
            (low[0]..=high[0]).contains(&lon) && (low[1]..=high[1]).contains(&lat)
        };
        boxes.iter().any(holds)
    };
    block.each_node(|node, tags| {
        let inside = within(bounds, node.at);
        if inside {
            part.inside.push((node.id, node.at));
        }
        if inside || within(around, node.at) {
            let tags = tags()?;
            if inside && is_something(&tags) || tags.has_any(&["place"]) {
                let at = LonLat { lon: degrees(node.at[0]), lat: degrees(node.at[1]) };
                let id = ElementId::Node(node.id);
                part.nodes.push(Feature { id, tags, geometry: Geometry::Point(at) });
            }
        }
        Ok(())
    })
}

/// Whether a node is more than a part of a way or street furniture.
fn is_something(tags: &Tags) -> bool {
    let value = |key, values: &[&str]| tags.get(key).is_some_and(|value| values.contains(&value));
    let keys = ["addr:housenumber", "amenity", "club", "craft", "healthcare", "leisure", "office"];
    tags.has_any(&keys)
        || tags.has_any(&["public_transport", "shop", "social_facility", "tourism"])
        || value("highway", &["bus_stop"])
        || value("railway", &["station", "halt", "tram_stop"])
}

/// The ways of a block that reach into the boxes.
fn ways(
    part: &mut Part,
    block: &Block<'_>,
    positions: &Positions,
    of_areas: &HashSet<i64>,
) -> Result<(), OsmError> {
    for way in block.block.groups().flat_map(|group| group.ways()) {
        if !way.refs().any(|node| positions.has(node)) {
            continue;
        }
        let tags = block.tags(way.raw_tags())?;
        if of_areas.contains(&way.id()) {
            part.members.push((way.id(), way.refs().collect()));
        }
        if tags.has_any(MAPPED) {
            part.ways.push((way.id(), tags, way.refs().collect()));
        }
    }
    Ok(())
}

/// Whether a closed way is the ring of an area rather than a line that comes back.
fn is_area(tags: &Tags) -> bool {
    let line = tags.has_any(&["highway", "waterway", "railway", "addr:interpolation"]);
    tags.is("area", "yes") || !line || tags.has_any(&["building", "landuse"])
}

impl AreaContent {
    fn add_ways(&mut self, ways: Vec<(i64, Tags, Vec<i64>)>, positions: &Positions) {
        for (id, tags, nodes) in ways {
            // A node that the extract does not have lies far away; without it the line is whole.
            let places: Vec<LonLat> = nodes.iter().filter_map(|n| positions.get(*n)).collect();
            if tags.has_any(&["addr:interpolation"]) {
                self.interpolations.insert(id, nodes.clone());
            }
            let closed = nodes.len() >= 4 && nodes.first() == nodes.last();
            let geometry = if closed && places.len() == nodes.len() && is_area(&tags) {
                Geometry::Area(vec![vec![places]])
            } else if places.len() >= 2 {
                Geometry::Line(places)
            } else {
                continue;
            };
            self.features.push(Feature { id: ElementId::Way(id), tags, geometry });
        }
    }

    fn add_areas(
        &mut self,
        areas: &[&Relation],
        members: &HashMap<i64, Vec<i64>>,
        positions: &Positions,
    ) {
        for area in areas {
            let id = ElementId::Relation(area.id);
            let ways: Vec<rings::WayNodes<'_>> =
                area.ways().filter_map(|way| Some((way, members.get(&way)?.as_slice()))).collect();
            let whole = ways.len() == area.ways().count();
            let rings = rings::join(&ways).ok().filter(|_| whole);
            match rings.and_then(|rings| rings::nest(rings, positions)) {
                Some(polygons) if !polygons.is_empty() => {
                    let geometry = Geometry::Area(outline(&polygons, positions));
                    self.features.push(Feature { id, tags: area.tags.clone(), geometry });
                }
                _ => self.broken.push(id),
            }
        }
    }
}
