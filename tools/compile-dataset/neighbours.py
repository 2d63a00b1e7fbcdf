"""The municipalities around the city, and the place names inside it."""

from shapely.geometry import Point, Polygon, mapping, shape
from shapely.geometry.polygon import orient

import config
from output import feature

VG250 = "VG250 © GeoBasis-DE / BKG (generalisiert, bis 200 m ungenau)"


# Hamlets that are called like a person: "Birkenweg 5, Horst Meier" is no address in Horst.
FIRST_NAMES = {"Horst"}


def _oriented(geometry):
    g = shape(geometry)
    parts = [orient(p) for p in getattr(g, "geoms", [g])]
    rings = [
        [[[round(x, 6), round(y, 6)] for x, y in r.coords] for r in [p.exterior, *p.interiors]] for p in parts
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def build(facts, city_lonlat):
    """Returns (neighbours, places inside)."""
    city = Polygon(city_lonlat)
    polygons = {
        f["properties"]["AGS"]: (f["properties"]["GEN"], f["geometry"])
        for f in facts.features("municipalities_vg250")
        if f["properties"]["AGS"] != config.CITY["ags"]
    }
    names = {ags: name for ags, (name, _) in polygons.items()}
    names[config.CITY_STATE["ags"]] = config.CITY_STATE["name"]
    aliases = {ags: set() for ags in names}
    inside, unplaced = [], []
    for f in facts.features("places"):
        name, point = f["properties"]["name"], Point(f["geometry"]["coordinates"])
        if city.contains(point):
            inside.append((name, f["properties"]["class"], f["geometry"]["coordinates"]))
            continue
        ags = _where(point, polygons)
        if ags is None:
            unplaced.append(name)
        elif name not in names.values() and name not in FIRST_NAMES:
            aliases[ags].add(name)
    if unplaced:
        print("  places in no known municipality:", unplaced)
    out = []
    for ags in sorted(names, key=lambda a: (a == config.CITY_STATE["ags"], names[a])):
        known = ags in polygons
        out.append(
            feature(
                {
                    "ags": ags,
                    "name": names[ags],
                    "district": config.DISTRICTS.get(ags[:5]) if known else None,
                    "aliases": sorted(aliases[ags]),
                    "source": VG250 if known else "ohne Fläche; Ortsnamen nach OpenStreetMap",
                },
                _oriented(polygons[ags][1]) if known else None,
            )
        )
    places = [
        feature({"name": n, "class": c}, {"type": "Point", "coordinates": xy}) for n, c, xy in sorted(inside)
    ]
    return out, places


def _where(point, polygons):
    for ags, (_, geometry) in sorted(polygons.items()):
        if shape(geometry).contains(point):
            return ags
    # The city state has no polygon here: it lies south of every other neighbour's reach.
    apart = min(shape(g).distance(point) for _, g in polygons.values())
    south = min(shape(g).bounds[1] for _, g in polygons.values())
    return config.CITY_STATE["ags"] if apart > 0.003 and point.y < south + 0.05 else None
