//! The official register of house numbers: what it lists, held against the directory, and the
//! directory that it leads to.

mod compare;
mod streets;
#[cfg(test)]
mod tests;

pub use compare::{Changed, Comparison, Field, Fields, compare, same_address};

use super::{
    directory::{Postcode, Quality},
    grid::GridPoint,
};

/// A street as a register names it. Houses of one name may belong to several streets, which their
/// keys, parts of town or postcodes tell apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ListedStreet {
    /// Its name.
    pub name: Box<str>,
    /// What the register tells streets apart by: the municipality and the street there; empty where
    /// it has no such key.
    pub key: Box<str>,
    /// The town.
    pub town: Box<str>,
    /// The part of town.
    pub part: Box<str>,
    /// The postcode.
    pub postcode: Option<Postcode>,
}

/// A house as a register lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct House {
    /// Where it stands in the file, from 1.
    pub at: u32,
    /// Its identifier; empty where the register has none.
    pub id: Box<str>,
    /// Its street, by its place among those that are listed.
    pub street: u32,
    /// Its number with everything that belongs to it, in canonical writing if it can be read.
    pub number: Box<str>,
    /// Where it is.
    pub position: GridPoint,
    /// How its position is known.
    pub quality: Option<Quality>,
}

/// Everything that a register lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listed {
    /// The streets.
    pub streets: Vec<ListedStreet>,
    /// The houses, in the order of the file.
    pub houses: Vec<House>,
}
