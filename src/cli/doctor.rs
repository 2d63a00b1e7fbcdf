//! `sozialraum doctor`: look for what usually goes wrong.

use std::process::ExitCode;

use serde_json::json;

use super::{
    DatabaseArgs,
    failure::{Failure, store_words, words},
    output::{self, line},
    wait,
};
use crate::{
    locale::Catalogue,
    service::doctor::{self, Finding, Level},
};

/// Look for what usually goes wrong with the database, its files and the server
#[derive(clap::Args)]
pub(super) struct Args {
    /// Address of a running server to ask as well, such as http://127.0.0.1:8080
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let settings = args.database.settings()?;
    let database = settings.database.url.as_str();
    let findings =
        wait(async { Ok(doctor::examine(database, args.url.as_deref(), &settings.mail).await) })?;
    if args.json {
        let findings: Vec<_> = findings
            .iter()
            .map(|finding| {
                let (text, remedy) = texts(finding);
                json!({ "check": finding.code, "level": finding.level, "text": text, "remedy": remedy })
            })
            .collect();
        output::json(&findings)?;
    } else {
        for finding in &findings {
            let (text, remedy) = texts(finding);
            let level = match finding.level {
                Level::Ok => "level_ok",
                Level::Hint => "level_hint",
                Level::Error => "level_error",
            };
            let remedy = remedy.map(|remedy| format!(" → {remedy}")).unwrap_or_default();
            line(&format!("{:<8} {text}{remedy}", words(level, &[])))?;
        }
    }
    let failed = findings.iter().any(|finding| finding.level == Level::Error);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What was found, and what to do about it.
fn texts(finding: &Finding) -> (String, Option<String>) {
    let cause = finding.cause.as_ref().map(store_words).unwrap_or_default();
    let mut values: Vec<(&str, &str)> =
        finding.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    values.push(("cause", &cause));
    let catalogue = Catalogue::german();
    let key = |part: &str| format!("doctor.{}.{part}", finding.code);
    let remedy = (finding.level != Level::Ok).then(|| catalogue.text(&key("remedy"), &values));
    (catalogue.text(&key("text"), &values), remedy)
}
