//! `sozialraum import addresses`: the official register of house numbers into the database.

mod progress;
mod show;

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use crate::{
    cli::{
        DatabaseArgs,
        batch::{epsg, target::Target},
        failure::{Failure, store_words},
        output::line,
        wait,
    },
    formats::addresses::ColumnNames,
    locale::words::t,
    service::{
        addresses::{self, AddressesError, Municipality, Options, Plan},
        batch::Control,
        open::{ACTOR, OpenError},
    },
    store::StoreError,
};
use progress::Progress;

/// Replace the house numbers by an official register (HK-DE, CSV, GeoJSON, FlatGeobuf), all of it
/// or nothing; a running server follows
///
/// The file is taken as the whole register of the city. Says first which house numbers are new,
/// changed and gone.
#[derive(clap::Args)]
#[command(after_long_help = HELP, after_help = "Run with --help for the formats, the columns and examples.")]
pub(super) struct Args {
    /// The register; that of a whole state will do, rows of other municipalities are passed over
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Say what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write every difference to a CSV file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// List every difference and every hint, not only the first ones of each kind
    #[arg(long, visible_alias = "verbose")]
    all: bool,
    /// Keep house numbers that the file lacks
    #[arg(long)]
    keep_missing: bool,
    /// Columns that are not recognised by their headings: street=NAME,number=NAME,…
    #[arg(long, value_name = "WHAT=NAME,…", value_parser = columns)]
    columns: Option<ColumnNames>,
    /// The coordinate system [default: that of the file, or recognised]
    #[arg(long, value_name = "EPSG:N", value_parser = epsg)]
    crs: Option<u32>,
    /// Take the rows with this municipality key (eight digits, or their beginning) instead of
    /// those of the city, or those of all
    #[arg(long, value_name = "KEY|all", value_parser = municipality)]
    municipality: Option<Municipality>,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// What the long help says.
const HELP: &str = "\
Formats: HK-DE in its layouts with and without headings; tables as text with a line of headings,
separated by comma, semicolon, tab or |; GeoJSON and FlatGeobuf with points. Text may be UTF-8,
UTF-16 or Windows-1252 (Latin-1), with decimal point or comma; that is recognised. ETRS89 / UTM in
zone 31, 32 or 33 is recognised with the zone in front of the easting (EPSG:4647) and without it,
and so are degrees; any other coordinate system has to be named with --crs.

Columns: street, number, suffix, postcode, place (town), part (of town), id, quality, x and y or lon
and lat, zone, ags (key of the municipality), street_key. Those that are not named are recognised by
their headings; where two may be meant, the file is refused.

A house is known again by its identifier, and where there is none by street and number. House numbers
from other sources are replaced. Streets keep their lines; a street that has no number any more stays
known if it has lines. A file with one broken row is refused as a whole, with every one named.

The file of --report has one row for each difference: change (new, changed, gone), row, the address
and its position as they will be, which fields differ, and the same as it was.

Examples:
  sozialraum import addresses hk-de.csv --dry-run --report differences.csv
  sozialraum import addresses adressen.csv --columns street=Name,number=Nr,x=Ost,y=Nord --crs EPSG:25832
  sozialraum import addresses houses.geojson --keep-missing";

fn columns(text: &str) -> Result<ColumnNames, String> {
    ColumnNames::read(text).map_err(|pair| t("addresses.bad_columns", &[("text", &pair)]))
}

fn municipality(text: &str) -> Result<Municipality, String> {
    text.parse().map_err(|_| t("addresses.bad_municipality", &[("text", text)]))
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let path = args.file.display().to_string();
    let unreadable = |error: std::io::Error| {
        let values = [("file", path.as_str()), ("error", &error.to_string())];
        Failure::Failed(t("addresses.unreadable", &values))
    };
    let file = File::open(&args.file).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let name = args.file.file_name().map_or_else(|| path.clone(), |n| n.display().to_string());
    let options = Options {
        columns: args.columns.clone().unwrap_or_default(),
        epsg: args.crs,
        municipality: args.municipality.clone().unwrap_or_default(),
        keep_missing: args.keep_missing,
    };
    wait(async {
        let url = args.database.url()?;
        let store = args.database.store().await?;
        let failed = |error| failure(error, &url);
        let control = Arc::new(Control::default());
        let progress = Progress::start(&control, size);
        let plan = addresses::plan(&*store, file, &name, &options, &control).await;
        progress.end();
        let plan = plan.map_err(failed)?;
        show::about(&plan)?;
        if plan.defect_count() > 0 {
            return Err(refused(&plan));
        }
        show::hints(&plan, args.all)?;
        show::differences(&plan, args.all)?;
        if let Some(report) = &args.report {
            write_report(&plan, report)?;
        }
        let done = if plan.is_empty() {
            t("addresses.nothing", &[])
        } else if args.dry_run {
            t("addresses.dry_run", &[])
        } else {
            eprintln!("{}", t("addresses.writing", &[]));
            addresses::apply(&*store, ACTOR, &plan).await.map_err(failed)?;
            t("addresses.done", &[])
        };
        line(&done)?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Names every defect.
fn refused(plan: &Plan) -> Failure {
    let mut stderr = BufWriter::new(std::io::stderr().lock());
    for defect in plan.defects() {
        // Nobody may be reading.
        let _ = writeln!(stderr, "{defect}");
    }
    drop(stderr);
    let count = plan.defect_count().to_string();
    Failure::Failed(t("addresses.refused", &[("count", &count)]))
}

fn write_report(plan: &Plan, path: &Path) -> Result<(), Failure> {
    let mut target = Target::open(path)?;
    let written = plan.write_report(BufWriter::new(&mut target));
    written.map_err(|error| Failure::write(path, &error))?;
    target.finish()?;
    line(&t("addresses.reported", &[("file", &path.display().to_string())]))
}

fn failure(error: AddressesError, database: &str) -> Failure {
    match error {
        AddressesError::NoCity => OpenError::NoDatabase(database.to_owned()).into(),
        AddressesError::File(defect) => {
            let values = [("defect", &*defect.to_string())];
            Failure::Failed(t("addresses.refused_file", &values))
        }
        AddressesError::Defects(count) => {
            Failure::Failed(t("addresses.refused", &[("count", &count.to_string())]))
        }
        AddressesError::City(error) => Failure::failed("io", &[("error", &error.to_string())]),
        AddressesError::Store(StoreError::Stale) => Failure::Failed(t("addresses.stale", &[])),
        AddressesError::Store(error) => Failure::Failed(store_words(&error)),
    }
}
