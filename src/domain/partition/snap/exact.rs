//! Exact predicates on segments in 1/256 cm and on grid cells.

use std::cmp::Ordering;

use super::{FINE, Segment};
use crate::domain::grid::{GridPoint, cross, orient};

const HALF: i64 = FINE / 2;

/// The grid point whose half-open cell a position in 1/256 cm lies in.
pub(super) fn cell(fine: GridPoint) -> GridPoint {
    GridPoint::new((fine.x + HALF).div_euclid(FINE), (fine.y + HALF).div_euclid(FINE))
}

/// Whether a point lies on a segment and is none of its ends.
pub(super) fn inside_segment(p: GridPoint, a: GridPoint, b: GridPoint) -> bool {
    p != a
        && p != b
        && p.x >= a.x.min(b.x)
        && p.x <= a.x.max(b.x)
        && p.y >= a.y.min(b.y)
        && p.y <= a.y.max(b.y)
        && orient(a, b, p) == Ordering::Equal
}

/// Whether two segments cross in a single point inside both.
pub(super) fn cross_properly(a: GridPoint, b: GridPoint, c: GridPoint, d: GridPoint) -> bool {
    let opposite = |s: Ordering, t: Ordering| s != Ordering::Equal && s == t.reverse();
    opposite(orient(a, b, c), orient(a, b, d)) && opposite(orient(c, d, a), orient(c, d, b))
}

/// Whether two segments have a point in common that is not an end of both, or are the same.
pub(in super::super) fn touch(a: GridPoint, b: GridPoint, c: GridPoint, d: GridPoint) -> bool {
    (a.min(b), a.max(b)) == (c.min(d), c.max(d))
        || cross_properly(a, b, c, d)
        || inside_segment(a, c, d)
        || inside_segment(b, c, d)
        || inside_segment(c, a, b)
        || inside_segment(d, a, b)
}

/// The cell of the point where two segments cross properly.
pub(super) fn crossing(s: Segment, t: Segment) -> Option<GridPoint> {
    if !cross_properly(s.a, s.b, t.a, t.b) {
        return None;
    }
    // The point is s.a + (s.b − s.a)·part/whole. Cross products stay below 2⁸², all below 2¹²³.
    let (from, to) = (cross(t.a, t.b, s.a), cross(t.a, t.b, s.b));
    let (part, whole) = if from < 0 { (-from, to - from) } else { (from, from - to) };
    let (fine, half) = (i128::from(FINE), i128::from(HALF));
    let coordinate = |a: i64, b: i64| {
        let (a, d) = (i128::from(a), i128::from(b) - i128::from(a));
        ((a + half) * whole + d * part).div_euclid(fine * whole) as i64
    };
    Some(GridPoint::new(coordinate(s.a.x, s.b.x), coordinate(s.a.y, s.b.y)))
}

/// Whether a segment passes through the half-open cell `[−½, ½)²` around a grid point.
///
/// The part of the segment inside each of the four sides is an interval of its parameter
/// (Liang & Barsky 1984); the cell is met when all intervals have a point in common.
pub(super) fn meets_cell(s: Segment, centre: GridPoint) -> bool {
    let mut lower = vec![Bound { part: 0, whole: 1, closed: true }];
    let mut upper = vec![Bound { part: 1, whole: 1, closed: true }];
    for (a, b, c) in [(s.a.x, s.b.x, centre.x), (s.a.y, s.b.y, centre.y)] {
        let d = i128::from(b - a);
        // Distance from the start to the closed lower side and to the open upper side.
        let near = i128::from(c * FINE - HALF - a);
        let far = i128::from(c * FINE + HALF - a);
        match d.cmp(&0) {
            Ordering::Greater => {
                lower.push(Bound { part: near, whole: d, closed: true });
                upper.push(Bound { part: far, whole: d, closed: false });
            }
            Ordering::Less => {
                lower.push(Bound { part: -far, whole: -d, closed: false });
                upper.push(Bound { part: -near, whole: -d, closed: true });
            }
            Ordering::Equal if near > 0 || far <= 0 => return false,
            Ordering::Equal => {}
        }
    }
    lower.iter().all(|l| upper.iter().all(|u| l.reaches(u)))
}

/// A bound of a segment's parameter: `part / whole`, with `whole > 0`.
struct Bound {
    part: i128,
    whole: i128,
    closed: bool,
}

impl Bound {
    /// Whether there is a number not below this lower bound and not above an upper one.
    fn reaches(&self, upper: &Self) -> bool {
        match (self.part * upper.whole).cmp(&(upper.part * self.whole)) {
            Ordering::Less => true,
            Ordering::Equal => self.closed && upper.closed,
            Ordering::Greater => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: i64, y: i64) -> GridPoint {
        GridPoint::new(x, y)
    }

    fn s(ax: i64, ay: i64, bx: i64, by: i64) -> Segment {
        Segment { a: p(ax, ay), b: p(bx, by) }
    }

    #[test]
    fn a_position_belongs_to_one_cell() {
        assert_eq!(cell(p(127, -128)), p(0, 0));
        assert_eq!(cell(p(128, -129)), p(1, -1));
    }

    #[test]
    fn cells_are_half_open() {
        // Along the lower side of the cell of (3, 0), which is the upper side of (3, −1).
        let along = s(0, -128, 2560, -128);
        assert!(meets_cell(along, p(3, 0)));
        assert!(!meets_cell(along, p(3, -1)));
        // Through the corner between four cells: the upper right one owns it.
        let corner = s(0, 256, 256, 0);
        assert!(meets_cell(corner, p(1, 1)));
        assert!(!meets_cell(corner, p(0, 0)));
        // Ends count; a point is a segment.
        assert!(meets_cell(s(0, 0, 640, 0), p(3, 0)));
        assert!(!meets_cell(s(0, 0, 639, 0), p(3, 0)));
        assert!(meets_cell(s(5, 5, 5, 5), p(0, 0)));
    }

    #[test]
    fn crossings_go_to_the_nearest_grid_point() {
        assert_eq!(crossing(s(0, 0, 2560, 2560), s(0, 2560, 2560, 0)), Some(p(5, 5)));
        assert_eq!(crossing(s(0, 0, 2560, 0), s(0, 0, 0, 10)), None, "a common end is no crossing");
        let far = 1 << 39;
        assert_eq!(crossing(s(-far, -far, far, far), s(-far, far, far, -far)), Some(p(0, 0)));
    }
}
