//! What coordinators do with suggestions, with many entries at once, and with files of them.

pub mod link;
pub mod list;
mod sent;
pub mod suggestion;
mod words;

pub use sent::Sent;
pub use words::{column, column_value, error_text};
