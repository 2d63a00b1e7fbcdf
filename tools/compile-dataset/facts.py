"""Reading the facts folder."""

import csv
import json
from pathlib import Path

from shapely import transform
from shapely.geometry import shape

import grid


class Facts:
    def __init__(self, folder):
        self.folder = Path(folder)

    def features(self, name):
        with open(self.folder / f"{name}.geojson", encoding="utf-8") as f:
            return json.load(f)["features"]

    def rows(self, name):
        with open(self.folder / f"{name}.csv", encoding="utf-8", newline="") as f:
            return list(csv.DictReader(f))


def projected(geometry):
    """A GeoJSON geometry as a shapely geometry in metres."""
    return transform(shape(geometry), grid.metres)
