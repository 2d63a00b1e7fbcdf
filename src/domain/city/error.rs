//! Why a city cannot be asked.

use crate::domain::{
    grid::GridError,
    partition::Finding,
    resource::hours::{BadSchoolHolidays, UnknownLand},
    rules::RuleFinding,
};

/// Why a dataset cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// The projected system is not written as `EPSG:number`.
    #[error("the coordinate system „{0}“ is not written as EPSG:number")]
    Crs(String),
    /// The projected system is not supported.
    #[error(transparent)]
    Grid(#[from] GridError),
    /// The federal state is not one of the sixteen.
    #[error(transparent)]
    Land(#[from] UnknownLand),
    /// The school holidays are in no order.
    #[error(transparent)]
    SchoolHolidays(#[from] BadSchoolHolidays),
    /// The areas of an edition do not form a partition.
    #[error("edition {number} is no partition of the city: {} findings", findings.len())]
    Partition {
        /// The edition.
        number: u32,
        /// What was found.
        findings: Vec<Finding>,
    },
    /// The street rules of an edition cannot hold.
    #[error("edition {number}: {} street rules cannot hold; „sozialraum check“ names them", findings.len())]
    Rules {
        /// The edition.
        number: u32,
        /// What was found.
        findings: Vec<RuleFinding>,
    },
}
