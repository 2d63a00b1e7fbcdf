"""Reads the written files back and checks what they promise."""

import json
from collections import Counter, defaultdict

import pyogrio
from shapely.geometry import Point, Polygon

import config
import grid
import noding
import resource_rules

MAX_MB = 15


def check(folder, facts):
    load = lambda name: json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    boundary, areas, borders = load("boundary"), load("sozialraeume"), load("borders")
    _ensure(len(boundary) == 1 and boundary[0]["properties"] == config.CITY, "boundary")
    wanted = [(i, n, r) for i, n, r, _ in config.SOZIALRAEUME]
    found = [(a["properties"]["id"], a["properties"]["name"], a["properties"]["region"]) for a in areas]
    _ensure(found == wanted, "Sozialräume")
    rings = [_ring(f) for f in areas]
    limit = _ring(boundary[0])
    lines = [grid.to_cm(b["geometry"]["coordinates"]) for b in borders]
    edges = noding.check_planar(lines)
    used = Counter(e for r in rings for e in _edges(r))
    _ensure(set(used) == set(edges), "borders are the polygons' edges")
    _ensure({e for e, n in used.items() if n == 1} == set(_edges(limit)), "the city is the union")
    _ensure(sum(Polygon(r).area for r in rings) == Polygon(limit).area, "areas add up")
    _drafts(borders, facts)
    _tables(folder)
    _resources(load("resources"), Polygon(limit))
    cells = load("population")
    _ensure(len({c["properties"]["id"] for c in cells}) == len(cells) > 0, "census cells")
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
    _ensure(size <= MAX_MB, "size")
    return {
        "megabytes": round(size, 2),
        "area_km2": {a["properties"]["id"]: round(Polygon(r).area / 1e10, 3) for a, r in zip(areas, rings)},
        "vertices": {"boundary": len(limit), "sozialraeume": sum(map(len, rings)), "borders": sum(map(len, lines))},
    }


def _ensure(condition, what):
    if not condition:
        raise SystemExit(f"check failed: {what}")


def _ring(feature):
    (coordinates,) = feature["geometry"]["coordinates"]
    ring = grid.to_cm(coordinates)
    _ensure(grid.to_lonlat(ring) == [tuple(c) for c in coordinates], "vertices are on the grid")
    _ensure(ring[0] == ring[-1] and Polygon(ring).is_valid and Polygon(ring).exterior.is_ccw, "ring")
    return ring


def _edges(ring):
    return [frozenset(e) for e in zip(ring, ring[1:])]


def _drafts(borders, facts):
    """The draft pieces keep name, certainty, uncertainty, order and direction."""
    pieces = facts.features("borders_draft")
    _ensure(len({b["properties"]["id"] for b in borders}) == len(borders), "ids are unique")
    for piece, border in zip(pieces, borders):
        for key in ("name", "sure", "uncertainty_m"):
            _ensure(piece["properties"][key] == border["properties"][key], f"{key} of {piece['properties']['name']}")
        old, new = piece["geometry"]["coordinates"], border["geometry"]["coordinates"]
        for end in (0, -1):
            ((x, y), (u, v)) = grid.metres([old[end], new[end]])
            _ensure((x - u) ** 2 + (y - v) ** 2 < 25**2, f"an end of {piece['properties']['name']}")
    for border in borders[len(pieces) :]:
        _ensure(border["properties"]["municipality"], "limit pieces have a neighbour")
        _ensure(len(border["geometry"]["coordinates"]) > 20, "no confetti")


def _tables(folder):
    for path in sorted(folder.rglob("*.fgb")):
        info = pyogrio.read_info(path)
        _ensure(info["crs"] == "EPSG:4326" and info["features"] > 0, f"{path.name}")
    streets = pyogrio.read_dataframe(folder / "streets.fgb")
    _ensure(list(streets["id"]) == list(range(1, len(streets) + 1)), "street ids")
    names = set(streets["name"])
    for others in streets["other_names"].dropna():
        _ensure(not names & set(others.split(";")), "another name is also a street's own")
    numbers = pyogrio.read_dataframe(folder / "house_numbers.fgb")
    _ensure(set(numbers["street"]) <= names, "readings name known streets")
    total, ranks = defaultdict(float), defaultdict(list)
    for p, c, r in zip(numbers["point"], numbers["confidence"], numbers["rank"]):
        total[p] += c
        ranks[p].append(r)
    _ensure(0 < numbers["confidence"].min() and max(total.values()) <= 1.0 + 1e-9, "confidences")
    _ensure(all(r == list(range(1, len(r) + 1)) for r in ranks.values()), "ranks")


def _resources(entries, limit):
    ids = set()
    for entry in entries:
        p = entry["properties"]
        ids.add(p["id"])
        _ensure(p["name"].strip() and p["source"] and p["licence"], f"{p['name']}: name, source, licence")
        _ensure(set(p["categories"]) <= set(resource_rules.CATEGORIES), f"categories of {p['name']}")
        if entry["geometry"] is None:
            _ensure(p.get("reach", {}).get("of") in ("city", "sozialraum"), f"{p['name']} has neither place nor reach")
        else:
            (place,) = grid.to_cm(entry["geometry"]["coordinates"])
            _ensure(limit.contains(Point(place)), f"{p['name']} lies outside")
    _ensure(len(ids) == len(entries), "ids of resources")
