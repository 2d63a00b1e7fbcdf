//! The plain form of hours, as an editor shows it.
