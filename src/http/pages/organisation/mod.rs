//! `/verwaltung/organisation`: filling in who answers for what.

mod entry;
mod fields;
mod form;
mod history;
mod list;
mod page;

pub use entry::{add, edit, new, redo, show, undo};
pub use list::list;
