//! `sozialraum token`: tokens of machines.

use std::process::ExitCode;

use clap::Subcommand;
use jiff::Timestamp;

use super::{
    DatabaseArgs,
    failure::{Failure, words},
    output::{self, day, line, parse_roles},
    wait,
};
use crate::{
    domain::account::Token,
    service::{
        accounts::{AccountError, Accounts},
        open::ACTOR,
    },
    store::StoreError,
};

/// Add, list and revoke tokens with which machines ask
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Add a token and print what the machine sends
    Add {
        /// What it is for
        name: String,
        /// Role: intake, coordinator, planner, publisher or admin; several are named one by one
        #[arg(long = "role", value_name = "ROLE", required = true)]
        roles: Vec<String>,
        /// How many days it works
        #[arg(long, value_name = "N")]
        days: u32,
    },
    /// List all tokens, newest first
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Revoke a token
    Revoke {
        /// Its number
        id: i64,
    },
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    wait(async {
        let accounts = args.database.accounts().await?;
        dispatch(&args.command, &accounts).await
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn dispatch(command: &Command, accounts: &Accounts) -> Result<(), Failure> {
    match command {
        Command::Add { name, roles, days } => {
            let roles = parse_roles(roles)?;
            let (id, token) = accounts.add_token(ACTOR, name, &roles, *days).await?;
            let (id, days) = (id.to_string(), days.to_string());
            let values = [("id", id.as_str()), ("name", name), ("days", &days), ("token", &token)];
            line(&words("token_added", &values))
        }
        Command::List { json } => list(&accounts.tokens().await?, *json),
        Command::Revoke { id } => {
            let revoked = accounts.revoke_token(ACTOR, *id).await;
            let id = id.to_string();
            revoked.map_err(|error| match error {
                AccountError::Store(StoreError::NotFound) => {
                    Failure::failed("unknown_token", &[("id", &id)])
                }
                other => other.into(),
            })?;
            line(&words("token_revoked", &[("id", &id)]))
        }
    }
}

fn list(tokens: &[Token], json: bool) -> Result<(), Failure> {
    if json {
        return output::json(&tokens);
    }
    if tokens.is_empty() {
        return line(&words("no_tokens", &[]));
    }
    let rows = tokens.iter().map(|token| {
        let (key, time) = match token.revoked_at {
            Some(revoked) => ("token_gone", revoked),
            None if token.works_at(Timestamp::now()) => ("token_valid", token.expires_at),
            None => ("token_expired", token.expires_at),
        };
        let state = words(key, &[("day", &day(time))]);
        let (id, roles) = (token.id.to_string(), output::roles(&token.roles));
        vec![id, token.name.clone(), roles, state, token.created_by.clone()]
    });
    output::table(&rows.collect::<Vec<_>>())
}
