"""Figures on the assignment: what can be checked without knowing the truth."""

from collections import Counter, defaultdict

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

import config
from networks import Network

FAR_M = 75.0


def measure(readings, numbers, xy, streets, rows, part, chain):
    best = {r[0]: r for r in readings if r[3] == 1}
    index = {s.name: k for k, s in enumerate(streets)}
    mine = {p: r[1] for p, r in best.items()}
    hint = {p: index[row["street_guess"]] for p, row in enumerate(rows) if row["street_guess"] in index}
    out = {
        "points": len(rows),
        "points_with_reading": len(best),
        "readings": len(readings),
        "streets": len(streets),
        "streets_with_a_number": len(set(mine.values())),
        "all_readings_by_confidence": _classes([r[2] for r in readings]),
        "expected_wrong_share_of_best_readings": {
            f">={t:g}": round(float(np.mean([1 - r[2] for r in best.values() if r[2] >= t])), 4) for t in (0.5, 0.8, 0.9, 0.95)
        },
        "best_reading_by_confidence": _classes([r[2] for r in best.values()]),
        "how": dict(sorted(Counter(r[4] for r in best.values()).items())),
        "differs_from_hint": sum(1 for p in mine if hint.get(p) != mine[p]),
        "same_number_far_apart": {"hint": _collisions(hint, numbers, xy), "dataset": _collisions(mine, numbers, xy)},
        "order_breaks": {"hint": _breaks(hint, numbers, xy, streets), "dataset": _breaks(mine, numbers, xy, streets)},
        "rows_on_two_streets": {"hint": _torn(hint, chain), "dataset": _torn(mine, chain)},
    }
    out.update(_places(best, readings, numbers, xy, streets, part))
    return out


def _classes(values):
    edges = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01]
    counts, _ = np.histogram(values, edges)
    return {f">={a:g}": int(n) for a, n in zip(edges, counts)}


def _torn(assigned, chain):
    streets = defaultdict(set)
    for p, s in assigned.items():
        streets[chain[p]].add(s)
    return sum(1 for s in streets.values() if len(s) > 1)


def _collisions(assigned, numbers, xy):
    same = defaultdict(list)
    for p, s in assigned.items():
        same[s, numbers[p].key].append(p)
    n = 0
    for group in same.values():
        if len(group) > 1:
            at = xy[group]
            n += np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1]).max() > FAR_M
    return int(n)


def _breaks(assigned, numbers, xy, streets):
    """Numbers that are larger or smaller than both neighbours of their parity, though the street runs
    straight on there, by 6 or more; with the number of cases looked at."""
    of_street = defaultdict(list)
    for p, s in assigned.items():
        of_street[s].append(p)
    broken = seen = 0
    for s, points in of_street.items():
        if len(points) < 3:
            continue
        net = Network(streets[s].geometry)
        feet = np.array([shapely.get_coordinates(shapely.shortest_line(shapely.Point(xy[p]), streets[s].geometry))[-1] for p in points])
        _, position = net.distances(feet)
        for parity in (0, 1):
            side = sorted((t, numbers[p].low) for t, p in zip(position, points) if numbers[p].low % 2 == parity)
            for (_, a), (_, n), (_, b) in zip(side, side[1:], side[2:]):
                seen += 1
                broken += (n > max(a, b) + 5) or (n < min(a, b) - 5)
    return {"broken": int(broken), "of": int(seen)}


def _places(best, readings, numbers, xy, streets, part):
    """Where the points lie: in which Sozialraum, how near a border, and do readings disagree?"""
    faces = [(sid, Polygon([(x / 100, y / 100) for x, y in ring])) for sid, ring in part["faces"]]
    area = np.full(len(xy), -1)
    for k, (_, polygon) in enumerate(faces):
        area[shapely.contains_xy(polygon, xy[:, 0], xy[:, 1])] = k
    if (area < 0).any():
        raise SystemExit(f"{(area < 0).sum()} house numbers lie in no Sozialraum")
    near_inner = near_limit = np.zeros(len(xy), dtype=bool)
    points = shapely.points(xy)
    for line, border in zip(part["lines"], part["borders"]):
        d = shapely.distance(points, LineString([(x / 100, y / 100) for x, y in line]))
        near = d <= 10 + border["properties"]["uncertainty_m"]
        if border["properties"]["municipality"] is None:
            near_inner = near_inner | near
        else:
            near_limit = near_limit | near
    addresses = defaultdict(list)
    for r in readings:
        if r[2] >= 0.05:
            addresses[r[1], numbers[r[0]].key].append((r[0], r[2]))
    split = sum(1 for g in addresses.values() if len({area[p] for p, _ in g}) > 1)
    spread = 0
    for g in addresses.values():
        at = xy[[p for p, _ in g]]
        spread += np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1)).max() > FAR_M
    _anchors(best, numbers, streets, [faces[k][0] for k in area])
    n = len(xy)
    return {
        "points_per_sozialraum": {sid: int((area == k).sum()) for k, (sid, _) in enumerate(faces)},
        "near_border_share": {
            "inner": round(float(near_inner.sum()) / n, 4),
            "limit": round(float(near_limit.sum()) / n, 4),
            "either": round(float((near_inner | near_limit).sum()) / n, 4),
        },
        "addresses": len(addresses),
        "addresses_whose_readings_lie_in_several_sozialraeume": split,
        "addresses_whose_readings_lie_over_75_m_apart": int(spread),
    }


def _anchors(best, numbers, streets, area):
    for street, number, sid in config.ANCHORS:
        found = [(p, r) for p, r in best.items() if streets[r[1]].name == street and numbers[p].key == number]
        if not found:
            print(f"  anchor {street} {number} is in no best reading")
            continue
        for p, r in found:
            print(f"  anchor {street} {number}: {area[p]}, confidence {r[2]:.3f}")
            if area[p] != sid:
                raise SystemExit(f"{street} {number} lies in {area[p]}, not in {sid}")
