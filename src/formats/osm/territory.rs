//! The outlines of territories.

use std::collections::{HashMap, HashSet};

use super::{
    blobs::{Block, Kinds, Progress},
    element::Relation,
    error::{OsmError, Pass},
    extract::Extract,
    positions::Positions,
    rings::{self, Gap},
};
use crate::domain::grid::LonLat;

/// The polygons of a territory in degrees: each with its exterior ring first, then the holes.
pub type Outline = Vec<Vec<Vec<LonLat>>>;

/// The ways of some territories.
#[derive(Debug, Default)]
pub struct Territories {
    ways: HashMap<i64, Vec<i64>>,
    positions: Positions,
}

/// Ways by number with the numbers of their nodes.
pub(super) type Ways = Vec<(i64, Vec<i64>)>;

impl Extract {
    /// Fetches the ways of some territories.
    ///
    /// Memory: their ways and nodes; some ten megabytes for all municipalities of a state.
    ///
    /// # Errors
    /// When the file cannot be read again or is damaged.
    pub fn territories(
        &self,
        relations: &[&Relation],
        progress: Progress<'_>,
    ) -> Result<Territories, OsmError> {
        let wanted: HashSet<i64> = relations.iter().flat_map(|relation| relation.ways()).collect();
        let parts = self.blobs.read(Kinds::WAYS, Pass::Territories, progress, |part, block| {
            each_way(block, part, |id| wanted.contains(&id));
            Ok(())
        })?;
        let ways: HashMap<i64, Vec<i64>> = parts.into_iter().flatten().collect();
        let wanted: HashSet<i64> = ways.values().flatten().copied().collect();
        let positions = self.positions(&wanted, Pass::Territories, progress)?;
        Ok(Territories { ways, positions })
    }

    /// Fetches the places of some nodes; those that the extract does not have are left out.
    pub(super) fn positions(
        &self,
        wanted: &HashSet<i64>,
        pass: Pass,
        progress: Progress<'_>,
    ) -> Result<Positions, OsmError> {
        if wanted.is_empty() {
            return Ok(Positions::default());
        }
        let parts = self.blobs.read(Kinds::NODES, pass, progress, |part: &mut Vec<_>, block| {
            block.each_node(|node, _| {
                if wanted.contains(&node.id) {
                    part.push((node.id, node.at));
                }
                Ok(())
            })
        })?;
        Ok(Positions::new(parts.concat()))
    }
}

/// Adds the ways of a block that are wanted.
pub(super) fn each_way(block: &Block<'_>, ways: &mut Ways, wanted: impl Fn(i64) -> bool) {
    for way in block.block.groups().flat_map(|group| group.ways()) {
        if wanted(way.id()) {
            ways.push((way.id(), way.refs().collect()));
        }
    }
}

impl Territories {
    /// The outline of a territory: ways reversed, in any order, in several rings, with holes.
    ///
    /// # Errors
    /// All gaps, when its ways do not close.
    pub fn outline(&self, relation: &Relation) -> Result<Outline, Vec<Gap>> {
        let ids: Vec<i64> = relation.ways().collect();
        let mut gaps: Vec<Gap> = ids
            .iter()
            .filter(|id| !self.ways.contains_key(id))
            .map(|id| Gap::MissingWay(*id))
            .collect();
        let ways: Vec<rings::WayNodes<'_>> =
            ids.iter().filter_map(|id| Some((*id, self.ways.get(id)?.as_slice()))).collect();
        for (way, nodes) in &ways {
            let missing = nodes.iter().filter(|node| !self.positions.has(**node));
            gaps.extend(missing.map(|node| Gap::MissingNode { way: *way, node: *node }));
        }
        if !gaps.is_empty() {
            return Err(gaps);
        }
        let end = |(way, node)| Some(Gap::OpenEnd { way, at: self.positions.get(node)? });
        let rings = rings::join(&ways)
            .map_err(|ends| ends.into_iter().filter_map(end).collect::<Vec<Gap>>())?;
        let polygons = rings::nest(rings, &self.positions).unwrap_or_default();
        Ok(outline(&polygons, &self.positions))
    }

    /// The vertices of an outline, as far as the extract has them.
    pub fn vertices(&self, relation: &Relation) -> Vec<LonLat> {
        let nodes = relation.ways().filter_map(|id| self.ways.get(&id)).flatten();
        nodes.filter_map(|node| self.positions.get(*node)).collect()
    }

    /// Whether two territories have a node of their outlines in common.
    pub fn touch(&self, one: &Relation, other: &Relation) -> bool {
        let nodes = |relation: &Relation| -> HashSet<i64> {
            relation.ways().filter_map(|id| self.ways.get(&id)).flatten().copied().collect()
        };
        !nodes(one).is_disjoint(&nodes(other))
    }
}

/// Polygons of nodes as polygons of places.
pub(super) fn outline(polygons: &rings::NodePolygons, positions: &Positions) -> Outline {
    let ring = |ring: &Vec<i64>| ring.iter().filter_map(|id| positions.get(*id)).collect();
    polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect()
}

/// Whether a place lies in an outline.
pub fn outline_holds(outline: &Outline, place: LonLat) -> bool {
    let rings = outline.iter().flatten();
    rings.map(|ring| rings::crossings(ring, place)).sum::<usize>() % 2 == 1
}
