//! An extract and the relations in it.

use std::{
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use jiff::Timestamp;
use osmpbf::RelMemberType;

use super::{
    blobs::{Blobs, Block, Progress},
    element::{ElementId, Member, Relation},
    error::OsmError,
};

/// Keys of what is drawn, addressed or visited.
pub(super) const MAPPED: &[&str] = &[
    "addr:housenumber",
    "addr:interpolation",
    "amenity",
    "building",
    "club",
    "craft",
    "healthcare",
    "highway",
    "landuse",
    "leisure",
    "natural",
    "office",
    "public_transport",
    "railway",
    "shop",
    "social_facility",
    "tourism",
    "waterway",
];

/// An extract of the map: what its first pass found.
#[derive(Debug)]
pub struct Extract {
    pub(super) blobs: Blobs,
    /// Relations by number.
    relations: Vec<Relation>,
    /// The state of the map: as the file says, otherwise its newest element; `None` when neither
    /// is known.
    pub state: Option<Timestamp>,
}

/// What one thread finds.
#[derive(Default)]
struct Part {
    relations: Vec<Relation>,
    newest_ms: Option<i64>,
}

impl Extract {
    /// Walks through the whole file once.
    ///
    /// Memory: the administrative boundaries, areas made of several ways and street relations with
    /// the numbers of their members; some ten megabytes for a federal state.
    ///
    /// # Errors
    /// When the file is missing, is no extract, needs unknown abilities, or is damaged.
    pub fn open(path: &Path, progress: Progress<'_>) -> Result<Self, OsmError> {
        let (blobs, header, parts) = Blobs::open(path, progress, Part::read)?;
        let newest_ms = parts.iter().filter_map(|part| part.newest_ms).max();
        let stated_ms = header.osmosis_replication_timestamp().map(|s| s.saturating_mul(1_000));
        let state = stated_ms.filter(|ms| *ms > 0).or(newest_ms);
        let mut relations: Vec<Relation> = parts.into_iter().flat_map(|p| p.relations).collect();
        relations.sort_by_key(|relation| relation.id);
        relations.dedup_by_key(|relation| relation.id);
        let state = state.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        Ok(Self { blobs, relations, state })
    }

    /// The administrative boundaries, by number.
    pub fn administrative(&self) -> impl Iterator<Item = &Relation> {
        self.relations.iter().filter(|relation| relation.tags.is("boundary", "administrative"))
    }

    /// The relations that say which houses belong to which street.
    pub fn street_relations(&self) -> impl Iterator<Item = &Relation> {
        self.relations.iter().filter(|relation| is_street(relation))
    }

    /// The areas that are made of several ways.
    pub(super) fn multipolygons(&self) -> impl Iterator<Item = &Relation> {
        self.relations.iter().filter(|relation| is_multipolygon(relation))
    }
}

fn is_street(relation: &Relation) -> bool {
    relation.tags.is("type", "associatedStreet") || relation.tags.is("type", "street")
}

fn is_multipolygon(relation: &Relation) -> bool {
    relation.tags.is("type", "multipolygon") && relation.tags.has_any(MAPPED)
}

impl Part {
    fn read(&mut self, block: &Block<'_>) -> Result<(), OsmError> {
        for group in block.block.groups() {
            let times = group.dense_nodes().filter_map(|node| Some(node.info()?.milli_timestamp()));
            let times = times.chain(group.nodes().filter_map(|node| node.info().milli_timestamp()));
            let times = times.chain(group.ways().filter_map(|way| way.info().milli_timestamp()));
            self.newest_ms = times.filter(|ms| *ms > 0).max().max(self.newest_ms);
            for relation in group.relations() {
                let time = relation.info().milli_timestamp().filter(|ms| *ms > 0);
                self.newest_ms = time.max(self.newest_ms);
                let tags = block.tags(relation.raw_tags())?;
                let mut kept = Relation { id: relation.id(), tags, members: Vec::new() };
                let administrative = kept.tags.is("boundary", "administrative");
                if administrative || is_street(&kept) || is_multipolygon(&kept) {
                    kept.members = members(block, &relation)?;
                    self.relations.push(kept);
                }
            }
        }
        Ok(())
    }
}

fn members(block: &Block<'_>, relation: &osmpbf::Relation<'_>) -> Result<Vec<Member>, OsmError> {
    let member = |member: osmpbf::RelMember<'_>| {
        let id = match member.member_type {
            RelMemberType::Node => ElementId::Node(member.member_id),
            RelMemberType::Way => ElementId::Way(member.member_id),
            RelMemberType::Relation => ElementId::Relation(member.member_id),
        };
        let role = u32::try_from(member.role_sid)
            .map_err(|_| block.damaged("a role has no text"))
            .and_then(|role| block.text(role))?;
        Ok(Member { id, role: role.into() })
    };
    // The library gives up on a member that is neither node nor way nor relation.
    let all = panic::catch_unwind(AssertUnwindSafe(|| relation.members().collect::<Vec<_>>()));
    let all = all.map_err(|_| block.damaged("a member of a relation is of no known kind"))?;
    all.into_iter().map(member).collect()
}
