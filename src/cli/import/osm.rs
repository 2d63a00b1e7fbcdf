//! `sozialraum import osm`: an OpenStreetMap extract into a data folder.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

use crate::{
    cli::{failure::Failure, output::line},
    domain::grid::Grid,
    formats::{
        folder::write::{PutError, is_free},
        osm::{Gap, OsmError, Pass},
    },
    locale::words::t,
    service::{
        Service,
        osm::{self, ImportError, Request, Wanted},
    },
};

/// Make a data folder from an OpenStreetMap extract (.osm.pbf), for any city in Germany
///
/// The folder is a draft: Sozialräume, teams and whatever the map does not say have to be filled
/// in. It is written whole or not at all.
#[derive(clap::Args)]
pub(super) struct Args {
    /// The extract, such as that of a federal state
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Official key of the municipality (amtlicher Gemeindeschlüssel), eight digits
    #[arg(long, value_parser = ags, required_unless_present = "name")]
    ags: Option<String>,
    /// Name of the municipality, instead of its key
    #[arg(long, conflicts_with = "ags")]
    name: Option<String>,
    /// The data folder to write
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Administrative boundaries that become the first Sozialräume, such as `admin_level=10`
    /// [default: one Sozialraum that is the whole city]
    #[arg(long, value_name = "TAG", value_parser = level)]
    areas: Option<u8>,
    /// Projected system, such as `EPSG:25833` [default: the one that fits the place]
    #[arg(long, value_name = "CODE", value_parser = crs)]
    crs: Option<u32>,
    /// Replace the folder if it is there already
    #[arg(long)]
    replace: bool,
}

fn ags(text: &str) -> Result<String, String> {
    let good = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if good { Ok(text.to_owned()) } else { Err(t("osm.error.bad_ags", &[])) }
}

fn level(text: &str) -> Result<u8, String> {
    let level = text.strip_prefix("admin_level=").and_then(|level| level.parse().ok());
    level.filter(|level| (9..=11).contains(level)).ok_or_else(|| t("osm.error.bad_level", &[]))
}

fn crs(text: &str) -> Result<u32, String> {
    let epsg = text.strip_prefix("EPSG:").and_then(|code| code.parse().ok());
    epsg.filter(|epsg| Grid::new(*epsg).is_ok()).ok_or_else(|| t("osm.error.bad_crs", &[]))
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    if !args.replace && !is_free(&args.output) {
        // Said before the work and not after it.
        return Err(failure(args, ImportError::Put(PutError::Occupied(args.output.clone()))));
    }
    let city = match (&args.ags, &args.name) {
        (Some(ags), _) => Wanted::Ags(ags.clone()),
        (None, name) => Wanted::Name(name.clone().unwrap_or_default()),
    };
    let request = Request {
        file: args.file.clone(),
        city,
        level: args.areas,
        epsg: args.crs,
        today: Service::today(),
    };
    let shown = Shown::default();
    let compiled = osm::compile(&request, &|pass, read, all| shown.show(pass, read, all));
    shown.end();
    let compiled = compiled.map_err(|error| failure(args, error))?;
    let counts =
        osm::put(&compiled, &args.output, args.replace).map_err(|error| failure(args, error))?;
    for note in &compiled.notes {
        eprintln!("{}", note.text());
    }
    let folder = args.output.display().to_string();
    let values = [
        ("city", compiled.dataset.info.name.as_str()),
        ("ags", &compiled.dataset.info.ags),
        ("folder", &folder),
        ("sozialraeume", &counts.sozialraeume.to_string()),
        ("streets", &counts.streets.to_string()),
        ("house_numbers", &counts.house_numbers.to_string()),
        ("resources", &compiled.dataset.resources.len().to_string()),
    ];
    line(&t("osm.done", &values))?;
    Ok(ExitCode::SUCCESS)
}

/// How far the reading is, on stderr: a line a pass, which counts on where somebody looks at it.
#[derive(Default)]
struct Shown(Mutex<Option<(Pass, u64)>>);

impl Shown {
    fn show(&self, pass: Pass, read: u64, all: u64) {
        let percent = (read * 100).checked_div(all).unwrap_or(100).min(100);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new_pass = last.is_none_or(|(last, _)| last != pass);
        let mut out = io::stderr().lock();
        let text = t(&format!("osm.pass.{}", pass.code()), &[]);
        // Nobody is told about a terminal that has gone.
        let _ = match (out.is_terminal(), new_pass) {
            (true, _) if *last == Some((pass, percent)) => Ok(()),
            (true, true) if last.is_some() => write!(out, "\n{text} … {percent} %"),
            (true, _) => write!(out, "\r{text} … {percent} %"),
            (false, true) => writeln!(out, "{text} …"),
            (false, false) => Ok(()),
        };
        *last = Some((pass, percent));
    }

    fn end(&self) {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some() && io::stderr().is_terminal() {
            eprintln!();
        }
    }
}

/// An error in words: what is wrong, where, and what would be right.
fn failure(args: &Args, error: ImportError) -> Failure {
    let file = args.file.display().to_string();
    let said = |key: &str, values: &[(&str, &str)]| {
        let mut all = vec![("file", file.as_str())];
        all.extend(values);
        t(&format!("osm.error.{key}"), &all)
    };
    Failure::Failed(match error {
        ImportError::Osm(OsmError::Io(error)) => {
            said("unreadable", &[("error", &error.to_string())])
        }
        ImportError::Osm(OsmError::NotPbf) => said("no_pbf", &[]),
        ImportError::Osm(OsmError::Unsupported(feature)) => {
            said("unsupported", &[("feature", &feature)])
        }
        ImportError::Osm(OsmError::Damaged { at, problem }) => {
            said("damaged", &[("at", &at.to_string()), ("problem", &problem)])
        }
        ImportError::NoCity { wanted, all: 0, .. } => said("no_cities", &[("wanted", &wanted)]),
        ImportError::NoCity { wanted, all, similar } => said(
            "no_city",
            &[("wanted", &wanted), ("count", &all.to_string()), ("similar", &similar.join(", "))],
        ),
        ImportError::SeveralCities(cities) => said("several", &[("cities", &cities.join(", "))]),
        ImportError::Open { name, relation, gaps } => {
            let gaps: Vec<String> = gaps.iter().take(MOST_GAPS).map(gap).collect();
            let relation = relation.to_string();
            said("open", &[("name", &name), ("relation", &relation), ("gaps", &gaps.join("; "))])
        }
        ImportError::NoState(ags) => said("no_state", &[("ags", &ags)]),
        ImportError::NoAreas { level, found } if found.is_empty() => {
            said("no_levels", &[("level", &level.to_string())])
        }
        ImportError::NoAreas { level, found } => {
            let found: Vec<String> = found
                .iter()
                .map(|(level, count)| format!("admin_level={level}: {count}"))
                .collect();
            said("no_areas", &[("level", &level.to_string()), ("found", &found.join(", "))])
        }
        ImportError::Areas(defects) => said("areas", &[("defects", &defects.to_string())]),
        ImportError::Grid(error) => said("grid", &[("error", &error.to_string())]),
        ImportError::Unsound(defects) => said("unsound", &[("defects", &defects.to_string())]),
        ImportError::Put(PutError::Occupied(folder)) => {
            said("occupied", &[("folder", &folder.display().to_string())])
        }
        ImportError::Put(PutError::Io(path, error)) => return Failure::write(&path, &error),
        ImportError::Put(PutError::Refused(defects)) => {
            said("unsound", &[("defects", &defects.to_string())])
        }
        ImportError::Table(error) => return error.into(),
    })
}

/// How many gaps of an outline are named.
const MOST_GAPS: usize = 10;

fn gap(gap: &Gap) -> String {
    match gap {
        Gap::MissingWay(way) => t("osm.gap.way", &[("way", &way.to_string())]),
        Gap::MissingNode { way, node } => {
            t("osm.gap.node", &[("way", &way.to_string()), ("node", &node.to_string())])
        }
        Gap::OpenEnd { way, at } => {
            let place = format!("{:.6}, {:.6}", at.lon, at.lat);
            t("osm.gap.end", &[("way", &way.to_string()), ("place", &place)])
        }
    }
}
