//! Which Sozialraumteam is responsible for an address: a geospatial service for German youth
//! welfare offices.
//!
//! Dependencies point inward: [`http`] and [`cli`] use [`service`], which uses [`domain`];
//! [`formats`] and [`store`] serve [`service`] and know [`domain`].

#![warn(missing_docs)]

pub mod cli;
pub mod domain;
pub mod formats;
pub mod http;
pub mod locale;
pub mod service;
pub mod settings;
pub mod store;
pub mod telemetry;
