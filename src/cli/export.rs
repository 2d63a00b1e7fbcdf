//! `sozialraum export`: areas, borders, offers, street rules or the street register as a file.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use jiff::civil::Date;

use super::{DataArgs, DatabaseArgs, failure::Failure, wait};
use crate::{
    http::resource_query::Selection,
    service::{
        Service,
        geodata::{self, Format, Layer},
        open,
        register::{self, RegisterFormat},
        resources::file::{self, FileFormat},
        street_rules,
    },
};

/// Write Sozialräume, regions or borders as GeoJSON or FlatGeobuf, or what the database holds
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// What to write
    #[arg(required = true)]
    layer: Option<Layer>,
    /// The format
    #[arg(long, default_value = "geojson")]
    format: Format,
    /// File to write to instead of stdout; it is replaced whole or not at all
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The day for which the areas are wanted, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Subcommand)]
enum What {
    /// Write all offers of the resource map, or some of them, as CSV, GeoJSON or HSDS
    Resources {
        /// The format
        #[arg(long, default_value = "csv")]
        format: FileFormat,
        /// Only what fits, by the names in the links of the map, such as `category=kita` or
        /// `open=now`; can be repeated
        #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
        filter: Vec<(String, String)>,
        /// File to write to instead of stdout; it is replaced whole or not at all
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        database: Box<DatabaseArgs>,
    },
    /// Write the street register: the responsibility for every street, as ranges of house numbers
    Register {
        /// The format
        #[arg(long, default_value = "csv")]
        format: RegisterFormat,
        /// Only streets that concern this Sozialraum, by its id
        #[arg(long, value_name = "ID")]
        sozialraum: Option<String>,
        /// File to write to instead of stdout; it is replaced whole or not at all
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// The day for which the register is wanted, as YYYY-MM-DD [default: today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
        #[command(flatten)]
        database: Box<DatabaseArgs>,
    },
    /// Write the street rules as CSV, as `import rules` reads them
    Rules {
        /// The edition [default: all of them]
        #[arg(long, value_name = "N")]
        edition: Option<u32>,
        /// File to write to instead of stdout; it is replaced whole or not at all
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        database: Box<DatabaseArgs>,
    },
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let asked = |error| super::assign::ask_failure(&error);
    let (bytes, output) = match (&args.what, args.layer) {
        (Some(What::Resources { format, filter, output, database }), _) => {
            let url = database.url()?;
            let service = wait(async { Ok(open::existing_database(&url).await?) })?;
            let day = service.on(None).map_err(asked)?;
            let Selection { text, filters, .. } = Selection::strict(filter, &[], &day)
                .map_err(|bad| Failure::Usage(format!("--filter {bad}")))?;
            (file::export(&service, *format, &text, &filters).map_err(asked)?, output)
        }
        (Some(What::Register { format, sozialraum, output, as_of, database }), _) => {
            let url = database.url()?;
            let service = wait(async { Ok(open::existing_database(&url).await?) })?;
            let day = service.on(*as_of).map_err(asked)?;
            let date = as_of.unwrap_or_else(Service::today);
            let wanted = sozialraum.as_deref();
            let streets = register::streets(day, service.register(day.edition), wanted);
            (register::file(day, date, &streets, *format)?, output)
        }
        (Some(What::Rules { edition, output, database }), _) => {
            let url = database.url()?;
            let export = async {
                let store = database.store().await?;
                let file = street_rules::export(&*store, *edition).await;
                file.map_err(|error| super::import::rules::failure(error, &url))
            };
            (wait(export)?, output)
        }
        (None, Some(layer)) => {
            let service = open::from_folder(args.data.data.as_deref())?;
            let day = service.on(args.as_of).map_err(asked)?;
            (geodata::file(day, layer, args.format)?, &args.output)
        }
        (None, None) => unreachable!("the command line asks for one of both"),
    };
    match output {
        None => io::stdout().lock().write_all(&bytes)?,
        Some(path) => replace(path, &bytes)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// Writes a file of which nobody ever sees half, and of which a failure leaves the old one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let part = path.with_added_extension("part");
    fs::write(&part, bytes)
        .and_then(|()| fs::rename(&part, path))
        .inspect_err(|_| drop(fs::remove_file(&part)))
        .map_err(|error| Failure::write(path, &error))
}
