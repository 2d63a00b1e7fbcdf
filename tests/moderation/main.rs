//! What coordinators do with many entries, with suggestions, and with links for providers.

#[path = "../common/mod.rs"]
mod common;

mod import;
