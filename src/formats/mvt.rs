//! Mapbox Vector Tiles, version 2: geometry in tile units, one text column.

use fast_mvt::{MvtCoord, MvtGeomType, MvtResult, MvtTileBuilder, MvtValueRef};

/// Units along one side of a tile.
pub const EXTENT: i32 = 4096;

/// A position in tile units; y grows southwards.
pub type TileCoord = (i32, i32);

/// A polygon in tile units: its exterior ring first, then its holes; open or closed.
pub type TilePolygon = Vec<Vec<TileCoord>>;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TileShape {
    /// Lines, each of two positions or more.
    Lines(Vec<Vec<TileCoord>>),
    /// Polygons, each with its exterior ring first.
    Polygons(Vec<TilePolygon>),
}

/// One feature of a tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileFeature<'a> {
    /// Its geometry inside the tile.
    pub shape: TileShape,
    /// Key and value of its only property.
    pub tag: (&'a str, &'a str),
}

/// One layer of a tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileLayer<'a> {
    /// Name, by which a style finds it.
    pub name: &'a str,
    /// Features in drawing order.
    pub features: Vec<TileFeature<'a>>,
}

/// Encodes a tile. Layers without features are left out; rings are turned the way the format
/// asks for.
///
/// # Errors
/// When a layer has no name, a line fewer than two positions or a ring fewer than three.
pub fn encode(layers: &[TileLayer<'_>]) -> MvtResult<Vec<u8>> {
    let mut tile = MvtTileBuilder::new();
    for layer in layers.iter().filter(|layer| !layer.features.is_empty()) {
        let mut builder = tile.layer(layer.name)?;
        for TileFeature { shape, tag: (key, value) } in &layer.features {
            let mut feature = match shape {
                TileShape::Lines(lines) => {
                    let mut feature = builder.feature_of(MvtGeomType::LineString);
                    for line in lines {
                        feature.line(line.iter().copied().map(coord))?;
                    }
                    feature
                }
                TileShape::Polygons(polygons) => {
                    let mut feature = builder.feature_of(MvtGeomType::Polygon);
                    for (index, ring) in polygons.iter().flat_map(|rings| rings.iter().enumerate())
                    {
                        feature.ring(ring.iter().copied().map(coord), index == 0)?;
                    }
                    feature
                }
            };
            feature.tag_ref(key, MvtValueRef::String(value))?;
            builder = feature.end();
        }
        tile = builder.end();
    }
    Ok(tile.encode())
}

fn coord((x, y): TileCoord) -> MvtCoord {
    MvtCoord { x, y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fast_mvt::{MvtGeometry, MvtReaderRef};

    #[test]
    fn rings_are_turned_as_the_format_asks() {
        // Exterior and hole turn the same way here; the format wants them opposite.
        let square = |from: i32, to: i32| vec![(from, from), (from, to), (to, to), (to, from)];
        let features = vec![TileFeature {
            shape: TileShape::Polygons(vec![vec![square(0, 100), square(20, 40)]]),
            tag: ("class", "wood"),
        }];
        let bytes = encode(&[TileLayer { name: "green", features }]).unwrap();
        let reader = MvtReaderRef::new(&bytes).unwrap();
        let layer = reader.layers().next().unwrap();
        let feature = layer.features().next().unwrap();
        let polygon = match feature.geometry().unwrap() {
            MvtGeometry::Polygon(polygon) => polygon,
            MvtGeometry::MultiPolygon(polygons) if polygons.0.len() == 1 => polygons.0[0].clone(),
            other => panic!("{other:?}"),
        };
        let twice_area = |ring: &[fast_mvt::MvtCoord]| {
            ring.windows(2).map(|w| w[0].x * w[1].y - w[1].x * w[0].y).sum::<i32>()
        };
        assert!(twice_area(&polygon.exterior().0) > 0);
        assert!(twice_area(&polygon.interiors()[0].0) < 0);
    }

    #[test]
    fn an_empty_tile_has_no_bytes() {
        assert!(encode(&[TileLayer { name: "green", features: vec![] }]).unwrap().is_empty());
    }
}
