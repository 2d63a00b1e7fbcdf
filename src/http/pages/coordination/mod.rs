//! `/koordination`: keeping the resource map true.

mod doubles;
mod entry;
mod fields;
mod form;
mod history;
mod hours_form;
mod list;
mod page;
mod preview;
mod view;
mod words;
mod worklist;

pub use doubles::{compare, list as doubles, merge, tell_apart};
pub use entry::{add, ask_remove, edit, new, remove, restore, show, undo, verify};
pub use list::{find, list};
pub use worklist::show as worklist;
