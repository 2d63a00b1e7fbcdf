//! The resource map: what there is for families, where and when.

pub mod hours;
