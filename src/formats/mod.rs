//! One file per format: reading into domain values, writing out of them.

pub mod addresses;
pub mod defect;
pub mod features;
pub mod flatgeobuf;
pub mod folder;
pub mod geojson;
pub mod ics;
pub mod mvt;
pub mod osm;
pub mod polygons;
pub mod register;
pub mod resources;
pub mod street_rules;
pub mod table;
