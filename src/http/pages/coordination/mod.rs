//! `/koordination`: keeping the resource map true.

mod doubles;
mod entry;
mod fields;
mod filled;
mod form;
mod history;
mod hours_form;
mod list;
mod page;
mod parts;
mod preview;
mod steps;
mod view;
mod words;
mod worklist;

pub use doubles::{compare, list as doubles, merge, tell_apart};
pub use entry::{add, edit, new, show};
pub use list::{find, list};
pub use steps::{ask_remove, remove, restore, undo, verify};
pub(super) use words::reaches;
pub use worklist::show as worklist;
