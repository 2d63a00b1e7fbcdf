//! The projection around one place as polynomials: the same grid points, many times as fast.

use std::f64::consts::PI;

use super::{Grid, GridError, GridPoint, LonLat};

/// How far the polynomials may be off, in centimetres.
const MAX_ERROR_CM: f64 = 1e-4;
/// Positions this close to the edge of a grid cell, in centimetres, are projected exactly: ten times
/// what the polynomials may be off.
const DOUBT_CM: f64 = 1e-3;
/// The degree of the polynomials in total.
const DEGREE: usize = 3;
/// How many terms such a polynomial has.
const TERMS: usize = (DEGREE + 1) * (DEGREE + 2) / 2;
/// Into how many tiles a side is cut at most; for a box that needs more, there are no polynomials.
const MOST_TILES: usize = 32;
/// How many positions each way prove a polynomial.
const PROOF: usize = 8;

/// For each power of the latitude those of the longitude; centimetres east and north.
type Terms = [[f64; 2]; TERMS];

/// A [`Grid`] that is fast within a box, for millions of positions.
///
/// Transverse Mercator is smooth, so that within some kilometres a cubic polynomial follows it to a
/// thousandth of a millimetre; the box is cut into tiles of that size. Where that could round to
/// another grid point, and outside of the box, the projection itself is asked: the results are always
/// those of [`Grid::to_grid`].
#[derive(Debug, Clone)]
pub struct Patch {
    grid: Grid,
    south_west: LonLat,
    /// Tiles a degree.
    per_degree: (f64, f64),
    /// Into how many tiles each side is cut.
    side: usize,
    /// The tiles from west to east, then from south to north. Empty where they would be too many.
    tiles: Vec<Terms>,
}

impl Patch {
    /// The grid with a box from south-west to north-east. Cost: some thousand projections for a city,
    /// some ten thousand for a district.
    pub fn new(grid: &Grid, south_west: LonLat, north_east: LonLat) -> Self {
        let width = |from: f64, to: f64| (to - from).max(1e-6);
        let (width, height) =
            (width(south_west.lon, north_east.lon), width(south_west.lat, north_east.lat));
        let mut side = 1;
        while side <= MOST_TILES {
            let per_degree = (side as f64 / width, side as f64 / height);
            let mut patch =
                Self { grid: grid.clone(), south_west, per_degree, side, tiles: Vec::new() };
            if patch.fit() {
                return patch;
            }
            side *= 2;
        }
        Self { grid: grid.clone(), south_west, per_degree: (0.0, 0.0), side: 0, tiles: Vec::new() }
    }

    /// The grid point nearest to a position, as [`Grid::to_grid`] gives it.
    ///
    /// # Errors
    /// As there.
    pub fn to_grid(&self, position: LonLat) -> Result<GridPoint, GridError> {
        self.quick(position).map_or_else(|| self.grid.to_grid(position), Ok)
    }

    /// What the polynomials say, where that is certain.
    fn quick(&self, position: LonLat) -> Option<GridPoint> {
        let u = (position.lon - self.south_west.lon) * self.per_degree.0;
        let v = (position.lat - self.south_west.lat) * self.per_degree.1;
        let side = self.side as f64;
        // Written so that NaN is not within.
        if !(u >= 0.0 && u < side && v >= 0.0 && v < side) {
            return None;
        }
        let (column, row) = (u as u32 as usize, v as u32 as usize);
        let terms = self.tiles.get(row * self.side + column)?;
        let [x, y] = value(terms, u - column as f64 - 0.5, v - row as f64 - 0.5);
        Some(GridPoint::new(certain(x)?, certain(y)?))
    }

    /// The middle of a tile and steps of half a tile from it.
    fn at(&self, column: usize, row: usize, u: f64, v: f64) -> LonLat {
        LonLat {
            lon: self.south_west.lon + (column as f64 + 0.5 + u / 2.0) / self.per_degree.0,
            lat: self.south_west.lat + (row as f64 + 0.5 + v / 2.0) / self.per_degree.1,
        }
    }

    /// Makes the polynomials of all tiles; false as soon as one is not good enough.
    fn fit(&mut self) -> bool {
        for (row, column) in (0..self.side).flat_map(|row| (0..self.side).map(move |c| (row, c))) {
            let terms = self.fit_tile(column, row);
            match terms.filter(|terms| self.error_cm(column, row, terms) <= MAX_ERROR_CM) {
                Some(terms) => self.tiles.push(terms),
                None => return false,
            }
        }
        true
    }

    /// The polynomial through the projection's values at the Chebyshev nodes of a tile, cut to the
    /// degree in total; `None` where the tile reaches beyond the projection.
    fn fit_tile(&self, column: usize, row: usize) -> Option<Terms> {
        const NODES: usize = DEGREE + 1;
        let angle = |k: usize| PI * (k as f64 + 0.5) / NODES as f64;
        let square = || (0..NODES).flat_map(|j| (0..NODES).map(move |i| (j, i)));
        let mut waves = [[[0.0; 2]; NODES]; NODES];
        for (n, m) in square() {
            let position = self.at(column, row, angle(m).cos(), angle(n).cos());
            let (x, y) = self.grid.to_metres(position).ok()?;
            for (j, i) in square() {
                let wave = (i as f64 * angle(m)).cos() * (j as f64 * angle(n)).cos();
                let share = |index: usize| if index == 0 { 1.0 } else { 2.0 } / NODES as f64;
                let weight = wave * share(i) * share(j) * 100.0;
                waves[j][i][0] += weight * x;
                waves[j][i][1] += weight * y;
            }
        }
        let powers = chebyshev();
        let mut terms = [[0.0; 2]; TERMS];
        let places = (0..NODES).flat_map(|b| (0..NODES - b).map(move |a| (b, a)));
        for (term, (b, a)) in terms.iter_mut().zip(places) {
            for (j, i) in (b..NODES).flat_map(|j| (a..NODES - j).map(move |i| (j, i))) {
                // The polynomial is asked in tiles, from −½ to ½.
                let weight = powers[i][a] * powers[j][b] * f64::from(1u32 << (a + b));
                term[0] += weight * waves[j][i][0];
                term[1] += weight * waves[j][i][1];
            }
        }
        Some(terms)
    }

    /// How far a polynomial is off at most, on a net of positions that were not fitted.
    fn error_cm(&self, column: usize, row: usize, terms: &Terms) -> f64 {
        let step = |index: usize| index as f64 / (PROOF / 2) as f64 - 1.0;
        let net = (0..=PROOF).flat_map(|n| (0..=PROOF).map(move |m| (step(m), step(n))));
        net.map(|(u, v)| {
            let [x, y] = value(terms, u / 2.0, v / 2.0);
            match self.grid.to_metres(self.at(column, row, u, v)) {
                Ok((exact_x, exact_y)) => {
                    (x - exact_x * 100.0).abs().max((y - exact_y * 100.0).abs())
                }
                Err(_) => f64::INFINITY,
            }
        })
        .fold(0.0, f64::max)
    }
}

/// The polynomial by Horner's rule; `u` and `v` run from −½ to ½.
fn value(terms: &Terms, u: f64, v: f64) -> [f64; 2] {
    let up =
        |sum: [f64; 2], by: f64, term: [f64; 2]| [sum[0] * by + term[0], sum[1] * by + term[1]];
    let [c00, c10, c20, c30, c01, c11, c21, c02, c12, c03] = *terms;
    let rows =
        [up(up(up(c30, u, c20), u, c10), u, c00), up(up(c21, u, c11), u, c01), up(c12, u, c02)];
    up(up(up(c03, v, rows[2]), v, rows[1]), v, rows[0])
}

/// The whole centimetre nearest to a value, unless it is close to where the rounding turns.
fn certain(value: f64) -> Option<i64> {
    let raised = value + 0.5;
    // Cut off, which is down where it is positive.
    let whole = raised as i64;
    let part = raised - whole as f64;
    (part > DOUBT_CM && part < 1.0 - DOUBT_CM).then_some(whole)
}

/// The Chebyshev polynomials up to the degree by their powers.
fn chebyshev() -> [[f64; DEGREE + 1]; DEGREE + 1] {
    let mut all = [[0.0; DEGREE + 1]; DEGREE + 1];
    for n in 0..=DEGREE {
        for power in 0..=n {
            all[n][power] = match n {
                0 | 1 => f64::from(u8::from(power == n)),
                _ => {
                    let doubled = if power == 0 { 0.0 } else { 2.0 * all[n - 1][power - 1] };
                    doubled - all[n - 2][power]
                }
            };
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn patch(epsg: u32, west: f64, south: f64, degrees: f64) -> Patch {
        let north_east = LonLat { lon: west + degrees, lat: south + degrees };
        Patch::new(&Grid::new(epsg).unwrap(), LonLat { lon: west, lat: south }, north_east)
    }

    #[test]
    fn a_city_and_a_district_have_polynomials() {
        for (degrees, side) in [(0.2, 4), (1.5, 32)] {
            let patch = patch(25832, 9.9, 53.5, degrees);
            assert!(!patch.tiles.is_empty() && patch.side <= side, "{}", patch.side);
        }
        assert!(patch(25832, -5.0, 35.0, 20.0).tiles.is_empty(), "a continent has none");
    }

    #[test]
    fn most_positions_are_certain() {
        let patch = patch(25832, 9.9, 53.6, 0.2);
        let at = |step: i32| LonLat {
            lon: 9.9 + 0.2 * (f64::from(step) * 0.618_033_988_7).fract(),
            lat: 53.6 + 0.2 * (f64::from(step) * 0.754_877_666_2).fract(),
        };
        let quick = (0..1_000).filter(|step| patch.quick(at(*step)).is_some()).count();
        assert!(quick > 980, "{quick}");
    }

    #[test]
    fn what_the_grid_refuses_is_refused() {
        let patch = patch(25832, 9.9, 53.6, 0.2);
        for (lon, lat) in [(f64::NAN, 53.7), (9.95, f64::INFINITY), (53.7, 10.0)] {
            assert!(patch.to_grid(LonLat { lon, lat }).is_err());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn grid_points_are_those_of_the_projection(
            epsg in 25831u32..=25833,
            west in 6.0f64..14.0,
            south in 47.0f64..55.0,
            size in prop::sample::select(vec![0.01, 0.3, 1.5]),
            at in prop::collection::vec((-0.1f64..1.1, -0.1f64..1.1), 200),
        ) {
            let patch = patch(epsg, west, south, size);
            for (u, v) in at {
                let position = LonLat { lon: west + u * size, lat: south + v * size };
                prop_assert_eq!(patch.to_grid(position), patch.grid.to_grid(position));
            }
        }

        /// On the edge of a grid cell, where the rounding turns.
        #[test]
        fn edges_of_grid_cells_are_those_of_the_projection(
            x in 56_000_000i64..57_000_000,
            y in 594_000_000i64..596_000_000,
        ) {
            let patch = patch(25832, 9.9, 53.5, 0.3);
            let middle = patch.grid.to_lonlat(GridPoint::new(x, y));
            let next = patch.grid.to_lonlat(GridPoint::new(x + 1, y + 1));
            let between = |share: f64| LonLat {
                lon: middle.lon + (next.lon - middle.lon) * share,
                lat: middle.lat + (next.lat - middle.lat) * share,
            };
            for share in [0.48, 0.4999, 0.499_999, 0.5, 0.500_001, 0.5001, 0.52] {
                let position = between(share);
                prop_assert_eq!(patch.to_grid(position), patch.grid.to_grid(position));
            }
        }
    }
}
