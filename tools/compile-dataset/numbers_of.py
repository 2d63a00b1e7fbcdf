"""House numbers: every believable reading of every point, and the figures that say how good they are."""

import numpy as np
import shapely

import belief
import candidates
import chains
import crosscheck
import grid
import missing
import numerals
import output
import partition
import quality
import streets as streets_module

LEAST = 0.02
FAR_M = 75.0
# Two points far apart under one address cannot be told from one of them being wrong.
TWICE = 0.6


def build(facts, part, out):
    city = partition.city_polygon(part)
    streets = streets_module.load(facts, city)
    rows = facts.rows("house_numbers")
    rows.sort(key=lambda r: (float(r["lat"]), float(r["lon"]), r["housenumber"]))
    lonlat = np.array([[float(r["lon"]), float(r["lat"])] for r in rows])
    xy = grid.metres(lonlat)
    numbers = [numerals.Numeral(r["housenumber"]) for r in rows]
    buildings = candidates.load_buildings(facts)
    c = candidates.Candidates(xy, streets, buildings)
    chain = chains.find(xy, c.own_building, buildings, numbers)
    print(f"  {len(c.point)} candidate readings")
    b = belief.Beliefs(c, streets, xy, numbers, chain)
    b.settle()
    confidence = b.belief * (1.0 - missing.share(b, c))[c.point]
    how = _how(b, c, chain)
    readings = _readings(c, confidence, how)
    _discount_twice(readings, numbers, xy)
    _write(out / "house_numbers.fgb", readings, numbers, streets, lonlat)
    streets_module.write(out / "streets.fgb", streets)
    figures = quality.measure(readings, numbers, xy, streets, rows, part, chain)
    figures["cross_check"] = crosscheck.figures(b)
    return figures


def _how(b, c, chain):
    """Short code for why a reading is believed."""
    first = lambda score: _argmax(score, c.point, c.count)
    ground, run = first(b.ground_score), first(b.run_score)
    candidates_of = np.bincount(c.point, minlength=c.count)
    size = np.bincount(chain)[chain]
    out = []
    for e in range(len(c.point)):
        p = c.point[e]
        if candidates_of[p] == 1:
            code = "only"
        elif ground[p] == e and run[p] == e:
            code = "both"
        elif ground[p] == e:
            code = "ground"
        elif run[p] == e:
            code = "run"
        else:
            code = "row" if size[p] > 1 else "sum"
        out.append(code)
    return out


def _argmax(score, group, count):
    out = np.full(count, -1)
    for e in np.lexsort((-np.arange(len(score)), score)):
        out[group[e]] = e
    return out


def _readings(c, confidence, how):
    """(point, street index, confidence, rank, how), ordered by point and rank."""
    rows = []
    order = np.lexsort((c.street, -confidence, c.point))
    rank, last = 0, -1
    for e in order:
        p = int(c.point[e])
        rank = 1 if p != last else rank + 1
        last = p
        if rank == 1 or confidence[e] >= LEAST:
            code = how[e] if rank == 1 else "other"
            rows.append([p, int(c.street[e]), float(confidence[e]), rank, code])
    return rows


def _discount_twice(readings, numbers, xy):
    same = {}
    for r in readings:
        if r[2] >= 0.5:
            same.setdefault((r[1], numbers[r[0]].key), []).append(r)
    for group in same.values():
        if len(group) > 1:
            at = xy[[r[0] for r in group]]
            apart = np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1]).max()
            if apart > FAR_M:
                for r in group:
                    r[2] *= TWICE
                    r[4] = "twice"


def _write(path, readings, numbers, streets, lonlat):
    output.flatgeobuf(
        path,
        "house_numbers",
        {
            "point": [r[0] + 1 for r in readings],
            "number": [numbers[r[0]].text for r in readings],
            "street": [streets[r[1]].name for r in readings],
            "confidence": [max(0.001, round(r[2] - 0.0004, 3)) for r in readings],
            "rank": [r[3] for r in readings],
            "how": [r[4] for r in readings],
        },
        [shapely.Point(lonlat[r[0]]) for r in readings],
        "Point",
        index=False,
    )
