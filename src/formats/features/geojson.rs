//! The features of a GeoJSON file as a table.

use std::{
    collections::HashMap,
    fmt,
    io::{self, Read, Seek, SeekFrom},
};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

use super::{FeatureError, Line, Spool, header, scan::Scan};

/// A GeoJSON file as a table. The file is read twice: the first time for the names of all
/// properties, which are the columns in the order in which they come up.
#[derive(Debug)]
pub struct GeoJsonTable<R> {
    scan: Scan<R>,
    columns: HashMap<String, usize>,
    epsg: Option<u32>,
    number: u64,
    spool: Spool,
}

#[derive(Deserialize)]
struct Feature<P> {
    #[serde(default = "Option::default")]
    properties: Option<P>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Value,
}

/// The names of an object's members, in their order.
struct Names(Vec<String>);
/// The members of an object, in their order.
struct Members(Vec<(String, Value)>);

impl<R: Read + Seek> GeoJsonTable<R> {
    /// Reads the names of all properties.
    ///
    /// # Errors
    /// When the file is no FeatureCollection or a feature cannot be read.
    pub fn new(mut source: R) -> Result<Self, FeatureError> {
        let mut columns = HashMap::new();
        let mut order = Vec::new();
        let mut number = 0;
        let mut scan = Scan::new(&mut source)?;
        let epsg = epsg(scan.head())?;
        while let Some(text) = scan.feature()? {
            number += 1;
            let feature: Feature<Names> = parse(text, number)?;
            for name in feature.properties.map(|names| names.0).unwrap_or_default() {
                if !columns.contains_key(&name) {
                    columns.insert(name.clone(), order.len());
                    order.push(name);
                }
            }
        }
        let tail = [b"{\"features\":[]", scan.tail()?].concat();
        let tail: HashMap<String, IgnoredAny> = serde_json::from_slice(&tail)
            .map_err(|error| FeatureError::NoCollection(error.to_string()))?;
        if tail.contains_key("crs") {
            return Err(FeatureError::LateCrs);
        }
        source.seek(SeekFrom::Start(0))?;
        let bytes = header(order.iter().map(String::as_str));
        let spool = Spool { bytes, given: 0 };
        Ok(Self { scan: Scan::new(source)?, columns, epsg, number: 0, spool })
    }

    /// The coordinate system that the file names; `None` for WGS 84, which is the rule.
    pub fn epsg(&self) -> Option<u32> {
        self.epsg
    }
}

impl<R: Read> Read for GeoJsonTable<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Self { scan, columns, number, spool, .. } = self;
        spool.read(to, |bytes| {
            let Some(text) = scan.feature()? else { return Ok(false) };
            *number += 1;
            let feature: Feature<Members> = parse(text, *number)?;
            let mut cells: Vec<Option<Value>> = vec![None; columns.len()];
            for (name, value) in feature.properties.map(|all| all.0).unwrap_or_default() {
                if let Some(column) = columns.get(&name) {
                    cells[*column] = Some(value);
                }
            }
            let mut line = Line(std::mem::take(bytes));
            for cell in cells {
                match cell {
                    None | Some(Value::Null) => line.cell(""),
                    Some(Value::String(text)) => line.cell(&text),
                    Some(other) => line.cell(&other.to_string()),
                }
            }
            line.position(match &feature.geometry {
                None => Err(""),
                Some(geometry) => geometry.point().ok_or(geometry.kind.as_str()),
            });
            *bytes = line.0;
            Ok(true)
        })
    }
}

impl Geometry {
    fn point(&self) -> Option<(f64, f64)> {
        let coordinates = self.coordinates.as_array().filter(|_| self.kind == "Point")?;
        Some((coordinates.first()?.as_f64()?, coordinates.get(1)?.as_f64()?))
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a [u8], number: u64) -> Result<T, FeatureError> {
    let problem = |error: serde_json::Error| error.to_string();
    serde_json::from_slice(text)
        .map_err(|error| FeatureError::Feature { number, problem: problem(error) })
}

/// The coordinate system that stands before the features, as GDAL writes it.
fn epsg(head: &[u8]) -> Result<Option<u32>, FeatureError> {
    let whole = [head, b"]}"].concat();
    let unreadable = |error: serde_json::Error| FeatureError::NoCollection(error.to_string());
    let head: Value = serde_json::from_slice(&whole).map_err(unreadable)?;
    named_epsg(head.get("crs"))
}

/// The EPSG code of a `crs` member; `None` for WGS 84, which is the rule.
pub(in crate::formats) fn named_epsg(crs: Option<&Value>) -> Result<Option<u32>, FeatureError> {
    let Some(crs) = crs.filter(|crs| !crs.is_null()) else { return Ok(None) };
    let name = crs.pointer("/properties/name").and_then(Value::as_str).unwrap_or_default();
    if name.ends_with("CRS84") {
        return Ok(None);
    }
    let number = name.rsplit(':').next().and_then(|number| number.parse().ok());
    let unknown = || FeatureError::NoCollection(format!("unknown crs {crs}"));
    number.filter(|_| name.contains("EPSG")).map(Some).ok_or_else(unknown)
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members =
            deserializer.deserialize_map(InOrder::<IgnoredAny>(std::marker::PhantomData))?;
        Ok(Self(members.into_iter().map(|(name, _)| name).collect()))
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder(std::marker::PhantomData)).map(Self)
    }
}

struct InOrder<V>(std::marker::PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for InOrder<V> {
    type Value = Vec<(String, V)>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn table(text: &str) -> Result<(String, Option<u32>), FeatureError> {
        let mut table = GeoJsonTable::new(Cursor::new(text))?;
        let mut all = String::new();
        table.read_to_string(&mut all)?;
        Ok((all, table.epsg()))
    }

    #[test]
    fn features_become_records() {
        let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":
            {"name":"urn:ogc:def:crs:EPSG::25832"}},"features":[
            {"type":"Feature","properties":{"z":"a,\"b\"","n":1.50},"geometry":{"type":"Point","coordinates":[565000.25,5950000,3]}},
            {"type":"Feature","properties":{"new":{"deep":[true]},"z":null},"geometry":null},
            {"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}"#;
        let (lines, epsg) = table(text).unwrap();
        let expected = "z,n,new,x,y\n\"a,\"\"b\"\"\",1.5,,565000.25,5950000\n\
                        ,,\"{\"\"deep\"\":[true]}\",,\n,,,LineString,\n";
        assert_eq!((lines.as_str(), epsg), (expected, Some(25832)));
    }

    #[test]
    fn files_that_cannot_be_trusted_are_refused() {
        let late = r#"{"features":[],"crs":{"type":"name","properties":{"name":"EPSG:31467"}}}"#;
        assert!(matches!(table(late), Err(FeatureError::LateCrs)));
        for text in [
            r#"{"features":[{"properties":3}]}"#,
            r#"{"features":[]} x"#,
            r#"{"crs":{"type":"link"},"features":[]}"#,
            "a,b\n1,2\n",
        ] {
            assert!(table(text).is_err(), "{text}");
        }
    }
}
