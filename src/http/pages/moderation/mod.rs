//! What coordinators do with suggestions, with many entries at once, and with files of them.

pub mod bulk;
pub mod export;
pub mod import;
pub mod link;
pub mod list;
mod sent;
pub mod suggestion;
mod words;

use super::forms::Choice;
use crate::{
    domain::resource::{Category, Kind},
    locale::Lang,
};

pub use import::received;
pub use sent::Sent;
pub use words::{DifferenceView, column, column_value, defect_text, error_text};

/// The categories as the choices of a list.
fn category_choices(lang: Lang) -> Vec<Choice> {
    let choice = |category: Category| Choice {
        value: category.code().into(),
        label: lang.t(&format!("category.{}", category.code()), &[]),
    };
    Category::ALL.map(choice).into()
}

/// The kinds of carriers as the choices of a list.
fn kind_choices(lang: Lang) -> Vec<Choice> {
    let choice = |kind: Kind| Choice {
        value: kind.code().into(),
        label: lang.t(&format!("column.value.kind.{}", kind.code()), &[]),
    };
    Kind::ALL.map(choice).into()
}
