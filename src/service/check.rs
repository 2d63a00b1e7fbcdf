//! Proving a data folder: valid files, a complete tiling of the city, every address in exactly
//! one Sozialraum, every border named, licences present.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    path::Path,
};

use crate::{
    domain::{
        address::parse_number_list,
        city::{Dataset, EditionData},
        directory::StreetPlace,
        grid::Grid,
        locate::Locator,
        organisation::{EntryKey, Organisation},
        partition::{self, Finding, FindingKind, Options, Partition},
    },
    formats::{
        defect::Defect,
        folder::{
            self, DESCRIPTION, Description, HOUSE_NUMBERS, LIMIT, ORGANISATION, POPULATION,
            RESOURCES, STREET_RULES, STREETS,
        },
    },
};

/// The result of a check.
pub struct Report {
    /// The dataset as far as it could be read.
    pub dataset: Option<Dataset>,
    /// Everything that is wrong; empty for a sound folder.
    pub defects: Vec<Defect>,
    /// What may be worth a look in a sound folder.
    pub hints: Vec<Defect>,
    /// What was counted on the way.
    pub counts: Counts,
}

/// What a sound folder consists of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Sozialräume of the last edition.
    pub sozialraeume: usize,
    /// Borders of the last edition.
    pub borders: usize,
    /// Streets.
    pub streets: usize,
    /// House numbers.
    pub house_numbers: usize,
    /// Street rules of the last edition.
    pub street_rules: usize,
    /// Territory of the city in m².
    pub area_m2: u64,
}

/// Checks a data folder.
pub fn check(root: &Path) -> Report {
    let folder = folder::read(root);
    let mut report = Report {
        dataset: folder.dataset,
        defects: folder.defects,
        hints: folder.hints,
        counts: Counts::default(),
    };
    if let (Some(dataset), Some(grid), Some(description)) =
        (&report.dataset, &folder.grid, &folder.description)
    {
        report.counts.streets = dataset.streets.len();
        report.counts.house_numbers = dataset.points.len();
        for (data, entry) in dataset.editions.iter().zip(&description.editions) {
            if data.sozialraeume.is_empty() || data.lines.is_empty() {
                continue; // Said already, file by file.
            }
            let partition = check_edition(
                &mut report.defects,
                dataset,
                data,
                grid,
                &entry.sozialraeume,
                &entry.borders,
            );
            if let Some(partition) = partition {
                report.counts.sozialraeume = partition.faces().len();
                report.counts.borders = partition.borders().len();
                report.counts.area_m2 = area_m2(&partition);
                check_addresses(&mut report.defects, dataset, grid, &partition);
            }
            report.counts.street_rules = data.rules.len();
            check_organisation(&mut report.defects, dataset, data);
        }
        check_zone(&mut report.defects, dataset, grid);
        check_directory(&mut report.defects, dataset, grid);
        check_sources(&mut report.defects, root, description);
    }
    report
}

/// The widest that a zone of the projected system reaches from its meridian, in degrees, with the
/// overlap that Germany uses; farther away lengths and areas are stretched.
const ZONE_DEGREES: f64 = 4.0;

/// The projected system fits the place of the city.
fn check_zone(defects: &mut Vec<Defect>, dataset: &Dataset, grid: &Grid) {
    let Some(first) = dataset.limit.polygons.iter().flatten().flatten().next() else { return };
    // UTM zones are six degrees wide; the last two digits of the code are the zone.
    let meridian = f64::from(grid.epsg() % 100) * 6.0 - 183.0;
    let place = grid.to_lonlat(*first);
    if (place.lon - meridian).abs() > ZONE_DEGREES {
        defects.push(Defect::new(DESCRIPTION, "far_zone").field("city.crs").at(place));
    }
}

fn area_m2(partition: &Partition) -> u64 {
    let doubled: i128 = partition.face_indices().map(|f| partition.doubled_area_cm2(f)).sum();
    u64::try_from(doubled / 20_000).unwrap_or_default()
}

fn check_edition(
    defects: &mut Vec<Defect>,
    dataset: &Dataset,
    data: &EditionData,
    grid: &Grid,
    areas_file: &str,
    lines_file: &str,
) -> Option<Partition> {
    let build =
        partition::build(&data.areas(), &data.lines, Some(&dataset.limit), &Options::default());
    for finding in &build.findings {
        let file = match finding.kind {
            FindingKind::DanglingLine | FindingKind::UnusedLine | FindingKind::UnnamedEdge => {
                lines_file
            }
            _ if finding.areas.iter().all(|id| *id == dataset.limit.id)
                && !finding.areas.is_empty() =>
            {
                LIMIT
            }
            _ => areas_file,
        };
        defects.push(finding_defect(file, finding, grid));
    }
    build.partition
}

/// A finding as a defect of the file it concerns.
pub(super) fn finding_defect(file: &str, finding: &Finding, grid: &Grid) -> Defect {
    let code = match finding.kind {
        FindingKind::OutOfRange => "out_of_range",
        FindingKind::DuplicateArea => "double_area",
        FindingKind::EmptyArea => "empty_area",
        FindingKind::OpenRing => "open_ring",
        FindingKind::TooFewPoints => "too_few_points",
        FindingKind::ZeroArea => "zero_area",
        FindingKind::SelfIntersection => "self_intersection",
        FindingKind::Gap => "gap",
        FindingKind::SliverGap => "sliver_gap",
        FindingKind::Overlap => "overlap",
        FindingKind::SliverOverlap => "sliver_overlap",
        FindingKind::OutsideFrame => "outside_limit",
        FindingKind::VanishedArea => "vanished_area",
        FindingKind::DanglingLine => "dangling_line",
        FindingKind::UnusedLine => "unused_line",
        FindingKind::UnnamedEdge => "unnamed_border",
        FindingKind::Crossing | FindingKind::DanglingEnd | FindingKind::Mislabelled => "not_planar",
    };
    let concerned: Vec<&str> =
        finding.areas.iter().chain(&finding.lines).map(String::as_str).collect();
    let mut defect = Defect::new(file, code)
        .at(grid.to_lonlat(finding.place))
        .with("area", format_decimal(finding.area_m2))
        .with("length", format_decimal(finding.length_m))
        .with("concerned", concerned.join(", "));
    if !concerned.is_empty() {
        defect = defect.feature(concerned.join(" / "));
    }
    defect
}

/// A size with two decimals and a German comma; more decimals where it would read 0,00.
fn format_decimal(value: f64) -> String {
    let text = if value != 0.0 && value.abs() < 0.01 {
        format!("{value:.4}")
    } else {
        format!("{value:.2}")
    };
    text.replace('.', ",")
}

fn check_addresses(
    defects: &mut Vec<Defect>,
    dataset: &Dataset,
    grid: &Grid,
    partition: &Partition,
) {
    let locator = Locator::new(partition);
    for point in &dataset.points {
        if locator.face_at(point.position).is_none() {
            let street = point
                .readings
                .first()
                .and_then(|reading| dataset.streets.get(reading.street.0 as usize))
                .map_or("", |street| street.name.as_str());
            defects.push(
                Defect::new(HOUSE_NUMBERS, "address_outside")
                    .feature(format!("Punkt {} ({street} {})", point.id, point.number))
                    .at(grid.to_lonlat(point.position)),
            );
        }
    }
}

fn check_directory(defects: &mut Vec<Defect>, dataset: &Dataset, grid: &Grid) {
    for point in &dataset.points {
        if parse_number_list(&point.number).is_none() {
            defects.push(
                Defect::new(HOUSE_NUMBERS, "bad_number")
                    .feature(format!("Punkt {}", point.id))
                    .field("number")
                    .at(grid.to_lonlat(point.position))
                    .with("number", &point.number),
            );
        }
    }
    let known: HashSet<(&str, Option<&StreetPlace>)> =
        dataset.streets.iter().map(|s| (s.name.as_str(), s.place.as_ref())).collect();
    let mut names: HashMap<(&str, Option<&StreetPlace>), &str> = HashMap::new();
    for street in &dataset.streets {
        for other in &street.other_names {
            let key = (other.as_str(), street.place.as_ref());
            if known.contains(&key) {
                defects.push(
                    Defect::new(STREETS, "double_name")
                        .feature(street.name.clone())
                        .field("other_names")
                        .with("name", other),
                );
            } else if let Some(first) = names.insert(key, &street.name) {
                defects.push(
                    Defect::new(STREETS, "double_name")
                        .feature(format!("{first} / {}", street.name))
                        .field("other_names")
                        .with("name", other),
                );
            }
        }
        if street.lines.iter().all(|line| line.len() < 2) {
            defects.push(Defect::new(STREETS, "street_without_line").feature(street.name.clone()));
        }
    }
}

fn check_organisation(defects: &mut Vec<Defect>, dataset: &Dataset, data: &EditionData) {
    let organisation = &dataset.organisation;
    let mut ids = BTreeSet::new();
    for team in &organisation.teams {
        if !ids.insert(&team.id) {
            defects.push(
                Defect::new(ORGANISATION, "double_id").feature(&team.id).with("id", &team.id),
            );
        }
        match data.sozialraeume.iter().find(|s| s.id == team.sozialraum) {
            None => defects.push(
                Defect::new(ORGANISATION, "unknown_area")
                    .feature(&team.id)
                    .field("sozialraum")
                    .with("id", &team.sozialraum),
            ),
            Some(area) if area.region != team.region => defects.push(
                Defect::new(ORGANISATION, "team_in_other_region")
                    .feature(&team.id)
                    .field("region")
                    .with("team_region", &team.region)
                    .with("area_region", &area.region),
            ),
            Some(_) => {}
        }
    }
    check_routes(defects, organisation);
    for area in &data.sozialraeume {
        let teams = organisation.teams.iter().filter(|team| team.sozialraum == area.id).count();
        if teams != 1 {
            defects.push(
                Defect::new(ORGANISATION, "area_without_team")
                    .feature(&area.id)
                    .with("teams", teams),
            );
        }
        if organisation.region(&area.region).is_none() {
            defects.push(
                Defect::new(ORGANISATION, "unknown_region")
                    .feature(&area.id)
                    .field("region")
                    .with("id", &area.region),
            );
        }
    }
}

/// Every way without an address is described once, and leads to somebody who is there.
fn check_routes(defects: &mut Vec<Defect>, organisation: &Organisation) {
    let entries = organisation.entries();
    let mut ids = BTreeSet::new();
    for route in &organisation.routes {
        let id = route.id.code();
        if !ids.insert(id) {
            defects.push(Defect::new(ORGANISATION, "double_id").feature(id).with("id", id));
        }
        if route.contact.address.is_some() || route.contact.room.is_some() {
            let defect = Defect::new(ORGANISATION, "route_with_address");
            defects.push(defect.feature(id).field("contact"));
        }
        let there = |key: &EntryKey| entries.iter().any(|(entry, _)| entry == key);
        if let Some(key) = &route.leads_to
            && !(key.kind.takes_cases() && there(key))
        {
            defects.push(
                Defect::new(ORGANISATION, "unknown_target")
                    .feature(id)
                    .field("leads_to")
                    .with("entry", key),
            );
        }
    }
}

/// Every file of the folder is named by a source, so that its licence is known.
fn check_sources(defects: &mut Vec<Defect>, root: &Path, description: &Description) {
    let named = |file: &str| {
        description.sources.iter().flat_map(|source| &source.parts).any(|part| part == file)
    };
    let files = [
        "organisation.toml",
        "neighbours.geojson",
        "places.geojson",
        "base",
        LIMIT,
        STREETS,
        HOUSE_NUMBERS,
        RESOURCES,
        POPULATION,
        STREET_RULES,
    ]
    .into_iter()
    .map(str::to_owned)
    .chain(description.editions.iter().flat_map(|e| [e.sozialraeume.clone(), e.borders.clone()]));
    for file in files {
        if root.join(&file).exists() && !named(&file) {
            defects.push(Defect::new(file, "file_without_source"));
        }
    }
}
