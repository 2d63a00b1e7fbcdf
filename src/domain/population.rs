//! How many people live where.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::partition::PolygonRings;

/// People counted in cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PopulationGrid {
    /// Where the counts come from.
    pub source: String,
    /// The day of the count.
    pub day: Option<Date>,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell and who lives in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its outline on the grid.
    pub polygon: PolygonRings,
    /// People under 18.
    pub minors: u32,
    /// All people.
    pub total: u32,
}
