//! `sozialraum assign`: which team is responsible.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use jiff::civil::Date;

use super::{DataArgs, failure::Failure};
use crate::{
    domain::{
        assign::{Answer, Question},
        edition::EditionStatus,
        grid::LonLat,
    },
    locale::{
        Lang,
        answer::{
            border_line, candidate_details, candidates_title, edition_line, matched_line,
            next_step, rule_line, score_line, status_word, sureness, title,
        },
        words::t,
    },
    service::{
        AskError, Service,
        open::{self, DATABASE},
    },
    store,
};

/// Say which team is responsible for an address or a position
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  sozialraum assign \"Glockenheide 42\"\n  sozialraum assign --lon 9.9905 --lat 53.7303 --json"
)]
pub(super) struct Args {
    /// The address, as somebody would write it
    #[arg(value_name = "ADDRESS")]
    address: Vec<String>,
    /// Degrees east, instead of an address
    #[arg(long, requires = "lat", conflicts_with = "address", allow_negative_numbers = true)]
    lon: Option<f64>,
    /// Degrees north, instead of an address
    #[arg(long, requires = "lon", conflicts_with = "address", allow_negative_numbers = true)]
    lat: Option<f64>,
    /// How far off the position may be, in metres
    #[arg(long, value_name = "METRES", requires = "lon", default_value_t = 0.0)]
    precision_m: f64,
    /// The day for which the answer holds, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Print the whole answer as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: DataArgs,
    /// Database to work from instead of a data folder
    #[arg(long, value_name = "URL", conflicts_with = "data", env = "SOZIALRAUM_DATABASE")]
    database: Option<String>,
}

/// The language of the command line.
const GERMAN: Lang = Lang::De;

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let question = match (args.lon, args.lat) {
        (Some(lon), Some(lat)) => {
            Question::Position { position: LonLat { lon, lat }, precision_m: args.precision_m }
        }
        _ => Question::Line(args.address.join(" ")),
    };
    question.validate().map_err(|error| ask_failure(&error.into()))?;
    let service = service(args)?;
    let answer = service.assign(&question, args.as_of).map_err(|error| ask_failure(&error))?;
    print(&answer, args.json, &service)?;
    Ok(ExitCode::SUCCESS)
}

/// The named folder, else the named database, else the database of `serve` when there is one,
/// else the only data folder.
fn service(args: &Args) -> Result<Service, Failure> {
    if let Some(folder) = &args.data.data {
        return Ok(open::from_folder(Some(folder))?);
    }
    let url = args.database.as_deref();
    let default_exists = store::file_of(DATABASE).is_ok_and(Path::exists);
    match url.or(default_exists.then_some(DATABASE)) {
        Some(url) => {
            let opened = tokio::runtime::Runtime::new()?.block_on(open::existing_database(url))?;
            Ok(opened)
        }
        None => Ok(open::from_folder(None)?),
    }
}

pub(super) fn ask_failure(error: &AskError) -> Failure {
    use crate::domain::assign::QuestionError as Q;
    match error {
        AskError::Question(Q::Empty) => Failure::usage("empty_address", &[]),
        AskError::Question(Q::TooLong { limit }) => {
            Failure::usage("too_long", &[("limit", &limit.to_string())])
        }
        AskError::Question(Q::Position) => Failure::usage("bad_position", &[]),
        AskError::Question(Q::Precision) => Failure::usage("bad_precision", &[]),
        AskError::NoEdition { day, first_day } => Failure::failed(
            "no_edition",
            &[("day", &day.to_string()), ("first_day", &first_day.to_string())],
        ),
    }
}

fn print(answer: &Answer, json: bool, service: &Service) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if json {
        let text = serde_json::to_string_pretty(answer).map_err(anyhow::Error::from)?;
        writeln!(out, "{text}")?;
        return Ok(());
    }
    let city = &service.city().info.name;
    let status = status_word(GERMAN, answer.status, city);
    writeln!(out, "{status}: {}", title(GERMAN, answer, city))?;
    let sentences = [GERMAN.reason(&answer.reason), next_step(GERMAN, answer, city)];
    for sentence in sentences.into_iter().flatten() {
        writeln!(out, "{sentence}")?;
    }
    let region = answer.region.as_ref().map_or("", |region| region.name.as_str());
    let lines = [
        (
            "address",
            answer.address.as_ref().and_then(|address| {
                let line = matched_line(address)?;
                // A street that was found in spite of its spelling says so.
                Some(match score_line(GERMAN, address) {
                    Some(score) => format!("{line} ({score})"),
                    None => line,
                })
            }),
        ),
        (
            "sozialraum",
            answer.sozialraum.as_ref().map(|sozialraum| {
                let values = [("sozialraum", sozialraum.name.as_str()), ("region", region)];
                t("answer.sozialraum_in", &values)
            }),
        ),
        (
            "border",
            answer.border.as_ref().map(|border| {
                format!(
                    "{} ({})",
                    border_line(GERMAN, border, answer.status, city),
                    sureness(GERMAN, border)
                )
            }),
        ),
        (
            "rule",
            answer
                .rule
                .as_ref()
                .map(|rule| format!("{} ({})", rule_line(GERMAN, rule), rule.reason)),
        ),
        (
            "edition",
            Some(format!("{}; {}", edition_line(GERMAN, &answer.edition), answer.edition.decision)),
        ),
    ];
    for (label, value) in lines {
        if let Some(value) = value {
            let label = format!("{}:", t(&format!("answer.{label}"), &[]));
            writeln!(out, "{label:<19}{value}")?;
        }
    }
    if answer.edition.status == EditionStatus::Draft {
        writeln!(out, "{}", t("answer.edition_draft", &[]))?;
    }
    if !answer.candidates.is_empty() {
        writeln!(out, "{}:", candidates_title(GERMAN, answer.status))?;
    }
    for candidate in &answer.candidates {
        let details = candidate_details(GERMAN, candidate).join("; ");
        let details = if details.is_empty() { details } else { format!(" ({details})") };
        writeln!(out, "  – {}{details}", candidate.label)?;
    }
    Ok(())
}
