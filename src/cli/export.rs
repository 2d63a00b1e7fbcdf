//! `sozialraum export`: areas and borders as a file.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use jiff::civil::Date;

use super::{DataArgs, failure::Failure};
use crate::service::{
    geodata::{self, Format, Layer},
    open,
};

/// Write Sozialräume, regions or borders as GeoJSON or FlatGeobuf
#[derive(clap::Args)]
pub(super) struct Args {
    /// What to write
    layer: Layer,
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

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let service = open::from_folder(args.data.data.as_deref())?;
    let day = service.on(args.as_of).map_err(|error| super::assign::ask_failure(&error))?;
    let bytes = geodata::file(day, args.layer, args.format)?;
    match &args.output {
        None => io::stdout().lock().write_all(&bytes)?,
        Some(path) => {
            // A reader never sees half a file, and a failure leaves the old one.
            let part = path.with_added_extension("part");
            fs::write(&part, &bytes)
                .and_then(|()| fs::rename(&part, path))
                .inspect_err(|_| drop(fs::remove_file(&part)))
                .map_err(|error| Failure::write(path, &error))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
