//! Running the service: its commands, backups, and what can go wrong with files and disks.

mod accounts;
mod addresses;
mod audit;
mod backup;
#[path = "../common/mod.rs"]
mod common;
mod doctor;
mod hostile;
mod import;
mod rules;
