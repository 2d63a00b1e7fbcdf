//! What a file would do to the directory.

use std::{
    io::{Read, Seek},
    sync::Arc,
};

use super::{AddressesError, Municipality, Options, Plan, check};
use crate::{
    domain::{
        city::Dataset,
        grid::{Grid, GridPoint},
        house_register::compare,
        partition::Area,
    },
    formats::{
        addresses::{self, Contents, Expected, Format, Input, Town, Wanted},
        defect::Defect,
        features::FeatureError,
    },
    service::batch::{Control, Kind, Source},
    store::{Store, StoreError},
};

/// How far from the corners of the city its houses may lie, in metres: a register knows a farm
/// beyond the limit, but no house in another part of the country.
const REACH_M: f64 = 20_000.0;
/// The same for houses of other municipalities.
const WIDE_REACH_M: f64 = 200_000.0;

/// What a register would do to the house numbers of the city; nothing is changed. `control` tells how
/// far it is, and stops it.
///
/// The file is taken as the whole register of its municipality. Cost: O(n log n), about a second for
/// 100,000 rows; the reading happens on a thread of its own.
///
/// # Errors
/// When the file is no register that can be read, there is no city, or the store fails. What is
/// wrong with single rows is in the plan.
pub async fn plan<R>(
    store: &dyn Store,
    source: R,
    file: &str,
    options: &Options,
    control: &Arc<Control>,
) -> Result<Plan, AddressesError>
where
    R: Read + Seek + Send + 'static,
{
    // Read before the data, so that a change in between is noticed.
    let based_on = store.revision().await?.dataset;
    let dataset = store.dataset().await?.ok_or(AddressesError::NoCity)?;
    let (file, options, control) = (file.to_owned(), options.clone(), control.clone());
    let work = move || made(source, file, &options, &control, dataset, based_on);
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        // A bug must not take the server with it.
        StoreError::Content { table: "address_point", problem: error.to_string() }
    })?
}

fn made<R: Read + Seek + Send>(
    source: R,
    file: String,
    options: &Options,
    control: &Control,
    mut dataset: Dataset,
    based_on: i64,
) -> Result<Plan, AddressesError> {
    let epsg = dataset.info.epsg();
    let crs = || crate::domain::city::CityError::Crs(dataset.info.crs.clone());
    let grid = Grid::new(epsg.ok_or_else(crs)?).map_err(crate::domain::city::CityError::from)?;
    let mut contents = read(source, &file, options, control, &dataset, &grid)?;
    // The rest of the city is not needed any more.
    dataset.layers.clear();
    dataset.footpaths.clear();
    let (streets, points) =
        (std::mem::take(&mut dataset.streets), std::mem::take(&mut dataset.points));
    let mut comparison = compare(streets, points, &contents.listed, options.keep_missing);
    check::hints(&mut contents, &comparison, &dataset)?;
    let (rules, rule_hints) = check::rules(&mut comparison, &dataset.editions);
    // What the plan lists is in the comparison.
    contents.listed = Default::default();
    let ags = dataset.info.ags;
    Ok(Plan { file, contents, comparison, rules, rule_hints, based_on, ags })
}

fn read<R: Read + Seek + Send>(
    source: R,
    file: &str,
    options: &Options,
    control: &Control,
    dataset: &Dataset,
    grid: &Grid,
) -> Result<Contents, AddressesError> {
    let wrong = |defect| AddressesError::File(Box::new(defect));
    let no_features =
        |error: FeatureError| wrong(Defect::new(file, "address_unreadable").with("error", error));
    let (source, kind) = Source::detect_kind(source, control).map_err(no_features)?;
    let features = match kind {
        Kind::Csv => None,
        Kind::GeoJson => Some(Format::GeoJson),
        Kind::FlatGeobuf => Some(Format::FlatGeobuf),
    };
    let epsg = source.epsg();
    let input = Input { table: source.into_table(), features, epsg };
    let wanted = wanted(&options.municipality, dataset);
    let city = matches!(wanted, Wanted::City(_));
    let expected = Expected {
        grid,
        bounds: corners(&dataset.limit),
        reach_m: if city { REACH_M } else { WIDE_REACH_M },
        wanted: &wanted,
        columns: &options.columns,
        epsg: options.epsg,
    };
    let mut known = 0;
    let mut progress = |rows: u64| {
        control.add_rows(rows - known);
        known = rows;
        !control.is_stopped()
    };
    addresses::read(input, file, expected, &mut progress).map_err(wrong)
}

fn wanted(municipality: &Municipality, dataset: &Dataset) -> Wanted {
    match municipality {
        Municipality::All => Wanted::All,
        Municipality::Key(key) => Wanted::Key(key.clone()),
        Municipality::City => {
            let info = &dataset.info;
            let places = dataset.streets.iter().filter_map(|street| street.place.as_ref());
            let mut names = vec![info.name.clone()];
            names.extend(dataset.parts.iter().cloned());
            names.extend(places.map(|place| place.name.clone()));
            names.sort_unstable();
            names.dedup();
            let neighbours =
                dataset.municipalities.iter().map(|around| around.name.clone()).collect();
            let (ags, postcodes) = (info.ags.clone(), info.postcodes.clone());
            Wanted::City(Town { ags, names, neighbours, postcodes })
        }
    }
}

/// The corners of a territory: south-west and north-east.
fn corners(limit: &Area) -> (GridPoint, GridPoint) {
    let points = || limit.polygons.iter().flatten().flatten();
    let of = |by: fn(&GridPoint) -> i64| {
        (points().map(by).min().unwrap_or(0), points().map(by).max().unwrap_or(0))
    };
    let ((west, east), (south, north)) = (of(|point| point.x), of(|point| point.y));
    (GridPoint::new(west, south), GridPoint::new(east, north))
}
