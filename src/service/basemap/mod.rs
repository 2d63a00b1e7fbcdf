//! The base map behind the areas: cut into vector tiles as they are asked for.
//!
//! A tile is simplified to what its zoom can show, so it costs a few milliseconds at most and
//! needs no preparation; the latest ones are kept.

mod clip;
mod kept;
mod layers;

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon, Simplify};
use rstar::{AABB, RTree, RTreeObject};

use crate::{
    domain::{city::City, grid::GridPoint},
    formats::{
        flatgeobuf,
        mvt::{self, EXTENT, TileCoord, TileFeature, TileLayer, TilePolygon, TileShape},
    },
};
use clip::Window;
use kept::Kept;

/// The deepest zoom that is served.
pub const MAX_ZOOM: u8 = 20;

/// How far a tile reaches beyond its edge, in tile units, so that wide strokes meet.
const BUFFER: f64 = 96.0;

/// How far simplifying may move a line, in tile units; 8 of them are one pixel.
const TOLERANCE: f64 = 3.0;

/// Twice the area under which a ring cannot be seen, in tile units.
const TWICE_SMALLEST_AREA: i64 = 100;

/// The layer of street names.
const STREETS: &str = "streets";

/// How many tiles are kept.
const KEPT_TILES: usize = 512;

/// Drawing layers that answer with vector tiles.
pub struct BaseMap {
    layers: Vec<Layer>,
    kept: Kept,
    version: String,
}

struct Layer {
    name: String,
    features: RTree<Feature>,
}

/// A feature in Web Mercator, the world being the unit square with y to the south.
struct Feature {
    shape: Shape,
    tag: (&'static str, String),
    from_zoom: u8,
    order: usize,
    bounds: AABB<[f64; 2]>,
}

enum Shape {
    Lines(Vec<LineString>),
    Polygons(MultiPolygon),
}

impl RTreeObject for Feature {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.bounds
    }
}

/// A drawing layer that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("base layer {layer:?}: {reason:#}")]
pub struct BadLayer {
    /// Its name.
    pub layer: String,
    /// What is wrong with it.
    pub reason: anyhow::Error,
}

impl BaseMap {
    /// Reads FlatGeobuf files in EPSG:4326 by layer name.
    ///
    /// Features are drawn by their `class` column; those without one are left out.
    ///
    /// # Errors
    /// When a file is not FlatGeobuf.
    pub fn new(files: &[(String, Vec<u8>)]) -> Result<Self, BadLayer> {
        let mut hasher = DefaultHasher::new();
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        let mut layers = Vec::with_capacity(files.len());
        for (name, bytes) in files {
            (name, bytes).hash(&mut hasher);
            let rows = flatgeobuf::read(bytes)
                .map_err(|reason| BadLayer { layer: name.clone(), reason: reason.into() })?
                .rows;
            let features = rows
                .into_iter()
                .enumerate()
                .filter_map(|(order, row)| {
                    let tag = ("class", row.text("class")?.to_owned());
                    Feature::new(name, order, tag, row.geometry)
                })
                .collect();
            layers.push(Layer { name: name.clone(), features: RTree::bulk_load(features) });
        }
        Ok(Self {
            layers,
            kept: Kept::new(KEPT_TILES),
            version: format!("{:016x}", hasher.finish()),
        })
    }

    /// Adds the streets of a city with their names, for labels.
    #[must_use]
    pub fn with_streets(mut self, city: &City) -> Self {
        let mut hasher = DefaultHasher::new();
        self.version.hash(&mut hasher);
        let mut features = Vec::new();
        for (order, street) in city.directory.streets().iter().enumerate() {
            (&street.name, &street.lines).hash(&mut hasher);
            let line = |points: &Vec<GridPoint>| {
                let degrees = points.iter().map(|point| city.grid.to_lonlat(*point));
                degrees.map(|place| Coord { x: place.lon, y: place.lat }).collect()
            };
            // A street that is known by its houses alone has no course to be drawn.
            let drawn = street.lines.iter().filter(|line| line.iter().any(|p| *p != line[0]));
            let lines = MultiLineString(drawn.map(line).collect());
            let tag = ("name", street.name.clone());
            features.extend(Feature::new(STREETS, order, tag, lines.into()));
        }
        self.layers.push(Layer { name: STREETS.into(), features: RTree::bulk_load(features) });
        self.version = format!("{:016x}", hasher.finish());
        self
    }

    /// Whether there is such a tile in the scheme: zoom up to [`MAX_ZOOM`], row and column in
    /// range.
    pub fn in_range(z: u8, x: u32, y: u32) -> bool {
        z <= MAX_ZOOM && x < 1 << z && y < 1 << z
    }

    /// Changes whenever a tile may have changed.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The tile at a zoom, column and row (XYZ scheme); empty where nothing is drawn.
    ///
    /// # Panics
    /// Never for a tile that is [in range](Self::in_range).
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Arc<[u8]> {
        self.kept.get_or_make((z, x, y), || self.make(z, x, y))
    }

    fn make(&self, z: u8, x: u32, y: u32) -> Vec<u8> {
        let window = Window::new(z, x, y, BUFFER);
        let layers: Vec<TileLayer<'_>> = self
            .layers
            .iter()
            .map(|layer| TileLayer { name: &layer.name, features: layer.in_window(&window, z) })
            .collect();
        mvt::encode(&layers).expect("layers are named and their shapes are not degenerate")
    }
}

impl Layer {
    fn in_window(&self, window: &Window, zoom: u8) -> Vec<TileFeature<'_>> {
        let mut found: Vec<&Feature> = self
            .features
            .locate_in_envelope_intersecting(&window.bounds())
            .filter(|feature| feature.from_zoom <= zoom)
            .collect();
        found.sort_unstable_by_key(|feature| feature.order);
        found.into_iter().filter_map(|feature| feature.in_window(window)).collect()
    }
}

impl Feature {
    /// `None` for points and for geometry without positions.
    fn new(
        layer: &str,
        order: usize,
        tag: (&'static str, String),
        geometry: Geometry,
    ) -> Option<Self> {
        let shape = match geometry {
            Geometry::LineString(line) => Shape::Lines(vec![mercator_line(&line)]),
            Geometry::MultiLineString(lines) => {
                Shape::Lines(lines.0.iter().map(mercator_line).collect())
            }
            Geometry::Polygon(polygon) => {
                Shape::Polygons(MultiPolygon(vec![mercator_polygon(&polygon)]))
            }
            Geometry::MultiPolygon(polygons) => {
                Shape::Polygons(polygons.0.iter().map(mercator_polygon).collect())
            }
            _ => return None,
        };
        let bounds = shape.bounds()?;
        let from_zoom = layers::from_zoom(layer, &tag.1);
        Some(Self { shape, tag, from_zoom, order, bounds })
    }

    fn in_window(&self, window: &Window) -> Option<TileFeature<'_>> {
        let shape = match &self.shape {
            Shape::Lines(lines) => {
                let parts: Vec<Vec<TileCoord>> = lines
                    .iter()
                    .flat_map(|line| window.clip_line(&window.scale(line).simplify(TOLERANCE).0))
                    .map(rounded)
                    .filter(|line| line.len() > 1)
                    .collect();
                (!parts.is_empty()).then_some(TileShape::Lines(parts))?
            }
            Shape::Polygons(polygons) => {
                let parts: Vec<TilePolygon> =
                    polygons.iter().filter_map(|polygon| cut(polygon, window)).collect();
                (!parts.is_empty()).then_some(TileShape::Polygons(parts))?
            }
        };
        Some(TileFeature { shape, tag: (self.tag.0, &self.tag.1) })
    }
}

impl Shape {
    fn bounds(&self) -> Option<AABB<[f64; 2]>> {
        let points: Vec<[f64; 2]> = match self {
            Self::Lines(lines) => lines.iter().flatten().map(|c| [c.x, c.y]).collect(),
            Self::Polygons(polygons) => {
                polygons.iter().flat_map(|p| &p.exterior().0).map(|c| [c.x, c.y]).collect()
            }
        };
        (!points.is_empty()).then(|| AABB::from_points(&points))
    }
}

/// A polygon inside the window; `None` when nothing of it can be seen.
fn cut(polygon: &Polygon, window: &Window) -> Option<TilePolygon> {
    let ring = |ring: &LineString| {
        let open = rounded(window.clip_ring(&window.scale(ring).simplify(TOLERANCE).0));
        (twice_area(&open).abs() >= TWICE_SMALLEST_AREA).then_some(open)
    };
    let mut rings = vec![ring(polygon.exterior())?];
    rings.extend(polygon.interiors().iter().filter_map(ring));
    Some(rings)
}

/// Whole tile units without repeated positions.
#[expect(clippy::cast_possible_truncation, reason = "clipped to the window first")]
fn rounded(line: Vec<Coord>) -> Vec<TileCoord> {
    let mut whole: Vec<TileCoord> =
        line.into_iter().map(|c| (c.x.round() as i32, c.y.round() as i32)).collect();
    whole.dedup();
    whole
}

fn twice_area(ring: &[TileCoord]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1))
        .sum()
}

fn mercator_line(line: &LineString) -> LineString {
    line.0.iter().map(|c| mercator(*c)).collect()
}

fn mercator_polygon(polygon: &Polygon) -> Polygon {
    Polygon::new(
        mercator_line(polygon.exterior()),
        polygon.interiors().iter().map(mercator_line).collect(),
    )
}

/// Degrees to the unit square.
fn mercator(position: Coord) -> Coord {
    let sine = position.y.to_radians().sin();
    Coord {
        x: position.x / 360.0 + 0.5,
        y: 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI),
    }
}

#[cfg(test)]
mod tests;
