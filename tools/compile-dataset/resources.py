"""The resource map: places of the map source, stops, and offers that no map knows."""

import uuid
from collections import Counter

import numpy as np
import pyogrio
import shapely

import grid
import resource_offers
import resource_places
import resource_rules as rules
from facts import projected
from output import feature
from streets import collate

# Made once for this project; ids of all resources come from it.
NAMESPACE = uuid.UUID("5e0d8a4e-2f0b-4c57-9a55-6b7f3a1c9d20")
# The same name within this distance is the same place.
SAME_PLACE_M = 100.0
# A street farther away does not say where a place is.
NEXT_STREET_M = 120.0
# Equipment on the ground of a school is the school's.
SCHOOL_GROUND = {"school", "kindergarten"}

MAP = {"source": "OpenStreetMap, Stand August 2021", "licence": "ODbL 1.0"}
MAP_OUR_NAME = {
    "source": "OpenStreetMap, Stand August 2021; dort ohne eigenen Namen, die Bezeichnung ist von uns",
    "licence": "ODbL 1.0",
}
STOPS = {"source": "Haltestellen von DB InfraGO und OpenStreetMap", "licence": "CC BY 4.0 und ODbL 1.0"}


def build(facts, limit, folder):
    """The features of the file, and how many there are of each category. `limit` is the city in
    metres; streets and house numbers are read from `folder`, where they were written before."""
    ground = _Ground(folder)
    found = _places(facts, limit, ground) + _stops(facts, limit) + _offers(ground)
    kept = _without_doubles(found)
    kept.sort(key=lambda r: (rules.CATEGORIES.index(r["categories"][0]), collate(r["name"]), r["id"]))
    if len({r["id"] for r in kept}) != len(kept):
        raise SystemExit("two resources have one id")
    counts = Counter(r["categories"][0] for r in kept)
    return [_feature(r) for r in kept], {c: counts[c] for c in rules.CATEGORIES if counts[c]}


class _Ground:
    """Where streets, house numbers and school grounds are."""

    def __init__(self, folder):
        streets = pyogrio.read_dataframe(folder / "streets.fgb")
        self.names = list(streets["name"])
        lines = shapely.transform(np.array(streets.geometry), grid.metres)
        self.tree = shapely.STRtree(lines)
        built = pyogrio.read_dataframe(folder / "base" / "built.fgb")
        grounds = built[built["class"].isin(SCHOOL_GROUND)].geometry
        self.schools = shapely.union_all(shapely.transform(np.array(grounds), grid.metres))
        numbers = pyogrio.read_dataframe(folder / "house_numbers.fgb")
        best = numbers[numbers["rank"] == 1].sort_values("confidence")
        self.addresses = {
            (s, n.replace(" ", "").lower()): [g.x, g.y]
            for s, n, g in zip(best["street"], best["number"], best.geometry)
        }

    def next_street(self, point):
        index, distance = self.tree.query_nearest(point, return_distance=True)
        names = {self.names[i] for i in index}
        return names.pop() if len(names) == 1 and distance[0] <= NEXT_STREET_M else None


def _resource(key, name, categories, position, **more):
    """`key` says what it is called in its source: whatever we call it, it stays the same."""
    ident = uuid.uuid5(NAMESPACE, key)
    kinds = {"professional": rules.PROFESSIONAL, "informal": rules.INFORMAL}
    kind = next((k for k, of in kinds.items() if categories[0] in of), None)
    entry = {"id": str(ident), "name": name, "categories": categories, "kind": kind, "position": position}
    return entry | more


def _key(position, subclass, name):
    """A place of a source: its position to some 10 m, its class and its name there."""
    lon, lat = position
    return f"{lon:.4f}/{lat:.4f}/{subclass or ''}/{name or ''}"


def _places(facts, limit, ground):
    found = []
    for f in facts.features("pois"):
        name, subclass = f["properties"]["name"], f["properties"]["subclass"]
        position, point = f["geometry"]["coordinates"], projected(f["geometry"])
        if (name, subclass) in resource_places.LEFT_OUT or not limit.contains(point):
            continue
        if name is None and subclass != "playground" and ground.schools.contains(point):
            continue
        categories = resource_places.NAMED.get(name)
        if categories is None and (name or subclass in rules.UNNAMED):
            categories = rules.SUBCLASSES.get(subclass)
        if categories is None:
            continue
        known = resource_places.KNOWN.get(name, {})
        shown = resource_places.RENAMED.get((name, subclass), name)
        ours = MAP if shown == name else MAP_OUR_NAME
        if "address" in known:
            ours = ours | {"source": f"{ours['source']}; Anschrift nach öffentlichen Seiten"}
        more = ours | _by_subclass(subclass, name) | known
        if name is None or name in rules.PLAIN_NAMES:
            shown = name or rules.UNNAMED[subclass]
            street = ground.next_street(point)
            shown = f"{shown} nahe {street}" if street else shown
            more |= MAP_OUR_NAME
        key = _key(position, subclass, name)
        found.append(_resource(key, shown, categories, position, **more))
    return found


def _by_subclass(subclass, name):
    more = {}
    if subclass in rules.DESCRIPTIONS:
        more["description"] = rules.DESCRIPTIONS[subclass]
    if subclass == "school" and name.startswith("Grundschule"):
        more["description"] = "Grundschule mit festem Einzugsbereich."
    if subclass in rules.VOLUNTARY_SUBCLASSES and name.startswith("Freiwillige"):
        more["kind"] = "voluntary"
    if subclass in rules.PROFESSIONAL_SUBCLASSES:
        more["kind"] = "professional"
    if subclass in rules.INFORMAL_SUBCLASSES:
        more["kind"] = "informal"
    return more


def _stops(facts, limit):
    places = {}
    for row in facts.rows("stops"):
        if row["inside_norderstedt"] != "1" or row["name"] in resource_places.STOPS_LEFT_OUT:
            continue
        # The source cuts long names off within the town's.
        name = row["name"].split(", Norderst")[0]
        position = [float(row["lon"]), float(row["lat"])]
        if limit.contains(projected({"type": "Point", "coordinates": position})):
            places.setdefault(name, []).append((position, row["products"].split()))
    found = []
    for name, stops in places.items():
        products = {p for _, ps in stops for p in ps}
        served = [word for product, word in rules.PRODUCTS.items() if product in products]
        description = f"Haltestelle: {', '.join(served)}." if served else None
        for position, _ in stops:
            key = _key(position, "stop", name)
            found.append(_resource(key, name, ["stop"], position, description=description, **STOPS))
    return found


def _offers(ground):
    found = []
    for offer in resource_offers.OFFERS:
        offer = dict(offer)
        key, name, categories = offer.pop("key"), offer.pop("name"), offer.pop("categories")
        at, position = offer.pop("at"), offer.pop("position", None)
        if at:
            street, number = at
            if at not in ground.addresses:
                raise SystemExit(f"{street} {number} is not among the house numbers")
            position = ground.addresses[at]
            offer["address"] = {"street": f"{street} {number}", "town": "Norderstedt"}
            offer["source"] += "; Lage nach OpenStreetMap"
        licence = _licence(at)
        found.append(_resource(f"offer/{key}", name, categories, position, licence=licence, **offer))
    return found


def _licence(at):
    return f"{resource_offers.FACTS}; Lage ODbL 1.0" if at else resource_offers.FACTS


def _without_doubles(found):
    """The first of each name and category within SAME_PLACE_M, most telling source first."""
    kept = []
    for r in found:
        double = any(
            k["name"] == r["name"]
            and k["categories"][0] == r["categories"][0]
            and k["position"]
            and r["position"]
            and _apart(k, r) < SAME_PLACE_M
            for k in kept
        )
        if not double:
            kept.append(r)
    return kept


def _apart(a, b):
    (x, y), (u, v) = grid.metres([a["position"], b["position"]])
    return float(np.hypot(x - u, y - v))


FIELDS = [
    "id",
    "name",
    "description",
    "provider",
    "categories",
    "kind",
    "principles",
    "reach",
    "address",
    "audience",
    "hours",
    "source",
    "licence",
]


def _feature(r):
    unknown = set(r) - set(FIELDS) - {"position"}
    if unknown:
        raise SystemExit(f"{r['name']}: {unknown} is written nowhere")
    properties = {field: r[field] for field in FIELDS if r.get(field) is not None}
    point = r["position"] and {"type": "Point", "coordinates": [round(c, 6) for c in r["position"]]}
    return feature(properties, point)
