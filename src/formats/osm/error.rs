//! Why an extract cannot be read.

use std::io;

/// What is read in a pass, for words about progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// The whole file: what there is, and the relations.
    Overview,
    /// The outlines of territories.
    Territories,
    /// What lies in the city.
    Area,
    /// What sticks out of the city.
    Rest,
}

impl Pass {
    /// The code in catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Territories => "territories",
            Self::Area => "area",
            Self::Rest => "rest",
        }
    }
}

/// Why an extract cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum OsmError {
    /// The file cannot be opened or read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is something else.
    #[error("the file is no OpenStreetMap extract in PBF format")]
    NotPbf,
    /// The file needs abilities that this reader does not have.
    #[error("the file needs „{0}“, which is not supported")]
    Unsupported(String),
    /// The file starts like an extract but is damaged or cut off.
    #[error("the file is damaged or cut off near byte {at}: {problem}")]
    Damaged {
        /// About where, in bytes from the start of the file.
        at: u64,
        /// What was found.
        problem: String,
    },
}
