//! `sozialraum import rules`: a file of street rules into the database.

use std::{fs, path::PathBuf, process::ExitCode};

use crate::{
    cli::{
        DatabaseArgs,
        failure::{Failure, store_words},
        output::line,
        wait,
    },
    domain::{address::RangeWords, rules::StreetRule},
    locale::{Lang, words::t},
    service::{
        open::{ACTOR, OpenError},
        street_rules::{self, Plan, RuleChange, RulesError},
    },
    store::StoreError,
};

/// Replace the street rules by a file (CSV), all of it or nothing; a running server follows
///
/// Says first which rules are new, changed and gone.
#[derive(clap::Args)]
pub(super) struct Args {
    /// CSV file with the columns street, numbers, sozialraum, reason and perhaps edition
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the rules of this edition only [default: of all editions]
    #[arg(long, value_name = "N")]
    edition: Option<u32>,
    /// Say what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let name = args.file.display().to_string();
    let bytes = fs::read(&args.file).map_err(|error| {
        let values = [("file", name.as_str()), ("error", &error.to_string())];
        Failure::Failed(t("street_rules.unreadable", &values))
    })?;
    wait(async {
        let url = args.database.url()?;
        let store = args.database.store().await?;
        let failed = |error| failure(error, &url);
        let plan =
            street_rules::plan(&*store, &bytes, &name, args.edition).await.map_err(failed)?;
        show(&plan)?;
        let done = if plan.is_empty() {
            t("street_rules.nothing", &[])
        } else if args.dry_run {
            t("street_rules.dry_run", &[])
        } else {
            street_rules::apply(&*store, ACTOR, &plan).await.map_err(failed)?;
            t("street_rules.done", &[])
        };
        line(&done)?;
        Ok(ExitCode::SUCCESS)
    })
}

fn show(plan: &Plan) -> Result<(), Failure> {
    for hint in &plan.hints {
        line(&t("street_rules.hint", &[("hint", &hint.to_string())]))?;
    }
    for of_edition in &plan.editions {
        let edition = &of_edition.edition;
        let (number, from) = (edition.number.to_string(), Lang::De.day(edition.valid_from));
        line(&t("street_rules.edition", &[("number", &number), ("from", &from)]))?;
        for change in &of_edition.changes {
            let text = match change {
                RuleChange::New(rule) => t("street_rules.new", &[("rule", &in_words(rule))]),
                RuleChange::Gone(rule) => t("street_rules.gone", &[("rule", &in_words(rule))]),
                RuleChange::Changed { before, after } => {
                    let (before, after) = (in_words(before), in_words(after));
                    t("street_rules.changed", &[("before", &before), ("after", &after)])
                }
            };
            line(&format!("  {text}"))?;
        }
        let [new, changed, gone, kept] = of_edition.counts().map(|count| count.to_string());
        let values = [("new", &*new), ("changed", &changed), ("gone", &gone), ("kept", &kept)];
        line(&format!("  {}", t("street_rules.counts", &values)))?;
    }
    Ok(())
}

fn in_words(rule: &StreetRule) -> String {
    let values = [
        ("street", &*rule.street_and_place()),
        ("house_numbers", &rule.numbers.display_with(&RangeWords::GERMAN)),
        ("sozialraum", &rule.sozialraum),
        ("reason", &rule.reason),
    ];
    t("street_rules.rule", &values)
}

pub(in crate::cli) fn failure(error: RulesError, database: &str) -> Failure {
    match error {
        RulesError::NoCity => OpenError::NoDatabase(database.to_owned()).into(),
        RulesError::NoEdition { number, editions } => {
            let editions = editions.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            let values = [("number", &*number.to_string()), ("editions", &*editions)];
            Failure::Usage(t("street_rules.no_edition", &values))
        }
        RulesError::Defects(defects) => {
            let count = defects.0.len().to_string();
            let refused = t("street_rules.refused", &[("count", &count)]);
            Failure::Failed(format!("{defects}\n{refused}"))
        }
        RulesError::Store(StoreError::Stale) => Failure::Failed(t("street_rules.stale", &[])),
        RulesError::Store(error) => Failure::Failed(store_words(&error)),
    }
}
