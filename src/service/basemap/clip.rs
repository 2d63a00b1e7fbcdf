//! The rectangle that a tile shows, and cutting lines and rings to it.

use geo::{Coord, LineString};
use rstar::AABB;

use super::EXTENT;

/// A tile with its buffer.
pub(super) struct Window {
    /// Tile units per unit square.
    scale: f64,
    /// The tile's corner in the unit square.
    origin: Coord,
    buffer: f64,
}

/// One edge of the window: which coordinate, where, and on which side the inside is.
#[derive(Clone, Copy)]
struct Edge {
    horizontal: bool,
    at: f64,
    keep_greater: bool,
}

impl Window {
    /// The window of a tile, `buffer` tile units wider on every side.
    pub fn new(z: u8, x: u32, y: u32, buffer: f64) -> Self {
        let tiles = f64::from(1_u32 << z);
        Self {
            scale: tiles * f64::from(EXTENT),
            origin: Coord { x: f64::from(x) / tiles, y: f64::from(y) / tiles },
            buffer,
        }
    }

    /// Its bounds in the unit square.
    pub fn bounds(&self) -> AABB<[f64; 2]> {
        let margin = self.buffer / self.scale;
        let side = f64::from(EXTENT) / self.scale;
        AABB::from_corners(
            [self.origin.x - margin, self.origin.y - margin],
            [self.origin.x + side + margin, self.origin.y + side + margin],
        )
    }

    /// A line in tile units.
    pub fn scale(&self, line: &LineString) -> LineString {
        line.0
            .iter()
            .map(|c| Coord {
                x: (c.x - self.origin.x) * self.scale,
                y: (c.y - self.origin.y) * self.scale,
            })
            .collect()
    }

    fn edges(&self) -> [Edge; 4] {
        let low = -self.buffer;
        let high = f64::from(EXTENT) + self.buffer;
        [(true, low, true), (true, high, false), (false, low, true), (false, high, false)]
            .map(|(horizontal, at, keep_greater)| Edge { horizontal, at, keep_greater })
    }

    /// The pieces of a line inside the window (Liang–Barsky, segment by segment).
    pub fn clip_line(&self, line: &[Coord]) -> Vec<Vec<Coord>> {
        let mut pieces: Vec<Vec<Coord>> = Vec::new();
        let mut joined = false;
        for pair in line.windows(2) {
            let Some((from, to, whole_end)) = self.clip_segment(pair[0], pair[1]) else {
                joined = false;
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if joined => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
            joined = whole_end;
        }
        pieces
    }

    /// The part of a segment inside, and whether its end is still the segment's own.
    fn clip_segment(&self, from: Coord, to: Coord) -> Option<(Coord, Coord, bool)> {
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for edge in self.edges() {
            let (start, end) = (edge.depth(from), edge.depth(to));
            if start < 0.0 && end < 0.0 {
                return None;
            }
            if start < 0.0 {
                enter = enter.max(start / (start - end));
            } else if end < 0.0 {
                leave = leave.min(start / (start - end));
            }
        }
        let at = |t: f64| from + (to - from) * t;
        (enter <= leave).then(|| (at(enter), at(leave), leave >= 1.0))
    }

    /// A closed ring cut to the window (Sutherland–Hodgman), open at its end; empty when
    /// nothing is inside. A ring that leaves and comes back is joined along the edge, which
    /// lies in the buffer and is not seen.
    pub fn clip_ring(&self, ring: &[Coord]) -> Vec<Coord> {
        let mut points = match ring.split_last() {
            Some((last, rest)) if rest.first() == Some(last) => rest.to_vec(),
            _ => ring.to_vec(),
        };
        for edge in self.edges() {
            let Some(mut before) = points.last().copied() else { break };
            let mut inside = Vec::with_capacity(points.len() + 4);
            for point in points {
                let (from, to) = (edge.depth(before), edge.depth(point));
                if (from < 0.0) != (to < 0.0) {
                    inside.push(before + (point - before) * (from / (from - to)));
                }
                if to >= 0.0 {
                    inside.push(point);
                }
                before = point;
            }
            points = inside;
        }
        points
    }
}

impl Edge {
    /// How far inside a position is; negative outside.
    fn depth(self, position: Coord) -> f64 {
        let value = if self.horizontal { position.x } else { position.y };
        if self.keep_greater { value - self.at } else { self.at - value }
    }
}
