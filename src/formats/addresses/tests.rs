//! Registers are read whatever their layout, and everything that is wrong is named.
