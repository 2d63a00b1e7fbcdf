//! What a running service does on its own.

use std::{sync::Arc, time::Duration};

use tokio::time::interval;

use super::{accounts::Accounts, live::Live};

/// How soon a change from elsewhere is noticed.
const LOOK: Duration = Duration::from_secs(1);
/// How often is found out whether anything can be written.
const PROBE: Duration = Duration::from_secs(10);
/// How often what has run out is removed.
const SWEEP: Duration = Duration::from_mins(10);

/// Notices changes, finds out whether writing works and removes what has run out, for ever.
pub async fn run(live: Arc<Live>, accounts: Arc<Accounts>) {
    let (mut look, mut probe, mut sweep) = (interval(LOOK), interval(PROBE), interval(SWEEP));
    loop {
        tokio::select! {
            _ = look.tick() => match live.refresh().await {
                Ok(true) => tracing::info!("what is kept has changed; look-ups follow it"),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "what is kept cannot be read; look-ups go on"),
            },
            _ = probe.tick() => drop(live.probe().await),
            _ = sweep.tick() => {
                if let Err(error) = accounts.sweep().await {
                    tracing::warn!(%error, "what has run out could not be removed");
                }
            }
        }
    }
}
