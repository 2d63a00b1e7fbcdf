//! The areas and borders of an edition as features, for GeoJSON and FlatGeobuf alike.

use geo::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    domain::{
        city::{CityEdition, OnDay},
        grid::{Grid, GridPoint},
        partition::{Area, BorderIndex, FaceIndex},
    },
    formats::{
        flatgeobuf::{self, Cell, CellType, Row},
        geojson,
    },
};

/// What can be taken out.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// The Sozialräume.
    Sozialraeume,
    /// The regions, derived from the Sozialräume.
    Regions,
    /// The named borders.
    Borders,
}

/// The format of a file.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    clap::ValueEnum,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// RFC 7946.
    #[default]
    Geojson,
    /// FlatGeobuf with EPSG:4326 in its header.
    Flatgeobuf,
}

impl Layer {
    /// The name of the layer, as in a file name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sozialraeume => "sozialraeume",
            Self::Regions => "regions",
            Self::Borders => "borders",
        }
    }

    /// Its columns.
    fn columns(self) -> &'static [(&'static str, CellType)] {
        use CellType::{Decimal, Integer, Text};
        match self {
            Self::Sozialraeume => &[
                ("id", Text),
                ("name", Text),
                ("region", Text),
                ("team", Text),
                ("team_name", Text),
                ("area_m2", Decimal),
                ("edition", Integer),
                ("status", Text),
            ],
            Self::Regions => &[
                ("id", Text),
                ("name", Text),
                ("department", Text),
                ("sozialraeume", Text),
                ("area_m2", Decimal),
                ("edition", Integer),
                ("status", Text),
            ],
            Self::Borders => &[
                ("id", Text),
                ("line", Text),
                ("name", Text),
                ("left", Text),
                ("right", Text),
                ("municipality", Text),
                ("sure", Text),
                ("uncertainty_m", Decimal),
                ("source", Text),
                ("length_m", Decimal),
                ("edition", Integer),
                ("status", Text),
            ],
        }
    }
}

enum Shape {
    Area(Area),
    Line(Vec<GridPoint>),
}

/// One area or border with its attributes.
pub struct Feature {
    /// The id of the area or of the border line.
    pub id: String,
    shape: Shape,
    cells: Vec<(String, Cell)>,
}

/// The features of a layer, ordered as the dataset orders them.
pub fn features(day: OnDay<'_>, layer: Layer) -> Vec<Feature> {
    let mut features = match layer {
        Layer::Sozialraeume => sozialraeume(day),
        Layer::Regions => regions(day),
        Layer::Borders => borders(day.edition),
    };
    for feature in &mut features {
        feature.cells.push(("edition".into(), Cell::Integer(day.edition.edition.number.into())));
        feature.cells.push(("status".into(), text(word(&day.edition.edition.status))));
    }
    features
}

fn sozialraeume(day: OnDay<'_>) -> Vec<Feature> {
    let edition = day.edition;
    edition
        .sozialraeume
        .iter()
        .filter_map(|sozialraum| {
            let face = edition.partition.face_index(&sozialraum.id)?;
            let mut cells = vec![
                ("id".into(), text(&sozialraum.id)),
                ("name".into(), text(&sozialraum.name)),
                ("region".into(), text(&sozialraum.region)),
                ("area_m2".into(), Cell::Decimal(area_m2(edition, &[face]))),
            ];
            if let Some(team) = day.organisation.team_of(&sozialraum.id) {
                cells.push(("team".into(), text(&team.id)));
                cells.push(("team_name".into(), text(&team.name)));
            }
            Some(Feature {
                id: sozialraum.id.clone(),
                shape: Shape::Area(edition.partition.area(face)),
                cells,
            })
        })
        .collect()
}

fn regions(day: OnDay<'_>) -> Vec<Feature> {
    let edition = day.edition;
    let region_of = |id: &str| {
        let sozialraum = edition.sozialraeume.iter().find(|s| s.id == id);
        sozialraum.map(|s| s.region.clone())
    };
    let mut areas = edition.partition.dissolve(region_of);
    areas.sort_by_key(|area| edition.sozialraeume.iter().position(|s| s.region == area.id));
    areas
        .into_iter()
        .map(|area| {
            let members: Vec<&str> = edition
                .sozialraeume
                .iter()
                .filter(|s| s.region == area.id)
                .map(|s| s.id.as_str())
                .collect();
            let faces: Vec<FaceIndex> =
                members.iter().filter_map(|id| edition.partition.face_index(id)).collect();
            let mut cells = vec![
                ("id".into(), text(&area.id)),
                ("sozialraeume".into(), text(members.join(","))),
                ("area_m2".into(), Cell::Decimal(area_m2(edition, &faces))),
            ];
            if let Some(region) = day.organisation.region(&area.id) {
                cells.push(("name".into(), text(&region.name)));
                cells.push(("department".into(), text(&region.department.name)));
            }
            Feature { id: area.id.clone(), shape: Shape::Area(area), cells }
        })
        .collect()
}

fn borders(edition: &CityEdition) -> Vec<Feature> {
    let side = |face: Option<FaceIndex>| face.map(|f| text(&edition.partition.face(f).id));
    edition
        .partition
        .borders()
        .iter()
        .enumerate()
        .filter_map(|(index, border)| {
            let line = border.line()?;
            let id = edition.border_id(BorderIndex(index)).to_owned();
            let mut cells = vec![
                ("id".into(), text(&id)),
                ("line".into(), text(&line.id)),
                ("name".into(), text(&line.name)),
                ("sure".into(), text(word(&line.sure))),
                ("uncertainty_m".into(), Cell::Decimal(line.uncertainty_m)),
                ("source".into(), text(&line.source)),
                ("length_m".into(), Cell::Decimal((border.length_m() * 100.0).round() / 100.0)),
            ];
            let optional = [
                ("left", side(border.left())),
                ("right", side(border.right())),
                ("municipality", line.municipality.as_ref().map(text)),
            ];
            for (name, cell) in optional {
                cells.extend(cell.map(|cell| (name.to_owned(), cell)));
            }
            let shape = Shape::Line(border.points().to_vec());
            Some(Feature { id, shape, cells })
        })
        .collect()
}

fn text(value: impl Into<String> + Clone) -> Cell {
    Cell::Text(value.into())
}

fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a city has far fewer than 2^52 cm²·2")]
fn area_m2(edition: &CityEdition, faces: &[FaceIndex]) -> f64 {
    let doubled: i128 = faces.iter().map(|face| edition.partition.doubled_area_cm2(*face)).sum();
    doubled as f64 / 20_000.0
}

impl Feature {
    /// The feature as GeoJSON; columns without a value are null.
    pub fn geojson(&self, grid: &Grid, layer: Layer) -> Value {
        let geometry = match &self.shape {
            Shape::Area(area) => geojson::area_geometry(grid, area),
            Shape::Line(points) => geojson::line_geometry(grid, points),
        };
        let mut properties = Map::new();
        for (column, _) in layer.columns() {
            let cell = self.cells.iter().find(|(name, _)| name == column);
            let value = match cell {
                Some((_, Cell::Text(text))) => json!(text),
                Some((_, Cell::Integer(number))) => json!(number),
                Some((_, Cell::Decimal(number))) => json!(number),
                None => Value::Null,
            };
            properties.insert((*column).to_owned(), value);
        }
        geojson::feature(&self.id, geometry, Value::Object(properties))
    }

    fn row(self, grid: &Grid) -> Row {
        let geometry = match self.shape {
            Shape::Area(area) => Geometry::MultiPolygon(MultiPolygon::new(
                area.polygons
                    .iter()
                    .map(|rings| {
                        let mut rings = rings.iter().map(|ring| line_string(grid, ring));
                        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
                        Polygon::new(exterior, rings.collect())
                    })
                    .collect(),
            )),
            Shape::Line(points) => Geometry::LineString(line_string(grid, &points)),
        };
        Row { geometry, cells: self.cells }
    }
}

fn line_string(grid: &Grid, points: &[GridPoint]) -> LineString<f64> {
    points
        .iter()
        .map(|point| {
            let position = grid.to_lonlat(*point);
            Coord { x: position.lon, y: position.lat }
        })
        .collect()
}

/// A whole layer as a file.
///
/// # Errors
/// When the FlatGeobuf writer fails, for instance without a writable temp directory.
pub fn file(day: OnDay<'_>, layer: Layer, format: Format) -> Result<Vec<u8>, anyhow::Error> {
    let features = features(day, layer);
    match format {
        Format::Geojson => {
            let features = features.iter().map(|f| f.geojson(&day.city.grid, layer)).collect();
            Ok(serde_json::to_vec(&geojson::collection(features))?)
        }
        Format::Flatgeobuf => {
            let rows: Vec<Row> = features.into_iter().map(|f| f.row(&day.city.grid)).collect();
            flatgeobuf::write(layer.name(), layer.columns(), &rows)
        }
    }
}
