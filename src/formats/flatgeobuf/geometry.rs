//! Geometries of features.

use flatgeobuf::{Geometry as Table, GeometryType};
use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon,
    Point, Polygon,
};

/// Reads a geometry of a feature that is so many bytes long.
///
/// # Errors
/// What is wrong with it, in words for whoever made the file.
pub(super) fn read(
    table: &Table<'_>,
    kind: GeometryType,
    bytes: usize,
) -> Result<Geometry<f64>, String> {
    // Parts may point to the same coordinates again and again, and so make a short feature long.
    Reader { left: bytes / size_of::<f64>() }.geometry(table, kind)
}

struct Reader {
    /// How many numbers may still be read.
    left: usize,
}

impl Reader {
    fn geometry(&mut self, table: &Table<'_>, kind: GeometryType) -> Result<Geometry<f64>, String> {
        Ok(match kind {
            GeometryType::Point => {
                let all = self.coordinates(table)?;
                Point(*all.first().ok_or("a point has no coordinates")?).into()
            }
            GeometryType::MultiPoint => {
                MultiPoint(self.coordinates(table)?.into_iter().map(Point).collect()).into()
            }
            GeometryType::LineString => LineString(self.coordinates(table)?).into(),
            GeometryType::MultiLineString => MultiLineString(self.lines(table)?).into(),
            GeometryType::Polygon => self.polygon(table)?.into(),
            GeometryType::MultiPolygon => {
                let parts: Result<_, _> = parts(table)?.map(|part| self.polygon(&part)).collect();
                MultiPolygon(parts?).into()
            }
            GeometryType::GeometryCollection => {
                let parts = parts(table)?.map(|part| self.geometry(&part, part.type_()));
                Geometry::GeometryCollection(GeometryCollection(parts.collect::<Result<_, _>>()?))
            }
            other => {
                let name = other.variant_name().unwrap_or("unknown");
                return Err(format!("geometries of the kind {name} are not read"));
            }
        })
    }

    fn polygon(&mut self, table: &Table<'_>) -> Result<Polygon<f64>, String> {
        let mut rings = self.lines(table)?.into_iter();
        let outline = rings.next().unwrap_or(LineString(Vec::new()));
        Ok(Polygon::new(outline, rings.collect()))
    }

    /// The coordinates, cut where they end.
    fn lines(&mut self, table: &Table<'_>) -> Result<Vec<LineString<f64>>, String> {
        let all = self.coordinates(table)?;
        let ends: Vec<usize> = match table.ends() {
            Some(ends) if ends.len() > 1 => ends.iter().map(|end| end as usize).collect(),
            // Several lines may be none at all.
            _ if all.is_empty() => Vec::new(),
            _ => vec![all.len()],
        };
        let mut from = 0;
        let mut lines = Vec::with_capacity(ends.len());
        for end in ends {
            let line = all.get(from..end).ok_or("its lines end where there are no coordinates")?;
            lines.push(LineString(line.to_vec()));
            from = end;
        }
        Ok(lines)
    }

    fn coordinates(&mut self, table: &Table<'_>) -> Result<Vec<Coord<f64>>, String> {
        let Some(xy) = table.xy() else { return Ok(Vec::new()) };
        let left = self.left.checked_sub(xy.len());
        self.left = left.ok_or("it has more coordinates than there are")?;
        if !xy.len().is_multiple_of(2) {
            return Err("it has half a coordinate".into());
        }
        let at = |at: usize| Coord { x: xy.get(2 * at), y: xy.get(2 * at + 1) };
        Ok((0..xy.len() / 2).map(at).collect())
    }
}

fn parts<'a>(table: &Table<'a>) -> Result<impl Iterator<Item = Table<'a>>, String> {
    table.parts().map(IntoIterator::into_iter).ok_or_else(|| "it has no parts".into())
}
