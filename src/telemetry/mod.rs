//! What an operator can see of the running service: its log and its metrics.
//!
//! Neither holds anything that was typed, nor who asked.

mod logging;
mod metrics;

pub use logging::{LogFormat, init};
pub use metrics::{Metrics, SignIn};
