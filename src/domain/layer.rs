//! Any polygons as areas to be looked up: they may overlap, leave gaps and have holes.
//!
//! Unlike a [partition](super::partition), a layer is taken as it is. Which areas hold a position is
//! decided in the layer's own coordinates, exactly to a tenth of a millimetre, so that a point on
//! the edge of two areas is on the edge of both.

use std::{cell::RefCell, collections::BTreeMap};

use rstar::{AABB, RTree};

use super::{
    grid::{Crs, Grid, GridError, GridPoint, LonLat, Patch, orient},
    locate::{Cells, Edge},
    partition::{Hit, Piece, coordinates},
};

/// Edges that are bent by the projection are cut until they are this straight, in centimetres.
const STRAIGHT_CM: f64 = 0.2;
/// … but into no more than this power of two of pieces.
const MOST_CUTS: u32 = 12;

/// One area of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerArea {
    /// What it is called.
    pub id: String,
    /// Its polygons in the layer's coordinates; each has its exterior ring first, then its holes.
    pub polygons: Vec<Vec<Vec<(f64, f64)>>>,
}

/// Why polygons are no layer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LayerError {
    /// There is no polygon.
    #[error("there are no polygons")]
    Empty,
    /// A coordinate is none of the layer's system, or lies too far from Germany.
    #[error("area {id}: ({x}, {y}) is no position of EPSG:{epsg} in or around Germany")]
    Position {
        /// The area.
        id: String,
        /// The first coordinate.
        x: f64,
        /// The second coordinate.
        y: f64,
        /// The system.
        epsg: u32,
    },
}

/// Combinations of areas, and where in the list each is.
type Sets = (Vec<Vec<u32>>, BTreeMap<Vec<u32>, usize>);

/// What a layer says of a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'a> {
    /// The areas that hold it or have it on their edge, in the order of the layer.
    pub areas: Vec<&'a str>,
    /// Metres to the nearest edge of any area, to the decimetre; `None` far away from all.
    pub border_m: Option<f64>,
}

/// Areas ready to be asked.
#[derive(Debug)]
pub struct Layer {
    crs: Crs,
    ids: Vec<String>,
    /// The area of each polygon.
    owners: Vec<u32>,
    /// Edges with their polygon, in the layer's units.
    tree: RTree<Piece<u32>>,
    patch: Patch,
    cells: Cells<usize>,
    /// Each combination of areas that holds all of a cell.
    sets: Vec<Vec<u32>>,
}

impl Layer {
    /// Prepares areas whose coordinates are of a system. Areas of the same id are one. Cost: some
    /// tens of milliseconds for a city, seconds for a million edges.
    ///
    /// # Errors
    /// When there is no polygon, or a coordinate cannot be placed.
    pub fn new(areas: &[LayerArea], crs: Crs) -> Result<Self, LayerError> {
        let grid = grid_for(areas, &crs)?;
        let mut known: BTreeMap<&str, u32> = BTreeMap::new();
        let mut layer = Preparing { crs: &crs, grid: &grid, pieces: Vec::new(), edges: Vec::new() };
        let (mut ids, mut owners) = (Vec::new(), Vec::new());
        for area in areas {
            let owner = *known.entry(&area.id).or_insert_with(|| {
                ids.push(area.id.clone());
                ids.len() as u32 - 1
            });
            for rings in &area.polygons {
                layer.polygon(&area.id, owners.len() as u32, rings)?;
                owners.push(owner);
            }
        }
        let Preparing { pieces, edges, .. } = layer;
        let tree = RTree::bulk_load(pieces);
        let sets: RefCell<Sets> = RefCell::default();
        let cells = Cells::new(&edges, |at| {
            let (list, places) = &mut *sets.borrow_mut();
            let place = crs.of_lonlat(grid.to_lonlat(at));
            let set = place.map(|(x, y)| holding(&tree, &owners, unit(&crs, x, y)));
            let set = set.unwrap_or_default();
            *places.entry(set).or_insert_with_key(|set| {
                list.push(set.clone());
                list.len() - 1
            })
        });
        let cells = cells.ok_or(LayerError::Empty)?;
        let [south_west, north_east] = cells.corners().map(|at| grid.to_lonlat(at));
        let patch = Patch::new(&grid, south_west, north_east);
        Ok(Self { ids, owners, tree, patch, cells, sets: sets.into_inner().0, crs })
    }

    /// The coordinate system of the areas.
    pub fn crs(&self) -> &Crs {
        &self.crs
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Never: a layer has at least one area.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Every combination of areas that holds all of some cell: for those who write the same answers
    /// again and again.
    pub fn combinations(&self) -> impl Iterator<Item = Vec<&str>> {
        self.sets.iter().map(|set| self.named(set))
    }

    /// Which of the [combinations](Self::combinations) [`find`](Self::find) gives, and how many
    /// decimetres it is to the nearest edge of any area, in a fraction of its time; `None` close to
    /// an edge and far away from all.
    pub fn combination(&self, position: LonLat) -> Option<(usize, u64)> {
        let look = self.cells.look(self.patch.to_grid(position).ok()?)?;
        Some((*look.label()?, look.nearest_dm(|_, _| ())))
    }

    fn named(&self, set: &[u32]) -> Vec<&str> {
        set.iter().map(|area| &*self.ids[*area as usize]).collect()
    }

    /// What holds a position. `own` are its coordinates in the layer's system, where they are
    /// known.
    ///
    /// # Errors
    /// When the position cannot be placed in the layer's system.
    pub fn find(&self, position: LonLat, own: Option<(f64, f64)>) -> Result<Found<'_>, GridError> {
        let look = self.patch.to_grid(position).ok().and_then(|at| self.cells.look(at));
        let border_m = look.map(|look| look.nearest_dm(|_, _| ()) as f64 / 10.0);
        let areas = match look.and_then(|look| look.label()) {
            Some(set) => self.named(&self.sets[*set]),
            None => {
                let (x, y) = own.map_or_else(|| self.crs.of_lonlat(position), Ok)?;
                self.named(&holding(&self.tree, &self.owners, unit(&self.crs, x, y)))
            }
        };
        Ok(Found { areas, border_m })
    }
}

/// The grid whose zone is nearest to the areas.
fn grid_for(areas: &[LayerArea], crs: &Crs) -> Result<Grid, LayerError> {
    let points = || {
        let rings = areas.iter().flat_map(|area| area.polygons.iter().flatten());
        rings.flatten().copied()
    };
    if (25831..=25833).contains(&crs.epsg()) && points().next().is_some() {
        return Ok(Grid::new(crs.epsg()).expect("these zones are supported"));
    }
    let middle = |of: fn((f64, f64)) -> f64| {
        let (low, high) = points()
            .map(of)
            .fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        f64::midpoint(low, high)
    };
    if points().next().is_none() {
        return Err(LayerError::Empty);
    }
    let lon = crs.to_lonlat(middle(|p| p.0), middle(|p| p.1)).map_or(9.0, |centre| centre.lon);
    let zone = match lon {
        lon if lon < 6.0 => 25831,
        lon if lon < 12.0 => 25832,
        _ => 25833,
    };
    Ok(Grid::new(zone).expect("these zones are supported"))
}

/// A position in whole units: a tenth of a millimetre, or 10⁻⁹ degrees, which is about that.
fn unit(crs: &Crs, x: f64, y: f64) -> GridPoint {
    let per_unit = if crs.is_degrees() { 1e9 } else { 1e4 };
    GridPoint::nearest(x * per_unit, y * per_unit)
}

/// The areas that hold a position or have it on their edge, sorted.
fn holding(tree: &RTree<Piece<u32>>, owners: &[u32], at: GridPoint) -> Vec<u32> {
    let [x, y] = coordinates(at);
    let east = tree.root().envelope().upper()[0];
    let mut crossed: Vec<u32> = Vec::new();
    let mut areas: Vec<u32> = Vec::new();
    if x <= east {
        let ray = AABB::from_corners([x, y], [east, y]);
        for piece in tree.locate_in_envelope_intersecting(&ray) {
            if on(piece, at) {
                areas.push(owners[piece.data as usize]);
            }
            if Hit::of(at, piece.a, piece.b).is_some_and(|hit| hit.side().is_gt()) {
                match crossed.iter().position(|polygon| *polygon == piece.data) {
                    Some(twice) => drop(crossed.swap_remove(twice)),
                    None => crossed.push(piece.data),
                }
            }
        }
    }
    areas.extend(crossed.into_iter().map(|polygon| owners[polygon as usize]));
    areas.sort_unstable();
    areas.dedup();
    areas
}

/// Whether a position lies on an edge, exactly.
fn on(piece: &Piece<u32>, at: GridPoint) -> bool {
    let between = |from: i64, value: i64, to: i64| from.min(to) <= value && value <= from.max(to);
    between(piece.a.x, at.x, piece.b.x)
        && between(piece.a.y, at.y, piece.b.y)
        && orient(piece.a, piece.b, at).is_eq()
}

struct Preparing<'a> {
    crs: &'a Crs,
    grid: &'a Grid,
    pieces: Vec<Piece<u32>>,
    edges: Vec<Edge>,
}

impl Preparing<'_> {
    fn polygon(
        &mut self,
        id: &str,
        number: u32,
        rings: &[Vec<(f64, f64)>],
    ) -> Result<(), LayerError> {
        for ring in rings {
            // A ring that is left open is closed.
            let next = ring.iter().skip(1).chain(ring.first());
            for (from, to) in ring.iter().zip(next) {
                let (a, b) = (unit(self.crs, from.0, from.1), unit(self.crs, to.0, to.1));
                if a != b {
                    self.pieces.push(Piece { a, b, data: number });
                    let (start, end) = (self.place(id, *from)?, self.place(id, *to)?);
                    self.edge(id, (*from, start), (*to, end), 0)?;
                }
            }
        }
        Ok(())
    }

    /// Centimetres of the grid, not rounded.
    fn place(&self, id: &str, (x, y): (f64, f64)) -> Result<(f64, f64), LayerError> {
        let metres = match self.crs.epsg() == self.grid.epsg() {
            true => Some((x, y)).filter(|_| x.is_finite() && y.is_finite()),
            false => self.crs.to_lonlat(x, y).and_then(|at| self.grid.to_metres(at)).ok(),
        };
        metres
            .map(|(east, north)| (east * 100.0, north * 100.0))
            .filter(|(east, north)| GridPoint::nearest(*east, *north).in_range())
            .ok_or_else(|| LayerError::Position { id: id.to_owned(), x, y, epsg: self.crs.epsg() })
    }

    fn edge(
        &mut self,
        id: &str,
        from: ((f64, f64), (f64, f64)),
        to: ((f64, f64), (f64, f64)),
        cuts: u32,
    ) -> Result<(), LayerError> {
        let half =
            |a: (f64, f64), b: (f64, f64)| (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
        let middle = half(from.0, to.0);
        let place = self.place(id, middle)?;
        let chord = half(from.1, to.1);
        let bent = (place.0 - chord.0).hypot(place.1 - chord.1) > STRAIGHT_CM;
        if bent && cuts < MOST_CUTS {
            self.edge(id, from, (middle, place), cuts + 1)?;
            return self.edge(id, (middle, place), to, cuts + 1);
        }
        let point = |(x, y): (f64, f64)| GridPoint::nearest(x, y);
        self.edges.push(Edge { a: point(from.1), b: point(to.1), reach_m: 0.0 });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn square(id: &str, west: f64, south: f64, side: f64) -> LayerArea {
        let (east, north) = (west + side, south + side);
        let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
        LayerArea { id: id.into(), polygons: vec![vec![ring]] }
    }

    fn names(layer: &Layer, x: f64, y: f64) -> Vec<&str> {
        let position = layer.crs().to_lonlat(x, y).unwrap();
        layer.find(position, Some((x, y))).unwrap().areas
    }

    #[test]
    fn gaps_overlaps_holes_and_edges_are_what_they_are() {
        let mut holed = square("holed", 9.9, 53.7, 0.1);
        let mut hole = square("", 9.94, 53.74, 0.02).polygons[0][0].clone();
        hole.reverse();
        holed.polygons[0].push(hole);
        holed.polygons.extend(square("", 10.2, 53.7, 0.1).polygons);
        let areas = [holed, square("beside", 10.0, 53.7, 0.1), square("over", 9.99, 53.79, 0.02)];
        let layer = Layer::new(&areas, Crs::new(4326).unwrap()).unwrap();
        let at = |lon: f64, lat: f64| names(&layer, lon, lat).join(" ");
        assert_eq!(at(9.91, 53.71), "holed");
        assert_eq!(at(9.95, 53.75), "");
        assert_eq!(at(9.94, 53.75), "holed", "the edge of a hole");
        assert_eq!(at(10.25, 53.75), "holed", "its second part");
        assert_eq!(at(10.15, 53.75), "");
        assert_eq!(at(10.0, 53.75), "holed beside", "on the edge of both");
        assert_eq!(at(10.0, 53.7), "holed beside", "on the corner of both");
        assert_eq!(at(9.9, 53.73), "holed", "on the edge of one");
        assert_eq!(at(9.995, 53.795), "holed over");
        assert_eq!(at(-60.0, 10.0), "");
        let near = layer.find(LonLat { lon: 9.95, lat: 53.705 }, None).unwrap();
        assert!((near.border_m.unwrap() - 556.3).abs() < 0.2, "{near:?}");
        assert_eq!(layer.find(LonLat { lon: -60.0, lat: 10.0 }, None).unwrap().border_m, None);
    }

    #[test]
    fn what_is_no_layer_is_refused() {
        let wgs84 = || Crs::new(4326).unwrap();
        assert_eq!(Layer::new(&[], wgs84()).unwrap_err(), LayerError::Empty);
        let far = Layer::new(&[square("far", -100.0, 20.0, 1.0)], wgs84()).unwrap_err();
        assert!(matches!(far, LayerError::Position { .. }));
        for x in [1e9, 1e300, -1e300, f64::NAN] {
            let nowhere = [square("nowhere", x, 5_900_000.0, 1.0)];
            let error = Layer::new(&nowhere, Crs::new(25832).unwrap()).unwrap_err();
            assert!(matches!(error, LayerError::Position { .. }), "{x}: {error}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None, cases: 24, ..ProptestConfig::default()
        })]

        #[test]
        fn cells_say_what_the_edges_say(
            corners in prop::collection::vec((0i32..40, 0i32..40, 1i32..20), 1..6),
            epsg in prop::sample::select(vec![4326u32, 25832, 3857]),
            at in prop::collection::vec((-10i32..60, -10i32..60), 150),
        ) {
            let crs = Crs::new(epsg).unwrap();
            let (west, south, step) = match epsg {
                4326 => (9.9, 53.6, 0.001),
                25832 => (560_000.0, 5_940_000.0, 100.0),
                _ => (1_102_000.0, 7_095_000.0, 150.0),
            };
            let areas: Vec<LayerArea> = corners
                .iter()
                .enumerate()
                .map(|(id, (x, y, side))| {
                    let (x, y) = (west + f64::from(*x) * step, south + f64::from(*y) * step);
                    square(&id.to_string(), x, y, f64::from(*side) * step)
                })
                .collect();
            let layer = Layer::new(&areas, crs).unwrap();
            for (x, y) in at {
                let (x, y) = (west + f64::from(x) * step, south + f64::from(y) * step);
                let exact = holding(&layer.tree, &layer.owners, unit(&layer.crs, x, y));
                let exact: Vec<&str> =
                    exact.iter().map(|area| &*layer.ids[*area as usize]).collect();
                let position = layer.crs().to_lonlat(x, y).unwrap();
                if let Some((at, border_dm)) = layer.combination(position) {
                    let found = layer.find(position, None).unwrap();
                    prop_assert_eq!(&layer.combinations().nth(at).unwrap(), &exact);
                    prop_assert_eq!(found.border_m, Some(border_dm as f64 / 10.0));
                }
                prop_assert_eq!(names(&layer, x, y), exact);
            }
        }
    }
}
