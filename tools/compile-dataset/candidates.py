"""Which streets a point might belong to, and what the ground says about each of them."""

import numpy as np
import shapely
from shapely import STRtree

from facts import projected

REACH_M = 150.0
NEAREST_KEPT = 6


class Candidates:
    """Parallel arrays, one entry per (point, street): `point`, `street` and geometry features."""

    def __init__(self, xy, streets, buildings):
        points = shapely.points(xy)
        lines = np.array([s.geometry for s in streets])
        tree = STRtree(lines)
        p, s = tree.query(points, predicate="dwithin", distance=REACH_M)
        d = shapely.distance(points[p], lines[s])
        order = np.lexsort((s, d, p))
        p, s, d = p[order], s[order], d[order]
        rank = np.arange(len(p)) - np.searchsorted(p, p)
        keep = rank < NEAREST_KEPT
        self.point, self.street, self.distance, self.rank = p[keep], s[keep], d[keep], rank[keep]
        self.count = len(xy)
        self._ground(points, lines, streets, buildings)
        self._drop_hopeless()

    def _ground(self, points, lines, streets, buildings):
        p, s, d = self.point, self.street, self.distance
        to_street = shapely.shortest_line(points[p], lines[s])
        self.foot = shapely.get_coordinates(shapely.get_point(to_street, -1))
        own = _own_building(points, buildings)
        has = own >= 0
        outline = np.where(has[p], 1, 0).astype(bool)
        front = d.copy()
        front[outline] = shapely.distance(buildings[own[p[outline]]], lines[s[outline]])
        self.front = front
        self.own_building = own
        self.houses_between = _count_crossed(to_street, buildings, own[p])
        self.streets_between = _count_crossed(to_street, lines, s, shorten=0.97)
        first = np.searchsorted(p, np.arange(self.count))
        first = np.minimum(first, len(p) - 1)
        self.nearest = d[first][p]
        nearest_front = np.full(self.count, np.inf)
        np.minimum.at(nearest_front, p, front)
        self.nearest_front = nearest_front[p]
        ends = [_ends(l) for l in lines]
        self.at_end = np.array(
            [bool(len(e)) and np.min(np.hypot(*(e - f).T)) < 2.0 for e, f in zip((ends[i] for i in s), self.foot)]
        )
        kinds = np.array([streets[i].kind for i in range(len(streets))])
        walk = np.array([_share_on_foot(st.classes) for st in streets])
        self.is_path = (kinds[s] == "path").astype(float)
        self.is_service = (kinds[s] == "service").astype(float)
        self.on_foot = walk[s]

    def _drop_hopeless(self):
        """Streets behind other houses and much farther off than the nearest only cost time."""
        keep = (self.distance <= 2.5 * self.nearest + 45) | (self.houses_between + self.streets_between == 0)
        for name, value in list(vars(self).items()):
            if isinstance(value, np.ndarray) and len(value) == len(keep) and name != "own_building":
                setattr(self, name, value[keep])

    def features(self):
        d, n = self.distance, self.nearest
        f, nf = self.front, self.nearest_front
        return np.column_stack(
            [
                np.log(d + 8.0),
                np.log((d + 8.0) / (n + 8.0)),
                d / 50.0,
                np.log(f + 5.0),
                np.log((f + 5.0) / (nf + 5.0)),
                np.minimum(self.houses_between, 3),
                (self.houses_between > 0),
                np.minimum(self.streets_between, 2),
                self.at_end,
                (self.rank == 0),
            ]
        ).astype(float)

    def handicap(self):
        """What cannot be learned from runs, as such streets have hardly any: set by hand."""
        return -2.5 * self.is_path - 1.0 * self.is_service - 1.0 * self.on_foot


def _share_on_foot(classes):
    total = sum(classes.values()) or 1
    return sum(v for k, v in classes.items() if k.startswith(("path", "track", "steps"))) / total


def _own_building(points, buildings):
    tree = STRtree(buildings)
    q, b = tree.query(points, predicate="dwithin", distance=4.0)
    d = shapely.distance(points[q], buildings[b])
    own = np.full(len(points), -1)
    for i in np.lexsort((b, -d)):
        own[q[i]] = b[i]
    return own


def _count_crossed(segments, shapes, own, shorten=1.0):
    """How many of `shapes` other than the own one each segment runs through."""
    if shorten < 1.0:
        a = shapely.get_coordinates(shapely.get_point(segments, 0))
        b = shapely.get_coordinates(shapely.get_point(segments, -1))
        b = a + (b - a) * shorten
        segments = shapely.linestrings(np.stack([a, b], axis=1))
    tree = STRtree(shapes)
    q, b = tree.query(segments, predicate="intersects")
    other = own[q] != b
    return np.bincount(q[other], minlength=len(segments))


def _ends(line):
    """The loose ends of a street: vertices that end exactly one of its parts."""
    count = {}
    for part in getattr(line, "geoms", [line]):
        c = part.coords
        for e in (c[0], c[-1]):
            count[e] = count.get(e, 0) + 1
    return np.array([e for e, n in count.items() if n == 1]).reshape(-1, 2)


def load_buildings(facts):
    return np.array([projected(f["geometry"]) for f in facts.features("buildings")])
