"""City limit, Sozialräume and border lines on one grid."""

import re

from shapely import STRtree
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import nearest_points, polygonize

import config
import grid
import noding
from facts import projected
from output import feature

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.translate(UMLAUTS).lower()).strip("-")


def build(facts):
    ring = grid.to_cm(facts.features("boundary")[0]["geometry"]["coordinates"][0])
    if Polygon(ring).exterior.is_ccw is False:
        ring = ring[::-1]
    pieces = facts.features("borders_draft")
    lines = [grid.to_cm(p["geometry"]["coordinates"]) for p in pieces]
    groups = [p["properties"]["group"] for p in pieces]
    orders = [p["properties"]["order"] for p in pieces]
    lines = _heal_fork(lines, groups, orders)
    lines, ring = _tie_to_limit(lines, ring)
    ties = _meeting_points(facts, ring)
    ring = _insert(ring, ties.values())
    noded = noding.node(lines + [ring])
    lines, ring = noded[:-1], noded[-1]
    limit = _cut(ring, ties)
    everything = lines + [line for _, line in limit]
    edges = noding.check_planar(everything)
    faces = _faces(everything)
    _check_cover(faces, ring, edges)
    return {"ring": ring, "faces": faces, "borders": _border_features(pieces, lines, limit), "lines": everything}


def _heal_fork(lines, groups, orders):
    """Where the three draft groups meet, two pieces run the last metres down the same street a few
    centimetres apart. All three are led to the one crossing instead."""
    at = {(g, o): i for i, (g, o) in enumerate(zip(groups, orders))}
    down, along, south = at["nord/sued", 5], at["nord/sued", 6], at["garstedt/glashuette", 1]
    crossing = None
    a, b = lines[down][-2:]
    for k in range(1, len(lines[along]) - 1):
        x = noding.proper_crossing(a, b, lines[along][k], lines[along][k + 1])
        if x is not None:
            crossing, keep = (round(x[0]), round(x[1])), k + 1
    if crossing is None:
        raise SystemExit("the fork of the three border groups was not found")
    lines = list(lines)
    foot = lines[down][-1]
    lines[down] = lines[down][:-1] + [crossing]
    lines[along] = [crossing] + lines[along][keep:]
    assert lines[south][0] == foot
    lines[south] = [crossing] + lines[south]
    return lines


def _nearest_on(ring, p, take_vertex_cm):
    """The point of the ring nearest to p; an existing vertex where one is close to it."""
    r = LineString(ring)
    q = r.interpolate(r.project(Point(p)))
    q = (round(q.x), round(q.y))
    v = min(ring, key=lambda s: (s[0] - q[0]) ** 2 + (s[1] - q[1]) ** 2)
    near = (v[0] - q[0]) ** 2 + (v[1] - q[1]) ** 2 <= take_vertex_cm**2
    return v if near else q


def _insert(ring, points):
    """Adds points that lie on the ring (to the centimetre) as vertices."""
    for p in points:
        if p in ring:
            continue
        k = min(range(len(ring) - 1), key=lambda i: LineString(ring[i : i + 2]).distance(Point(p)))
        if LineString(ring[k : k + 2]).distance(Point(p)) > 1:
            raise SystemExit(f"{p} is not on the city limit")
        ring = ring[: k + 1] + [p] + ring[k + 1 :]
    return ring


def _tie_to_limit(lines, ring, reach_cm=50):
    """Ends that are meant to lie on the limit are put there; what runs on beyond it is cut off."""
    r = LineString(ring)
    out, feet = [], []
    for line in lines:
        line = list(line)
        for end in (0, -1):
            if r.distance(Point(line[end])) <= reach_cm:
                line = _cut_at_limit(line, ring, end)
                line[end] = _nearest_on(ring, line[end], 1)
                feet.append(line[end])
        out.append(line)
    return out, _insert(ring, feet)


def _cut_at_limit(line, ring, end):
    """If the last metres weave across the limit, the line ends at the first crossing."""
    forward = line if end == -1 else line[::-1]
    for k in range(len(forward) - 1):
        hits = [noding.proper_crossing(*forward[k : k + 2], *ring[i : i + 2]) for i in range(len(ring) - 1)]
        hits = [h for h in hits if h]
        if hits:
            a = forward[k]
            x = min(hits, key=lambda h: (h[0] - a[0]) ** 2 + (h[1] - a[1]) ** 2)
            rest = LineString([(float(x[0]), float(x[1]))] + forward[k + 1 :]).length
            print(f"  a border's last {rest / 100:.2f} m beyond the limit are cut off")
            forward = forward[: k + 1] + [(round(x[0]), round(x[1]))]
            break
    return forward if end == -1 else forward[::-1]


STATION_CM = 500.0
# VG250 is generalised; farther than this from every known neighbour lies the city state.
NEIGHBOUR_REACH_M = 130.0
MEETING_REACH_M = 250.0


def _meeting_points(facts, ring):
    """Where the neighbour beyond the limit changes: {(municipality before, after): vertex}."""
    shapes = {
        f["properties"]["GEN"]: projected(f["geometry"])
        for f in facts.features("municipalities_vg250")
        if f["properties"]["AGS"] != config.CITY["ags"]
    }
    (city,) = [
        projected(f["geometry"])
        for f in facts.features("municipalities_vg250")
        if f["properties"]["AGS"] == config.CITY["ags"]
    ]
    limit = LineString(ring)
    who = []
    for k in range(int(limit.length / STATION_CM)):
        p = limit.interpolate(k * STATION_CM)
        d, name = min((g.distance(Point(p.x / 100, p.y / 100)), n) for n, g in sorted(shapes.items()))
        who.append(name if d <= NEIGHBOUR_REACH_M else config.CITY_STATE["name"])
    runs = _runs(who, least=100)
    result = {}
    for k, (name, first) in enumerate(runs):
        before = runs[k - 1][0]
        p = limit.interpolate(first * STATION_CM)
        q = _meeting_point(shapes.get(before, city), shapes.get(name, city), Point(p.x / 100, p.y / 100))
        result[before, name] = _nearest_on(ring, (q.x * 100, q.y * 100), 5000)
        print(f"  {before} | {name}: limit changes {q.distance(Point(p.x / 100, p.y / 100)):.0f} m from the nearest-neighbour change")
    return result


def _meeting_point(a, b, near):
    """Where two neighbours' own common border reaches the city (towards the city state: where the
    neighbour's border with the city ends); else the place found by distance."""
    common = a.boundary.intersection(b.boundary)
    if common.is_empty or common.distance(near) > MEETING_REACH_M:
        return near
    return nearest_points(common, near)[0]


def _runs(who, least):
    """Runs of the same neighbour around the ring as (name, first station). Runs shorter than
    `least` stations (500 m) are an artefact of the generalised polygons and join the one before."""
    n = len(who)
    starts = [i for i in range(n) if who[i] != who[i - 1]]
    while True:
        lengths = [((starts[(k + 1) % len(starts)] - s - 1) % n) + 1 for k, s in enumerate(starts)]
        short = [k for k in range(len(starts)) if lengths[k] < least]
        if not short:
            break
        k = min(short, key=lambda k: lengths[k])
        for i in range(lengths[k]):
            who[(starts[k] + i) % n] = who[starts[k] - 1]
        starts = [i for i in range(n) if who[i] != who[i - 1]]
    return [(who[s], s) for s in starts]


def _cut(ring, ties):
    """The ring in pieces: [(municipality, line)], counter-clockwise."""
    body = ring[:-1]
    starts = sorted((body.index(p), after) for (_, after), p in ties.items())
    pieces = []
    for k, (i, name) in enumerate(starts):
        j = starts[(k + 1) % len(starts)][0]
        line = body[i : j + 1] if j > i else body[i:] + body[: j + 1]
        pieces.append((name, line))
    return pieces


def _faces(lines):
    edges = [l[k : k + 2] for l in lines for k in range(len(l) - 1)]
    polygons = list(polygonize([LineString(e) for e in edges]))
    if len(polygons) != len(config.SOZIALRAEUME):
        raise SystemExit(f"{len(polygons)} faces instead of {len(config.SOZIALRAEUME)}: {[p.area / 1e4 for p in polygons]}")
    tree, faces = STRtree(polygons), []
    for sid, _, _, seed in config.SOZIALRAEUME:
        (hit,) = tree.query(Point(grid.to_cm([seed])[0]), predicate="within")
        ring = [(int(x), int(y)) for x, y in polygons[hit].exterior.coords]
        if polygons[hit].interiors:
            raise SystemExit(f"{sid} has a hole")
        if not Polygon(ring).exterior.is_ccw:
            ring = ring[::-1]
        low = min(range(len(ring) - 1), key=lambda i: ring[i])
        ring = ring[low:-1] + ring[: low + 1]
        faces.append((sid, ring))
    if len({id_ for id_, _ in faces}) != len({tuple(r) for _, r in faces}):
        raise SystemExit("two Sozialräume claim one face")
    return faces


def _edges_of(ring):
    return [frozenset(ring[k : k + 2]) for k in range(len(ring) - 1)]


def _check_cover(faces, ring, border_edges):
    count = {}
    for _, face in faces:
        for e in _edges_of(face):
            count[e] = count.get(e, 0) + 1
    if set(count) != set(border_edges):
        raise SystemExit("border lines and polygon edges differ")
    if {e for e, n in count.items() if n == 1} != set(_edges_of(ring)):
        raise SystemExit("the union of the Sozialräume is not the city")
    if max(count.values()) > 2:
        raise SystemExit("an edge bounds more than two areas")
    twice = lambda r: sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(r, r[1:]))
    if sum(twice(f) for _, f in faces) != twice(ring):
        raise SystemExit("areas do not add up")


def _border_features(pieces, lines, limit):
    out, used = [], set()

    def add(name, sure, uncertainty, municipality, line):
        base = slug(name)
        ident, n = base, 2
        while ident in used:
            ident, n = f"{base}-{n}", n + 1
        used.add(ident)
        out.append(
            feature(
                {
                    "id": ident,
                    "name": name,
                    "sure": sure,
                    "uncertainty_m": int(uncertainty),
                    "source": config.SOURCE_OF[sure],
                    "municipality": municipality,
                },
                {"type": "LineString", "coordinates": grid.to_lonlat(line)},
            )
        )

    for piece, line in zip(pieces, lines):
        p = piece["properties"]
        add(p["name"], p["sure"], p["uncertainty_m"], None, line)
    for municipality, line in limit:
        add(f"Stadtgrenze zu {municipality}", "mapped", config.LIMIT_UNCERTAINTY_M, municipality, line)
    return out


def outputs(partition):
    polygon = lambda ring: {"type": "Polygon", "coordinates": [grid.to_lonlat(ring)]}
    boundary = [feature(dict(config.CITY), polygon(partition["ring"]))]
    names = {sid: (name, region) for sid, name, region, _ in config.SOZIALRAEUME}
    areas = [
        feature({"id": sid, "name": names[sid][0], "region": names[sid][1]}, polygon(ring))
        for sid, ring in partition["faces"]
    ]
    return boundary, areas, partition["borders"]


def city_polygon(partition):
    """The city in metres."""
    return Polygon([(x / 100, y / 100) for x, y in partition["ring"]])
