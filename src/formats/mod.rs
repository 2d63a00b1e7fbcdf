//! One file per format: reading into domain values, writing out of them.

pub mod defect;
pub mod flatgeobuf;
pub mod folder;
pub mod geojson;
pub mod ics;
pub mod mvt;
pub mod register;
pub mod resources;
pub mod street_rules;
