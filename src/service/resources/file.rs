//! The resource map as files: which format, reading, and writing what fits some filters.

use serde_json::Value;

use crate::{
    domain::{
        coded::coded,
        resource::{
            Category, Reach, Record,
            search::{Filters, Query, Viewer, search},
        },
    },
    formats::{
        defect::Defects,
        resources::{Options, Reading, csv, geojson, hsds},
    },
    service::{
        AskError, Service,
        geodata::{self, Layer},
    },
};

coded! {
    /// How a file of the resource map is written.
    #[derive(clap::ValueEnum)]
    pub enum FileFormat {
        /// A table for spreadsheets
        Csv = "csv",
        /// Points on a map (RFC 7946)
        Geojson = "geojson",
        /// The Human Services Data Specification 3 of Open Referral
        Hsds = "hsds",
    }
}

impl FileFormat {
    /// The format that a file looks like.
    pub fn of(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        if !text.starts_with(b"{") && !text.starts_with(b"[") {
            return Self::Csv;
        }
        let json: Option<Value> = serde_json::from_slice(text).ok();
        let kind = json.as_ref().and_then(|json| json["type"].as_str());
        if kind.is_some_and(|kind| kind.starts_with("Feature")) {
            Self::Geojson
        } else {
            Self::Hsds
        }
    }

    /// The media type of such a file.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Geojson => "application/geo+json",
            Self::Hsds => "application/json",
        }
    }

    /// The name under which such a file is saved.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Csv => "angebote.csv",
            Self::Geojson => "angebote.geojson",
            Self::Hsds => "angebote-hsds.json",
        }
    }
}

/// A file that is to be read.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, for messages.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// How it is written.
    pub format: FileFormat,
    /// Where it comes from: the same in every import, so that entries without an id are known
    /// again.
    pub source: String,
    /// The category of entries that name none.
    pub category: Option<Category>,
}

impl Upload {
    /// A file as it comes: its format is recognised, its source is its name without the ending.
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let source = base.rsplit_once('.').map_or(base, |(stem, _)| stem).to_owned();
        Self {
            format: FileFormat::of(&bytes),
            name: base.to_owned(),
            bytes,
            source,
            category: None,
        }
    }

    /// Reads it, every row with its verdict.
    ///
    /// # Errors
    /// When the file as a whole cannot be read.
    pub fn read(&self) -> Result<Reading, Defects> {
        let options =
            Options { file: &self.name, source: &self.source, default_category: self.category };
        match self.format {
            FileFormat::Csv => csv::read(&self.bytes, &options),
            FileFormat::Geojson => geojson::read(&self.bytes, None, &options),
            FileFormat::Hsds => hsds::read(&self.bytes, &options),
        }
    }
}

/// All entries on the map that fit words and filters, as a file. Without any these are really all: those for
/// staff, and the layers that people see only when they ask for them. HSDS goes to others, so it
/// holds only what everybody may see.
///
/// # Errors
/// When no edition is in force today.
pub fn export(
    service: &Service,
    format: FileFormat,
    text: &str,
    filters: &Filters,
) -> Result<Vec<u8>, AskError> {
    let day = service.on(None)?;
    let records: Vec<&Record> = if text.is_empty() && filters.is_empty() {
        service.resources().records().map(|record| &**record).collect()
    } else {
        let query = Query {
            text,
            filters,
            near: None,
            viewer: Viewer::Staff,
            edition: day.edition.edition.number,
            now: Service::now(),
            calendar: service.calendar(),
        };
        let found = search(service.resources(), &query);
        found.hits.into_iter().map(|hit| &*hit.entry.record).collect()
    };
    let resources = records.iter().map(|record| &record.resource);
    Ok(match format {
        FileFormat::Csv => csv::write(resources),
        FileFormat::Geojson => json(&geojson::write(resources)),
        FileFormat::Hsds => {
            let area = areas(service)?;
            let context = hsds::Context { state: &service.city().info.state, area: &area };
            json(&hsds::write(records.iter().copied(), &context))
        }
    })
}

fn json(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("a JSON value can be written");
    bytes.push(b'\n');
    bytes
}

/// The parts of the city that entries may be meant for, by their reach.
fn areas(service: &Service) -> Result<impl Fn(&Reach) -> Option<hsds::Area>, AskError> {
    let day = service.on(None)?;
    let of_layer = |layer| {
        let grid = &day.city.grid;
        geodata::features(day, layer).into_iter().map(move |feature| {
            let shown = feature.geojson(grid, layer);
            (feature.id, shown["properties"]["name"].clone(), shown["geometry"].clone())
        })
    };
    let sozialraeume: Vec<_> = of_layer(Layer::Sozialraeume).collect();
    let regions: Vec<_> = of_layer(Layer::Regions).collect();
    Ok(move |reach: &Reach| {
        let (areas, wanted) = match reach {
            Reach::Sozialraum(id) => (&sozialraeume, id),
            Reach::Region(id) => (&regions, id),
            Reach::Place | Reach::City => return None,
        };
        let (_, name, outline) = areas.iter().find(|(id, ..)| id == wanted)?;
        Some(hsds::Area { name: name.as_str()?.to_owned(), outline: outline.clone() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_recognised_by_what_is_in_the_file() {
        assert_eq!(FileFormat::of(b"name;kategorie\nTreff;sport\n"), FileFormat::Csv);
        assert_eq!(
            FileFormat::of(b"\xef\xbb\xbf {\"type\": \"FeatureCollection\"}"),
            FileFormat::Geojson
        );
        assert_eq!(FileFormat::of(b"[{\"id\": \"1\"}]"), FileFormat::Hsds);
        assert_eq!(FileFormat::of(b"{\"services\": []}"), FileFormat::Hsds);
    }

    #[test]
    fn the_source_of_a_file_is_its_name_without_folder_and_ending() {
        let upload = Upload::new("C:\\Daten\\vereine.csv", Vec::new());
        assert_eq!((upload.name.as_str(), upload.source.as_str()), ("vereine.csv", "vereine"));
    }
}
