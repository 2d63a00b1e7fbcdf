//! The subject itself, pure: values in, values out. Nothing here knows a
//! database, HTTP, the file system, an async runtime or the clock.

pub mod account;
pub mod address;
pub mod assign;
pub mod audit;
pub mod city;
pub mod coded;
pub mod directory;
pub mod edition;
pub mod footpaths;
pub mod grid;
pub mod house_register;
pub mod layer;
pub mod locate;
pub mod masking;
pub mod organisation;
pub mod partition;
pub mod population;
pub mod register;
pub mod resource;
pub mod rules;
pub mod street_extent;
pub mod text;
