//! HSDS 3, the Human Services Data Specification of Open Referral: how directories of help exchange
//! what they know.
//!
//! # Writing
//!
//! Every entry that is on the map for everybody is one `service` with everything nested in it.
//!
//! | entry | HSDS |
//! |---|---|
//! | id, name, description, website | `service.id`, `name`, `description`, `url` |
//! | Träger | `organization.name` (also its `description`, which HSDS requires) |
//! | place, address | `service_at_locations[0].location`: `latitude`, `longitude`, `addresses` |
//! | stop, ways in | `location.transportation`, `location.accessibility`, and attributes |
//! | ages | `minimum_age`, `maximum_age` |
//! | languages | `languages`, the code as `code` and `name` |
//! | costs | `cost_options`, `fees_description` |
//! | contacts | `contacts` with `phones`; all numbers also as `phones`, the first mail as `email` |
//! | opening hours | `schedules`, weekly ones with `byday`, `opens_at`, `closes_at` |
//! | Sozialraum or Region as reach | `service_areas` with the outline as GeoJSON |
//! | last change, last check | `last_modified`, `assured_date` |
//!
//! What HSDS has no field for is an `attribute` with a term of the taxonomies of [`term`]; nothing
//! is lost. Names of accounts are not given away, so there is neither `assurer_email` nor
//! `metadata`. Ids other than the service's are UUIDs of version 5, the same in every export.
//!
//! # Reading
//!
//! Own files come back as they were. In files of others, fields that have no place here are counted
//! and ignored; values that cannot be (a postcode of another country, a place that is none) are
//! left out and listed with their row. A category is taken from the service's taxonomy terms by the
//! table of `guess`, or is the default. Schedules become opening hours where their syntax can say
//! as much, otherwise they stay in the words of whoever wrote them; prices stand in the note on
//! costs. Data packages of tables are not read.

mod export;
mod guess;
mod import;
mod rrule;
mod schedule;
#[cfg(test)]
mod spec;
pub mod term;
#[cfg(test)]
mod tests;

pub use export::{Area, Context, basic, locations, organizations, service, write};
pub use import::read;
