//! A city as the decision needs it: immutable, built once from a dataset.

mod error;

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{
    address::{Gazetteer, Neighbour},
    directory::{AddressPoint, Directory, Street, StreetId},
    edition::Edition,
    footpaths::Footpaths,
    grid::{Grid, GridPoint},
    locate::{Locator, NearBorder},
    organisation::{Contact, Organisation, Timeline, Unit, slug},
    partition::{
        self, Area, Border, BorderIndex, FaceIndex, NamedLine, Options, Partition, PolygonRings,
    },
    population::PopulationGrid,
    resource::{
        Resource,
        hours::{Calendar, SchoolHolidays},
    },
    rules::{RuleIndex, StreetRule},
    street_extent::StreetExtent,
};
pub use error::CityError;

/// Name and keys of a city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityInfo {
    /// Name, as in an address.
    pub name: String,
    /// Official municipality key (amtlicher Gemeindeschlüssel), eight digits.
    pub ags: String,
    /// Federal state.
    pub state: String,
    /// District (Kreis), where there is one above the city.
    #[serde(default)]
    pub district: Option<String>,
    /// Projected coordinate system of the grid, such as `EPSG:25832`.
    pub crs: String,
    /// Postcodes of the city.
    pub postcodes: Vec<String>,
}

impl EditionData {
    /// The Sozialräume as areas to build a partition from.
    pub fn areas(&self) -> Vec<Area> {
        let area = |s: &Sozialraum| Area { id: s.id.clone(), polygons: s.polygons.clone() };
        self.sozialraeume.iter().map(area).collect()
    }
}

impl CityInfo {
    /// The number of the projected system, when it is written as `EPSG:number`.
    pub fn epsg(&self) -> Option<u32> {
        self.crs.strip_prefix("EPSG:")?.parse().ok()
    }
}

/// A municipality around the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Municipality {
    /// Official municipality key.
    pub ags: Option<String>,
    /// Name.
    pub name: String,
    /// The district (Kreis) it belongs to.
    pub district: Option<String>,
    /// Names of places in it that people write instead.
    pub aliases: Vec<String>,
    /// The youth welfare office responsible there, where it is known.
    pub office: Option<String>,
    /// Its territory, where it is known; may be generalised.
    pub polygons: Vec<PolygonRings>,
}

/// A Sozialraum as it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sozialraum {
    /// Stable identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// The region it belongs to.
    pub region: String,
    /// Its territory on the grid.
    pub polygons: Vec<PolygonRings>,
}

/// What an edition is drawn with.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionData {
    /// Validity and decision.
    pub edition: Edition,
    /// The Sozialräume.
    pub sozialraeume: Vec<Sozialraum>,
    /// The named borders between them and around the city.
    pub lines: Vec<NamedLine>,
    /// House numbers that belong to a Sozialraum whatever the map says.
    pub rules: Vec<StreetRule>,
}

/// Everything a city is described by, as values.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Name and keys.
    pub info: CityInfo,
    /// What the licence asks to be shown.
    pub attribution: String,
    /// The city limit.
    pub limit: Area,
    /// Its editions.
    pub editions: Vec<EditionData>,
    /// The municipalities around it.
    pub municipalities: Vec<Municipality>,
    /// Names of parts of town that people add to an address.
    pub parts: Vec<String>,
    /// Streets.
    pub streets: Vec<Street>,
    /// House numbers with their positions.
    pub points: Vec<AddressPoint>,
    /// Who answers for what.
    pub organisation: Organisation,
    /// Offers of the resource map.
    pub resources: Vec<Resource>,
    /// School holidays, if they are known.
    pub school_holidays: Option<SchoolHolidays>,
    /// How many people live where, if it is known.
    pub population: Option<PopulationGrid>,
    /// The paths that can be walked, meeting where they share a position; none when unknown.
    pub footpaths: Vec<Vec<GridPoint>>,
    /// Layers of the base map: name and FlatGeobuf content.
    pub layers: Vec<(String, Vec<u8>)>,
}

/// An edition ready to be asked.
#[derive(Debug)]
pub struct CityEdition {
    /// Validity and decision.
    pub edition: Edition,
    /// Borders and faces.
    pub partition: Partition,
    /// The R-tree over them.
    pub locator: Locator,
    /// Name and region of each Sozialraum.
    pub sozialraeume: Vec<Sozialraum>,
    /// House numbers that belong to a Sozialraum whatever the map says.
    pub rules: RuleIndex,
    /// Where each street of the directory runs, by street id.
    extents: Vec<StreetExtent>,
    border_ids: Vec<String>,
}

/// A city as it stands on a day.
#[derive(Debug, Clone, Copy)]
pub struct OnDay<'a> {
    /// The city.
    pub city: &'a City,
    /// The edition in force.
    pub edition: &'a CityEdition,
    /// Who answers for what.
    pub organisation: &'a Organisation,
}

/// A city ready to be asked. Building it costs some tens of milliseconds for 10,000 addresses.
#[derive(Debug)]
pub struct City {
    /// Name and keys.
    pub info: CityInfo,
    /// What the licence asks to be shown.
    pub attribution: String,
    /// The projection between degrees and the grid.
    pub grid: Grid,
    /// Streets and house numbers.
    pub directory: Directory,
    /// Names of towns, for reading a line of text.
    pub gazetteer: Gazetteer,
    /// The municipalities around the city.
    pub municipalities: Vec<Municipality>,
    /// Who answers for what by the data alone, without what was filled in since.
    pub organisation: Organisation,
    /// Editions by first day.
    pub editions: Vec<CityEdition>,
    /// Public and school holidays, and where the sun is looked at from.
    pub calendar: Calendar,
    /// How far it is on foot, where that is known.
    pub footpaths: Option<Arc<Footpaths>>,
}

impl City {
    /// Builds the city from a dataset.
    ///
    /// # Errors
    /// When the coordinate system or the federal state is unknown, school holidays are in no order,
    /// an edition does not tile the city, or its street rules cannot hold.
    pub fn build(mut dataset: Dataset) -> Result<Self, CityError> {
        let epsg = dataset.info.epsg().ok_or_else(|| CityError::Crs(dataset.info.crs.clone()))?;
        let grid = Grid::new(epsg)?;
        let mut calendar = Calendar::new(&dataset.info.state)?;
        if let Some(school) = dataset.school_holidays.take() {
            calendar = calendar.with_school(school)?;
        }
        if let Some(centre) = centre(&dataset.limit) {
            calendar = calendar.with_position(grid.to_lonlat(centre));
        }
        let footpaths = (!dataset.footpaths.is_empty()).then(|| Footpaths::new(&dataset.footpaths));
        let gazetteer = gazetteer(&dataset);
        let directory = Directory::new(dataset.streets, dataset.points);
        let mut editions = dataset
            .editions
            .into_iter()
            .map(|data| CityEdition::build(data, &dataset.limit, &directory))
            .collect::<Result<Vec<_>, _>>()?;
        editions.sort_by_key(|edition| edition.edition.valid_from);
        let mut organisation = dataset.organisation;
        organisation.neighbours = dataset.municipalities.iter().filter_map(neighbour).collect();
        Ok(Self {
            info: dataset.info,
            attribution: dataset.attribution,
            grid,
            directory,
            gazetteer,
            municipalities: dataset.municipalities,
            organisation,
            editions,
            calendar,
            footpaths: footpaths.map(Arc::new),
        })
    }

    /// The city as it stands on a day; `None` when no edition is in force then.
    pub fn on<'a>(&'a self, day: Date, organisation: &'a Timeline) -> Option<OnDay<'a>> {
        let edition = self.edition_on(day)?;
        Some(OnDay { city: self, edition, organisation: organisation.on(day) })
    }

    /// The edition in force on a day.
    pub fn edition_on(&self, day: Date) -> Option<&CityEdition> {
        self.editions.iter().find(|edition| edition.edition.in_force_on(day))
    }

    /// The first day for which there is an answer.
    pub fn first_day(&self) -> Option<Date> {
        self.editions.first().map(|edition| edition.edition.valid_from)
    }

    /// The municipality with this name.
    pub fn municipality(&self, name: &str) -> Option<&Municipality> {
        self.municipalities.iter().find(|municipality| municipality.name == name)
    }
}

impl Municipality {
    /// The key of the office that is responsible there: the municipality's official key, or its
    /// name in plain letters where there is none.
    pub fn key(&self) -> String {
        self.ags.clone().unwrap_or_else(|| slug(&self.name))
    }
}

/// The middle of a territory's bounding box.
fn centre(limit: &Area) -> Option<GridPoint> {
    let points = || limit.polygons.iter().flatten().flatten();
    let middle =
        |of: fn(&GridPoint) -> i64| Some((points().map(of).min()? + points().map(of).max()?) / 2);
    Some(GridPoint::new(middle(|point| point.x)?, middle(|point| point.y)?))
}

fn neighbour(municipality: &Municipality) -> Option<Unit> {
    Some(Unit {
        id: municipality.key(),
        name: municipality.office.clone()?,
        short: None,
        region: None,
        role: None,
        rhythm: None,
        contact: Contact::default(),
        source: None,
    })
}

impl CityEdition {
    fn build(data: EditionData, limit: &Area, directory: &Directory) -> Result<Self, CityError> {
        let number = data.edition.number;
        let partition =
            partition::build(&data.areas(), &data.lines, Some(limit), &Options::default())
                .into_result()
                .map_err(|findings| CityError::Partition { number, findings })?;
        let rules = RuleIndex::new(data.rules, directory, &partition)
            .map_err(|findings| CityError::Rules { number, findings })?;
        let locator = Locator::new(&partition);
        let mut edition = Self {
            edition: data.edition,
            partition,
            locator,
            sozialraeume: data.sozialraeume,
            rules,
            extents: Vec::new(),
            border_ids: Vec::new(),
        };
        edition.border_ids = border_ids(&edition.partition);
        edition.extents = StreetExtent::of_all(&edition, directory);
        Ok(edition)
    }

    /// The Sozialraum of a face.
    pub fn sozialraum(&self, face: FaceIndex) -> &Sozialraum {
        let id = &self.partition.face(face).id;
        self.sozialraeume
            .iter()
            .find(|sozialraum| sozialraum.id == *id)
            .expect("faces are built from the Sozialräume")
    }

    /// The face that a position belongs to; `None` outside the city.
    pub fn face_at(&self, point: GridPoint) -> Option<FaceIndex> {
        self.locator.face_at(point)
    }

    /// The borders that a place known to `precision_m` metres is too close to: those nearer
    /// than the precision plus what the border itself may be off. Nearest first.
    pub fn borders_in_doubt(&self, point: GridPoint, precision_m: f64) -> Vec<NearBorder> {
        let uncertainty = |border: &Border| border.line().map_or(0.0, |line| line.uncertainty_m);
        let widest = self.partition.borders().iter().map(uncertainty).fold(0.0, f64::max);
        let mut borders = self.locator.borders_within(point, precision_m + widest);
        borders.retain(|near| {
            let own = uncertainty(self.partition.border(near.border));
            near.distance_m < precision_m + own || near.distance_m == 0.0
        });
        borders
    }

    /// Where a street of the directory runs.
    pub fn extent(&self, street: StreetId) -> &StreetExtent {
        &self.extents[street.0 as usize]
    }

    /// The id of a border: that of its line, with a running number where the line is cut into
    /// several borders.
    pub fn border_id(&self, border: BorderIndex) -> &str {
        &self.border_ids[border.0]
    }
}

fn border_ids(partition: &Partition) -> Vec<String> {
    let line_ids: Vec<&str> = partition
        .borders()
        .iter()
        .map(|border| border.line().map_or("", |line| line.id.as_str()))
        .collect();
    let id_of = |(index, id): (usize, &&str)| {
        let pieces = line_ids.iter().filter(|other| *other == id).count();
        let before = line_ids[..index].iter().filter(|other| *other == id).count();
        if pieces == 1 { (*id).to_owned() } else { format!("{id}-{}", before + 1) }
    };
    line_ids.iter().enumerate().map(id_of).collect()
}

fn gazetteer(dataset: &Dataset) -> Gazetteer {
    let mut surroundings = vec![dataset.info.state.clone()];
    surroundings.extend(dataset.info.district.clone());
    // People also write the names of the Sozialräume behind the town: "…stedt-Mitte".
    let mut parts = dataset.parts.clone();
    let areas = dataset.editions.iter().flat_map(|data| &data.sozialraeume);
    parts.extend(areas.flat_map(|area| area.name.split('/')).map(|name| name.trim().to_owned()));
    parts.sort();
    parts.dedup();
    Gazetteer {
        town: vec![dataset.info.name.clone()],
        parts,
        postcodes: dataset.info.postcodes.clone(),
        surroundings,
        neighbours: dataset
            .municipalities
            .iter()
            .map(|m| Neighbour { name: m.name.clone(), aliases: m.aliases.clone() })
            .collect(),
    }
}
