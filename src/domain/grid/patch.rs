//! The projection around one place as a polynomial: the same grid points, many times as fast.

use std::f64::consts::PI;

use super::{Grid, GridError, GridPoint, LonLat};

/// How far the polynomial may be off, in metres.
const MAX_ERROR_M: f64 = 1e-6;
/// Positions this close to the edge of a grid cell, in centimetres, are projected exactly: ten times
/// what the polynomial may be off.
const DOUBT_CM: f64 = 1e-3;
/// Polynomials of a higher degree cost as much as the projection itself.
const MAX_DEGREE: usize = 9;
/// How many positions each way prove the polynomial.
const PROOF: usize = 40;

/// A [`Grid`] that is fast within a box, for millions of positions.
///
/// Transverse Mercator is smooth, so that within the reach of a city a polynomial of low degree
/// follows it to a thousandth of a millimetre. Where that could round to another grid point, and
/// outside of the box, the projection itself is asked: the results are always those of
/// [`Grid::to_grid`].
#[derive(Debug, Clone)]
pub struct Patch {
    grid: Grid,
    centre: LonLat,
    /// One over half the width and height of the box, in degrees.
    scale: (f64, f64),
    degree: usize,
    /// Metres east and north: for each power of the latitude those of the longitude, up to the
    /// degree in total. Empty where no polynomial was good enough.
    terms: Vec<[f64; 2]>,
}

impl Patch {
    /// The grid with a box from south-west to north-east. Cost: some thousand projections.
    pub fn new(grid: &Grid, south_west: LonLat, north_east: LonLat) -> Self {
        let middle = |a: f64, b: f64| f64::midpoint(a, b);
        let centre = LonLat {
            lon: middle(south_west.lon, north_east.lon),
            lat: middle(south_west.lat, north_east.lat),
        };
        let half = |a: f64, b: f64| ((b - a) / 2.0).max(1e-6);
        let scale = (
            1.0 / half(south_west.lon, north_east.lon),
            1.0 / half(south_west.lat, north_east.lat),
        );
        let mut patch = Self { grid: grid.clone(), centre, scale, degree: 0, terms: Vec::new() };
        for degree in 3..=MAX_DEGREE {
            patch.degree = degree;
            patch.terms = patch.fit(degree).unwrap_or_default();
            if patch.error_m() <= MAX_ERROR_M {
                return patch;
            }
        }
        patch.terms.clear();
        patch
    }

    /// The grid point nearest to a position, as [`Grid::to_grid`] gives it.
    ///
    /// # Errors
    /// As there.
    pub fn to_grid(&self, position: LonLat) -> Result<GridPoint, GridError> {
        let u = (position.lon - self.centre.lon) * self.scale.0;
        let v = (position.lat - self.centre.lat) * self.scale.1;
        // Written so that NaN is not within.
        let within = u.abs() <= 1.0 && v.abs() <= 1.0 && !self.terms.is_empty();
        if !within {
            return self.grid.to_grid(position);
        }
        let [x, y] = self.metres(u, v);
        let (x, y) = (x * 100.0 + 0.5, y * 100.0 + 0.5);
        let clear = |value: f64| (DOUBT_CM..=1.0 - DOUBT_CM).contains(&(value - value.floor()));
        if clear(x) && clear(y) {
            Ok(GridPoint::new(x.floor() as i64, y.floor() as i64))
        } else {
            self.grid.to_grid(position)
        }
    }

    /// The polynomial, by Horner's rule; `u` and `v` run from −1 to 1.
    fn metres(&self, u: f64, v: f64) -> [f64; 2] {
        let mut end = self.terms.len();
        let mut sum = [0.0; 2];
        for length in 1..=self.degree + 1 {
            let row = self.terms[end - length..end].iter().rev();
            let row = row.fold([0.0; 2], |r, term| [r[0] * u + term[0], r[1] * u + term[1]]);
            sum = [sum[0] * v + row[0], sum[1] * v + row[1]];
            end -= length;
        }
        sum
    }

    fn at(&self, u: f64, v: f64) -> LonLat {
        LonLat { lon: self.centre.lon + u / self.scale.0, lat: self.centre.lat + v / self.scale.1 }
    }

    /// The polynomial through the projection's values at the Chebyshev nodes, cut to the degree in
    /// total; `None` where the box reaches beyond the projection.
    fn fit(&self, degree: usize) -> Option<Vec<[f64; 2]>> {
        let nodes = degree + 1;
        let angle = |k: usize| PI * (k as f64 + 0.5) / nodes as f64;
        let mut waves = vec![[0.0; 2]; nodes * nodes];
        for (row, column) in (0..nodes).flat_map(|row| (0..nodes).map(move |column| (row, column)))
        {
            let position = self.at(angle(column).cos(), angle(row).cos());
            let (x, y) = self.grid.to_metres(position).ok()?;
            for (j, i) in (0..nodes).flat_map(|j| (0..nodes).map(move |i| (j, i))) {
                let wave = (i as f64 * angle(column)).cos() * (j as f64 * angle(row)).cos();
                let share = |index: usize| if index == 0 { 1.0 } else { 2.0 } / nodes as f64;
                let weight = wave * share(i) * share(j);
                waves[j * nodes + i][0] += weight * x;
                waves[j * nodes + i][1] += weight * y;
            }
        }
        let powers = chebyshev(degree);
        let mut terms = Vec::with_capacity(nodes * (nodes + 1) / 2);
        for (b, a) in (0..nodes).flat_map(|b| (0..nodes - b).map(move |a| (b, a))) {
            let mut term = [0.0; 2];
            for (j, i) in (b..nodes).flat_map(|j| (a..nodes - j).map(move |i| (j, i))) {
                let weight = powers[i][a] * powers[j][b];
                term[0] += weight * waves[j * nodes + i][0];
                term[1] += weight * waves[j * nodes + i][1];
            }
            terms.push(term);
        }
        Some(terms)
    }

    /// How far the polynomial is off at most, on a net of positions that were not fitted.
    fn error_m(&self) -> f64 {
        if self.terms.is_empty() {
            return f64::INFINITY;
        }
        let step = |index: usize| index as f64 / (PROOF / 2) as f64 - 1.0;
        let net =
            (0..=PROOF).flat_map(|row| (0..=PROOF).map(move |column| (step(column), step(row))));
        net.map(|(u, v)| {
            let [x, y] = self.metres(u, v);
            match self.grid.to_metres(self.at(u, v)) {
                Ok((exact_x, exact_y)) => (x - exact_x).abs().max((y - exact_y).abs()),
                Err(_) => f64::INFINITY,
            }
        })
        .fold(0.0, f64::max)
    }
}

/// The Chebyshev polynomials up to a degree by their powers.
fn chebyshev(degree: usize) -> Vec<Vec<f64>> {
    let mut all = vec![vec![0.0; degree + 1]; degree + 1];
    for n in 0..=degree {
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
        for (degrees, degree) in [(0.2, 6), (1.5, 9)] {
            let patch = patch(25832, 9.9, 53.5, degrees);
            assert!(!patch.terms.is_empty() && patch.degree <= degree, "{}", patch.degree);
        }
        assert!(patch(25832, -5.0, 35.0, 20.0).terms.is_empty(), "a continent has none");
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
