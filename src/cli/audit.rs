//! `sozialraum audit`: the record of changes.

use std::process::ExitCode;

use clap::Subcommand;
use jiff::civil::Date;

use super::{
    DatabaseArgs,
    failure::{Failure, words},
    output::{self, line},
    wait,
};
use crate::{
    domain::audit::{Break, Entry, Mark},
    service::{
        audit::{self, VerifyError},
        open::ACTOR,
    },
    store::{AuditFilter, Store},
};

/// Prove, list and cut the record of who changed what when
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Prove that no entry was changed, removed or inserted
    Verify {
        /// A checkpoint that was kept elsewhere, to prove that the record was not made anew
        #[arg(long, value_name = "N:HASH")]
        checkpoint: Option<String>,
    },
    /// Prove the record and print the checkpoint to be kept elsewhere
    Checkpoint,
    /// Cut off entries that no longer have to be kept
    Cut {
        /// First day that is kept, as YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        before: Date,
    },
    /// List the newest entries, newest first
    List {
        /// How many entries at most
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    wait(async {
        let store = args.database.store().await?;
        dispatch(&args.command, &*store).await
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn dispatch(command: &Command, store: &dyn Store) -> Result<(), Failure> {
    match command {
        Command::Verify { checkpoint } => verify(store, checkpoint.as_deref()).await,
        Command::Checkpoint => {
            let proven = audit::verify(store, None).await.map_err(failure)?;
            line(&proven.head.to_string())
        }
        Command::Cut { before } => {
            let day = before.to_string();
            let from = audit::beginning_of(*before);
            let from = from.ok_or_else(|| Failure::usage("bad_day", &[("day", &day)]))?;
            let count = audit::cut(store, ACTOR, from).await.map_err(failure)?;
            let key = if count == 0 { "nothing_to_cut" } else { "audit_cut" };
            line(&words(key, &[("count", &count.to_string()), ("day", &day)]))
        }
        Command::List { limit, json } => {
            let entries = store.audit(&AuditFilter::default(), i64::MAX, *limit).await?;
            list(&entries, *json)
        }
    }
}

async fn verify(store: &dyn Store, checkpoint: Option<&str>) -> Result<(), Failure> {
    let checkpoint = checkpoint
        .map(|text| {
            text.parse::<Mark>().map_err(|_| Failure::usage("bad_checkpoint", &[("text", text)]))
        })
        .transpose()?;
    let proven = audit::verify(store, checkpoint.clone()).await.map_err(failure)?;
    if let Some(mark) = checkpoint.filter(|mark| mark.seq < proven.anchor.seq) {
        let (entry, anchor) = (mark.seq.to_string(), proven.anchor.seq.to_string());
        return Err(Failure::failed("checkpoint_cut", &[("entry", &entry), ("anchor", &anchor)]));
    }
    let (from, to) = (proven.anchor.seq + 1, proven.head.seq);
    let values = [
        ("entries", proven.entries.to_string()),
        ("from", from.to_string()),
        ("to", to.to_string()),
    ];
    line(&words("audit_whole", &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

fn failure(error: VerifyError) -> Failure {
    let entry = |key, entry: i64| Failure::failed(key, &[("entry", &entry.to_string())]);
    match error {
        VerifyError::Broken(Break::Missing { from, to }) => Failure::failed(
            "audit_missing",
            &[("from", &from.to_string()), ("to", &to.to_string())],
        ),
        VerifyError::Broken(Break::Changed(seq)) => entry("audit_changed", seq),
        VerifyError::Broken(Break::Checkpoint(seq)) => entry("audit_checkpoint", seq),
        VerifyError::Store(error) => error.into(),
    }
}

fn list(entries: &[Entry], json: bool) -> Result<(), Failure> {
    if json {
        return output::json(&entries);
    }
    let rows = entries.iter().map(|entry| {
        let (seq, at) = (entry.seq.to_string(), entry.at.to_string());
        let who_what =
            [&entry.actor, &entry.action, &entry.subject, &entry.detail].map(Clone::clone);
        [seq, at].into_iter().chain(who_what).collect()
    });
    output::table(&rows.collect::<Vec<_>>())
}
