"""The drawing layers: one FlatGeobuf each, one `class` column."""

import shapely
from shapely.geometry import shape

import output

GREEN = ["farmland", "wetland", "grass", "wood", "sand", "nature_reserve"]
ROADS_DROPPED = {"services", "rest_area", "platform", "station", "elevator", "pier", "abandoned", "disused"}


def _write(path, name, rows, kind):
    """rows: (class, geometry). Sorted by class and position, so that the bytes are stable."""
    rows = [(c, g) for c, g in rows if not g.is_empty]
    rows.sort(key=lambda r: (r[0], r[1].bounds, r[1].wkb))
    output.flatgeobuf(path, name, {"class": [c for c, _ in rows]}, [g for _, g in rows], kind, decimals=6)
    return len(rows)


def build(facts, folder):
    def read(name, keep=lambda p: True):
        return [
            (f["properties"]["class"], shape(f["geometry"])) for f in facts.features(name) if keep(f["properties"])
        ]

    counts = {}
    green = read("base_landcover") + read("base_park")
    counts["green"] = _write(folder / "green.fgb", "green", green, "MultiPolygon")
    counts["built"] = _write(folder / "built.fgb", "built", read("base_landuse"), "MultiPolygon")
    counts["water"] = _write(folder / "water.fgb", "water", read("base_water"), "MultiPolygon")
    counts["waterway"] = _write(folder / "waterway.fgb", "waterway", read("base_waterway"), "MultiLineString")
    roads = [
        (c, g) for c, g in read("base_roads") if c not in ROADS_DROPPED and g.geom_type.endswith("LineString")
    ]
    counts["roads"] = _write(folder / "roads.fgb", "roads", roads, "MultiLineString")
    buildings = [("building", shape(f["geometry"])) for f in facts.features("buildings")]
    counts["buildings"] = _write_plain(folder / "buildings.fgb", buildings)
    return counts


def _write_plain(path, rows):
    return _write(path, "buildings", rows, "MultiPolygon")
