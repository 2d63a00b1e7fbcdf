"""Writing GeoJSON and FlatGeobuf, the same bytes each run."""

import json
import os

import geopandas
import pyogrio
from shapely import transform
import numpy as np


def geojson(path, features):
    """One feature per line, so that differences can be read."""
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features]
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write('{"type":"FeatureCollection","features":[\n')
        f.write(",\n".join(lines))
        f.write("\n]}\n")


def feature(properties, geometry):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def flatgeobuf(path, name, columns, geometries, kind, index=True, decimals=7):
    """`geometries` are lon/lat shapely geometries; `columns` an ordered dict of lists."""
    geometries = [transform(g, lambda a: np.round(a, decimals)) for g in geometries]
    frame = geopandas.GeoDataFrame(columns, geometry=geometries, crs="EPSG:4326")
    if os.path.exists(path):
        os.remove(path)
    pyogrio.write_dataframe(
        frame,
        path,
        layer=name,
        driver="FlatGeobuf",
        geometry_type=kind,
        promote_to_multi=kind.startswith("Multi"),
        layer_options={"SPATIAL_INDEX": "YES" if index else "NO"},
    )
