//! `sozialraum serve`: the service over HTTP.

use std::{
    io::{IsTerminal, Write},
    net::SocketAddr,
    process::ExitCode,
    sync::Arc,
};

use tokio::{net::TcpListener, runtime::Runtime};
use tracing_subscriber::EnvFilter;

use super::{
    DataArgs,
    failure::{Failure, words},
};
use crate::{
    http::{self, AppState, RateLimit},
    service::{
        accounts::{Accounts, SessionLimits},
        open::{self, DATABASE},
        upkeep,
    },
};

/// Serve the pages and the API
#[derive(clap::Args)]
pub(super) struct Args {
    /// Address to listen on
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8080",
        env = "SOZIALRAUM_LISTEN"
    )]
    listen: SocketAddr,
    /// Database; an empty one is filled from the data folder
    #[arg(long, value_name = "URL", default_value = DATABASE, env = "SOZIALRAUM_DATABASE")]
    database: String,
    #[command(flatten)]
    data: DataArgs,
    /// Requests that one client may make at once
    #[arg(long, value_name = "N", default_value_t = RateLimit::default().burst, env = "SOZIALRAUM_RATE_BURST",
        value_parser = clap::value_parser!(u32).range(1..))]
    rate_burst: u32,
    /// Requests a second that one client may make in the long run
    #[arg(long, value_name = "N", default_value_t = RateLimit::default().per_second, env = "SOZIALRAUM_RATE",
        value_parser = clap::value_parser!(u32).range(1..))]
    rate: u32,
    /// What is logged to stderr: error, warn, info, debug, trace or a filter by module
    #[arg(long, value_name = "FILTER", default_value = "info", env = "SOZIALRAUM_LOG")]
    log: String,
}

pub(super) fn run(args: Args) -> Result<ExitCode, Failure> {
    let filter = EnvFilter::try_new(&args.log)
        .map_err(|_| Failure::usage("bad_log", &[("filter", &args.log)]))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    Runtime::new()?.block_on(serve(args))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(args: Args) -> Result<(), Failure> {
    let listener = TcpListener::bind(args.listen).await.map_err(|error| {
        Failure::failed(
            "cannot_listen",
            &[("address", &args.listen.to_string()), ("error", &error.to_string())],
        )
    })?;
    let opened = open::from_database(&args.database, args.data.data.as_deref()).await?;
    let city = opened.live.service().city().info.name.clone();
    let mut out = std::io::stdout();
    let came = match &opened.imported {
        Some(folder) => words(
            "imported",
            &[
                ("city", &city),
                ("folder", &folder.display().to_string()),
                ("database", &args.database),
            ],
        ),
        None => words("kept", &[("city", &city), ("database", &args.database)]),
    };
    writeln!(out, "{came}")?;
    let address = listener.local_addr()?;
    writeln!(out, "{}", words("serving", &[("address", &address.to_string())]))?;
    out.flush()?;
    let known_words = vec![city.clone()];
    let live = Arc::new(opened.live);
    let state = AppState {
        accounts: Arc::new(Accounts::new(opened.store, SessionLimits::default(), known_words)),
        public_url: format!("http://{address}").into(),
        live: live.clone(),
    };
    if let Some(secret) = state.accounts.offer_first_admin().await? {
        writeln!(
            out,
            "{}",
            words("first_admin", &[("link", &state.invitation_link(secret.expose()))])
        )?;
        out.flush()?;
    }
    tokio::spawn(upkeep::run(live, state.accounts.clone()));
    let limit = RateLimit { burst: args.rate_burst, per_second: args.rate };
    http::serve(listener, state, limit, stop_signal()).await?;
    Ok(())
}

/// Ends on Ctrl-C or SIGTERM.
async fn stop_signal() {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("signal handlers can be installed");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
}
