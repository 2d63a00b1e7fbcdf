//! Every importer, fed with damaged files.

#[path = "../common/mod.rs"]
mod common;

mod batch;
mod city;
mod folder;
mod offers;
mod tables;
mod texts;

#[global_allocator]
static ALLOCATOR: common::fuzz::Measured = common::fuzz::Measured;
