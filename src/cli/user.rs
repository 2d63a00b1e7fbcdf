//! `sozialraum user`: accounts of staff.

use std::process::ExitCode;

use clap::Subcommand;

use super::{
    DatabaseArgs,
    failure::{Failure, words},
    output::{self, day, line, parse_roles},
    wait,
};
use crate::{
    domain::account::{Account, AccountState},
    service::{
        accounts::{AccountError, Accounts, invitation_link},
        open::ACTOR,
        secret::Secret,
    },
    settings::Settings,
    store::StoreError,
};

/// Add, list and change accounts of staff
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Add an account and print the link with which its owner chooses a password
    Add {
        /// The name to sign in with
        name: String,
        #[command(flatten)]
        roles: RoleArgs,
        #[command(flatten)]
        link: LinkArgs,
    },
    /// List all accounts
    List {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Disable an account and sign it out everywhere
    Disable {
        /// The account
        name: String,
    },
    /// Enable an account again
    Enable {
        /// The account
        name: String,
    },
    /// Take an account's password away and print the link for a new one
    Reset {
        /// The account
        name: String,
        #[command(flatten)]
        link: LinkArgs,
    },
    /// Give an account other roles
    Roles {
        /// The account
        name: String,
        #[command(flatten)]
        roles: RoleArgs,
    },
}

/// What somebody may do.
#[derive(clap::Args)]
struct RoleArgs {
    /// Role: intake, coordinator, planner, publisher or admin; several are named one by one
    #[arg(long = "role", value_name = "ROLE", required = true)]
    roles: Vec<String>,
}

/// Where links lead to.
#[derive(clap::Args)]
struct LinkArgs {
    /// Address under which people reach the service [default: the setting server.public_url]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

impl LinkArgs {
    fn link(&self, settings: &Settings, secret: &Secret) -> String {
        let server = &settings.server;
        let url = match (&self.public_url, &server.public_url) {
            (Some(url), _) => url.clone(),
            (None, Some(url)) => url.as_str().to_owned(),
            (None, None) => format!("http://{}", server.listen),
        };
        invitation_link(&url, secret)
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    wait(async {
        let accounts = args.database.accounts().await?;
        dispatch(&args.command, &accounts, &args.database.settings()?).await
    })?;
    Ok(ExitCode::SUCCESS)
}

async fn dispatch(
    command: &Command,
    accounts: &Accounts,
    settings: &Settings,
) -> Result<(), Failure> {
    match command {
        Command::Add { name, roles, link } => {
            let roles = parse_roles(&roles.roles)?;
            let (_, secret) = accounts.add(ACTOR, name, &roles).await?;
            let link = link.link(settings, &secret);
            line(&words("user_added", &[("name", name), ("link", &link)]))
        }
        Command::List { json } => list(&accounts.all().await?, *json),
        Command::Disable { name } => {
            let account = named(accounts, name).await?;
            accounts.disable(ACTOR, account.id).await?;
            line(&words("user_disabled", &[("name", &account.name)]))
        }
        Command::Enable { name } => {
            let account = named(accounts, name).await?;
            accounts.enable(ACTOR, account.id).await?;
            line(&words("user_enabled", &[("name", &account.name)]))
        }
        Command::Reset { name, link } => {
            let account = named(accounts, name).await?;
            let secret = accounts.reset(ACTOR, account.id).await?;
            let link = link.link(settings, &secret);
            line(&words("user_reset", &[("name", &account.name), ("link", &link)]))
        }
        Command::Roles { name, roles } => {
            let roles = parse_roles(&roles.roles)?;
            let account = named(accounts, name).await?;
            accounts.set_roles(ACTOR, account.id, &roles).await?;
            let roles = output::roles(&roles);
            line(&words("user_roles", &[("name", &account.name), ("roles", &roles)]))
        }
    }
}

async fn named(accounts: &Accounts, name: &str) -> Result<Account, Failure> {
    accounts.named(name).await.map_err(|error| match error {
        AccountError::Store(StoreError::NotFound) | AccountError::Name(_) => {
            Failure::failed("unknown_account", &[("name", name)])
        }
        other => other.into(),
    })
}

fn list(accounts: &[Account], json: bool) -> Result<(), Failure> {
    if json {
        return output::json(&accounts);
    }
    if accounts.is_empty() {
        return line(&words("no_users", &[]));
    }
    let rows = accounts.iter().map(|account| {
        let state = match account.state {
            AccountState::Invited => "state_invited",
            AccountState::Active => "state_active",
            AccountState::Disabled => "state_disabled",
        };
        let roles = output::roles(&account.roles);
        vec![account.name.clone(), roles, words(state, &[]), day(account.created_at)]
    });
    output::table(&rows.collect::<Vec<_>>())
}
