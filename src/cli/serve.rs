//! `sozialraum serve`: the service over HTTP.

use std::{
    future::{Future, pending},
    io::Write,
    net::SocketAddr,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

use super::failure::{Failure, words};
use crate::{
    http::{self, AppState, Guards},
    service::{open, upkeep},
    settings::{self, ServeSettingsArgs, Settings},
    telemetry,
};

/// How long running requests may take to finish once the service is asked to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// Serve the pages and the API
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    settings: ServeSettingsArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let settings = settings::load(&args.settings)?.settings;
    telemetry::init(&settings.log.filter, settings.log.format)
        .map_err(|error| Failure::failed("io", &[("error", &error)]))?;
    let runtime = Runtime::new()?;
    let result = runtime.block_on(serve(settings));
    // Work that did not finish in time does not hold the end up.
    runtime.shutdown_background();
    result.map(|()| ExitCode::SUCCESS)
}

async fn serve(settings: Settings) -> Result<(), Failure> {
    let listener = bind(settings.server.listen, "cannot_listen").await?;
    let metrics_listener = match settings.server.metrics_listen {
        Some(address) => Some(bind(address, "cannot_listen_metrics").await?),
        None => None,
    };
    let url = &settings.database.url;
    let opened = open::from_database(url, settings.data.folder.as_deref()).await?;
    let city = opened.live.service().city().info.name.clone();
    let came = match &opened.imported {
        Some(folder) => words(
            "imported",
            &[("city", &city), ("folder", &folder.display().to_string()), ("database", url)],
        ),
        None => words("kept", &[("city", &city), ("database", url)]),
    };
    say(&came);
    let guards = Guards::from(&settings);
    let keep_days = settings.audit.keep_days;
    let address = listener.local_addr()?;
    let state = AppState::new(Arc::new(opened.live), opened.store, settings, address);
    state.metrics.snapshot_loaded(Timestamp::now().as_duration().as_secs_f64());
    let stop = Stop::listen()?;
    if let Some(listener) = metrics_listener {
        let address = listener.local_addr()?.to_string();
        say(&words("metrics_at", &[("address", &address)]));
        let serving = http::serve_metrics(listener, Arc::clone(&state.metrics), stop.asked());
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "metrics are no longer served");
            }
        });
    }
    say(&words("serving", &[("address", &address.to_string())]));
    if let Some(secret) = state.accounts.offer_first_admin().await? {
        let link = state.invitation_link(&secret);
        say(&words("first_admin", &[("link", &link)]));
    }
    tokio::spawn(upkeep::run(
        state.live.clone(),
        state.accounts.clone(),
        state.batch_jobs.clone(),
        state.metrics.clone(),
        keep_days,
    ));
    tokio::select! {
        result = http::serve(listener, state, guards, stop.asked()) => result?,
        () = stop.overdue() => {}
    }
    Ok(())
}

/// Tells whoever started the service. Nobody may be listening; it serves all the same.
fn say(text: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

async fn bind(address: SocketAddr, key: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let values = [("address", &*address.to_string()), ("error", &*error.to_string())];
        Failure::failed(key, &values)
    })
}

/// How often the service was asked to stop, by Ctrl-C or SIGTERM.
struct Stop {
    asked: watch::Receiver<u32>,
}

impl Stop {
    /// Counts the signals from now on.
    fn listen() -> std::io::Result<Self> {
        let mut signals = [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?];
        let (count, asked) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                let [interrupt, terminate] = &mut signals;
                tokio::select! {
                    _ = Signal::recv(interrupt) => {}
                    _ = Signal::recv(terminate) => {}
                }
                if *count.borrow() == 0 {
                    tracing::info!("stopping");
                }
                count.send_modify(|count| *count += 1);
            }
        });
        Ok(Self { asked })
    }

    /// Ends when the service was asked `times` times.
    fn after(&self, times: u32) -> impl Future<Output = ()> + Send + 'static {
        let mut asked = self.asked.clone();
        async move {
            if asked.wait_for(|count| *count >= times).await.is_err() {
                // Nobody counts any more: the runtime is going down.
                pending::<()>().await;
            }
        }
    }

    /// Ends when the service is asked to stop.
    fn asked(&self) -> impl Future<Output = ()> + Send + 'static {
        self.after(1)
    }

    /// Ends when there is no more waiting for running requests: it is asked a second time, or the
    /// time to finish them is over.
    async fn overdue(&self) {
        self.after(1).await;
        tokio::select! {
            () = tokio::time::sleep(DRAIN) => tracing::warn!("requests were cut off"),
            () = self.after(2) => tracing::warn!("asked twice, stopping at once"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_agree_on_their_defaults() {
        let limits = Settings::default().limits;
        let http::RateLimit { burst, per_second } = http::RateLimit::default();
        assert_eq!((limits.rate_burst, limits.rate), (burst, per_second));
    }
}
