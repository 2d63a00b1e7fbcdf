"""How good each view is, told by the points that the other one decides alone, and how stable the
decision is when a fifth of the neighbours is hidden."""

import numpy as np

import logit

BINS = [0.0, 0.5, 0.7, 0.9, 0.97, 0.99, 1.01]


def figures(b):
    c = b.c
    ground = logit.softmax(b.ground_score, b.groups, b.count)
    run = logit.softmax(b.run_score, b.groups, b.count)
    many = np.bincount(b.groups, minlength=b.count) > 1
    by_ground = _top(ground, b, (ground >= 0.985) & (c.distance < 60), many)
    by_run = _top(run, b, (run >= 0.995) & (b.run[:, 7] == 0), many)
    return {
        "numbers_alone_on_points_the_ground_decides": _against(run, by_ground, b),
        "ground_alone_on_points_the_numbers_decide": _against(ground, by_run, b),
        "nearest_street_on_points_the_numbers_decide": _nearest(by_run, b),
        "decision_changes_when_a_fifth_is_hidden": _stability(b),
    }


def _top(belief, b, decided, many):
    """{point: entry} for the points that are decided."""
    return {int(b.groups[e]): int(e) for e in np.flatnonzero(decided) if many[b.groups[e]]}


def _best(belief, b):
    out = np.full(b.count, -1)
    for e in np.argsort(belief, kind="stable"):
        out[b.groups[e]] = e
    return out


def _against(belief, truth, b):
    best = _best(belief, b)
    said = np.array([belief[best[p]] for p in truth])
    right = np.array([best[p] == e for p, e in truth.items()])
    rows = {"points": len(truth), "right": round(float(right.mean()), 4)}
    for low, high in zip(BINS, BINS[1:]):
        m = (said >= low) & (said < high)
        if m.any():
            rows[f"said {low:g}+"] = {"points": int(m.sum()), "right": round(float(right[m].mean()), 4)}
    return rows


def _nearest(truth, b):
    return round(float(np.mean([b.c.rank[e] == 0 for e in truth.values()])), 4)


def _stability(b):
    first = b.passes[0]
    best = _best(first, b)
    out = {}
    for low, high in ((0.5, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 0.999), (0.999, 1.01)):
        points = [p for p in range(b.count) if best[p] >= 0 and low <= first[best[p]] < high]
        other = [_best(x, b) for x in b.passes[1:]]
        flips = [o[p] != best[p] for o in other for p in points]
        if points:
            out[f"{low:g}+"] = {"points": len(points), "changed": round(float(np.mean(flips)), 4)}
    return out
