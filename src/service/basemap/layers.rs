//! From which zoom a class can be told apart on the map.

/// The first zoom at which a class of a layer is drawn.
pub(super) fn from_zoom(layer: &str, class: &str) -> u8 {
    match (layer, class) {
        ("buildings", _) => 15,
        ("streets", _) => 12,
        ("roads", "motorway" | "trunk" | "primary") => 0,
        ("roads", "secondary") => 10,
        ("roads", "rail" | "subway" | "tertiary") => 11,
        ("roads", "minor") => 12,
        ("roads", _) => 14,
        ("waterway", "stream" | "canal" | "river") => 12,
        ("waterway", _) => 14,
        ("built", "residential" | "industrial" | "commercial" | "cemetery") => 0,
        ("built", _) => 13,
        _ => 0,
    }
}
