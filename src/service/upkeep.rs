//! What a running service does on its own.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::time::interval;

use super::{accounts::Accounts, audit, batch_jobs::BatchJobs, live::Live};
use crate::telemetry::Metrics;

/// How soon a change from elsewhere is noticed.
const LOOK: Duration = Duration::from_secs(1);
/// How often is found out whether anything can be written.
const PROBE: Duration = Duration::from_secs(10);
/// How often what has run out is removed.
const SWEEP: Duration = Duration::from_mins(10);
/// How often the audit record is cut back to what has to be kept.
const CUT: Duration = Duration::from_hours(24);

/// Notices changes, finds out whether writing works, removes what has run out and cuts off what
/// the audit record has kept for longer than `keep_days` (0: it is kept for ever), for ever.
pub async fn run(
    live: Arc<Live>,
    accounts: Arc<Accounts>,
    batch_jobs: Arc<BatchJobs>,
    metrics: Arc<Metrics>,
    keep_days: u32,
) {
    // A failure is told once, not every second.
    let mut readable = true;
    let (mut look, mut probe, mut sweep) = (interval(LOOK), interval(PROBE), interval(SWEEP));
    let mut cut = interval(CUT);
    loop {
        tokio::select! {
            _ = look.tick() => {
                let refreshed = live.refresh().await;
                match &refreshed {
                    Ok(true) => {
                        metrics.snapshot_loaded(Timestamp::now().as_duration().as_secs_f64());
                        tracing::info!("what is kept has changed; look-ups follow it");
                    }
                    Ok(false) => {}
                    Err(error) if readable => {
                        tracing::error!(%error, "what is kept cannot be read; look-ups go on");
                    }
                    Err(_) => {}
                }
                readable = refreshed.is_ok();
            }
            _ = probe.tick() => {
                batch_jobs.sweep();
                metrics.store_writable(live.probe().await);
            }
            _ = cut.tick(), if keep_days > 0 => match audit::retain(live.store(), keep_days).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "old entries were cut off the audit record"),
                Err(error) => tracing::error!(%error, "the audit record could not be cut"),
            },
            _ = sweep.tick() => {
                if let Err(error) = accounts.sweep().await {
                    tracing::warn!(%error, "what has run out could not be removed");
                }
            }
        }
    }
}
