//! `sozialraum batch`: every row of a file with its answer.

mod report;
pub(in crate::cli) mod target;
mod words;

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use jiff::civil::Date;

use super::{DataArgs, assign, failure::Failure};
use crate::{
    domain::{grid::Crs, layer::Layer},
    formats::{features::FeatureError, polygons},
    service::batch::{self, Areas, BatchError, Control, Place, Request, Source, Watched},
};
use report::Progress;
use target::Target;

/// Answer every row of a file: CSV, GeoJSON or FlatGeobuf
///
/// Writes all columns of the file as they are, and behind them status, team, sozialraum, region,
/// matched_street, matched_house_number, lon, lat, score, next_score, border_m (metres to the
/// nearest border) and edition. Where the file has a column of such a name, the new one is called
/// otherwise: status_2.
#[derive(clap::Args)]
#[command(after_long_help = HELP, after_help = "Run with --help for the statuses, the formats and examples.")]
pub(super) struct Args {
    /// The file to read; - reads CSV from stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The CSV file to write; - writes to stdout. It is there as a whole or not at all
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    place: PlaceArgs,
    /// How far off positions may be, in metres
    #[arg(long, value_name = "METRES", default_value_t = 0.0, conflicts_with_all = ["address", "street"])]
    precision_m: f64,
    /// The day for which the answers hold, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", conflicts_with = "areas")]
    as_of: Option<Date>,
    /// Polygons to look up instead of the Sozialräume: GeoJSON or FlatGeobuf. They may overlap and
    /// leave gaps
    #[arg(long, value_name = "FILE", requires = "id", conflicts_with_all = ["address", "street", "precision_m"])]
    areas: Option<PathBuf>,
    /// The property of the polygons that is written into the column sozialraum
    #[arg(long, value_name = "PROPERTY", requires = "areas")]
    id: Option<String>,
    /// The coordinate system of the polygons [default: that of their file, or else EPSG:4326]
    #[arg(long, value_name = "EPSG:N", value_parser = epsg, requires = "areas")]
    areas_crs: Option<u32>,
    /// Show the progress even where stderr is no terminal
    #[arg(long)]
    progress: bool,
    #[command(flatten)]
    data: DataArgs,
    /// Database to work from instead of a data folder
    #[arg(long, value_name = "URL", conflicts_with = "data", env = "SOZIALRAUM_DATABASE")]
    database: Option<String>,
}

/// Where the place of a row is to be found. With none of them: the geometry of the features.
#[derive(clap::Args)]
struct PlaceArgs {
    /// Column with whole addresses, as somebody would write them
    #[arg(long, value_name = "COLUMN", conflicts_with_all = ["street", "lon"])]
    address: Option<String>,
    /// Column with the name of the street
    #[arg(long, value_name = "COLUMN", conflicts_with = "lon")]
    street: Option<String>,
    /// Column with the house number
    #[arg(long, value_name = "COLUMN", requires = "street")]
    house_number: Option<String>,
    /// Column with the postcode
    #[arg(long, value_name = "COLUMN", requires = "street")]
    postcode: Option<String>,
    /// Column with the town
    #[arg(long, value_name = "COLUMN", requires = "street")]
    town: Option<String>,
    /// Column with degrees east, or the easting with --crs
    #[arg(long, value_name = "COLUMN", requires = "lat")]
    lon: Option<String>,
    /// Column with degrees north, or the northing with --crs
    #[arg(long, value_name = "COLUMN", requires = "lon")]
    lat: Option<String>,
    /// The coordinate system of positions [default: that of the file, or else EPSG:4326]
    #[arg(long, value_name = "EPSG:N", value_parser = epsg, conflicts_with_all = ["address", "street"])]
    crs: Option<u32>,
}

/// What the long help says.
const HELP: &str = "\
Statuses: those of `sozialraum assign` (unique, near_border, ambiguous, unknown_house_number,
unknown_street, outside, rule_conflict), decided in the same way, and `invalid` for rows that cannot
be asked: more or fewer cells than the header has (surplus ones are left out, missing ones are
empty), no address, a coordinate that is no number or no position, letters in another encoding than
the rest, a feature without geometry or with another one than a point. An invalid row keeps its
columns; the new ones behind the status are empty. `team` is empty unless it is safe to act on it.
With --areas the status is unique, outside, or ambiguous: several areas, or exactly on the edge of
several; `sozialraum` holds the id, several ids are separated by |, team and region are empty.

CSV may be separated by comma, semicolon, tab or |, written in UTF-8, UTF-16 or Windows-1252
(Latin-1), with decimal point or comma in coordinates; all that is recognised. The output has the
same separator and line ends, is UTF-8, and its new numbers have a decimal point. Features become
rows with their properties as columns. Positions are east before north. The first row holds the
names of the columns.

The rows keep their order. Afterwards stderr tells how many rows came out in which way, and the
first ones that a person has to look at, numbered as a spreadsheet does. Ctrl-C stops without
leaving half a file.

Examples:
  sozialraum batch families.csv --address Anschrift --output assigned.csv
  sozialraum batch list.csv --street Strasse --house-number Nr --postcode PLZ --output assigned.csv
  sozialraum batch points.csv --lon x --lat y --crs EPSG:25832 --output assigned.csv
  sozialraum batch day-care.geojson --output assigned.csv
  sozialraum batch points.csv --lon lon --lat lat --areas schools.geojson --id name --output out.csv";

pub(in crate::cli) fn epsg(text: &str) -> Result<u32, String> {
    Crs::parse(text)
        .map(|crs| crs.epsg())
        .ok_or_else(|| words::text("unknown_crs", &[("crs", text)]))
}

impl PlaceArgs {
    fn place(&self) -> Place {
        match (&self.address, &self.street, &self.lon, &self.lat) {
            (Some(column), ..) => Place::Address(column.clone()),
            (_, Some(street), ..) => Place::Parts {
                street: street.clone(),
                house_number: self.house_number.clone(),
                postcode: self.postcode.clone(),
                town: self.town.clone(),
            },
            (.., Some(x), Some(y)) => Place::Position { x: x.clone(), y: y.clone() },
            _ => Place::Geometry,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let request =
        Request { place: args.place.place(), epsg: args.place.crs, precision_m: args.precision_m };
    match (&args.areas, &args.id) {
        (Some(file), Some(id)) => {
            let layer = layer(file, id, args.areas_crs)?;
            answer(args, Areas::Layer(&layer), &request)
        }
        _ => {
            let service = assign::service(&args.data, args.database.as_deref())?;
            // The program ends with the answers: nobody waits until a city is taken apart.
            let service = &*Box::leak(Box::new(service));
            let day = service.on(args.as_of).map_err(|error| assign::ask_failure(&error))?;
            answer(args, Areas::City(day, service.named_places()), &request)
        }
    }
}

fn answer(args: &Args, areas: Areas<'_>, request: &Request) -> Result<ExitCode, Failure> {
    let name = args.file.display().to_string();
    let control = Arc::new(Control::default());
    let failed = |error| words::failure(&error, &name, &args.output);
    let unreadable = |error: io::Error| failed(BatchError::Features(FeatureError::Read(error)));
    let (source, size): (Source<Box<dyn Read + Send>>, _) = if args.file == Path::new("-") {
        let stdin: Box<dyn Read + Send> = Box::new(Watched::new(io::stdin(), &control));
        (Source::csv(stdin), None)
    } else {
        let file = File::open(&args.file).map_err(unreadable)?;
        let size = file.metadata().ok().map(|meta| meta.len());
        let (source, kind) =
            Source::detect(file, &control).map_err(|error| failed(error.into()))?;
        (source, size.map(|size| size * kind.passes()))
    };
    let mut target = Target::open(&args.output)?;
    target.stop_with(&control)?;
    let show = args.progress || io::stderr().is_terminal();
    let progress = Progress::start(&control, size, show);
    let result = batch::run(source, &mut target, areas, request, &control, batch::cores());
    progress.end();
    let summary = result.map_err(failed)?;
    target.finish()?;
    for text in report::lines(&summary) {
        eprintln!("{text}");
    }
    Ok(ExitCode::SUCCESS)
}

fn layer(file: &Path, id: &str, epsg: Option<u32>) -> Result<Layer, Failure> {
    let name = file.display().to_string();
    let failed = |text: String| Failure::Failed(text);
    let bytes = std::fs::read(file).map_err(|error| {
        failed(words::text("unreadable", &[("file", &name), ("error", &error.to_string())]))
    })?;
    let (areas, named) =
        polygons::read(&bytes, id).map_err(|error| failed(words::polygons(&error, &name)))?;
    let crs = Crs::new(epsg.or(named).unwrap_or(crate::domain::grid::WGS84))
        .map_err(|error| failed(words::layer(&error, &name)))?;
    Layer::new(&areas, crs).map_err(|error| failed(words::layer(&error, &name)))
}
