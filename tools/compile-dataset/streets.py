"""Named streets with their centre lines, and the ids used everywhere else."""

import unicodedata

from shapely import transform
from shapely.geometry import MultiLineString
from shapely.ops import unary_union

import config
import grid
import output
from facts import projected


def collate(name):
    """German dictionary order without depending on the machine's locale."""
    plain = name.replace("ß", "ss")
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return (plain.casefold(), name)


class Street:
    def __init__(self, ident, feature, city):
        p = feature["properties"]
        self.id = ident
        self.name = p["name"]
        self.kind = config.STREET_KIND[p["kind"]]
        self.classes = p["classes"]
        self.other_names = None
        self.geometry = _of_this_city(projected(feature["geometry"]), city)
        self._measure()

    def _measure(self):
        self.lonlat = transform(self.geometry, lambda a: grid.metres_to_lonlat(a))
        self.length = self.geometry.length


def _of_this_city(geometry, city):
    """The part in the city. A namesake that lies apart and mostly beyond the limit is another street."""
    parts = list(getattr(geometry, "geoms", [geometry]))
    cluster = unary_union([p.buffer(75) for p in parts])
    clusters = list(getattr(cluster, "geoms", [cluster]))
    if len(clusters) > 1:
        of = [[p for p in parts if c.intersects(p)] for c in clusters]
        share = [sum(p.intersection(city).length for p in g) / sum(p.length for p in g) for g in of]
        if max(share) > 0.9:
            parts = [p for g, s in zip(of, share) if s > 0.5 for p in g]
    kept = MultiLineString(parts).intersection(city.buffer(config.STREET_MARGIN_M))
    lines = [g for g in getattr(kept, "geoms", [kept]) if g.geom_type == "LineString" and g.length > 1]
    lines.sort(key=lambda g: list(g.coords))
    return MultiLineString(lines)


def load(facts, city):
    """`city` is the city's polygon in metres."""
    kept = [
        f
        for f in facts.features("streets")
        if f["properties"]["kind"] not in config.NOT_A_STREET_KIND
        and f["properties"]["name"] not in config.NOT_A_STREET
    ]
    _check_names(kept)
    kept.sort(key=lambda f: collate(f["properties"]["name"]))
    streets = _rename([Street(i, f, city) for i, f in enumerate(kept, start=1)])
    for i, s in enumerate(streets, start=1):
        s.id = i
    return streets


def _rename(streets):
    """Joins a renamed street with the piece that already bears the new name."""
    by_name = {s.name: s for s in streets}
    for old, new in config.RENAMED.items():
        street, piece = by_name[old], by_name.get(new)
        if piece is not None:
            if street.geometry.distance(piece.geometry) > 60:
                raise SystemExit(f"{old} and {new} are different places")
            parts = [*street.geometry.geoms, *piece.geometry.geoms]
            street.geometry = MultiLineString(sorted(parts, key=lambda g: list(g.coords)))
            street._measure()
            streets = [s for s in streets if s is not piece]
        street.other_names = new
    return streets


def _check_names(features):
    names = [f["properties"]["name"] for f in features]
    if len(set(names)) != len(names):
        raise SystemExit("a street name occurs twice")
    odd = [n for n in names if n != n.strip() or "  " in n or ";" in n or any(c.isdigit() for c in n)]
    if odd:
        raise SystemExit(f"street names to look at: {odd}")


def write(path, streets):
    output.flatgeobuf(
        path,
        "streets",
        {
            "id": [s.id for s in streets],
            "name": [s.name for s in streets],
            "kind": [s.kind for s in streets],
            "other_names": [s.other_names for s in streets],
            "length_m": [round(s.length, 1) for s in streets],
        },
        [s.lonlat for s in streets],
        "MultiLineString",
        index=False,
    )
