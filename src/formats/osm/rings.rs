//! From ways to closed rings, and from rings to polygons.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::positions::Positions;
use crate::domain::grid::LonLat;

/// Why ways do not close to rings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gap {
    /// A way is not in the extract.
    MissingWay(i64),
    /// A node is not in the extract.
    MissingNode {
        /// The way that runs through it.
        way: i64,
        /// The node.
        node: i64,
    },
    /// A way ends where no other goes on.
    OpenEnd {
        /// The way.
        way: i64,
        /// The place, in degrees.
        at: LonLat,
    },
}

/// A way with its nodes.
pub(super) type WayNodes<'a> = (i64, &'a [i64]);

/// A closed ring: the first node is the last one.
type Ring = Vec<i64>;

/// Polygons by nodes: each with its exterior ring first, then the holes.
pub(super) type NodePolygons = Vec<Vec<Ring>>;

/// Joins ways end to end, whichever way they run and in whatever order they come.
///
/// # Errors
/// The ways with their ends where the number of ways that meet is odd.
pub(super) fn join(ways: &[WayNodes<'_>]) -> Result<Vec<Ring>, Vec<(i64, i64)>> {
    let mut rings: Vec<Ring> = Vec::new();
    let mut open: Vec<WayNodes<'_>> = Vec::new();
    let mut seen = HashSet::new();
    for &(id, nodes) in ways {
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { continue };
        if !seen.insert(id) || nodes.len() < 2 {
            continue;
        }
        if first == last { rings.push(nodes.to_vec()) } else { open.push((id, nodes)) }
    }
    let mut at_node: HashMap<i64, Vec<usize>> = HashMap::new();
    for (index, (_, nodes)) in open.iter().enumerate() {
        for end in [nodes[0], nodes[nodes.len() - 1]] {
            at_node.entry(end).or_default().push(index);
        }
    }
    let mut loose: Vec<(i64, i64)> = at_node
        .iter()
        .filter(|(_, ways)| ways.len() % 2 == 1)
        .flat_map(|(node, ways)| ways.iter().map(|way| (open[*way].0, *node)))
        .collect();
    if !loose.is_empty() {
        loose.sort_unstable();
        return Err(loose);
    }
    let mut used = vec![false; open.len()];
    for start in 0..open.len() {
        if !used[start] {
            walk(start, &open, &at_node, &mut used, &mut rings);
        }
    }
    Ok(rings)
}

/// Walks on from a way until it is back, and cuts a ring off wherever a junction is passed again.
/// As an even number of ways meets everywhere, it always comes back.
fn walk(
    start: usize,
    open: &[WayNodes<'_>],
    at_node: &HashMap<i64, Vec<usize>>,
    used: &mut [bool],
    rings: &mut Vec<Ring>,
) {
    let mut node = open[start].1[0];
    let mut path = vec![node];
    // Where in the path each junction lies.
    let mut junctions = HashMap::from([(node, 0)]);
    while let Some(&next) = at_node[&node].iter().find(|way| !used[**way]) {
        used[next] = true;
        let nodes = open[next].1;
        if nodes[0] == node {
            path.extend(&nodes[1..]);
        } else {
            path.extend(nodes[..nodes.len() - 1].iter().rev());
        }
        node = *path.last().unwrap_or(&node);
        match junctions.get(&node) {
            Some(&from) => {
                rings.push(path[from..].to_vec());
                path.truncate(from + 1);
                junctions.retain(|_, at| *at <= from);
            }
            None => {
                junctions.insert(node, path.len() - 1);
            }
        }
    }
}

/// Sorts rings into polygons by what lies in what: a ring in an odd number of others is a hole.
/// `None` when a node has no place. Rings of less than three different nodes are left out.
pub(super) fn nest(rings: Vec<Ring>, positions: &Positions) -> Option<NodePolygons> {
    let mut placed: Vec<Placed> = Vec::new();
    for ring in rings.into_iter().filter(|ring| ring.len() >= 4) {
        placed.push(Placed::new(ring, positions)?);
    }
    let around: Vec<Vec<usize>> = placed
        .iter()
        .map(|inner| (0..placed.len()).filter(|outer| placed[*outer].encloses(inner)).collect())
        .collect();
    let mut polygons: Vec<Vec<Ring>> = Vec::new();
    let mut place: HashMap<usize, usize> = HashMap::new();
    for (index, ring) in placed.iter().enumerate() {
        if around[index].len().is_multiple_of(2) {
            place.insert(index, polygons.len());
            polygons.push(vec![ring.nodes.clone()]);
        }
    }
    for (index, ring) in placed.iter().enumerate() {
        if around[index].len() % 2 == 1 {
            // The tightest ring around a hole is the one that lies in most others.
            let tightest = around[index].iter().max_by_key(|outer| around[**outer].len());
            if let Some(polygon) = tightest.and_then(|outer| place.get(outer)) {
                polygons[*polygon].push(ring.nodes.clone());
            }
        }
    }
    Some(polygons)
}

/// A ring with its places.
struct Placed {
    nodes: Ring,
    known: BTreeSet<i64>,
    places: Vec<LonLat>,
    low: LonLat,
    high: LonLat,
}

impl Placed {
    fn new(nodes: Ring, positions: &Positions) -> Option<Self> {
        let places: Vec<LonLat> =
            nodes.iter().map(|id| positions.get(*id)).collect::<Option<_>>()?;
        let first = *places.first()?;
        let (mut low, mut high) = (first, first);
        for place in &places {
            low = LonLat { lon: low.lon.min(place.lon), lat: low.lat.min(place.lat) };
            high = LonLat { lon: high.lon.max(place.lon), lat: high.lat.max(place.lat) };
        }
        Some(Self { known: nodes.iter().copied().collect(), nodes, places, low, high })
    }

    /// Whether another ring, which does not cross this one, lies in it: a node that is not on
    /// both decides.
    fn encloses(&self, inner: &Self) -> bool {
        let fits = self.low.lon <= inner.low.lon
            && self.low.lat <= inner.low.lat
            && self.high.lon >= inner.high.lon
            && self.high.lat >= inner.high.lat;
        if !fits || std::ptr::eq(self, inner) {
            return false;
        }
        let own = inner.nodes.iter().zip(&inner.places).find(|(id, _)| !self.known.contains(id));
        own.is_some_and(|(_, place)| crossings(&self.places, *place) % 2 == 1)
    }
}

/// How often a ray from a place to the east meets a ring.
pub(super) fn crossings(ring: &[LonLat], p: LonLat) -> usize {
    let crossed = |pair: &&[LonLat]| {
        let (a, b) = (pair[0], pair[1]);
        (a.lat > p.lat) != (b.lat > p.lat)
            && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon
    };
    ring.windows(2).filter(crossed).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ways_in_any_order_and_direction_close_to_rings() {
        let rings = join(&[(1, &[1, 2, 3]), (2, &[5, 4, 3]), (3, &[5, 6, 1])]).unwrap();
        assert_eq!(rings, [[1, 2, 3, 4, 5, 6, 1]]);
        let closed = join(&[(1, &[1, 2, 3, 1]), (1, &[1, 2, 3, 1])]).unwrap();
        assert_eq!(closed, [[1, 2, 3, 1]], "a way that is named twice counts once");
    }

    #[test]
    fn an_open_end_names_way_and_node() {
        assert_eq!(join(&[(1, &[1, 2, 3]), (2, &[3, 4])]), Err(vec![(1, 1), (2, 4)]));
    }

    #[test]
    fn rings_that_touch_in_a_junction_are_cut_there() {
        let mut rings =
            join(&[(1, &[1, 2, 9]), (2, &[9, 5, 6]), (3, &[6, 7, 9]), (4, &[9, 3, 1])]).unwrap();
        rings.sort();
        assert_eq!(rings.len(), 2);
        assert!(
            rings.iter().all(|ring| ring.first() == ring.last() && (4..=5).contains(&ring.len()))
        );
    }

    fn square(id: i64, low: i32, high: i32) -> (Ring, Vec<(i64, [i32; 2])>) {
        let corners = [[low, low], [high, low], [high, high], [low, high]];
        let ring = vec![id, id + 1, id + 2, id + 3, id];
        (ring, (id..).zip(corners).collect())
    }

    #[test]
    fn a_ring_in_a_ring_is_a_hole_and_one_in_the_hole_an_island() {
        let parts =
            [square(10, 0, 90), square(20, 20, 70), square(30, 30, 60), square(40, 100, 120)];
        let nodes = parts.iter().flat_map(|(_, nodes)| nodes.clone()).collect();
        let rings: Vec<Ring> = parts.iter().map(|(ring, _)| ring.clone()).collect();
        let polygons = nest(rings, &Positions::new(nodes)).unwrap();
        let starts: Vec<Vec<i64>> =
            polygons.iter().map(|rings| rings.iter().map(|ring| ring[0]).collect()).collect();
        assert_eq!(starts, [vec![10, 20], vec![30], vec![40]]);
    }

    proptest! {
        #[test]
        fn any_ways_come_to_rings_or_to_ends(ways in prop::collection::vec(
            prop::collection::vec(0_i64..12, 0..5), 0..12))
        {
            let ways: Vec<WayNodes<'_>> = (0..).zip(ways.iter().map(Vec::as_slice)).collect();
            match join(&ways) {
                Ok(rings) => prop_assert!(rings.iter().all(|ring| ring.first() == ring.last())),
                Err(loose) => prop_assert!(!loose.is_empty()),
            }
        }

        #[test]
        fn a_ring_cut_anywhere_is_joined_again(
            size in 4_i64..30,
            cuts in prop::collection::btree_set(1_usize..29, 1..6),
            turned in any::<u8>(),
        ) {
            let nodes: Vec<i64> = (0..size).chain([0]).collect();
            let mut cuts: Vec<usize> = cuts.into_iter().filter(|cut| *cut < nodes.len() - 1).collect();
            cuts.insert(0, 0);
            cuts.push(nodes.len() - 1);
            let pieces: Vec<Vec<i64>> = cuts.windows(2).enumerate().map(|(index, pair)| {
                let mut piece = nodes[pair[0]..=pair[1]].to_vec();
                if turned >> (index % 8) & 1 == 1 { piece.reverse() }
                piece
            }).collect();
            let ways: Vec<WayNodes<'_>> = (0..).zip(pieces.iter().map(Vec::as_slice)).collect();
            let rings = join(&ways).unwrap();
            prop_assert_eq!(rings.len(), 1);
            prop_assert_eq!(rings[0].len(), nodes.len());
        }
    }
}
