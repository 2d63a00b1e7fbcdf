//! OpenStreetMap extracts (`.osm.pbf`), read in a few passes with bounded memory.
//!
//! An extract of a federal state has tens of millions of nodes, of which a city needs a small part.
//! [`Extract::open`] walks through the whole file once and keeps the relations that tell where
//! territories lie; [`Extract::territories`] fetches the outlines of some of them; with the box that
//! the outline gives, [`Extract::area`] fetches what lies there. Every pass decodes only the blobs
//! that hold the kind of element it looks for, on all cores.
//!
//! Files are checked rather than believed: whatever their bytes are, the result is values or an
//! [`OsmError`].

mod area;
mod blobs;
mod element;
mod error;
mod extract;
mod positions;
mod rings;
mod territory;

pub use area::{AreaContent, Bounds, Feature, Geometry};
pub use blobs::Progress;
pub use element::{ElementId, Member, Relation, Tags};
pub use error::{OsmError, Pass};
pub use extract::Extract;
pub use rings::Gap;
pub use territory::{Outline, Territories, outline_holds};
